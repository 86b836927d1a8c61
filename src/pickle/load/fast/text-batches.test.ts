/** Columns of strings that are made later are what the loop makes at once: same values, errors, memo and charges. */
import { describe, expect, it } from "vitest";
import { IS_SHORT } from "../../../../tests/effort.ts";
import { registry as joblib } from "../../../joblib/registry.ts";
import { NDArray } from "../../../numpy/ndarray.ts";
import { registry as plain } from "../../../numpy/registry.ts";
import { registry as late } from "../../../pandas/registry.ts";
import { type AnyTypeEntry, createRegistry, type LoadContext } from "../../../registry/registry.ts";
import { repr } from "../../../values/repr.ts";
import { dumps } from "../../dumps.ts";
import { load } from "../../load.ts";
import { loads } from "../../loads.ts";
import { Unpickler } from "../../unpickler.ts";

/** Whether the objects of an array have not been made. */
function waits(array: unknown): boolean {
	return Object.getOwnPropertyDescriptor(array, "data")?.get !== undefined;
}
const u32 = (value: number): number[] => [value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24];

/** Writes pickles of arrays of objects as CPython does, opcode by opcode. */
class Writer {
	readonly bytes: number[] = [];
	#memo = 0;
	readonly protocol: number;
	constructor(protocol: number) {
		this.protocol = protocol;
		this.add([0x80, protocol]);
	}
	add(...parts: readonly (readonly number[] | string)[]): void {
		// Not by spreading: there are many.
		for (const part of parts)
			for (const byte of typeof part === "string" ? Buffer.from(part) : part) this.bytes.push(byte);
	}
	put(): number {
		if (this.protocol >= 4) this.add([0x94]);
		else if (this.#memo < 256) this.add([0x71, this.#memo]);
		else this.add([0x72], u32(this.#memo));
		return this.#memo++;
	}
	get(index: number): void {
		if (index < 256) this.add([0x68, index]);
		else this.add([0x6a], u32(index));
	}
	text(value: Uint8Array): number {
		if (this.protocol >= 4 && value.length < 256) this.add([0x8c, value.length], [...value]);
		else this.add([0x58], u32(value.length), [...value]);
		return this.put();
	}
	/** The array up to its list, which is on the stack after its mark; returns the list's place in the memo. */
	start(shape: readonly number[], dtype = "|O8"): number {
		this.add(
			"cnumpy.core.multiarray\n_reconstruct\n",
			[0x63],
			"numpy\nndarray\n",
			[0x4b, 0, 0x85],
			[0x43, 1],
			"b",
			[0x87, 0x52],
		);
		this.put();
		this.add([0x28, 0x4b, 1, 0x28]);
		for (const length of shape) this.add([0x4a], u32(length));
		this.add(
			[0x74, 0x63],
			"numpy\ndtype\n",
			[0x58],
			u32(dtype.length - 1),
			dtype.slice(1),
			[0x4b, 0, 0x4b, 1, 0x87, 0x52],
		);
		this.add(
			[0x28, 0x4b, 3, 0x58],
			u32(1),
			"|",
			[0x4e, 0x4e, 0x4e, 0x4a],
			u32(0xffffffff),
			[0x4a],
			u32(0xffffffff),
			[0x4b, 63, 0x74, 0x62],
		);
		this.add([0x89, 0x5d]);
		return this.put();
	}
}

const WORDS = [
	"a",
	"",
	"bb",
	"a longer string of more than twenty-four characters",
	"é",
	"中文",
	"😀",
	"z".repeat(270),
].map((word) => Uint8Array.from(Buffer.from(word)));
/** Half of a surrogate pair, and bytes that are not UTF-8. */
const ODD = [Uint8Array.of(0xed, 0xa0, 0x80), Uint8Array.of(0x41, 0xff)];

function random(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) | 0;
		return (state >>> 8) / 0x1000000;
	};
}

/** A pickle of an array whose list has batches of all kinds, and of what comes after it. */
function drawn(seed: number): Uint8Array {
	const next = random(seed);
	const pick = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)] as T;
	const out = new Writer(pick([2, 4]));
	const counts = Array.from({ length: 2 + Math.floor(next() * 4) }, () => pick([256, 300, 1000, 1000]));
	counts.push(pick([1, 7, 255, 300]));
	const total = counts.reduce((sum, count) => sum + count, 0);
	const known: number[] = [];
	out.add([0x28]);
	for (let i = 0; i < 3; i++) known.push(out.text(pick(WORDS)));
	const shape = pick([[total], [total], [1, total], [total + 1]]);
	const list = out.start(shape);
	const odds = pick([0, 0, 0, 0, 1, 1, 2]);
	for (const [at, count] of counts.entries()) {
		out.add([0x28]);
		for (let i = 0; i < count; i++) {
			const chance = next();
			if (chance < 0.3 && known.length > 0) out.get(pick(known));
			else if (chance < 0.35) out.add([0x4e]);
			else if (chance < 0.4) out.add([0x47, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0]);
			else if (at > 0 && odds > 0 && chance < 0.401) {
				out.add(
					pick([
						[0x4b, 5],
						[0x47, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0],
						[0x5d],
						[0x68, list & 255],
						[0x95, 1, 0, 0, 0, 0, 0, 0, 0],
					]),
				);
			} else if (at > 0 && odds === 2 && chance < 0.4015) known.push(out.text(pick(ODD)));
			else known.push(out.text(pick(WORDS)));
		}
		out.add([0x65]);
	}
	out.add([0x74]);
	const state = pick([true, false]) ? out.put() : -1;
	out.add(pick([[0x62], [0x62], [0x62], [0x30], [0x62, 0x32]]));
	if (next() < 0.3) out.get(list);
	if (next() < 0.3 && state >= 0) out.get(state);
	for (let i = 0; i < 5; i++) out.get(pick(known));
	out.add([0x6c, 0x2e]);
	return Uint8Array.from(out.bytes);
}

