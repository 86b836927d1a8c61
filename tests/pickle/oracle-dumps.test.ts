/** What Brine writes is what eleven CPythons write, for every question of the oracle that JavaScript can ask. */
import { afterAll, expect, test } from "vitest";
import { PyError } from "../../src/errors.ts";
import { dumps } from "../../src/pickle/dumps.ts";
import type { DumpsOptions } from "../../src/pickle/options.ts";
import { PickleBuffer } from "../../src/pickle/pickle-buffer.ts";
import { Pickler } from "../../src/pickle/pickler.ts";
import { PyFrozenDict } from "../../src/registry/stdlib/collections.ts";
import { PyByteArray } from "../../src/values/bytearray.ts";
import { PyDict } from "../../src/values/dict.ts";
import { PyGlobal, PyObject } from "../../src/values/opaque.ts";
import { PyFrozenSet, PySet } from "../../src/values/set.ts";
import { tuple } from "../../src/values/tuple.ts";
import { type OracleCase, readOracle } from "../golden/golden.mjs";
import { answerFor, errorText, withoutAddresses } from "./oracle.ts";
import { Exceptions, sameBytes, versionOption } from "./support.ts";
import { build } from "./tagged-build.ts";

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"));
const bytearrayOf = (text: string): PyByteArray => new PyByteArray(bytesOf(text).buffer as ArrayBuffer);

const exceptions = new Exceptions();
const counts = { bytes: 0, dumps: 0, batch: 0 };

/** What the tagged language has no words for. */
const UNTAGGED: Readonly<Record<string, (version: string) => unknown>> = {
	union: (version) => {
		const types = tuple<unknown[]>(type("int"), type("str"));
		const [callable, first] = /^3\.1[0-3]\./.test(version)
			? [new PyGlobal("_functools", "reduce"), new PyGlobal("_operator", "or_")]
			: [new PyGlobal("_operator", "getitem"), new PyGlobal("typing", "Union")];
		return new PyObject({ via: "REDUCE", callable, args: tuple<unknown[]>(first, types) });
	},
	frozendict: () => new PyFrozenDict([["a", 1]]),
	staticm: () => method("str", "maketrans"),
	classmethod: () => method("dict", "fromkeys"),
	getattr_method: () =>
		new PyObject({ via: "REDUCE", callable: type("getattr"), args: tuple<unknown[]>("abc", "upper") }),
	unbound: () => method("str", "upper"),
	genalias: () =>
		new PyObject({
			via: "REDUCE",
			callable: new PyGlobal("types", "GenericAlias"),
			args: tuple<unknown[]>(type("list"), tuple<unknown[]>(type("int"))),
		}),
};
const type = (name: string): PyGlobal => new PyGlobal("builtins", name);
function method(owner: string, name: string): PyObject {
	return new PyObject({ via: "REDUCE", callable: type("getattr"), args: tuple<unknown[]>(type(owner), name) });
}

test("writes the bytes of every version and protocol", () => {
	const { versions, cases } = readOracle("pickle-bytes");
	const failed: string[] = [];
	for (const [name, question] of Object.entries(cases)) {
		for (const version of Object.keys(versions)) {
			const answer = answerFor(question, version);
			if (answer === undefined) continue;
			const key = question.value as string;
			const value = question["tagged"] === undefined ? UNTAGGED[key]?.(version) : build(question["tagged"]);
			if (value === undefined) {
				failed.push(`${name}: no value`);
				break;
			}
			counts.bytes++;
			const found = attempt(() =>
				dumps(value, { protocol: question.protocol as number, pythonVersion: versionOption(version) }),
			);
			if (found instanceof Uint8Array && answer.data !== undefined && sameBytes(found, answer.data)) continue;
			if (found === answer.error) continue;
			const why = otherwise(name);
			if (why !== undefined) exceptions.note(why);
			else
				failed.push(`${name} ${version}: ${show(found)} instead of ${answer.error ?? show(answer.data as Uint8Array)}`);
		}
	}
	expect(failed).toEqual([]);
});

/** Values that are written otherwise at some protocols. */
function otherwise(name: string): string | undefined {
	return /^p[01]\.object$/.test(name)
		? "an inert object of a newer protocol does not tell its base class: __newobj__ instead of _reconstructor"
		: undefined;
}

