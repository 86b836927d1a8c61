/** Where the items of sparse formats are; every index is looked at before it is used. */
import { ValueError } from "../errors.ts";
import { NDArray } from "./ndarray.ts";

/** An item: its indexes, and its place in the row of items. */
export interface SparseEntry {
	readonly index: readonly number[];
	readonly position: number;
}

/** Places that are counted before they are made. */
export interface SparseEntries extends Iterable<SparseEntry> {
	readonly length: number;
}

function bad(what: string): ValueError {
	return new ValueError(`a sparse array has ${what}`, { code: "argument" });
}

/**
 * The numbers of an array of one axis.
 *
 * @param below what each must be below, and at least 0; NaN for any number
 */
export function numbersOf(value: unknown, below: number): ArrayLike<number> {
	if (!(value instanceof NDArray) || value.shape.length !== 1 || !"iu".includes(value.dtype.kind)) {
		throw bad("indexes that are not an array of ints");
	}
	const given = value.toTyped() as ArrayLike<number | bigint>;
	const numbers = typeof given[0] === "bigint" ? Float64Array.from(given, Number) : (given as ArrayLike<number>);
	if (!Number.isNaN(below)) {
		for (let i = 0; i < numbers.length; i++) {
			const number = numbers[i] as number;
			if (!(number >= 0 && number < below)) throw bad("an index that is not within its shape");
		}
	}
	return numbers;
}

/** Where each row begins: one number more than there are rows, none smaller than the one before, all within the items. */
function checkedStarts(indptr: ArrayLike<number>, rows: number, items: number): number {
	if (indptr.length !== rows + 1 || indptr[0] !== 0) throw bad("other row starts than rows");
	for (let row = 0; row < rows; row++) {
		if ((indptr[row + 1] as number) < (indptr[row] as number)) throw bad("rows that end before they begin");
	}
	const last = indptr[rows] as number;
	if (last > items) throw bad("fewer items than its rows");
	return last;
}

/** Items of `csr` and `csc`. */
export function compressedEntries(
	indices: ArrayLike<number>,
	indptr: ArrayLike<number>,
	rows: number,
	items: number,
	isTurned: boolean,
): SparseEntries {
	const length = checkedStarts(indptr, rows, Math.min(items, indices.length));
	return {
		length,
		*[Symbol.iterator]() {
			for (let row = 0; row < rows; row++) {
				for (let place = indptr[row] as number, end = indptr[row + 1] as number; place < end; place++) {
					const column = indices[place] as number;
					yield { index: isTurned ? [column, row] : [row, column], position: place };
				}
			}
		},
	};
}

/** Items of `bsr`: blocks of rows and columns. */
export function bsrEntries(
	data: NDArray,
	indicesArray: NDArray,
	indptr: ArrayLike<number>,
	rows: number,
	columns: number,
): SparseEntries {
	const [blocks, height, width] = data.shape as [number, number, number];
	if (data.shape.length !== 3 || height < 1 || width < 1 || rows % height !== 0 || columns % width !== 0) {
		throw bad("blocks that do not fill it");
	}
	const indices = numbersOf(indicesArray, columns / width);
	const outer = rows / height;
	const length = checkedStarts(indptr, outer, Math.min(blocks, indices.length)) * height * width;
	return {
		length,
		*[Symbol.iterator]() {
			for (let row = 0; row < outer; row++) {
				for (let block = indptr[row] as number, end = indptr[row + 1] as number; block < end; block++) {
					const left = (indices[block] as number) * width;
					for (let i = 0; i < height * width; i++) {
						const index = [row * height + Math.floor(i / width), left + (i % width)];
						yield { index, position: block * height * width + i };
					}
				}
			}
		},
	};
}

/** Items of `dia`: diagonals by their distance from the main one, each as long as the matrix is wide. */
export function diagonalEntries(data: NDArray, offsets: ArrayLike<number>, shape: readonly number[]): SparseEntries {
	const [rows, columns] = shape as [number, number];
	const [count, width] = data.shape as [number, number];
	if (data.shape.length !== 2 || count !== offsets.length || shape.length !== 2)
		throw bad("other diagonals than offsets");
	const within = (offset: number): readonly [from: number, to: number] => [
		Math.max(0, offset),
		Math.min(columns, width, rows + offset),
	];
	let length = 0;
	for (let i = 0; i < count; i++) {
		const [from, to] = within(offsets[i] as number);
		length += Math.max(0, to - from);
	}
	return {
		length,
		*[Symbol.iterator]() {
			for (let i = 0; i < count; i++) {
				const offset = offsets[i] as number;
				const [from, to] = within(offset);
				for (let column = from; column < to; column++) {
					yield { index: [column - offset, column], position: i * width + column };
				}
			}
		},
	};
}
