/** Flags, subclasses of str, int and float, and arrays as Pythons 2.7 to 3.15 write them. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
	defaultRegistry,
	equals,
	flagType,
	floatType,
	intType,
	PyArray,
	type PyName,
	PyObject,
	pickle,
	type Registry,
	repr,
	strType,
	UnpicklingError,
} from "../../src/index.ts";

interface Case {
	readonly name: string;
	readonly plain: unknown;
	readonly repr: string | null;
	readonly pickles: readonly string[];
}
const pythons = readFileSync("tests/registry/user-types-golden.jsonl", "utf8")
	.trim()
	.split("\n")
	.map((line) => JSON.parse(line) as { python: string; cases: Case[] });

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64"));
const own = (name: string): PyName => `__main__:${name}`;

const perm = flagType(own("Perm"), { R: 4, W: 2, X: 1 });
const mode = flagType(own("Mode"), { R: 4, W: 2, X: 1, RW: 6 });
const inner = flagType(own("Outer.Inner"), { A: 1, B: 2 });
const registry: Registry = defaultRegistry.with(
	perm,
	mode,
	inner,
	strType([own("Text"), own("Noted")], { attributes: "drop" }),
	intType([own("Number"), own("Int64")]),
	floatType(own("Real")),
);
const FLAGS: Readonly<Record<string, typeof perm | typeof mode | typeof inner>> = { mode, inner };

describe.each(pythons)("Python $python", ({ python, cases }) => {
	const isFlag = ({ repr }: Case): boolean => repr !== null;
	const isArray = ({ name }: Case): boolean => name.startsWith("array-");
	const pickles = (wanted: string): readonly string[] => cases.find(({ name }) => name === wanted)?.pickles ?? [];
	/** Each case at each protocol. */
	const each = (wanted: Case[], test: (one: Case, data: Uint8Array, where: string, protocol: number) => void): void => {
		// Python 2 has no flags.
		expect(wanted.length).toBeGreaterThan(python.startsWith("2.") && wanted.every(isFlag) ? -1 : 5);
		for (const one of wanted) {
			for (const [protocol, text] of one.pickles.entries()) test(one, bytes(text), `${one.name} ${protocol}`, protocol);
		}
	};

	it("writes flags that are read as members and combinations", () => {
		each(cases.filter(isFlag), (one, data, where) => {
			const type = FLAGS[one.name.split("-")[0] as string] ?? perm;
			for (const mode of ["plain", "exact"] as const) {
				const read = pickle.loads(data, { registry, mode });
				expect(read, where).toBe(type.of(one.plain as number));
			}
			const newer = Number(python.split(".")[1]) >= 11 && one.name !== "mode-unknown";
			if (newer) expect(repr(type.of(one.plain as number)), where).toBe(one.repr);
		});
	});
	it("has the bytes of flags that are written, but for 3.11.0 to 3.11.3", () => {
		each(cases.filter(isFlag), (one, data, where, protocol) => {
			const value = pickle.loads(data, { registry });
			const written = pickle.dumps(value, { registry, protocol, pythonVersion: "3.14" });
			expect(pickle.loads(written, { registry }), where).toBe(value);
			const [major, minor] = python.split(".").map(Number) as [number, number];
			const same = python !== "3.11.2" && one.name !== "inner" && major === 3 && minor >= 7;
			if (same) expect(Buffer.from(written).toString("latin1"), where).toBe(Buffer.from(data).toString("latin1"));
		});
	});
	it("writes subclasses of str, int and float that are read as what they are", () => {
		const scalars = cases.filter((one) => !isFlag(one) && !isArray(one));
		each(scalars, (one, data, where) => {
			expect(pickle.loads(data, { registry }), where).toBe(one.plain);
			expect(pickle.loads(data, { registry, encoding: "bytes" }), where).toBe(one.plain);
			// Who did not ask gets the object, with its class.
			expect(pickle.loads(data), where).toBeInstanceOf(PyObject);
		});
	});
	it("writes attributes of such, which are not dropped in silence", () => {
		const strict = defaultRegistry.with(strType(own("Noted")));
		for (const text of pickles("noted")) {
			const read = (): unknown => pickle.loads(bytes(text), { registry: strict });
			expect(read).toThrow(UnpicklingError);
			expect(read).toThrow("attributes of __main__:Noted have no place in a string or number");
		}
		for (const text of pickles("bare")) {
			expect(pickle.loads(bytes(text), { registry: strict })).toBe("bare");
		}
	});
	it("writes arrays that are read, and loads what is written of them", () => {
		each(cases.filter(isArray), (one, data, where) => {
			for (const encoding of ["latin1", "bytes"]) {
				const read = pickle.loads(data, { encoding, mode: "exact" }) as PyArray;
				expect(read, where).toBeInstanceOf(PyArray);
				expect(read.typecode, where).toBe(one.name.split("-")[1]);
				expect(typeof one.plain === "string" ? read.tounicode() : read.toArray(), where).toEqual(one.plain);
				for (const protocol of [0, 1, 2, 5]) {
					const again = pickle.loads(pickle.dumps(read, { protocol }), { mode: "exact" });
					expect(equals(again, read), where).toBe(true);
				}
			}
		});
	});
});

