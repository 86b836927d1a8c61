/**
 * The arguments that opcodes carry in the stream: each a record with the function that reads it. The names
 * are those of Python's `pickletools`.
 */
import { decodeLatin1, decodeText } from "../bytes/codecs.ts";
import { decodeRawUnicodeEscape, escapeDecode } from "../bytes/escapes.ts";
import { decodeUtf8, decodeUtf8Strict } from "../bytes/utf8.ts";
import { LimitError, ValueError } from "../errors.ts";
import { DEFAULT_VERSION, type VersionNumber } from "../options.ts";
import { byteArrayCopy, type PyByteArray } from "../values/bytearray.ts";
import { DEFAULT_DIGITS } from "../values/int-repr.ts";
import { normalInt } from "../values/numbers.ts";
import { bytesRepr } from "../values/str-repr.ts";
import { type ByteSource, BytesSource } from "./byte-source.ts";
import { decodeLongArgument, parseFloatText, parseInteger } from "./number-text.ts";
import { hasPair, type SplitText, splitEscapes, splitUtf8 } from "./split-text.ts";

/** How a reader is to read; every part has a default. */
export interface ReadContext {
	/** The Python that is followed, as 31402 for 3.14.2. */
	readonly version: VersionNumber;
	/** The most digits of a decimal int; 0 means no limit. */
	readonly digits: number;
	/** Whether a string that a JavaScript string cannot hold, with the halves of a pair apart, is given as a {@link SplitText}. */
	readonly split?: boolean;
}

const DEFAULT_CONTEXT: ReadContext = { version: DEFAULT_VERSION, digits: DEFAULT_DIGITS };

/** One kind of argument. */
export interface ArgumentDescriptor {
	/** CPython's name of it. */
	readonly name: string;
	/** How many bytes it takes, or one of the negative constants below. */
	readonly n: number;
	/** Reads one from where the source is. */
	readonly reader: (source: ByteSource, context?: ReadContext) => unknown;
	/** The kind. */
	readonly doc: string;
}

/** The argument ends with a newline. */
export const UP_TO_NEWLINE = -1;
/** Its length is before it in one byte. */
export const TAKEN_FROM_ARGUMENT1 = -2;
/** Its length is before it in four bytes, signed. */
export const TAKEN_FROM_ARGUMENT4 = -3;
/** Its length is before it in four bytes. */
export const TAKEN_FROM_ARGUMENT4U = -4;
/** Its length is before it in eight bytes. */
export const TAKEN_FROM_ARGUMENT8U = -5;

type ArgumentReader<T> = (source: ByteSource, context?: ReadContext) => T;

function describe(name: string, n: number, reader: ArgumentReader<unknown>, doc: string): ArgumentDescriptor {
	return Object.freeze({ name, n, reader, doc });
}

function fail(message: string): ValueError {
	return new ValueError(message, { code: "truncated" });
}

/** Reads of more bytes than this are cut, so that no source is asked for a length that only the data claims. */
const PIECE = 1 << 20;

/** Reads so many bytes, or what there is. */
function readBytes(source: ByteSource, length: number): Uint8Array {
	if (length <= PIECE || source instanceof BytesSource) return source.read(length);
	const pieces: Uint8Array[] = [];
	let total = 0;
	while (total < length) {
		const piece = source.read(Math.min(PIECE, length - total));
		if (piece.length === 0) break;
		pieces.push(piece);
		total += piece.length;
	}
	const bytes = new Uint8Array(total);
	let at = 0;
	for (const piece of pieces) {
		bytes.set(piece, at);
		at += piece.length;
	}
	return bytes;
}

function readFixed(source: ByteSource, length: number, name: string): DataView {
	const bytes = source.read(length);
	if (bytes.length !== length) throw fail(`not enough data in stream to read ${name}`);
	return new DataView(bytes.buffer, bytes.byteOffset, length);
}

const readUint1: ArgumentReader<number> = (source) => readFixed(source, 1, "uint1").getUint8(0);
const readUint2: ArgumentReader<number> = (source) => readFixed(source, 2, "uint2").getUint16(0, true);
const readInt4: ArgumentReader<number> = (source) => readFixed(source, 4, "int4").getInt32(0, true);
const readUint4: ArgumentReader<number> = (source) => readFixed(source, 4, "uint4").getUint32(0, true);
const readUint8: ArgumentReader<number | bigint> = (source) =>
	normalInt(readFixed(source, 8, "uint8").getBigUint64(0, true));

