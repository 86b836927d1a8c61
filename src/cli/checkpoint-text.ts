/** The list of what is in a checkpoint: a line for each tensor, then the total, what is shared, and what else there is. */
import type { NDArray } from "../numpy/index.ts";
import { type AnyTensor, isTensor, type Storage, Tensor, type TorchFile } from "../torch/index.ts";
import { isObject } from "../types/index.ts";

/** The least, the greatest and the mean of the numbers of a tensor; NaN where one of them is. */
export interface Statistics {
	readonly min: number;
	readonly max: number;
	readonly mean: number;
}

/** The description of a tensor. */
interface Row extends Partial<Statistics> {
	readonly name: string;
	readonly dtype: string;
	readonly shape: readonly number[];
	readonly bytes: number;
	readonly layout?: string;
}

/** The description of a file. */
export interface CheckpointSummary {
	readonly format: string;
	readonly tensors: readonly Row[];
	readonly total: { readonly tensors: number; readonly items: number; readonly bytes: number };
	/** The names of tensors that share a storage. */
	readonly shared: readonly (readonly string[])[];
	/** The values beside the tensors: names and Python's names of the types. */
	readonly other: readonly { readonly name: string; readonly type: string }[];
	readonly weightsOnly?: { readonly torch: string; readonly isAllowed: boolean; readonly reason?: string };
}

/** The statistics of a tensor, read for this alone. */
async function statisticsOf(tensor: AnyTensor): Promise<Statistics | undefined> {
	if (!(tensor instanceof Tensor) || tensor.storage === undefined || tensor.dtype.includes("complex")) return undefined;
	let [min, max, sum, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
	for await (const array of blocksOf(tensor)) {
		for (const item of array) {
			const value = Number(item);
			// A NaN stays.
			if (!(value >= min)) min = value;
			if (!(value <= max)) max = value;
			sum += value;
			count++;
		}
	}
	return count === 0 ? undefined : { min, max, mean: sum / count };
}

/** Items of a tensor in blocks, so that one of any size can be looked at. */
async function* blocksOf(tensor: Tensor): AsyncGenerator<NDArray, void, undefined> {
	const { storage, size, dtype, offset, quantizer } = tensor;
	if (!tensor.isContiguous || tensor.isConj || tensor.isNeg || quantizer !== undefined) {
		const array = quantizer === undefined ? await tensor.read() : (await tensor.load()).dequantize();
		yield array.reshape(array.size);
		return;
	}
	for (let at = 0; at < size; at += BLOCK) {
		const shape = [Math.min(BLOCK, size - at)];
		yield await new Tensor({ storage, dtype, shape, offset: offset + at }).read();
	}
}
const BLOCK = 1 << 20;

/**
 * The contents of a checkpoint.
 *
 * @param tensors its tensors by name
 * @param file the checkpoint; undefined for a file of safetensors
 * @param withStatistics whether all numbers are read, for least, greatest and mean
 * @param format how the kind of file is called
 */
export async function summaryOf(
	tensors: ReadonlyMap<string, AnyTensor>,
	file: TorchFile | undefined,
	withStatistics: boolean,
	format: string = file?.format ?? "safetensors",
): Promise<CheckpointSummary> {
	const rows: Row[] = [];
	const sharing = new Map<Storage, string[]>();
	let [items, bytes] = [0, 0];
	for (const [name, tensor] of tensors) {
		const { dtype, shape, nbytes } = tensor;
		const layout = tensor instanceof Tensor ? {} : { layout: tensor.layout };
		const statistics = withStatistics ? await statisticsOf(tensor) : undefined;
		rows.push({ name, dtype, shape, bytes: nbytes, ...layout, ...statistics });
		items += tensor.size;
		bytes += nbytes;
		if (tensor instanceof Tensor && tensor.storage !== undefined && nbytes > 0) {
			const names = sharing.get(tensor.storage) ?? [];
			names.push(name);
			sharing.set(tensor.storage, names);
		}
	}
	const verdict = file?.weightsOnly();
	return {
		format,
		tensors: rows,
		total: { tensors: rows.length, items, bytes },
		shared: [...sharing.values()].filter((names) => names.length > 1),
		other: file === undefined ? [] : otherOf(file.value),
		...(verdict === undefined
			? {}
			: {
					weightsOnly: {
						torch: verdict.torch,
						isAllowed: verdict.isAllowed,
						...(verdict.reason === undefined ? {} : { reason: verdict.reason }),
					},
				}),
	};
}

/** The values at the top of a checkpoint besides tensors. */
function otherOf(value: unknown): { name: string; type: string }[] {
	if (isTensor(value)) return [];
	if (!(value instanceof Map)) return [{ name: "", type: typeOf(value) }];
	const others: { name: string; type: string }[] = [];
	for (const [key, item] of value) {
		if (!isTensor(item) && !isOfTensors(item)) others.push({ name: String(key), type: typeOf(item) });
	}
	return others;
}
/** Whether all of a dict is listed as tensors already, as a state dict is. */
function isOfTensors(value: unknown): boolean {
	return value instanceof Map && value.size > 0 && [...value.values()].every(isTensor);
}
function typeOf(value: unknown): string {
	if (value === null) return "None";
	if (isObject(value)) return value.className;
	if (typeof value !== "object") {
		if (typeof value === "string") return "str";
		if (typeof value === "boolean") return "bool";
		return typeof value === "bigint" || Number.isInteger(value) ? "int" : "float";
	}
	const brand = (value as { readonly [TYPE]?: unknown })[TYPE];
	if (typeof brand === "string") return brand;
	return Array.isArray(value) ? "list" : value instanceof Uint8Array ? "bytes" : "dict";
}
const TYPE = Symbol.for("brine.type");

/** A list with aligned columns, and what there is to say after it. */
export function summaryLines(summary: CheckpointSummary): string[] {
	const { tensors, total, shared, other, weightsOnly } = summary;
	const hasNumbers = tensors.some(({ min }) => min !== undefined);
	const cells = tensors.map((row) => {
		const { name, dtype, layout, shape, bytes } = row;
		const kind = layout === undefined ? dtype : `${dtype} ${layout}`;
		const numbers = hasNumbers ? [row.min, row.max, row.mean].map(numberText) : [];
		return [name, kind, `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`, String(bytes), ...numbers];
	});
	const titles = ["name", "dtype", "shape", "bytes", ...(hasNumbers ? ["min", "max", "mean"] : [])];
	const rows = tensors.length === 0 ? [] : [titles, ...cells];
	const widths = titles.map((_, column) =>
		rows.reduce((most, row) => Math.max(most, (row[column] as string).length), 0),
	);
	const lines = rows.map((row) =>
		row
			.map((cell, i) => (i < 3 ? cell.padEnd(widths[i] as number) : cell.padStart(widths[i] as number)))
			.join("  ")
			.trimEnd(),
	);
	lines.push(`${summary.format}: ${total.tensors} tensors, ${total.items} items, ${total.bytes} bytes`);
	for (const names of shared) lines.push(`one storage: ${names.join(", ")}`);
	if (other.length > 0) {
		lines.push(`also: ${other.map(({ name, type }) => (name === "" ? type : `${name} (${type})`)).join(", ")}`);
	}
	if (weightsOnly !== undefined) {
		const { torch, isAllowed, reason } = weightsOnly;
		lines.push(
			`torch ${torch} ${isAllowed ? "loads it with weights_only=True" : `refuses it with weights_only=True: ${reason}`}`,
		);
	}
	return lines;
}
function numberText(value: number | undefined): string {
	return value === undefined ? "" : String(Number.isInteger(value) ? value : Number(value.toPrecision(6)));
}
