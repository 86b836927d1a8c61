/** Batches of flechette, made of values as Parquet stores them. */
import * as flechette from "@uwdata/flechette";
import { OSError } from "../errors.ts";
import { type ArrowFieldGiven, type ArrowTypeGiven, nameInside } from "./parquet-types.ts";

export type Column = InstanceType<typeof flechette.Column> & { readonly type: ArrowTypeGiven };
type Batch = { setDictionary(column: unknown): Batch; readonly type: ArrowTypeGiven };
type Typed = Int32Array | Float64Array | BigInt64Array;

/** Makes a stored count of a time one of Arrow's unit; the path leads to the time through lists and records. */
export type Rescale = (path: readonly number[], unit: number) => (count: bigint) => bigint;

const { Type } = flechette;

/** A batch over buffers. */
function made(type: ArrowTypeGiven, values: ArrayLike<unknown>, parts: object): Batch {
	const { length } = values;
	const bits = new Uint8Array((length + 7) >> 3);
	let nullCount = 0;
	for (let i = 0; i < length; i++) {
		if (values[i] === null || values[i] === undefined) nullCount++;
		else bits[i >> 3] = (bits[i >> 3] as number) | (1 << (i & 7));
	}
	const given = { length, nullCount, type, validity: nullCount === 0 ? new Uint8Array(0) : bits, ...parts };
	const own = flechette.batchType(type as never, { useBigInt: true, useDecimalInt: true });
	return new (own as unknown as new (parts: object) => Batch)(given);
}

/** A column of one batch. */
export function columnOf(batch: Batch): Column {
	return new flechette.Column([batch as never], batch.type as never) as unknown as Column;
}

function wrong(label: string): OSError {
	return new OSError(`column ${label}: its values are not of the type that Arrow's schema says`, { code: "source" });
}

function numbers(
	values: ArrayLike<unknown>,
	type: ArrowTypeGiven,
	label: string,
	scale?: (count: bigint) => bigint,
): unknown {
	const holder = type["values"] as new (length: number) => Typed;
	const data = new holder(values.length);
	const isBig = data instanceof BigInt64Array || (data as unknown) instanceof BigUint64Array;
	for (let i = 0; i < values.length; i++) {
		const value = values[i];
		if (value === null || value === undefined) continue;
		if (typeof value !== "number" && typeof value !== "bigint") throw wrong(label);
		if (isBig) (data as BigInt64Array)[i] = scale === undefined ? BigInt(value) : scale(BigInt(value));
		else (data as Float64Array)[i] = Number(scale === undefined ? value : scale(BigInt(value)));
	}
	return data;
}

/** Bytes one after the other, and where each begins. */
function joined(values: ArrayLike<unknown>, label: string, isLarge: boolean): { offsets: unknown; values: Uint8Array } {
	let end = 0;
	const ends = new Float64Array(values.length + 1);
	for (let i = 0; i < values.length; i++) {
		const value = values[i] ?? null;
		if (value !== null && !(value instanceof Uint8Array)) throw wrong(label);
		end += value?.length ?? 0;
		ends[i + 1] = end;
	}
	const bytes = new Uint8Array(end);
	for (let i = 0; i < values.length; i++)
		if (values[i] instanceof Uint8Array) bytes.set(values[i] as Uint8Array, ends[i]);
	return { offsets: isLarge ? BigInt64Array.from(ends, BigInt) : Int32Array.from(ends), values: bytes };
}

/** Decimals, that are integers or bytes with the highest first, as words with the lowest first. */
function decimals(values: ArrayLike<unknown>, type: ArrowTypeGiven, label: string): BigUint64Array {
	const words = (type["bitWidth"] as number) / 64;
	const data = new BigUint64Array(values.length * words);
	for (let i = 0; i < values.length; i++) {
		const value = values[i] ?? null;
		if (value === null) continue;
		let rest: bigint;
		if (value instanceof Uint8Array) {
			rest = 0n;
			for (const byte of value) rest = (rest << 8n) | BigInt(byte);
			rest = BigInt.asIntN(value.length * 8, rest);
		} else if (typeof value === "number" || typeof value === "bigint") rest = BigInt(value);
		else throw wrong(label);
		for (let word = 0; word < words; word++) {
			data[i * words + word] = BigInt.asUintN(64, rest);
			rest >>= 64n;
		}
	}
	return data;
}

function items(values: ArrayLike<unknown>, label: string): { offsets: Int32Array; held: unknown[] } {
	const offsets = new Int32Array(values.length + 1);
	const held: unknown[] = [];
	for (let i = 0; i < values.length; i++) {
		const value = values[i] ?? null;
		if (value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)) throw wrong(label);
		for (const item of (value ?? []) as Iterable<unknown>) held.push(item);
		offsets[i + 1] = held.length;
	}
	return { offsets, held };
}

