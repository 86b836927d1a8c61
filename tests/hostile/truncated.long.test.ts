/** Lengths that lie: from a stream, a file-like object and in bytes, the verdict is that of CPython over bytes and over a file. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { pickle } from "../../src/index.ts";
import { bytes, u4 } from "./bytes.ts";

const rows = JSON.parse(readFileSync(path.join(import.meta.dirname, "truncated.json"), "utf8")) as [
	name: string,
	hex: string,
	loads: string,
	load: string,
][];

class File {
	readonly #bytes: Uint8Array;
	#at = 0;
	constructor(data: Uint8Array) {
		this.#bytes = data;
	}
	read(n: number): Uint8Array {
		const part = this.#bytes.subarray(this.#at, this.#at + n);
		this.#at += part.length;
		return part;
	}
	readline(): Uint8Array {
		const newline = this.#bytes.indexOf(10, this.#at);
		return this.read((newline === -1 ? this.#bytes.length : newline + 1) - this.#at);
	}
}
async function* pieces(data: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
	for (let i = 0; i < data.length; i += size) yield data.subarray(i, i + size);
}
async function verdict(load: () => unknown): Promise<string> {
	try {
		await load();
		return "ok";
	} catch (error) {
		return `${(error as Error).name}: ${(error as Error).message}`;
	}
}

describe.each(["3.8", "3.13.0", "3.14.2"])("as CPython %s", (pythonVersion) => {
	it("every opcode with a length, cut anywhere, too long, or in a frame that is too short", async () => {
		const wrong: string[] = [];
		for (const [name, hex, loads, load] of rows) {
			const data = new Uint8Array(Buffer.from(hex, "hex"));
			const found = [
				[loads, await verdict(() => pickle.loads(data, { pythonVersion }))],
				[load, await verdict(() => pickle.load(new Blob([data]), { pythonVersion }))],
				[load, await verdict(() => pickle.load(pieces(data, 1), { pythonVersion }))],
				[load, await verdict(() => pickle.load(pieces(data, 7), { pythonVersion }))],
				[load, await verdict(() => pickle.load(new File(data), { pythonVersion }))],
				[load, await verdict(() => pickle.loadSync(new File(data), { pythonVersion }))],
			];
			for (const [wanted, is] of found) if (wanted !== is) wrong.push(`${name}: ${is}, not ${wanted}`);
		}
		expect(wrong).toEqual([]);
		expect(rows.length).toBeGreaterThan(400);
	});
});

describe("a declared length", () => {
	const huge = bytes([0x80, 4, 0x8e], u4(0xffffffff), u4(0), "ab");
	it("beyond the memory limit is refused when so many bytes have come, and not before", async () => {
		const limits = { memory: 100_000 };
		expect(await verdict(() => pickle.load(pieces(huge, 5), { limits }))).toBe(
			"UnpicklingError: pickle data was truncated",
		);
		for (const head of [[0x8e], [0x96], [0x8d], [0x95]]) {
			const long = bytes([0x80, 4], head, u4(0x0fffffff), u4(0), new Uint8Array(300_000));
			let given = 0;
			async function* chunks(): AsyncGenerator<Uint8Array> {
				for await (const piece of pieces(long, 1000)) {
					given += piece.length;
					yield piece;
				}
			}
			const error = (await pickle.load(chunks(), { limits }).catch((reason: unknown) => reason)) as object;
			expect(error).toMatchObject({ code: "limit", limit: "memory" });
			expect(given).toBeLessThan(110_000);
		}
	});
	it("takes no memory", async () => {
		const before = process.memoryUsage().rss;
		for (let i = 0; i < 50; i++) await verdict(() => pickle.load(pieces(huge, 5)));
		expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
	});
});
