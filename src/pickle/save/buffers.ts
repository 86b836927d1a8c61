/** How a `PickleBuffer` is written. */
import { PicklingError } from "../../errors.ts";
import * as op from "../opcodes.ts";
import type { PickleBuffer } from "../pickle-buffer.ts";
import type { SaveMachine } from "./machine.ts";
import { writePayload } from "./strings.ts";

/** Writes a buffer: beside the pickle when the callback wants it so, otherwise in it. */
export function saveBuffer(p: SaveMachine, buffer: PickleBuffer): true {
	if (p.protocol < 5) {
		const be = p.version < 31300 ? "" : "be ";
		throw new PicklingError(`PickleBuffer can only ${be}pickled with protocol >= 5`, { code: "buffer" });
	}
	const bytes = buffer.raw();
	const callback = p.options.bufferCallback;
	if (callback !== undefined && !truthy(callback(buffer))) {
		p.out.u8(op.NEXT_BUFFER);
		if (buffer.readonly) p.out.u8(op.READONLY_BUFFER);
		return true;
	}
	writePayload(p, bytes, !buffer.readonly);
	p.memoize(buffer);
	return true;
}

function truthy(value: unknown): boolean {
	return value !== undefined && value !== null && value !== false && value !== 0 && value !== "";
}
