/** Calls whose result the stream drops: each belongs to a value and is kept with it, and no other is invented. */
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { fromTagged, isGlobal, isObject, json, pformat, pickle, repr, toPlain, toTagged } from "../../src/index.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
/**
 * A tuple of two cells, and the calls by which dill sets them, as `dill.dumps` of a closure has them: the second cell
 * first, both by one callable that the memo has, so that a GET comes after the first POP.
 */
const CELLS = bytes(
	[
		"cm\nC\np0\n(NtR",
		"p1\n0g0\n(NtRp2\n0(g1\ng2\ntp3\n",
		"cm\ngetattr\n(Vd\nVset\ntRp4\n(g2\nVcontents\nVsecond\ntR0",
		"g4\n(g1\nVcontents\nVfirst\ntR0.",
	].join(""),
);
/** A class to which a call does something while another value is in between. */
const ON_CLASS = bytes("(cm\nC\np0\nVbetween\ntp1\ncm\nset\np2\n(g0\nVvalue\ntR0g1\n0.");

const all = (value: unknown): string[] => [
	repr(value),
	pformat(value),
	inspect(value, { depth: Infinity }),
	JSON.stringify(value),
	JSON.stringify(toPlain(value)),
	json.dumps(toTagged(value)),
];

describe.each([["plain"], ["exact"]] as const)("a dropped call, %s", (mode) => {
	it("is kept with the value it was made on, whatever the stream fetches next", () => {
		const value = pickle.loads(CELLS, { mode }) as unknown[];
		const operations = value.map((cell) => isObject(cell) && cell.operations);
		expect(operations).toMatchObject([
			[{ op: "call", args: ["contents", "first"] }],
			[{ op: "call", args: ["contents", "second"] }],
		]);
		for (const view of all(value)) for (const leaf of ["first", "second"]) expect(view).toContain(leaf);
		for (const again of [pickle.loads(pickle.dumps(value), { mode }), fromTagged(toTagged(value), { mode })]) {
			expect(repr(again)).toBe(repr(value));
		}
	});
	it("on a class is kept with the class", () => {
		const [found] = pickle.loads(ON_CLASS, { mode }) as unknown[];
		expect(isGlobal(found) && found.operations).toMatchObject([{ op: "call", args: ["value"] }]);
		const [again] = pickle.loads(pickle.dumps(pickle.loads(ON_CLASS, { mode })), { mode }) as unknown[];
		expect(isGlobal(again) && again.operations).toMatchObject([{ op: "call", args: ["value"] }]);
	});
	it("is the same however the bytes are cut", async () => {
		for (const data of [CELLS, ON_CLASS]) {
			const whole = json.dumps(toTagged(pickle.loads(data, { mode })));
			for (let size = 1; size < 12; size++) {
				const chunks = Array.from({ length: Math.ceil(data.length / size) }, (_, i) =>
					data.slice(i * size, (i + 1) * size),
				);
				expect(json.dumps(toTagged(await pickle.load(chunks, { mode })))).toBe(whole);
			}
		}
	});
});

/**
 * `t = (A(b), ...); b.t = t` by CPython 3.13, where `A.__reduce__` returns `(A, (b,))`: its length, the protocol, the pickle.
 * What is made twice is dropped, and what was made first is fetched instead.
 */
const RECURSIVE: readonly (readonly [length: number, protocol: number, hex: string])[] = [
	[
		1,
		0,
		"28636d0a410a70300a2863636f70795f7265670a5f7265636f6e7374727563746f720a70310a28636d0a420a70320a635f5f6275696c74696e5f5f0a6f626a6563740a70330a4e7470340a5270350a286470360a56740a70370a2867300a2867350a7470380a5270390a747031300a7362303067380a523067390a30306731300a2e",
	],
	[
		1,
		1,
		"28636d0a410a71002863636f70795f7265670a5f7265636f6e7374727563746f720a710128636d0a420a7102635f5f6275696c74696e5f5f0a6f626a6563740a71034e7471045271057d7106580100000074710728680028680574710852710974710a73623168085230680931680a2e",
	],
	[
		1,
		2,
		"8002636d0a410a7100636d0a420a7101298171027d71035801000000747104680068028571055271068571077362306805523068063068072e",
	],
	[
		1,
		4,
		"80049532000000000000008c016d948c014194939468008c01429493942981947d948c0174946802680585945294859473623068085230680930680a2e",
	],
	[
		2,
		0,
		"28636d0a410a70300a2863636f70795f7265670a5f7265636f6e7374727563746f720a70310a28636d0a420a70320a635f5f6275696c74696e5f5f0a6f626a6563740a70330a4e7470340a5270350a286470360a56740a70370a2867300a2867350a7470380a5270390a67300a2867350a747031300a527031310a747031320a7362303067380a523067390a6731310a3030306731320a2e",
	],
	[
		2,
		1,
		"28636d0a410a71002863636f70795f7265670a5f7265636f6e7374727563746f720a710128636d0a420a7102635f5f6275696c74696e5f5f0a6f626a6563740a71034e7471045271057d71065801000000747107286800286805747108527109680028680574710a52710b74710c736231680852306809680b31680c2e",
	],
	[
		2,
		2,
		"8002636d0a410a7100636d0a420a7101298171027d7103580100000074710468006802857105527106680068028571075271088671097362306805523068066808303068092e",
	],
	[
		2,
		4,
		"8004953d000000000000008c016d948c014194939468008c01429493942981947d948c017494680268058594529468026805859452948694736230680852306809680b3030680c2e",
	],
	[
		3,
		0,
		"28636d0a410a70300a2863636f70795f7265670a5f7265636f6e7374727563746f720a70310a28636d0a420a70320a635f5f6275696c74696e5f5f0a6f626a6563740a70330a4e7470340a5270350a286470360a56740a70370a2867300a2867350a7470380a5270390a67300a2867350a747031300a527031310a67300a2867350a747031320a527031330a747031340a7362303067380a523067390a6731310a6731330a303030306731340a2e",
	],
	[
		3,
		1,
		"28636d0a410a71002863636f70795f7265670a5f7265636f6e7374727563746f720a710128636d0a420a7102635f5f6275696c74696e5f5f0a6f626a6563740a71034e7471045271057d71065801000000747107286800286805747108527109680028680574710a52710b680028680574710c52710d74710e736231680852306809680b680d31680e2e",
	],
	[
		3,
		2,
		"8002636d0a410a7100636d0a420a7101298171027d7103580100000074710468006802857105527106680068028571075271086800680285710952710a87710b7362306805523068066808680a303030680b2e",
	],
	[
		3,
		4,
		"80049548000000000000008c016d948c014194939468008c01429493942981947d948c0174946802680585945294680268058594529468026805859452948794736230680852306809680b680d303030680e2e",
	],
];

describe("an object that was made while its own parts were", () => {
	it.each(RECURSIVE)("is no call on them: a tuple of %i, protocol %i", async (length, _, hex) => {
		const data = new Uint8Array(Buffer.from(hex, "hex"));
		const chunks = Array.from(data, (byte) => Uint8Array.of(byte));
		for (const value of [pickle.loads(data), await pickle.load(chunks)] as unknown[][]) {
			expect(value.length).toBe(length);
			const [first] = value;
			const inner = isObject(first) ? first.args[0] : undefined;
			expect(isObject(inner) && inner.operations.map(({ op }) => op)).toEqual(["build"]);
			expect(isObject(inner) && inner.attributes.get("t")).toBe(value);
		}
	});
});