export const uint1: ArgumentDescriptor = /* @__PURE__ */ describe("uint1", 1, readUint1, "An int from 0 to 255.");
export const uint2: ArgumentDescriptor = /* @__PURE__ */ describe(
	"uint2",
	2,
	readUint2,
	"An int from 0 to 65535, low byte first.",
);
export const int4: ArgumentDescriptor = /* @__PURE__ */ describe(
	"int4",
	4,
	readInt4,
	"A signed int of 32 bits in two's complement, low byte first.",
);
export const uint4: ArgumentDescriptor = /* @__PURE__ */ describe(
	"uint4",
	4,
	readUint4,
	"An unsigned int of 32 bits, low byte first.",
);
export const uint8: ArgumentDescriptor = /* @__PURE__ */ describe(
	"uint8",
	8,
	readUint8,
	"An unsigned int of 64 bits, low byte first.",
);

/** A line without its newline. */
function readLine(source: ByteSource, name: string): Uint8Array {
	const line = source.readline();
	if (line[line.length - 1] !== 0x0a) throw fail(`no newline found when trying to read ${name}`);
	return line.subarray(0, -1);
}

/** Undoes the escapes of a line, and decodes it. Before 3.14 all these lines had to be ASCII. */
function decodeLine(line: Uint8Array, { version }: ReadContext, encoding: "latin-1" | "utf-8"): string {
	const bytes = escapeDecode(line, 0, line.length);
	if (version < 31400) return decodeText(bytes, "ascii", "strict");
	return encoding === "latin-1" ? decodeLatin1(bytes) : decodeUtf8Strict(bytes, 0, bytes.length);
}

const readStringnl: ArgumentReader<string> = (source, context = DEFAULT_CONTEXT) => {
	const line = readLine(source, "stringnl");
	const quote = line[0];
	if (quote !== 0x22 && quote !== 0x27)
		throw new ValueError(`no string quotes around ${bytesRepr(line)}`, { code: "operand" });
	if (line[line.length - 1] !== quote) {
		const word = context.version < 31400 ? "strinq" : "string";
		const shown = quote === 0x22 ? `b'"'` : `b"'"`;
		throw new ValueError(`${word} quote ${shown} not found at both ends of ${bytesRepr(line)}`, { code: "operand" });
	}
	return decodeLine(line.subarray(1, -1), context, "latin-1");
};
const readStringnlNoescape: ArgumentReader<string> = (source, context = DEFAULT_CONTEXT) =>
	decodeLine(readLine(source, "stringnl"), context, "utf-8");
const readPair: ArgumentReader<string> = (source, context) =>
	`${readStringnlNoescape(source, context)} ${readStringnlNoescape(source, context)}`;

export const stringnl: ArgumentDescriptor = /* @__PURE__ */ describe(
	"stringnl",
	UP_TO_NEWLINE,
	readStringnl,
	"A line with a string literal as Python 2 writes it: between quotes, with escapes.",
);
export const stringnl_noescape: ArgumentDescriptor = /* @__PURE__ */ describe(
	"stringnl_noescape",
	UP_TO_NEWLINE,
	readStringnlNoescape,
	`A line of text without quotes.

Writers put no escapes there, but CPython's reader undoes them nevertheless, and so does this one.`,
);
export const stringnl_noescape_pair: ArgumentDescriptor = /* @__PURE__ */ describe(
	"stringnl_noescape_pair",
	UP_TO_NEWLINE,
	readPair,
	"Two lines of text without quotes, given as one string with a space between.",
);

/** Reads what a length promises. */
function readCounted(source: ByteSource, length: number | bigint, name: string): Uint8Array {
	if (length > MAX_SIZE) throw new ValueError(`${name} byte count > sys.maxsize: ${length}`, { code: "operand" });
	const bytes = readBytes(source, Number(length));
	if (bytes.length === Number(length)) return bytes;
	throw fail(`expected ${length} bytes in a ${name}, but only ${bytes.length} remain`);
}
/** `sys.maxsize` of a 64-bit Python. */
const MAX_SIZE = 2n ** 63n - 1n;

