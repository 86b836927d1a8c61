import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { encodeUtf8 } from "../../../bytes/utf8.ts";
import { defaultRegistry } from "../../../registry/default.ts";
import { createRegistry } from "../../../registry/registry.ts";
import { repr } from "../../../values/repr.ts";
import { dumps } from "../../dumps.ts";
import { load } from "../../load.ts";
import { loads } from "../../loads.ts";
import { Unpickler } from "../../unpickler.ts";
import { LEAST_ENCODED } from "./encoded.ts";
import { encodedBytes } from "./latin1.ts";

/** The fast entry; without it the text is made, and encoded after that. */
const registry = createRegistry(defaultRegistry, encodedBytes);

function result(read: () => unknown): string {
	try {
		const value = read();
		return `${Object.prototype.toString.call(value)} ${repr(value)}`;
	} catch (error) {
		const { name, message, offset, opcode } = error as Error & { offset?: number; opcode?: string };
		return `${name}: ${message} at ${offset} ${opcode}`;
	}
}

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const uint4 = (n: number): string => String.fromCharCode(n & 255, (n >> 8) & 255, (n >> 16) & 255, n >>> 24);
/** BINUNICODE, as a string of bytes. */
function unicode(text: string | Uint8Array): string {
	const bytes = typeof text === "string" ? encodeUtf8(text) : text;
	return `X${uint4(bytes.length)}${String.fromCharCode(...bytes)}`;
}

const all = String.fromCharCode(...Array.from({ length: 256 }, (_, i) => i));
const long = all.repeat(6);
/** It as CPython escapes it. */
const escaped = Array.from(long, (c) =>
	"\0\n\r\\\x1a".includes(c) ? `\\u00${c.charCodeAt(0).toString(16).padStart(2, "0")}` : c,
).join("");
const CALL = "c_codecs\nencode\n";
const name = unicode("latin1");

/** Whole pickles: the call as it is written, as nobody writes it, and what is much like it. */
const PICKLES: Readonly<Record<string, string>> = {
	"the call": `${CALL}${unicode(long)}${name}\x86R.`,
	"with its memo": `${CALL}q\0${unicode(long)}q\x01${name}q\x02\x86q\x03Rq\x04.`,
	"with a long memo": `${CALL}r\0\0\0\0${unicode(long)}r\x01\0\0\0${name}r\x02\0\0\0\x86r\x03\0\0\0Rr\x04\0\0\0.`,
	"with the text, the codec, the arguments and the bytes fetched": `(${CALL}q\0${unicode(long)}q\x01${name}q\x02\x86q\x03Rq\x04h\x01h\x02h\x03h\x03h\x04t.`,
	"with a list of what is fetched": `(l${CALL}q\0${unicode(long)}q\x01${name}q\x02\x86q\x03R0]q\x04(h\x01h\x03h\x01e0](h\x01h\x03h\x03e.`,
	"in a sparse memo": `(${CALL}${unicode(long)}r\x09\x09\0\0${name}\x86r\x08\x08\0\0Rj\x09\x09\0\0j\x08\x08\0\0t.`,
	"after a mark": `${CALL}(${unicode(long)}q\x01${name}q\x02tq\x03R.`,
	"after a mark, in a tuple without it": `${CALL}(${unicode(long)}${name}\x86R.`,
	"the codec fetched": `${name}q\x07${CALL}${unicode(long)}h\x07\x86R.`,
	"as text": `c_codecs\nencode\np0\n(V${escaped}\np1\nVlatin1\np2\ntp3\nRp4\n.`,
	"as text with its arguments fetched": `(c_codecs\nencode\n(V${"\xe9\\u00e9\\u00E9".repeat(500)}\np1\nVlatin1\np2\ntp3\nRg1\ng3\nt.`,
	"as text with a backslash": `${CALL}(V${"a\\\\u00e9\\b".repeat(500)}\nVlatin1\ntR.`,
	"as text with an escape of eight digits": `${CALL}(V${"a\\U000000e9".repeat(500)}\nVlatin1\ntR.`,
	"as text with an escape cut short": `${CALL}(V${"abc".repeat(500)}\\u00e\nVlatin1\ntR.`,
	"as text beyond latin-1": `${CALL}(V${"abc".repeat(500)}\\u0100\nVlatin1\ntR.`,
	"text beyond latin-1": `${CALL}${unicode(`${long}\u0100`)}${name}\x86R.`,
	"text of all planes": `${CALL}${unicode("\u{1f600}\ud800".repeat(500))}${name}\x86R.`,
	"overlong UTF-8": `${CALL}${unicode(latin1("\xc1\x81".repeat(800)))}${name}\x86R.`,
	"UTF-8 cut short": `${CALL}${unicode(latin1(`${"a".repeat(2000)}\xc3`))}${name}\x86R.`,
	"UTF-8 that begins within a character": `${CALL}${unicode(latin1(`\x80${"a".repeat(2000)}`))}${name}\x86R.`,
	"another codec": `${CALL}${unicode(long)}${unicode("utf-8")}\x86R.`,
	"a codec that is a number": `${CALL}${unicode(long)}K\x01\x86R.`,
	"three arguments": `${CALL}${unicode(long)}${name}${unicode("strict")}\x87R.`,
	"one argument": `${CALL}${unicode(long)}\x85R.`,
	"a call of NEWOBJ": `${CALL}${unicode(long)}${name}\x86\x81.`,
	"arguments that are kept": `(${CALL}${unicode(long)}${name}\x86t.`,
	"arguments that are doubled": `(${CALL}${unicode(long)}${name}\x862R0t.`,
	"the text doubled": `(${CALL}${unicode(long)}2\x86R.`,
	"the text kept": `${CALL}${unicode(long)}q\x01.`,
	"the text dropped": `${CALL}${unicode(long)}0.`,
	"the text as a key": `}${CALL}${unicode(long)}q\x010h\x01K\x01s.`,
	"a second text that is long": `${CALL}${unicode(long)}${unicode(long)}\x86R.`,
	"a second text that is broken": `${CALL}${unicode(long)}${unicode(latin1("\xff"))}\x86R.`,
	"a codec that nobody stored": `${CALL}${unicode(long)}h\x05\x86R.`,
	"the end after the text": `${CALL}${unicode(long)}`,
	"the end before the call": `${CALL}${unicode(long)}${name}\x86`,
	"a mark between": `${CALL}(${unicode(long)}(${name}\x86R.`,
	"no callable in reach": `(${CALL}(1${unicode(long)}${name}tR.`,
	"another function": `c_codecs\ndecode\n${unicode(long)}${name}\x86R.`,
};

