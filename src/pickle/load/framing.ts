/** PROTO and FRAME, and what is not an opcode. */

import { OverflowError, PyError, UnpicklingError, ValueError } from "../../errors.ts";
import type { Answer } from "../machine.ts";
import * as op from "../opcodes.ts";
import type { Loader } from "./loader.ts";

export function loadProto(m: Loader): Answer {
	const r = m.reader;
	if (r.end - r.pos < 1) return r.lack(1);
	const protocol = r.bytes[r.pos++] as number;
	if (protocol > op.HIGHEST_PROTOCOL) {
		throw new ValueError(`unsupported pickle protocol: ${protocol}`, { code: "protocol" });
	}
	m.protocol = protocol;
	return undefined;
}

/**
 * FRAME: the whole frame must be there, as CPython reads it in one piece. Its bounds mean nothing more to
 * most CPythons; the newest enforce them, see {@link Loader.framesEnforced}.
 */
export function loadFrame(m: Loader): Answer {
	const r = m.reader;
	if (r.end - r.pos < 8) return r.lack(8);
	const start = r.base + r.pos;
	if (start < m.frameEnd && m.frameEnd < start + 8) throw exhausted();
	if (m.frameEnd !== Number.POSITIVE_INFINITY && start + 8 < m.frameEnd) {
		throw new UnpicklingError("beginning of a new frame before end of current frame", { code: "frame" });
	}
	const high = r.view.getUint32(r.pos + 4, true);
	if (high > 0x7fffffff) {
		throw new OverflowError("FRAME length exceeds system's maximum of 9223372036854775807 bytes", { code: "frame" });
	}
	const length = high * 0x100000000 + r.view.getUint32(r.pos, true);
	if (r.end - r.pos - 8 < length) return r.lack(8 + length);
	r.pos += 8;
	m.lastFrame = r.base + r.pos + length;
	if (m.framesEnforced) m.frameEnd = m.lastFrame;
	return undefined;
}

/** How many bytes stand between an opcode and the payload whose length they tell. */
const HEADERS: ReadonlyMap<number, number> = /* @__PURE__ */ new Map([
	...[op.SHORT_BINSTRING, op.SHORT_BINUNICODE, op.SHORT_BINBYTES, op.LONG1].map((code) => [code, 1] as const),
	...[op.BINSTRING, op.BINUNICODE, op.BINBYTES, op.LONG4].map((code) => [code, 4] as const),
	...[op.BINUNICODE8, op.BINBYTES8, op.BYTEARRAY8].map((code) => [code, 8] as const),
]);

/**
 * An opcode ended after the end of its frame. That is right if the frame ends between two of CPython's reads,
 * which are the opcode byte, a length, a line, a payload; no read may straddle the end.
 *
 * @param at where the opcode is in the reader's bytes
 * @param start where it is in the whole input
 */
export function leaveFrame(m: Loader, at: number, start: number): void {
	const inside = m.frameEnd - start;
	if (inside > 1 && inside !== secondRead(m, at)) throw exhausted();
	m.frameEnd = Number.POSITIVE_INFINITY;
}
/** Where in an opcode CPython's read of a payload or of a second line starts. */
function secondRead(m: Loader, at: number): number {
	const { bytes } = m.reader;
	const code = bytes[at] as number;
	if (code === op.GLOBAL || code === op.INST) return bytes.indexOf(0x0a, at + 1) + 1 - at;
	return 1 + (HEADERS.get(code) ?? 0);
}
/** The error that CPython would have met first: a read that straddles the end of the frame, or the error of what was read. */
export function readError(m: Loader, error: unknown): unknown {
	if (m.frameEnd === Number.POSITIVE_INFINITY) return error;
	const { base, pos } = m.reader;
	const isTruncated = error instanceof PyError && error.code === "truncated";
	if (!isTruncated && base + pos <= m.frameEnd) return error;
	const inside = m.frameEnd - base - m.at;
	return inside > 1 && inside !== secondRead(m, m.at) ? exhausted() : error;
}
function exhausted(): UnpicklingError {
	return new UnpicklingError("pickle exhausted before end of frame", { code: "frame" });
}
/** The error of a byte that is not an opcode: printable ones as they are, but for quote and backslash. */
export function unknownOpcode(code: number): UnpicklingError {
	const shown =
		code >= 0x20 && code < 0x7f && code !== 0x27 && code !== 0x5c
			? String.fromCharCode(code)
			: `\\x${code.toString(16).padStart(2, "0")}`;
	return new UnpicklingError(`invalid load key, '${shown}'.`, { code: "unknown-opcode" });
}
