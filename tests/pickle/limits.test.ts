/** Every limit of a load or dump: its default, what it refuses, and how it says so. */
import { describe, expect, test } from "vitest";
import { LimitError, PyError } from "../../src/errors.ts";
import { dumps } from "../../src/pickle/dumps.ts";
import { DEFAULT_LIMITS, type Limits } from "../../src/pickle/limits.ts";
import { loadSync } from "../../src/pickle/load.ts";
import { loads } from "../../src/pickle/loads.ts";
import { repr } from "../../src/values/repr.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text, "latin1");

function limitError(work: () => unknown): LimitError {
	try {
		work();
	} catch (error) {
		if (error instanceof LimitError) return error;
		throw error;
	}
	throw new Error("no limit was met");
}

test("the defaults are those of the documentation", () => {
	expect(DEFAULT_LIMITS).toEqual({
		stack: 67_108_864,
		memo: 67_108_864,
		items: 16_777_216,
		digits: 4300,
		depth: Number.POSITIVE_INFINITY,
		memory: 1_073_741_824,
	});
});

/** A pickle that holds exactly `most`, one that goes beyond it, and the limit. */
const LOADS: readonly (readonly [name: string, limits: Limits, within: string, beyond: string])[] = [
	["values on the stack", { stack: 3 }, "(K\x01K\x01K\x01t.", "(K\x01K\x01K\x01K\x01t."],
	["marks on the stack", { stack: 3 }, "(((N111N.", "((((N."],
	["items of a list", { stack: 3 }, "]K\x01aK\x01aK\x01a.", "]K\x01aK\x01aK\x01aK\x01a."],
	["items of a list, in batches", { stack: 4 }, "](K\x01K\x01e(K\x01K\x01e.", "](K\x01K\x01e(K\x01K\x01e(K\x01e."],
	["entries of the memo", { memo: 2 }, "Nq\0q\x01.", "Nq\0q\x01q\x02."],
	["entries of the memo, out of order", { memo: 2 }, "Nr\0\0\x01\0r\0\0\x02\0.", "Nr\0\0\x01\0r\0\0\x02\0r\0\0\x03\0."],
	["entries of the memo, by MEMOIZE", { memo: 2 }, "N\x94\x94.", "N\x94\x94\x94."],
	["entries of a dict", { items: 2 }, "}K\x01NsK\x02Ns.", "}K\x01NsK\x02NsK\x03Ns."],
	["text keys of a dict", { items: 1 }, "}X\x01\0\0\0aNs.", "}X\x01\0\0\0aNsX\x01\0\0\0bNs."],
	["members of a set", { items: 2 }, "\x8f(K\x01K\x02\x90.", "\x8f(K\x01K\x02K\x03\x90."],
	["members of a frozenset", { items: 2 }, "(K\x01K\x02\x91.", "(K\x01K\x02K\x03\x91."],
];

describe.each(["plain", "exact"] as const)("%s mode", (mode) => {
	test.each(LOADS)("limits %s", (_name, limits, within, beyond) => {
		const [limit, value] = Object.entries(limits)[0] as ["stack", number];
		expect(() => loads(bytes(within), { mode, limits })).not.toThrow();
		for (const read of [loads, (data: Uint8Array, o: object) => loadSync([data.subarray(0, 3), data.subarray(3)], o)]) {
			const error = limitError(() => read(bytes(beyond), { mode, limits }));
			expect(error).toMatchObject({ name: "LimitError", code: "limit", limit, value });
			expect(error.message).toBe(`limit exceeded: ${limit} is ${value}; raise it with { limits: { ${limit}: … } }`);
			expect(error).toBeInstanceOf(PyError);
		}
	});
});

