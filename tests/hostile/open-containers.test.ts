/** Containers that are opened again and again within many that are open: what is known of these must not grow. */
import { describe, expect, it } from "vitest";
import { LimitError } from "../../src/errors.ts";
import * as json from "../../src/json/index.ts";
import * as pickle from "../../src/pickle/index.ts";
import { OpenMap } from "../../src/values/open-map.ts";
import { pformat } from "../../src/values/pprint.ts";
import { repr } from "../../src/values/repr.ts";
import { stopwatch } from "../stopwatch.ts";

/** Processor time of a call in milliseconds. */
function computed(call: () => unknown): number {
	const elapsed = stopwatch();
	try {
		call();
	} catch (error) {
		if (!(error instanceof LimitError)) throw error;
	}
	return elapsed();
}
function fast(value: unknown): void {
	const pickler = new pickle.Pickler({ write: () => {} });
	pickler.fast = true;
	pickler.dumpSync(value);
}
/** A value within so many lists. */
function within(value: unknown, levels: number): unknown {
	let around = value;
	for (let i = 0; i < levels; i++) around = [around];
	return around;
}

const DEEP = 30_000;
const inner: unknown[] = [[1]];
const many = Array.from({ length: 20_000 }, () => inner);
// 56 µs each time were 1.1 s and more.
const CASES: [name: string, work: (value: unknown) => unknown][] = [
	["json.dumps", (value) => json.dumps(value, { limits: { depth: 1e6 } })],
	["repr", (value) => repr(value)],
	["pformat", (value) => pformat(value, { compact: true, width: 1e6 })],
	["Pickler.fast", fast],
];

describe("one list, opened 20,000 times within 30,000 lists", () => {
	it.each(CASES)("%s takes no more than within a few", (_, work) => {
		const near = within(many, 10);
		const deep = within(many, DEEP);
		const alone = within([], DEEP);
		work(near);
		const least = (value: unknown): number => Math.min(...[1, 2, 3].map(() => computed(() => work(value))));
		expect(least(deep)).toBeLessThan(4 * (least(near) + least(alone)) + 100);
	});
});

describe("OpenMap", () => {
	it("has what a map has, and lets go of what is over", () => {
		const ours = new OpenMap<number, number>();
		const plain = new Map<number, number>();
		let state = 1;
		for (let i = 0; i < 50_000; i++) {
			state = (state * 48271) % 0x7fffffff;
			const key = state % 5000;
			if (state % 3 === 0) {
				ours.set(key, i);
				plain.set(key, i);
			} else {
				ours.delete(key);
				plain.delete(key);
			}
			expect(ours.get(key)).toBe(plain.get(key));
		}
		for (let key = 0; key < 5000; key++) expect(ours.get(key)).toBe(plain.get(key));
		ours.clear();
		expect(ours.get(1)).toBe(undefined);
	});
});
