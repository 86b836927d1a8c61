import { describe, expect, test } from "vitest";
import { stopwatch } from "../../tests/stopwatch.ts";
import { PyDict } from "../values/dict.ts";
import { JSONDecoder } from "./decoder.ts";
import { dumps } from "./dumps.ts";
import { JSONEncoder } from "./encoder.ts";
import { loads } from "./loads.ts";
import { dump, dumpSync, load, loadAll, loadSync } from "./stream.ts";

const DOCUMENT =
	' {"text": "h\\u00e9\\ud83d\\ude00é€\u{1f600}\\n", "numbers": [0, -1.50, 12345678901234567890, 1E+2, -0],\n "words": [true, false, null, NaN, -Infinity], "empty": [{}, [], ""]} \n';
const encoder = new TextEncoder();

/** UTF-16 or UTF-32 with a byte order mark. */
function wide(text: string, width: 2 | 4): Uint8Array {
	const units =
		width === 4
			? Array.from(`\ufeff${text}`, (c) => c.codePointAt(0) as number)
			: Array.from(`\ufeff${text}`, (_, i) => `\ufeff${text}`.charCodeAt(i));
	const all = width === 4 ? units : Array.from({ length: text.length + 1 }, (_, i) => `\ufeff${text}`.charCodeAt(i));
	return Uint8Array.from(all.flatMap((unit) => Array.from({ length: width }, (_, i) => (unit / 2 ** (8 * i)) & 0xff)));
}

/** An object with Python's `read`. */
function file(data: Uint8Array | string): { read(n: number): Uint8Array | string } {
	let at = 0;
	return {
		read(n) {
			const part = data.slice(at, at + n);
			at += part.length;
			return part;
		},
	};
}

describe("load()", () => {
	const expected = loads(DOCUMENT, { mode: "exact" });

	test("reads text cut at every place", async () => {
		for (let at = 0; at <= DOCUMENT.length; at++) {
			expect(loadSync([DOCUMENT.slice(0, at), DOCUMENT.slice(at)], { mode: "exact" })).toEqual(expected);
		}
		expect(await load([...DOCUMENT], { mode: "exact" })).toEqual(expected);
	});
	test.each([
		["UTF-8", encoder.encode(DOCUMENT)],
		["UTF-8 with a mark", encoder.encode(`\ufeff${DOCUMENT}`)],
		["UTF-16", wide(DOCUMENT, 2)],
		["UTF-32", wide(DOCUMENT, 4)],
	])("reads bytes of %s cut at every place, and one by one", async (_, bytes) => {
		for (let at = 0; at <= bytes.length; at++) {
			expect(loadSync([bytes.subarray(0, at), bytes.subarray(at)], { mode: "exact" })).toEqual(expected);
		}
		expect(
			await load(
				Array.from(bytes, (byte) => Uint8Array.of(byte)),
				{ mode: "exact" },
			),
		).toEqual(expected);
	});
	test("reads from all kinds of sources", async () => {
		const bytes = encoder.encode(DOCUMENT);
		const chunks = async function* () {
			yield bytes.subarray(0, 50);
			yield bytes.subarray(50);
		};
		for (const source of [
			new Blob([bytes]),
			new Response(bytes),
			new Blob([bytes]).stream(),
			chunks(),
			file(bytes),
			file(DOCUMENT),
		]) {
			expect(await load(source as never, { mode: "exact" })).toEqual(expected);
		}
		expect(loadSync(file(bytes), { mode: "exact" })).toEqual(expected);
	});

	test("has the places of errors in the whole document, and bytes in the whole source", async () => {
		await expect(load(["[1,\n", "2,\n\u{1f600}"])).rejects.toThrow("Expecting value: line 3 column 1 (char 7)");
		await expect(load([Uint8Array.of(0x5b, 0x22), Uint8Array.of(0x61, 0xff, 0x22)])).rejects.toThrow(
			"'utf-8' codec can't decode byte 0xff in position 3: invalid start byte",
		);
		await expect(load([encoder.encode("\ufeff[1"), Uint8Array.of(0xe2, 0x82)])).rejects.toThrow(
			expect.objectContaining({ notes: ["decoding with 'utf-8-sig' codec failed"] }),
		);
		await expect(load([])).rejects.toThrow("Expecting value: line 1 column 1 (char 0)");
		await expect(load(["1 ", "2"])).rejects.toThrow("Extra data: line 1 column 3 (char 2)");
		await expect(load(["\ufeff1"])).rejects.toThrow("Unexpected UTF-8 BOM (decode using utf-8-sig)");
		await expect(load(["[1", encoder.encode("]")])).rejects.toThrow("a source must give bytes or text, not both");
	});
	test("refuses what cannot be read from in Python's words", async () => {
		await expect(load(5 as never)).rejects.toThrow(
			expect.objectContaining({ name: "AttributeError", message: "'int' object has no attribute 'read'" }),
		);
		expect(loadSync("[1]")).toEqual([1]);
		expect(() => loadSync(null as never)).toThrow("'NoneType' object has no attribute 'read'");
		await expect(load([], { foo: 1 } as never)).rejects.toThrow("unexpected keyword argument 'foo'");
	});
	test("takes decoder classes, schemas that wait, and signals", async () => {
		class Loud extends JSONDecoder {
			override decode(s: string): unknown {
				return [s, super.decode(s)];
			}
		}
		expect(await load(["[1,", "2]"], { cls: Loud })).toEqual(["[1,2]", [1, 2]]);
		const schema = {
			"~standard": { version: 1 as const, vendor: "test", validate: async (value: unknown) => ({ value: [value] }) },
		};
		expect(await load(["1"], { schema })).toEqual([1]);
		const aborter = new AbortController();
		const endless = async function* () {
			for (;;) {
				yield "[";
				await new Promise((resolve) => setTimeout(resolve, 1));
			}
		};
		setTimeout(() => aborter.abort(), 20);
		await expect(load(endless(), { signal: aborter.signal })).rejects.toThrow(
			expect.objectContaining({ code: "aborted" }),
		);
	});
});

