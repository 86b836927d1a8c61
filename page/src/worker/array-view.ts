/** Views of an array: windows of a grid, statistics, pictures, lines. */

import { shortRepr } from "../../../src/cli/tree-node.ts";
import { visibleLine } from "../../../src/cli/visible.ts";
import type { NDArray } from "../../../src/numpy/index.ts";
import { NPScalar } from "../../../src/numpy/index.ts";
import type { ArrayInfo, ArrayStats, LineData, Picture } from "../shared/types.ts";
import { type ArraySource, blocks, numbersOf, type Range } from "./array-source.ts";

/** Above this nothing is computed until it is asked for. */
const LARGE = 8_000_000;
/** Items that are read at once. */
const BLOCK = 1 << 20;
const BINS = 40;
/** The longest side of a picture. */
const SIDE = 512;
/** The longest side of an image. */
const IMAGE_SIDE = 2048;
/** Buckets of a line. */
const BUCKETS = 1200;

export function infoOf(source: ArraySource): ArrayInfo {
	const { dtype, shape, nbytes, order, kind } = source;
	const items = shape.reduce((product, length) => product * length, 1);
	return {
		dtype,
		shape,
		nbytes,
		items,
		order,
		isNumeric: "iufb".includes(kind),
		isLarge: items > LARGE,
		image: looksLikeImage(source),
	};
}

/** Whether an array may be an image: two axes of pixels, and perhaps one of colors. */
function looksLikeImage({ shape, dtype, kind }: ArraySource): boolean {
	if (!"uf".includes(kind)) return false;
	const sides = shape.filter((length) => length >= 8 && length <= 20_000);
	const colors = shape.length === 3 && (isColor(shape[2]) || isColor(shape[0]));
	if (colors) return sides.length >= 2;
	return shape.length === 2 && sides.length === 2 && /uint8/.test(dtype);
}
function isColor(length: number | undefined): boolean {
	return length === 1 || length === 3 || length === 4;
}

/** The two axes that are shown, and where the others are fixed. */
export interface Slice {
	readonly rows: number;
	readonly columns: number;
	readonly at: readonly number[];
}

function rangesOf({ shape }: ArraySource, { rows, columns, at }: Slice, rowRange: Range, columnRange: Range): Range[] {
	return shape.map((_, axis): Range => {
		if (axis === rows) return rowRange;
		if (axis === columns) return columnRange;
		return [at[axis] ?? 0, (at[axis] ?? 0) + 1];
	});
}
/** A part with two axes, rows first. */
async function plane(source: ArraySource, slice: Slice, rowRange: Range, columnRange: Range): Promise<NDArray> {
	const part = await source.window(rangesOf(source, slice, rowRange, columnRange));
	const [height, width] = [rowRange[1] - rowRange[0], columnRange[1] - columnRange[0]];
	if (source.shape.length === 0) return part.reshape(1, 1);
	if (slice.columns < 0) return part.reshape(height, 1);
	if (slice.rows < 0) return part.reshape(1, width);
	if (slice.rows < slice.columns) return part.copy().reshape(height, width);
	return part.copy().reshape(width, height).transpose();
}

/** Cells of the grid as text. */
export async function windowOf(
	source: ArraySource,
	slice: Slice,
	rowRange: Range,
	columnRange: Range,
): Promise<string[][]> {
	const part = await plane(source, slice, rowRange, columnRange);
	const bits = bitsOf(source.dtype);
	return (part.toArray() as unknown[][]).map((row) => row.map((cell) => cellText(cell, source.kind, bits)));
}

/** The bits of a float of a dtype: as few digits are shown as tell it from its neighbors. */
export function bitsOf(dtype: string): number {
	if (/bfloat16|float32|float8/.test(dtype)) return 32;
	return dtype.includes("float16") ? 16 : 64;
}

/** The nearest float of 16 bits. */
function toHalf(value: number): number {
	const size = Math.abs(value);
	const step = size < 2 ** -14 ? 2 ** -24 : 2 ** (Math.floor(Math.log2(size)) - 10);
	return Math.round(value / step) * step;
}

