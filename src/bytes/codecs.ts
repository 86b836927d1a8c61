/** Python's text codecs by name, for the strings of Python 2 pickles (`encoding` and `errors`). */
import { LookupError, PyError, UnicodeDecodeError } from "../errors.ts";
import { checkStringSize } from "./string-size.ts";
import { decodeUtf8, type Fault, faultText, readSequence } from "./utf8.ts";

interface Decoder {
	readonly encoding: string;
	decode(bytes: Uint8Array, options?: { readonly stream: boolean }): string;
}
declare const TextDecoder: new (label: string, options?: { fatal?: boolean; ignoreBOM?: boolean }) => Decoder;

const ASCII = new Set([
	"ascii",
	"csascii",
	"iso_ir_6",
	"646",
	"ansi_x3.4_1968",
	"us_ascii",
	"us",
	"cp367",
	"ibm367",
	"iso646_us",
]);
const LATIN1 = new Set([
	"latin_1",
	"latin1",
	"latin",
	"l1",
	"iso_8859_1",
	"iso8859_1",
	"8859",
	"cp819",
	"iso8859",
	"iso_ir_100",
	"ibm819",
]);
const UTF8 = new Set(["utf_8", "utf8", "u8", "utf", "utf8_ucs2", "utf8_ucs4", "cp65001"]);

/** How Python compares codec names: case, dashes and spaces do not count. */
function normalName(encoding: string): string {
	return encoding.toLowerCase().replaceAll(/[^a-z0-9.]+/g, "_");
}

/**
 * Decodes bytes as Python's `bytes.decode(encoding, errors)`.
 *
 * @param bytes what to decode
 * @param encoding a Python codec name: ASCII, latin-1 and UTF-8 exactly, others through the platform's `TextDecoder`
 * @param errors `strict`, `ignore`, `replace`, `backslashreplace`, `surrogateescape` or `surrogatepass`
 * @returns the text
 * @throws UnicodeDecodeError (`decode`), LookupError (`decode`) for an unknown codec or handler
 */
export function decodeText(bytes: Uint8Array, encoding: string, errors: string): string {
	if (bytes.length === 0) return "";
	const name = normalName(encoding);
	if (ASCII.has(name)) return decodeAscii(bytes, errors);
	if (LATIN1.has(name)) return decodeLatin1(bytes);
	if (/^(cp|windows_?)?1252$/.test(name)) return decodeCharmap(bytes, WINDOWS_1252, errors);
	if (UTF8.has(name)) return decodeUtf8With(bytes, errors);
	return decodeOther(bytes, encoding, name, errors);
}

/** One character for each byte. */
export function decodeLatin1(bytes: Uint8Array): string {
	checkStringSize(bytes.length);
	if (bytes.length <= 4096) return String.fromCharCode.apply(null, bytes as unknown as number[]);
	let text = "";
	for (let i = 0; i < bytes.length; i += 4096) {
		text += String.fromCharCode.apply(null, bytes.subarray(i, i + 4096) as unknown as number[]);
	}
	return text;
}

/**
 * A string of many small pieces, gathered in blocks: joined one by one, each would keep an object of its own alive,
 * many times the size of the bytes they stand for.
 */
class Gathered {
	readonly #units = new Uint16Array(4096);
	#count = 0;
	#text = "";

