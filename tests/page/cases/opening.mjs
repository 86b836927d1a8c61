/** Ways in: containers of other libraries, large files by ranges, progress, text that is pasted. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import { pickle } from "../../../dist/index.js";
import { dumpsJoblib } from "../../../dist/joblib/index.js";
import { array, dumpsNpy } from "../../../dist/numpy/index.js";
import { DataFrame, registry as pandasTypes } from "../../../dist/pandas/index.js";
import { looked } from "./kinds.mjs";
import { JOBLIB, PANDAS } from "./packed.mjs";

export const tests = {
	"joblib packed in each of its ways": async (page) => {
		for (const [kind, base64] of Object.entries(JOBLIB))
			await looked(page, `${kind}.joblib`, Buffer.from(base64, "base64"), async (shown) => {
				assert.match((await shown.facts()).Kind, /^\S+ › joblib$/);
				const rows = await shown.rows();
				assert.ok(rows.includes("'x' numpy.ndarray float64 (3,)"), rows.join("\n"));
				assert.ok(rows.includes(`'name' str '${kind}'`), rows.join("\n"));
				await shown.page.locator("#row-1").click();
				await shown.until(
					() => shown.cells(),
					(cells) =>
						assert.deepEqual(cells, [
							["0", "1.5"],
							["1", "2.5"],
							["2", "3.5"],
						]),
				);
			});
	},
	"pandas' to_pickle in each of its containers": async (page) => {
		for (const [kind, base64] of Object.entries(PANDAS))
			await looked(page, `frame.pkl.${kind}`, Buffer.from(base64, "base64"), async (shown) => {
				assert.match((await shown.facts()).Kind, / › pickle$/);
				assert.deepEqual(await shown.cells(), [
					["0", "3", "c"],
					["1", "1", "a"],
					["2", "2", "missing"],
				]);
				// The bytes are those of the pickle, not of what is around it.
				await shown.page.getByRole("button", { name: "Show its bytes" }).click();
				await shown.page.locator(".op.marked").first().waitFor();
			});
	},
	"a tar of several files: its members, and one of them opened": async (page) => {
		const { folder } = page;
		page.file("one.pkl", pickle.dumps(["in a tar"]));
		page.file("two.txt", "x");
		const made = spawnSync("tar", ["-C", folder, "-czf", `${folder}/two.tar.gz`, "one.pkl", "two.txt"]);
		assert.equal(made.status, 0, String(made.stderr));
		const shown = await page.newPage();
		await shown.open(`${folder}/two.tar.gz`);
		assert.equal((await shown.facts()).Kind, "gzip › tar");
		await shown.page.getByRole("button", { name: "Open one.pkl" }).click();
		await shown.page.locator(".files li.current", { hasText: "one.pkl" }).waitFor();
		await shown.settled();
		assert.match(await shown.text(), /in a tar/);
		assert.deepEqual(await shown.close(), []);
	},
	"text files that spell a pickle, and JSON Lines that are pasted": async (page) => {
		const bytes = Buffer.from(pickle.dumps(["spelled"]));
		for (const [name, text] of [
			["a.txt", bytes.toString("base64")],
			["b.txt", bytes.toString("hex")],
		])
			await looked(page, name, text, async (shown) => assert.match(await shown.text(), /\['spelled'\]/));
		const shown = await page.newPage();
		await shown.page.getByRole("button", { name: "Paste…" }).last().click();
		await shown.page.locator("textarea").fill('{"a": 1}\n{"a": 2}');
		await shown.page.getByRole("button", { name: "Show", exact: true }).click();
		await shown.settled();
		assert.equal((await shown.facts()).Kind, "jsonl");
		assert.equal((await shown.facts()).Documents, "2");
		assert.deepEqual(await shown.close(), []);
	},
	"progress is shown while a file is unpacked and read, and rows before it is all there": async (page) => {
		const rows = Array.from({ length: 700_000 }, (_, i) => ({ i, text: `item ${i}`, more: [i, i + 0.5] }));
		const shown = await page.newPage();
		await shown.page.evaluate(() => {
			globalThis.seen = { shares: [], texts: new Set(), early: 0 };
			const look = () => {
				const bar = document.querySelector(".reading progress");
				if (bar !== null) {
					if (bar.hasAttribute("value")) globalThis.seen.shares.push(bar.value);
					globalThis.seen.texts.add(document.querySelector(".reading span").textContent.replace(/[\d,]+/g, "N"));
					globalThis.seen.early = Math.max(globalThis.seen.early, document.querySelectorAll(".tree .key").length);
				}
				requestAnimationFrame(look);
			};
			look();
		});
		await shown.open(page.file("slow.pkl.gz", gzipSync(pickle.dumps(rows), { level: 1 })));
		const { shares, texts, early } = await shown.page.evaluate(() => ({
			...globalThis.seen,
			texts: [...globalThis.seen.texts],
		}));
		assert.ok(new Set(shares).size > 4, `${new Set(shares).size} steps`);
		assert.ok(texts.includes("Unpacking… N %"), texts.join());
		assert.ok(texts.includes("Reading… N % · N rows so far"), texts.join());
		assert.ok(early > 5, `${early} rows while it was read`);
		assert.deepEqual(await shown.close(), []);
	},
	"a joblib file that is large is read by ranges": async (page) => {
		const big = array(Int32Array.from({ length: 40_000_000 }, (_, i) => i));
		const file = page.file("big.joblib", await dumpsJoblib({ big, list: [array(Float64Array.of(1, 2)), "after"] }));
		const shown = await page.newPage();
		await shown.open(file);
		assert.equal((await shown.facts()).Kind, "joblib");
		const rows = await shown.rows();
		assert.ok(rows.includes("'big' numpy.ndarray int32 (40000000,)"), rows.join("\n"));
		await shown.page.locator("#row-1").click();
		await shown.until(
			() => shown.cells(),
			(cells) => assert.deepEqual(cells[1], ["1", "1"]),
		);
		await shown.page.locator(".grid").focus();
		await shown.page.keyboard.press("Control+End");
		await shown.page.locator(".cell.active", { hasText: "39999999" }).waitFor();
		await shown.page.getByRole("button", { name: "Open all below" }).click();
		await shown.page.locator(".tree .row", { hasText: "'after'" }).waitFor();
		await shown.page.locator("#row-0").click();
		await shown.idle();
		assert.equal(await shown.text(), "{'big': <array int32 (40000000,)>, 'list': [array([1., 2.]), 'after']}");
		assert.deepEqual(await shown.close(), []);
	},
	"arrays in Fortran's order, of no items, and of one": async (page) => {
		for (const [data, options, cells] of [
			[
				[1, 2, 3, 4, 5, 6],
				{ shape: [2, 3], order: "F", dtype: "int16" },
				[
					["0", "1", "2", "3"],
					["1", "4", "5", "6"],
				],
			],
			[[7], { shape: [], dtype: "int8" }, [["", "7"]]],
		])
			await looked(page, "order.npy", dumpsNpy(array(data, options)), async (shown) =>
				assert.deepEqual(await shown.cells(), cells),
			);
		await looked(page, "none.npy", dumpsNpy(array([], { shape: [0, 3], dtype: "int8" })), async (shown) =>
			assert.match(await shown.page.locator(".array-pane .facts").innerText(), /\(0, 3\)/),
		);
	},
	"a joblib file that wants its arrays at once is read whole": async (page) => {
		const length = 9_000_000;
		const frame = DataFrame.from([
			["a", Float64Array.from({ length }, (_, i) => i)],
			["b", Float64Array.from({ length }, (_, i) => -i)],
		]);
		const shown = await page.newPage();
		await shown.open(page.file("frame.joblib", await dumpsJoblib(frame, { registry: pandasTypes })));
		assert.match((await shown.rows())[0], /pandas\S*DataFrame/);
		assert.deepEqual((await shown.cells())[1], ["1", "1.0", "-1.0"]);
		assert.deepEqual(await shown.close(), []);
	},
};
