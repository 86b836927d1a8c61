/** Values that can be looked at as a table: frames, series, lists of records, tensors by name, models and trees. */
import { visibleLine } from "../../../src/cli/visible.ts";
import { isTuple } from "../../../src/types/index.ts";
import type { Column } from "../shared/types.ts";
import { said, summaryOf, typeOf } from "./describe.ts";
import { libraries } from "./libraries.ts";
import { LazyArray } from "./values.ts";

/** A table of which any cell can be asked for. */
export interface TableSource {
	readonly columns: readonly Column[];
	readonly length: number;
	/** The name of the index. */
	readonly index: string;
	label(row: number): string;
	/** The value of a cell; undefined or null for what is missing. */
	value(row: number, column: number): unknown;
	/** Whether None is a value of its own, and not what is missing. */
	readonly showsNone?: boolean;
	/** The numbers of a column at once, where they are; missing ones are NaN. */
	numbers?(column: number): Float64Array | undefined;
	text(value: unknown, column: number): string;
}

/** The widest column of names. */
const MOST_COLUMNS = 20_000;
/** Records that are looked at for the names of columns. */
const SAMPLE = 200;
/** Characters of a cell. */
const CELL = 300;

/** The text of a cell of any value. */
export function cellText(value: unknown): string {
	if (typeof value === "string") return visibleLine(value.length > CELL ? `${value.slice(0, CELL)}…` : value);
	if (typeof value === "boolean") return value ? "True" : "False";
	return said(value) ?? summaryOf(value);
}

