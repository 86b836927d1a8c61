/** Text that is longer than a string of V8 can be, of which the errors say what reads and writes it. */
import { describe, expect, it } from "vitest";
import { json } from "../../src/index.ts";

/** `[1]`, with more spaces than a string can have. */
function longArray(): Uint8Array {
	const bytes = new Uint8Array(2 ** 29 + 16).fill(0x20);
	bytes[0] = 0x5b;
	bytes[5] = 0x31;
	bytes[bytes.length - 1] = 0x5d;
	return bytes;
}
const hintOf = (work: () => unknown): Record<string, unknown> => {
	try {
		work();
		return {};
	} catch (error) {
		const { name, code, message, hint } = error as Error & { code?: unknown; hint?: unknown };
		return { name, code, message, hint };
	}
};

describe("JSON that is longer than a string", () => {
	it("is read by load, and loads says so", async () => {
		const bytes = longArray();
		const refused = hintOf(() => json.loads(bytes));
		expect(refused).toMatchObject({ name: "MemoryError", code: "limit" });
		expect(refused["hint"]).toBe("use json.load of a stream, or json.items");
		expect(await json.load(bytes)).toEqual([1]);
		for await (const item of json.items(bytes, "item")) expect(item).toBe(1);
	}, 300_000);
	it("is written by dump, and dumps says so", async () => {
		const text = "x".repeat(2 ** 28);
		for (const options of [{}, { indent: 1 }, { ensureAscii: false }]) {
			const { name, code, message } = hintOf(() => json.dumps([text, text, text], options));
			expect([name, code]).toEqual(["LimitError", "limit"]);
			expect(message).toContain("use dump() with a sink, which writes text of any length");
		}
		let length = 0;
		await json.dump([text, text, text], { write: (chunk: string) => void (length += chunk.length) });
		expect(length).toBe(3 * (2 ** 28 + 2) + "[, , ]".length);
	}, 300_000);
});