describe("the bytes of protocols 0 to 2", () => {
	for (const [what, pickle] of Object.entries(PICKLES)) {
		it(`are what they are by way of the text: ${what}`, async () => {
			for (const mode of ["plain", "exact"] as const) {
				const bytes = latin1(`\x80\x02${pickle}`);
				const expected = result(() => loads(bytes, { mode }));
				expect(result(() => loads(bytes, { mode, registry }))).toBe(expected);
				for (const size of [1, 7, 1000, bytes.length - 3]) {
					const chunks: Uint8Array[] = [];
					for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.slice(at, at + size));
					expect(result(() => new Unpickler(chunks, { mode, registry }).loadSync())).toBe(expected);
				}
			}
		});
	}
	it("are read by every size and protocol", () => {
		for (let length = LEAST_ENCODED - 3; length < LEAST_ENCODED + 3; length++) {
			const bytes = Uint8Array.from({ length }, (_, i) => (i * 167 + (i >> 3)) & 255);
			for (const protocol of [0, 1, 2])
				expect(loads(dumps([bytes, bytes], { protocol }), { registry })).toEqual([bytes, bytes]);
		}
	});
	it("are gathered from a stream, of which nothing after STOP is taken", async () => {
		const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 167 + (i >> 3)) & 255);
		for (const value of [bytes, [bytes, bytes]]) {
			const pickle = dumps(value, { protocol: 2 });
			const file = new Uint8Array(pickle.length + 40);
			file.set(pickle);
			let at = 0;
			const read = (n: number): Uint8Array => file.subarray(at, (at += n));
			expect(isDeepStrictEqual(await load({ read }, { registry }), value)).toBe(true);
			expect(at).toBe(pickle.length);
		}
	});
	it("share what an Unpickler remembers, whatever became of the bytes and of the chunks", () => {
		const chunks = [latin1(`\x80\x02${PICKLES["with its memo"]}`), latin1("(h\x01h\x03h\x01t.")];
		const unpickler = new Unpickler(chunks, { registry });
		const first = unpickler.loadSync() as Uint8Array;
		first.fill(0);
		chunks[0]?.fill(0);
		expect(unpickler.memo.get(1)).toBe(long);
		expect(unpickler.loadSync()).toEqual([long, [long, "latin1"], long]);
	});
	it("are not made of a text that the limits refuse, and go beyond the longest string", () => {
		const pickle = dumps(new Uint8Array(100_000), { protocol: 2 });
		expect(() => loads(pickle, { registry, limits: { memory: 150_000 } })).toThrow("memory");
		expect(loads(pickle, { registry, limits: { memory: 250_000 } })).toHaveLength(100_000);
	});
});
