import { PyTypeError, ValueError } from "../errors.ts";
import { givenOptions } from "../options.ts";
import { PyComplex } from "../values/complex.ts";
import { PyFloat } from "../values/numbers.ts";
import { PyTuple } from "../values/tuple.ts";
import { typeName } from "../values/type-name.ts";
import { DType } from "./dtype.ts";
import { type DTypeSpec, dtype } from "./dtype-spec.ts";
import { LITTLE_ENDIAN, type TypedArray, type TypedArrayClass } from "./formats.ts";
import { checkedSize, stridesOf } from "./layout.ts";
import { NDArray } from "./ndarray.ts";
import { NPScalar } from "./scalar.ts";
import { itemWriter } from "./writing.ts";

/** How an array is made. */
export interface ArrayOptions {
	/** The kind of items. Default: what numpy would take for them; `O` for a mixture */
	readonly dtype?: DTypeSpec;
	/** Items along each axis. Default: that of the lists, or one axis for a typed array */
	readonly shape?: readonly number[];
	/** Which index runs fastest. Default: `"C"`, the last */
	readonly order?: "C" | "F";
}

/** The dtypes of JavaScript's own arrays. */
const TYPES: Readonly<Record<string, string>> = {
	Int8Array: "i1",
	Uint8Array: "u1",
	Uint8ClampedArray: "u1",
	Int16Array: "i2",
	Uint16Array: "u2",
	Int32Array: "i4",
	Uint32Array: "u4",
	BigInt64Array: "i8",
	BigUint64Array: "u8",
	Float16Array: "f2",
	Float32Array: "f4",
	Float64Array: "f8",
};

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["dtype", "shape", "order"]);

/**
 * Makes a numpy array; nothing else does: a typed array that is written without it is an `array.array`, and a
 * `Uint8Array` is `bytes`.
 *
 * @param data a typed array, of which no copy is made where dtype and order allow; lists in lists of numbers, strings, dates,
 *   records as objects or lists of their fields; a single item; or another array
 * @param options dtype, shape and order; an unknown one is a PyTypeError (`option`)
 * @throws ValueError (`argument`) for lists of different lengths, or a shape of another size
 * @throws PyTypeError (`argument`) for an item that the dtype has no place for
 * @throws OverflowError (`argument`) for an int that does not fit
 * @example
 * ```ts
 * import { array, registry } from "brine/numpy";
 * import { dumps } from "brine/pickle";
 * array([[1, 2.5], [3, 4]]).dtype.str; // "<f8"
 * array(new Float32Array(6), { shape: [2, 3] }).shape; // [2, 3]
 * array([{ x: 1, name: "one" }], { dtype: [["x", "i4"], ["name", "U8"]] }).dtype.names; // ["x", "name"]
 * dumps(array(["2024-02-29"], { dtype: "M8[D]" }), { registry }); // loads in Python as a numpy array
 * ```
 */
export function array(data: unknown, given?: ArrayOptions | null): NDArray {
	const options = givenOptions("array", given, OPTIONS);
	const { order = "C" } = options;
	const wanted = options.dtype === undefined ? undefined : dtype(options.dtype);
	if (data instanceof NDArray) {
		const own = wanted ?? data.dtype;
		if (own === data.dtype && order === "C") {
			const copy = data.copy();
			return options.shape === undefined ? copy : copy.reshape(...options.shape);
		}
		return fill(data.toArray(), own, options.shape ?? data.shape, order, data.ndim);
	}
	const type = ArrayBuffer.isView(data) ? TYPES[tagOf(data)] : undefined;
	if (type !== undefined) return ofTyped(data as TypedArray, DType.of(type), wanted, options);
	const shape = listShape(data, wanted);
	const made = fill(data, wanted ?? guess(data, shape.length), shape, order, shape.length);
	return options.shape === undefined ? made : fill(data, made.dtype, options.shape, order, shape.length);
}

