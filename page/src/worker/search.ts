/** Looking for keys, values and classes in the whole value, depth first, without making rows. */
import { branches } from "../../../src/cli/tree-node.ts";
import { visibleLine } from "../../../src/cli/visible.ts";
import { outlineOf } from "../../../src/types/index.ts";
import type { SearchScope } from "../shared/types.ts";
import { summaryOf, typeOf } from "./describe.ts";
import { nextOf } from "./shares.ts";
import { Archive, LazyArray, Several } from "./values.ts";

/** Hits that are gathered. */
export const MOST_HITS = 1000;
/** Objects that are remembered, so that none is gone through twice. */
const MOST_SEEN = 8_000_000;
const SLICE = 12;
const STEP = 2048;

export interface Found {
	readonly steps: readonly number[];
	readonly type: string;
	readonly summary: string;
}

interface Task {
	isStopped(): boolean;
	progress(done: number, total: number): void;
}

/** Labels and values of what is inside, one by one. */
function* inside(value: object): Generator<readonly [label: unknown, value: unknown]> {
	if (Array.isArray(value) || value instanceof Several) {
		for (const item of Array.isArray(value) ? (value as unknown[]) : value.values) yield [undefined, item];
	} else if (value instanceof Archive || value instanceof LazyArray || value instanceof Uint8Array) {
		return;
	} else if (outlineOf(value) === undefined && value instanceof Map) {
		yield* value as Map<unknown, unknown>;
	} else if (outlineOf(value) === undefined && value instanceof Set) {
		for (const item of value as Set<unknown>) yield [undefined, item];
	} else {
		const inner = branches(value);
		if (inner !== undefined) yield* inner.children;
	}
}

/** Searches; the hits come in the order of the tree. */
export async function search(
	root: unknown,
	text: string,
	scope: SearchScope,
	task: Task,
): Promise<{ hits: Found[]; isCut: boolean } | undefined> {
	const wanted = text.toLowerCase();
	const hits: Found[] = [];
	const seen = new Set<object>();
	const fits = (given: string): boolean => given.toLowerCase().includes(wanted);
	const keys = scope === "any" || scope === "key";
	const values = scope === "any" || scope === "value";
	const classes = scope === "any" || scope === "class";
	const matches = (label: unknown, value: unknown): boolean => {
		if (keys && label !== undefined && fits(typeof label === "string" ? label : String(summaryOf(label)))) return true;
		if (values) {
			if (typeof value === "string") return fits(value);
			if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean")
				return fits(summaryOf(value));
			if (typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Map)) {
				if (fits(summaryOf(value))) return true;
			}
		}
		return classes && typeof value === "object" && value !== null && fits(typeOf(value));
	};
	if (typeof root !== "object" || root === null)
		return { hits: matches(undefined, root) ? [hit([], root)] : [], isCut: false };
	const open = [{ items: inside(root), index: -1 }];
	seen.add(root);
	let until = performance.now() + SLICE;
	for (let count = 0; open.length > 0; count++) {
		const level = open[open.length - 1] as (typeof open)[number];
		const step = nextOf(level.items);
		if (step === undefined || step.done === true) {
			open.pop();
			continue;
		}
		const [label, value] = step.value;
		level.index++;
		if (matches(label, value)) {
			hits.push(
				hit(
					open.map(({ index }) => index),
					value,
				),
			);
			if (hits.length === MOST_HITS) return { hits, isCut: true };
		}
		if (typeof value === "object" && value !== null && !seen.has(value) && seen.size < MOST_SEEN) {
			seen.add(value);
			open.push({ items: inside(value), index: -1 });
		}
		if (count % STEP !== 0 || performance.now() < until) continue;
		task.progress(count, 0);
		await new Promise((resolve) => setTimeout(resolve));
		if (task.isStopped()) return undefined;
		until = performance.now() + SLICE;
	}
	return { hits, isCut: false };
}
function hit(steps: readonly number[], value: unknown): Found {
	return { steps, type: typeOf(value), summary: visibleLine(summaryOf(value)) };
}