/** An item as numpy prints one. */
export function cellText(cell: unknown, kind: string, bits: number): string {
	if (typeof cell === "number") {
		if (kind !== "f") return String(cell);
		return floatText(cell, bits);
	}
	if (typeof cell === "bigint") return String(cell);
	if (typeof cell === "boolean") return cell ? "True" : "False";
	if (typeof cell === "string") return visibleLine(cell.slice(0, 200));
	if (cell instanceof NPScalar) return visibleLine(String(cell));
	return visibleLine(shortRepr(cell));
}
/** A float with a point; one of 32 bits with as few digits as tell it. */
export function floatText(value: number, bits: number): string {
	if (Number.isNaN(value)) return "nan";
	if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
	let shown = value;
	if (bits < 64) {
		const round = bits === 32 ? Math.fround : toHalf;
		for (let digits = 1; digits <= 9; digits++) {
			const tried = Number(value.toPrecision(digits));
			if (round(tried) !== value) continue;
			shown = tried;
			break;
		}
	}
	const text = Object.is(shown, -0) ? "-0" : String(shown);
	return /^-?\d+$/.test(text) ? `${text}.0` : text.replace(/e([+-])(\d)$/, "e$10$2");
}

export interface Task {
	isStopped(): boolean;
	progress(done: number, total: number): void;
}

/** Least, greatest, mean, deviation, histogram, in two passes over the file. */
export async function statsOf(source: ArraySource, task: Task): Promise<ArrayStats | undefined> {
	let [min, max, mean, squares, count, nan, zeros] = [
		Number.POSITIVE_INFINITY,
		Number.NEGATIVE_INFINITY,
		0,
		0,
		0,
		0,
		0,
	];
	const total = 2 * source.shape.reduce((product, length) => product * length, 1);
	let done = 0;
	for (const ranges of blocks(source.shape, BLOCK)) {
		if (task.isStopped()) return undefined;
		const numbers = numbersOf(await source.window(ranges));
		for (let i = 0; i < numbers.length; i++) {
			const value = numbers[i] as number;
			if (Number.isNaN(value)) {
				nan++;
				continue;
			}
			if (value < min) min = value;
			if (value > max) max = value;
			if (value === 0) zeros++;
			count++;
			const delta = value - mean;
			mean += delta / count;
			squares += delta * (value - mean);
		}
		done += numbers.length;
		task.progress(done, total);
	}
	const bins = new Array<number>(BINS).fill(0);
	const width = max - min;
	if (count > 0 && Number.isFinite(width)) {
		for (const ranges of blocks(source.shape, BLOCK)) {
			if (task.isStopped()) return undefined;
			const numbers = numbersOf(await source.window(ranges));
			for (let i = 0; i < numbers.length; i++) {
				const value = numbers[i] as number;
				if (Number.isNaN(value)) continue;
				const bin = width === 0 ? 0 : Math.min(BINS - 1, Math.floor(((value - min) / width) * BINS));
				bins[bin] = (bins[bin] as number) + 1;
			}
			done += numbers.length;
			task.progress(done, total);
		}
	}
	const none = Number.NaN;
	if (count === 0) return { count, nan, zeros, min: none, max: none, mean: none, std: none, bins };
	return { count, nan, zeros, min, max, mean, std: Math.sqrt(squares / count), bins };
}

/** Places along an axis that a picture has room for. */
function sampled(length: number, most: number): number[] {
	const count = Math.min(length, most);
	return Array.from({ length: count }, (_, i) => Math.floor((i * length) / count));
}

/** Reads a plane of numbers, of a large one every so many. */
async function samplePlane(
	source: ArraySource,
	slice: Slice,
): Promise<{ width: number; height: number; numbers: Float64Array; isSample: boolean }> {
	const height = slice.rows < 0 ? 1 : (source.shape[slice.rows] ?? 1);
	const width = slice.columns < 0 ? 1 : (source.shape[slice.columns] ?? 1);
	const [rows, columns] = [sampled(height, SIDE), sampled(width, SIDE)];
	const numbers = new Float64Array(rows.length * columns.length);
	if (width * height <= 4 * BLOCK) {
		const all = numbersOf((await plane(source, slice, [0, height], [0, width])).copy());
		for (const [y, row] of rows.entries())
			for (const [x, column] of columns.entries())
				numbers[y * columns.length + x] = all[row * width + column] as number;
	} else {
		for (const [y, row] of rows.entries()) {
			const line = numbersOf((await plane(source, slice, [row, row + 1], [0, width])).copy());
			for (const [x, column] of columns.entries()) numbers[y * columns.length + x] = line[column] as number;
		}
	}
	return {
		width: columns.length,
		height: rows.length,
		numbers,
		isSample: rows.length < height || columns.length < width,
	};
}

