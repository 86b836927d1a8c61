import { EOFError, UnpicklingError } from "../../errors.ts";
import { DISPATCH, opcodeName } from "../dispatch.ts";
import type { Loader } from "./loader.ts";

/**
 * Runs the machine over the bytes that are there.
 *
 * @returns true at STOP, false when the reader lacks bytes; the opcode that lacked them starts at the
 *   reader's position, and nothing of it has happened
 * @throws PyError with `offset` and `opcode`
 */
export function run(m: Loader): boolean {
	const r = m.reader;
	let at = r.pos;
	try {
		while (r.pos < r.end) {
			at = r.pos;
			const handler = DISPATCH[r.bytes[r.pos++] as number];
			if (handler === undefined) throw unknownOpcode(r.bytes[at] as number);
			if (handler(m) === true) {
				// The handler looked for its operands behind the opcode byte.
				r.pos = at;
				r.wanted++;
				return false;
			}
			if (r.base + r.pos > m.frameEnd) checkFrame(m, r.base + at);
			if (m.stopped) {
				m.result = m.dicts.finish(m.result, (change) => m.mapMemo(change));
				return true;
			}
		}
		at = r.pos;
		if (r.final) throw new EOFError("Ran out of input", { code: "eof" });
		r.lack(1);
		return false;
	} catch (error) {
		throw m.located(error, r.base + at, opcodeName(r.bytes[at] as number));
	}
}

/** An opcode ended behind its frame: right if it started there too, otherwise it straddled the end. */
function checkFrame(m: Loader, start: number): void {
	if (start < m.frameEnd) throw new UnpicklingError("pickle exhausted before end of frame", { code: "frame" });
	m.frameEnd = Number.POSITIVE_INFINITY;
}

/** The error of a byte that is no opcode: printable ones as they are, but for the quote. */
function unknownOpcode(code: number): UnpicklingError {
	const shown =
		code >= 0x20 && code < 0x7f && code !== 0x27 ? String.fromCharCode(code) : `\\x${code.toString(16).padStart(2, "0")}`;
	return new UnpicklingError(`invalid load key, '${shown}'.`, { code: "unknown-opcode" });
}
