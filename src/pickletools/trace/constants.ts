/** The constants of a traced pickle, read when somebody asks. */
import { decodeLatin1 } from "../../bytes/codecs.ts";
import { decodeRawUnicodeEscape, escapeDecode } from "../../bytes/escapes.ts";
import { decodeUtf8 } from "../../bytes/utf8.ts";
import { opcodeOf } from "../opcode-info.ts";
import { findOperand, newSpan, type OperandSize, type OperandSpan, readUint, SIZES } from "./operand-sizes.ts";
import { Literal, type Value } from "./values.ts";

export type ConstantKind = "str" | "bytes" | "bytearray" | "int" | "float" | "bool" | "none" | "mark";

const KINDS: Readonly<Record<string, ConstantKind>> = {
	NONE: "none",
	NEWTRUE: "bool",
	NEWFALSE: "bool",
	FLOAT: "float",
	BINFLOAT: "float",
	STRING: "str",
	BINSTRING: "str",
	SHORT_BINSTRING: "str",
	UNICODE: "str",
	BINUNICODE: "str",
	SHORT_BINUNICODE: "str",
	BINUNICODE8: "str",
	BINBYTES: "bytes",
	SHORT_BINBYTES: "bytes",
	BINBYTES8: "bytes",
	BYTEARRAY8: "bytearray",
	MARK: "mark",
};

/** Strings longer than this are not read as names. */
const LONGEST_NAME = 1 << 16;

/** The operands of constants. */
export class Constants {
	readonly bytes: Uint8Array;
	readonly #place: OperandSpan = newSpan();

	constructor(bytes: Uint8Array) {
		this.bytes = bytes;
	}

	/** The byte of the opcode of a constant; undefined for what is not one. */
	codeOf(value: Value): number | undefined {
		if (typeof value === "number") return this.bytes[value];
		return value instanceof Literal ? value.code : undefined;
	}
	/** The type of a constant; undefined for what is not one. */
	kindOf(value: Value): ConstantKind | undefined {
		const code = this.codeOf(value);
		const info = code === undefined ? undefined : opcodeOf(code);
		return info === undefined ? undefined : (KINDS[info.name] ?? "int");
	}
	/** The bytes of the operand of a constant; a view. */
	operandOf(value: Value): Uint8Array | undefined {
		if (value instanceof Literal) return this.bytes.subarray(value.from, value.to);
		if (typeof value !== "number") return undefined;
		const size = SIZES[this.bytes[value] as number] as OperandSize;
		if (findOperand(this.bytes, value, size, this.#place) !== undefined) return undefined;
		return this.bytes.subarray(this.#place.from, this.#place.to);
	}
	/** The text of a str, or of bytes as latin-1, however it is written; undefined for what is neither or very long. */
	textOf(value: Value, longest: number = LONGEST_NAME): string | undefined {
		const code = this.codeOf(value);
		const info = code === undefined ? undefined : opcodeOf(code);
		if (info === undefined) return undefined;
		const kind = KINDS[info.name];
		if (kind !== "str" && kind !== "bytes" && kind !== "bytearray") return undefined;
		const operand = this.operandOf(value);
		if (operand === undefined || operand.length > longest) return undefined;
		if (info.name === "STRING") return quoted(operand);
		if (info.name === "UNICODE") return lenient(operand, (bytes) => decodeRawUnicodeEscape(bytes, 0, bytes.length));
		if (info.name.includes("UNICODE")) return lenient(operand, (bytes) => decodeUtf8(bytes, 0, bytes.length));
		return decodeLatin1(operand);
	}
	/** An int that is not long; undefined for what is none. */
	intOf(value: Value): number | undefined {
		if (this.kindOf(value) !== "int") return undefined;
		const operand = this.operandOf(value);
		const code = this.codeOf(value) as number;
		if (operand === undefined) return undefined;
		if (code === 0x49 || code === 0x4c) {
			const text = decodeLatin1(operand.subarray(0, 24)).replace("L", "");
			return /^[+-]?\d{1,15}$/.test(text) ? Number(text) : undefined;
		}
		if (operand.length > 6) return undefined;
		const unsigned = readUint(operand, 0, operand.length);
		const signed = code === 0x4a || code === 0x8a || code === 0x8b;
		return signed && operand.length > 0 && unsigned >= 2 ** (8 * operand.length - 1)
			? unsigned - 2 ** (8 * operand.length)
			: unsigned;
	}
}

function lenient(bytes: Uint8Array, decode: (bytes: Uint8Array) => string): string {
	try {
		return decode(bytes);
	} catch {
		return decodeLatin1(bytes);
	}
}

/** STRING's line: what is between quotes, with or without white space around, as the most generous reader takes it. */
function quoted(line: Uint8Array): string {
	let start = 0;
	let end = line.length;
	while (end > start && (line[end - 1] as number) <= 0x20) end--;
	while (start < end && (line[start] as number) <= 0x20) start++;
	// Every reader refuses one without quotes.
	const isQuoted = end - start >= 2 && line[start] === line[end - 1] && (line[start] === 0x22 || line[start] === 0x27);
	if (!isQuoted) return decodeLatin1(line);
	start++;
	end--;
	try {
		const text = escapeDecode(line, start, end);
		return decodeLatin1(text);
	} catch {
		return decodeLatin1(line.subarray(start, end));
	}
}
