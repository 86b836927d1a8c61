import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { stopwatch } from "../../tests/stopwatch.ts";
import { isCompression, type Kind, kindOf } from "./kind.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const PICKLE = "\x80\x04\x95\x0a\0\0\0\0\0\0\0K\x01K\x02\x86\x94.";

const KINDS: readonly (readonly [kind: Kind, text: string])[] = [
	["empty", ""],
	["pickle", "\x80\x01K\x01."],
	["pickle", "\x80\x05K\x01."],
	["pickle", PICKLE],
	["unknown", "\x80\x06K\x01."],
	["unknown", "\x80"],
	["unknown", "I1\n."],
	["unknown", "(dp0\nS'a'\np1\nI1\ns."],
	["unknown", "N."],
	["unknown", "]q\0."],
	["torch", "\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03."],
	["joblib", "\x80\x04\x95\x0a\0\0\0\0\0\0\0\x8c\x13joblib.numpy_pickle\x94\x8c\x11NumpyArrayWrapper\x94\x93"],
	["bzip2", "BZh91AY&SY"],
	["xz", "\xfd7zXZ\0\0\x04"],
	["lzma", "\x5d\0\0\x80\0\xff\xff"],
	["zstd", "\x28\xb5\x2f\xfd\x04"],
	["lz4", "\x04\x22\x4d\x18\x64"],
	["zfile", "ZF0x4f               "],
	["zip", "PK\x03\x04aaaa"],
	["zip", `PK\x05\x06${"\0".repeat(18)}`],
	["tar", `pickle${"\0".repeat(251)}ustar\0${"\0".repeat(40)}`],
	["npy", "\x93NUMPY\x01\0"],
	["hdf5", "\x89HDF\r\n\x1a\n"],
	["parquet", "PAR1\x15\x04"],
	["7z", "7z\xbc\xaf\x27\x1c\0\x04"],
	["rar", "Rar!\x1a\x07\x01\0"],
	["arrow", "ARROW1\0\0"],
	["safetensors", '\x40\0\0\0\0\0\0\0{"weight":'],
	["safetensors", "\x08\0\0\0\0\0\0\0{}      "],
	// Lengths of headers that spell the first bytes of a pickle and of zlib.
	["safetensors", '\x80\x02\0\0\0\0\0\0{"__metadata__":'],
	["safetensors", '\x80\x04\x01\0\0\0\0\0{"weight":'],
	["safetensors", '\x78\x9c\0\0\0\0\0\0{"weight":'],
	["pickle", "\x80\x04\x95\x0a\0\0\0\0\0\0\0}"],
	["json", '{"a": 1}'],
	["json", "  [1]"],
	["json", "\xef\xbb\xbf[1]"],
	["json", "null"],
	["json", "-1"],
	["html", "<!DOCTYPE html><html>"],
	["html", "\n<HTML lang=en>"],
	["xml", '<?xml version="1.0"?>'],
	["git-lfs", "version https://git-lfs.github.com/spec/v1\noid sha256:1"],
	["base64", "gAWVCgAAAAAAAABLAUsChpQu"],
	["base64", "gASVCgAAAAAA\nAABLAUsChpQu\n"],
	["base64", "KGRwMApTJ2EnCnAxCkkxCnMu"],
	["base64", Buffer.from(gzipSync("x")).toString("base64")],
	["base64", Buffer.from(deflateSync("abc")).toString("base64")],
	["hex", "80049500"],
	["hex", "\\x80049500"],
	["hex", "80 04 95 0a 00"],
	["hex", "1F8B0800"],
	["bytes-repr", "b'\\x80\\x04\\x95'"],
	["bytes-repr", '"\\x80\\x04K\\x01."'],
	["bytes-repr", "\\x80\\x05K"],
	["bytes-repr", "b'x\\x9cK'"],
	["bytes-repr", "b'(lp0\\n.'"],
	["replaced", "\xef\xbf\xbd\x04\xef\xbf\xbd"],
	["latin-1", "\xc2\x80\x04\xc2\x95"],
	["utf-16", "\xff\xfe\x01\0"],
	["numbers", "128,5,149,10,0,0,0,0,0,0,0,125"],
	["unknown", "128,7,12"],
];

describe("the kind of", () => {
	for (const [kind, text] of KINDS) {
		it(`${JSON.stringify(text.slice(0, 24))} is ${kind}`, () => expect(kindOf(bytes(text))).toBe(kind));
	}
	it("what this platform packs is told, at each level", () => {
		for (const level of [1, 5, 6, 9]) {
			expect(kindOf(gzipSync(PICKLE, { level }))).toBe("gzip");
			expect(kindOf(deflateSync(PICKLE, { level }))).toBe("zlib");
			expect(kindOf(deflateRawSync(PICKLE, { level }))).toBe("unknown");
		}
	});
	it("bytes depends on the first 4096 alone, and costs the same for 8 MB of any byte", () => {
		for (let byte = 0; byte < 256; byte++) {
			const many = new Uint8Array(1 << 13).fill(byte);
			expect(kindOf(many)).toBe(kindOf(many.subarray(0, 4096)));
		}
		const worst = [" ", "A", "gA", "80", "(", "b'", "eJ", "joblib."].map((text) => {
			const many = new Uint8Array(1 << 23);
			for (let i = 0; i < many.length; i++) many[i] = text.charCodeAt(i % text.length);
			return many;
		});
		const elapsed = stopwatch();
		for (const many of worst) kindOf(many);
		expect(elapsed()).toBeLessThan(100);
	});
	it("compressions are told from the rest", () => {
		expect(
			["gzip", "zlib", "bzip2", "xz", "lzma", "zstd", "lz4", "zfile"].every((kind) => isCompression(kind as Kind)),
		).toBe(true);
		expect((["zip", "pickle", "json", "unknown"] as const).some(isCompression)).toBe(false);
	});
});
