/** Every kind of file, opened and read off the page. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import { pickle } from "../../../dist/index.js";
import { dumpsJoblib } from "../../../dist/joblib/index.js";
import { array, dumpsNpy, dumpsNpz } from "../../../dist/numpy/index.js";
import { DataFrame, registry as pandasTypes } from "../../../dist/pandas/index.js";
import { dumpsTorch, Tensor, toSafetensors } from "../../../dist/torch/index.js";
import { PyDateTime, PyDecimal, PyDict, PyException, PyUUID, tuple } from "../../../dist/types/index.js";
import { PACKED } from "./packed.mjs";

/** Opens a file in a page of its own; nothing may be complained of. */
export async function looked({ newPage, file }, name, bytes, look, options) {
	const page = await newPage(options);
	await page.open(file(name, bytes));
	await look(page);
	assert.deepEqual(await page.close(), []);
}
const find = (rows, part) =>
	rows.find((row) => row.includes(part)) ?? assert.fail(`no row has ${part}: ${rows.join("\n")}`);

const values = new PyDict([
	["when", new PyDateTime(2024, 2, 29, 12, 30)],
	["price", new PyDecimal("12.50")],
	["id", new PyUUID("12345678-1234-5678-1234-567812345678")],
	["error", new PyException("ValueError", ["bad", 3])],
	["pair", tuple(1, "x")],
	["raw", Uint8Array.of(0, 255)],
]);

