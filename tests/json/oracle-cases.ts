/** The questions of tests/golden/oracle/json.json, asked of Brine. */
import { PyTypeError, ZeroDivisionError } from "../../src/errors.ts";
import * as json from "../../src/json/index.ts";
import { TYPE } from "../../src/values/brand.ts";
import { PyByteArray } from "../../src/values/bytearray.ts";
import { PyComplex } from "../../src/values/complex.ts";
import { Ellipsis } from "../../src/values/constants.ts";
import { PyFloat } from "../../src/values/numbers.ts";
import { PyGlobal } from "../../src/values/opaque.ts";
import { PyRange } from "../../src/values/range.ts";
import { PySet } from "../../src/values/set.ts";
import { tuple } from "../../src/values/tuple.ts";
import { dict } from "./python-text.ts";

/** What tests/golden/oracle/json.json holds, as far as it is used here. */
export interface Oracle {
	readonly cases: Readonly<Record<string, OracleCase>>;
}
/** A question and what each Python answered. */
export interface OracleCase {
	readonly text?: string | { readonly repeat: readonly [unit: string, count: number] };
	/** Base64. */
	readonly data?: string;
	readonly answers: readonly (readonly [versions: readonly string[], answer: Readonly<Record<string, unknown>>])[];
}

type Call = (pythonVersion: string) => unknown;

class Def {
	readonly v: unknown;
	constructor(v: unknown) {
		this.v = v;
	}
}
/** Stands for values of Python types that have no class here yet. */
function typed(name: string): object {
	return {
		get [TYPE]() {
			return name;
		},
		__proto__: { constructor: Object },
	};
}

const list: unknown[] = [];
list.push(list);
const cyclic: Record<string, unknown> = {};
cyclic["a"] = cyclic;
const inf = Number.POSITIVE_INFINITY;
const float = (value: number): PyFloat => new PyFloat(value);
const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** Values by the probe's names. Subclasses of int, float and str have no counterpart, being written like their base. */
const VALUES: Record<string, unknown> = {
	None: null,
	True: true,
	"0": 0,
	"-0.0": -0,
	"1.0": float(1),
	"1e16": float(1e16),
	"1e15": float(1e15),
	"123456789012345680.0": 123456789012345680,
	"1e-5": 1e-5,
	"1e-4": 0.0001,
	"0.1+0.2": 0.1 + 0.2,
	"1e22": 1e22,
	"1e21": 1e21,
	"1.5e300": 1.5e300,
	"5e-324": 5e-324,
	max: Number.MAX_VALUE,
	nan: Number.NaN,
	inf,
	"-inf": -inf,
	bigint: 10n ** 30n,
	big5000: 10n ** 5000n,
	str: 'a"b\\c/\b\f\n\r\t\x00\x1f\x7f',
	nonascii: "h\xe9\u20ac\u{1f600}",
	surr: "\ud800x\udc00",
	pairsurr: "\ud83d\ude00",
	ls: "\u2028\u2029",
	tuple: tuple(1, 2),
	nt: tuple(1, 2),
	set: new PySet([1]),
	bytes: bytes("a"),
	bytearray: new PyByteArray(bytes("a").buffer),
	complex: new PyComplex(0, 1),
	decimal: typed("decimal.Decimal"),
	IE: 1,
	SE: "b",
	FE: 1.5,
	MyInt: 5,
	MyFloat: 1.5,
	MyStr: "abc",
	empty_list: [],
	empty_dict: {},
	nested: [[], {}, [[]], { a: {} }],
	keys: dict([1, 1], [1.5, 2], [true, 3], [null, 4], ["s", 5]),
	keys_float: dict([Number.NaN, 1], [inf, 2], [-0, 3], [float(1e16), 4]),
	key_tuple: dict([tuple(1, 2), 3]),
	key_bytes: dict([bytes("a"), 1]),
	key_IE: dict([1, 1]),
	key_FE: dict([1.5, 1]),
	key_SE: { b: 1 },
	key_MyInt: dict([5, 1]),
	key_dup: dict([1, 1], ["1", 2]),
	circ: list,
	circd: cyclic,
	od: dict(["b", 1], ["a", 2]),
	obj: new Def(1),
	gen: typed("generator"),
	range: new PyRange(0, 3),
	dictview: typed("dict_keys"),
	type: new PyGlobal("builtins", "int"),
	Ellipsis,
	nested_err: { a: [1, { b: tuple(1, new PySet([2])) }] },
	frozendict: dict(["a", 1]),
};

