import { describe, expect, it } from "vitest";
import { tarFiles } from "./tar.ts";
import { tarOf } from "./tar-writer.ts";

describe("an archive of one file", () => {
	it.each([0, 1, 511, 512, 513, 10_240, 100_000])("of %i bytes is read", async (size) => {
		const content = Uint8Array.from({ length: size }, (_, i) => i % 251);
		const pieces = [...tarOf("frame.pkl", [content.subarray(0, size >> 1), content.subarray(size >> 1)])];
		const whole = Buffer.concat(pieces);
		expect(whole.length % 10_240).toBe(0);
		const found: [string, Uint8Array][] = [];
		async function* source(): AsyncGenerator<Uint8Array> {
			yield whole;
		}
		for await (const member of tarFiles(source())) {
			found.push([new TextDecoder().decode(member.name), new Uint8Array(await member.read())]);
		}
		expect(found).toEqual([["frame.pkl", content]]);
	});
	it("has no name that does not fit", () => {
		expect(() => [...tarOf("x".repeat(101), [])]).toThrow("too long a name");
		expect([...tarOf("x".repeat(100), [])]).toHaveLength(2);
	});
});
