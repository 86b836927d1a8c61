/** A table as it is looked at: sorted, filtered, and by the rows that are seen. */
import type { ColumnStats, TableInfo, TableRow } from "../shared/types.ts";
import type { TableSource } from "./table-sources.ts";

export interface Query {
	readonly sort?: { readonly column: number; readonly down: boolean } | undefined;
	/** The filter of each column, by number. */
	readonly filters: Readonly<Record<number, string>>;
}

/** Rows of which the statistics are made, where the numbers are not there at once. */
const MOST_COUNTED = 2_000_000;
const MOST_UNIQUE = 200_000;
const BINS = 24;
const TOP = 8;
/** Rows between two looks at whether to go on. */
const STEP = 50_000;

export interface Task {
	isStopped(): boolean;
	progress(done: number, total: number): void;
}
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

export class Table {
	readonly source: TableSource;
	/** The rows that are shown, in order; undefined for all as they are. */
	#order: Uint32Array | undefined;
	constructor(source: TableSource) {
		this.source = source;
	}
	get info(): TableInfo {
		const { columns, length, index } = this.source;
		return { columns, rows: this.#order?.length ?? length, all: length, index };
	}

	rows(from: number, to: number, first: number, last: number): TableRow[] {
		const { source } = this;
		const rows: TableRow[] = [];
		const end = Math.min(to, this.#order?.length ?? source.length);
		for (let i = from; i < end; i++) {
			const place = this.#order === undefined ? i : (this.#order[i] as number);
			const cells: (string | null)[] = [];
			for (let column = first; column < Math.min(last, source.columns.length); column++) {
				const value = source.value(place, column);
				if (value === null && source.showsNone === true) cells.push("None");
				else cells.push(isGone(value) ? null : source.text(value, column));
			}
			rows.push({ place, label: source.label(place), cells });
		}
		return rows;
	}

	/** Sorts and filters; returns false when it was stopped. */
	async query({ sort, filters }: Query, task: Task): Promise<boolean> {
		const { source } = this;
		const wanted = Object.entries(filters).filter(([, text]) => text.trim() !== "");
		if (sort === undefined && wanted.length === 0) {
			this.#order = undefined;
			return true;
		}
		let order = new Uint32Array(source.length);
		let count = 0;
		const tests = wanted.map(([column, text]) => [Number(column), testOf(text, source, Number(column))] as const);
		for (let row = 0; row < source.length; row++) {
			if (tests.every(([column, test]) => test(source.value(row, column)))) order[count++] = row;
			if (row % STEP !== STEP - 1) continue;
			task.progress(row, source.length);
			await pause();
			if (task.isStopped()) return false;
		}
		order = order.slice(0, count);
		if (sort !== undefined) await this.#sort(order, sort.column, sort.down);
		this.#order = order;
		return true;
	}
	async #sort(order: Uint32Array, column: number, down: boolean): Promise<void> {
		const { source } = this;
		const sign = down ? -1 : 1;
		let numbers = source.columns[column]?.kind === "number" ? source.numbers?.(column) : undefined;
		let texts: (string | undefined)[] | undefined;
		if (numbers === undefined) {
			const keys = new Float64Array(source.length).fill(Number.NaN);
			let isNumeric = true;
			for (const row of order) {
				const value = source.value(row, column);
				if (isGone(value)) continue;
				const key = numberOf(value);
				if (key === undefined) {
					isNumeric = false;
					break;
				}
				keys[row] = key;
			}
			if (isNumeric) numbers = keys;
			else {
				texts = new Array<string | undefined>(source.length);
				for (const row of order) {
					const value = source.value(row, column);
					if (!isGone(value)) texts[row] = source.text(value, column);
				}
			}
		}
		if (numbers !== undefined) {
			const keys = numbers;
			// Missing ones come last, as in pandas.
			order.sort((a, b) => {
				const [x, y] = [keys[a] as number, keys[b] as number];
				if (Number.isNaN(x)) return Number.isNaN(y) ? a - b : 1;
				if (Number.isNaN(y)) return -1;
				return x === y ? a - b : sign * (x < y ? -1 : 1);
			});
			return;
		}
		const keys = texts as (string | undefined)[];
		order.sort((a, b) => {
			const [x, y] = [keys[a], keys[b]];
			if (x === undefined) return y === undefined ? a - b : 1;
			if (y === undefined) return -1;
			return x === y ? a - b : sign * (x < y ? -1 : 1);
		});
	}

	/** Statistics of a column. */
	async stats(column: number, task: Task): Promise<ColumnStats | undefined> {
		const { source } = this;
		const { name, dtype, kind } = source.columns[column] as TableSource["columns"][number];
		const length = Math.min(source.length, MOST_COUNTED);
		const counts = new Map<string, number>();
		const numbers: Float64Array | undefined =
			kind === "number" ? (source.numbers?.(column) ?? new Float64Array(length).fill(Number.NaN)) : undefined;
		const isReady = numbers !== undefined && source.numbers?.(column) !== undefined;
		let missing = 0;
		let isManyUnique = false;
		for (let row = 0; row < length; row++) {
			const value = isReady ? numbers[row] : source.value(row, column);
			if (isGone(value)) missing++;
			else {
				if (numbers !== undefined && !isReady) numbers[row] = numberOf(value) ?? Number.NaN;
				if (!isManyUnique) {
					const text = isReady ? String(value) : source.text(value, column);
					counts.set(text, (counts.get(text) ?? 0) + 1);
					isManyUnique = counts.size > MOST_UNIQUE;
				}
			}
			if (row % STEP !== STEP - 1) continue;
			task.progress(row, length);
			await pause();
			if (task.isStopped()) return undefined;
		}
		const top = isManyUnique ? undefined : [...counts].sort((a, b) => b[1] - a[1]).slice(0, TOP);
		const base = { name, dtype, count: length - missing, missing, isSample: length < source.length };
		const described = numbers === undefined ? undefined : describe(numbers.subarray(0, length));
		return {
			...base,
			unique: isManyUnique ? undefined : counts.size,
			top: top !== undefined && (top[0]?.[1] ?? 0) > 1 ? top : undefined,
			numbers: described?.numbers,
			bins: described?.bins,
		};
	}
}

function describe(given: Float64Array): { numbers: NonNullable<ColumnStats["numbers"]>; bins: number[] } | undefined {
	const sorted = given.filter((value) => !Number.isNaN(value)).sort();
	const { length } = sorted;
	if (length === 0) return undefined;
	let mean = 0;
	for (let i = 0; i < length; i++) mean += ((sorted[i] as number) - mean) / (i + 1);
	let squares = 0;
	for (const value of sorted) squares += (value - mean) ** 2;
	const [min, max] = [sorted[0] as number, sorted[length - 1] as number];
	const bins = new Array<number>(BINS).fill(0);
	for (const value of sorted) {
		const bin = max > min ? Math.min(BINS - 1, Math.floor(((value - min) / (max - min)) * BINS)) : 0;
		bins[bin] = (bins[bin] as number) + 1;
	}
	const quartiles = [0.25, 0.5, 0.75].map((at) => {
		const place = (length - 1) * at;
		const low = Math.floor(place);
		const [a, b] = [sorted[low] as number, sorted[Math.min(low + 1, length - 1)] as number];
		return a + (b - a) * (place - low);
	});
	return {
		numbers: { min, max, mean, std: length < 2 ? Number.NaN : Math.sqrt(squares / (length - 1)), quartiles },
		bins,
	};
}

/** Whether a cell has nothing. */
function isGone(value: unknown): boolean {
	return value === undefined || value === null || Number.isNaN(value);
}
/** A value as a number to sort by; undefined for what is not like one. */
function numberOf(value: unknown): number | undefined {
	if (typeof value === "number") return value;
	if (typeof value === "bigint" || typeof value === "boolean") return Number(value);
	const inner: unknown = typeof value === "object" && value !== null && "value" in value ? value.value : undefined;
	if (typeof inner === "number" || typeof inner === "bigint") return Number(inner);
	return undefined;
}

/** The test that a filter is: `>5`, `<=2`, `=x`, `!=x`, `1..9`, `missing`, `not missing`, or a part of the text. */
function testOf(given: string, source: TableSource, column: number): (value: unknown) => boolean {
	const text = given.trim();
	if (/^(missing|nan|none|缺失)$/i.test(text)) return isGone;
	if (/^not (missing|nan|none)$/i.test(text)) return (value) => !isGone(value);
	const range = /^(-?[\d.]+(?:e[+-]?\d+)?)\s*\.\.\s*(-?[\d.]+(?:e[+-]?\d+)?)$/i.exec(text);
	if (range !== null) {
		const [low, high] = [Number(range[1]), Number(range[2])];
		return (value) => {
			const number = isGone(value) ? undefined : numberOf(value);
			return number !== undefined && number >= low && number <= high;
		};
	}
	const compared = /^(>=|<=|!=|==|>|<|=)\s*(.*)$/.exec(text);
	if (compared !== null) {
		const [, operator, wanted = ""] = compared;
		const number = wanted.trim() === "" ? Number.NaN : Number(wanted);
		return (value) => {
			if (isGone(value)) return operator === "!=";
			const own = numberOf(value);
			if (own !== undefined && !Number.isNaN(number)) return holds(operator as string, own, number);
			return holds(operator as string, source.text(value, column), wanted);
		};
	}
	const part = text.toLowerCase();
	return (value) => !isGone(value) && source.text(value, column).toLowerCase().includes(part);
}
function holds<T extends number | string>(operator: string, a: T, b: T): boolean {
	switch (operator) {
		case ">":
			return a > b;
		case "<":
			return a < b;
		case ">=":
			return a >= b;
		case "<=":
			return a <= b;
		case "!=":
			return a !== b;
		default:
			return a === b;
	}
}
