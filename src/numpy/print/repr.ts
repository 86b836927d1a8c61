import { LimitError, RecursionError } from "../../errors.ts";
import { checkOptions } from "../../options.ts";
import { repr as pythonRepr, type ReprOptions } from "../../values/repr.ts";

export type { ReprOptions };

import { DType } from "../dtype.ts";
import { formatWriter } from "../format-writers.ts";
import { MaskedArray } from "../masked.ts";
import { NDArray } from "../ndarray.ts";
import { PRINTER } from "../printer.ts";
import { NPScalar } from "../scalar.ts";
import { cellReader, placeCells } from "./cells.ts";
import { dtypeRepr, dtypeShort, dtypeStr, isImplied, shapeText } from "./dtype-text.ts";
import { formatterOf } from "./formatters.ts";
import { LINE_WIDTH, layOut, shown, THRESHOLD, width } from "./layout.ts";
import { maskedRepr, maskedStr } from "./masked-text.ts";
import { scalarRepr, scalarStr, withoutType } from "./scalar-text.ts";

/** Arrays and scalars that are being written, so that one that holds itself ends. */
const open: object[] = [];
/** Texts of arrays inside of the outermost one that is written, each of which is worked out once. */
const texts = new Map<object, string>();
/** How often an array was met inside of itself. */
let recursions = 0;
/** Arrays in arrays may be no deeper: Python ends in a RecursionError too. */
const DEEPEST = 100;
/** Characters of an item's text by default: arrays that hold one twice, over and over, would never end. */
const LONGEST = 2 ** 24;
/** The options of the outermost call, for the objects in its arrays. */
let asked: ReprOptions | undefined;
function longest(): number {
	return asked?.limits?.text ?? LONGEST;
}
const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["pythonVersion", "limits"]);

