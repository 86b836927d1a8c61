/** Numbers and names as text. */
import { floatRepr } from "../values/float-repr.ts";

/** Bits from which on digits are hexadecimal: decimal ones take more than linear time. */
const MANY_BITS = 1 << 14;

/** `"-12"`, or `"-0x…"` for a long one. */
export function intText(value: bigint): string {
	const hex = (value < 0n ? -value : value).toString(16);
	if (hex.length * 4 <= MANY_BITS) return String(value);
	return `${value < 0n ? "-" : ""}0x${hex}`;
}

/** The bits of the NaN that Python's `float("nan")` is. */
const NAN_BITS = 0x7ff8000000000000n;

/** Python's text of a float: `"1.0"`, `"-0.0"`, `"1e+16"`, `"inf"`, `"nan"`; a NaN of other bits says which. */
export function floatText(value: number): string {
	if (!Number.isNaN(value)) return floatRepr(value);
	const view = new DataView(new ArrayBuffer(8));
	view.setFloat64(0, value);
	const bits = view.getBigUint64(0);
	return bits === NAN_BITS ? "nan" : `nan:${bits.toString(16)}`;
}

const NAN = /^nan(?::([\da-f]{16}))?$/;

/** The NaN of a string, or undefined for any other text. */
export function nanOf(text: string): number | undefined {
	const match = NAN.exec(text);
	if (match === null) return undefined;
	const view = new DataView(new ArrayBuffer(8));
	view.setBigUint64(0, match[1] === undefined ? NAN_BITS : BigInt(`0x${match[1]}`));
	const value = view.getFloat64(0);
	return Number.isNaN(value) ? value : undefined;
}

/** Digits that an object would put before its other keys. */
const INDEX = /^\d{1,16}$/;

/** Whether a key of a dict can be the key of an object that is not a tag, in the order in which it came. */
export function isPlainName(key: unknown): key is string {
	return typeof key === "string" && !key.startsWith("$") && key !== "__proto__" && !INDEX.test(key);
}
