import { brandOf, KEY, type KeyParts } from "./brand.ts";
import { equals } from "./equals.ts";
import { typeName } from "./type-name.ts";

/**
 * Sorts as Python's `pprint` sorts keys and set items: by `<` where Python has it, else by the names of the
 * types. What has no order at all, which Python sorts by address, stays in its order.
 *
 * @param items what is to be sorted; a new array is made
 * @param keyOf the key of an item
 */
export function sortedSafely<T>(items: Iterable<T>, keyOf: (item: T) => unknown): T[] {
	const rows = Array.from(items, (item) => ({ item, key: keyOf(item) }));
	if (rows.every(({ key }) => typeof key === "string")) {
		rows.sort((a, b) => compareText(a.key as string, b.key as string));
	} else {
		return sortedBy(rows, (a, b) => precedes(a.key, b.key)).map(({ item }) => item);
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

function precedes(a: unknown, b: unknown): boolean {
	return lessThan(a, b) ?? typeText(a) < typeText(b);
}

/** Texts by code point, as Python compares them; by UTF-16 units U+FFFF would come after astral characters. */
export function compareText(a: string, b: string): number {
	const length = Math.min(a.length, b.length);
	let at = 0;
	while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
	// A unit that differs may be the second half of a character.
	if (at > 0 && (a.charCodeAt(at - 1) & 0xfc00) === 0xd800) {
		const [x, y] = [a.codePointAt(at - 1) as number, b.codePointAt(at - 1) as number];
		if (x !== y) return x - y;
	}
	return (a.codePointAt(at) ?? -1) - (b.codePointAt(at) ?? -1);
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

/** Python's `a < b`; undefined where it is a TypeError. Nested tuples are compared with an own stack. */
function lessThan(left: unknown, right: unknown): boolean | undefined {
	let [a, b] = [left, right];
	for (;;) {
		const [x, y] = [scalar(a), scalar(b)];
		if (isNumber(x) && isNumber(y)) return x < y;
		if (typeof x === "string" && typeof y === "string") return compareText(x, y) < 0;
		if (a instanceof Uint8Array && b instanceof Uint8Array) return lessBytes(a, b);
		if (a instanceof Set && b instanceof Set)
			return a.size < b.size && [...a].every((item) => (b as Set<unknown>).has(item));
		const [these, those] = [parts(a), parts(b)];
		if (these === undefined || those === undefined || brandOf(a) !== brandOf(b)) return undefined;
		const length = Math.min(these.length, those.length);
		let at = 0;
		while (at < length && (these[at] === those[at] || equals(these[at], those[at]))) at++;
		if (at === length) return these.length < those.length;
		a = these[at];
		b = those[at];
	}
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

/** What an ordered value is compared by, part by part. */
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

/** What `str(type(key))` shows between its quotes. */
function typeText(key: unknown): string {
	const brand = brandOf(key);
	if (brand?.includes(".")) return brand;
	return key instanceof Date ? "datetime.datetime" : typeName(key);
}