function attempt<T>(work: () => T): T | string {
	try {
		return work();
	} catch (error) {
		return error instanceof PyError ? errorText(error) : `no Python error: ${(error as Error).stack}`;
	}
}
function show(found: unknown): string {
	return found instanceof Uint8Array ? JSON.stringify(Buffer.from(found).toString("latin1")) : String(found);
}

/** What the reducers of the oracle's classes give, as far as JavaScript has something like them. */
const reductions: Readonly<Record<string, unknown>> = {
	reduce5: 5,
	reduce_nc: { callable: 5, args: [] },
	reduce_na: { callable: "builtins:int", args: new PyDict() },
	reduce_l: { callable: "builtins:list", args: tuple(), items: 5 },
	reduce_d: { callable: "builtins:dict", args: tuple(), entries: 5 },
	reduce_d1: { callable: "builtins:dict", args: tuple(), entries: [1] },
	reduce_s: { callable: "__main__:Foo", args: tuple(), state: { a: 1 }, stateSetter: 5 },
};
const REDUCERS: Readonly<Record<string, string>> = {
	reduce5: "FooNG",
	reduce_nc: "FooNC",
	reduce_na: "FooNA",
	reduce_l: "FooL",
	reduce_d: "FooD",
	reduce_d1: "FooD1",
	reduce_s: "FooS",
};
const buffer = (bytes: Uint8Array): PickleBuffer => new PickleBuffer(bytes);
const released = buffer(bytesOf("abc"));
released.release();
const twice = buffer(bytesOf("abc"));
const VALUES: Readonly<Record<string, () => unknown>> = {
	"1": () => 1,
	"'\\ud800'": () => "\ud800",
	"PickleBuffer(b'a')": () => buffer(bytesOf("a")),
	"PickleBuffer(b'abc')": () => buffer(bytesOf("abc")),
	"PickleBuffer(bytearray(b'abc'))": () => buffer(bytearrayOf("abc")),
	"[b, b] with b = PickleBuffer(b'abc')": () => [twice, twice],
	"a released PickleBuffer": () => released,
	"an instance of class Slots: __slots__ = ('a',)": () => new PyObject({ callable: new PyGlobal("__main__", "Slots") }),
	"iter([1])": () =>
		new PyObject({
			via: "REDUCE",
			callable: type("iter"),
			args: tuple<unknown[]>([1]),
			operations: [{ op: "build", state: 0 }],
		}),
	"a list 200,000 deep": () => {
		let value: unknown[] = [];
		for (let i = 0; i < 200_000; i++) value = [value];
		return value;
	},
};

function askDumps(question: OracleCase, version: string): unknown {
	const options: Record<string, unknown> = { pythonVersion: versionOption(version) };
	if (question.protocol !== undefined) options["protocol"] = question.protocol;
	if (question.options?.["buffer_callback"] !== undefined) options["bufferCallback"] = () => undefined;
	if (question.call === "Pickler") return new Pickler(5 as never, options);
	if (question["fast"]) {
		const list: unknown[] = [];
		list.push(list);
		const pickler = new Pickler({ write: () => undefined }, options);
		pickler.fast = true;
		return pickler.dumpSync(list);
	}
	if (question.call === "PickleBuffer") return new PickleBuffer(5 as never);
	const reduced = reductions[question.value as string];
	if (reduced !== undefined) {
		const name = REDUCERS[question.value as string] as string;
		const Thing = { [name]: class {} }[name] as new () => object;
		const dispatchTable = new Map([[Thing, () => reduced]]) as unknown as NonNullable<DumpsOptions["dispatchTable"]>;
		return dumps(new Thing(), { ...options, dispatchTable });
	}
	return dumps(VALUES[String(question["python"])]?.(), options);
}

/** Questions that need what JavaScript has not: lambdas with a module, generators, frames, strided buffers … */
function cannotAsk(question: OracleCase): boolean {
	if (question["file"] === "__init__ of Sub2 does not call Pickler.__init__") return true;
	if (/noncontig|::2/.test(question["python"] ?? "")) return true;
	return (
		question.call === "dumps" &&
		reductions[question.value as string] === undefined &&
		VALUES[String(question["python"])] === undefined
	);
}