function outcome(read: () => unknown): string {
	try {
		return repr(read(), { limits: { text: 2 ** 28 } });
	} catch (error) {
		const { name, message, offset } = error as Error & { offset?: number };
		return name === "LimitError" ? name : `${name}: ${message} at ${offset}`;
	}
}

describe("strings that are made later", () => {
	it("are what the loop makes, in all ways that a list can be cut, and with tight limits", () => {
		const COUNT = IS_SHORT ? 30 : 1000;
		let late1 = 0;
		for (let seed = 1; seed <= COUNT; seed++) {
			const data = drawn(seed);
			const mode = seed % 2 === 0 ? "plain" : "exact";
			const options = { mode, ...(seed % 5 === 0 ? { limits: { memory: 20_000 + 977 * seed } } : {}) } as const;
			const [got, wanted] = [late, plain].map((registry) => outcome(() => loads(data, { ...options, registry })));
			if (got !== wanted) {
				const at = [...(got as string)].findIndex((char, i) => char !== wanted?.[i]);
				expect.fail(`seed ${seed}: ${got?.slice(at - 40, at + 80)} instead of ${wanted?.slice(at - 40, at + 80)}`);
			}
			if (seed % 5 !== 0 && got?.startsWith("[")) {
				const value = loads(data, { ...options, registry: late }) as unknown[];
				if (value.some(waits)) late1++;
			}
		}
		expect(late1).toBeGreaterThan(COUNT / 8);
	});
	it("are the same in chunks", async () => {
		for (let seed = 3; seed <= 60; seed += IS_SHORT ? 9 : 3) {
			const data = drawn(seed);
			const chunks: Uint8Array[] = [];
			for (let at = 0; at < data.length; at += 1000 * seed) chunks.push(data.slice(at, at + 1000 * seed));
			const whole = outcome(() => loads(data, { registry: plain, mode: "exact" }));
			const value = await load(chunks, { registry: late, mode: "exact" }).catch((error: unknown) => error);
			const cut = outcome(() => {
				if (value instanceof Error) throw value;
				return value;
			});
			expect(cut).toBe(whole);
		}
	});
});

/** An array of so many strings, written by this package. */
function column(count: number, protocol = 5): Uint8Array {
	const data = Array.from({ length: count }, (_, i) => (i % 3 === 0 ? `name ${i % 50}` : `row ${i} of é`));
	return dumps(new NDArray({ dtype: "O", shape: [count], data }), { registry: plain, protocol });
}

