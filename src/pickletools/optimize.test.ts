import { describe, expect, test } from "vitest";
import { optimize } from "./optimize.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const text = (data: Uint8Array): string => String.fromCharCode(...data);

describe("optimize()", () => {
	test("drops what nothing refers to and numbers the rest anew", () => {
		expect(text(optimize(bytes("\x80\x02]q\x00(X\x01\0\0\0aq\x01X\x01\0\0\0bq\x02h\x01e.")))).toBe(
			"\x80\x02](X\x01\0\0\0aq\x00X\x01\0\0\0bh\x00e.",
		);
	});
	test("changes nothing the second time, nor its input", () => {
		const data = bytes("\x80\x04\x95\x0a\0\0\0\0\0\0\0]\x94(K\x01K\x02h\x00e.");
		const before = text(data);
		const once = optimize(data);
		expect(text(data)).toBe(before);
		expect(optimize(once)).toEqual(once);
	});
	test("keeps MEMOIZE's numbers where others came between", () => {
		expect(text(optimize(bytes("\x80\x04]\x94]\x94]q\x09]\x94h\x03h\x09.")))).toBe(
			"\x80\x04\x95\x0b\0\0\0\0\0\0\0]]]\x94]\x94h\x01h\x00.",
		);
	});
	test("says what Python says about a reference before its entry", () => {
		expect(text(optimize(bytes("g0\n.")))).toBe("gNone\n.");
		expect(() => optimize(bytes("h\x00."))).toThrow(
			expect.objectContaining({
				name: "TypeError",
				message: "'<' not supported between instances of 'NoneType' and 'int'",
			}),
		);
	});
	test("refuses what is no bytes", () => {
		expect(() => optimize("N." as never)).toThrow("a bytes-like object is required, not 'str'");
	});
	test("a long pickle with many memo entries", () => {
		const items = Array.from({ length: 100_000 }, (_, i) => `K${String.fromCharCode(i & 255)}\x94`).join("");
		const small = optimize(bytes(`\x80\x04](${items}e.`));
		expect(small.length).toBe(2 + 4 * 9 + 200_000 + 4);
	});
});