test("answers every question about dumps and Pickler", () => {
	const { versions, cases } = readOracle("pickle-dumps");
	const failed: string[] = [];
	for (const [name, question] of Object.entries(cases)) {
		for (const version of Object.keys(versions)) {
			const answer = answerFor(question, version);
			if (answer === undefined) continue;
			counts.dumps++;
			const unpicklable = NOTES_ONLY[question.value as string];
			if (unpicklable !== undefined) {
				const problem = noteDifference(unpicklable(), question, version);
				if (problem !== undefined) failed.push(`${name} ${version}: ${problem}`);
				exceptions.note("asks for a lambda: the notes are the same, the error is Brine's own");
				continue;
			}
			if (cannotAsk(question)) {
				exceptions.note("asks for something that JavaScript has not");
				continue;
			}
			let notes: readonly string[] = [];
			let found: unknown;
			try {
				found = askDumps(question, version);
				if (typeof question["bytes"] === "number") found = (found as Uint8Array).subarray(0, question["bytes"]);
			} catch (error) {
				if (!(error instanceof PyError)) throw error;
				({ notes } = error);
				found = errorText(error);
			}
			if (found instanceof Uint8Array && answer.data !== undefined && sameBytes(found, answer.data)) continue;
			const error = withoutAddresses(answer.error ?? "");
			if (found === error && notes.join("\n") === (answer.notes ?? []).join("\n")) continue;
			const why = reason(name, answer.error ?? "");
			const shown = `${name} ${version}: ${show(found)} ${JSON.stringify(notes)} instead of ${show(answer.data ?? answer.error ?? answer.ok)} ${JSON.stringify(answer.notes)}`;
			if (why === undefined) failed.push(shown);
			else exceptions.note(why);
		}
	}
	expect(failed).toEqual([]);
});

/** What holds a lambda. */
const NOTES_ONLY: Readonly<Record<string, () => unknown>> = {
	nested_bad: () => ({ a: [1, tuple<unknown[]>(2, () => 0)] }),
	weird_set: () => new PySet([() => 0]),
};
function noteDifference(value: unknown, question: OracleCase, version: string): string | undefined {
	const options = { protocol: question.protocol as number, pythonVersion: versionOption(version) };
	try {
		dumps(value, options);
	} catch (error) {
		const expected = JSON.stringify(question.answers[version]?.notes ?? []);
		const found = JSON.stringify((error as PyError).notes);
		return found === expected ? undefined : `notes ${found} instead of ${expected}`;
	}
	return "accepted";
}

function reason(name: string, error: string): string | undefined {
	if (/^RecursionError/.test(error)) return "depth is no limit: what CPython refuses is written";
	if (/invalid keyword argument|2 through 5/.test(error)) return "what came with 3.8 is there for every pythonVersion";
	return DUMPED_OTHERWISE[name.replace(/^p\d\./, "")];
}
const DUMPED_OTHERWISE: Readonly<Record<string, string>> = {
	proto_float: "2.0 and 2 are one number in JavaScript",
	reduce_na: "a reduction has an array where Python has a tuple",
	slots_p0: "only Python knows that a class has __slots__",
};