describe("load() of a document that is not held whole", () => {
	// Beyond 2^24 characters the text is parsed as it comes.
	const row = `{"id": 12345678901234567890, "name": "${"é".repeat(1000)}", "n": 1.5}`;
	const rows = 20_000;
	function* chunks(tail: string): Generator<string> {
		yield "[\n";
		for (let i = 0; i < rows; i++) yield `${i === 0 ? "" : ",\n"}${row}`;
		yield tail;
	}
	test("gives the same values", async () => {
		const value = (await load(chunks("]"))) as unknown[];
		expect(value.length).toBe(rows);
		expect(value[rows - 1]).toEqual(loads(row));
	});
	test("has the places of errors in the whole document", async () => {
		const size = (row.length + 2) * rows;
		await expect(load(chunks(",\n ]"))).rejects.toThrow(
			expect.objectContaining({
				message: `Illegal trailing comma before end of array: line ${rows + 1} column ${row.length + 1} (char ${size})`,
			}),
		);
		await expect(load(chunks("] x"))).rejects.toThrow(
			`Extra data: line ${rows + 1} column ${row.length + 3} (char ${size + 2})`,
		);
	});
	test("keeps to its limits", async () => {
		await expect(load(chunks("]"), { limits: { memory: 2 ** 20 } })).rejects.toThrow(
			"limit exceeded: memory is 1048576",
		);
	});
	test("a long string in many chunks takes time in proportion", () => {
		const elapsed = stopwatch();
		const value = loadSync(
			(function* () {
				yield " ".repeat(2 ** 24);
				yield '["';
				for (let i = 0; i < 2000; i++) yield "0123456789abcdef".repeat(512);
				yield '"]';
			})(),
		) as string[];
		expect(value[0]?.length).toBe(2000 * 8192);
		expect(elapsed()).toBeLessThan(30_000);
	});
});

