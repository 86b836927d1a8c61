/** Large files, made here: a pickle of 1 GB, an array of 3 GB, ten million items, a million rows; how long and how smooth. */
import assert from "node:assert/strict";
import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { pickle } from "../../../dist/index.js";
import { DataFrame, registry as pandasTypes } from "../../../dist/pandas/index.js";

/** Scrolls from start to end in three seconds; says how long the frames took. */
function scrolled(page, selector) {
	return page.evaluate(async (wanted) => {
		const element = document.querySelector(wanted);
		const begin = performance.now();
		const gaps = [];
		for (let last = begin; last - begin < 3000; ) {
			element.scrollTop = ((element.scrollHeight - element.clientHeight) * (last - begin)) / 3000;
			const now = await new Promise(requestAnimationFrame);
			gaps.push(now - last);
			last = now;
		}
		element.scrollTop = element.scrollHeight;
		gaps.sort((a, b) => a - b);
		return { frames: gaps.length, median: Math.round(gaps[gaps.length >> 1]), most: Math.round(gaps.at(-1)) };
	}, selector);
}
async function timed(shown, path) {
	const begin = Date.now();
	await shown.page.locator("input[type=file]").setInputFiles(path);
	await shown.page.waitForFunction(
		() =>
			document.querySelectorAll(".tree .row:not(.waiting)").length > 5 ||
			[...document.querySelectorAll(".grid .cell")].some((cell) => cell.textContent !== ""),
		undefined,
		{ timeout: 120_000, polling: 20 },
	);
	const first = Date.now() - begin;
	await shown.settled(240_000);
	return { first, ready: Date.now() - begin };
}

