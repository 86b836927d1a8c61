import { ValueError } from "../errors.ts";
import { INSPECT, KEY, type KeyParts, PLAIN, REPR, TYPE } from "../values/brand.ts";
import { PyComplex } from "../values/complex.ts";
import { jsonView } from "../values/json-view.ts";
import { MemoSlot } from "../values/memo-slot.ts";
import { milliseconds, NAT, timeKey, timeString } from "./datetime.ts";
import type { DType } from "./dtype.ts";
import { PRINTER } from "./printer.ts";

/**
 * A numpy scalar, such as `numpy.float32(0.1)`: a value that knows its dtype. Exact mode returns one for each scalar,
 * plain mode for those that JavaScript has nothing for: times, records, raw bytes and 80-bit floats. It compares and hashes
 * as its number.
 *
 * @example
 * ```ts
 * import { DType, NPScalar } from "brine/numpy";
 * const day = new NPScalar(DType.of("M8[D]"), 18262n);
 * console.log(String(day), day.toDate()); // 2020-01-01 and the Date
 * ```
 */
export class NPScalar<T = unknown> extends MemoSlot {
	/** Its kind in numpy. */
	declare readonly dtype: DType;
	/**
	 * The value, as {@link NDArray.get} returns items; for `datetime64` and `timedelta64` the count of units as a bigint,
	 * and -2^63 for NaT.
	 */
	declare readonly value: T;
	/** The bytes that it was read from, which may say more than the value; an array of no axes for objects. */
	declare readonly raw: object | undefined;

	/**
	 * @param dtype of the item
	 * @param value the item
	 * @param raw the bytes that it was read from, if they say more
	 */
	constructor(dtype: DType, value: T, raw?: object) {
		super();
		dtype.isUsed = true;
		this.dtype = dtype;
		this.value = value;
		this.raw = raw;
	}
	get [TYPE](): string {
		const { kind, type, name, format } = this.dtype;
		const names: Readonly<Record<string, string>> = {
			M: "datetime64",
			m: "timedelta64",
			S: "bytes_",
			U: "str_",
		};
		return type === undefined ? `numpy.${names[kind] ?? (format === undefined ? "void" : name)}` : String(type);
	}
	/** Whether a time is "not a time". */
	get isNaT(): boolean {
		return this.dtype.unit !== null && this.value === NAT;
	}
	[KEY](): number | bigint | string | Uint8Array | KeyParts {
		const { value, dtype } = this;
		if (dtype.unit !== null) return this.isNaT ? Number.NaN : timeKey(dtype.kind, value as bigint, dtype.unit);
		if (typeof value === "boolean") return Number(value);
		if (value instanceof PyComplex) return value[KEY]();
		// It equals Python's own number, text or bytes, whose keys it is found by.
		return (dtype.kind === "V" && dtype.format === undefined) || dtype.kind === "O"
			? { tag: "numpy.void", parts: [value], hashable: false }
			: (value as number | string | Uint8Array);
	}
	[REPR](): { readonly parts: readonly unknown[] } {
		return { parts: [PRINTER.repr?.(this) ?? `${this[TYPE]}(${String(this.value)})`] };
	}
	/**
	 * The moment of a `datetime64`, cut to milliseconds.
	 *
	 * @throws ValueError (`argument`) for what is not one, and for NaT
	 */
	toDate(): Date {
		const { kind, unit } = this.dtype;
		const isTime = kind === "M" && unit !== null && !this.isNaT;
		const date = new Date(isTime ? milliseconds(this.value as bigint, unit) : Number.NaN);
		if (Number.isNaN(date.getTime())) throw new ValueError(`no date: ${this}`, { code: "argument" });
		return date;
	}
	override valueOf(): T & object {
		return this.value as T & object;
	}
	/** As numpy's `str()` for numbers and times: `2020-01-01T12:00`, `0.1`. */
	override toString(): string {
		const { value, dtype } = this;
		if (dtype.unit === null) return PRINTER.str?.(this) ?? String(value);
		if (this.isNaT) return "NaT";
		return dtype.kind === "M" ? timeString(value as bigint, dtype.unit) : String(value);
	}
	[PLAIN](): unknown {
		return this.dtype.unit === null ? this.value : this.isNaT ? null : this.toString();
	}
	toJSON(): unknown {
		const shown = this[PLAIN]();
		return typeof shown === "object" && shown !== null ? jsonView(this) : shown;
	}
	[INSPECT](): string {
		return `NPScalar(${this.dtype.str}, ${this.toString()})`;
	}
}