describe("flags", () => {
	it("combine, and say what they hold", () => {
		const { R, W, X } = perm.members;
		expect(perm.of(R, W)).toBe(perm.of(6));
		expect(perm.of(4n)).toBe(R);
		expect([perm.has(perm.of(R, W), W), perm.has(perm.of(R, W), X), perm.has(7, 6)]).toEqual([true, false, true]);
		expect(String(perm.of())).toBe("Perm(0)");
		expect(() => perm.of(mode.members.R)).toThrow("flags of __main__:Perm are ints or its members");
		expect(() => perm.has("R" as never, 1)).toThrow("not str");
		expect(() => flagType("m:F", { A: "a" })).toThrow("flag A of m:F is not an int: str");
	});
	it("of huge ints stay inert, and so do members that are joined with anything else", () => {
		const huge = pickle.dumps(1n << 5000n, { protocol: 2 });
		const call = (argument: string, callable = "c__main__\nPerm\n"): Uint8Array =>
			Buffer.from(`${callable}(${argument}tR.`, "latin1");
		const long = Buffer.from(huge.subarray(2, -1)).toString("latin1");
		expect(pickle.loads(call(long), { registry })).toBeInstanceOf(PyObject);
		const member = "c__main__\nPerm\n(I4\ntR";
		expect(pickle.loads(call(`${member}I2\n`, "coperator\nor_\n"), { registry })).toBe(perm.of(6));
		for (const other of [long, "VW\n", "c__main__\nMode\n(I2\ntR", "I1\nI2\n"]) {
			const read = pickle.loads(call(member + other, "coperator\nor_\n"), { registry });
			expect(read, other).toBeInstanceOf(PyObject);
		}
	});
	it("are one object for each value up to a bound, so that data cannot fill memory", () => {
		const wide = flagType("m:Wide", Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`F${i}`, 2 ** i])));
		for (let i = 0; i < 10_000; i++) wide.of(i);
		expect(wide.of(3)).toBe(wide.of(3));
		expect(wide.of(500_000)).not.toBe(wide.of(500_000));
		expect(equals(wide.of(500_000), wide.of(500_000))).toBe(true);
	});
});

describe("arrays of characters", () => {
	it("are made of text whose characters are bytes, and are of no machine format", () => {
		expect(repr(new PyArray("c", "a\0\xff"))).toBe("array('c', 'a\\x00\xff')");
		expect(() => new PyArray("c", "\u20ac")).toThrow("bad typecode 'c' for these items");
		const forged = "carray\n_array_reconstructor\n(carray\narray\nVc\nI-1\nc_codecs\nencode\n(Vab\nVlatin1\ntRtR.";
		expect(pickle.loads(Buffer.from(forged, "latin1"))).toBeInstanceOf(PyObject);
	});
});
