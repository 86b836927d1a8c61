import { describe, expect, test } from "vitest";
import { dumpLines, dumpLinesSync, loadLines, loadLinesSync } from "./lines.ts";

async function all(source: AsyncIterable<unknown>): Promise<unknown[]> {
	const found: unknown[] = [];
	for await (const item of source) found.push(item);
	return found;
}

describe("loadLines()", () => {
	test("gives the value of each line, however they are cut", async () => {
		const text = '{"id": 1}\n[1,\t2]\r\n "é"\n12345678901234567890';
		const expected = [{ id: 1 }, [1, 2], "é", 12345678901234567890n];
		expect(await all(loadLines([text]))).toEqual(expected);
		expect(await all(loadLines([...text]))).toEqual(expected);
		expect(
			await all(loadLines(Array.from(new TextEncoder().encode(`${text}\n`), (byte) => Uint8Array.of(byte)))),
		).toEqual(expected);
		expect(await all(loadLines([]))).toEqual([]);
	});
	test("an empty line is an error, as in Python, unless it is to be passed over", async () => {
		await expect(all(loadLines(["1\n\n2\n"]))).rejects.toThrow(
			expect.objectContaining({ message: "Expecting value: line 2 column 1 (char 1)", notes: ["on line 2"] }),
		);
		expect(await all(loadLines(["1\n\n \r\n2\n"], { skipEmptyLines: true }))).toEqual([1, 2]);
	});
	test("a value must not go over the end of its line", async () => {
		await expect(all(loadLines(["1\n[1,\n2]"]))).rejects.toThrow(expect.objectContaining({ notes: ["on line 2"] }));
	});

	test("a byte order mark on a later line has Python's message", async () => {
		const bytes = new TextEncoder().encode('\ufeff{"id":1}\n\ufeff{"id":2}\n');
		await expect(all(loadLines(bytes))).rejects.toThrow(
			expect.objectContaining({
				message: "Unexpected UTF-8 BOM (decode using utf-8-sig): line 1 column 1 (char 0)",
				notes: ["on line 2"],
			}),
		);
	});
	test("at once, it is the same", () => {
		const utf16 = new Uint8Array(
			new Uint16Array([...'\ufeff{"t":"\u0a0a"}\n\n[1]\n'].map((c) => c.charCodeAt(0))).buffer,
		);
		expect([...loadLinesSync(utf16, { skipEmptyLines: true })]).toEqual([{ t: "\u0a0a" }, [1]]);
		expect(() => [...loadLinesSync('{"id":1}\n\n{"id":3,}\n')]).toThrow(
			expect.objectContaining({ message: "Expecting value: line 2 column 1 (char 1)", notes: ["on line 2"] }),
		);
	});
});

describe("dumpLines()", () => {
	test("at once, it is the same", () => {
		const parts: string[] = [];
		const sink = { write: (piece: string) => parts.push(piece) };
		dumpLinesSync([{ a: "x\ny" }, [1]], sink);
		expect(parts.join("")).toBe('{"a": "x\\ny"}\n[1]\n');
		expect(() => dumpLinesSync([], sink, { indent: 2 })).toThrow("indent would break the lines");
	});
	test("writes each value on a line of its own", async () => {
		let text = "";
		const sink = { write: (piece: string) => (text += piece) };
		await dumpLines([{ a: "x\ny" }, [1, 2], null], sink);
		expect(text).toBe('{"a": "x\\ny"}\n[1, 2]\nnull\n');
		text = "";
		await dumpLines(
			(async function* () {
				yield 1;
				yield 2;
			})(),
			sink,
			{ separators: [",", ":"] },
		);
		expect(text).toBe("1\n2\n");
	});
	test("refuses an indent, which would break the lines", async () => {
		await expect(dumpLines([], { write: () => undefined }, { indent: 2 })).rejects.toThrow(
			"indent would break the lines",
		);
	});
});
