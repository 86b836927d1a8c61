/** Identity decides, whatever the caller's code does to a value while it is written. */
import { describe, expect, it } from "vitest";
import { PyDict } from "../../values/dict.ts";
import { PySet } from "../../values/set.ts";
import { tuple } from "../../values/tuple.ts";
import { dumps } from "../dumps.ts";
import { loads } from "../loads.ts";

/** So many lists in front that the memo does not compare one by one. */
const FILLERS = [0, 20, 5000];
const fillers = (count: number): unknown[] => Array.from({ length: count }, (_, i) => [i]);
const getter = (run: () => void): object => ({
	get grow() {
		run();
		return 1;
	},
});

describe.each(FILLERS)("with %i lists in front", (count) => {
	const back = (middle: unknown, shared: unknown): unknown[] =>
		(loads(dumps([...fillers(count), shared, middle, shared])) as unknown[]).slice(count);

	it("a list that a getter changes stays one list, as it was when it was written", () => {
		const shared = [1, 2];
		const [first, , last] = back(
			getter(() => shared.splice(0, 2, 99, 98, 97)),
			shared,
		);
		expect(last).toBe(first);
		expect(first).toEqual([1, 2]);
	});
	it("a list that a getter changes and changes back stays one list", () => {
		const shared: unknown[] = [1, 2];
		const middle = [getter(() => (shared[0] = 99)), shared, getter(() => (shared[0] = 1))];
		const [first, second, last] = back(middle, shared);
		expect(last).toBe(first);
		expect((second as unknown[])[1]).toBe(first);
	});
	it("a list that a proxy of an object changes stays one list", () => {
		const shared = [1, 2];
		const proxy = new Proxy({ a: 1 } as Record<string, unknown>, {
			get: (target, key) => {
				shared[0] = 99;
				return target[key as string];
			},
		});
		const [first, , last] = back(proxy, shared);
		expect(last).toBe(first);
		expect(first).toEqual([1, 2]);
	});
	it("a list that a proxy of a list changes stays one list", () => {
		const shared = [1, 2];
		const proxy = new Proxy([5], {
			get: (target, key, receiver) => {
				if (key === "0") shared[0] = 99;
				return Reflect.get(target, key, receiver) as unknown;
			},
		});
		const [first, , last] = back(proxy, shared);
		expect(last).toBe(first);
	});
	it("a list that an accessor in the place of an item changes stays one list", () => {
		const shared: unknown[] = [1, 2];
		const odd: unknown[] = [0, 0];
		Object.defineProperty(odd, 1, { enumerable: true, get: () => (shared[1] = "x") });
		const [first, , last] = back(odd, shared);
		expect(last).toBe(first);
	});
	it("bytes and tuples that a getter changes stay one", () => {
		for (const shared of [new Uint8Array([1, 2, 3]), tuple(1, 2)]) {
			const [first, , last] = back(
				getter(() => ((shared as unknown[])[0] = 9)),
				shared,
			);
			expect(last).toBe(first);
			expect((first as unknown[])[0]).toBe(1);
		}
	});
	it("a dict and a set that a getter pickles by themselves stay one", () => {
		for (const shared of [new PyDict([[1, 2]]), new PySet([1, 2])]) {
			const others = Array.from({ length: 30 }, () => new PyDict([[1, 2]]));
			const [first, , last] = back(
				getter(() => dumps([...others, shared])),
				shared,
			);
			expect(last).toBe(first);
		}
	});
	it("a list that a getter makes longer or shorter while it is being written ends where it should", () => {
		for (const change of [(list: unknown[]) => list.push(7, 8), (list: unknown[]) => (list.length = 2)]) {
			const list: unknown[] = [1];
			list.push(
				getter(() => change(list)),
				3,
				[4],
			);
			const [, made] = back(list, [0]);
			expect((made as unknown[])[0]).toBe(1);
			expect((made as unknown[]).length).toBe(list.length);
		}
	});
	it("a tuple that a getter changes in length is what it was", () => {
		const pair: unknown[] = tuple(1, 2);
		pair[0] = getter(() => pair.push(5, 6));
		expect(back(pair, [0])[1]).toHaveLength(2);
	});
	it("a list that changes at each look and holds itself ends", () => {
		const shared: unknown[] = [0, 0];
		const proxy: unknown = new Proxy([0] as unknown[], {
			get: (target, key, receiver) => {
				if (key !== "0") return Reflect.get(target, key, receiver) as unknown;
				shared[1] = (shared[1] as number) + 1;
				return shared;
			},
		});
		shared[0] = proxy;
		const [first, , last] = back(proxy, shared);
		expect(last).toBe(first);
	});
});
