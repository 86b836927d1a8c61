import { describe, expect, it } from "vitest";
import { pump } from "./pump.ts";

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const piece = (byte: number): Uint8Array => new Uint8Array([byte]);

describe("pump", () => {
	it("reads a piece while the one before it is written, and writes one at a time, in order", async () => {
		const log: string[] = [];
		async function* pieces(): AsyncGenerator<Uint8Array> {
			for (let i = 0; i < 3; i++) {
				log.push(`read ${i}`);
				yield piece(i);
			}
		}
		let open = 0;
		await pump(pieces(), {
			async write(chunk: Uint8Array) {
				expect(open++).toBe(0);
				log.push(`write ${chunk[0]}`);
				await turn();
				log.push(`done ${chunk[0]}`);
				open--;
			},
		});
		expect(log.join()).toBe("read 0,write 0,read 1,done 0,write 1,read 2,done 1,write 2,done 2");
	});
	it("throws what the pieces throw once the write before it is done, and lets the stream go", async () => {
		const written: number[] = [];
		const stream = new WritableStream<Uint8Array>({ write: (chunk) => void written.push(chunk[0] as number) });
		async function* pieces(): AsyncGenerator<Uint8Array> {
			yield piece(7);
			throw new Error("gone");
		}
		await expect(pump(pieces(), stream)).rejects.toThrow("gone");
		expect([written, stream.locked]).toEqual([[7], false]);
	});
	it.each([
		[
			"at once",
			() => {
				throw new Error("full");
			},
		],
		["later", () => Promise.reject(new Error("full"))],
	] as const)("stops the pieces when the sink fails %s", async (_, write) => {
		let isClosed = false;
		let read = 0;
		async function* pieces(): AsyncGenerator<Uint8Array> {
			try {
				for (;;) yield piece(read++);
			} finally {
				isClosed = true;
			}
		}
		await expect(pump(pieces(), { write })).rejects.toThrow("full");
		expect([isClosed, read <= 2]).toEqual([true, true]);
	});
	it("throws what the last write fails with", async () => {
		async function* pieces(): AsyncGenerator<Uint8Array> {
			yield piece(1);
		}
		await expect(pump(pieces(), { write: () => Promise.reject(new Error("full")) })).rejects.toThrow("full");
	});
	it("stops when the signal fires", async () => {
		const controller = new AbortController();
		async function* pieces(): AsyncGenerator<Uint8Array> {
			for (let i = 0; ; i++) {
				if (i === 3) controller.abort();
				yield piece(i);
			}
		}
		await expect(pump(pieces(), { write: turn }, controller.signal)).rejects.toMatchObject({ code: "aborted" });
	});
});
