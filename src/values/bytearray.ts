import { TYPE } from "./brand.ts";

/** Python's `bytearray`: bytes that may change. Plain `Uint8Array` is `bytes`. */
export class PyByteArray extends Uint8Array<ArrayBuffer> {
	get [TYPE](): "bytearray" {
		return "bytearray";
	}
	/** The bytes as numbers, as Python's `list(bytearray)` returns them. */
	toJSON(): number[] {
		return Array.from(this);
	}
}

/** Arrays up to this length V8 keeps without a buffer, which takes it ten times as long to make. */
const WITHOUT_BUFFER = 64;

/** A copy of bytes as a `bytearray`. */
export function byteArrayCopy(bytes: Uint8Array): PyByteArray {
	// TypeScript knows only the constructor that takes a buffer; of an array it makes a copy.
	return new PyByteArray(bytes as unknown as ArrayBuffer);
}

/**
 * The bytes as a `bytearray`, in the same memory where there is much of it.
 *
 * @param bytes bytes that nobody else has
 */
export function byteArrayOf(bytes: Uint8Array<ArrayBuffer>): PyByteArray {
	if (bytes.length <= WITHOUT_BUFFER) return byteArrayCopy(bytes);
	return new PyByteArray(bytes.buffer, bytes.byteOffset, bytes.length);
}
