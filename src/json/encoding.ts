/** Which encoding bytes of JSON have, and their text. */
import { decodeLongUtf8, decodeUtf8Strict, faultText, readSequence } from "../bytes/utf8.ts";
import { PyTypeError, UnicodeDecodeError } from "../errors.ts";
import type { VersionNumber } from "../options.ts";
import { typeName } from "../values/type-name.ts";
import { hintForByte } from "./hint.ts";
import { bytesOf } from "./input.ts";

/** The encodings that JSON may come in, by their Python names. */
export type JSONEncoding =
	| "utf-8"
	| "utf-8-sig"
	| "utf-16"
	| "utf-16-le"
	| "utf-16-be"
	| "utf-32"
	| "utf-32-le"
	| "utf-32-be";

/**
 * The encoding of JSON bytes, told by a byte order mark or by where the zero bytes are.
 * Follows CPython's `json.detect_encoding`.
 *
 * @param data the bytes, of any kind; the first four are looked at
 * @returns the Python name of the encoding; `"utf-8"` for anything unclear
 * @throws PyTypeError (`argument`) for what are no bytes
 * @example
 * ```ts
 * import { json } from "brine";
 * json.detectEncoding(new Uint8Array([0x31, 0x00])); // "utf-16-le"
 * ```
 */
export function detectEncoding(data: Uint8Array | ArrayBuffer | ArrayBufferView | SharedArrayBuffer): JSONEncoding {
	const bytes = bytesOf(data);
	if (bytes !== undefined) return encodingOf(bytes);
	throw new PyTypeError(`a bytes-like object is required, not '${typeName(data)}'`, { code: "argument" });
}

/** As {@link detectEncoding}. */
export function encodingOf(bytes: Uint8Array): JSONEncoding {
	const [a, b, c, d] = bytes;
	if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return "utf-32";
	if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? "utf-32" : "utf-16";
	if (a === 0xfe && b === 0xff) return "utf-16";
	if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8-sig";
	if (bytes.length >= 4) {
		// A document begins with two ASCII characters or is one character long, so zeros tell the width.
		if (a === 0) return b === 0 ? "utf-32-be" : "utf-16-be";
		if (b === 0) return c === 0 && d === 0 ? "utf-32-le" : "utf-16-le";
	} else if (bytes.length === 2) {
		if (a === 0) return "utf-16-be";
		if (b === 0) return "utf-16-le";
	}
	return "utf-8";
}

/** How the bytes of an encoding are laid out: width of a unit, byte order, and bytes of the mark in front. */
export interface Layout {
	/** Bytes of a code unit: 1 is UTF-8. */
	readonly width: 1 | 2 | 4;
	readonly little: boolean;
	/** Bytes of the byte order mark to skip. */
	readonly mark: number;
}

/** The layout of bytes in an encoding. */
export function layoutOf(encoding: JSONEncoding, bytes: Uint8Array): Layout {
	const width = encoding.startsWith("utf-8") ? 1 : encoding.startsWith("utf-16") ? 2 : 4;
	const isMarked = encoding === "utf-16" || encoding === "utf-32";
	return {
		width,
		little: isMarked ? bytes[0] === 0xff : encoding.endsWith("le"),
		mark: isMarked ? width : encoding === "utf-8-sig" ? 3 : 0,
	};
}

/** How bytes are to be taken. */
export interface ByteRule {
	/** UTF-8 alone, and without surrogates. */
	readonly strict: boolean;
	readonly version: VersionNumber;
}

/**
 * The text of JSON bytes in whatever encoding {@link detectEncoding} finds, lone surrogates included.
 *
 * @throws UnicodeDecodeError (`decode`) with Python's message
 */
export function decodeBytes(bytes: Uint8Array, { strict, version }: ByteRule): string {
	if (strict) return decodeUtf8Text(bytes, 0, bytes.length, true, 0);
	const encoding = encodingOf(bytes);
	const layout = layoutOf(encoding, bytes);
	try {
		if (layout.width === 1) return decodeUtf8Text(bytes, layout.mark, bytes.length, false, 0);
		return decodeWide(bytes, layout.mark, bytes.length, layout, 0);
	} catch (error) {
		throw withCodecNote(error, encoding, version);
	}
}

/**
 * The text of UTF-8 bytes.
 *
 * @param strict refuse surrogates
 * @param offset bytes of the stream before the buffer, for positions in errors
 */
export function decodeUtf8Text(bytes: Uint8Array, start: number, end: number, strict: boolean, offset: number): string {
	try {
		return strict ? decodeUtf8Strict(bytes, start, end) : decodeLongUtf8(bytes, start, end);
	} catch (error) {
		for (let at = start; at < end; ) {
			let read = readSequence(bytes, at, end, !strict);
			// A sequence that begins like a surrogate and is none is reported as by the strict codec, which never saw one.
			if (typeof read !== "number" && bytes[at] === 0xed) read = readSequence(bytes, at, end, false);
			if (typeof read !== "number") {
				const hint = offset === 0 ? hintForByte(bytes[start]) : undefined;
				throw new UnicodeDecodeError(faultText("utf-8", bytes, start - offset, read), { code: "decode", hint });
			}
			at += read & 7;
		}
		// Nothing is wrong with them but that they are too many.
		throw Object.assign(error as Error, { hint: "use json.load of a stream, or json.items" });
	}
}

/** Codecs that CPython calls without the machinery that notes which codec failed. */
const NOTELESS: ReadonlySet<string> = /* @__PURE__ */ new Set(["utf-8", "utf-16", "utf-32"]);

/** An error with the note that CPython adds since 3.12. */
export function withCodecNote(error: unknown, encoding: JSONEncoding, version: VersionNumber): unknown {
	if (error instanceof UnicodeDecodeError && version >= 31200 && !NOTELESS.has(encoding)) {
		error.notes.push(`decoding with '${encoding}' codec failed`);
	}
	return error;
}

/**
 * The text of UTF-16 or UTF-32 bytes.
 *
 * @param offset bytes of the stream before the buffer, for positions in errors
 */
export function decodeWide(bytes: Uint8Array, start: number, end: number, layout: Layout, offset: number): string {
	const { width, little } = layout;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const fail = (at: number, length: number, reason: string): never => {
		// Python's sentence names the byte order even where the codec asked for did not.
		const codec = `utf-${width * 8}-${little ? "le" : "be"}`;
		throw new UnicodeDecodeError(faultText(codec, bytes, -offset, { at, length, reason }), { code: "decode" });
	};
	const whole = start + Math.floor((end - start) / width) * width;
	const pieces: string[] = [];
	let units: number[] = [];
	for (let at = start; at < whole; at += width) {
		const unit = width === 2 ? view.getUint16(at, little) : view.getUint32(at, little);
		if (unit > 0x10ffff) fail(at, 4, "code point not in range(0x110000)");
		units.push(unit);
		if (units.length === 8192) {
			pieces.push(String.fromCodePoint(...units));
			units = [];
		}
	}
	pieces.push(String.fromCodePoint(...units));
	if (whole < end) fail(whole, end - whole, "truncated data");
	return pieces.join("");
}
