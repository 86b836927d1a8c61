/** Taking out: each form in its own words, and only those that a value has. */
import { jsonForm } from "../../../src/cli/json-form.ts";
import type { Exported, ExportKind, FileInfo } from "../shared/types.ts";
import { sourceOf } from "./array-source-lazy.ts";
import { loadArrays, ownForms } from "./lazy-arrays.ts";
import { libraries, loadLibraries } from "./libraries.ts";
import { type TableSource, tableOf, tensorTable } from "./table-sources.ts";
import { Archive, LazyArray, Several } from "./values.ts";

/** Characters of a document: V8's strings are no longer. */
const MOST_TEXT = 2 ** 29 - 24;
/** Pickles up to this are optimized, which takes all of them at once. */
const MOST_OPTIMIZED = 2 ** 29;
/** Arrays up to this are offered as lists in JSON. */
const MOST_LISTED = 2 ** 26;
const PART = 1 << 20;

/** A value to take out, and where it is. */
export interface Export {
	readonly value: unknown;
	readonly name: string;
	readonly blob: Blob;
	readonly info: FileInfo | undefined;
	readonly path: string;
	readonly context: unknown;
}

/** The forms that a value has. */
export function kindsOf(value: unknown, info: FileInfo | undefined): ExportKind[] {
	const kinds: ExportKind[] = [];
	if (value instanceof Archive || value === undefined) return ["report"];
	if (!(value instanceof LazyArray && value.nbytes > MOST_LISTED)) kinds.push("json");
	// Its arrays would have to be in the value itself.
	if (!(value instanceof LazyArray || info?.isByRanges === true)) kinds.push("tagged");
	if (tableOf(value) !== undefined || isFlat(value)) kinds.push("csv");
	const known = libraries();
	if (known !== undefined && (value instanceof known.DataFrame || value instanceof known.Series))
		kinds.push("parquet", "arrow");
	if (sourceOf(value) !== undefined) kinds.push("npy");
	if (tensorTable(value) !== undefined || libraries()?.isTensor(value) === true) kinds.push("safetensors");
	if (info?.kinds.at(-1) === "pickle" && info.trouble === undefined && info.size < MOST_OPTIMIZED)
		kinds.push("optimized");
	return [...kinds, "report"];
}
/** Whether an array has at most two axes, so that it is a table. */
function isFlat(value: unknown): boolean {
	const source = sourceOf(value);
	return source !== undefined && source.shape.length <= 2 && "iufbUSM".includes(source.kind);
}

/** Makes a file of one form. */
export async function exported(kind: ExportKind, given: Export): Promise<Exported> {
	const base = given.name.replace(/\.(gz|bz2|xz|zst|zip|pkl|pickle|npy|npz|pt|pth|joblib|json)+$/i, "") || "value";
	const value = given.value instanceof Several ? [...given.value.values] : given.value;
	switch (kind) {
		case "json":
		case "tagged":
			return { name: `${base}${kind === "json" ? "" : ".tagged"}.json`, blob: await jsonOf(value, kind) };
		case "csv":
			return { name: `${base}.csv`, blob: await csvOf(value) };
		case "parquet": {
			const { parquetOf } = await import("../../../src/cli/parquet-write.ts");
			return { name: `${base}.parquet`, blob: new Blob([(await parquetOf(await frameOf(value))).slice()]) };
		}
		case "arrow": {
			const flechette = await import("@uwdata/flechette");
			const table = (await frameOf(value)).toArrow(flechette);
			const bytes = flechette.tableToIPC(table, { format: "file" }) as Uint8Array<ArrayBuffer>;
			return { name: `${base}.arrow`, blob: new Blob([bytes.slice()]) };
		}
		case "npy": {
			const { dumpsNpy } = await import("../../../src/numpy/index.ts");
			const source = sourceOf(value);
			if (source === undefined) throw new Error("this is not an array");
			return { name: `${base}.npy`, blob: new Blob([dumpsNpy(await source.whole())]) };
		}
		case "safetensors":
			return safetensorsOf(value, base);
		case "optimized": {
			const { optimize } = await import("../../../src/pickletools/index.ts");
			return {
				name: `${base}.optimized.pkl`,
				blob: new Blob([optimize(new Uint8Array(await given.blob.arrayBuffer()))]),
			};
		}
		case "report": {
			const { reportOf } = await import("./report.ts");
			return { name: `${base}.report.html`, blob: new Blob([reportOf(given)], { type: "text/html" }) };
		}
		default:
			throw new Error(`no form ${kind}`);
	}
}