	add(piece: string): void {
		if (piece.length > 64) {
			this.#flush();
			checkStringSize(this.#text.length + piece.length);
			this.#text += piece;
			return;
		}
		if (this.#count + piece.length > this.#units.length) this.#flush();
		for (let i = 0; i < piece.length; i++) this.#units[this.#count++] = piece.charCodeAt(i);
	}
	#flush(): void {
		checkStringSize(this.#text.length + this.#count);
		this.#text += String.fromCharCode.apply(null, this.#units.subarray(0, this.#count) as unknown as number[]);
		this.#count = 0;
	}
	finish(): string {
		this.#flush();
		return this.#text;
	}
}

/** Bytes of which most are the characters of that code; `other` returns the text of the rest, undefined for the former. */
function decodeBytes(bytes: Uint8Array, other: (byte: number, at: number) => string | undefined): string {
	const decoded = new Gathered();
	let from = 0;
	for (let at = 0; at < bytes.length; at++) {
		const text = other(bytes[at] as number, at);
		if (text === undefined) continue;
		if (at > from) decoded.add(decodeLatin1(bytes.subarray(from, at)));
		decoded.add(text);
		from = at + 1;
	}
	if (from === 0) return decodeLatin1(bytes);
	decoded.add(decodeLatin1(bytes.subarray(from)));
	return decoded.finish();
}

function decodeAscii(bytes: Uint8Array, errors: string): string {
	return decodeBytes(bytes, (byte, at) => {
		if (byte < 0x80) return undefined;
		return handle("ascii", bytes, { at, length: 1, reason: "ordinal not in range(128)" }, errors);
	});
}

/** The characters from 0x80 to 0x9f; a space is nothing. Some platforms take this code for latin-1. */
const WINDOWS_1252 = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/** One character for each byte; the table has those from 0x80 on, a space for what is undefined. */
function decodeCharmap(bytes: Uint8Array, table: ArrayLike<string>, errors: string): string {
	return decodeBytes(bytes, (byte, at) => {
		const character = byte < 0x80 ? undefined : table[byte - 0x80];
		if (character !== " ") return character;
		return handle("charmap", bytes, { at, length: 1, reason: "character maps to <undefined>" }, errors);
	});
}

function decodeUtf8With(bytes: Uint8Array, errors: string): string {
	const decoded = new Gathered();
	let from = 0; // what is right up to `at`, and not decoded yet
	for (let at = 0; at < bytes.length; ) {
		const read = readSequence(bytes, at, bytes.length, errors === "surrogatepass");
		if (typeof read === "number") {
			at += read & 7;
			continue;
		}
		if (at > from) decoded.add(decodeUtf8(bytes, from, at));
		decoded.add(handle("utf-8", bytes, read, errors));
		at += read.length;
		from = at;
	}
	if (from === 0) return decodeUtf8(bytes, 0, bytes.length);
	decoded.add(decodeUtf8(bytes, from, bytes.length));
	return decoded.finish();
}

/** The replacement that an error handler puts in place of bytes that cannot be decoded. */
function handle(codec: string, bytes: Uint8Array, fault: Fault, errors: string): string {
	const each = (make: (byte: number) => string): string =>
		Array.from(bytes.subarray(fault.at, fault.at + fault.length), make).join("");
	switch (errors) {
		case "ignore":
			return "";
		case "replace":
			return "\ufffd";
		case "backslashreplace":
			return each((byte) => `\\x${byte.toString(16).padStart(2, "0")}`);
		case "surrogateescape":
			return each((byte) => String.fromCharCode(0xdc00 + byte));
		case "strict":
		case "surrogatepass":
			throw new UnicodeDecodeError(faultText(codec, bytes, 0, fault), { code: "decode" });
		default:
			throw new LookupError(`unknown error handler name '${errors}'`, { code: "decode" });
	}
}

/** Python spells some labels in ways that the platform does not know. */
const LABELS: Readonly<Record<string, string>> = {
	utf_16: "utf-16le",
	utf_16_le: "utf-16le",
	utf_16_be: "utf-16be",
	gb2312: "gbk",
	shift_jis: "shift_jis",
	sjis: "shift_jis",
	cp932: "shift_jis",
	cp936: "gbk",
	cp949: "euc-kr",
	cp950: "big5",
	koi8_r: "koi8-r",
	koi8_u: "koi8-u",
	mac_roman: "macintosh",
};

/** Decodes in pieces that no decoder fails at for their size. */
function decodeWhole(decoder: Decoder, bytes: Uint8Array): string {
	if (bytes.length <= PIECE) return decoder.decode(bytes);
	let decoded = "";
	for (let at = 0; at < bytes.length; at += PIECE) {
		const piece = decoder.decode(bytes.subarray(at, at + PIECE), { stream: at + PIECE < bytes.length });
		checkStringSize(decoded.length + piece.length);
		decoded += piece;
	}
	return decoded;
}
const PIECE = 2 ** 26;

/**
 * Python's reading of a string in an encoding of several bytes a character: some platforms take single bytes for
 * control
 * or private characters, which are none in Python, and mix up three control characters in Shift JIS.
 */
function platformGaps(text: string, decoder: Decoder, name: string): string {
	const hasGaps = /^(?:gbk|big5|euc|shift)/i.test(decoder.encoding) && !/932|31j/.test(name);
	if (hasGaps && /[\x80-\x9f\uf8f0-\uf8ff]/.test(text)) throw new RangeError(name);
	if (!["\x1a", "\x1c", "\x7f"].some((character) => text.includes(character))) return text;
	if (decoder.decode(Uint8Array.of(0x1a)) !== "\x1c") return text;
	return text.replace(/\p{Cc}/gu, (found) => MIXED_UP.get(found) ?? found);
}

const MIXED_UP: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
	["\x1c", "\x1a"],
	["\x7f", "\x1c"],
	["\x1a", "\x7f"],
]);

