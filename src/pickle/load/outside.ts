/** Opcodes for what is outside of the stream: persistent ids, extension codes, out-of-band buffers. */

import { decodeText } from "../../bytes/codecs.ts";
import { PyTypeError, UnpicklingError, ValueError } from "../../errors.ts";
import { brandOf } from "../../values/brand.ts";
import { PyByteArray } from "../../values/bytearray.ts";
import { splitName } from "../../values/py-name.ts";
import { typeNameInC } from "../../values/type-name.ts";
import type { Answer } from "../machine.ts";
import type { PickleBuffer } from "../pickle-buffer.ts";
import type { Loader } from "./loader.ts";
import { readLine } from "./operands.ts";

/** PERSID: an ASCII line. */
export function loadPersId(m: Loader): Answer {
	m.checkPersistentLoad();
	const line = readLine(m.reader, 1);
	if (line === undefined) return true;
	if (line.some((byte) => byte > 0x7f)) {
		throw new UnpicklingError("persistent IDs in protocol 0 must be ASCII strings", { code: "persistent-id" });
	}
	m.push(m.persistentLoad(decodeText(line, "ascii", "strict")));
	return undefined;
}

export function loadBinPersId(m: Loader): Answer {
	m.checkPersistentLoad();
	m.push(m.persistentLoad(m.pop()));
	return undefined;
}

function pushExtension(m: Loader, code: number): void {
	if (code <= 0) throw new UnpicklingError("EXT specifies code <= 0", { code: "extension" });
	const name = m.registry.byCode(code);
	if (name === undefined) throw new ValueError(`unregistered extension code ${code}`, { code: "extension" });
	m.push(m.findClass(...splitName(name)));
}

export function loadExt1(m: Loader): Answer {
	const r = m.reader;
	if (r.end - r.pos < 1) return r.lack(1);
	pushExtension(m, r.bytes[r.pos++] as number);
	return undefined;
}
export function loadExt2(m: Loader): Answer {
	const r = m.reader;
	if (r.end - r.pos < 2) return r.lack(2);
	r.pos += 2;
	pushExtension(m, r.view.getUint16(r.pos - 2, true));
	return undefined;
}
export function loadExt4(m: Loader): Answer {
	const r = m.reader;
	if (r.end - r.pos < 4) return r.lack(4);
	r.pos += 4;
	pushExtension(m, r.view.getInt32(r.pos - 4, true));
	return undefined;
}

/** NEXT_BUFFER: the next of the `buffers` option, the very object. */
export function loadNextBuffer(m: Loader): Answer {
	if (m.buffers === undefined) {
		throw new UnpicklingError("pickle stream refers to out-of-band data but no *buffers* argument was given", {
			code: "buffer",
		});
	}
	const next = m.buffers.next();
	if (next.done === true) throw new UnpicklingError("not enough out-of-band buffers", { code: "buffer" });
	m.push(next.value instanceof ArrayBuffer ? new Uint8Array(next.value) : next.value);
	return undefined;
}

/** READONLY_BUFFER: what can be written to becomes `bytes` over the same memory; what is read-only stays. */
export function loadReadonlyBuffer(m: Loader): Answer {
	const top = m.top();
	if (top instanceof PyByteArray) {
		m.stack[m.sp - 1] = new Uint8Array(top.buffer, top.byteOffset, top.byteLength);
	} else if (brandOf(top) === "PickleBuffer") {
		const buffer = top as PickleBuffer;
		if (!buffer.readonly) m.stack[m.sp - 1] = buffer.raw();
	} else if (!ArrayBuffer.isView(top)) {
		throw new PyTypeError(`memoryview: a bytes-like object is required, not '${typeNameInC(top)}'`, { code: "buffer" });
	}
	return undefined;
}