/** Decodes what may be longer than any string of V8. */
function text(bytes: Uint8Array, decode: (bytes: Uint8Array) => string): string {
	try {
		return decode(bytes);
	} catch (error) {
		throw error instanceof RangeError ? new LimitError("text", MAX_STRING, { cause: error }) : error;
	}
}
const MAX_STRING = 2 ** 29 - 24;

const readString4: ArgumentReader<string> = (source) => {
	const length = readInt4(source);
	if (length < 0) throw new ValueError(`string4 byte count < 0: ${length}`, { code: "operand" });
	return text(readCounted(source, length, "string4"), decodeLatin1);
};
const readString1: ArgumentReader<string> = (source) => decodeLatin1(readCounted(source, readUint1(source), "string1"));

export const string4: ArgumentDescriptor = /* @__PURE__ */ describe(
	"string4",
	TAKEN_FROM_ARGUMENT4,
	readString4,
	"A length of four bytes, signed and not negative, and so many bytes: one character each.",
);
export const string1: ArgumentDescriptor = /* @__PURE__ */ describe(
	"string1",
	TAKEN_FROM_ARGUMENT1,
	readString1,
	"A length of one byte and so many bytes: one character each.",
);

const ownBytes = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);
const readBytes1: ArgumentReader<Uint8Array> = (source) => ownBytes(readCounted(source, readUint1(source), "bytes1"));
const readBytes4: ArgumentReader<Uint8Array> = (source) => ownBytes(readCounted(source, readUint4(source), "bytes4"));
const readBytes8: ArgumentReader<Uint8Array> = (source) => ownBytes(readCounted(source, readUint8(source), "bytes8"));
const readByteArray8: ArgumentReader<PyByteArray> = (source) =>
	byteArrayCopy(readCounted(source, readUint8(source), "bytearray8"));

export const bytes1: ArgumentDescriptor = /* @__PURE__ */ describe(
	"bytes1",
	TAKEN_FROM_ARGUMENT1,
	readBytes1,
	"A length of one byte and so many bytes.",
);
export const bytes4: ArgumentDescriptor = /* @__PURE__ */ describe(
	"bytes4",
	TAKEN_FROM_ARGUMENT4U,
	readBytes4,
	"A length of four bytes and so many bytes.",
);
export const bytes8: ArgumentDescriptor = /* @__PURE__ */ describe(
	"bytes8",
	TAKEN_FROM_ARGUMENT8U,
	readBytes8,
	"A length of eight bytes and so many bytes.",
);
export const bytearray8: ArgumentDescriptor = /* @__PURE__ */ describe(
	"bytearray8",
	TAKEN_FROM_ARGUMENT8U,
	readByteArray8,
	"A length of eight bytes and so many bytes, given as a bytearray.",
);

type Text = string | SplitText;

const readUnicodenl: ArgumentReader<Text> = (source, context) => {
	const line = readLine(source, "unicodestringnl");
	const decoded = text(line, (all) => decodeRawUnicodeEscape(all, 0, all.length));
	return context?.split === true && hasPair(decoded) ? splitEscapes(line) : decoded;
};
function readUnicode(
	source: ByteSource,
	length: number | bigint,
	name: string,
	context: ReadContext | undefined,
): Text {
	const bytes = readCounted(source, length, name);
	const decoded = text(bytes, (all) => decodeUtf8(all, 0, all.length));
	return context?.split === true && hasPair(decoded) ? splitUtf8(bytes) : decoded;
}
const readUnicode1: ArgumentReader<Text> = (source, context) =>
	readUnicode(source, readUint1(source), "unicodestring1", context);
const readUnicode4: ArgumentReader<Text> = (source, context) =>
	readUnicode(source, readUint4(source), "unicodestring4", context);
const readUnicode8: ArgumentReader<Text> = (source, context) =>
	readUnicode(source, readUint8(source), "unicodestring8", context);