/** Encodings, as the platform names them, that have one byte for each character. */
const SINGLE = /^(?:windows-|iso-8859-|koi8-|ibm866|macintosh|x-mac-)/i;

/** The characters of encodings that were asked for, by the name in Python. */
const charmaps: Map<string, readonly string[]> = /* @__PURE__ */ new Map();

/** Bytes that some platforms have a character for, and Python none. */
const GAPS: ReadonlySet<string> = /* @__PURE__ */ new Set(["1253 aa", "cp1253 aa", "windows_1253 aa", "tis_620 a0"]);

/**
 * Python's characters for the bytes from 0x80 on: the platform's characters, but for what browsers do otherwise. They
 * fill
 * the gaps of Windows' code pages with control characters, and take some ISO encodings for these code pages.
 */
function charmap(decoder: Decoder, name: string): readonly string[] {
	const isWindows = decoder.encoding.startsWith("windows-");
	const isCodePage = /^(?:cp|windows|\d)/.test(name);
	return Array.from({ length: 0x80 }, (_, i) => {
		const own = String.fromCharCode(0x80 + i);
		if (isWindows && !isCodePage && i < 0x20) return own;
		let character: string;
		try {
			character = decoder.decode(Uint8Array.of(0x80 + i));
		} catch {
			return isWindows && !isCodePage && i === 0x20 ? own : " ";
		}
		const isGap = isWindows && (isCodePage ? /[\x80-\x9f]/ : /[\uf8c0-\uf8ff]/).test(character);
		return isGap || GAPS.has(`${name} ${(0x80 + i).toString(16)}`) ? " " : character;
	});
}

function decodeOther(bytes: Uint8Array, encoding: string, name: string, errors: string): string {
	const windows = /^(?:cp|windows_?)?(125\d|874)$/.exec(name)?.[1];
	const iso = /^iso_?8859_?(\d+)(?:_\d{4})?$/.exec(name)?.[1];
	const label =
		windows !== undefined
			? `windows-${windows}`
			: iso !== undefined
				? `iso-8859-${iso}`
				: (LABELS[name] ?? name.replaceAll("_", "-"));
	const open = (fatal: boolean): Decoder => {
		try {
			return new TextDecoder(label, { fatal, ignoreBOM: false });
		} catch (cause) {
			throw new LookupError(`unknown encoding: ${encoding}`, { code: "decode", cause });
		}
	};
	const known = charmaps.get(name);
	if (known !== undefined || SINGLE.test(open(false).encoding)) {
		const table = known ?? charmap(open(true), name);
		charmaps.set(name, table);
		return decodeCharmap(bytes, table, errors);
	}
	// Each of these takes four bytes for a character at most, and may end the process when there are too many.
	checkStringSize(bytes.length / 4);
	if (errors === "replace") return decodeWhole(open(false), bytes);
	try {
		return platformGaps(decodeWhole(open(true), bytes), open(true), name);
	} catch (cause) {
		if (cause instanceof PyError) throw cause;
		if (errors === "ignore") return decodeWhole(open(false), bytes).replaceAll("\ufffd", "");
		throw new UnicodeDecodeError(`'${encoding}' codec can't decode bytes: invalid data`, { code: "decode", cause });
	}
}