/**
 * Makes a numpy scalar, which is written as one: `numpy.float32(0.1)` is `scalar(0.1, "f4")`.
 *
 * @param value what the item is, as {@link array} takes items
 * @param dtype what it is to numpy
 * @returns the scalar, with the value as the dtype holds it
 * @throws PyTypeError (`argument`) for a value that the dtype has no place for
 * @throws OverflowError (`argument`) for an int that does not fit
 * @example
 * ```ts
 * import { registry, scalar } from "brine/numpy";
 * import { dumps } from "brine/pickle";
 * dumps(scalar(0.1, "f4"), { registry }); // loads in Python as numpy.float32(0.1)
 * scalar(new Date(0), "M8[s]").toString(); // "1970-01-01T00:00:00"
 * ```
 */
export function scalar(value: unknown, type: DTypeSpec): NPScalar {
	const held = fill(value, dtype(type), [], "C", 0);
	const item = held.get();
	if (item instanceof NPScalar) return item;
	return new NPScalar(held.dtype, item, held.dtype.hasObject ? held : held.toBytes());
}

function tagOf(value: unknown): string {
	return Object.prototype.toString.call(value).slice(8, -1);
}
function ofTyped(data: TypedArray, own: DType, wanted: DType | undefined, options: ArrayOptions): NDArray {
	const { order = "C", shape = [data.length] } = options;
	if (checkedSize(shape) !== data.length) throw wrongSize(data.length, shape);
	if (wanted === undefined || (wanted.str === own.str && !wanted.hasObject)) {
		const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
		const native = LITTLE_ENDIAN ? own : DType.of(own.str.replace("<", ">"));
		return new NDArray({ dtype: native, shape, data: tagOf(data) === "Uint8ClampedArray" ? bytes : data, order });
	}
	const made = fill(data, wanted, [data.length], "C", 1);
	return new NDArray({ dtype: wanted, shape, data: made.data, order });
}

function wrongSize(size: number, shape: readonly number[]): ValueError {
	return new ValueError(`cannot reshape array of size ${size} into shape (${shape.join(",")})`, { code: "argument" });
}

/** The lengths of lists in lists: those of the first ones. A record may be a list, and so may an object. */
function listShape(data: unknown, wanted: DType | undefined): number[] {
	const shape: number[] = [];
	const isRecord = wanted !== undefined && wanted.fields !== null;
	let item = data;
	while (isList(item)) {
		const first: unknown = item[0];
		// The innermost lists are the records.
		if (isRecord && !isList(first) && item.length > 0 && !isObject(first)) break;
		shape.push(item.length);
		if (item.length === 0 || shape.length > 64) break;
		item = first;
	}
	return shape;
}
function isList(value: unknown): value is ArrayLike<unknown> {
	if (Array.isArray(value)) return true;
	return ArrayBuffer.isView(value) && tagOf(value) !== "DataView" && !(value instanceof Uint8Array);
}
function isObject(value: unknown): boolean {
	return typeof value === "object" && value !== null;
}

/** All items of lists of equal lengths, the last index running fastest. */
function flat(data: unknown, shape: readonly number[], depth: number): ArrayLike<unknown> {
	let level: ArrayLike<unknown> = [data];
	for (let axis = 0; axis < depth; axis++) {
		const items: unknown[] = [];
		for (let i = 0; i < level.length; i++) {
			const list = level[i];
			if (!isList(list) || (axis < shape.length && i > 0 && list.length !== (level[0] as ArrayLike<unknown>).length)) {
				throw new ValueError(
					`setting an array element with a sequence. The requested array has an inhomogeneous shape after ${axis} dimensions.`,
					{ code: "argument" },
				);
			}
			if (axis === 0 && depth === 1) return list;
			for (let j = 0; j < list.length; j++) items.push(list[j]);
		}
		level = items;
	}
	return level;
}

