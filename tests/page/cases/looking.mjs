/** Views that need more than one kind of file: images, histograms, trees, tables, joblib's files beside, the page's two sides of bytes. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pickle } from "../../../dist/index.js";
import { array, dumpsNpy } from "../../../dist/numpy/index.js";
import { DataFrame, registry as pandasTypes } from "../../../dist/pandas/index.js";
import { PyDateTime, PyDict } from "../../../dist/types/index.js";
import { looked } from "./kinds.mjs";

const samples = join(import.meta.dirname, "../../../dist/page/samples");
/** The color of a pixel of the canvas. */
const pixel = ({ page }, x, y) =>
	page.locator(".pixels canvas").evaluate(
		(canvas, [left, top]) => {
			const copy = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
			copy.drawImage(canvas, -left, -top);
			return [...copy.getImageData(0, 0, 1, 1).data];
		},
		[x, y],
	);

export const tests = {
	"an array that looks like an image is one, whichever axis has the colors": async (page) => {
		const [height, width] = [12, 20];
		const colors = (order) =>
			Uint8Array.from({ length: height * width * 3 }, (_, i) => {
				const [y, x, c] =
					order === "last"
						? [Math.floor(i / (width * 3)), Math.floor(i / 3) % width, i % 3]
						: [Math.floor(i / width) % height, i % width, Math.floor(i / (width * height))];
				return [x * 12, y * 20, 7][c];
			});
		for (const [order, shape] of [
			["last", [height, width, 3]],
			["first", [3, height, width]],
		])
			await looked(page, `${order}.npy`, dumpsNpy(array(colors(order), { shape })), async (shown) => {
				const image = shown.page.getByRole("img", { name: "Image of 20 by 12 pixels" });
				await image.waitFor();
				await shown.until(
					() => pixel(shown, 3, 5),
					(color) => assert.deepEqual(color, [36, 100, 7, 255]),
				);
			});
		await looked(
			page,
			"gray.npy",
			dumpsNpy(
				array(
					Uint8Array.from({ length: 100 }, (_, i) => i * 2),
					{ shape: [10, 10] },
				),
			),
			async (shown) =>
				shown.until(
					() => pixel(shown, 9, 9),
					(color) => assert.deepEqual(color, [198, 198, 198, 255]),
				),
		);
	},
	"an image that is large is sampled, and numbers that only have its shape come as numbers": async (page) => {
		const [height, width] = [3000, 9000];
		const large = Uint8Array.from({ length: height * width }, (_, i) => ((i % width) * 255) / width);
		await looked(page, "wide.npy", dumpsNpy(array(large, { shape: [height, width] })), async (shown) => {
			await shown.page.getByRole("img", { name: "Image of 2048 by 2048 pixels" }).waitFor();
			await shown.page.getByText("Large: every so many items are shown.").waitFor();
			await shown.until(
				() => pixel(shown, 1024, 7),
				(color) => assert.deepEqual(color, [127, 127, 127, 255]),
			);
		});
		const points = array(new Float64Array(10 * 20 * 3), { shape: [10, 20, 3] });
		await looked(page, "points.npy", dumpsNpy(points), async (shown) => {
			assert.deepEqual((await shown.cells())[0].slice(0, 3), ["0", "0.0", "0.0"]);
			await shown.page.getByRole("tab", { name: "Image" }).click();
			await shown.page.getByRole("img", { name: "Image of 20 by 10 pixels" }).waitFor();
		});
	},
	"the histogram, the heat map and the line of known numbers": async (page) => {
		const items = array(
			Float64Array.from({ length: 100 }, (_, i) => i),
			{ shape: [10, 10] },
		);
		await looked(page, "known.npy", dumpsNpy(items), async (shown) => {
			const { page: browser } = shown;
			await browser.getByRole("tab", { name: "Heat map" }).click();
			await browser.getByRole("img", { name: "Heat map from 0 to 99" }).waitFor();
			await shown.until(
				() => pixel(shown, 0, 0),
				(color) => assert.deepEqual(color, [24, 38, 74, 255]),
			);
			assert.deepEqual(await pixel(shown, 9, 9), [250, 232, 130, 255]);
			await browser.getByRole("tab", { name: "Statistics" }).click();
			await browser.getByRole("img", { name: "Histogram from 0 to 99" }).waitFor();
			const bars = await browser
				.locator(".array-stats svg rect")
				.evaluateAll((all) => all.map((bar) => Number(bar.getAttribute("height"))));
			assert.equal(bars.length, 40);
			assert.ok(bars.every((bar) => bar > 0));
			assert.match(await browser.locator(".array-stats dl").innerText(), /Deviation\s+28\.8661/);
			await browser.getByRole("tab", { name: "Line" }).click();
			await browser.getByRole("img", { name: "Line of 10 items" }).waitFor();
			assert.equal((await browser.locator(".chart.line path").getAttribute("d")).match(/[ML]/g).length, 10);
		});
	},
	"four axes: any two of them, the others by index": async (page) => {
		const items = array(
			Int32Array.from({ length: 2 * 3 * 4 * 5 }, (_, i) => i),
			{ shape: [2, 3, 4, 5] },
		);
		await looked(page, "four.npy", dumpsNpy(items), async (shown) => {
			const { page: browser } = shown;
			const index = (axis) => browser.locator(`input[type=number][aria-label="Index on axis ${axis}"]`);
			await index(0).fill("1");
			await index(1).fill("2");
			await shown.until(
				() => shown.cells(),
				(cells) => assert.deepEqual(cells[0], ["0", "100", "101", "102", "103", "104"]),
			);
			await browser.locator(".slice-bar select").first().selectOption("0");
			await browser.locator(".slice-bar select").last().selectOption("1");
			await index(2).fill("3");
			await index(3).fill("4");
			await shown.until(
				() => shown.cells(),
				(cells) =>
					assert.deepEqual(cells, [
						["0", "19", "39", "59"],
						["1", "79", "99", "119"],
					]),
			);
		});
	},
	"a tree of a forest as a table of its nodes": (page) =>
		looked(page, "forest.joblib", readFileSync(join(samples, "forest.joblib")), async (shown) => {
			const box = shown.page.getByLabel("Search keys, values and classes");
			await shown.page.getByLabel("Where").selectOption("class");
			await box.fill("sklearn.tree._tree.Tree");
			await box.press("Enter");
			await shown.page.locator(".detail-title .type", { hasText: "sklearn.tree._tree.Tree" }).waitFor();
			await shown.idle();
			await shown.page.getByRole("tab", { name: "Table" }).click();
			await shown.idle();
			const heads = await shown.page.locator(".head-title").allInnerTexts();
			for (const wanted of ["feature", "threshold"]) assert.ok(heads.includes(wanted), heads.join());
			const cells = await shown.cells();
			assert.ok(cells.length > 3);
			assert.equal(cells[0][0], "0");
		}),
	"times in a frame: whole in their cells, sorted as times": async (page) => {
		const rows = [new PyDateTime(2024, 2, 29, 12, 30), new PyDateTime(999, 1, 1), new PyDateTime(2024, 2, 29, 9, 5)];
		const list = rows.map(
			(when, i) =>
				new PyDict([
					["i", i],
					["when", when],
				]),
		);
		await looked(page, "times.pkl", pickle.dumps(list), async (shown) => {
			assert.equal((await shown.cells())[0][2], "2024-02-29 12:30:00");
			const cell = shown.page.locator(".cell", { hasText: "2024-02-29 12:30:00" });
			assert.ok(await cell.evaluate((element) => element.scrollWidth <= element.clientWidth));
			await shown.page.locator(".head-name").nth(1).click();
			await shown.until(
				async () => (await shown.cells()).map(([label]) => label),
				(labels) => assert.deepEqual(labels, ["1", "2", "0"]),
			);
		});
	},
	"every filter that the hint names": async (page) => {
		const frame = DataFrame.from([["n", Float64Array.of(1, 5, 7, Number.NaN, 9.5)]]);
		await looked(page, "filter.pkl", pickle.dumps(frame, { registry: pandasTypes }), async (shown) => {
			for (const [text, wanted] of [
				[">5", ["2", "4"]],
				["<=5", ["0", "1"]],
				["=7", ["2"]],
				["!=7", ["0", "1", "3", "4"]],
				["5..9", ["1", "2"]],
				["missing", ["3"]],
				["not missing", ["0", "1", "2", "4"]],
				[".5", ["4"]],
				["", ["0", "1", "2", "3", "4"]],
			]) {
				await shown.page.getByLabel("Filter n").fill(text);
				await shown.until(
					async () => (await shown.cells()).map(([label]) => label),
					(labels) => assert.deepEqual(labels, wanted, text),
				);
			}
		});
	},
	"arrays of joblib 0.8 that are in a file beside": async (page) => {
		// joblib.dump(np.arange(3.0), "old.pkl") of joblib 0.8.
		const main = Buffer.from(
			"gAJjam9ibGliLm51bXB5X3BpY2tsZQpOREFycmF5V3JhcHBlcgpxACmBcQF9cQIoWAgAAABmaWxlbmFtZXEDWA4AAABvbGQucGtsXzAxLm5weXEEWAgAAABzdWJjbGFzc3EFY251bXB5Cm5kYXJyYXkKcQZYCgAAAGFsbG93X21tYXBxB4h1Yi4=",
			"base64",
		);
		const beside = page.file("old.pkl_01.npy", dumpsNpy(array(Float64Array.of(0, 1, 2))));
		const alone = await page.newPage();
		await alone.open(page.file("old.pkl", main));
		assert.match(
			await alone.page.locator(".trouble").innerText(),
			/missing[\s\S]*old\.pkl_01\.npy[\s\S]*Open both files together/,
		);
		assert.deepEqual(await alone.close(), []);
		const both = await page.newPage();
		await both.open(page.file("old.pkl", main), beside);
		assert.deepEqual(await both.cells(), [
			["0", "0.0"],
			["1", "1.0"],
			["2", "2.0"],
		]);
		assert.deepEqual(await both.close(), []);
	},
	"bytes and values far down a file are scrolled to, on either side": (page) => {
		const list = Array.from({ length: 20_000 }, (_, i) => `item ${i}`);
		return looked(page, "far.pkl", pickle.dumps(list), async (shown) => {
			const { page: browser } = shown;
			await browser.locator("[role=tree]").focus();
			await browser.keyboard.press("End");
			await browser.keyboard.press("ArrowUp");
			await browser.waitForFunction(() => document.querySelector(".detail-title h2").textContent === "obj[19998]");
			await shown.idle();
			await browser.getByRole("button", { name: "Show its bytes" }).click();
			await browser.locator(".op.marked", { hasText: "item 19998" }).waitFor();
			await shown.until(
				async () => (await browser.locator(".hex-text .marked").allInnerTexts()).join(""),
				(text) => assert.match(text, /item 19998/),
			);
			await browser.locator(".op", { hasText: "'item 19995'" }).click();
			await browser.getByRole("button", { name: "Show the value in the tree" }).click();
			await browser.locator(".tree .row.selected .key", { hasText: /^19995$/ }).waitFor();
		});
	},
	"a byte leads to its line, and a line to its bytes": (page) =>
		looked(page, "linked.pkl", pickle.dumps({ key: "value" }), async (shown) => {
			const { page: browser } = shown;
			await browser.getByRole("tab", { name: "Bytes" }).click();
			await shown.idle();
			const bytes = pickle.dumps({ key: "value" });
			const at = Buffer.from(bytes).indexOf("value");
			await browser.locator(`.hex-bytes [data-at="${at}"]`).click();
			await browser.locator(".op.marked", { hasText: "SHORT_BINUNICODE" }).waitFor();
			assert.match(await browser.locator(".op.marked .op-arg").innerText(), /value/);
			await browser.locator(".op", { hasText: "'key'" }).first().click();
			await shown.until(
				async () => (await browser.locator(".hex-text .marked").allInnerTexts()).join(""),
				(text) => assert.match(text, /key$/),
			);
			await browser.getByLabel("Find bytes (hex or text)").fill("@0");
			await browser.keyboard.press("Enter");
			await browser.locator(".op.marked", { hasText: "PROTO" }).waitFor();
		}),
};
