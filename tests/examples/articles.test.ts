/** What the two articles about Python serialization say, one test a claim. */
import { describe, expect, test } from "vitest";
import { json, PyTuple, pickle, repr, tuple } from "../../src/index.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

describe("pickle", () => {
	test("pickle.dumps(dict(…)) prints the very bytes", () => {
		const bytes = pickle.dumps({ age: 20, score: 88, name: "bob" }, { protocol: 3 });
		expect(hex(bytes)).toBe(
			"80037d710028580300000061676571014b14580500000073636f726571024b5858040000006e616d6571035803000000626f627104752e",
		);
		expect(repr(bytes)).toBe(
			"b'\\x80\\x03}q\\x00(X\\x03\\x00\\x00\\x00ageq\\x01K\\x14X\\x05\\x00\\x00\\x00scoreq\\x02KXX\\x04\\x00\\x00\\x00nameq\\x03X\\x03\\x00\\x00\\x00bobq\\x04u.'",
		);
		expect(pickle.loads(bytes)).toEqual({ age: 20, score: 88, name: "bob" });
	});
	test("any object goes to bytes and back", () => {
		const value = {
			list: [1, 2.5, "x", null, true],
			tuple: tuple(1, "a"),
			bytes: new Uint8Array([0, 255]),
			big: 2n ** 100n,
		};
		const back = pickle.loads(pickle.dumps(value)) as typeof value;
		expect(back).toEqual(value);
		expect(back.tuple).toBeInstanceOf(PyTuple);
	});
	test("dump writes to a file-like object, load reads from one", async () => {
		const chunks: Uint8Array[] = [];
		await pickle.dump({ a: 1 }, { write: (chunk: Uint8Array) => void chunks.push(chunk) });
		expect(await pickle.load(new Blob(chunks as Uint8Array<ArrayBuffer>[]))).toEqual({ a: 1 });
		pickle.dumpSync([1], { write: (chunk: Uint8Array) => void chunks.push(chunk) });
		expect(pickle.loadSync(chunks)).toEqual({ a: 1 });
	});
	test("an empty file is EOFError: Ran out of input", async () => {
		await expect(pickle.load(new Blob([]))).rejects.toMatchObject({ name: "EOFError", message: "Ran out of input" });
		expect(() => pickle.loads(new Uint8Array())).toThrow("Ran out of input");
		expect(() => pickle.loadSync({ read: () => new Uint8Array() })).toThrow("Ran out of input");
	});
});

describe("json", () => {
	test("dumps returns a string, loads reads one", () => {
		const text = json.dumps({ name: "bob", age: 20, score: 88 });
		expect(text).toBe('{"name": "bob", "age": 20, "score": 88}');
		expect(json.loads(text)).toEqual({ name: "bob", age: 20, score: 88 });
	});
	test("dump writes to a file-like object, load reads from one", async () => {
		const chunks: string[] = [];
		await json.dump({ a: [1, 2.5, null] }, { write: (chunk: string) => void chunks.push(chunk) });
		expect(chunks.join("")).toBe('{"a": [1, 2.5, null]}');
		expect(await json.load(chunks)).toEqual({ a: [1, 2.5, null] });
	});
	test("the table of types", () => {
		const rows: [string, string][] = [
			["{}", "{}"],
			["[]", "[]"],
			['"string"', "'string'"],
			["1234.56", "1234.56"],
			["1234", "1234"],
			["1234.0", "1234.0"],
			["true", "True"],
			["false", "False"],
			["null", "None"],
		];
		for (const [text, python] of rows) {
			const value = json.loads(text, { mode: "exact" });
			expect(repr(value)).toBe(python);
			expect(json.dumps(value)).toBe(text);
		}
	});
});
