/** Dropping, pasting, addresses, the keyboard, search, copying, saving, the bytes. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { tableFromIPC } from "@uwdata/flechette";
import { parquetReadObjects } from "hyparquet";
import { fromTagged, json, pickle } from "../../../dist/index.js";
import { array, dumpsNpy, loadNpySync } from "../../../dist/numpy/index.js";
import { DataFrame, registry as pandasTypes } from "../../../dist/pandas/index.js";
import { dumpsTorch, fromSafetensors, Tensor } from "../../../dist/torch/index.js";
import { equals, PyDict, tuple } from "../../../dist/types/index.js";
import { looked } from "./kinds.mjs";

const shared = { deep: [1, 2] };
const value = { list: [10, 20, { inner: "needle" }], first: shared, again: shared, name: "<b>bold</b>" };

async function saved(shown, name) {
	const { page } = shown;
	await page.locator("summary[aria-label='Save as…']").click();
	const [download] = await Promise.all([
		page.waitForEvent("download"),
		page.getByRole("button", { name, exact: true }).click(),
	]);
	return readFileSync(await download.path());
}

export const tests = {
	"a file that is dropped": async ({ newPage }) => {
		const shown = await newPage();
		await shown.drop("dropped.pkl", pickle.dumps(["dropped"]));
		assert.match(await shown.text(), /dropped/);
		assert.deepEqual(await shown.close(), []);
	},
	"pasted base64, hex, bytes and JSON; other text is refused": async ({ newPage }) => {
		const bytes = Buffer.from(pickle.dumps(["pasted"]));
		const repr = `b'${[...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("")}'`;
		for (const text of [bytes.toString("base64"), bytes.toString("hex"), repr, '["pasted"]']) {
			const shown = await newPage();
			await shown.page.getByRole("button", { name: "Paste…" }).last().click();
			await shown.page.locator("textarea").fill("?? not anything");
			await shown.page.getByRole("button", { name: "Show", exact: true }).click();
			await shown.page.locator("dialog .alert").waitFor();
			await shown.page.locator("textarea").fill(text);
			await shown.page.getByRole("button", { name: "Show", exact: true }).click();
			await shown.settled();
			assert.match(await shown.text(), /\['pasted'\]/);
			assert.deepEqual(await shown.close(), []);
		}
	},
	"?url= of this site, and of no other": async ({ newPage, address }) => {
		const shown = await newPage({ url: `${address}?url=./samples/malicious.pkl` });
		await shown.settled();
		assert.equal(await shown.verdict(), "Dangerous");
		assert.deepEqual(await shown.close(), []);
		const other = await newPage({ url: `${address}?url=https://example.org/x.pkl` });
		await other.page.locator("[role=alert]").waitFor();
		assert.match(await other.page.locator("[role=alert]").innerText(), /this site only/);
		assert.deepEqual(await other.close(), []);
	},
	"the tree by keyboard": (page) =>
		looked(page, "keys.pkl", pickle.dumps(value), async (shown) => {
			const { page: browser } = shown;
			const selected = () => browser.locator(".row.selected .key").innerText();
			await browser.locator("[role=tree]").focus();
			await browser.keyboard.press("ArrowDown");
			assert.equal(await selected(), "'list'");
			await browser.keyboard.press("ArrowRight");
			await browser.waitForFunction(
				() => document.querySelector(".row.selected").getAttribute("aria-expanded") === "true",
			);
			await browser.keyboard.press("ArrowRight");
			await browser.keyboard.press("ArrowDown");
			assert.equal(await selected(), "1");
			await browser.keyboard.press("ArrowLeft");
			await browser.waitForFunction(() => document.querySelector(".row.selected .key").textContent === "'list'");
			await browser.keyboard.press("ArrowLeft");
			await browser.waitForFunction(() => document.querySelectorAll(".tree .row").length === 5);
			await browser.keyboard.press("End");
			await browser.waitForFunction(() => document.querySelector(".row.selected .key")?.textContent === "'name'");
			await browser.keyboard.press("Home");
			assert.equal(await selected(), "value");
			const tree = browser.locator("[role=tree]");
			assert.equal(await tree.getAttribute("aria-activedescendant"), "row-0");
			assert.equal(await browser.locator("#row-1").getAttribute("aria-level"), "2");
			assert.equal(await browser.locator("#row-1").getAttribute("aria-setsize"), "4");
		}),
	"shares and cycles are marked": async (page) => {
		const cycle = [1];
		cycle.push(cycle);
		await looked(page, "share.pkl", pickle.dumps(tuple(value, cycle)), async (shown) => {
			await shown.page.getByRole("button", { name: "Open all below" }).click();
			await shown.page.locator(".mark", { hasText: 'same as obj[0]["first"]' }).waitFor();
			await shown.page.locator(".mark.cycle", { hasText: "leads back to obj[1]" }).waitFor();
		});
	},
	"search by key, value and class": (page) =>
		looked(page, "search.pkl", pickle.dumps(value), async (shown) => {
			const { page: browser } = shown;
			const box = browser.getByLabel("Search keys, values and classes");
			for (const [text, scope, path] of [
				["needle", "value", 'obj["list"][2]["inner"]'],
				["inner", "key", 'obj["list"][2]["inner"]'],
				["list", "class", 'obj["list"]'],
			]) {
				await browser.getByLabel("Where").selectOption(scope);
				await box.fill(text);
				await box.press("Enter");
				await browser.waitForFunction(
					(wanted) => document.querySelector(".detail-title h2").textContent === wanted,
					path,
				);
			}
			await box.fill("no such thing");
			await box.press("Enter");
			await browser.getByText("nothing found").waitFor();
		}),
	"copy as Python, as JSON, the path": (page) =>
		looked(page, "copy.pkl", pickle.dumps({ a: [tuple(1, 2), null] }), async (shown) => {
			const { page: browser } = shown;
			await browser.locator("#row-1").click();
			await browser.waitForFunction(() => document.querySelector(".detail-title h2").textContent.includes('"a"'));
			for (const [name, text] of [
				["Copy as Python", "[(1, 2), None]"],
				["Copy as JSON", "[\n  [\n    1,\n    2\n  ],\n  null\n]"],
				["Copy path", 'obj["a"]'],
			]) {
				await browser.locator("summary[aria-label=Copy]").click();
				await browser.getByRole("button", { name }).click();
				await browser.getByText("Copied").waitFor();
				// What says so may still be there from the copy before.
				await shown.until(
					() => browser.evaluate(() => navigator.clipboard.readText()),
					(copied) => assert.equal(copied, text),
				);
			}
		}),
	"save as JSON, tagged JSON, optimized pickle and a report": (page) =>
		looked(page, "save.pkl", pickle.dumps(value), async (shown) => {
			assert.deepEqual(json.loads(await saved(shown, "JSON")), json.loads(json.dumps(value)));
			const back = fromTagged(json.loads(await saved(shown, "Tagged JSON (nothing is lost)")));
			assert.equal(back.first, back.again);
			assert.deepEqual(pickle.loads(await saved(shown, "Optimized pickle (whole file)")), value);
			const report = String(await saved(shown, "Report (one HTML file)"));
			assert.match(report, /&lt;b&gt;bold/);
			assert.doesNotMatch(report, /<b>bold|<script/);
		}),
	"save a frame as CSV, an array as .npy, tensors as safetensors": async (page) => {
		const frame = DataFrame.from([
			["n", Float64Array.of(1.5, 2)],
			["s", ["a,b", 'c"d']],
		]);
		await looked(page, "frame.pkl", pickle.dumps(frame, { registry: pandasTypes }), async (shown) => {
			assert.equal(String(await saved(shown, "CSV")), frame.toCSV());
			const parquet = await saved(shown, "Parquet");
			assert.equal(String(parquet.subarray(0, 4)) + parquet.subarray(-4), "PAR1PAR1");
			const [column] = await parquetReadObjects({
				file: parquet.buffer.slice(parquet.byteOffset, parquet.byteOffset + parquet.length),
			});
			assert.deepEqual([column.n, column.s], [1.5, "a,b"]);
			const table = tableFromIPC(await saved(shown, "Arrow"));
			assert.deepEqual([...table.getChild("n")], [1.5, 2]);
		});
		const items = array(Float32Array.of(1, 2, 3, 4), { shape: [2, 2] });
		await looked(page, "a.npy", dumpsNpy(items), async (shown) => {
			assert.ok(equals(loadNpySync(await saved(shown, ".npy")), items));
			assert.equal(String(await saved(shown, "CSV")), "1.0,2.0\n3.0,4.0\n");
		});
		const model = await dumpsTorch(new PyDict([["w", Tensor.from(Float32Array.of(5, 6))]]));
		await looked(page, "m.pt", model, async (shown) => {
			const { tensors } = await fromSafetensors(await saved(shown, "safetensors"));
			const [tensor] = [...tensors.values()];
			await tensor.load();
			assert.deepEqual(tensor.toArray(), [5, 6]);
		});
	},
	"the bytes of a value, and the value of a byte": (page) =>
		looked(page, "bytes.pkl", pickle.dumps(value), async (shown) => {
			const { page: browser } = shown;
			await browser.getByLabel("Search keys, values and classes").fill("needle");
			await browser.keyboard.press("Enter");
			await browser.waitForFunction(() => document.querySelector(".detail-title h2").textContent.includes("inner"));
			await browser.getByRole("button", { name: "Show its bytes" }).click();
			await browser.locator(".op.marked", { hasText: "needle" }).waitFor();
			const marked = await browser.locator(".hex-text .marked").allInnerTexts();
			assert.match(marked.join(""), /needle/);
			await browser
				.locator(".op", { hasText: /BININT1\s*20/ })
				.first()
				.click();
			await browser.getByRole("button", { name: "Show the value in the tree" }).click();
			await browser.waitForFunction(() => document.querySelector(".detail-title h2")?.textContent === 'obj["list"][1]');
			await browser.getByRole("tab", { name: "Bytes" }).click();
			await browser.getByLabel("Find bytes (hex or text)").fill("bold");
			await browser.keyboard.press("Enter");
			await browser.waitForFunction(
				() => [...document.querySelectorAll(".hex-text .marked")].map((one) => one.textContent).join("") === "bold",
			);
		}),
	"reading is cancelled, and done again": async (page) => {
		const shown = await page.newPage();
		const big = pickle.dumps(Array.from({ length: 600_000 }, (_, i) => ({ i, text: `item ${i}`, more: [i, i + 0.5] })));
		await shown.page.locator("input[type=file]").setInputFiles(page.file("big.pkl", big));
		await shown.page.getByRole("button", { name: "Cancel" }).click();
		await shown.page.getByText("Cancelled").waitFor();
		await shown.page.getByRole("tab", { name: "Bytes" }).click();
		await shown.page.locator(".op").first().waitFor();
		await shown.page.getByRole("tab", { name: "Contents" }).click();
		await shown.page.getByRole("button", { name: "Read it again" }).click();
		await shown.settled(120_000);
		assert.match((await shown.rows())[0], /list 600,000/);
		assert.deepEqual(await shown.close(), []);
	},
	"several files, one closed": async (page) => {
		const shown = await page.newPage();
		await shown.open(page.file("one.pkl", pickle.dumps("one")), page.file("two.pkl", pickle.dumps("two")));
		await shown.page.getByRole("button", { name: "two.pkl", exact: true }).click();
		await shown.settled();
		assert.match(await shown.text(), /two/);
		await shown.page.getByRole("button", { name: "Close two.pkl" }).click();
		await shown.settled();
		assert.match(await shown.text(), /one/);
		await shown.page.getByRole("button", { name: "Close one.pkl" }).click();
		await shown.page.getByText("See what is in a pickle").waitFor();
		assert.deepEqual(await shown.close(), []);
	},
};