/** The values of a column, or of a part of it, as a batch. */
export function batchOf(
	values: ArrayLike<unknown>,
	type: ArrowTypeGiven,
	rescale: Rescale,
	label: string,
	path: readonly number[] = [],
): Batch {
	const children = (type["children"] ?? []) as readonly ArrowFieldGiven[];
	const inner = (held: ArrayLike<unknown>, at: number): Batch =>
		batchOf(held, (children[at] as ArrowFieldGiven).type, rescale, label, [...path, at]);
	switch (type.typeId) {
		case Type.Null:
			return made(type, new Array<null>(values.length).fill(null), {});
		case Type.Bool: {
			const bits = new Uint8Array((values.length + 7) >> 3);
			for (let i = 0; i < values.length; i++)
				if (values[i] === true) bits[i >> 3] = (bits[i >> 3] as number) | (1 << (i & 7));
			return made(type, values, { values: bits });
		}
		case Type.Float:
			if (type["precision"] !== 0) return made(type, values, { values: numbers(values, type, label) });
			return made(type, values, { values: halves(values) });
		case Type.Int:
		case Type.Duration:
			return made(type, values, { values: numbers(values, type, label) });
		case Type.Date: {
			const isDay = type["unit"] === 0;
			const days = Array.from(values, (value) =>
				isDay || (value ?? null) === null ? value : BigInt(value as number) * 86_400_000n,
			);
			return made(type, values, { values: numbers(days, type, label) });
		}
		case Type.Time:
		case Type.Timestamp:
			return made(type, values, { values: numbers(values, type, label, rescale(path, type["unit"] as number)) });
		case Type.Decimal:
			return made(type, values, { values: decimals(values, type, label) });
		case Type.Utf8:
		case Type.Binary:
			return made(type, values, joined(values, label, false));
		case Type.LargeUtf8:
		case Type.LargeBinary:
			return made(type, values, joined(values, label, true));
		case Type.FixedSizeBinary: {
			const size = type["stride"] as number;
			const bytes = new Uint8Array(values.length * size);
			for (let i = 0; i < values.length; i++) {
				const value = values[i] ?? null;
				if (value !== null && !(value instanceof Uint8Array && value.length === size)) throw wrong(label);
				if (value !== null) bytes.set(value, i * size);
			}
			return made(type, values, { values: bytes });
		}
		case Type.List: {
			const { offsets, held } = items(values, label);
			return made(type, values, { offsets, children: [inner(held, 0)] });
		}
		case Type.LargeList: {
			const { offsets, held } = items(values, label);
			return made(type, values, { offsets: BigInt64Array.from(offsets, BigInt), children: [inner(held, 0)] });
		}
		case Type.FixedSizeList: {
			const size = type["stride"] as number;
			const none = new Array<null>(size).fill(null);
			const held = Array.from(values, (value) => (value ?? none) as unknown[]).flat();
			if (held.length !== values.length * size) throw wrong(label);
			return made(type, values, { children: [inner(held, 0)] });
		}
		case Type.Struct: {
			const fields = children.map(({ name }, at) =>
				inner(
					Array.from(
						values,
						(value) => (value as Record<string, unknown> | null | undefined)?.[nameInside(name)] ?? null,
					),
					at,
				),
			);
			return made(type, values, { children: fields });
		}
		default:
			throw wrong(label);
	}
}

/** Floats of 16 bits, which Parquet has as two bytes. */
function halves(values: ArrayLike<unknown>): Uint16Array {
	return Uint16Array.from({ length: values.length }, (_, i) => {
		const [low = 0, high = 0] = (values[i] ?? []) as Iterable<number> & number[];
		return low | (high << 8);
	});
}

/** A column of few values, as indexes into a list of them. */
export function dictionaryColumn(
	values: ArrayLike<unknown>,
	type: ArrowTypeGiven,
	rescale: Rescale,
	label: string,
): Column {
	const places = new Map<unknown, number>();
	const kept: unknown[] = [];
	const indexes = Array.from(values, (value) => {
		if (value === null || value === undefined) return null;
		const key =
			value instanceof Uint8Array
				? Buffer.from(value.buffer, value.byteOffset, value.length).toString("latin1")
				: value;
		let place = places.get(key);
		if (place === undefined) {
			place = kept.length;
			places.set(key, place);
			kept.push(value);
		}
		return place;
	});
	const inner = type["dictionary"] as ArrowTypeGiven;
	const own = flechette.dictionary(
		inner as never,
		flechette.int32(),
		type["ordered"] === true,
	) as unknown as ArrowTypeGiven;
	const batch = made(own, indexes, { values: Int32Array.from(indexes, (index) => index ?? 0) });
	return columnOf(batch.setDictionary(columnOf(batchOf(kept, inner, rescale, label))));
}
