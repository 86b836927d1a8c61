/** Pieces of what no reader or writer should be given, and bytes at the edges of their encodings. */
import { describe, expect, test } from "vitest";
import { dump } from "../pickle/dumps.ts";
import { load, loadSync } from "../pickle/load.ts";
import { toChunk } from "./chunk.ts";
import { encodeLong } from "./long.ts";
import { orAbort } from "./signal.ts";
import { checkStringSize, MAX_STRING, typedSizeError } from "./string-size.ts";
import { decodeUtf8, decodeUtf8Strict } from "./utf8.ts";

async function refused(work: () => unknown): Promise<string> {
	try {
		await work();
	} catch (error) {
		return `${(error as Error).name}: ${(error as Error).message}`;
	}
	return "nothing was thrown";
}

describe("a piece", () => {
	test.each<[unknown, string]>([
		[null, "NoneType"],
		[true, "bool"],
		[5, "int"],
		[0.5, "float"],
		[5n, "int"],
		[[], "list"],
		[Symbol("s"), "symbol"],
		[() => 1, "function"],
		[{}, "Object"],
		[new Map(), "Map"],
		[new (class {})(), "object"],
		[Object.create(null), "object"],
	])("that is no bytes is called in Python's words (%#)", async (value, name) => {
		const expected = `TypeError: a bytes-like object is required, not '${name}'`;
		expect(await refused(() => toChunk(value))).toBe(expected);
		expect(await refused(() => loadSync([value] as never))).toBe(expected);
		expect(await refused(() => load([value] as never))).toBe(expected);
	});
	test("of no length is none", () => {
		expect([toChunk(""), toChunk(new Uint8Array(0)), toChunk(new ArrayBuffer(0))]).toEqual([
			undefined,
			undefined,
			undefined,
		]);
	});
});

describe("a signal", () => {
	test("that is not there, not raised, or raised before", async () => {
		const { signal } = new AbortController();
		expect(await orAbort(Promise.resolve(1), undefined)).toBe(1);
		expect(await orAbort(Promise.resolve(2), signal)).toBe(2);
		expect(await refused(() => orAbort(Promise.reject(new Error("own")), signal))).toBe("Error: own");
		const never = new Promise<number>(() => {});
		expect(await refused(() => orAbort(never, AbortSignal.abort()))).toBe("Exception: the operation was aborted");
	});
	test("does not hide what goes wrong by itself, nor what needs no waiting", async () => {
		const { signal } = new AbortController();
		async function* broken(): AsyncGenerator<Uint8Array> {
			yield Uint8Array.of(0x80);
			throw new TypeError("own");
		}
		expect(await refused(() => load(broken(), { signal }))).toContain("own");
		const chunks: unknown[] = [];
		const stream = new WritableStream<Uint8Array>(
			{ write: (chunk) => void chunks.push(chunk.length) },
			{ highWaterMark: 1000, size: () => 1 },
		);
		await dump("x".repeat(200_000), stream, { signal });
		expect(chunks.length).toBeGreaterThan(0);
	});
});

test("ints take as few bytes as their sign allows", () => {
	// pickle.encode_long of CPython
	for (const [value, bytes] of [
		[0n, []],
		[-1n, [255]],
		[127n, [127]],
		[128n, [128, 0]],
		[-128n, [128]],
		[-129n, [127, 255]],
		[255n, [255, 0]],
		[-256n, [0, 255]],
	] as const) {
		expect([...encodeLong(value)]).toEqual(bytes);
	}
});

test("what is too large for JavaScript is a MemoryError, and other errors are left alone", async () => {
	expect(() => checkStringSize(MAX_STRING)).not.toThrow();
	expect(await refused(() => checkStringSize(MAX_STRING + 1))).toMatch(
		/^MemoryError: a string of \d+ characters is more/,
	);
	const own = new Error("own");
	expect(typedSizeError(own)).toBe(own);
	expect(typedSizeError("text")).toBe("text");
	// As V8 says it.
	expect((typedSizeError(new RangeError("Invalid string length")) as Error).name).toBe("MemoryError");
});

describe("UTF-8", () => {
	// b"…".decode("utf-8", "surrogatepass") and .decode("utf-8") of CPython 3.13
	test.each([
		["\xe4a\xa1", "byte 0xe4 in position 0: invalid continuation byte"],
		["\xe4\xb8a", "bytes in position 0-1: invalid continuation byte"],
		["x\xe4\xb8", "bytes in position 1-2: unexpected end of data"],
		["\xe0\x9f\xbf", "byte 0xe0 in position 0: invalid continuation byte"],
		["\xf0\x8f\xbf\xbf", "byte 0xf0 in position 0: invalid continuation byte"],
		["\xf4\x90\x80\x80", "byte 0xf4 in position 0: invalid continuation byte"],
		["\xf5\x80\x80\x80", "byte 0xf5 in position 0: invalid start byte"],
		["\xc1\xbf", "byte 0xc1 in position 0: invalid start byte"],
		["\xf0\x9f\x98", "bytes in position 0-2: unexpected end of data"],
	])("%j is refused at its place", async (text, place) => {
		const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
		const expected = `UnicodeDecodeError: 'utf-8' codec can't decode ${place}`;
		expect(await refused(() => decodeUtf8(bytes, 0, bytes.length))).toBe(expected);
		expect(await refused(() => decodeUtf8Strict(bytes, 0, bytes.length))).toBe(expected);
	});
	test("short text of every width is read as a decoder reads it", () => {
		for (const text of ["é", "日本", "a日é", "\u0800", "\uffff", "\ud7ff", "\u{1f600}", "日\u{10ffff}", "\ufeffa"]) {
			const bytes = new TextEncoder().encode(text);
			expect(decodeUtf8(bytes, 0, bytes.length)).toBe(text);
		}
	});
});
