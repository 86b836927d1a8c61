import { brandOf, KEY, type KeyParts } from "./brand.ts";
import { compareText } from "./compare-text.ts";
import { areEqual, Classes, FrozenKeys } from "./equals.ts";
import { typeName } from "./type-name.ts";

/**
 * Sorts as Python's `pprint` sorts keys and set items: by `<` where Python has it, else by the names of the
 * types. Values that have no order at all, which Python sorts by address, stay in their order.
 *
 * @param items what is to be sorted; a new array is made
 * @param keyOf the key of an item
 * @param order what is known of their order, from other sorts of values that have not changed since
 */
export function sortedSafely<T>(items: Iterable<T>, keyOf: (item: T) => unknown, order: Order): T[] {
	const rows = Array.from(items, (item) => ({ item, key: keyOf(item) }));
	if (rows.every(({ key }) => typeof key === "string")) {
		rows.sort((a, b) => compareText(a.key as string, b.key as string));
	} else {
		order.start(rows);
		try {
			return sortedBy(rows, (a, b) => order.precedes(a.key, b.key)).map(({ item }) => item);
		} finally {
			order.thaw();
		}
	}
	return rows.map(({ item }) => item);
}

/** As many items as are sorted by insertion: all of a short list, as in Python. */
const INSERTED = 63;

/**
 * A stable sort by "less than" alone. Keys of several types have an order that contradicts itself, so what comes
 * out depends on which keys are compared: engines differ there, and Python's way for short lists is followed.
 */
function sortedBy<T>(rows: readonly T[], less: (a: T, b: T) => boolean): T[] {
	let runs: T[][] = [];
	for (let at = 0; at < rows.length; at += INSERTED) runs.push(inserted(rows.slice(at, at + INSERTED), less));
	while (runs.length > 1) {
		const merged: T[][] = [];
		for (let i = 0; i < runs.length; i += 2) merged.push(mergedRuns(runs[i] as T[], runs[i + 1] ?? [], less));
		runs = merged;
	}
	return runs[0] ?? [];
}

/** Takes the run that is there from the start, turned round if it falls, and inserts what follows by halving. */
function inserted<T>(rows: T[], less: (a: T, b: T) => boolean): T[] {
	if (rows.length < 2) return rows;
	let run = 2;
	const falls = less(rows[1] as T, rows[0] as T);
	while (run < rows.length && less(rows[run] as T, rows[run - 1] as T) === falls) run++;
	const sorted = rows.slice(0, run);
	if (falls) sorted.reverse();
	for (const row of rows.slice(run)) {
		let low = 0;
		let high = sorted.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (less(row, sorted[middle] as T)) high = middle;
			else low = middle + 1;
		}
		sorted.splice(low, 0, row);
	}
	return sorted;
}

function mergedRuns<T>(left: readonly T[], right: readonly T[], less: (a: T, b: T) => boolean): T[] {
	const merged: T[] = [];
	let i = 0;
	let j = 0;
	while (i < left.length && j < right.length) {
		merged.push(less(right[j] as T, left[i] as T) ? (right[j++] as T) : (left[i++] as T));
	}
	return merged.concat(left.slice(i), right.slice(j));
}

/** Classes whose values are ordered by the parts they compare by. */
const ORDERED: ReadonlySet<string> = /* @__PURE__ */ new Set([
	"datetime",
	"datetime, naive",
	"datetime.date",
	"datetime.time",
	"datetime.time, naive",
	"datetime.timedelta",
	"uuid.UUID",
]);

/** A pair of values being compared part by part. */
interface Level {
	readonly a: object;
	readonly b: object;
	readonly these: readonly unknown[];
	readonly those: readonly unknown[];
	at: number;
}

/** Steps that comparisons may take before anybody asks how many parts there are to be compared. */
const FREE_STEPS = 2 ** 18;
/** Parts up to which they are counted. */
const MOST_PARTS = 2 ** 22;
/** Steps from which on the result of a comparison is kept: for these many levels of its parts, and of those below for one in so many. */
const LONG = 16;
const KEPT_LEVELS = 4;
const EVERY = 8;

/**
 * The order of keys, of one sort after another. The result for two parts is kept, since many keys and tables may share them. The steps
 * of all comparisons are bounded by what sorting takes where nothing is shared, the number of parts times the logarithm of the number of
 * keys: keys each of which is a part of the next could take the square. Beyond that they have no order.
 */
export class Order {
	readonly #equal = new Classes();
	#held = new FrozenKeys();
	/** Whether the first comes before the second; null where they have no order. */
	readonly #known = new Map<unknown, Map<unknown, boolean | null>>();
	#left = FREE_STEPS;
	/** Parts that have been counted, and the keys of this sort, until theirs are. */
	readonly #counted = new Set<unknown>();
	#rows: readonly { readonly key: unknown }[] = [];

	/** Begins a sort. */
	start(rows: readonly { readonly key: unknown }[]): void {
		this.#rows = rows;
	}
	precedes(a: unknown, b: unknown): boolean {
		return this.#lessThan(a, b) ?? typeText(a) < typeText(b);
	}
	thaw(): void {
		this.#held.thaw();
		this.#held = new FrozenKeys();
		this.#rows = [];
	}

