import { decodeRawUnicodeEscape, hexValue } from "../../../bytes/escapes.ts";
import { decodeUtf8 } from "../../../bytes/utf8.ts";
import { encode } from "../../../registry/builtins.ts";
import type { TypeEntry } from "../../../registry/registry.ts";
import { tupleFrom } from "../../../values/tuple.ts";
import type { Loader } from "../loader.ts";
import { type EncodedCall, TAKE_TEXT } from "./encoded.ts";
import { Unmade } from "./unmade.ts";

/**
 * Bytes as protocols 0 to 2 write them: `_codecs.encode(text, "latin1")`. They are decoded from the string's own bytes,
 * and the string is made only if the pickle asks for it otherwise.
 *
 * PERF(bench: numpy's arrays, protocol 2): a string of 400 million characters and its way back take five times as long.
 */

/** A string until it is encoded, or the arguments of the call. */
class UnmadeText extends Unmade {
	/** The result of the call, where this is a string. */
	bytes: Uint8Array<ArrayBuffer> | undefined;
}

/** Takes a string that is the first argument of `_codecs.encode`; undefined for one with characters beyond latin-1. */
function takeText(m: Loader, source: Uint8Array, escaped: boolean): EncodedCall | undefined {
	const bytes = escaped ? unescaped(m, source) : latin1(m, source);
	if (bytes === undefined) return undefined;
	const { reader: r, stack, sp: at } = m;
	// The window of a stream is its owner's again.
	const own = r.final || source.buffer !== r.bytes.buffer ? source : new Uint8Array(source);
	const text = new UnmadeText(() => (escaped ? decodeRawUnicodeEscape : decodeUtf8)(own, 0, own.length));
	text.bytes = bytes;
	m.push(text);
	let args: unknown;
	// Goes on up to the end of the call, or to the first opcode that belongs to something else.
	return (step) => {
		for (;;) {
			if (r.pos === r.end) return r.final || !r.lack(1);
			const code = String.fromCharCode(r.bytes[r.pos] as number);
			const isPair = m.sp === at + 2;
			if ((args === undefined && !isPair ? PUTS_AND_TEXTS : PUTS).includes(code)) {
				if (step(m) !== undefined) return false;
			} else if (isPair && stack[at + 1] === "latin1" && code === (m.fence === at ? TUPLE : TUPLE2)) {
				step(m);
				args = stack[at];
				stack[at] = new Unmade(() => tupleFrom([text.present(), "latin1"]));
			} else {
				m.encoded = undefined;
				stack[at] = code === REDUCE && args ? args : (stack[at] as Unmade).present();
				return true;
			}
		}
	};
}

/** PUT, BINPUT, LONG_BINPUT. */
const PUTS = "pqr";
/** Also what puts the name of the codec on the stack: BINUNICODE, UNICODE, GET, BINGET, LONG_BINGET. */
const PUTS_AND_TEXTS = "pqrXVghj";
const TUPLE = "t";
const TUPLE2 = "\x86";
const REDUCE = "R";

/** The bytes of a latin-1 string in UTF-8; undefined for any other string. */
function latin1(m: Loader, source: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
	let size = 0;
	for (let i = 0; i < source.length; i++) {
		const byte = source[i] as number;
		size += 1 - ((byte & (byte << 1) & 0x80) >> 7);
	}
	m.charge(size);
	const made = new Uint8Array(size);
	let wrong = 0;
	let to = 0;
	// Half of the bytes of numbers have two bytes here: a branch would be guessed wrong each other time.
	for (let i = 0; i < source.length; i++) {
		const first = source[i] as number;
		const isLong = first >> 7;
		i += isLong;
		const last = source[i] as number;
		made[to++] = (last & (0x7f ^ (isLong << 6))) | ((first << 6) & -isLong & 0xc0);
		wrong |= -isLong & (((first & 0xfe) ^ 0xc2) | ((last & 0xc0) ^ 0x80));
	}
	return wrong === 0 ? made : undefined;
}

/** The bytes of a latin-1 string in the form of UNICODE, as CPython escapes it; undefined for any other. */
function unescaped(m: Loader, source: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
	m.charge(source.length);
	const made = new Uint8Array(source.length);
	let to = 0;
	for (let at = 0; at < source.length; at++) {
		let byte = source[at];
		if (byte === 0x5c) {
			byte = source[++at] === 0x75 ? hexValue(source, at + 1, 4) : undefined;
			at += 4;
		}
		if (byte === undefined || byte > 0xff) return undefined;
		made[to++] = byte;
	}
	return made.slice(0, to);
}

/** `_codecs.encode` of the default registry, faster for long strings. */
export const encodedBytes: TypeEntry<Uint8Array> = {
	...encode,
	load: (args, kwargs, context) => {
		const [text] = args;
		return text instanceof UnmadeText ? text.bytes : encode.load?.(args, kwargs, context);
	},
	[TAKE_TEXT]: takeText,
} as TypeEntry<Uint8Array>;