export const tests = {
	"a pickle: facts, tree, Python's text": (page) =>
		looked(page, "values.pkl", pickle.dumps(values), async (shown) => {
			assert.equal(await shown.verdict(), "Safe");
			const facts = await shown.facts();
			assert.equal(facts.Kind, "pickle");
			assert.equal(facts.Protocol, "5");
			assert.equal(facts["Written by"], "Python 3.8 or newer");
			const rows = await shown.rows();
			find(rows, "'when' datetime.datetime");
			find(rows, "2024-02-29 12:30:00");
			find(rows, "'price' decimal.Decimal 12.50");
			find(rows, "12345678-1234-5678-1234-567812345678");
			find(rows, "ValueError('bad', 3)");
			assert.deepEqual((await shown.imports()).sort(), [
				"builtins.ValueError",
				"datetime.datetime",
				"decimal.Decimal",
				"uuid.UUID",
			]);
			assert.match(await shown.text(), /'price': Decimal\('12\.50'\)/);
		}),
	"protocols 0 to 5 and their writers": async (page) => {
		for (const [protocol, writer] of [
			[0, "Python 3, for Python 2"],
			[2, "Python 3, for Python 2"],
			[3, "Python 3"],
			[4, "Python 3.4 or newer"],
			[5, "Python 3.8 or newer"],
		])
			await looked(page, `p${protocol}.pkl`, pickle.dumps([1, 2.5, "three"], { protocol }), async (shown) => {
				const facts = await shown.facts();
				assert.deepEqual([facts.Protocol, facts["Written by"]], [String(protocol), writer]);
				assert.match(await shown.text(), /\[1, 2\.5, 'three'\]/);
			});
		await looked(page, "py2.pkl", Buffer.from("(lp0\nS'caf\\xe9'\np1\na."), async (shown) => {
			assert.equal((await shown.facts())["Written by"], "Python 2");
			assert.match(await shown.text(), /café/);
			assert.match(await shown.page.locator(".note").innerText(), /Latin-1/);
		});
	},
	"several pickles in one file": (page) =>
		looked(
			page,
			"several.pkl",
			Buffer.concat([pickle.dumps("first"), pickle.dumps({ b: 2 }), Buffer.from("\n")]),
			async (shown) => {
				assert.equal((await shown.facts()).Pickles, "2");
				const rows = await shown.rows();
				find(rows, "#1 str 'first'");
				find(rows, "#2 dict");
			},
		),
	"packed in gzip, bzip2, xz, zstd, lz4, zlib, and twice": async (page) => {
		for (const [kind, base64] of Object.entries(PACKED))
			await looked(page, `packed.${kind}`, Buffer.from(base64, "base64"), async (shown) => {
				assert.equal((await shown.facts()).Kind, `${kind} › pickle`);
				assert.match(await shown.text(), /\{'packed': True\}/);
			});
		await looked(page, "twice.gz", gzipSync(gzipSync(pickle.dumps([1, 2]))), async (shown) =>
			assert.equal((await shown.facts()).Kind, "gzip › gzip › pickle"),
		);
	},
	"a .npy of three axes: grid, slices, statistics, heat map, line": (page) =>
		looked(
			page,
			"a.npy",
			dumpsNpy(
				array(
					Float32Array.from({ length: 24 }, (_, i) => i / 2),
					{ shape: [2, 3, 4] },
				),
			),
			async (shown) => {
				const { page: browser } = shown;
				assert.deepEqual((await shown.cells())[0], ["0", "0.0", "0.5", "1.0", "1.5"]);
				await browser.locator(".slice-bar input[type=number]").fill("1");
				await browser.waitForFunction(() => document.querySelector(".grid .cell").textContent === "6.0");
				await browser.locator(".slice-bar select").first().selectOption("0");
				await browser.waitForFunction(() => document.querySelectorAll(".grid .grid-row").length === 2);
				await browser.getByRole("tab", { name: "Statistics" }).click();
				await shown.idle();
				const stats = await browser.locator(".array-stats dl").innerText();
				assert.match(stats, /Count\s+24/);
				assert.match(stats, /Greatest\s+11\.5/);
				assert.match(stats, /Mean\s+5\.75/);
				await browser.getByRole("tab", { name: "Heat map" }).click();
				await browser.locator("canvas").waitFor();
				await browser.getByRole("tab", { name: "Line" }).click();
				await browser.locator(".chart.line path").waitFor();
			},
		),
	"arrays of every kind of item": async (page) => {
		for (const [data, options, first] of [
			[[1, 2], { dtype: "int8" }, "1"],
			[[2n ** 63n], { dtype: "uint64" }, "9223372036854775808"],
			[[true, false], { dtype: "bool" }, "True"],
			[["a", "bc"], { dtype: "<U2" }, "a"],
			[[1.5, Number.NaN], { dtype: ">f8" }, "1.5"],
			[[0.1], { dtype: "float16" }, "0.1"],
		])
			await looked(page, "kind.npy", dumpsNpy(array(data, options)), async (shown) =>
				assert.equal((await shown.cells())[0][1].slice(0, 3), first.slice(0, 3)),
			);
	},
	"a .npz: its arrays as a list, and one of them opened": async (page) =>
		looked(
			page,
			"a.npz",
			await dumpsNpz({ weights: array(Float64Array.of(1, 2, 3)), names: array(["x", "y"]) }, { compress: true }),
			async (shown) => {
				assert.equal((await shown.facts()).Kind, "npz");
				const cells = await shown.cells();
				assert.deepEqual(
					cells.map(([name, dtype, shape]) => [name, dtype, shape]),
					[
						["weights", "float64", "(3,)"],
						["names", "str32", "(2,)"],
					],
				);
				await shown.page.getByText("weights", { exact: true }).last().click();
				await shown.page.locator(".array-pane .grid .cell").first().waitFor();
				assert.deepEqual(await shown.cells(), [
					["0", "1.0"],
					["1", "2.0"],
					["2", "3.0"],
				]);
			},
		),
	"a pandas frame: typed columns, sort, filter, statistics, missing": (page) =>
		looked(
			page,
			"frame.pkl",
			pickle.dumps(
				DataFrame.from([
					["n", Float64Array.of(3, Number.NaN, 1, 2)],
					["s", ["b", "a", "b", "c"]],
				]),
				{ registry: pandasTypes },
			),
			async (shown) => {
				const { page: browser } = shown;
				assert.deepEqual(await shown.cells(), [
					["0", "3.0", "b"],
					["1", "missing", "a"],
					["2", "1.0", "b"],
					["3", "2.0", "c"],
				]);
				const labels = async () => (await shown.cells()).map(([label]) => label);
				for (const order of [
					["2", "3", "0", "1"],
					["0", "3", "2", "1"],
					["0", "1", "2", "3"],
				]) {
					await browser.locator(".head-name").first().click();
					await shown.until(labels, (found) => assert.deepEqual(found, order));
				}
				await shown.idle();
				const stats = await browser.locator(".stats").innerText();
				assert.match(stats, /Count\s+3\s+Missing\s+1\s+Different\s+3/);
				assert.match(stats, /Mean\s+2\b/);
				await browser.getByLabel("Filter n").fill(">1");
				await shown.idle();
				assert.match(await browser.locator(".counts").innerText(), /2 of 4 rows/);
				assert.deepEqual(await labels(), ["0", "3"]);
				await browser.getByLabel("Filter n").fill("");
				await browser.getByLabel("Filter s").fill("b");
				await shown.until(shown.cells.bind(shown), (cells) =>
					assert.deepEqual(
						cells.map((row) => row[2]),
						["b", "b"],
					),
				);
			},
		),
	"a list of dicts as a table": (page) =>
		looked(page, "records.pkl", pickle.dumps([{ a: 1, b: "x" }, { a: 2 }]), async (shown) =>
			assert.deepEqual(await shown.cells(), [
				["0", "1", "x"],
				["1", "2", "missing"],
			]),
		),
	"a torch checkpoint: the list of tensors": async (page) =>
		looked(
			page,
			"model.pt",
			await dumpsTorch(
				new PyDict([
					["net", new PyDict([["w", Tensor.from(Float32Array.of(1, 2, 3, 4), [2, 2])]])],
					["epoch", 3],
				]),
			),
			async (shown) => {
				assert.equal((await shown.facts()).Kind, "torch");
				assert.match(await shown.page.locator(".note").first().innerText(), /weights_only=True/);
				assert.deepEqual(await shown.cells(), [["net.w", "float32", "(2, 2)", "4", "16", "cpu"]]);
				await shown.page.locator(".row-label.link").click();
				await shown.page.locator(".array-pane .grid .cell").first().waitFor();
				assert.deepEqual(await shown.cells(), [
					["0", "1.0", "2.0"],
					["1", "3.0", "4.0"],
				]);
			},
		),
	safetensors: async (page) =>
		looked(
			page,
			"model.safetensors",
			(await toSafetensors(new Map([["w", Tensor.from(Float32Array.of(1, 2))]]))).data,
			async (shown) => {
				assert.equal(await shown.verdict(), "Plain data");
				assert.deepEqual((await shown.cells())[0].slice(0, 3), ["w", "float32", "(2,)"]);
			},
		),
	joblib: async (page) =>
		looked(page, "a.joblib", await dumpsJoblib({ x: array(Float64Array.of(1, 2, 3)) }), async (shown) => {
			assert.equal((await shown.facts()).Kind, "joblib");
			find(await shown.rows(), "'x' numpy.ndarray float64 (3,)");
		}),
	"a model of scikit-learn: parameters and what it has learned": async (page) => {
		const shown = await page.newPage();
		await shown.page.getByText("A scikit-learn model").click();
		await shown.settled();
		const rows = await shown.cells();
		assert.deepEqual(
			rows.find(([name]) => name === "n_estimators"),
			["n_estimators", "parameter", "int", "5"],
		);
		await shown.page.getByLabel("Filter value").fill("");
		await shown.page.getByLabel("Filter group").fill("learned");
		await shown.idle();
		const learned = await shown.cells();
		assert.ok(learned.some(([name]) => name === "estimators_"));
		assert.ok(learned.every(([, group]) => group === "learned"));
		assert.deepEqual(await shown.close(), []);
	},
	"JSON and JSON Lines": async (page) => {
		await looked(page, "a.json", Buffer.from('{"a": [1, 2.0, null]}'), async (shown) => {
			assert.equal((await shown.facts()).Kind, "json");
			assert.match(await shown.text(), /\{'a': \[1, 2\.0, None\]\}/);
		});
		await looked(page, "a.jsonl", Buffer.from('{"a": 1}\n{"a": 2}\n'), async (shown) => {
			assert.equal((await shown.facts()).Kind, "jsonl");
			assert.deepEqual(await shown.cells(), [
				["0", "1"],
				["1", "2"],
			]);
		});
	},
	"a zip of anything: its members, and one of them opened": async (page) => {
		const { folder } = page;
		const inner = page.file("inner.pkl", pickle.dumps(["in a zip"]));
		const made = spawnSync("python3", [
			"-c",
			`import zipfile; z = zipfile.ZipFile(${JSON.stringify(`${folder}/any.zip`)}, "w", 8); z.write(${JSON.stringify(inner)}, "folder/inner.pkl"); z.writestr("read.me", "x")`,
		]);
		assert.equal(made.status, 0, String(made.stderr));
		const shown = await page.newPage();
		await shown.open(`${folder}/any.zip`);
		await shown.page.getByRole("button", { name: "Open folder/inner.pkl" }).click();
		await shown.page.locator(".files li.current", { hasText: "folder/inner.pkl" }).waitFor();
		await shown.settled();
		assert.match(await shown.text(), /in a zip/);
		assert.deepEqual(await shown.close(), []);
	},
	"an image in bytes": (page) =>
		looked(
			page,
			"image.pkl",
			pickle.dumps(
				Buffer.from(
					"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
					"base64",
				),
			),
			async (shown) => {
				await shown.page.waitForFunction(() => document.querySelector(".image-view img")?.naturalWidth === 1);
			},
		),
	"what is not Python's says what it is": async (page) => {
		for (const [name, bytes, words] of [
			["a.h5", Buffer.from("\x89HDF\r\n\x1a\n", "latin1"), /HDF5/],
			["a.parquet", Buffer.from("PAR1"), /Parquet/],
			["lfs.pkl", Buffer.from("version https://git-lfs.github.com/spec/v1\n"), /Git LFS/],
			["empty.pkl", Buffer.alloc(0), /empty/],
			["page.html", Buffer.from("<!doctype html><title>404</title>"), /web page/],
		])
			await looked(page, name, bytes, async (shown) =>
				assert.match(await shown.page.locator(".trouble").innerText(), words, name),
			);
	},
};