describe("loadAll()", () => {
	test("gives one document after the other", async () => {
		const seen: unknown[] = [];
		for await (const value of loadAll(["{}", '[1]"a"', " 1", "2 nul", "l\n"])) seen.push(value);
		expect(seen).toEqual([{}, [1], "a", 12, null]);
	});
	test("ends with the error of a broken one", async () => {
		const seen: unknown[] = [];
		await expect(async () => {
			for await (const value of loadAll(["1\n{"])) seen.push(value);
		}).rejects.toThrow("Expecting property name enclosed in double quotes: line 2 column 2 (char 3)");
		expect(seen).toEqual([1]);
	});
});

describe("dump()", () => {
	const value = { a: [1, "x", {}], b: null };

	test("writes the text of dumps() to all kinds of sinks", async () => {
		const large = Array.from({ length: 30_000 }, (_, i) => ({ id: i, text: `é${i}` }));
		for (const given of [value, large]) {
			let text = "";
			await dump(given, { write: (piece: string) => (text += piece) });
			expect(text).toBe(dumps(given));
			const chunks: Uint8Array[] = [];
			await dump(given, new WritableStream<Uint8Array>({ write: (chunk) => void chunks.push(chunk) }), {
				ensureAscii: false,
			});
			expect(await new Blob(chunks as BlobPart[]).text()).toBe(dumps(given, { ensureAscii: false }));
		}
	});
	test("writes large values in pieces of a sensible size", async () => {
		const sizes: number[] = [];
		await dump(new Array(100_000).fill("abcdefgh"), { write: (piece: string) => void sizes.push(piece.length) });
		expect(sizes.length).toBeGreaterThan(5);
		expect(Math.max(...sizes)).toBeLessThan(300_000);
	});
	test("waits for a sink that asks for it", async () => {
		let waiting = 0;
		await dump(new Array(50_000).fill("abcdefgh"), {
			async write() {
				expect(waiting++).toBe(0);
				await new Promise((resolve) => setTimeout(resolve, 1));
				waiting--;
			},
		});
	});
	test("dumpSync() writes Python's very chunks", () => {
		const chunks: string[] = [];
		dumpSync(value, { write: (chunk: string) => chunks.push(chunk) });
		expect(chunks).toEqual(["{", '"a"', ": ", "[1", ', "x"', ", ", "{}", "]", ", ", '"b"', ": ", "null", "}"]);
	});
	test("an encoder class may decide about the chunks", async () => {
		class Encoder extends JSONEncoder {
			override *iterencode(): Generator<string, void> {
				yield "1";
				yield "2";
			}
		}
		let text = "";
		await dump(value, { write: (piece: string) => (text += piece) }, { cls: Encoder });
		dumpSync(value, { write: (piece: string) => (text += piece) }, { cls: Encoder });
		expect(text).toBe("1212");
	});
	test("errors are those of Python's dump", async () => {
		const bad = new PyDict([[1, new Set()]]);
		await expect(dump(bad, { write: () => undefined })).rejects.toThrow(
			expect.objectContaining({
				message: "Object of type set is not JSON serializable",
				notes: ["when serializing dict item '1'"],
				path: "[1]",
			}),
		);
		await expect(dump([1], 5 as never)).rejects.toThrow(
			expect.objectContaining({ name: "AttributeError", message: "'int' object has no attribute 'write'" }),
		);
		expect(() => dumpSync([1], {} as never)).toThrow("'dict' object has no attribute 'write'");
		await expect(dump(1, { write: () => undefined }, 5 as never)).rejects.toThrow(
			"dump() takes 2 positional arguments but 3 were given",
		);
		const aborted = AbortSignal.abort();
		await expect(dump([1], { write: () => undefined }, { signal: aborted })).rejects.toThrow(
			expect.objectContaining({ code: "aborted" }),
		);
	});
});
