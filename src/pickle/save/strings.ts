/** Text and bytes. */
import { decodeLatin1 } from "../../bytes/codecs.ts";
import { encodeRawUnicodeEscape } from "../../bytes/escapes.ts";
import { encodeUtf8, utf8Length, writeUtf8 } from "../../bytes/utf8.ts";
import { UninternedString } from "../../registry/uninterned.ts";
import * as op from "../opcodes.ts";
import { FRAME_SIZE_TARGET } from "./framing.ts";
import type { SaveMachine } from "./machine.ts";
import { saveReduction } from "./objects.ts";

/** Writes a string, without asking or telling the memo. */
export function writeText(p: SaveMachine, text: string): void {
	const { out } = p;
	if (p.protocol === 0) {
		out.u8(op.UNICODE);
		out.raw(encodeRawUnicodeEscape(text, p.version));
		out.u8(0x0a);
		return;
	}
	if (text.length * 3 < FRAME_SIZE_TARGET || utf8Length(text) < FRAME_SIZE_TARGET) {
		writeFramed(p, text);
		return;
	}
	// No string of JavaScript is so long that it needs BINUNICODE8.
	const bytes = encodeUtf8(text);
	p.framer.outside(() => out.sized(op.SHORT_BINUNICODE, op.BINUNICODE, bytes.length), bytes);
}

/** A string within a frame. The header's length is filled in afterwards, so that the text is looked at once. */
function writeFramed(p: SaveMachine, text: string): void {
	const { out } = p;
	out.reserve(5 + text.length * 3);
	const { bytes, pos } = out;
	const seemsShort = text.length < 256 && p.protocol >= 4;
	const from = pos + (seemsShort ? 2 : 5);
	let end = writeUtf8(text, bytes, from);
	const length = end - from;
	if (seemsShort && length < 256) {
		bytes[pos] = op.SHORT_BINUNICODE;
		bytes[pos + 1] = length;
	} else {
		if (seemsShort) bytes.copyWithin(pos + 5, from, end);
		bytes[pos] = op.BINUNICODE;
		out.view.setUint32(pos + 1, length, true);
		end = pos + 5 + length;
	}
	out.pos = end;
}

/** The first `bytes` of each saver with one byte, by that byte, and the first without any: CPython has one object each. */
const fewBytes = /* @__PURE__ */ new WeakMap<SaveMachine, (Uint8Array | undefined)[]>();
/** Copies with one byte that CPython makes as objects of their own. */
const copies = /* @__PURE__ */ new WeakSet<Uint8Array>();

/**
 * `bytes`: an opcode from protocol 3 on, before that a call that makes them from text.
 *
 * @param isFresh whether nothing else has them, so that they need not be found in the memo, only counted
 */
export function saveBytes(p: SaveMachine, bytes: Uint8Array, isFresh = false): boolean {
	const { length } = bytes;
	if (length < 2 && !copies.has(bytes)) {
		const known = fewBytes.get(p) ?? [];
		const which = bytes[0] ?? 256;
		const first = known[which];
		const index = first === undefined ? undefined : p.objects.get(first);
		if (index !== undefined) {
			p.get(index);
			return true;
		}
		known[which] = bytes;
		fewBytes.set(p, known);
	}
	if (p.protocol < 3) {
		const reduction =
			length === 0
				? ({ callable: "builtins:bytes", args: [] } as const)
				: ({ callable: "_codecs:encode", args: [new UninternedString(decodeLatin1(bytes)), "latin1"] } as const);
		return saveReduction(p, reduction, bytes, false);
	}
	writePayload(p, bytes, false);
	if (isFresh && length > 1) p.put();
	else p.memoize(bytes);
	return true;
}

/** The opcode of so many `bytes`, from protocol 3 on, or of a `bytearray`, from protocol 5 on. */
export function writeBytesHeader(p: SaveMachine, length: number, isArray = false): void {
	const { out } = p;
	if (isArray) out.u8u64(op.BYTEARRAY8, length);
	else if (length <= 0xffffffff) out.sized(op.SHORT_BINBYTES, op.BINBYTES, length);
	else if (p.protocol >= 4) out.u8u64(op.BINBYTES8, length);
	else p.overflow("serializing a bytes object larger than 4 GiB requires pickle protocol 4 or higher");
}

/** `bytearray`: an opcode from protocol 5 on, before that a call with `bytes`. */
export function saveByteArray(p: SaveMachine, bytes: Uint8Array): boolean {
	if (p.protocol >= 5) {
		writePayload(p, bytes, true);
		p.memoize(bytes);
		return true;
	}
	if (p.version < 30800 && p.protocol < 3) {
		// Then the type's own reducer did it, with text.
		const args = [new UninternedString(decodeLatin1(bytes)), new UninternedString("latin-1")];
		return saveReduction(p, { callable: "builtins:bytearray", args }, bytes, false);
	}
	const copy = new Uint8Array(bytes);
	if (copy.length === 1 && p.version >= 30800) copies.add(copy);
	const args = copy.length === 0 ? [] : [copy];
	return saveReduction(p, { callable: "builtins:bytearray", args }, bytes, false);
}

/** A header and bytes: in the frame, or outside of it when there are very many. */
export function writePayload(p: SaveMachine, bytes: Uint8Array, isArray: boolean): void {
	const { length } = bytes;
	if (length >= FRAME_SIZE_TARGET) {
		p.framer.outside(() => writeBytesHeader(p, length, isArray), bytes);
	} else {
		writeBytesHeader(p, length, isArray);
		p.out.raw(bytes);
	}
}
