/** Opcodes that push text and bytes. */

import { decodeText } from "../../bytes/codecs.ts";
import { decodeRawUnicodeEscape, escapeDecode } from "../../bytes/escapes.ts";
import { decodeUtf8 } from "../../bytes/utf8.ts";
import { UnpicklingError } from "../../errors.ts";
import { byteArrayOf } from "../../values/bytearray.ts";
import type { Answer } from "../machine.ts";
import { BYTES, TEXT } from "./costs.ts";
import { pushEncoded } from "./fast/encoded.ts";
import type { Loader } from "./loader.ts";
import { readLength8, readLine } from "./operands.ts";

/** The value that a `str` of Python 2 becomes: text by `encoding`, or bytes. */
function pushPython2String(m: Loader, bytes: Uint8Array): void {
	if (m.encoding === "bytes" || (m.encoding === "auto" && !isText(bytes))) m.push(new Uint8Array(bytes));
	else m.push(decodeText(bytes, m.encoding === "auto" ? "utf-8" : m.encoding, m.errors));
}

/** Whether bytes are UTF-8 without control characters, as text is, and states of dates and arrays are not. */
function isText(bytes: Uint8Array): boolean {
	for (const byte of bytes)
		if (byte === 0x7f || (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13)) return false;
	try {
		decodeUtf8(bytes, 0, bytes.length);
		return true;
	} catch {
		return false;
	}
}

export function loadString(m: Loader): Answer {
	const line = readLine(m.reader, 1);
	if (line === undefined) return true;
	checkQuotes(line);
	m.charge(line.length + TEXT);
	pushPython2String(m, escapeDecode(line, 1, line.length - 1));
	return undefined;
}

/** STRING: a `repr` between quotes, with its escapes. */
export function checkQuotes(line: Uint8Array): void {
	const quote = line[0];
	if (line.length < 2 || quote !== line[line.length - 1] || (quote !== 0x27 && quote !== 0x22)) {
		throw new UnpicklingError("the STRING opcode argument must be quoted", { code: "operand" });
	}
}

export function loadBinString(m: Loader): Answer {
	const r = m.reader;
	if (r.end - r.pos < 4) return r.lack(4);
	const length = r.view.getInt32(r.pos, true);
	if (length < 0) {
		throw m.version >= 31400
			? new UnpicklingError("BINSTRING pickle has negative byte count", { code: "operand" })
			: new UnpicklingError("pickle data was truncated", { code: "truncated" });
	}
	const bytes = r.takeOperand(4, length);
	if (bytes === undefined) return true;
	m.charge(length + TEXT);
	pushPython2String(m, bytes);
	return undefined;
}

export function loadShortBinString(m: Loader): Answer {
	const r = m.reader;
	if (r.end - r.pos < 1) return r.lack(1);
	const length = r.bytes[r.pos] as number;
	const bytes = r.takeOperand(1, length);
	if (bytes === undefined) return true;
	m.charge(length + TEXT);
	pushPython2String(m, bytes);
	return undefined;
}

/** UNICODE: raw-unicode-escape up to the newline. */
export function loadUnicode(m: Loader): Answer {
	const line = readLine(m.reader, 1);
	if (line === undefined) return true;
	m.charge(line.length + TEXT);
	if (!pushEncoded(m, line, true)) m.push(decodeRawUnicodeEscape(line, 0, line.length));
	return undefined;
}

function pushText(m: Loader, header: number, length: number): Answer {
	const r = m.reader;
	if (r.operand !== undefined) {
		const bytes = r.takeOperand(header, length) as Uint8Array;
		if (!pushEncoded(m, bytes, false)) m.push(decodeUtf8(bytes, 0, length));
		return undefined;
	}
	const start = r.pos + header;
	if (r.end - start < length) return r.lackOperand(header, length);
	m.charge(length + TEXT);
	r.pos = start + length;
	if (!pushEncoded(m, r.bytes.subarray(start, r.pos), false)) m.push(decodeUtf8(r.bytes, start, r.pos));
	return undefined;
}

export function loadShortBinUnicode(m: Loader): Answer {
	const r = m.reader;
	if (r.end - r.pos < 1) return r.lack(1);
	return pushText(m, 1, r.bytes[r.pos] as number);
}
export function loadBinUnicode(m: Loader): Answer {
	const r = m.reader;
	if (r.end - r.pos < 4) return r.lack(4);
	return pushText(m, 4, r.view.getUint32(r.pos, true));
}
export function loadBinUnicode8(m: Loader): Answer {
	const r = m.reader;
	if (r.end - r.pos < 8) return r.lack(8);
	return pushText(m, 8, readLength8(r, "BINUNICODE"));
}

function pushBytes(m: Loader, header: number, length: number): Answer {
	const r = m.reader;
	if (r.operand === undefined && r.end - r.pos - header < length) return r.lackOperand(header, length);
	if (m.zeroCopy && r.operand === undefined) {
		const start = r.pos + header;
		r.pos = start + length;
		m.push(r.bytes.subarray(start, r.pos));
		return undefined;
	}
	m.charge(length + BYTES);
	m.push(r.takeOperand(header, length));
	return undefined;
}

export function loadShortBinBytes(m: Loader): Answer {
	const r = m.reader;
	if (r.end - r.pos < 1) return r.lack(1);
	return pushBytes(m, 1, r.bytes[r.pos] as number);
}
export function loadBinBytes(m: Loader): Answer {
	const r = m.reader;
	if (r.end - r.pos < 4) return r.lack(4);
	return pushBytes(m, 4, r.view.getUint32(r.pos, true));
}
export function loadBinBytes8(m: Loader): Answer {
	const r = m.reader;
	if (r.end - r.pos < 8) return r.lack(8);
	return pushBytes(m, 8, readLength8(r, "BINBYTES"));
}

export function loadByteArray8(m: Loader): Answer {
	const r = m.reader;
	if (r.end - r.pos < 8) return r.lack(8);
	const length = readLength8(r, "BYTEARRAY8");
	if (r.operand === undefined && r.end - r.pos - 8 < length) return r.lackOperand(8, length);
	m.charge(length + BYTES);
	const bytes = r.takeOperand(8, length) as Uint8Array<ArrayBuffer>;
	m.push(byteArrayOf(bytes));
	return undefined;
}
