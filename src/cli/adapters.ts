/** What the command knows of numpy's, scipy's and joblib's values: loaded by the commands that show or convert them. */
import { dirname, join } from "node:path";
import { PyTypeError } from "../errors.ts";
import { loadJoblib, registry } from "../joblib/index.ts";
import { fileRanges, fileSource } from "../node/index.ts";
import { array, dumpNpy, loadNpy, NDArray, NPScalar, type NpzFile, openNpz, Sparse, writeNpz } from "../numpy/index.ts";
import { isDict, PyFloat } from "../types/index.ts";
import { readingLimits } from "./limits.ts";

export { dumpJoblib } from "../joblib/index.ts";
export { dumpNpy, loadNpy, NDArray, registry };

/** A file beside the one that is read. */
export function siblingOf(path: string): (name: string) => AsyncIterable<Uint8Array> {
	return (name) => fileSource(join(dirname(path), name));
}

/** Reads a file of joblib, with what is beside it. */
export async function readJoblib(
	path: string,
	source: AsyncIterable<Uint8Array>,
	options: Parameters<typeof loadJoblib>[1],
): Promise<unknown> {
	return loadJoblib(source, { ...options, ...(path === "-" ? {} : { sibling: siblingOf(path) }) });
}

/** Opens a `.npz` archive: by its parts where it is a file as it is, else all of it. */
export async function withNpz<T>(
	path: string,
	source: AsyncIterable<Uint8Array>,
	work: (file: NpzFile) => Promise<T>,
): Promise<T> {
	if (path !== "-") {
		const ranges = fileRanges(path);
		try {
			return await work(await openNpz(ranges, { limits: readingLimits() }));
		} finally {
			ranges.close();
		}
	}
	const pieces: Uint8Array[] = [];
	for await (const piece of source) pieces.push(piece);
	return work(await openNpz(Buffer.concat(pieces), { limits: readingLimits() }));
}

/** All arrays of an archive, as a dict. */
export async function readNpz(path: string, source: AsyncIterable<Uint8Array>): Promise<Map<string, NDArray>> {
	return withNpz(path, source, async (file) => {
		const arrays = new Map<string, NDArray>();
		for await (const [name, member] of file) arrays.set(name, member);
		return arrays;
	});
}

/** A line for each array of an archive: its name, dtype, shape and size. */
export async function npzLines(path: string, source: AsyncIterable<Uint8Array>): Promise<string[]> {
	return withNpz(path, source, async (file) => {
		const rows: [string, string, string, string][] = [];
		for (const name of file.names) {
			const { dtype, shape, order, nbytes } = await file.open(name);
			const axes = `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
			rows.push([
				name,
				dtype.names === null ? dtype.str : `{${dtype.names.join(", ")}}`,
				`${axes}${order === "F" && shape.length > 1 ? " F" : ""}`,
				`${nbytes} bytes`,
			]);
		}
		for (const name of file.otherNames) rows.push([name, "", "", "not an array"]);
		const widths = [0, 1, 2].map((column) =>
			rows.reduce((most, row) => Math.max(most, (row[column] as string).length), 0),
		);
		return rows.map((row) =>
			row
				.map((cell, i) => cell.padEnd(widths[i] ?? 0))
				.join("  ")
				.trimEnd(),
		);
	});
}

/** One value as an array, lists of numbers and texts too. */
export function asArray(value: unknown): NDArray {
	if (value instanceof NDArray) return value;
	if (value instanceof Sparse) return value.toDense();
	return array(value as number[]);
}

/** The bytes of a `.npy` file with a value. */
export function npyOf(value: unknown): Uint8Array<ArrayBuffer> {
	return dumpNpy(asArray(value));
}

/** Writes a dict of arrays as a `.npz` archive. */
export async function writeArchive(value: unknown, out: { write(chunk: Uint8Array): unknown }): Promise<void> {
	const isOne = value instanceof NDArray || Array.isArray(value);
	if (!isOne && !isDict(value)) throw new PyTypeError("a .npz file is made of a dict of arrays, or of one array");
	// As numpy names an array that has none.
	const named = isOne ? [["arr_0", value] as const] : [...(value as Map<unknown, unknown>)];
	await writeNpz(Object.fromEntries(named.map(([key, item]) => [String(key), asArray(item)])), out);
}

/**
 * What has a JSON form of its own: arrays as lists in lists, scalars as their values, sparse arrays as dense ones.
 *
 * @returns undefined for anything else
 */
export function jsonOf(value: unknown): { readonly form: unknown } | undefined {
	if (value instanceof NDArray) return { form: items(value.toArray(), value.dtype.kind === "f") };
	if (value instanceof NPScalar) {
		const { kind } = value.dtype;
		return kind === "M" || kind === "m" ? { form: value.toJSON() } : { form: items(value.value, kind === "f") };
	}
	if (value instanceof Sparse) return jsonOf(value.toDense());
	return undefined;
}

/** Lists with whole floats as such, so that they stay floats. An array has few axes, so this goes no deeper. */
function items(value: unknown, isFloat: boolean): unknown {
	if (Array.isArray(value)) return value.map((item) => items(item, isFloat));
	return isFloat && typeof value === "number" && Number.isInteger(value) ? new PyFloat(value) : value;
}