export const unicodestringnl: ArgumentDescriptor = /* @__PURE__ */ describe(
	"unicodestringnl",
	UP_TO_NEWLINE,
	readUnicodenl,
	"A line in raw-unicode-escape: latin-1, with \\uXXXX and \\UXXXXXXXX for what latin-1 lacks.",
);
export const unicodestring1: ArgumentDescriptor = /* @__PURE__ */ describe(
	"unicodestring1",
	TAKEN_FROM_ARGUMENT1,
	readUnicode1,
	"A length of one byte and so many bytes of UTF-8, in which lone surrogates are allowed.",
);
export const unicodestring4: ArgumentDescriptor = /* @__PURE__ */ describe(
	"unicodestring4",
	TAKEN_FROM_ARGUMENT4U,
	readUnicode4,
	"A length of four bytes and so many bytes of UTF-8, in which lone surrogates are allowed.",
);
export const unicodestring8: ArgumentDescriptor = /* @__PURE__ */ describe(
	"unicodestring8",
	TAKEN_FROM_ARGUMENT8U,
	readUnicode8,
	"A length of eight bytes and so many bytes of UTF-8, in which lone surrogates are allowed.",
);

const readDecimalShort: ArgumentReader<number | bigint | boolean> = (source, context = DEFAULT_CONTEXT) => {
	const line = readLine(source, "stringnl");
	if (line.length === 2 && line[0] === 0x30 && (line[1] === 0x30 || line[1] === 0x31)) return line[1] === 0x31;
	return parseInteger(line, context.digits, context.version);
};
const readDecimalLong: ArgumentReader<number | bigint> = (source, context = DEFAULT_CONTEXT) => {
	const line = readLine(source, "stringnl");
	const digits = line[line.length - 1] === 0x4c ? line.subarray(0, -1) : line;
	return parseInteger(digits, context.digits, context.version);
};
const readFloatnl: ArgumentReader<number> = (source, context = DEFAULT_CONTEXT) =>
	parseFloatText(readLine(source, "stringnl"), context.version);
const readFloat8: ArgumentReader<number> = (source) => readFixed(source, 8, "float8").getFloat64(0);

export const decimalnl_short: ArgumentDescriptor = /* @__PURE__ */ describe(
	"decimalnl_short",
	UP_TO_NEWLINE,
	readDecimalShort,
	`A line with a decimal int.

The lines 00 and 01 are the bools: protocols 0 and 1 have no other way to write them.`,
);
export const decimalnl_long: ArgumentDescriptor = /* @__PURE__ */ describe(
	"decimalnl_long",
	UP_TO_NEWLINE,
	readDecimalLong,
	"A line with a decimal int of any size; an L at its end is left away.",
);
export const floatnl: ArgumentDescriptor = /* @__PURE__ */ describe(
	"floatnl",
	UP_TO_NEWLINE,
	readFloatnl,
	"A line with a decimal float, or with inf or nan.",
);
export const float8: ArgumentDescriptor = /* @__PURE__ */ describe(
	"float8",
	8,
	readFloat8,
	"A float as IEEE 754 binary64, high byte first: the only number in a pickle that starts with its high byte.",
);

/** The bytes of an int in two's complement. */
function readLong(source: ByteSource, length: number, name: string): number | bigint {
	const bytes = readBytes(source, length);
	if (bytes.length !== length) throw fail(`not enough data in stream to read ${name}`);
	return decodeLongArgument(bytes);
}
const readLong1: ArgumentReader<number | bigint> = (source) => readLong(source, readUint1(source), "long1");
const readLong4: ArgumentReader<number | bigint> = (source) => {
	const length = readInt4(source);
	if (length < 0) throw new ValueError(`long4 byte count < 0: ${length}`, { code: "operand" });
	return readLong(source, length, "long4");
};

export const long1: ArgumentDescriptor = /* @__PURE__ */ describe(
	"long1",
	TAKEN_FROM_ARGUMENT1,
	readLong1,
	"A length of one byte and an int of so many bytes in two's complement, low byte first; of none, it is 0.",
);
export const long4: ArgumentDescriptor = /* @__PURE__ */ describe(
	"long4",
	TAKEN_FROM_ARGUMENT4,
	readLong4,
	`A length of four bytes, signed and not negative, and an int of so many bytes in two's complement.

Low byte first; of none, it is 0. Ints of up to 255 bytes have the shorter long1.`,
);
