/** Writing to sinks: the bytes of `dumps` in pieces, whatever the size, and a typed error when the sink cannot go on. */
import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { dumpFile } from "../../src/node/dump-file.ts";
import { dump, dumpSync, dumps } from "../../src/pickle/dumps.ts";
import { loads } from "../../src/pickle/loads.ts";
import { Pickler } from "../../src/pickle/pickler.ts";
import { removeFolder } from "../remove-folder.mjs";

const rows = Array.from({ length: 12_000 }, (_, i) => ({ id: i, name: `row ${i}`, parts: [i, i + 0.5, null] }));
const large = [new Uint8Array(200_000).fill(120), [1], "z".repeat(300_000), [2], new Uint8Array(100_000), [3]];

function collector(): { readonly chunks: Uint8Array[]; write(chunk: Uint8Array): void } {
	const chunks: Uint8Array[] = [];
	return { chunks, write: (chunk) => void chunks.push(chunk.slice()) };
}

describe.each([0, 1, 2, 3, 4, 5])("protocol %d", (protocol) => {
	test("a dump of more than one chunk goes on after the first (it never ended)", async () => {
		for (const value of [rows, large, [rows, large]]) {
			const expected = Buffer.from(dumps(value, { protocol }));
			const sync = collector();
			dumpSync(value, sync, { protocol });
			expect(Buffer.concat(sync.chunks).equals(expected)).toBe(true);
			expect(sync.chunks.length).toBeGreaterThan(2);
			const later = collector();
			await dump(value, later, { protocol });
			expect(Buffer.concat(later.chunks).equals(expected)).toBe(true);
		}
	});
	test("no chunk is much larger than a frame, but for what is one text or bytes object", () => {
		const sync = collector();
		dumpSync(rows, sync, { protocol });
		expect(Math.max(...sync.chunks.map(({ length }) => length))).toBeLessThan(2 * 65536);
	});
});

describe("a sink", () => {
	test("that is slow is waited for", async () => {
		let waiting = 0;
		let most = 0;
		const pieces: Uint8Array[] = [];
		const slow = {
			async write(chunk: Uint8Array): Promise<void> {
				most = Math.max(most, ++waiting);
				await new Promise((resolve) => setTimeout(resolve, 1));
				pieces.push(chunk.slice());
				waiting--;
			},
		};
		await dump(rows, slow);
		expect(most).toBe(1);
		expect(loads(Buffer.concat(pieces))).toEqual(rows);
	});
	test("of Node is not given more than it can hold", async () => {
		let longest = 0;
		const pieces: Uint8Array[] = [];
		const sink = new Writable({
			highWaterMark: 1000,
			write(chunk: Uint8Array, _encoding, done) {
				longest = Math.max(longest, sink.writableLength);
				pieces.push(chunk);
				setImmediate(done);
			},
		});
		await dump(rows, sink);
		expect(loads(Buffer.concat(pieces))).toEqual(rows);
		expect(longest).toBeLessThan(4 * 65536);
	});
	test("that fails at once, or later, ends the dump: a write of yours with its own error, as in Python", async () => {
		for (const after of [0, 3]) {
			const full = new Error("disk full");
			let count = 0;
			const failing = {
				write(): void {
					if (count++ >= after) throw full;
				},
			};
			await expect(dump(rows, failing)).rejects.toBe(full);
			count = 0;
			expect(() => dumpSync(rows, failing)).toThrow(full);
			await expect(dump(rows, { write: () => Promise.reject(full) })).rejects.toBe(full);
		}
	});
	test("of Node that fails gives an OSError", async () => {
		const full = Object.assign(new Error("no space"), { code: "ENOSPC", errno: -28, syscall: "write" });
		const failing = new Writable({ write: (_chunk, _encoding, done) => done(full) });
		failing.on("error", () => {});
		await expect(dump(rows, failing)).rejects.toMatchObject({ name: "OSError", code: "sink" });
	});
	test("that is closed early ends the dump with a typed error", async () => {
		const closing = new PassThrough({ highWaterMark: 1 });
		closing.once("data", () => closing.destroy());
		await expect(dump(rows, closing)).rejects.toMatchObject({ code: "sink" });
		const ended = new PassThrough();
		ended.end();
		await expect(dump(rows, ended)).rejects.toMatchObject({ code: "sink" });
		const web = new WritableStream({
			write(_chunk, controller) {
				controller.error(new Error("closed"));
			},
		});
		await expect(dump(rows, web)).rejects.toMatchObject({ code: "sink" });
	});
	test("of a file that cannot be written whole leaves nothing behind", async () => {
		const folder = mkdtempSync(join(tmpdir(), "brine-sinks-"));
		try {
			const cannot = [...rows, Symbol("no")];
			await expect(dumpFile(cannot, join(folder, "half.pickle"))).rejects.toMatchObject({ name: "TypeError" });
			expect(readdirSync(folder)).toEqual([]);
		} finally {
			removeFolder(folder);
		}
	});
	test("gets nothing more after an error, and the next pickle is whole", async () => {
		const sink = collector();
		const pickler = new Pickler(sink);
		await expect(pickler.dump([rows, Symbol("no")])).rejects.toMatchObject({ path: "[1]" });
		const before = sink.chunks.length;
		pickler.clearMemo();
		await pickler.dump({ a: 1 });
		expect(loads(Buffer.concat(sink.chunks.slice(before)))).toEqual({ a: 1 });
	});
});
