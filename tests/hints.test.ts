/** Every hint that people need, from their view: the input or call that they have, and the word that helps. */
import { deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { json, pickle, tuple } from "../src/index.ts";
import { dumpsJoblib } from "../src/joblib/index.ts";
import { array } from "../src/numpy/index.ts";

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (unit) => unit.charCodeAt(0));
const good = pickle.dumps({ a: [1, 2, "x"] });
const encoded = (form: BufferEncoding): Uint8Array => latin1(Buffer.from(good).toString(form));

const BYTES: readonly (readonly [name: string, data: Uint8Array, hint: RegExp])[] = [
	["gzip", gzipSync(good), /gzip: unpack first, or use loadFile/],
	["zlib", deflateSync(good), /zlib: unpack first/],
	["bzip2", latin1("BZh91AY&SY"), /bzip2: unpack first/],
	["xz", latin1("\xfd7zXZ\0\0\x04"), /xz: unpack first/],
	["zstd", latin1("\x28\xb5\x2f\xfd\x04"), /zstd: unpack first/],
	["lz4", latin1("\x04\x22\x4d\x18\x64"), /lz4: unpack first/],
	["7z", latin1("7z\xbc\xaf\x27\x1c\0\x04"), /7z, which nothing here opens: unpack it first/],
	["rar", latin1("Rar!\x1a\x07\x01\0"), /rar, which nothing here opens/],
	["zip, npz, pt", latin1("PK\x03\x04aaaa"), /zip, as \.npz of numpy and \.pt of torch are/],
	["npy", latin1("\x93NUMPY\x01\0"), /npy: use loadNpy of brine\/numpy/],
	["joblib", (await dumpsJoblib({ a: array([1.5, 2]) })).subarray(0, 200), /joblib: use loadJoblib of brine\/joblib/],
	["a whole file of joblib", await dumpsJoblib({ a: array([1.5, 2]) }), /joblib: use loadJoblib of brine\/joblib/],
	["packed joblib", await dumpsJoblib([1], { compress: "zlib" }), /zlib: unpack first/],
	["plain text", latin1("Hello, this is some text\n"), /^this is text, not a pickle$/],
	["JSON", latin1('{"a": 1}'), /json: use json\.load/],
	["HTML", latin1("<!DOCTYPE html><html>"), /html, perhaps an error page/],
	["git-lfs", latin1("version https://git-lfs.github.com/spec/v1\n"), /git lfs pull/],
	["base64", encoded("base64"), /Buffer\.from\(text, "base64"\)/],
	["hex", encoded("hex"), /Buffer\.from\(text, "hex"\)/],
	["U+FFFD", new TextEncoder().encode(new TextDecoder().decode(good)), /U\+FFFD took the place of bytes/],
	["b'...' written out", latin1("b'\\x80\\x04K\\x01.'"), /Python's b'\.\.\.' as text/],
	["CR LF", latin1("S'a'\r\n."), /each line ends in CR LF/],
	["a file cut short", good.subarray(0, 15), /cut short: understood up to byte \d+ of 15/],
	["Python 2 text", latin1("U\x02\xc3\xa9."), /give encoding "latin1"/],
	["persistent ids", latin1("\x80\x04K\x01Q."), /give persistentLoad/],
	["digits over 4,300", latin1(`I${"1".repeat(5000)}\n.`), /raise it with \{ limits: \{ digits: … \} \}/],
	["digits of a long", latin1(`L${"1".repeat(5000)}L\n.`), /raise it with \{ limits: \{ digits: … \} \}/],
];

const CALLS: readonly (readonly [name: string, call: () => unknown, hint: RegExp])[] = [
	["pickle.load of a path", () => pickle.load("a.pkl" as never), /loadFile of brine\/node/],
	["pickle.load of a fetch", () => pickle.load(Promise.resolve(new Response("x")) as never), /a promise: await it/],
	["pickle.loads of a fetch", () => pickle.loads(Promise.resolve(new Response("x")) as never), /a promise: await it/],
	["pickle.loads of a Redis string", () => pickle.loads(Buffer.from(good).toString() as never), /getBuffer/],
	["json.load of a path", () => json.load("data/a.json"), /looks like a path: loadFile of brine\/node/],
	["json.loads of a path", () => json.loads("C:\\data\\rows.jsonl.gz"), /looks like a path/],
	["json.load of a fetch", () => json.load(Promise.resolve(new Response("1")) as never), /a promise: await it/],
	["json.loads of a pickle", () => json.loads(good), /pickle\.loads/],
	["json.loads of gzip", () => json.loads(gzipSync("1")), /gzip: unpack it first/],
	["json.loads of HTML", () => json.loads("<html>"), /HTML or XML/],
	["json.loads of a repr", () => json.loads("{'a': None}"), /Python's repr\(\), not JSON/],
	["json.loads of JSON Lines", () => json.loads('{"a": 1}\n{"a": 2}'), /loadLines/],
	["json.dumps of a Date", () => json.dumps({ at: new Date(0) }), /give default.*toJSON/],
	["json.dumps of bytes", () => json.dumps(new Uint8Array(2)), /give default/],
	["json.dumps of a class", () => json.dumps(new (class Row {})()), /give default/],
	["json.dumps(x, null, 2)", () => (json.dumps as (...all: unknown[]) => string)([1], null, 2), /\{ indent: 2 \}/],
	["sort_keys", () => json.dumps({}, { sort_keys: true } as never), /sortKeys/],
	["ensure_ascii", () => json.dumps({}, { ensure_ascii: false } as never), /ensureAscii/],
	["fix_imports", () => pickle.loads(good, { fix_imports: true } as never), /fixImports/],
	["digits of JSON", () => json.loads("1".repeat(5000)), /limits: \{ digits/],
	["digits written", () => json.dumps(10n ** 5000n), /limits: \{ digits/],
];

async function hintOf(call: () => unknown): Promise<string> {
	try {
		await call();
	} catch (error) {
		return String((error as { hint?: unknown }).hint);
	}
	return "no error";
}

describe("the hint of pickle", () => {
	it.each(BYTES)("for %s, from loads and from a stream", async (_, data, hint) => {
		expect(await hintOf(() => pickle.loads(data))).toMatch(hint);
		expect(await hintOf(() => pickle.load([data]))).toMatch(hint);
	});
});

describe("the hint of", () => {
	it.each(CALLS)("%s", async (_, call, hint) => {
		expect(await hintOf(call)).toMatch(hint);
	});
	it("what needs none is what it was", async () => {
		expect(await hintOf(() => json.loads("text.of a sentence.json"))).not.toContain("path");
		expect(await hintOf(() => json.loads(`${"a".repeat(400)}.json`))).not.toContain("path");
		expect(await hintOf(() => pickle.dumps(tuple(1)))).toBe("no error");
		expect(await hintOf(() => pickle.loads(latin1("Ix1\n.")))).toBe("undefined");
	});
});