/** Kinds whose items are all about as wide. */
const WIDEST: readonly (readonly [RegExp, number])[] = [
	[/^datetime64\[\w+, /, 230],
	[/^datetime/, 190],
	[/^uuid\./, 310],
	// A number that is cut may be any other.
	[/^([fF]loat64|double)/, 176],
];

function widthOf(name: string, kind: Column["kind"], dtype = ""): number {
	const [, least = kind === "number" ? 112 : 132] = WIDEST.find(([form]) => form.test(dtype)) ?? [];
	return Math.max(least, Math.min(280, 48 + 8 * name.length + 7 * Math.min(dtype.length, 9)));
}

/** The table of a value; undefined where there is none. */
export function tableOf(value: unknown): TableSource | undefined {
	const known = libraries();
	if (known !== undefined && typeof value === "object" && value !== null) {
		const { DataFrame, Series, Index, NDArray, treeTable } = known;
		if (value instanceof DataFrame) return frameTable(value);
		if (value instanceof Series) return seriesTable([[value.name, value]], value.length, value.index);
		if (value instanceof Index) return seriesTable([[value.name, value]], value.length, undefined);
		if (value instanceof NDArray && value.dtype.names !== null && value.ndim === 1)
			return recordArray(value, value.dtype.names);
		const tree = treeTable(value);
		if (tree !== undefined) return columnsTable(tree.columns, tree.length);
	}
	if (Array.isArray(value)) return listTable(value);
	return undefined;
}

type Frame = InstanceType<NonNullable<ReturnType<typeof libraries>>["DataFrame"]>;
type Column1 = { readonly length: number; get(i: number): unknown; readonly dtype: unknown; toTyped?(): unknown };

function frameTable(frame: Frame): TableSource {
	const [, width] = frame.shape;
	const columns: (readonly [unknown, Column1])[] = [];
	for (let i = 0; i < Math.min(width, MOST_COLUMNS); i++) columns.push([frame.columns.get(i), frame.column(i)]);
	return seriesTable(columns, frame.shape[0], frame.index);
}

function seriesTable(
	series: readonly (readonly [unknown, Column1])[],
	length: number,
	index: { readonly names: readonly unknown[]; get(i: number): unknown } | undefined,
): TableSource {
	const { dtypeName, isMissing } = pandas();
	const columns = series.map(([name, column]): Column => {
		const dtype = dtypeName(column.dtype as never);
		const kind = /^(u?int|float|Int|UInt|Float|double|half)/.test(dtype)
			? "number"
			: /^(object|str|string|category)/.test(dtype)
				? "text"
				: "other";
		const title = typeof name === "string" ? visibleLine(name) : name === null ? "values" : cellText(name);
		return { name: title, dtype, kind, width: widthOf(title, kind, dtype) };
	});
	const names = index?.names.map((name) => (name === null ? "" : cellText(name))) ?? [""];
	return {
		columns,
		length,
		index: names.join(" · "),
		label: (row) => (index === undefined ? String(row) : labelText(index.get(row))),
		value(row, column) {
			const value = (series[column] as (typeof series)[number])[1].get(row);
			return isMissing(value) ? null : value;
		},
		numbers(column) {
			if (columns[column]?.kind !== "number") return undefined;
			const typed = (series[column] as (typeof series)[number])[1].toTyped?.() as
				| { data: ArrayLike<number | bigint>; validity: Uint8Array | null }
				| undefined;
			if (typed === undefined) return undefined;
			const numbers = Float64Array.from(typed.data as ArrayLike<number>, Number);
			if (typed.validity !== null)
				for (let i = 0; i < length; i++) if (typed.validity[i] === 0) numbers[i] = Number.NaN;
			return numbers;
		},
		text: (value, column) => frameCell(value, columns[column] as Column),
	};
}
function labelText(value: unknown): string {
	return isTuple(value) || Array.isArray(value) ? (value as unknown[]).map(cellText).join(" · ") : cellText(value);
}
function frameCell(value: unknown, { dtype }: Column): string {
	if (typeof value === "number" && /^(float|Float|double|half)/.test(dtype)) {
		const text = String(Number(value.toPrecision(dtype.includes("32") ? 8 : 15)));
		return /^-?\d+$/.test(text) ? `${text}.0` : text;
	}
	return cellText(value);
}

function pandas(): NonNullable<ReturnType<typeof libraries>> & { isMissing(value: unknown): boolean } {
	return libraries() as never;
}

function recordArray(
	array: {
		readonly length?: number;
		readonly size: number;
		field(name: string): { get(i: number): unknown; readonly dtype: { readonly name: string; readonly kind: string } };
	},
	names: readonly string[],
): TableSource {
	const fields = names.map((name) => array.field(name));
	const columns = names.map((name, i): Column => {
		const { dtype } = fields[i] as (typeof fields)[number];
		const kind = "iuf".includes(dtype.kind) ? "number" : "SU".includes(dtype.kind) ? "text" : "other";
		return { name: visibleLine(name), dtype: dtype.name, kind, width: widthOf(name, kind) };
	});
	return {
		columns,
		length: array.size,
		index: "",
		label: String,
		value: (row, column) => (fields[column] as (typeof fields)[number]).get(row),
		text: (value, column) => frameCell(value, columns[column] as Column),
	};
}

function columnsTable(given: Readonly<Record<string, ArrayLike<unknown>>>, length: number): TableSource {
	const entries = Object.entries(given);
	return {
		columns: entries.map(([name, data]) => ({
			name,
			dtype: ArrayBuffer.isView(data) ? typeName(data) : "object",
			kind: "number",
			width: widthOf(name, "number"),
		})),
		length,
		index: "node",
		label: String,
		value: (row, column) => (entries[column] as (typeof entries)[number])[1][row],
		text: (value) => (typeof value === "number" ? String(Number(value.toPrecision(10))) : cellText(value)),
	};
}
function typeName(data: object): string {
	return data.constructor.name.replace("Array", "").toLowerCase();
}

/** A list of dicts with the same keys, or of tuples of one length. */
function listTable(list: readonly unknown[]): TableSource | undefined {
	if (list.length < 2) return undefined;
	const names = new Map<string, string>();
	let widest = 0;
	let [dicts, rows] = [0, 0];
	const count = Math.min(SAMPLE, list.length);
	for (let i = 0; i < count; i++) {
		const item = list[i];
		if (item instanceof Map) {
			dicts++;
			for (const key of (item as Map<unknown, unknown>).keys()) {
				if (typeof key !== "string") return undefined;
				if (!names.has(key)) names.set(key, typeOf((item as Map<string, unknown>).get(key)));
			}
			if (names.size > MOST_COLUMNS) return undefined;
		} else if (Array.isArray(item)) {
			rows++;
			widest = Math.max(widest, item.length);
		}
	}
	if (dicts === count) return recordTable(list as Map<string, unknown>[], names);
	if (rows === count && widest > 0 && widest <= 200) return tupleTable(list as unknown[][], widest);
	return undefined;
}
const kindOf = (type: string): Column["kind"] =>
	type === "int" || type === "float" ? "number" : type === "str" ? "text" : "other";

function recordTable(list: readonly Map<string, unknown>[], names: ReadonlyMap<string, string>): TableSource {
	const keys = [...names.keys()];
	return {
		columns: keys.map((name) => {
			const dtype = names.get(name) as string;
			return {
				name: visibleLine(name),
				dtype,
				kind: kindOf(dtype),
				width: widthOf(name, kindOf(dtype), /^(datetime|uuid)/.test(dtype) ? dtype : ""),
			};
		}),
		length: list.length,
		index: "",
		showsNone: true,
		label: String,
		// Rows after those that were looked at may be anything.
		value: (row, column) =>
			list[row] instanceof Map ? (list[row] as Map<string, unknown>).get(keys[column] as string) : undefined,
		text: cellText,
	};
}
function tupleTable(list: readonly unknown[][], width: number): TableSource {
	return {
		columns: Array.from({ length: width }, (_, i) => {
			const dtype = typeOf(list[0]?.[i]);
			return {
				name: String(i),
				dtype,
				kind: kindOf(dtype),
				width: widthOf("", kindOf(dtype), /^(datetime|uuid)/.test(dtype) ? dtype : ""),
			};
		}),
		length: list.length,
		index: "",
		showsNone: true,
		label: String,
		value: (row, column) => (Array.isArray(list[row]) ? (list[row] as unknown[])[column] : undefined),
		text: cellText,
	};
}

/** Tensors and arrays of a dict, by name. */
export function tensorTable(value: unknown): TableSource | undefined {
	const known = libraries();
	if (known === undefined) return undefined;
	const { isTensor, namedTensors, NDArray, shapeText } = known;
	const named = new Map<string, unknown>();
	if (
		value instanceof Map &&
		[...value.values()].some((item) => item instanceof LazyArray || item instanceof NDArray)
	) {
		for (const [name, item] of value as Map<unknown, unknown>) named.set(cellText(name), item);
	} else {
		for (const [name, item] of namedTensors(value)) named.set(visibleLine(name), item);
	}
	if (named.size === 0) return undefined;
	const rows = [...named];
	const columns: Column[] = [
		{ name: "dtype", dtype: "str", kind: "text", width: 130 },
		{ name: "shape", dtype: "tuple", kind: "text", width: 170 },
		{ name: "items", dtype: "int", kind: "number", width: 110 },
		{ name: "bytes", dtype: "int", kind: "number", width: 120 },
		{ name: "layout", dtype: "str", kind: "text", width: 200 },
	];
	const facts = rows.map(([, item]): unknown[] => {
		if (item instanceof LazyArray) return [item.dtype.name, shapeText(item.shape), item.size, item.nbytes, item.order];
		if (item instanceof NDArray)
			return [item.dtype.name, shapeText(item.shape), item.size, item.size * item.dtype.itemsize, item.order];
		if (isTensor(item)) {
			const storage = "storage" in item ? item.storage : undefined;
			return [
				item.dtype,
				shapeText(item.shape),
				item.size,
				item.nbytes,
				"layout" in item ? item.layout : (storage?.location ?? "meta"),
			];
		}
		return [typeOf(item), "", null, null, summaryOf(item)];
	});
	return {
		columns,
		length: rows.length,
		index: "name",
		label: (row) => rows[row]?.[0] ?? "",
		value: (row, column) => facts[row]?.[column],
		text: cellText,
	};
}

/** Parameters of a model, what it has learned, and the rest. */
export function modelTable(value: unknown): TableSource | undefined {
	const view = libraries()?.modelView(value);
	if (view === undefined) return undefined;
	const rows: (readonly [string, string, unknown])[] = [
		...[...view.params].map(([name, item]) => ["model.parameter", name, item] as const),
		...[...view.learned].map(([name, item]) => ["model.learned", name, item] as const),
		...[...view.others].map(([name, item]) => ["model.private", name, item] as const),
	];
	return {
		columns: [
			{ name: "model.group", dtype: "", kind: "text", width: 120 },
			{ name: "model.type", dtype: "", kind: "text", width: 170 },
			{ name: "model.value", dtype: "", kind: "text", width: 420 },
		],
		length: rows.length,
		index: "model.name",
		showsNone: true,
		label: (row) => visibleLine(rows[row]?.[1] ?? ""),
		value(row, column) {
			const [group, , item] = rows[row] as (typeof rows)[number];
			return column === 0 ? group : column === 1 ? typeOf(item) : item;
		},
		text: (item, column) => (column < 2 ? String(item) : summaryOf(item)),
	};
}
