import { describe, expect, it } from "vitest";
import { dumps } from "../dumps.ts";

/** A list of new strings as CPython writes them, opcode by opcode; frames are left out. */
function expected(texts: readonly string[], protocol: number): number[] {
	const out: number[] = [];
	let memo = 1;
	for (const text of texts) {
		const bytes = new TextEncoder().encode(text);
		const { length } = bytes;
		if (protocol >= 4 && length < 256) out.push(0x8c, length);
		else out.push(0x58, length & 0xff, length >> 8, 0, 0);
		out.push(...bytes);
		if (protocol >= 4) out.push(0x94);
		else if (memo < 256) out.push(0x71, memo);
		else out.push(0x72, memo & 0xff, memo >> 8, 0, 0);
		memo++;
	}
	return out;
}

describe("new strings of all lengths", () => {
	const texts: string[] = [];
	for (const [first, last] of ["az", "éñ", "日本", "😀😁"].map((pair) => [...pair]))
		for (let length = 0; length < 100; length++) texts.push(`${first?.repeat(length)}${length}${last}`);
	for (const protocol of [1, 2, 3, 4, 5])
		it(`are written as CPython writes them in protocol ${protocol}`, () => {
			const written = dumps(texts, { protocol });
			const start = { 1: 4, 2: 6, 3: 6 }[protocol] ?? 14;
			const ours = [...written.subarray(start, -2)];
			expect(ours).toEqual(expected(texts, protocol));
		});
});