	/** Takes steps; false when there are none left. */
	#step(count: number): boolean {
		this.#left -= count;
		if (this.#left >= 0) return true;
		if (this.#rows.length === 0) return false;
		const each = 4 + 2 * Math.ceil(Math.log2(this.#rows.length));
		this.#left += each * this.#newParts();
		this.#rows = [];
		return this.#left >= 0;
	}
	/** How many parts the keys of this sort have that no earlier one had. */
	#newParts(): number {
		const open: unknown[] = this.#rows.map(({ key }) => key);
		let count = open.length;
		while (open.length > 0 && count < MOST_PARTS) {
			const node = open.pop();
			if (typeof node !== "object" || node === null || this.#counted.has(node)) continue;
			this.#counted.add(node);
			const found = parts(node) ?? [];
			for (const part of found) if (typeof part === "object") open.push(part);
			count += 1 + found.length + weightOf(node);
		}
		return count;
	}

	/** Python's `a < b`; null where it is a TypeError. Nested tuples are compared with an own stack. */
	#lessThan(left: unknown, right: unknown): boolean | null {
		const before = this.#known.get(left)?.get(right);
		if (before !== undefined) return before;
		const first = this.#level(left, right);
		if (first === undefined) return this.#leafLess(left, right);
		const stack: Level[] = [first];
		let found: boolean | null = false;
		let steps = 0;
		// The first pair of parts that differ decides, at every level.
		for (let level = stack.at(-1); level !== undefined; level = stack.at(-1)) {
			const { these, those, at } = level;
			steps++;
			if (!this.#step(1)) return null;
			if (at >= these.length || at >= those.length) {
				if (these.length !== those.length) {
					found = these.length < those.length;
					break;
				}
				stack.pop();
				this.#equal.merge(level.a, level.b);
				continue;
			}
			level.at++;
			const x = these[at];
			const y = those[at];
			if (x === y || this.#equal.same(x, y)) continue;
			const known = this.#known.get(x)?.get(y);
			if (known !== undefined) {
				found = known;
				break;
			}
			const next = this.#level(x, y);
			if (next !== undefined) {
				stack.push(next);
			} else if (!areEqual(x, y, this.#equal, this.#held)) {
				found = this.#leafLess(x, y);
				if (weightOf(x) > LONG) this.#record(x, y, found);
				break;
			}
		}
		if (steps < LONG) return found;
		for (const [i, { a, b }] of stack.entries()) if (i < KEPT_LEVELS || i % EVERY === 0) this.#record(a, b, found);
		return found;
	}
	/** Of what is not compared by its parts; sets and bytes take a step for each of theirs. */
	#leafLess(a: unknown, b: unknown): boolean | null {
		if (!this.#step(1 + Math.min(weightOf(a), weightOf(b)))) return null;
		this.#held.freeze(a);
		this.#held.freeze(b);
		return leafLess(a, b);
	}
	/** The parts of two values that are compared by their parts; undefined for others. */
	#level(a: unknown, b: unknown): Level | undefined {
		if (typeof a !== "object" || typeof b !== "object" || a === null || b === null || brandOf(a) !== brandOf(b))
			return undefined;
		const [these, those] = [parts(a), parts(b)];
		return these === undefined || those === undefined ? undefined : { a, b, these, those, at: 0 };
	}
	#record(a: unknown, b: unknown, found: boolean | null): void {
		const row = this.#known.get(a);
		if (row === undefined) this.#known.set(a, new Map([[b, found]]));
		else row.set(b, found);
	}
}

/** Steps that it takes to compare a value without parts to the end. */
function weightOf(value: unknown): number {
	return value instanceof Set ? value.size : value instanceof Uint8Array ? value.length >> 6 : 0;
}

/** Python's `a < b` of what is not compared by its parts; null where it is a TypeError. */
function leafLess(a: unknown, b: unknown): boolean | null {
	const [x, y] = [scalar(a), scalar(b)];
	if (isNumber(x) && isNumber(y)) return x < y;
	if (typeof x === "string" && typeof y === "string") return compareText(x, y) < 0;
	if (a instanceof Uint8Array && b instanceof Uint8Array) return lessBytes(a, b);
	if (a instanceof Set && b instanceof Set)
		return a.size < b.size && [...a].every((item) => (b as Set<unknown>).has(item));
	return null;
}

function isNumber(value: unknown): value is number | bigint {
	return typeof value === "number" || typeof value === "bigint";
}

/** A key as the number or text that it compares as. */
function scalar(key: unknown): unknown {
	if (typeof key === "boolean") return Number(key);
	const parts = keyParts(key);
	return typeof parts === "object" ? key : parts;
}
function keyParts(key: unknown): unknown {
	const method: unknown = typeof key === "object" && key !== null ? (key as { [KEY]?: unknown })[KEY] : undefined;
	return typeof method === "function" ? (method as () => unknown).call(key) : key;
}

/** The parts that an ordered value is compared by, one by one. */
function parts(key: unknown): readonly unknown[] | undefined {
	if (Array.isArray(key)) return key as unknown[];
	if (key instanceof Date) return [key.getTime()];
	const found = keyParts(key) as KeyParts | null;
	return typeof found === "object" && found !== null && ORDERED.has(found.tag) ? found.parts : undefined;
}

function lessBytes(a: Uint8Array, b: Uint8Array): boolean {
	const length = Math.min(a.length, b.length);
	for (let i = 0; i < length; i++) if (a[i] !== b[i]) return (a[i] as number) < (b[i] as number);
	return a.length < b.length;
}

/** The text of `str(type(key))` between its quotes. */
function typeText(key: unknown): string {
	const brand = brandOf(key);
	if (brand?.includes(".")) return brand;
	return key instanceof Date ? "datetime.datetime" : typeName(key);
}