/** A dark to light scale that is even to the eye, in five steps. */
const SCALE = [
	[24, 38, 74],
	[36, 94, 122],
	[60, 148, 120],
	[150, 194, 98],
	[250, 232, 130],
] as const;

/** A plane as colors, from its least to its greatest number. */
export async function heatOf(source: ArraySource, slice: Slice): Promise<Picture> {
	const { width, height, numbers, isSample } = await samplePlane(source, slice);
	let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	for (const value of numbers) {
		if (value < min && value !== Number.NEGATIVE_INFINITY) min = value;
		if (value > max && value !== Number.POSITIVE_INFINITY) max = value;
	}
	const pixels = new Uint8ClampedArray(numbers.length * 4);
	for (let i = 0; i < numbers.length; i++) {
		const value = numbers[i] as number;
		if (Number.isNaN(value)) continue;
		const place = Math.min(1, Math.max(0, max > min ? (value - min) / (max - min) : 0.5)) * (SCALE.length - 1);
		const low = Math.min(SCALE.length - 2, Math.floor(place));
		const [from, to] = [SCALE[low], SCALE[low + 1]] as [readonly number[], readonly number[]];
		for (let c = 0; c < 3; c++)
			pixels[4 * i + c] = (from[c] as number) + ((to[c] as number) - (from[c] as number)) * (place - low);
		pixels[4 * i + 3] = 255;
	}
	return { width, height, pixels, min, max, note: isSample ? "array.sampled" : undefined };
}

/** An array as an image. */
export async function imageOf(source: ArraySource): Promise<Picture> {
	const { shape } = source;
	const isLast = shape.length === 2 || isColor(shape[2]);
	const [height, width, colors] =
		shape.length === 2 ? [shape[0], shape[1], 1] : isLast ? shape : [shape[1], shape[2], shape[0]];
	const [h, w, c] = [height as number, width as number, colors as number];
	const [rows, columns] = [sampled(h, IMAGE_SIDE), sampled(w, IMAGE_SIDE)];
	const isSample = rows.length < h || columns.length < w;
	// The items of the rows that are shown: row by row, in each by column and color.
	const lines: ArrayLike<number>[] = [];
	for (const row of rows) {
		const axis = isLast ? 0 : 1;
		const part = await source.window(shape.map((length, i): Range => (i === axis ? [row, row + 1] : [0, length])));
		lines.push(numbersOf(part.copy()));
	}
	const at = (line: ArrayLike<number>, x: number, color: number): number =>
		line[isLast ? x * c + color : color * w + x] as number;
	let max = 0;
	for (const line of lines)
		for (let i = 0; i < line.length; i++) if ((line[i] as number) > max) max = line[i] as number;
	const scale = source.kind === "f" && max <= 1.0001 ? 255 : max > 255 ? 255 / max : 1;
	const pixels = new Uint8ClampedArray(rows.length * columns.length * 4);
	let place = 0;
	for (const line of lines) {
		for (const x of columns) {
			for (let color = 0; color < 3; color++) pixels[place++] = at(line, x, c >= 3 ? color : 0) * scale;
			pixels[place++] = c === 4 ? at(line, x, 3) * scale : 255;
		}
	}
	return {
		width: columns.length,
		height: rows.length,
		pixels,
		min: 0,
		max,
		note: isSample ? "array.sampled" : undefined,
	};
}

/** A line through one axis, as the least and greatest of each bucket. */
export async function lineOf(source: ArraySource, axis: number, at: readonly number[]): Promise<LineData> {
	const length = source.shape[axis] ?? 1;
	const count = Math.min(length, BUCKETS);
	const low = new Float64Array(count).fill(Number.NaN);
	const high = new Float64Array(count).fill(Number.NaN);
	for (let start = 0; start < length; start += BLOCK) {
		const stop = Math.min(length, start + BLOCK);
		const ranges = source.shape.map((_, i): Range => (i === axis ? [start, stop] : [at[i] ?? 0, (at[i] ?? 0) + 1]));
		const numbers = numbersOf((await source.window(ranges)).copy());
		for (let i = 0; i < numbers.length; i++) {
			const value = numbers[i] as number;
			const bucket = Math.floor(((start + i) * count) / length);
			if (Number.isNaN(value)) continue;
			if (!(value >= (low[bucket] as number))) low[bucket] = value;
			if (!(value <= (high[bucket] as number))) high[bucket] = value;
		}
	}
	return { low, high, length };
}
