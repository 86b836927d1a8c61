import { expect } from "vitest";
import type { ChunkReader } from "../src/bytes/source.ts";

/** Everything a reader gives, asked for `wanted` at a time. */
export async function drain(reader: ChunkReader, wanted = 1 << 16): Promise<(Uint8Array | string)[]> {
	const chunks: (Uint8Array | string)[] = [];
	for (let chunk = await reader.next(wanted); chunk !== undefined; chunk = await reader.next(wanted)) {
		expect(chunk.length).toBeGreaterThan(0);
		chunks.push(chunk);
	}
	expect(await reader.next(wanted)).toBeUndefined();
	await reader.close();
	return chunks;
}
