import { PyTypeError, RecursionError, ValueError } from "../errors.ts";
import { isPlainObject } from "../values/brand.ts";
import { PyComplex } from "../values/complex.ts";
import { PyDict } from "../values/dict.ts";
import { KeyInterner, SHARE } from "../values/key-interner.ts";
import { PyFloat } from "../values/numbers.ts";
import { PyGlobal } from "../values/opaque.ts";
import { setOwn } from "../values/own-property.ts";
import { PyFrozenSet, PySet } from "../values/set.ts";
import { PyTuple } from "../values/tuple.ts";
import { typeName } from "../values/type-name.ts";
import { DType } from "./dtype.ts";
import type { TypedArray } from "./formats.ts";
import { MaskedArray, MaskedConstant, masked } from "./masked.ts";
import { NDArray } from "./ndarray.ts";
import { NPScalar } from "./scalar.ts";

/** One object: what it is, and its parts; a part that is an object is a {@link Ref}. */
type Node = readonly [kind: string, ...parts: unknown[]];

/** Another object, by its number. */
interface Ref {
	readonly ref: number;
}

/** A value on its way to a worker: what to post, and what to give away with it. */
export interface Transfer {
	/** Plain data for `postMessage`, from which {@link fromTransfer} makes the value. */
	readonly message: unknown;
	/** The memory of the arrays, for `postMessage`'s `transfer`; it is gone from this side then. */
	readonly transfer: ArrayBuffer[];
}

/**
 * Takes a value apart for `postMessage`, so that the memory of its arrays goes to the other side without being copied.
 * Containers, numbers, text, bytes and dates may hold arrays; sharing and cycles are kept.
 *
 * @param value an array, or a list, tuple, dict, set or object of such
 * @returns what to post, and the memory to hand over: all of an array's that has its own, else a copy of what it shows
 * @throws PyTypeError (`argument`) for a value of a class that it does not know
 * @example
 * ```ts
 * import { array, fromTransfer, toTransfer } from "brine/numpy";
 * const { message, transfer } = toTransfer({ x: array(new Float64Array(1000)) });
 * // worker.postMessage(message, transfer), and in the worker: fromTransfer(event.data)
 * const { x } = fromTransfer(structuredClone(message, { transfer })) as { x: { shape: number[] } };
 * console.log(x.shape); // [ 1000 ]
 * ```
 */
export function toTransfer(value: unknown): Transfer {
	const known = new Map<object, number>();
	const order: object[] = [];
	const buffers = new Set<ArrayBuffer>();
	const part = (item: unknown): unknown => {
		if (typeof item === "symbol" || typeof item === "function") throw unknown(item);
		if (typeof item !== "object" || item === null) return item;
		let index = known.get(item);
		if (index === undefined) {
			index = order.length;
			known.set(item, index);
			order.push(item);
		}
		return { ref: index } satisfies Ref;
	};
	const root = part(value);
	const nodes: Node[] = [];
	for (let i = 0; i < order.length; i++) nodes.push(nodeOf(order[i] as object, part, buffers));
	return { message: { root, nodes }, transfer: [...buffers] };
}

function unknown(item: unknown): PyTypeError {
	return new PyTypeError(`'${typeName(item)}' cannot be transferred`, { code: "argument" });
}

function nodeOf(item: object, part: (item: unknown) => unknown, buffers: Set<ArrayBuffer>): Node {
	if (item instanceof NDArray) return arrayNode(item, part, buffers);
	if (item instanceof DType) return dtypeNode(item, part);
	if (item instanceof NPScalar) return ["scalar", part(item.dtype), part(item.value), part(item.raw)];
	if (item instanceof MaskedConstant) return ["masked"];
	if (item instanceof PyTuple) return ["tuple", Array.from(item, part)];
	if (Array.isArray(item)) return ["list", Array.from(item, part)];
	if (item instanceof PyFrozenSet) return ["frozenset", Array.from(item, part)];
	if (item instanceof Set) return [item instanceof PySet ? "set" : "Set", Array.from(item, part)];
	if (item instanceof Map) {
		return [item instanceof PyDict ? "dict" : "Map", Array.from(item, ([key, held]) => [part(key), part(held)])];
	}
	if (item instanceof PyFloat) return ["float", item.value];
	if (item instanceof PyComplex) return ["complex", item.real, item.imag];
	if (item instanceof PyGlobal) return ["global", item.module, item.qualname];
	if (isPlainObject(item)) return ["object", Object.entries(item).map(([key, held]) => [key, part(held)])];
	// Values as structured clone keeps them.
	if (ArrayBuffer.isView(item) || item instanceof ArrayBuffer || item instanceof Date) return ["same", item];
	throw unknown(item);
}

