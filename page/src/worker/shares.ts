/** Which objects are in a value more than once, and where each is first. */
import { branches } from "../../../src/cli/tree-node.ts";
import { isFloat, outlineOf } from "../../../src/types/index.ts";
import { Archive, LazyArray, Several } from "./values.ts";

/** Objects that are looked at; a `Map` holds 2^24. */
const MOST = 4_000_000;
/** Items between two looks at the clock. */
const STEP = 4096;
/** How long the worker answers nobody. */
const SLICE = 12;

export class Shares {
	readonly #first: ReadonlyMap<object, number[]>;
	constructor(first: ReadonlyMap<object, number[]>) {
		this.#first = first;
	}
	/** Where an object that is in several places is first; undefined for others. */
	firstOf(value: object): readonly number[] | undefined {
		return this.#first.get(value);
	}
	get size(): number {
		return this.#first.size;
	}
}

/** The items of a value, without keeping anything; none where it was never finished, since its file breaks. */
export function itemsOf(value: object): Iterator<unknown> | undefined {
	try {
		return iteratorOf(value);
	} catch {
		return undefined;
	}
}
function iteratorOf(value: object): Iterator<unknown> | undefined {
	if (Array.isArray(value)) return value.values();
	if (value instanceof Several) return value.values.values();
	if (value instanceof Archive || value instanceof LazyArray || value instanceof Uint8Array) return undefined;
	if (outlineOf(value) === undefined && (value instanceof Map || value instanceof Set))
		return value.values() as Iterator<unknown>;
	const inner = branches(value);
	return inner === undefined ? undefined : seconds(inner.children);
}
function* seconds(pairs: Iterable<readonly [string, unknown]>): Generator<unknown> {
	for (const [, value] of pairs) yield value;
}

/** The next item; the end where a value was never finished, since its file breaks. */
export function nextOf<T>(items: Iterator<T> | undefined): IteratorResult<T> | undefined {
	try {
		return items?.next();
	} catch {
		return undefined;
	}
}

/** Goes over the whole value, depth first, letting others be answered in between. */
export async function findShares(root: unknown): Promise<Shares> {
	const first = new Map<object, number[]>();
	if (typeof root !== "object" || root === null) return new Shares(first);
	const seen = new Map<object, number>();
	const parents: number[] = [-1];
	const places: number[] = [0];
	const shared: object[] = [];
	seen.set(root, 0);
	const open = [{ items: itemsOf(root), id: 0, index: 0 }];
	let until = performance.now() + SLICE;
	for (let count = 0; open.length > 0 && seen.size < MOST; count++) {
		const level = open[open.length - 1] as (typeof open)[number];
		const step = nextOf(level.items);
		if (step === undefined || step.done === true) {
			open.pop();
			continue;
		}
		const { value } = step as { value: unknown };
		const index = level.index++;
		if (typeof value === "object" && value !== null && !isFloat(value)) {
			const before = seen.get(value);
			if (before === undefined) {
				const id = seen.size;
				seen.set(value, id);
				parents.push(level.id);
				places.push(index);
				const items = itemsOf(value);
				if (items !== undefined) open.push({ items, id, index: 0 });
			} else if (!first.has(value)) {
				first.set(value, []);
				shared.push(value);
			}
		}
		if (count % STEP !== 0 || performance.now() < until) continue;
		await new Promise((resolve) => setTimeout(resolve));
		until = performance.now() + SLICE;
	}
	for (const value of shared) {
		const steps: number[] = [];
		for (let id = seen.get(value) as number; id > 0; id = parents[id] as number) steps.unshift(places[id] as number);
		first.set(value, steps);
	}
	return new Shares(first);
}