export const tests = {
	"a pickle of 100 MB of records: first rows, scrolling": async (page) => {
		const rows = Array.from({ length: 1_150_000 }, (_, i) => ({
			id: i,
			name: `user${i}`,
			score: i / 7,
			active: i % 3 === 0,
			tags: ["a", `b${i % 50}`],
			city: ["Oslo", "Lima", "Kyoto"][i % 3],
		}));
		const path = page.file("records.pkl", pickle.dumps(rows));
		const shown = await page.newPage();
		const times = await timed(shown, path);
		const frames = await scrolled(shown.page, ".tree");
		console.log(`       first rows after ${times.first} ms, all after ${times.ready} ms; ${JSON.stringify(frames)}`);
		await shown.page.locator(".tree .key", { hasText: /^1149999$/ }).waitFor();
		assert.deepEqual(await shown.close(), []);
	},
	"ten million items reach their end": async (page) => {
		const path = page.file("ints.pkl", pickle.dumps(Array.from({ length: 10_000_000 }, (_, i) => i)));
		const shown = await page.newPage();
		const times = await timed(shown, path);
		const frames = await scrolled(shown.page, ".tree");
		console.log(`       first rows after ${times.first} ms, all after ${times.ready} ms; ${JSON.stringify(frames)}`);
		await shown.page.locator(".tree .key", { hasText: /^9999999$/ }).waitFor();
		await shown.page.locator("[role=tree]").focus();
		await shown.page.keyboard.press("Home");
		await shown.page.keyboard.press("End");
		await shown.page.waitForFunction(() => document.querySelector(".row.selected .key")?.textContent === "9999999");
		assert.deepEqual(await shown.close(), []);
	},
	"a frame of a million rows": async (page) => {
		const length = 1_000_000;
		const frame = DataFrame.from([
			["a", Float64Array.from({ length }, (_, i) => (i * 7919) % length)],
			["b", Int32Array.from({ length }, (_, i) => i % 1000)],
			["c", Array.from({ length }, (_, i) => `n${i % 500}`)],
		]);
		const path = page.file("frame.pkl", pickle.dumps(frame, { registry: pandasTypes }));
		const shown = await page.newPage();
		const times = await timed(shown, path);
		await shown.cells();
		const frames = await scrolled(shown.page, ".grid");
		console.log(`       first rows after ${times.first} ms; ${JSON.stringify(frames)}`);
		await shown.page.locator(".row-label", { hasText: /^999999$/ }).waitFor();
		const begin = Date.now();
		await shown.page.locator(".head-name").first().click();
		await shown.page.waitForFunction(
			() =>
				document.querySelector(".counts")?.textContent.includes("Sorting") === false &&
				document.querySelector(".head[aria-sort=ascending]") !== null,
			undefined,
			{ timeout: 60_000 },
		);
		console.log(`       sorted after ${Date.now() - begin} ms`);
		assert.deepEqual(await shown.close(), []);
	},
	"an array of 3 GB is read by ranges": async (page) => {
		const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (75000, 10000), }".padEnd(117);
		const path = page.file(
			"big.npy",
			Buffer.concat([Buffer.from("\x93NUMPY\x01\0\x76\0", "latin1"), Buffer.from(`${header}\n`)]),
		);
		const file = openSync(path, "r+");
		ftruncateSync(file, 128 + 3_000_000_000);
		writeSync(file, Buffer.from(Float32Array.of(42.25).buffer), 0, 4, 128 + 3_000_000_000 - 4);
		closeSync(file);
		const shown = await page.newPage();
		const times = await timed(shown, path);
		await shown.page.locator(".grid").focus();
		await shown.page.keyboard.press("Control+End");
		await shown.page.locator(".cell.active", { hasText: "42.25" }).waitFor();
		const frames = await scrolled(shown.page, ".grid");
		console.log(`       first cells after ${times.first} ms; ${JSON.stringify(frames)}`);
		assert.deepEqual(await shown.close(), []);
	},
	"a pickle of 1 GB": async (page) => {
		const path = page.file("giga.pkl", "");
		const file = openSync(path, "w");
		const piece = Buffer.alloc(64 * 2 ** 20, 7);
		const length = Buffer.alloc(9);
		length[0] = 0x8e;
		length.writeBigUInt64LE(BigInt(piece.length), 1);
		writeSync(file, Buffer.from([0x80, 4, 0x5d, 0x28]));
		for (let i = 0; i < 16; i++) {
			writeSync(file, length);
			writeSync(file, piece);
		}
		writeSync(file, Buffer.from("e."));
		closeSync(file);
		const shown = await page.newPage();
		const times = await timed(shown, path);
		console.log(`       first rows after ${times.first} ms, all after ${times.ready} ms`);
		assert.match((await shown.rows())[0], /list 16/);
		assert.deepEqual(await shown.close(), []);
	},
	"what does not fit says so before it is tried": async (page) => {
		const path = page.file("records-giga.pkl", "");
		const row = Buffer.from(pickle.dumps([{ a: 1, b: "text", c: 2.5 }], { protocol: 2 }));
		const file = openSync(path, "w");
		const inner = row.subarray(2 + 3, row.length - 2);
		writeSync(file, Buffer.from([0x80, 2, 0x5d, 0x28]));
		const many = Buffer.concat(Array.from({ length: Math.ceil(2 ** 24 / inner.length) }, () => inner));
		for (let i = 0; i < 60; i++) writeSync(file, many);
		writeSync(file, Buffer.from("e."));
		closeSync(file);
		const shown = await page.newPage();
		await shown.page.locator("input[type=file]").setInputFiles(path);
		await shown.page.getByText("This may not fit").waitFor();
		await shown.page.getByRole("tab", { name: "Bytes" }).click();
		await shown.page.locator(".hex-row").first().waitFor({ timeout: 60_000 });
		assert.deepEqual(await shown.close(), []);
	},
	"a packing bomb takes no memory": async (page) => {
		const shown = await page.newPage();
		const bomb = gzipSync(gzipSync(Buffer.alloc(600 * 2 ** 20), { level: 9 }), { level: 9 });
		await shown.page.locator("input[type=file]").setInputFiles(page.file("bomb.gz", bomb));
		await shown.settled(120_000);
		assert.deepEqual(await shown.close(), []);
	},
};
