import { describe, expect, test } from "vitest";
import { PyError } from "../errors.ts";
import { dumps as jsonDumps } from "../json/dumps.ts";
import { dumps } from "../pickle/dumps.ts";
import { addNotes, joinPath } from "./error-place.ts";

function errorOf(work: () => unknown): PyError {
	try {
		work();
	} catch (error) {
		if (error instanceof PyError) return error;
		throw error;
	}
	throw new Error("nothing was thrown");
}

describe("a path", () => {
	test("is whole up to 200 segments", () => {
		expect(joinPath(0, () => "x")).toBe("");
		expect(joinPath(200, (i) => `[${i}]`)).toBe(Array.from({ length: 200 }, (_, i) => `[${i}]`).join(""));
	});
	test("has its two ends when it is longer, and is asked for those alone", () => {
		const asked: number[] = [];
		const path = joinPath(1_000_000, (i) => {
			asked.push(i);
			return `[${i}]`;
		});
		expect(asked).toHaveLength(200);
		expect(path.startsWith("[0][1][2]")).toBe(true);
		expect(path).toContain("[99]…[999900]");
		expect(path.endsWith("[999999]")).toBe(true);
	});
	test("has the beginning of a long segment", () => {
		expect(joinPath(2, (i) => (i === 0 ? "k".repeat(5000) : "[1]"))).toBe(`${"k".repeat(1000)}…[1]`);
	});
});

test("notes are no more than fit", () => {
	const error = new PyError("no");
	addNotes(error, ["a", "", "b"]);
	expect(error.notes).toEqual(["a", "b"]);
	addNotes(
		error,
		Array.from({ length: 10_000 }, () => "c"),
	);
	expect(error.notes).toHaveLength(4096);
	const long = new PyError("no");
	addNotes(
		long,
		Array.from({ length: 100 }, () => "d".repeat(100_000)),
	);
	expect(long.notes).toHaveLength(10);
});

describe("what cannot be written, 300,000 levels deep, tells where in a few words:", () => {
	const deep = (depth: number, at: (inner: unknown) => unknown): unknown => {
		let value: unknown = () => 0;
		for (let i = 0; i < depth; i++) value = at(value);
		return value;
	};
	test.each([
		["in lists", (inner: unknown) => [inner], `${"[0]".repeat(100)}…${"[0]".repeat(100)}`],
		["in dicts", (inner: unknown) => ({ a: inner }), `${".a".repeat(100)}…${".a".repeat(100)}`],
	])("pickle, %s", (_, at, path) => {
		const error = errorOf(() => dumps(deep(300_000, at)));
		expect(error.path).toBe(path);
		expect(error.notes).toHaveLength(4096);
	});
	test("json", () => {
		const error = errorOf(() => jsonDumps(deep(300_000, (inner) => [inner])));
		expect(error.path).toBe(`${"[0]".repeat(100)}…${"[0]".repeat(100)}`);
		expect(error.notes).toHaveLength(4096);
	});
	test("with one long key at every level", () => {
		const key = "k".repeat(100_000);
		const value = deep(2000, (inner) => ({ [key]: inner }));
		for (const write of [dumps, jsonDumps] as const) {
			const error = errorOf(() => write(value as object));
			expect((error.path as string).length).toBeLessThan(250_000);
			expect(error.notes.join("").length).toBeLessThan(2 ** 20);
		}
	});
});