function arrayNode(array: NDArray, part: (item: unknown) => unknown, buffers: Set<ArrayBuffer>): Node {
	const { dtype, shape, strides, offset, data, readonly, pyClass } = array;
	const parts = {
		shape: [...shape],
		strides: [...strides],
		offset,
		readonly,
		pyClass: [pyClass.module, pyClass.qualname],
	};
	const held = Array.isArray(data) ? part(data) : part(ownMemory(data, buffers));
	if (!(array instanceof MaskedArray)) return ["array", part(dtype), held, parts];
	const { base } = array;
	return [
		"array",
		part(dtype),
		held,
		{ ...parts, base: [base.module, base.qualname] },
		part(array.mask),
		part(array.fill),
	];
}

/** Copies of arrays that are views of more, so that each is copied once. */
const copies = /* @__PURE__ */ new WeakMap<TypedArray, TypedArray>();

/** The memory itself when nothing else is in it, else a copy. */
function ownMemory(data: TypedArray, buffers: Set<ArrayBuffer>): TypedArray {
	const { buffer, byteLength } = data;
	if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) {
		buffers.add(buffer);
		return data;
	}
	const copy = copies.get(data) ?? data.slice();
	copies.set(data, copy);
	buffers.add(copy.buffer as ArrayBuffer);
	return copy;
}

function dtypeNode(dtype: DType, part: (item: unknown) => unknown): Node {
	const { kind, itemsize, byteorder, alignment, flags, names, subdtype, unit, type, metadata, text } = dtype;
	const plain = { kind, itemsize, byteorder, alignment, flags, names, unit };
	const fields = dtype.fieldList.map(([name, { dtype: inner, offset, title }]) => [
		name,
		part(inner),
		offset,
		part(title),
	]);
	const sub = subdtype === null ? null : [part(subdtype.base), [...subdtype.shape]];
	const kinds = text === undefined ? null : [text.coerce, "naObject" in text, part(text.naObject)];
	return ["dtype", plain, names === null ? null : fields, sub, part(type ?? null), part(metadata), kinds];
}

/**
 * Makes a value of what {@link toTransfer} took apart.
 *
 * @param message `event.data` on the other side
 * @returns the value, with the same classes, sharing and cycles
 * @throws ValueError (`argument`) for what `toTransfer` did not make
 * @example
 * ```ts
 * import { array, fromTransfer, toTransfer } from "brine/numpy";
 * fromTransfer(structuredClone(toTransfer([array([1, 2])]).message)); // a list with an NDArray
 * ```
 */
export function fromTransfer(message: unknown): unknown {
	const { root, nodes } = (message ?? {}) as { readonly root?: unknown; readonly nodes?: readonly Node[] };
	if (!Array.isArray(nodes)) throw new ValueError("not a message of toTransfer", { code: "argument" });
	const builder = new Builder(nodes as readonly Node[]);
	const value = builder.value(root);
	builder.fill();
	return value;
}

/** The most levels that a dtype, an array and its mask may be nested. */
const DEEPEST = 1000;

/** Makes the objects, then fills those that hold others. */
class Builder {
	readonly #nodes: readonly Node[];
	readonly #made = new Map<number, unknown>();
	/** Lists and objects first; then what looks at its items when it gets them, the last first. */
	readonly #fills: (() => void)[] = [];
	readonly #tables: (() => void)[] = [];
	/** Nothing changes while the tables are filled, so that a part that many keys share is worked out once for all. */
	readonly #keys = new KeyInterner(true);
	#depth = 0;

