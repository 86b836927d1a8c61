/** Text out of chunks: bytes in any encoding of JSON, or text, cut anywhere. */
import { PyTypeError } from "../errors.ts";
import {
	type ByteRule,
	decodeUtf8Text,
	decodeWide,
	encodingOf,
	type JSONEncoding,
	type Layout,
	layoutOf,
	withCodecNote,
} from "./encoding.ts";
import { JSONDecodeError } from "./errors.ts";

/** A piece of a source; undefined is its end. */
export type Input = Uint8Array | string | undefined;

/** How much to ask of a source at a time. */
export const CHUNK = 2 ** 16;

/** Bytes that tell the encoding. */
const HEAD = 4;

/** The error of text that begins with a byte order mark, which only bytes may. */
export function unexpectedMark(text: string): JSONDecodeError {
	return new JSONDecodeError("Unexpected UTF-8 BOM (decode using utf-8-sig)", text, 0);
}

/** Turns chunks into text as they come. */
export class TextFeed {
	/** Whether the source has ended. */
	ended = false;
	#kind: "text" | "bytes" | undefined;
	#layout: Layout | undefined;
	/** Bytes at the end of a chunk that are not a whole character yet. */
	#rest: Uint8Array = new Uint8Array(0);
	/** Bytes that came before `rest`, the byte order mark of UTF-8 not counted. */
	#offset = 0;
	#encoding: JSONEncoding = "utf-8";
	readonly #rule: ByteRule;

	constructor(rule: ByteRule) {
		this.#rule = rule;
		if (rule.strict) this.#layout = { width: 1, little: false, mark: 0 };
	}

	/**
	 * Takes a chunk.
	 *
	 * @returns the text that is complete with it, which may be empty
	 * @throws UnicodeDecodeError (`decode`) with Python's message, positions counted from the start of the source
	 */
	push(chunk: Input): string {
		if (chunk === undefined) {
			this.ended = true;
			return this.#rest.length === 0 ? "" : this.#decodeNoted(this.#rest, true);
		}
		const kind = typeof chunk === "string" ? "text" : "bytes";
		if (this.#kind !== undefined && this.#kind !== kind) {
			throw new PyTypeError("a source must give bytes or text, not both", { code: "source" });
		}
		const first = this.#kind === undefined;
		this.#kind = kind;
		if (typeof chunk !== "string") return this.#decodeNoted(joined(this.#rest, chunk), false);
		if (first && chunk.startsWith("\ufeff")) throw unexpectedMark(chunk);
		return chunk;
	}

	#decodeNoted(bytes: Uint8Array, final: boolean): string {
		try {
			return this.#decode(bytes, final);
		} catch (error) {
			throw withCodecNote(error, this.#encoding, this.#rule.version);
		}
	}

	#decode(bytes: Uint8Array, final: boolean): string {
		if (this.#layout === undefined) {
			if (bytes.length < HEAD && !final) {
				this.#rest = bytes.slice();
				return "";
			}
			this.#encoding = encodingOf(bytes);
			this.#layout = layoutOf(this.#encoding, bytes);
			const { mark, width } = this.#layout;
			if (width === 1) return this.#decodeUtf8(bytes, mark, final);
			return this.#decodeWide(bytes, mark, this.#layout, final);
		}
		if (this.#layout.width === 1) return this.#decodeUtf8(bytes, 0, final);
		return this.#decodeWide(bytes, 0, this.#layout, final);
	}

	#decodeUtf8(bytes: Uint8Array, start: number, final: boolean): string {
		const end = final ? bytes.length : wholeUtf8(bytes, start);
		this.#rest = bytes.slice(end);
		const offset = this.#offset;
		this.#offset += end - start;
		return decodeUtf8Text(bytes, start, end, this.#rule.strict, offset);
	}

	#decodeWide(bytes: Uint8Array, start: number, layout: Layout, final: boolean): string {
		const end = final ? bytes.length : bytes.length - ((bytes.length - start) % layout.width);
		this.#rest = bytes.slice(end);
		const offset = this.#offset;
		this.#offset += end;
		return decodeWide(bytes, start, end, layout, offset);
	}
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
	if (first.length === 0) return second;
	const both = new Uint8Array(first.length + second.length);
	both.set(first);
	both.set(second, first.length);
	return both;
}

/** Where the last sequence begins that more bytes could complete; the end when there is none. */
function wholeUtf8(bytes: Uint8Array, start: number): number {
	const end = bytes.length;
	for (let at = end - 1; at >= start && at >= end - 3; at--) {
		const byte = bytes[at] as number;
		if (byte < 0x80) return end;
		if (byte >= 0xc0) return at + (byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4) > end ? at : end;
	}
	return end;
}

/**
 * Asks for chunks until there is so much text, or the source has ended: half of a dialogue whose other half
 * reads the source, with or without waiting.
 */
export function* gather(feed: TextFeed, least: number): Generator<number, string, Input> {
	const pieces: string[] = [];
	for (let length = 0; length < least && !feed.ended; ) {
		const text = feed.push(yield CHUNK);
		length += text.length;
		pieces.push(text);
	}
	return pieces.length === 1 ? (pieces[0] as string) : pieces.join("");
}
