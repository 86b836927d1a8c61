import type { Tagged } from "../python/pythons.mjs";

/** Pickles by protocol: "0" to "5". */
export type Streams = Record<string, Uint8Array>;

export interface GoldenCase {
	name: string;
	/** constants, ints, floats, complex, texts, bytes, buffers, tuples, lists, dicts, sets, sizes, recursive, frames, globals, builtins, iterators, dates, numbers, collections, arrays, identifiers, paths, callables, exceptions, typing, user, enums, compatibility. */
	group: string;
	/** Python's text; null where it is longer than 4,000 characters or nested too deep. Addresses read 0x0, the folder of Python PYTHON. */
	repr: string | null;
	/** `builtins.int`, `golden_classes.Outer.Inner`. */
	type: string;
	protocols: Streams;
	/** The text of what the same Python reads back from a protocol, where it is not `repr` (old protocols lose things, a list iterator comes back for a dict iterator). */
	loaded: Record<string, string | null>;
	/** `Name: message` for the protocols at which this Python refuses. */
	errors: Record<string, string>;
	/** What pickle.py writes, where it is not what the C pickler writes. */
	pure: Streams;
	/** Written with fix_imports=False, where that gives other bytes. */
	unmapped: Streams;
	/** Out-of-band buffers that the stream of protocol 5 refers to. */
	buffers?: Uint8Array[];
	/** Holds persistent ids. */
	persistent?: true;
	/** Holds the extension codes of golden_classes.EXTENSIONS. */
	extensions?: true;
	/** Texts that were two objects in Python and so stand twice in a stream; a writer that shares equal strings writes other bytes. */
	repeats: string[];
	/** Has a set of several elements. */
	unordered?: true;
}

export interface Golden {
	version: string;
	implementation: string;
	bits: 32 | 64;
	byteorder: "little" | "big";
	/** Globals (`module:qualname`) whose module text, or name text, is not the one interned string. Not there for Python 2. */
	fresh?: { modules: string[][]; names: string[] };
	cases: GoldenCase[];
}

/** What one Python answered; either `error`, or what is there of the others. */
export interface OracleAnswer {
	/** `Name: message`, addresses written 0x0, the folder of Python written PYTHON. */
	error?: string;
	notes?: string[];
	/** `Name: message` of the cause, or of what was being handled. */
	context?: string;
	msg?: string;
	pos?: number;
	lineno?: number;
	colno?: number;
	/** ascii(repr(result)). */
	ok?: string;
	/** The result is a str; beside it `ok` where that holds surrogates. */
	text?: string;
	/** The result is bytes. */
	data?: Uint8Array;
	/** The result is a list of str. */
	list?: string[];
	/** The result in the tagged language of tests/python/values.py. */
	value?: Tagged;
	/** What dis printed, also before an error. */
	output?: string;
	/** batch: opcode counts, or length and frames [position, size]. */
	counts?: Record<string, number>;
	length?: number;
	frames?: [number, number][];
}

export interface OracleCase {
	/** pickle and tools: what is called; json: `function`. */
	call?: string;
	function?: string;
	data?: Uint8Array;
	text?: string;
	/** A wrong or unusual argument: `str`, `None`, `memoryview`, `bytearray`, `keyword`, or its repr. */
	argument?: string;
	/** Positional arguments. */
	arguments?: unknown[];
	/** Keyword arguments under their Python names. */
	options?: Record<string, unknown>;
	/** json: keyword -> "H" "P" "F" "I" "C" (a pair of that letter and what the hook got), "tuple", "Decimal". */
	hooks?: Record<string, string>;
	/** json: Python text of the function. */
	default?: string;
	/** The value as Python text, and where it can be told in the tagged language (`tagged` in pickle-bytes, where `value` is the probe's name of it). */
	python?: string;
	value?: Tagged;
	tagged?: Tagged;
	protocol?: number | string | boolean | null;
	[more: string]: unknown;
	/** By version. */
	answers: Record<string, OracleAnswer>;
}

export interface Oracle {
	/** 3.14 and newer answered in a 32-bit build: where sizes matter, take the answer of 3.13.0. */
	versions: Record<string, { bits: 32 | 64 }>;
	cases: Record<string, OracleCase>;
}

export const GOLDEN_FOLDER: string;
export function goldenVersions(): string[];
export function readGolden(version: string): Golden;
export function readOracle(name: "pickle-loads" | "pickle-dumps" | "pickle-bytes" | "json" | "tools" | "batch"): Oracle;
export function unpackCase(entry: object, large: Record<string, string>): GoldenCase;

/** Cases of a NaN that is not the usual one. */
export const UNUSUAL_NANS: RegExp;
/** Whether this engine keeps a NaN's sign; JavaScriptCore has one NaN for all. */
export const KEEPS_NANS: boolean;
