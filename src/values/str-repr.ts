import { DEFAULT_VERSION, type VersionNumber } from "../options.ts";
import { isPrintable } from "./printable.ts";
import { TextBuilder } from "./text-builder.ts";

/** How many characters or bytes are escaped between two looks at the text budget. */
const STRIDE = 8192;

const HEX: readonly string[] = /* @__PURE__ */ Array.from({ length: 256 }, (_, byte) =>
	byte.toString(16).padStart(2, "0"),
);

/** ASCII text that is in single quotes as it is. */
const PLAIN = /^[ !#-&(-[\]-~]*$/;

/**
 * Python's `repr()` of a `str`.
 *
 * @param text any string, lone surrogates included
 * @param version the Python whose printable characters are shown as they are. Default: 3.14
 */
export function strRepr(text: string, version: VersionNumber = DEFAULT_VERSION): string {
	if (text.length < STRIDE) {
		if (PLAIN.test(text)) return `'${text}'`;
		const quote = quoteOf([text]);
		return quote + escaped(text, quote, version) + quote;
	}
	const builder = new TextBuilder();
	addStrRepr(text, version, builder);
	return builder.toString();
}

/**
 * Adds the `repr()` of a `str` to a string.
 *
 * @param version the Python, or undefined for `ascii()`
 */
export function addStrRepr(text: string, version: VersionNumber | undefined, builder: TextBuilder): void {
	if (text.length < STRIDE && PLAIN.test(text)) {
		builder.add(`'${text}'`);
		return;
	}
	addPieces([text], version, builder);
}

function quoteOf(pieces: readonly string[]): string {
	const has = (mark: string): boolean => pieces.some((piece) => piece.includes(mark));
	return has("'") && !has('"') ? '"' : "'";
}

/** As {@link addStrRepr} for the text that pieces make, in which a half pair at the end of one does not join the next. */
export function addPieces(pieces: readonly string[], version: VersionNumber | undefined, builder: TextBuilder): void {
	const quote = quoteOf(pieces);
	builder.add(quote);
	for (const piece of pieces) {
		for (let from = 0; from < piece.length; ) {
			let to = Math.min(from + STRIDE, piece.length);
			// A surrogate pair is one character.
			if (to < piece.length && (piece.charCodeAt(to - 1) & 0xfc00) === 0xd800) to++;
			builder.add(escaped(piece.slice(from, to), quote, version));
			from = to;
		}
	}
	builder.add(quote);
}

/**
 * A string with everything escaped that `repr()` escapes, without quotes around it: for names from data
 * that are shown outside of quotes.
 */
export function escapeName(name: string, version: VersionNumber = DEFAULT_VERSION): string {
	return PLAIN.test(name) ? name : escaped(name, "", version);
}

/** Characters of a name that a console shows: as many as Node shows of a string (`maxStringLength`). */
const MOST_ON_CONSOLE = 10_000;

/** A name for a console: escaped, and cut where it is very long, with how much is missing. */
export function consoleName(name: string): string {
	const more = name.length - MOST_ON_CONSOLE;
	return more <= 0 ? escapeName(name) : `${escapeName(name.slice(0, MOST_ON_CONSOLE))}... ${more} more characters`;
}

function escaped(text: string, quote: string, version: VersionNumber | undefined): string {
	let result = "";
	let from = 0; // what has not been copied yet
	for (let i = 0; i < text.length; ) {
		const point = text.codePointAt(i) as number;
		const size = point > 0xffff ? 2 : 1;
		const shown =
			point < 0x7f
				? point >= 0x20 && point !== 0x5c && !(quote !== "" && point === quote.charCodeAt(0))
				: version !== undefined && isPrintable(point, version);
		if (!shown) {
			result += text.slice(from, i) + escape(point);
			from = i + size;
		}
		i += size;
	}
	return result + text.slice(from);
}

function escape(point: number): string {
	switch (point) {
		case 0x09:
			return "\\t";
		case 0x0a:
			return "\\n";
		case 0x0d:
			return "\\r";
		case 0x27:
		case 0x5c:
			return `\\${String.fromCharCode(point)}`;
		default:
			if (point < 0x100) return `\\x${HEX[point]}`;
			if (point < 0x10000) return `\\u${point.toString(16).padStart(4, "0")}`;
			return `\\U${point.toString(16).padStart(8, "0")}`;
	}
}

/** The text of `repr()` for each byte, but for quotes. */
const BYTES: readonly string[] = /* @__PURE__ */ Array.from({ length: 256 }, (_, byte) =>
	byte >= 0x20 && byte < 0x7f && byte !== 0x5c
		? String.fromCharCode(byte)
		: byte < 0x80
			? escape(byte)
			: `\\x${HEX[byte]}`,
);

/** Python's `repr()` of a `bytes`. */
export function bytesRepr(bytes: Uint8Array): string {
	const builder = new TextBuilder();
	addBytesRepr(bytes, builder);
	return builder.toString();
}

/** Adds the `repr()` of a `bytes` to a string. */
export function addBytesRepr(bytes: Uint8Array, builder: TextBuilder): void {
	addBytes(bytes, builder, false);
}

/** Adds the `repr()` of a `bytearray` to a string. Before 3.15 it escapes `'` between double quotes too. */
export function addByteArrayRepr(bytes: Uint8Array, version: VersionNumber, builder: TextBuilder): void {
	builder.add("bytearray(");
	addBytes(bytes, builder, version < 31500);
	builder.add(")");
}

function addBytes(bytes: Uint8Array, builder: TextBuilder, escapeApostrophe: boolean): void {
	const quote = bytes.includes(0x27) && !bytes.includes(0x22) ? '"' : "'";
	builder.add(`b${quote}`);
	const apostrophe = quote === "'" || escapeApostrophe ? "\\'" : "'";
	for (let from = 0; from < bytes.length; from += STRIDE) {
		const to = Math.min(from + STRIDE, bytes.length);
		let text = "";
		for (let i = from; i < to; i++) {
			const byte = bytes[i] as number;
			text += byte === 0x27 ? apostrophe : BYTES[byte];
		}
		builder.add(text);
	}
	builder.add(quote);
}
