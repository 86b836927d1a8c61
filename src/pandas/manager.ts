/** How a frame holds its columns: blocks of columns of one dtype, and which columns these are. */
import { NDArray } from "../numpy/ndarray.ts";
import { OUTLINE, TYPE } from "../values/brand.ts";
import { jsonView } from "../values/json-view.ts";
import { MemoSlot } from "../values/memo-slot.ts";
import type { Outline } from "../values/outline.ts";
import type { PySlice } from "../values/range.ts";
import { BackedArray, type ColumnArray, ExtensionArray, lengthOf } from "./arrays.ts";
import { isInts, itemReader } from "./columns.ts";
import type { Index } from "./indexes.ts";

/** Which columns a block has. */
export interface Placement {
	readonly length: number;
	at(i: number): number;
}

/** Columns of one dtype. */
export class Block extends MemoSlot {
	/** Columns by rows for several columns; one axis for a single one. */
	readonly values: ColumnArray;
	/** As the pickle has it: a slice or an array of ints. */
	readonly placement: PySlice | NDArray;
	readonly ndim: number;
	constructor(values: ColumnArray, placement: PySlice | NDArray, ndim: number) {
		super();
		this.values = values;
		this.placement = placement;
		this.ndim = ndim;
	}
	get [TYPE](): string {
		return "pandas.core.internals.blocks.Block";
	}
	[OUTLINE](): Outline {
		const { values, placement, ndim } = this;
		const parts = [values, placement, ndim].map((value) => ({ kind: "argument", value }) as const);
		return { className: this[TYPE], parts };
	}
	toJSON(): unknown {
		return jsonView(this);
	}
}

/** The parts of a frame or series. */
export class BlockManager extends MemoSlot {
	/** For a frame columns, then rows; for a series rows. */
	readonly axes: readonly Index[];
	readonly blocks: readonly Block[];
	/** Whether it is of a series. */
	readonly isSingle: boolean;
	/** @internal For each column its block, and its row in it. */
	readonly blockOf: Int32Array;
	readonly rowOf: Int32Array;
	constructor(axes: readonly Index[], blocks: readonly Block[], isSingle: boolean, places: Places = NO_PLACES) {
		super();
		this.axes = axes;
		this.blocks = blocks;
		this.isSingle = isSingle;
		this.blockOf = places.blockOf;
		this.rowOf = places.rowOf;
	}
	get [TYPE](): string {
		return `pandas.core.internals.managers.${this.isSingle ? "Single" : ""}BlockManager`;
	}
	/** The values of a column. */
	column(i: number): ColumnArray {
		const { values } = this.blocks[this.blockOf[i] as number] as Block;
		const row = this.rowOf[i] as number;
		if (values instanceof NDArray) return values.ndim === 2 ? values.slice(row) : values;
		return values instanceof BackedArray ? values.row(row) : values;
	}
	[OUTLINE](): Outline {
		const parts = [this.axes, this.blocks].map((value) => ({ kind: "argument", value }) as const);
		return { className: this[TYPE], parts };
	}
	toJSON(): unknown {
		return jsonView(this);
	}
}

interface Places {
	readonly blockOf: Int32Array;
	readonly rowOf: Int32Array;
}
const NO_PLACES: Places = { blockOf: /* @__PURE__ */ new Int32Array(0), rowOf: /* @__PURE__ */ new Int32Array(0) };

/** No frame has more columns. */
const MOST_COLUMNS = 2 ** 26;

function placementOf(given: PySlice | NDArray): Placement | undefined {
	if (given instanceof NDArray) {
		const read = itemReader(given);
		return given.ndim === 1 && isInts(given)
			? { length: given.shape[0] as number, at: (i) => read(i) as number }
			: undefined;
	}
	const { start, stop, step } = given;
	const by = step ?? 1;
	if (typeof start !== "number" || typeof by !== "number" || !Number.isSafeInteger(start) || by === 0) return undefined;
	if (!Number.isSafeInteger(by)) return undefined;
	// A block that runs down to the first column ends at None.
	const end = stop ?? (by < 0 ? -1 : undefined);
	if (typeof end !== "number" || !Number.isSafeInteger(end)) return undefined;
	return { length: Math.max(Math.ceil((end - start) / by), 0), at: (i) => start + i * by };
}

/** How many columns and rows the values of a block have. */
function shapeOf(values: ColumnArray): readonly [columns: number, rows: number] | undefined {
	const inner = values instanceof BackedArray ? values.values : values;
	if (inner instanceof ExtensionArray) return [1, inner.length];
	if (inner.ndim === 2) return [inner.shape[0] as number, inner.shape[1] as number];
	return inner.ndim === 1 ? [1, inner.shape[0] as number] : undefined;
}

/**
 * The manager of a frame, if its blocks have every column once and every row.
 *
 * @param charge takes what the look-up of columns costs, before it is made
 */
export function frameManager(
	axes: readonly Index[],
	blocks: readonly Block[],
	charge: (bytes: number) => void,
): BlockManager | undefined {
	const [columns, rows] = axes;
	if (axes.length !== 2 || columns === undefined || rows === undefined) return undefined;
	const count = columns.length;
	if (count > MOST_COLUMNS) return undefined;
	let covered = 0;
	const placements: Placement[] = [];
	for (const { values, placement } of blocks) {
		const [shape, places] = [shapeOf(values), placementOf(placement)];
		if (shape === undefined || places === undefined) return undefined;
		if (shape[0] !== places.length || shape[1] !== rows.length) return undefined;
		covered += places.length;
		placements.push(places);
	}
	if (covered !== count) return undefined;
	charge(8 * count);
	const blockOf = new Int32Array(count).fill(-1);
	const rowOf = new Int32Array(count);
	for (const [block, places] of placements.entries()) {
		for (let i = 0; i < places.length; i++) {
			const at = places.at(i);
			if (!(at >= 0 && at < count) || blockOf[at] !== -1) return undefined;
			blockOf[at] = block;
			rowOf[at] = i;
		}
	}
	return new BlockManager(axes, blocks, false, { blockOf, rowOf });
}

/** The manager of a series, if it has one block of one axis with a value for each label. */
export function seriesManager(axes: readonly Index[], blocks: readonly Block[]): BlockManager | undefined {
	const [rows] = axes;
	const [block] = blocks;
	if (axes.length !== 1 || blocks.length !== 1 || rows === undefined || block === undefined) return undefined;
	const inner = block.values instanceof BackedArray ? block.values.values : block.values;
	if (inner instanceof NDArray && inner.ndim !== 1) return undefined;
	if (lengthOf(block.values) !== rows.length) return undefined;
	const one = { blockOf: new Int32Array(1), rowOf: new Int32Array(1) };
	return new BlockManager(axes, blocks, true, one);
}