/** Python's `repr` of an object in an array. */
function objectText(cell: unknown): string {
	const limits = { ...asked?.limits, text: longest() };
	return pythonRepr(cell instanceof NDArray ? new Shown(cell) : cell, { ...asked, limits });
}
/** Hands an array to Python's `repr` whatever prints it there. */
class Shown {
	readonly #array: NDArray;
	constructor(array: NDArray) {
		this.#array = array;
	}
	[Symbol.for("brine.repr")](): { readonly parts: readonly unknown[] } {
		return { parts: [arrayRepr(this.#array)] };
	}
}

/**
 * The items of an array as text, shortened beyond 1000 items.
 *
 * @param prefix columns before it
 * @param suffix columns that are needed after it
 */
export function itemsText(array: NDArray, separator: string, prefix: number, suffix: number): string {
	const { shape, strides, offset, dtype, size } = array;
	if (size === 0) return "[]";
	if (open.includes(array)) {
		recursions++;
		return "...";
	}
	if (open.length >= DEEPEST) throw new RecursionError("maximum recursion depth exceeded", { code: "depth" });
	open.push(array);
	try {
		const isShort = size > THRESHOLD;
		const read = placeCells(array);
		const places = shape.map((length) => shown(length, isShort));
		const cells = new Map<number, unknown>();
		const gather = (axis: number, place: number): void => {
			if (axis === shape.length) cells.set(place, read(place));
			else for (const index of places[axis] as number[]) gather(axis + 1, place + index * (strides[axis] as number));
		};
		gather(0, offset);
		const format = formatterOf(dtype, [...cells.values()], shape.length === 0, objectText);
		const word = (index: readonly number[]): string => {
			let place = offset;
			for (let axis = 0; axis < index.length; axis++) place += (index[axis] as number) * (strides[axis] as number);
			return format(cells.get(place));
		};
		return layOut(shape, isShort, word, prefix, separator, suffix);
	} finally {
		open.pop();
		if (open.length === 0) texts.clear();
	}
}

function arrayRepr(array: NDArray): string {
	const known = texts.get(array);
	if (known !== undefined) return known;
	const before = recursions;
	const text = freshRepr(array);
	if (text.length > longest()) throw new LimitError("text", longest());
	// One that holds an outer array is another text elsewhere.
	if (open.length > 0 && before === recursions) texts.set(array, text);
	return text;
}

/** A scalar that may hold objects, and so others of its kind, as the array of no axes that it is of. */
function recordRepr(scalar: NPScalar): string {
	const known = texts.get(scalar);
	if (known !== undefined) return known;
	if (open.includes(scalar)) {
		recursions++;
		return "...";
	}
	if (open.length >= DEEPEST) throw new RecursionError("maximum recursion depth exceeded", { code: "depth" });
	const before = recursions;
	open.push(scalar);
	try {
		const text = scalarRepr(scalar, scalarCell(scalar), objectText);
		if (text.length > longest()) throw new LimitError("text", longest());
		if (open.length > 1 && before === recursions) texts.set(scalar, text);
		return text;
	} finally {
		open.pop();
		if (open.length === 0) texts.clear();
	}
}

function freshRepr(array: NDArray): string {
	if (array instanceof MaskedArray) return maskedRepr(array, itemsText, objectText);
	const { dtype, shape, size, pyClass } = array;
	const { qualname } = pyClass;
	if (qualname === "recarray") return recordsRepr(array);
	const prefix = qualname === "ndarray" ? "array(" : `${qualname}(`;
	const text = prefix + itemsText(array, ", ", prefix.length, 1);
	const extras: string[] = [];
	if ((size === 0 && !(shape.length === 1 && shape[0] === 0)) || size > THRESHOLD) {
		extras.push(`shape=${shapeText(shape)}`);
	}
	if (!isImplied(dtype) || size === 0) extras.push(`dtype=${dtypeShort(dtype)}`);
	if (extras.length === 0) return `${text})`;
	const more = `${extras.join(", ")})`;
	const last = width(text.slice(text.lastIndexOf("\n") + 1)) + 1;
	return `${text},${last + width(more) + 1 > LINE_WIDTH ? `\n${" ".repeat(prefix.length)}` : " "}${more}`;
}

/** An array whose fields are attributes in Python. */
function recordsRepr(array: NDArray): string {
	const { dtype, size, shape } = array;
	const isRecord = dtype.type?.qualname === "record" || dtype.kind !== "V";
	const prefix = isRecord ? "rec.array(" : "array(";
	const isPlain = size > 0 || (shape.length === 1 && shape[0] === 0);
	const text = isPlain ? itemsText(array, ", ", prefix.length, 1) : `[], shape=${shapeText(shape)}`;
	const end = isRecord ? "" : ".view(numpy.recarray)";
	return `${prefix}${text},\n${" ".repeat(prefix.length)}dtype=${dtypeStr(withoutType(dtype))})${end}`;
}

function arrayStr(array: NDArray): string {
	if (array instanceof MaskedArray) return maskedStr(array, itemsText, objectText);
	if (array.ndim > 0) return itemsText(array, " ", 0, 0);
	const { dtype } = array;
	if (dtype.hasObject && dtype.fields === null) return pythonStr(array.get());
	const cell = placeCells(array)(array.offset);
	if (dtype.kind === "S") return `np.bytes_(${pythonRepr(cell)})`;
	return scalarStr(dtype, cell, objectText);
}
function pythonStr(value: unknown): string {
	return typeof value === "string" ? value : objectText(value);
}

/** The cell of a scalar. */
function scalarCell({ dtype, value, raw }: NPScalar): unknown {
	if (raw instanceof Uint8Array) {
		return cellReader(dtype)(new DataView(raw.buffer, raw.byteOffset, raw.byteLength), 0);
	}
	if (dtype.format === undefined || dtype.unit !== null) return value;
	const view = new DataView(new ArrayBuffer(dtype.itemsize));
	formatWriter(dtype.format)(view, 0, value, dtype.isLittle);
	return cellReader(dtype)(view, 0);
}

/** The text of an array, dtype or scalar; undefined for anything else. */
function ownRepr(value: unknown): string | undefined {
	if (value instanceof NDArray) return arrayRepr(value);
	if (value instanceof DType) return dtypeRepr(value);
	if (!(value instanceof NPScalar)) return undefined;
	return value.dtype.hasObject ? recordRepr(value) : scalarRepr(value, scalarCell(value), objectText);
}

function ownStr(value: unknown): string | undefined {
	if (value instanceof NDArray) return arrayStr(value);
	if (value instanceof DType) return dtypeStr(value);
	return value instanceof NPScalar ? scalarStr(value.dtype, scalarCell(value), objectText) : undefined;
}

/** The text by one of those, or Python's `repr` of anything else, no longer than the options allow. */
function bounded(
	callee: string,
	own: (value: unknown) => string | undefined,
	value: unknown,
	options: ReprOptions | null | undefined,
): string {
	if (options === undefined || options === null) return own(value) ?? pythonRepr(value);
	checkOptions(callee, options, OPTIONS);
	// Refuses limits and versions that are none.
	pythonRepr(0, options);
	const outer = asked;
	asked = options;
	try {
		const text = own(value);
		if (text === undefined) return pythonRepr(value, options);
		if (text.length > longest()) throw new LimitError("text", longest());
		return text;
	} finally {
		asked = outer;
	}
}

/**
 * Python's `repr()`, with numpy's values as numpy 2 prints them at its default options: arrays beyond 1000 items shortened,
 * lines of 75 columns, 8 decimal places.
 *
 * @param value an array, dtype, scalar or masked array; anything else as `repr` of `brine` does
 * @param options `limits.text`: characters of the text, 2^24 by default and 2^29 for anything else; `pythonVersion`: the
 * Python whose text objects in arrays, and anything else, have
 * @returns the text
 * @throws LimitError (`text`) when the text, or that of an object in an array, gets longer than `limits.text`
 * @throws PyTypeError (`option`) for an unknown option
 * @example
 * ```ts
 * import { array, repr } from "brine/numpy";
 * repr(array([1.5, 2, 1000])); // "array([   1.5,    2. , 1000. ])"
 * repr(array([[1, 2]], { dtype: "i4" })); // "array([[1, 2]], dtype=int32)"
 * ```
 */
export function repr(value: unknown, options?: ReprOptions | null): string {
	return bounded("repr", ownRepr, value, options);
}

/**
 * Python's `str()` of numpy's values: an array without commas, a number or a time alone.
 *
 * @param value an array, dtype, scalar or masked array; of anything else the `repr`
 * @param options as those of {@link repr}
 * @returns the text
 * @throws LimitError (`text`) as {@link repr} does
 * @example
 * ```ts
 * import { array, str } from "brine/numpy";
 * str(array([[1, 2], [3, 4]])); // "[[1 2]\n [3 4]]"
 * ```
 */
export function str(value: unknown, options?: ReprOptions | null): string {
	return bounded("str", ownStr, value, options);
}

// Whoever has this module has arrays and scalars print themselves so.
PRINTER.repr = (value) => ownRepr(value) ?? pythonRepr(value);
PRINTER.str = (value) => ownStr(value) ?? pythonRepr(value);
