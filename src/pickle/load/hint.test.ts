import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { PyError } from "../../errors.ts";
import * as pickle from "../index.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const LONG = pickle.dumps(["a text that is long enough", "and another", { key: 1.5 }]);

function errorOf(work: () => unknown): PyError {
	try {
		work();
	} catch (error) {
		if (error instanceof PyError) return error;
		throw error;
	}
	throw new Error("nothing was thrown");
}
async function hintsOf(data: Uint8Array, options?: pickle.LoadOptions): Promise<(string | undefined)[]> {
	async function* cut(): AsyncGenerator<Uint8Array> {
		for (let at = 0; at < data.length; at += 64) yield data.subarray(at, at + 64);
	}
	const streamed = await pickle.load(cut(), options).catch((error: unknown) => error);
	return [errorOf(() => pickle.loads(data, options)).hint, (streamed as PyError).hint];
}

describe("the hint of a pickle that does not load", () => {
	const cases: readonly (readonly [about: string, data: Uint8Array, hint: RegExp])[] = [
		["gzip", gzipSync(LONG), /^this looks like gzip: unpack first, or use loadFile/],
		["zlib", bytes("x\x9c\x4b\x04"), /like zlib: unpack first/],
		["bzip2", bytes("BZh91AY&SY\x84"), /like bzip2: unpack first/],
		["xz", bytes("\xfd7zXZ\0\0"), /like xz: unpack first/],
		["zstd", bytes("\x28\xb5\x2f\xfd"), /like zstd: unpack first/],
		["lz4", bytes("\x04\x22\x4d\x18"), /like lz4: unpack first/],
		["zip", bytes("PK\x03\x04aaaa"), /like zip, as .npz of numpy and .pt of torch/],
		["zip with a newline", bytes("PK\x03\x04aaaa\n."), /like zip/],
		["npy", bytes("\x93NUMPY\x01\0"), /like npy/],
		["HTML", bytes("<!DOCTYPE html><html>"), /like html, perhaps an error page/],
		["JSON", bytes('{"a": 1}'), /like json: use json.load/],
		["git-lfs", bytes("version https://git-lfs.github.com/spec/v1\n"), /git lfs pull/],
		["base64", bytes(Buffer.from(LONG).toString("base64")), /like base64: decode it first/],
		["hex", bytes(Buffer.from(LONG).toString("hex")), /like hex: decode it first/],
		["a repr", bytes("b'\\x80\\x04K\\x01.'"), /Python's b'...' as text/],
		["UTF-8 with losses", Buffer.from(new TextDecoder().decode(LONG)), /U\+FFFD took the place of bytes/],
		["Latin-1 as UTF-8", Buffer.from(Buffer.from(LONG).toString("latin1"), "utf8"), /Buffer.from\(text, "latin1"\)/],
		["UTF-16", Buffer.from("\ufeff\u0480", "utf16le"), /utf-16 text, as > of PowerShell/],
		["CR LF in protocol 0", bytes("S'a'\r\n."), /each line ends in CR LF/],
		["CR LF in protocol 0, further in", bytes("(dp0\r\nS'a'\r\np1\r\nI1\r\ns."), /each line ends in CR LF/],
	];
	for (const [about, data, hint] of cases) {
		it(`names ${about}, for bytes and streams`, async () => {
			for (const found of await hintsOf(data)) expect(found).toMatch(hint);
		});
	}
	it("says how far a pickle was understood that is cut short", async () => {
		for (const length of [30, 50, LONG.length - 1]) {
			for (const hint of await hintsOf(LONG.subarray(0, length))) {
				expect(hint).toMatch(new RegExp(`^cut short: understood up to byte \\d+ of ${length}; `));
			}
		}
	});
	it("names the option for strings of Python 2, persistent ids, buffers", async () => {
		for (const hint of await hintsOf(bytes("U\x02\xc3\xa9."))) expect(hint).toMatch(/give encoding "latin1"/);
		for (const hint of await hintsOf(bytes("S'\\xe9'\n."))) expect(hint).toMatch(/give encoding "latin1"/);
		for (const hint of await hintsOf(bytes("K\x01Q."))) expect(hint).toMatch(/give persistentLoad/);
		for (const hint of await hintsOf(bytes("Pabc\n."))) expect(hint).toMatch(/give persistentLoad/);
		for (const hint of await hintsOf(bytes("\x97."))) expect(hint).toMatch(/give the buffers that it got/);
	});
	it("is not there where the message says enough, and then no property", async () => {
		for (const data of ["K\x01", "0.", ")R."]) {
			const error = errorOf(() => pickle.loads(bytes(data)));
			if (data !== "K\x01") expect(Object.keys(error)).not.toContain("hint");
		}
		expect(errorOf(() => pickle.loads(LONG, { limits: { memory: 1 } })).hint).toBeUndefined();
	});
	it("names what to give instead of a path, a promise, a string", async () => {
		const given = pickle.loads as (data: unknown) => unknown;
		expect(errorOf(() => given("\x80\x04")).hint).toMatch(
			/ask a Redis client for a Buffer .*; loadFile of brine\/node/,
		);
		expect(errorOf(() => given(Promise.resolve())).hint).toBe("this is a promise: await it");
		const load = pickle.load as (data: unknown) => Promise<unknown>;
		expect(((await load("a.pkl").catch((it: unknown) => it)) as PyError).hint).toMatch(/loadFile of brine\/node/);
		expect(((await load(fetch("data:,x")).catch((it: unknown) => it)) as PyError).hint).toBe(
			"this is a promise: await it",
		);
	});
});

describe("an error", () => {
	it("has what is known in its stack", () => {
		const error = errorOf(() => pickle.dumps({ rows: [() => 1] }));
		const [first, path, ...rest] = (error.stack as string).split("\n");
		expect(first).toMatch(/TypeError: cannot pickle 'function' object$/);
		expect(path).toBe("    path: .rows[0]");
		expect(rest[0]).toBe("    when serializing list item 0");
		const read = errorOf(() => pickle.loads(bytes("<html>")));
		expect(read.stack?.split("\n")[1]).toMatch(/^ {4}hint: this looks like html/);
		expect(read.stack?.match(/hint: /g)?.length).toBe(1);
	});
	it("has no property that is not set", () => {
		const error = errorOf(() => pickle.loads(bytes("0.")));
		expect(Object.keys(error).sort()).toEqual(["code", "offset", "opcode"]);
		expect(Object.keys(new PyError("x"))).toEqual(["code"]);
		expect(new PyError("x").path).toBeUndefined();
	});
});
