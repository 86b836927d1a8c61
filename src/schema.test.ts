import { describe, expect, test } from "vitest";
import { isA, PyError, ValueError } from "./errors.ts";
import { loads } from "./json/loads.ts";
import type { SchemaError, SchemaIssue, StandardSchema } from "./schema.ts";

const refusing = (...issues: SchemaIssue[]): StandardSchema<number> => ({
	"~standard": { version: 1, vendor: "test", validate: () => ({ issues }) },
});
const failure = (...issues: SchemaIssue[]): SchemaError => {
	try {
		loads("1", { schema: refusing(...issues) });
	} catch (error) {
		return error as SchemaError;
	}
	throw new Error("nothing was thrown");
};

describe("a schema's refusal", () => {
	test.each([
		[[], "wrong"],
		[["a", "b_1"], "wrong at .a.b_1"],
		[[0, "x"], "wrong at [0].x"],
		[["a b", ""], 'wrong at ["a b"][""]'],
		[[{ key: "items" }, { key: 3 }], "wrong at .items[3]"],
		[[Symbol("s")], 'wrong at ["Symbol(s)"]'],
		[["__proto__", "1x"], 'wrong at .__proto__["1x"]'],
	] as const)("names the place %j", (path, message) => {
		const error = failure({ message: "wrong", path });
		expect([error.name, error.message, error.code]).toEqual(["SchemaError", message, "schema"]);
		expect(error.path).toBe(message.slice("wrong at ".length));
	});
	test("has all issues, and a message even without any", () => {
		const issues = [{ message: "one" }, { message: "two", path: ["x"] }];
		expect([failure(...issues).message, failure(...issues).issues]).toEqual(["one", issues]);
		expect(failure().message).toBe("invalid value");
	});
});

describe("isA()", () => {
	test("follows Python's tree, and holds for nothing that is no error", () => {
		const error = failure({ message: "x" });
		for (const name of ["SchemaError", "ValueError", "Exception", "BaseException"])
			expect([name, isA(error, name)]).toEqual([name, true]);
		expect([isA(error, "TypeError"), isA(error, "LookupError")]).toEqual([false, false]);
		for (const other of [null, undefined, "ValueError", 5, () => 1]) expect(isA(other, "ValueError")).toBe(false);
		expect(isA({ name: "ValueError" }, "ValueError")).toBe(true);
		expect([
			isA(new Error("x"), "BaseException"),
			isA(new RangeError("x"), "Exception"),
			isA({}, "BaseException"),
		]).toEqual([false, false, false]);
		expect([error instanceof PyError, error instanceof ValueError]).toEqual([true, true]);
		expect(isA(Object.create(null), "ValueError")).toBe(false);
	});
});