	constructor(nodes: readonly Node[]) {
		this.#nodes = nodes;
	}
	value(part: unknown): unknown {
		if (typeof part !== "object" || part === null) return part;
		const { ref } = part as Ref;
		const node = this.#nodes[ref];
		if (node === undefined) throw new ValueError("not a message of toTransfer", { code: "argument" });
		if (!this.#made.has(ref)) {
			if (++this.#depth > DEEPEST) throw new RecursionError("maximum recursion depth exceeded", { code: "depth" });
			this.#made.set(ref, this.#make(node));
			this.#depth--;
		}
		return this.#made.get(ref);
	}
	fill(): void {
		// Filling may make more to be filled.
		for (let i = 0; i < this.#fills.length; i++) (this.#fills[i] as () => void)();
		for (const table of this.#tables.reverse()) table();
		this.#keys.thaw();
	}
	#make([kind, first, ...rest]: Node): unknown {
		const items = first as unknown[];
		switch (kind) {
			case "list":
			case "tuple": {
				// As long as it will be, since an array of objects looks at that.
				const list: unknown[] =
					kind === "list" ? new Array<unknown>(items.length).fill(null) : new PyTuple(items.length);
				this.#fills.push(() => {
					for (const [i, item] of items.entries()) list[i] = this.value(item);
				});
				return list;
			}
			case "object": {
				const object: Record<string, unknown> = {};
				this.#fills.push(() => {
					for (const [key, held] of items as [string, unknown][]) setOwn(object, key, this.value(held));
				});
				return object;
			}
			case "set":
			case "Set":
			case "frozenset": {
				const set = kind === "Set" ? new Set() : (kind === "set" ? new PySet() : new PyFrozenSet())[SHARE](this.#keys);
				this.#later(items, (held) => {
					for (const item of held) set.add(item);
				});
				return set;
			}
			case "dict":
			case "Map": {
				const map: Map<unknown, unknown> = kind === "Map" ? new Map() : new PyDict()[SHARE](this.#keys);
				this.#later((items as unknown[][]).flat(), (held) => {
					for (let i = 0; i < held.length; i += 2) map.set(held[i], held[i + 1]);
				});
				return map;
			}
			case "array":
				return this.#array(first, rest);
			case "dtype":
				return this.#dtype(first as ConstructorParameters<typeof DType>[0], rest);
			case "scalar":
				return new NPScalar(this.value(first) as DType, this.value(rest[0]), this.value(rest[1]) as object);
			case "masked":
				return masked;
			case "float":
				return new PyFloat(first as number);
			case "complex":
				return new PyComplex(first as number, rest[0] as number);
			case "global":
				return new PyGlobal(first as string, rest[0] as string);
			default:
				return first;
		}
	}
	/** Makes the items with the others, and hands them over when all lists are filled. */
	#later(parts: readonly unknown[], hand: (held: unknown[]) => void): void {
		const held: unknown[] = [];
		this.#fills.push(() => {
			for (const part of parts) held.push(this.value(part));
		});
		this.#tables.push(() => hand(held));
	}
	#array(dtype: unknown, [data, given, mask, fill]: readonly unknown[]): NDArray {
		const global = (name: unknown): PyGlobal => new PyGlobal(...(name as [string, string]));
		const { pyClass, base, ...layout } = given as {
			readonly shape: number[];
			readonly pyClass: unknown;
			readonly base?: unknown;
		};
		const held = this.value(data) as TypedArray | unknown[];
		const parts = { ...layout, dtype: this.value(dtype) as DType, data: held, pyClass: global(pyClass) };
		if (mask === undefined) return new NDArray(parts);
		return new MaskedArray({ ...parts, mask: this.value(mask) as NDArray, fill: this.value(fill), base: global(base) });
	}
	#dtype(
		plain: ConstructorParameters<typeof DType>[0],
		[fields, sub, type, metadata, text]: readonly unknown[],
	): DType {
		const fieldList = fields as [string, unknown, number, unknown][] | null;
		const subdtype = sub as [unknown, number[]] | null;
		const kinds = text as [boolean, boolean, unknown] | null;
		return new DType({
			...plain,
			fields:
				fieldList === null
					? null
					: new Map(
							fieldList.map(([name, inner, offset, title]) => {
								const field = { dtype: this.value(inner) as DType, offset };
								return [name, title === undefined ? field : { ...field, title: this.value(title) }];
							}),
						),
			subdtype: subdtype === null ? null : { base: this.value(subdtype[0]) as DType, shape: subdtype[1] },
			type: (this.value(type) ?? undefined) as PyGlobal | undefined,
			metadata: this.value(metadata),
			...(kinds === null
				? {}
				: { text: kinds[1] ? { coerce: kinds[0], naObject: this.value(kinds[2]) } : { coerce: kinds[0] } }),
		});
	}
}
