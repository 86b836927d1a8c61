/** Opcodes that push None, bools, ints and floats. */

import { decodeText } from "../../bytes/codecs.ts";
import { decodeLong } from "../../bytes/long.ts";
import { OverflowError, PyError, UnpicklingError, ValueError } from "../../errors.ts";
import type { VersionNumber } from "../../options.ts";
import { exactFloat } from "../../values/numbers.ts";
import type { Answer } from "../machine.ts";
import { BIGINT, floatCost } from "./costs.ts";
import { plainInt } from "./fast/plain-int.ts";
import { cString, type IntContext, parsePyLong, strtol } from "./int-text.ts";
import type { Loader } from "./loader.ts";
import { readLine } from "./operands.ts";

export function loadNone(m: Loader): Answer {
	m.push(null);
	return undefined;
}
export function loadNewTrue(m: Loader): Answer {
	m.push(true);
	return undefined;
}
export function loadNewFalse(m: Loader): Answer {
	m.push(false);
	return undefined;
}

export function loadBinInt(m: Loader): Answer {
	const r = m.reader;
	if (r.end - r.pos < 4) return r.lack(4);
	m.push(r.view.getInt32(r.pos, true));
	r.pos += 4;
	return undefined;
}
export function loadBinInt1(m: Loader): Answer {
	const r = m.reader;
	if (r.end - r.pos < 1) return r.lack(1);
	m.push(r.bytes[r.pos++]);
	return undefined;
}
export function loadBinInt2(m: Loader): Answer {
	const r = m.reader;
	if (r.end - r.pos < 2) return r.lack(2);
	m.push(r.view.getUint16(r.pos, true));
	r.pos += 2;
	return undefined;
}

export function loadInt(m: Loader): Answer {
	const line = readLine(m.reader, 2);
	if (line === undefined) return true;
	m.push(intOfLine(line, m));
	return undefined;
}

/**
 * INT: `strtol` first, and `int()` when that does not take the whole line. A line of exactly two
 * characters that says 0 or 1 is a bool, which is how protocol 0 writes them.
 */
export function intOfLine(line: Uint8Array, context: IntContext): number | bigint | boolean {
	const plain = plainInt(line, line.length, context);
	if (plain !== undefined) return plain;
	const text = cString(line);
	const base = context.version >= 31400 ? 10 : 0;
	const read = strtol(text, base);
	if (read !== undefined && read.end === text.length) {
		const isBool =
			line.length === 2 && (read.value === 0 || read.value === 1) && (context.version < 31500 || line[0] === 0x30);
		return isBool ? read.value === 1 : read.value;
	}
	try {
		return parsePyLong(text, base, context);
	} catch (cause) {
		// Python says the same of digits beyond its limit as of letters.
		const hint = cause instanceof PyError ? cause.hint : undefined;
		throw new ValueError("could not convert string to int", { code: "operand", cause, hint });
	}
}

export function loadLong(m: Loader): Answer {
	const line = readLine(m.reader, 2);
	if (line === undefined) return true;
	m.push(longOfLine(line, m));
	return undefined;
}

/** LONG: `int()` of the line, without the `L` that is its last character. */
export function longOfLine(line: Uint8Array, context: IntContext): number | bigint {
	const cut = line[line.length - 1] === 0x4c;
	const plain = plainInt(line, cut ? line.length - 1 : line.length, context);
	if (plain !== undefined) return plain;
	const text = cString(cut ? line.subarray(0, -1) : line);
	// Without the L, C sees the newline too and quotes it.
	const shown = cut || line.includes(0) ? text : `${text}\n`;
	return parsePyLong(text, context.version >= 31400 ? 10 : 0, context, shown);
}

export function loadLong1(m: Loader): Answer {
	const r = m.reader;
	if (r.end - r.pos < 1) return r.lack(1);
	const length = r.bytes[r.pos] as number;
	if (r.end - r.pos < 1 + length) return r.lack(1 + length);
	if (length > 6) m.charge(BIGINT + length);
	m.push(decodeLong(r.bytes, r.pos + 1, length));
	r.pos += 1 + length;
	return undefined;
}

export function loadLong4(m: Loader): Answer {
	const r = m.reader;
	if (r.end - r.pos < 4) return r.lack(4);
	const length = r.view.getInt32(r.pos, true);
	if (length < 0) throw new UnpicklingError("LONG pickle has negative byte count", { code: "operand" });
	const bytes = r.takeOperand(4, length);
	if (bytes === undefined) return true;
	m.charge(BIGINT + length);
	m.push(decodeLong(bytes, 0, length));
	return undefined;
}

export function loadBinFloat(m: Loader): Answer {
	const r = m.reader;
	if (r.end - r.pos < 8) return r.lack(8);
	const value = r.view.getFloat64(r.pos, false);
	r.pos += 8;
	const kept = m.exact ? exactFloat(value) : value;
	m.charge(floatCost(kept));
	m.push(kept);
	return undefined;
}

const NUMBER = /^[+-]?(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|inf(?:inity)?|nan)/i;

export function loadFloat(m: Loader): Answer {
	const line = readLine(m.reader, 2);
	if (line === undefined) return true;
	const value = floatOfLine(line, m.version);
	const kept = m.exact ? exactFloat(value) : value;
	m.charge(floatCost(kept));
	m.push(kept);
	return undefined;
}

/** FLOAT: C's `strtod` on the raw line, which knows no underscores, spaces or hexadecimals. */
export function floatOfLine(line: Uint8Array, version: VersionNumber): number {
	const text = cString(line);
	const match = NUMBER.exec(text)?.[0];
	if (match === undefined) {
		throw new ValueError(`could not convert string to float: ${shownFloat(version, line)}`, { code: "operand" });
	}
	const value = parseFloatText(match);
	if (!Number.isFinite(value) && /[0-9]/.test(match)) {
		throw new OverflowError(`value too large to convert to float: ${shownFloat(version, line)}`, { code: "operand" });
	}
	if (match.length !== text.length) throw new ValueError("could not convert string to float", { code: "operand" });
	return value;
}

/** The part of a FLOAT that errors show: its first 200 bytes, with the newline if C sees it. */
function shownFloat(version: VersionNumber, line: Uint8Array): string {
	const nul = line.indexOf(0);
	const bytes = nul === -1 ? Uint8Array.of(...line.subarray(0, 200), 0x0a) : line.subarray(0, nul);
	const text = decodeText(bytes.subarray(0, 200), "utf-8", "replace");
	return version < 30800 ? text : `'${text}'`;
}

function parseFloatText(text: string): number {
	const word = /[in]/i.exec(text)?.[0]?.toLowerCase();
	if (word === undefined) return Number(text);
	if (word === "n" && /nan/i.test(text)) return Number.NaN;
	return text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