describe("memory", () => {
	const limits = { memory: 100_000 };
	test.each([
		["bytes", `B${"\x00\x00\x04\x00"}${"x".repeat(0x40000)}.`],
		["text", `X${"\x00\x00\x04\x00"}${"x".repeat(0x40000)}.`],
		["a list of lists", `](${"]".repeat(5000)}e.`],
		["dicts", `](${"}".repeat(5000)}e.`],
		["floats", `](${"G\x3f\xf0\0\0\0\0\0\x01".repeat(20_000)}e.`],
		["inert objects", `](${"cm\nC\n)\x81".repeat(2000)}e.`],
		["operations of one object", `cm\nC\n)\x81${"K\x01b".repeat(2000)}.`],
		["persistent ids", `](${"K\x01Q".repeat(5000)}e.`],
		["a long int", `\x8b${"\x00\x00\x04\x00"}${"\x7f".repeat(0x40000)}.`],
		[
			"one list copied into many sets",
			`](${"K\x01".repeat(1000)}eq\x000c__builtin__\nset\nq\x010](${"h\x01h\x00\x85R".repeat(100)}e.`,
		],
	])("is charged for %s", (_name, text) => {
		for (const mode of ["plain", "exact"] as const) {
			const options = { mode, persistentLoad: "keep" } as const;
			expect(limitError(() => loads(bytes(text), { ...options, limits })).limit).toBe("memory");
			expect(() => loads(bytes(text), options)).not.toThrow();
		}
	});
	test("is refused when more has come than it allows, whatever was declared", () => {
		const declared = bytes("\x8e\0\0\0\0\0\x01\0\0abc");
		let given = 0;
		const endless = (function* (): Generator<Uint8Array> {
			yield declared;
			for (; ; given++) yield new Uint8Array(1000);
		})();
		expect(limitError(() => loadSync(endless, { limits: { memory: 100_000 } })).limit).toBe("memory");
		expect(given).toBeLessThan(102);
	});
	test("is that of one load, not of all loads of an Unpickler", () => {
		const data = bytes(`B${"\x00\x00\x01\x00"}${"x".repeat(0x10000)}.`);
		for (let i = 0; i < 3; i++) expect(() => loads(data, { limits })).not.toThrow();
	});
});

describe("digits", () => {
	const long = "9".repeat(4301);
	const message = "Exceeds the limit (4300 digits) for integer string conversion: value has 4301 digits";
	test.each([
		["L", message],
		["I", "could not convert string to int"],
	])("of an int in text are 4300, as in Python (%s)", (opcode, words) => {
		const data = bytes(`${opcode}${long}\n.`);
		expect(() => loads(data)).toThrow(expect.objectContaining({ name: "ValueError", code: expect.any(String) }));
		expect(() => loads(data)).toThrow(words);
		expect(loads(bytes(`${opcode}${long.slice(1)}\n.`))).toBe(BigInt(long.slice(1)));
		expect(loads(data, { limits: { digits: 0 } })).toBe(BigInt(long));
		expect(loads(data, { limits: { digits: 4301 } })).toBe(BigInt(long));
		expect(loads(data, { pythonVersion: "3.10.0" })).toBe(BigInt(long));
	});
	test("are counted when an int is written as text", () => {
		const value = BigInt(long);
		expect(() => dumps(value, { protocol: 0 })).toThrow(
			"Exceeds the limit (4300 digits) for integer string conversion",
		);
		expect(loads(dumps(value, { protocol: 0, limits: { digits: 0 } }), { limits: { digits: 0 } })).toBe(value);
		expect(loads(dumps(value))).toBe(value);
	});
});

describe("dumps", () => {
	test("limits the depth", () => {
		const nested = (levels: number): unknown => (levels === 0 ? null : [nested(levels - 1)]);
		expect(() => dumps(nested(5), { limits: { depth: 5 } })).not.toThrow();
		expect(limitError(() => dumps(nested(8), { limits: { depth: 5 } }))).toMatchObject({ limit: "depth", value: 5 });
	});
	test("limits the memo", () => {
		expect(limitError(() => dumps([["a"], ["b"], ["c"]], { limits: { memo: 3 } })).limit).toBe("memo");
	});
});

test("the depth of what is read has no limit, and needs none", () => {
	const levels = 100_000;
	const data = bytes(`${"]".repeat(levels)}${"a".repeat(levels - 1)}.`);
	let depth = 0;
	for (let at = loads(data); Array.isArray(at); at = at[0]) depth++;
	expect(depth).toBe(levels);
});

test("an unknown limit, or one that is no number, is refused", () => {
	const refused = (limits: object): string => {
		try {
			loads(bytes("N."), { limits });
		} catch (error) {
			return `${(error as PyError).name}: ${(error as PyError).message}`;
		}
		return "";
	};
	expect(refused({ time: 1 })).toBe("ValueError: unknown limit: 'time'");
	expect(refused({ stack: -1 })).toBe("ValueError: limit 'stack' must be a number from 0 up, not -1");
	expect(refused({ stack: "1" })).toBe("ValueError: limit 'stack' must be a number from 0 up, not 1");
	expect(refused({ stack: Number.NaN })).toMatch("ValueError");
	expect(refused({ stack: undefined })).toBe("");
});

test("the text of a value has a limit of its own", () => {
	expect(limitError(() => repr("x".repeat(100), { limits: { text: 50 } })).limit).toBe("text");
});
