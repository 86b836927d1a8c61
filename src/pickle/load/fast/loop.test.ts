/** The fast loop does what the handlers do, opcode by opcode: same value, same error, same memo. */

import { describe, expect, it } from "vitest";
import { IS_SHORT } from "../../../../tests/effort.ts";
import { kept } from "../../../kept.ts";
import { PyDict } from "../../../values/dict.ts";
import { repr } from "../../../values/repr.ts";
import { dumps } from "../../dumps.ts";
import type { Limits } from "../../limits.ts";
import { loads } from "../../loads.ts";
import { FullLoader } from "../full-loader.ts";
import { run } from "./loop.ts";

const TIGHT: Limits = { stack: 40, memo: 20, memory: 20_000 };

/** A row of BINGET. */
const fetch = (...indexes: number[]): number[] => indexes.flatMap((index) => [0x68, index]);

/** Loads with the fast loop, or without it. */
function outcome(bytes: Uint8Array, fast: boolean, mode: "plain" | "exact", limits: Limits = TIGHT): string {
	const machine = new FullLoader({ mode, limits });
	machine.reader.reset(bytes, 0);
	// Within a frame that is enforced every opcode goes to its handler.
	if (!fast) machine.frameEnd = Number.MAX_SAFE_INTEGER;
	let text: string;
	try {
		run(machine);
		text = repr(machine.result);
	} catch (error) {
		const { name, message } = error as Error;
		// The budget is estimated a little earlier in the loop.
		return name === "LimitError" ? name : `${name}: ${message} at ${(error as { offset?: number }).offset}`;
	}
	return `${text} memo ${[...machine.memo].map((value) => repr(value)).join(" ")}`;
}

/** Opcodes with operands that make sense, chosen so that lists, marks and the memo meet in all ways. */
const PIECES: readonly (readonly number[])[] = [
	[0x4b, 1],
	[0x4d, 1, 2],
	[0x4a, 1, 2, 3, 4],
	[0x4e],
	[0x88],
	[0x47, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0],
	[0x8c, 1, 0x61],
	[0x58, 2, 0, 0, 0, 0x62, 0x63],
	[0x58, 2, 0, 0, 0, 0xc3, 0x28],
	[0x94],
	[0x71, 0],
	[0x71, 1],
	[0x72, 2, 0, 0, 0],
	[0x68, 0],
	[0x68, 1],
	[0x6a, 0, 0, 0, 0],
	[0x28],
	[0x5d],
	[0x5d, 0x94, 0x28],
	[0x5d, 0x94, 0x28],
	[0x5d, 0x71, 0, 0x28],
	[0x5d, 0x94, 0x28, 0x4b, 1, 0x68, 0, 0x65],
	[0x5d, 0x94, 0x94, 0x28, ...fetch(1, 1), 0x65],
	[0x28, ...fetch(0, 1, 0), 0x65],
	[0x28, ...fetch(1, 1, 2), 0x28, ...fetch(1, 1), 0x65],
	[0x7d],
	[0x29],
	[0x85],
	[0x86],
	[0x74],
	[0x61],
	[0x65],
	[0x65],
	[0x75],
	[0x73],
	[0x30],
	[0x31],
	[0x32],
	[0x6c],
	[0x64],
	[0x8f],
	[0x90],
	[0x91],
];

/** How a list may start, what it may hold (itself too), and what may come after a batch. */
const STARTS: readonly (readonly number[])[] = [
	[0x5d],
	[0x5d, 0x94],
	[0x5d, 0x71, 0],
	[0x5d, 0x94, 0x32],
	[0x4b, 1, 0x5d, 0x94],
];
const ITEMS: readonly (readonly number[])[] = [
	[0x4b, 1],
	[0x4a, 1, 2, 3, 0x80],
	[0x47, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0],
	[0x47, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0],
	[0x47, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0],
	[0x8c, 1, 0x61, 0x94],
	[0x5d, 0x94],
	[0x4e],
	[0x68, 0],
];
const ENDS: readonly (readonly number[])[] = [
	[0x65],
	[0x65],
	[0x65],
	[0x65],
	[0x65, 0x68, 0, 0x30],
	[0x65, 0x32],
	[0x74],
	[0x31],
	[0x6c],
	[],
];

/** A small generator, so that a failure can be repeated. */
function random(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) | 0;
		return (state >>> 8) / 0x1000000;
	};
}

