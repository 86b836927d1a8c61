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
