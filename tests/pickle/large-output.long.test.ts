/** Output of several buffers is what a sink gets in pieces, and is read as the value. */
import { describe, expect, it } from "vitest";
import { dumpSync, dumps } from "../../src/pickle/dumps.ts";
import { loads } from "../../src/pickle/loads.ts";

function inPieces(value: unknown, protocol: number): Uint8Array {
	const chunks: Uint8Array[] = [];
	dumpSync(value, { write: (chunk: Uint8Array) => chunks.push(chunk) }, { protocol });
	return new Uint8Array(Buffer.concat(chunks));
}

describe.each([0, 2, 3, 4, 5])("protocol %s", (protocol) => {
	it.each([
		["floats", Array.from({ length: 400_000 }, (_, n) => n / 8 + 1 / 16)],
		["texts", Array.from({ length: 200_000 }, (_, n) => `text number ${n}`)],
		["dicts", Array.from({ length: 60_000 }, (_, n) => ({ id: n, name: `n${n}`, tags: ["a", "b"] }))],
		["texts of all lengths", Array.from({ length: 60 }, (_, n) => Buffer.alloc(n * 3000, n).toString("latin1"))],
	])("%s", (_, value) => {
		const bytes = dumps(value, { protocol });
		expect(bytes.byteOffset).toBe(0);
		expect(bytes.buffer.byteLength).toBe(bytes.length);
		expect(Buffer.compare(bytes, inPieces(value, protocol))).toBe(0);
		expect(loads(bytes)).toEqual(value);
	});
});