async function jsonOf(value: unknown, kind: "json" | "tagged"): Promise<Blob> {
	const json = await import("../../../src/json/index.ts");
	const form = jsonForm(await loaded(value), kind === "json" ? "repr" : "tagged", ownForms());
	const parts: string[] = [];
	let [open, length] = ["", 0];
	await json.dump(form, {
		write(text: string) {
			length += text.length;
			if (length > MOST_TEXT) throw new Error("the document is longer than 512 MB");
			open += text;
			if (open.length < PART) return;
			parts.push(open);
			open = "";
		},
	});
	return new Blob([...parts, open, "\n"], { type: "application/json" });
}

/** A value whose tensors have their bytes, and whose arrays are read. */
async function loaded(value: unknown): Promise<unknown> {
	if (value instanceof LazyArray) return value.whole();
	const known = libraries();
	if (known === undefined) return value;
	for (const tensor of known.namedTensors(value).values()) await tensor.load();
	await loadArrays(value);
	if (value instanceof Map && [...value.values()].some((item) => item instanceof LazyArray)) {
		const copy = new Map<unknown, unknown>();
		for (const [key, item] of value as Map<unknown, unknown>)
			copy.set(key, item instanceof LazyArray ? await item.whole() : item);
		return copy;
	}
	return value;
}

/** A frame, or a series as a frame of one column. */
async function frameOf(value: unknown): Promise<InstanceType<NonNullable<ReturnType<typeof libraries>>["DataFrame"]>> {
	const { DataFrame, Series } = await loadLibraries();
	if (value instanceof DataFrame) return value;
	if (value instanceof Series) return DataFrame.from([[value.name ?? "0", value.array]], { index: value.index });
	throw new Error("this is not a frame");
}

/** A cell of CSV as RFC 4180 and pandas write it. */
function cell(text: string): string {
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

async function csvOf(value: unknown): Promise<Blob> {
	const { DataFrame, Series } = await loadLibraries();
	if (value instanceof DataFrame || value instanceof Series)
		return new Blob([(await frameOf(value)).toCSV()], { type: "text/csv" });
	const table = tableOf(value);
	if (table !== undefined) return tableCsv(table);
	const source = sourceOf(value);
	if (source === undefined) throw new Error("this is not a table");
	const { bitsOf, cellText } = await loadLibraries();
	const rows = source.shape[0] ?? 1;
	const columns = source.shape[1] ?? 1;
	const parts: string[] = [];
	const step = Math.max(1, Math.floor(PART / columns));
	const bits = bitsOf(source.dtype);
	for (let at = 0; at < rows; at += step) {
		const stop = Math.min(rows, at + step);
		const part = await source.window(source.shape.map((length, axis) => (axis === 0 ? [at, stop] : [0, length])));
		const lines = part
			.copy()
			.reshape(stop - at, columns)
			.toArray() as unknown[][];
		parts.push(
			lines.map((line) => line.map((item) => cell(cellText(item, source.kind, bits))).join(",")).join("\n"),
			"\n",
		);
	}
	return new Blob(parts, { type: "text/csv" });
}
function tableCsv(table: TableSource): Blob {
	const parts: string[] = [`${table.columns.map(({ name }) => cell(name)).join(",")}\n`];
	let open = "";
	for (let row = 0; row < table.length; row++) {
		const cells = table.columns.map((_, column) => {
			const value = table.value(row, column);
			if (value === undefined || value === null) return "";
			return cell(typeof value === "string" ? value : table.text(value, column));
		});
		open += `${cells.join(",")}\n`;
		if (open.length < PART) continue;
		parts.push(open);
		open = "";
	}
	return new Blob([...parts, open], { type: "text/csv" });
}

async function safetensorsOf(value: unknown, base: string): Promise<Exported> {
	const { writeSafetensors } = await import("../../../src/torch/index.ts");
	const { NDArray, Tensor, isTensor } = await loadLibraries();
	let given = value;
	if (isTensor(value)) given = new Map([["tensor", value]]);
	else if (value instanceof Map) {
		const copy = new Map<unknown, unknown>();
		for (const [key, item] of value as Map<unknown, unknown>) {
			const array = item instanceof LazyArray ? await item.whole() : item;
			copy.set(key, array instanceof NDArray ? Tensor.from(array) : array);
		}
		given = copy;
	}
	const parts: Uint8Array<ArrayBuffer>[] = [];
	const { dropped } = await writeSafetensors(
		given,
		{
			write: (chunk: Uint8Array | string) =>
				void parts.push(typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk.slice()),
		},
		{ drop: true },
	);
	return {
		name: `${base}.safetensors`,
		blob: new Blob(parts),
		note: dropped.length > 0 ? `${dropped.length}: ${dropped.slice(0, 5).join(", ")}` : undefined,
	};
}
