import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGzip } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { caught } from "../../tests/caught.ts";
import { drain } from "../../tests/drain.ts";
import { openSource } from "./source.ts";

describe("a file handle", () => {
	let folder = "";
	let path = "";
	const size = 300_000;
	const data = Uint8Array.from({ length: size }, (_, i) => (i * 7) & 255);
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), "brine-"));
		path = join(folder, "data");
		await writeFile(path, data);
	});
	afterAll(() => rm(folder, { recursive: true }));

	for (const platform of ["linux", "other"]) {
		it(`is left right behind what was taken (${platform})`, async () => {
			const real = Object.getOwnPropertyDescriptor(process, "platform") as PropertyDescriptor;
			if (platform === "other") Object.defineProperty(process, "platform", { configurable: true, value: "other" });
			const handle = await open(path);
			try {
				await handle.read(new Uint8Array(3), 0, 3, null);
				let at = 3;
				const expectNext = async (wanted: number): Promise<void> => {
					const chunk = (await reader.next(wanted)) as Uint8Array;
					expect(chunk.length).toBeLessThanOrEqual(wanted);
					expect(Buffer.compare(chunk, data.subarray(at, at + chunk.length))).toBe(0);
					at += chunk.length;
				};
				const reader = openSource(handle);
				expect(reader.exact).toBe(true);
				for (const wanted of [1, 1, 9, 70_000, 70_000, 5, 1000, 66_000, 2]) await expectNext(wanted);
				await reader.leave();
				// The caller reads a little in between.
				const own = new Uint8Array(10);
				await handle.read(own, 0, 10, null);
				expect(own).toEqual(data.slice(at, at + 10));
				at += 10;
				await expectNext(1);
				await reader.close();
				await handle.read(own, 0, 1, null);
				expect(own[0]).toBe(data[at]);
				at++;
				while (at < size) await expectNext(50_000);
				expect(await reader.next(5)).toBeUndefined();
			} finally {
				Object.defineProperty(process, "platform", real);
				await handle.close();
			}
		});
	}
	it("that is closed fails as in Python", async () => {
		const handle = await open(path);
		await handle.close();
		expect(await caught(() => openSource(handle).next(1))).toMatchObject({ name: "OSError", code: "source" });
	});
	it("of a folder fails as in Python", async () => {
		const handle = await open(folder);
		const error = await caught(() => openSource(handle).next(1));
		expect(`${error.name}: ${error.message}`).toBe("IsADirectoryError: [Errno 21] Is a directory");
		await handle.close();
	});
	it("is not mistaken: a file stream is a stream", async () => {
		const handle = await open(path);
		const reader = openSource(handle.createReadStream());
		expect(reader.exact).toBe(false);
		expect(Buffer.concat((await drain(reader)) as Uint8Array[]).length).toBe(size);
		const gzip = createGzip();
		gzip.end("x");
		expect((await drain(openSource(gzip))).length).toBeGreaterThan(0);
	});
});
