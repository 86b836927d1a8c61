import { deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { dumps, load, loads } from "../pickle/index.ts";
import { unpacked } from "./unpacked.ts";

const value = { user: "bob", text: "x".repeat(200_000) };
const bytes = dumps(value);

async function gather(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
	const all: Uint8Array[] = [];
	for await (const piece of source) all.push(piece);
	return Buffer.concat(all);
}

describe("unpacked", () => {
	it("tells the packing by the bytes, and leaves bytes that are not packed", async () => {
		for (const packed of [bytes, deflateSync(bytes), gzipSync(bytes), gzipSync(deflateSync(bytes))]) {
			expect(loads(await gather(unpacked(packed)))).toEqual(value);
			expect(await load(unpacked(packed))).toEqual(value);
			const { buffer, byteOffset, byteLength } = Buffer.from(packed);
			expect(await load(unpacked(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer))).toEqual(value);
			expect(await load(unpacked(new Blob([new Uint8Array(packed)])))).toEqual(value);
		}
	});
	it("has a limit on what comes out", async () => {
		await expect(gather(unpacked(gzipSync(bytes), { limits: { memory: 1000 } }))).rejects.toMatchObject({
			code: "limit",
		});
	});
	it("says that bytes are damaged or cut", async () => {
		const packed = gzipSync(bytes);
		await expect(gather(unpacked(packed.subarray(0, 30)))).rejects.toMatchObject({
			name: expect.stringMatching(/Error/),
		});
	});
	it("refuses other options, and strings", async () => {
		expect(() => unpacked(bytes, { limit: 1 } as never)).toThrow("unexpected keyword argument 'limit'");
		expect(() => unpacked(bytes, { limits: { memo: 1 } } as never)).toThrow("unexpected keyword argument 'memo'");
		await expect(gather(unpacked(["abc"]))).rejects.toMatchObject({ name: "TypeError" });
		await expect(gather(unpacked("abc" as never))).rejects.toMatchObject({ name: "TypeError" });
	});
});