/** An array of the items of lists. */
function fill(data: unknown, type: DType, shape: readonly number[], order: "C" | "F", depth: number): NDArray {
	const items = flat(data, shape, depth);
	const size = checkedSize(shape);
	if (items.length !== size) throw wrongSize(items.length, shape);
	const inOrder = order === "C" || shape.length < 2 ? items : turned(items, shape);
	if (type.hasObject) {
		if (type.fields !== null) throw new PyTypeError("records with objects cannot be made here", { code: "argument" });
		const list = Array.from(items);
		if (type.kind === "T") for (const item of list) checkText(item, type);
		return new NDArray({ dtype: type, shape, data: list });
	}
	const { itemsize, format } = type;
	const isNative = format !== undefined && format.holder.BYTES_PER_ELEMENT > 1;
	const bytes = new Uint8Array(itemsize * size);
	const write = itemWriter(type, isNative ? LITTLE_ENDIAN : type.isLittle);
	const view = new DataView(bytes.buffer);
	for (let i = 0; i < size; i++) write(view, i * itemsize, inOrder[i]);
	const typed = isNative ? new (format.holder as TypedArrayClass)(bytes.buffer) : bytes;
	return new NDArray({ dtype: type, shape, data: typed, order });
}

function checkText(item: unknown, type: DType): void {
	if (
		typeof item === "string" ||
		(type.text !== undefined && "naObject" in type.text && Object.is(item, type.text.naObject))
	)
		return;
	throw new PyTypeError(`an item of StringDType cannot be made of '${typeName(item)}'`, { code: "argument" });
}

/** The items with the first index running fastest. */
function turned(items: ArrayLike<unknown>, shape: readonly number[]): unknown[] {
	const strides = stridesOf(shape, "F");
	const made = new Array<unknown>(items.length);
	const index = new Array<number>(shape.length).fill(0);
	let place = 0;
	for (let i = 0; i < items.length; i++) {
		made[place] = items[i];
		for (let axis = shape.length - 1; axis >= 0; axis--) {
			place += strides[axis] as number;
			index[axis] = (index[axis] as number) + 1;
			if ((index[axis] as number) < (shape[axis] as number)) break;
			place -= (strides[axis] as number) * (shape[axis] as number);
			index[axis] = 0;
		}
	}
	return made;
}

/** The dtype that numpy would take for items; `O` where it would make strings of numbers, or objects. */
function guess(data: unknown, depth: number): DType {
	const items = flat(data, [], depth);
	const kinds = new Set<string>();
	let longest = 0;
	let isUnsigned = false;
	let time: DType | undefined;
	for (let i = 0; i < items.length; i++) {
		const item = items[i];
		const kind = kindOf(item);
		kinds.add(kind);
		if (kind === "U") longest = Math.max(longest, [...(item as string)].length);
		else if (kind === "S") longest = Math.max(longest, (item as Uint8Array).length);
		else if (kind === "i" && typeof item === "bigint" && item >= 2n ** 63n) isUnsigned = true;
		else if (item instanceof NPScalar) time = item.dtype;
	}
	const only = (...wanted: string[]): boolean => [...kinds].every((kind) => wanted.includes(kind));
	if (kinds.size === 0) return DType.of("f8");
	if (only("b")) return DType.of("b1");
	if (only("b", "i")) return DType.of(isUnsigned ? "u8" : "i8");
	if (only("b", "i", "f")) return DType.of("f8");
	if (only("b", "i", "f", "c")) return DType.of("c16");
	if (only("U") || only("S")) return DType.of(`${[...kinds][0]}${Math.max(longest, 1)}`);
	if (only("D")) return DType.of("M8[ms]");
	if (time !== undefined && only("N")) return time;
	return DType.of("O");
}
function kindOf(item: unknown): string {
	if (typeof item === "boolean") return "b";
	if (typeof item === "bigint") return item >= -(2n ** 63n) && item < 2n ** 64n ? "i" : "O";
	if (typeof item === "number") return Number.isSafeInteger(item) && !Object.is(item, -0) ? "i" : "f";
	if (typeof item === "string") return "U";
	if (item instanceof PyFloat) return "f";
	if (item instanceof PyComplex) return "c";
	if (item instanceof Date) return "D";
	if (item instanceof PyTuple) return "O";
	if (item instanceof NPScalar) return "N";
	return item instanceof Uint8Array ? "S" : "O";
}
