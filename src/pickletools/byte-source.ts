import { AttributeError, PyTypeError } from "../errors.ts";
import { type BytesLike, bytesOf, isBytes } from "../pickle/loads.ts";
import { typeName } from "../values/type-name.ts";

/** The source of arguments: Python's file protocol, as far as it is needed. */
export interface ByteSource {
	/** So many bytes, or fewer at the end. */
	read(size: number): Uint8Array;
	/** The bytes up to and with the next newline, or to the end. */
	readline(): Uint8Array;
}

/** Bytes as a file to read from; what it returns are views of them. */
export class BytesSource implements ByteSource {
	readonly #bytes: Uint8Array;
	/** Where the next read starts. */
	position = 0;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
	}
	read(size: number): Uint8Array {
		const start = this.position;
		this.position = Math.min(start + size, this.#bytes.length);
		return this.#bytes.subarray(start, this.position);
	}
	readline(): Uint8Array {
		const start = this.position;
		const newline = this.#bytes.indexOf(0x0a, start);
		this.position = newline === -1 ? this.#bytes.length : newline + 1;
		return this.#bytes.subarray(start, this.position);
	}
	tell(): number {
		return this.position;
	}
}

/** The sources that a pickle can be read from: its bytes, or an object like a Python file. */
export type PickleInput =
	| BytesLike
	| {
			/** So many bytes, or fewer at the end. */
			read(size: number): Uint8Array;
			/** The bytes up to and with the next newline, or to the end. */
			readline(): Uint8Array;
			/** The position, for offsets and messages; they do without when there is none. */
			tell?(): number;
	  };

/**
 * Makes any source one that is read from.
 *
 * @throws AttributeError (`argument`) in Python's words for what is not a source
 */
export function openSource(data: unknown): ByteSource & { tell?(): number } {
	if (isBytes(data)) return new BytesSource(bytesOf(data));
	for (const name of ["read", "readline"]) {
		const method: unknown = data === null || data === undefined ? undefined : (data as Record<string, unknown>)[name];
		if (typeof method !== "function") {
			throw new AttributeError(`'${typeName(data)}' object has no attribute '${name}'`, { code: "argument" });
		}
	}
	return new CheckedSource(data as ByteSource & { tell?(): number });
}

/** A caller's file object, whose answers are checked. */
class CheckedSource implements ByteSource {
	readonly #file: ByteSource;
	readonly tell?: () => number;

	constructor(file: ByteSource & { tell?(): number }) {
		this.#file = file;
		if (typeof file.tell === "function") this.tell = () => (file as { tell(): number }).tell();
	}
	read(size: number): Uint8Array {
		return checked(this.#file.read(size), "read", size);
	}
	readline(): Uint8Array {
		return checked(this.#file.readline(), "readline", Number.POSITIVE_INFINITY);
	}
}

function checked(answer: unknown, method: string, size: number): Uint8Array {
	if (!(answer instanceof Uint8Array)) {
		throw new PyTypeError(`${method}() should have returned a bytes object, not '${typeName(answer)}'`, {
			code: "source",
		});
	}
	if (answer.length > size) {
		throw new PyTypeError(`${method}(${size}) returned ${answer.length} bytes`, { code: "source" });
	}
	return answer;
}