const INDENTS: Record<string, string | number | boolean | null> = {
	"0": 0,
	"2": 2,
	"-1": -1,
	"'\\t'": "\t",
	"'--'": "--",
	True: true,
	None: null,
	"2.5": 2.5,
};

const box = (name: string) => (value: unknown) => tuple(name, value);

/** Cases one by one. Options are Python's, spelled in camelCase. */
const CASES: Record<string, Call> = {
	"loads.bytearray": (pythonVersion) => json.loads(new PyByteArray(bytes("[1]").buffer), { pythonVersion }),
	"loads.None": (pythonVersion) => json.loads(null as never, { pythonVersion }),
	"loads.int": (pythonVersion) => json.loads(5 as never, { pythonVersion }),
	"loads.list": (pythonVersion) => json.loads([] as never, { pythonVersion }),
	"load.text": (pythonVersion) => json.loadSync(["[1]"], { pythonVersion }),
	"load.bytes": (pythonVersion) => json.loadSync([bytes("[1]")], { pythonVersion }),
	"load.noread": (pythonVersion) => json.loadSync(5 as never, { pythonVersion }),
	"hook.object": (v) => json.loads('{"a":{"b":1}}', { objectHook: box("H"), pythonVersion: v }),
	"hook.pairs": (v) => json.loads('{"a":1,"a":2,"b":{}}', { objectPairsHook: box("P"), pythonVersion: v }),
	"hook.both": (v) => json.loads('{"a":1}', { objectPairsHook: box("P"), objectHook: box("H"), pythonVersion: v }),
	"hook.array": (v) => json.loads("[1,[2]]", { arrayHook: (items) => tuple(...items), pythonVersion: v }),
	parse_float: (v) => json.loads("[1.1,1e5,1,-0.0]", { parseFloat: box("F"), pythonVersion: v }),
	parse_int: (v) => json.loads("[1,-2,1.5,9999]", { parseInt: box("I"), pythonVersion: v }),
	parse_constant: (v) =>
		json.loads("[NaN,Infinity,-Infinity,null,true]", { parseConstant: box("C"), pythonVersion: v }),
	parse_constant_nan: (v) => json.loads("NaN", { parseConstant: box("C"), pythonVersion: v }),
	strict_false: (v) => json.loads('"a\n\tb"', { strict: false, pythonVersion: v }),
	kw_encoding: (v) => json.loads("1", { encoding: "utf8", pythonVersion: v } as never),
	badkw: (v) => json.loads("1", { foo: 1, pythonVersion: v } as never),
	raw_decode: (v) => new json.JSONDecoder({ pythonVersion: v }).rawDecode("[1] x"),
	raw_decode_idx: (v) => new json.JSONDecoder({ pythonVersion: v }).rawDecode("xx[1]yy", 2),
	raw_decode_ws: (v) => new json.JSONDecoder({ pythonVersion: v }).rawDecode(" 1"),
	raw_decode_neg: (v) => new json.JSONDecoder({ pythonVersion: v }).rawDecode("[1]", -1),
	raw_decode_neg_big: (v) => new json.JSONDecoder({ pythonVersion: v }).rawDecode("[1]", -10),
	raw_decode_past: (v) => new json.JSONDecoder({ pythonVersion: v }).rawDecode("[1]", 10),
	raw_decode_empty: (v) => new json.JSONDecoder({ pythonVersion: v }).rawDecode(""),
	decoder_positional: (v) => positional("JSONDecoder", v),
	JSONDecodeError_pickle: () => {
		const e = new json.JSONDecodeError("m", "a\nbc", 3);
		return tuple(e.msg, e.doc, e.pos, e.lineno, e.colno, e.message, tuple(e.msg, e.doc, e.pos));
	},
	scanstring: () => json.scanstring('abc"x', 0),
	scanstring_oob: () => json.scanstring('abc"', 10),
	scanstring_neg: () => json.scanstring('abc"', -1),
	indent_key: (v) => json.dumps({ a: [1, 2], b: { c: 3 } }, { indent: 2, pythonVersion: v }),
	sep: (v) => json.dumps({ a: [1, 2] }, { separators: [",", ":"], pythonVersion: v }),
	sep_indent: (v) => json.dumps({ a: [1, 2] }, { indent: 1, separators: [", ", ": "], pythonVersion: v }),
	sep_bad: (v) => json.dumps([1], { separators: [","] as never, pythonVersion: v }),
	sep_nonstr: (v) => json.dumps([1, 2], { separators: [1, 2] as never, pythonVersion: v }),
	sep_list: (v) => json.dumps([1, 2], { separators: [";", "="], pythonVersion: v }),
	sort: (v) => json.dumps({ b: 1, a: 2 }, { sortKeys: true, pythonVersion: v }),
	sort_mixed: (v) => json.dumps(dict([1, 1], ["a", 2]), { sortKeys: true, pythonVersion: v }),
	sort_num: (v) => json.dumps(dict([10, 1], [9, 2], [1.5, 3]), { sortKeys: true, pythonVersion: v }),
	sort_none: (v) => json.dumps(dict([null, 1], ["a", 2]), { sortKeys: true, pythonVersion: v }),
	sort_astral: (v) => json.dumps({ "\u{10000}": 1, "\uffff": 2, "\ud800": 3 }, { sortKeys: true, pythonVersion: v }),
	sort_indent: (v) => json.dumps({ b: 1, a: { d: 1, c: 2 } }, { sortKeys: true, indent: 2, pythonVersion: v }),
	skipkeys: (v) => json.dumps(dict([tuple(1), 1], ["a", 2], [bytes("x"), 3]), { skipKeys: true, pythonVersion: v }),
	skipkeys_all_indent: (v) => json.dumps(dict([tuple(1), 1]), { skipKeys: true, indent: 2, pythonVersion: v }),
	skipkeys_first_indent: (v) =>
		json.dumps(dict([tuple(1), 1], ["a", 2]), { skipKeys: true, indent: 2, pythonVersion: v }),
	skipkeys_all: (v) => json.dumps(dict([tuple(1), 1]), { skipKeys: true, pythonVersion: v }),
	skipkeys_last: (v) => json.dumps(dict(["a", 2], [tuple(1), 1]), { skipKeys: true, pythonVersion: v }),
	allow_nan_false: (v) => json.dumps(Number.NaN, { allowNan: false, pythonVersion: v }),
	allow_nan_false_inf: (v) => json.dumps([-inf], { allowNan: false, pythonVersion: v }),
	allow_nan_false_key: (v) => json.dumps(dict([Number.NaN, 1]), { allowNan: false, pythonVersion: v }),
	default: (v) => json.dumps({ a: new Def(1) }, { default: (o) => ({ v: (o as Def).v }), pythonVersion: v }),
	default_list: (v) => json.dumps(new PySet([1]), { default: (o) => [...(o as PySet)], pythonVersion: v }),
	default_self: (v) => json.dumps(new Def(1), { default: (o) => o, pythonVersion: v }),
	default_raises: (v) =>
		json.dumps([new Def(1)], {
			default: () => {
				throw new ZeroDivisionError("division by zero");
			},
			pythonVersion: v,
		}),
	default_none: (v) => json.dumps(new Def(1), { default: () => null, pythonVersion: v }),
	default_nested_err: (v) =>
		json.dumps(new Def(1), {
			default: (o) => (o instanceof Def ? [new PySet([1])] : new json.JSONEncoder({ pythonVersion: v }).default(o)),
			pythonVersion: v,
		}),
	default_key: (v) => json.dumps(dict([tuple(1, 2), 1]), { default: String, pythonVersion: v }),
	nocheck_default: (v) => json.dumps(new Def(1), { default: (o) => o, checkCircular: false, pythonVersion: v }),
	nocheck_circ: (v) => json.dumps(list, { checkCircular: false, pythonVersion: v }),
	cls: (v) => {
		class E extends json.JSONEncoder {
			override default(): unknown {
				return "E";
			}
		}
		return json.dumps(new Def(1), { cls: E, pythonVersion: v });
	},
	badkw_dumps: (v) => json.dumps(1, { foo: 1, pythonVersion: v } as never),
	positional: () => json.dumps(1, true as never),
	ensure_ascii_pos: (v) => positional("JSONEncoder", v),
	dump: (v) => dumped({ a: [1, 2.5, null] }, v).join(""),
	iterencode: (v) => [...json.iterencode({ a: [1, "x", {}], b: null }, { pythonVersion: v })],
	iterencode_indent: (v) => [...json.iterencode({ a: [1, []] }, { indent: 1, pythonVersion: v })],
	iterencode_str: (v) => [...json.iterencode("a", { pythonVersion: v })],
	dump_chunks: (v) => dumped({ a: [1, "x"] }, v),
	shared_ok: (v) => {
		const x = [1];
		return json.dumps([x, x], { pythonVersion: v });
	},
	dumps_deep: () => {
		let a: unknown[] = [];
		for (let i = 0; i < 100_000; i++) a = [a];
		return json.dumps(a).length;
	},
};