/** The values of the batch table, from their Python text. */
function batchValue(python: string): unknown {
	const size = Number(/\d+/.exec(python)?.[0]);
	const numbers = (count = size): number[] => Array.from({ length: count }, (_, i) => i);
	const entries = (): [number, null][] => numbers().map((i) => [i, null]);
	if (/^\[None\] \* \d+$/.test(python)) return new Array(size).fill(null);
	if (/^\{i: None for/.test(python)) return new PyDict(entries());
	if (/^set\(/.test(python)) return new PySet(numbers());
	if (/^frozenset\(/.test(python)) return new PyFrozenSet(numbers());
	const callable = (name: string): PyGlobal => new PyGlobal("__main__", name);
	if (/^L\(/.test(python)) {
		const items = new Array<unknown>(size).fill(null);
		return new PyObject({ callable: callable("L"), operations: size === 0 ? [] : [{ op: "append", items }] });
	}
	if (/^DD\(/.test(python)) {
		return new PyObject({
			callable: callable("DD"),
			operations: size === 0 ? [] : [{ op: "setItem", items: entries() }],
		});
	}
	return new Function("bytes", "bytearray", "tuple", `return ${frameSource(python)}`)(bytesOf, bytearrayOf, tuple);
}
/** Python's `[1, b'x' * 70000, 'y' * 70000]` as JavaScript. */
function frameSource(python: string): string {
	return python
		.replace(/\(1,\)/, "tuple(1)")
		.replace(/\bNone\b/g, "null")
		.replace(/list\(range\((\d+)\)\)/, "Array.from({ length: $1 }, (_, i) => i)")
		.replace(/bytearray\((\d+)\)/g, "bytearray('\\0'.repeat($1))")
		.replace(/bytearray\(b?'(.*?)' \* (\d+)\)/g, "bytearray('$1'.repeat($2))")
		.replace(/b'(.*?)' \* (\d+)/g, "bytes('$1'.repeat($2))")
		.replace(/(^|[^s(])'(.)' \* (\d+)/g, "$1'$2'.repeat($3)")
		.replace(/b'(.*?)'/g, "bytes('$1')")
		.replace(/\[(.*?)\] \* (\d+)/g, "Array($2).fill($1)");
}

test("batches and frames as every version does", () => {
	const { versions, cases } = readOracle("batch");
	const failed: string[] = [];
	for (const [name, question] of Object.entries(cases)) {
		const value = batchValue(String(question["python"]));
		for (const version of Object.keys(versions)) {
			const answer = question.answers[version];
			if (answer === undefined) continue;
			counts.batch++;
			const data = dumps(value, { protocol: question.protocol as number, pythonVersion: versionOption(version) });
			const { counts: opcodes, frames } = countOpcodes(data);
			const found = answer.counts === undefined ? { length: data.length, frames } : { counts: opcodes };
			if (JSON.stringify(found) !== JSON.stringify(answer)) {
				failed.push(`${name} ${version}: ${JSON.stringify(found)} instead of ${JSON.stringify(answer)}`);
			}
		}
	}
	expect(failed).toEqual([]);
});

const COUNTED = ["MARK", "APPEND", "APPENDS", "SETITEM", "SETITEMS", "ADDITEMS", "FRAME"] as const;
const CODES: Readonly<Record<number, (typeof COUNTED)[number]>> = {
	0x28: "MARK",
	0x61: "APPEND",
	0x65: "APPENDS",
	0x73: "SETITEM",
	0x75: "SETITEMS",
	0x90: "ADDITEMS",
	0x95: "FRAME",
};

/** Walks the opcodes that stand in these pickles. */
function countOpcodes(data: Uint8Array): { counts: Record<string, number>; frames: [number, number][] } {
	const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
	const found: Record<string, number> = {};
	const frames: [number, number][] = [];
	for (let at = 0; at < data.length; ) {
		const code = data[at] as number;
		const name = CODES[code];
		if (name !== undefined) found[name] = (found[name] ?? 0) + 1;
		if (name === "FRAME") frames.push([at, Number(view.getBigUint64(at + 1, true))]);
		at += 1 + operandLength(view, at, code);
	}
	return {
		counts: Object.fromEntries(COUNTED.filter((name) => found[name]).map((name) => [name, found[name] as number])),
		frames,
	};
}
function operandLength(view: DataView, at: number, code: number): number {
	switch (code) {
		case 0x4b: // BININT1
		case 0x68: // BINGET
		case 0x80: // PROTO
			return 1;
		case 0x4d: // BININT2
			return 2;
		case 0x4a: // BININT
		case 0x6a: // LONG_BINGET
			return 4;
		case 0x95: // FRAME
			return 8;
		case 0x43: // SHORT_BINBYTES
		case 0x8c: // SHORT_BINUNICODE
			return 1 + view.getUint8(at + 1);
		case 0x42: // BINBYTES
		case 0x58: // BINUNICODE
			return 4 + view.getUint32(at + 1, true);
		default:
			return 0;
	}
}

afterAll(() => {
	const total = counts.bytes + counts.dumps + counts.batch;
	console.log(
		`oracle, writing: ${total} answers (${counts.bytes} bytes, ${counts.dumps} dumps, ${counts.batch} batches), ${total - exceptions.total} the same; the others:\n${exceptions}`,
	);
});