describe("an array whose strings are made later", () => {
	const read = (data: Uint8Array): NDArray => loads(data, { registry: late }) as NDArray;
	/** How many thousands. */
	const WIDTH = IS_SHORT ? 2 : 5;
	it.each([2, 3, 4, 5])("has them in every view, protocol %i", (protocol) => {
		const data = column(1000 * WIDTH, protocol);
		const wanted = (loads(data, { registry: plain }) as NDArray).toArray();
		expect(waits(read(data))).toBe(true);
		expect(read(data).toArray()).toEqual(wanted);
		expect(read(data).toTyped()).toEqual(wanted);
		expect([...read(data)]).toEqual(wanted);
		expect(read(data).data).toEqual(wanted);
		expect(read(data).slice([-10, null, 3]).toArray()).toEqual(
			(wanted as string[]).slice(-10).filter((_, i) => i % 3 === 0),
		);
		expect(
			read(data)
				.reshape(WIDTH * 10, 100)
				.transpose()
				.get(7, 9),
		).toBe((wanted as string[])[907]);
		expect(read(data).copy().toArray()).toEqual(wanted);
		expect(repr(read(data))).toBe(repr(loads(data, { registry: plain })));
		expect(JSON.stringify(read(data))).toBe(JSON.stringify(loads(data, { registry: plain })));
		expect(dumps(read(data), { registry: late, protocol })).toEqual(data);
		expect(read(data).equals(loads(data, { registry: plain }) as NDArray)).toBe(true);
	});
	it("is so whatever other registry comes later, unless that reads arrays in a way of its own", () => {
		const data = column(3000);
		const both = createRegistry(late, joblib);
		expect(waits(loads(data, { registry: both }))).toBe(true);
		let seen: unknown;
		const own = { ...(plain.byName("numpy.core.multiarray:_reconstruct") as AnyTypeEntry) };
		const spying = {
			...own,
			setState: (array: NDArray, state: unknown[], context: LoadContext) => {
				seen = state[4];
				return own.setState?.(array, state, context) as unknown;
			},
		};
		const array = loads(data, { registry: createRegistry(late, spying) }) as NDArray;
		expect(waits(array)).toBe(false);
		expect(seen).toEqual(array.data);
	});
	it("takes no more memory than its pickle and charges are for, when it is short", () => {
		const ARRAYS = IS_SHORT ? 1000 : 3000;
		// 257 times None, in two batches.
		const one = new Writer(4);
		one.add([0x28]);
		for (let i = 0; i < ARRAYS; i++) {
			one.start([257]);
			one.add([0x28]);
			one.add(
				Array.from({ length: 256 }, () => 0x4e),
				[0x65, 0x28, 0x4e, 0x65, 0x74],
				[0x94, 0x62],
			);
		}
		one.add([0x6c, 0x2e]);
		const before = process.memoryUsage().arrayBuffers;
		const arrays = loads(Uint8Array.from(one.bytes), { registry: late }) as NDArray[];
		expect(arrays.every(waits)).toBe(true);
		expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(ARRAYS * 1e4);
		expect(arrays[ARRAYS - 1]?.get(256)).toBe(null);
	});
	it("does not change with the bytes that it was read from", () => {
		const data = column(3000);
		const array = read(data);
		data.fill(0x41);
		expect(array.get(2999)).toBe("row 2999 of é");
	});
	it("makes one of its strings alone, and all of them once, for its views too", () => {
		const array = read(column(9000));
		const part = array.slice([1, null, 1]);
		expect([array.get(1), part.get(0)]).toEqual(["row 1 of é", "row 1 of é"]);
		expect([waits(array), waits(part)]).toEqual([true, true]);
		const { data } = array;
		expect(part.data).toBe(data);
		expect(array.data).toBe(data);
		(data as unknown[])[1] = "other";
		expect([array.get(1), part.get(0)]).toEqual(["other", "other"]);
	});
	it("hands its list out to a pickle that asks for it, as one list", () => {
		const bytes = [...column(3000)];
		// [array, its list, its list] by the memo, whose second entry after the names is the list.
		const [unpickler] = [new Unpickler(Uint8Array.from(bytes), { registry: late })];
		const array = unpickler.loadSync() as NDArray;
		const lists = [...unpickler.memo.values()].filter((value) => Array.isArray(value) && value.length === 3000);
		expect(lists.length).toBe(1);
		expect(lists[0]).toBe(array.data);
		expect([...unpickler.memo.values()]).toContain("row 2999 of é");
	});
	it("is charged for what its strings will take", () => {
		const data = column(IS_SHORT ? 6000 : 20_000);
		const least = (registry: typeof late): number => {
			let [low, high] = [0, 1 << 24];
			while (high - low > 64) {
				const memory = (low + high) >> 1;
				try {
					loads(data, { registry, limits: { memory } });
					high = memory;
				} catch {
					low = memory;
				}
			}
			return high;
		};
		expect(Math.abs(least(late) - least(plain))).toBeLessThan(600);
	});
});
