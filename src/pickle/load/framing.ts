/** PROTO and FRAME. */
import { LACKS } from "../../bytes/reader.ts";
import { OverflowError, UnpicklingError, ValueError } from "../../errors.ts";
import type { Loader } from "./loader.ts";
import { HIGHEST_PROTOCOL } from "../opcodes.ts";

type Answer = typeof LACKS | undefined;

export function loadProto(m: Loader): Answer {
	const r = m.reader;
	if (r.end - r.pos < 1) return r.lack(1);
	const protocol = r.bytes[r.pos++] as number;
	if (protocol > HIGHEST_PROTOCOL) {
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
	const high = r.view.getUint32(r.pos + 4, true);
	if (high > 0x7fffffff) {
		throw new OverflowError("FRAME length exceeds system's maximum of 9223372036854775807 bytes", { code: "frame" });
	}
	const length = high * 0x100000000 + r.view.getUint32(r.pos, true);
	if (m.frameEnd !== Number.POSITIVE_INFINITY && r.base + r.pos + 8 < m.frameEnd) {
		throw new UnpicklingError("beginning of a new frame before end of current frame", { code: "frame" });
	}
	if (r.end - r.pos - 8 < length) {
		// Refused before it is gathered when it could not be used anyway.
		if (length > m.budget) m.charge(length);
		return r.lack(8 + length);
	}
	r.pos += 8;
	if (m.framesEnforced) m.frameEnd = r.base + r.pos + length;
	return undefined;
}