describe("turns of the fast loop", () => {
	it("end anywhere, also before the APPENDS of a row that is not on the stack", () => {
		const shared = ["x"];
		const value = [
			Array.from({ length: 700 }, () => shared),
			Array.from({ length: 90 }, (_, i) => ({ [`k${i}`]: [i, 0.5] })),
		];
		for (let shift = 0; shift < 70; shift += IS_SHORT ? 3 : 1) {
			const data = dumps(["y".repeat(shift), value, value]);
			const before = kept.read;
			kept.read = 0;
			const inTurns = loads(data);
			kept.read = 1e9;
			const atOnce = loads(data);
			kept.read = before;
			expect(inTurns).toEqual(atOnce);
			expect(dumps(inTurns)).toEqual(data);
		}
	});
});

describe("the fast loop", () => {
	it("agrees with the handlers on random opcodes", () => {
		const verdicts = new Set<string>();
		for (let seed = 1; seed <= (IS_SHORT ? 2000 : 40_000); seed++) {
			const next = random(seed);
			const bytes: number[] = [];
			const count = 2 + Math.floor(next() * 14);
			for (let i = 0; i < count; i++) bytes.push(...(PIECES[Math.floor(next() * PIECES.length)] as number[]));
			bytes.push(0x2e);
			const pickle = Uint8Array.from(bytes);
			const mode = seed % 2 === 0 ? "plain" : "exact";
			const fast = outcome(pickle, true, mode);
			const slow = outcome(pickle, false, mode);
			if (fast !== slow) expect.fail(`seed ${seed}, ${Buffer.from(bytes).toString("hex")}: ${fast} instead of ${slow}`);
			verdicts.add(fast.split(/[ :]/)[0] as string);
		}
		expect(verdicts.size).toBeGreaterThan(20);
	});
	it("agrees with the handlers on lists of several batches", () => {
		for (let seed = 1; seed <= (IS_SHORT ? 100 : 3000); seed++) {
			const next = random(seed);
			const pick = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)] as T;
			const bytes: number[] = [...pick(STARTS)];
			for (let batches = 1 + Math.floor(next() * 4); batches > 0; batches--) {
				bytes.push(0x28);
				const kinds = [pick(ITEMS), ...(next() < 0.3 ? [pick(ITEMS)] : [])];
				for (let count = pick([2, 255, 256, 300, 1024, 1030]); count > 0; count--) bytes.push(...pick(kinds));
				bytes.push(...pick(ENDS));
			}
			bytes.push(0x2e);
			const pickle = Uint8Array.from(bytes);
			const mode = seed % 2 === 0 ? "plain" : "exact";
			const limits = { stack: pick([900, 2000, 1e6]), memory: 1e7 };
			const fast = outcome(pickle, true, mode, limits);
			const slow = outcome(pickle, false, mode, limits);
			if (fast !== slow) expect.fail(`seed ${seed}, ${fast.slice(0, 500)} instead of ${slow.slice(0, 500)}`);
		}
	});
	it("reads floats across the starts of frames, if the frames are whole", () => {
		const one = [0x47, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0];
		const frame = (length: number) => [0x95, length, 0, 0, 0, 0, 0, 0, 0];
		const read = (...parts: readonly (readonly number[])[]) => {
			const machine = new FullLoader();
			machine.reader.reset(Uint8Array.from([0x80, 4, 0x5d, 0x94, 0x28, ...parts.flat(), 0x2e]), 0);
			run(machine);
			return machine.result;
		};
		expect(read(one, frame(2), one, [0x65])).toEqual([1.5, 1.5]);
		expect(read(one, frame(0), frame(1), one, one, frame(1), [0x65])).toEqual([1.5, 1.5, 1.5]);
		expect(read(one, [0x65, 0x28], one, frame(2), [0x65])).toEqual([1.5, 1.5]);
		expect(() => read(one, frame(99), one, [0x65])).toThrow(expect.objectContaining({ name: "UnpicklingError" }));
	});
	it("says where text is that is no UTF-8", () => {
		// Found by fuzzing: the place was that of an earlier opcode.
		const machine = new FullLoader();
		machine.reader.reset(Uint8Array.from([0x80, 4, 0x4b, 1, 0x4b, 2, 0x58, 1, 0, 0, 0, 0xc3, 0x86, 0x2e]), 0);
		expect(() => run(machine)).toThrow(expect.objectContaining({ offset: 6, opcode: "BINUNICODE" }));
	});
	it("gives a list that is fetched while its items are read", () => {
		// a = []; a.append(a), with a mark
		const cyclic = Uint8Array.from([0x80, 4, 0x5d, 0x94, 0x28, 0x68, 0, 0x4b, 1, 0x65, 0x2e]);
		const machine = new FullLoader();
		machine.reader.reset(cyclic, 0);
		run(machine);
		const list = machine.result as unknown[];
		expect(list[0]).toBe(list);
		expect(list[1]).toBe(1);
	});
	it("gives what a row of BINGET asks for, whatever became of it", () => {
		const read = (...bytes: number[]) => {
			const machine = new FullLoader();
			machine.reader.reset(Uint8Array.from([0x80, 4, ...bytes, 0x2e]), 0);
			run(machine);
			return machine.result as unknown[];
		};
		// [a, a, …] for a = []; a.extend([a, 5, a, None, a]), where 5 and None are in the memo too.
		const row = [0x68, 0, 0x68, 1, 0x68, 0, 0x68, 2, 0x68, 0];
		const list = read(0x5d, 0x94, 0x28, 0x4b, 5, 0x94, 0x30, 0x4e, 0x94, 0x30, ...row, 0x65);
		expect(list).toHaveLength(5);
		expect([0, 2, 4].every((i) => list[i] === list)).toBe(true);
		expect([list[1], list[3]]).toEqual([5, null]);
		// d = {}; d[1] = 2, by which it is a PyDict; [None, d, d] by a row that begins with None
		const dicts = read(0x4e, 0x94, 0x30, 0x7d, 0x94, 0x4b, 1, 0x4b, 2, 0x73, 0x30, 0x5d, 0x28, ...fetch(0, 1, 1), 0x65);
		expect(dicts[1]).toBeInstanceOf(PyDict);
		expect(dicts[2]).toBe(dicts[1]);
		// d = {}; d[1] = [None, d, d], by which d becomes another after the row.
		const cyclic: unknown = read(
			0x4e,
			0x94,
			0x30,
			0x7d,
			0x94,
			0x28,
			0x4b,
			1,
			0x5d,
			0x28,
			...fetch(0, 1, 1),
			0x65,
			0x75,
		);
		expect(cyclic).toBeInstanceOf(PyDict);
		const inside = (cyclic as PyDict).get(1) as unknown[];
		expect([inside[1] === cyclic, inside[2] === cyclic]).toEqual([true, true]);
		// Found by fuzzing: d[1] = a, where a = [a, d], so that the row begins with a list that is not complete.
		const both = read(0x7d, 0x94, 0x28, 0x4b, 1, 0x5d, 0x94, 0x28, ...fetch(1, 0), 0x65, 0x75) as unknown;
		const items = (both as PyDict).get(1) as unknown[];
		expect([items[0] === items, items[1] === both]).toEqual([true, true]);
	});
	it.each([2, 256, 999, 1000, 1001, 1024, 1025, 2500])("reads a list of shared objects in batches of %i", (batch) => {
		// Two dicts of the memo, of which the second one becomes a PyDict after the list.
		const count = 2600;
		const bytes = [0x80, 4, 0x7d, 0x94, 0x30, 0x7d, 0x94, 0x30, 0x5d, 0x94];
		for (let i = 0; i < count; i++) {
			if (i % batch === 0) bytes.push(0x28);
			bytes.push(...fetch(i % 5 === 0 ? 0 : i === 2599 ? 2 : 1));
			if (i % batch === batch - 1 || i === count - 1) bytes.push(0x65);
		}
		const data = Uint8Array.from([...bytes, ...fetch(1), 0x4b, 1, 0x4b, 2, 0x73, 0x86, 0x2e]);
		for (const limits of [{}, { stack: 1000 }, { memory: 30_000 }]) {
			expect(outcome(data, true, "plain", limits)).toBe(outcome(data, false, "plain", limits));
		}
		const machine = new FullLoader();
		machine.reader.reset(data, 0);
		run(machine);
		const [list, dict] = machine.result as [unknown[], unknown];
		expect(dict).toBeInstanceOf(PyDict);
		expect(list).toHaveLength(count);
		expect(list[0]).toEqual({});
		expect(list.filter((item, i) => i % 5 !== 0 && item !== dict)).toEqual([list]);
	});
	it("makes lists as large as they must be", () => {
		const machine = new FullLoader();
		machine.reader.reset(Uint8Array.from([0x80, 4, 0x5d, 0x94, 0x28, 0x4b, 1, 0x4e, 0x65, 0x2e]), 0);
		run(machine);
		expect(machine.result).toEqual([1, null]);
		expect(machine.memo.get(0)).toBe(machine.result);
	});
});