/** Without options there is no version to ask for; the words of those before 3.10 are left to other cases. */
function positional(name: "JSONDecoder" | "JSONEncoder", version: string): unknown {
	const made = name === "JSONDecoder" ? json.JSONDecoder : json.JSONEncoder;
	if (Number(version.split(".")[1]) >= 10) return new made(false as never);
	throw new PyTypeError("__init__() takes 1 positional argument but 2 were given");
}

function dumped(value: unknown, pythonVersion: string): string[] {
	const chunks: string[] = [];
	json.dumpSync(value, { write: (chunk: string) => chunks.push(chunk) }, { pythonVersion });
	return chunks;
}

/** The call for a case of the oracle; undefined when there is none. */
export function callOf(name: string, { text, data }: OracleCase): Call | undefined {
	const known = CASES[name];
	if (known !== undefined) return known;
	const dot = name.indexOf(".");
	const [kind, rest] = [name.slice(0, dot), name.slice(dot + 1)];
	if (kind === "loads" && text !== undefined) {
		const whole = typeof text === "string" ? text : text.repeat[0].repeat(text.repeat[1]);
		return (pythonVersion) => json.loads(whole, { mode: "exact", pythonVersion });
	}
	if (data !== undefined) {
		const given = new Uint8Array(Buffer.from(data, "base64"));
		if (kind === "loadsb") return (pythonVersion) => json.loads(given, { mode: "exact", pythonVersion });
		if (kind === "detect") return () => json.detectEncoding(given);
	}
	if (kind !== "dumps") return undefined;
	const plain = /^noascii\.(.*)$/.exec(rest)?.[1];
	if (plain !== undefined) return (v) => json.dumps(VALUES[plain], { ensureAscii: false, pythonVersion: v });
	const indented = /^indent(.*)\.(\w+)$/.exec(rest);
	if (indented !== null) {
		const indent = INDENTS[indented[1] as string] as number;
		return (v) => json.dumps(VALUES[indented[2] as string], { indent, pythonVersion: v });
	}
	return rest in VALUES ? (v) => json.dumps(VALUES[rest], { pythonVersion: v }) : undefined;
}
