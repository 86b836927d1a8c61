/**
 * node tests/science/constructors.mjs: hands numpy arrays to other libraries by their own constructors, and takes them back.
 * Installs the real packages into ~/.cache/brine/constructors first. Needs `npm run build`.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const PACKAGES = {
	ndarray: "1.1.1",
	zarrita: "0.7.5",
	"onnxruntime-web": "1.30.0",
	"@observablehq/plot": "0.6.17",
	linkedom: "0.18.12",
	"@tensorflow/tfjs-core": "4.22.0",
	"@tensorflow/tfjs-backend-cpu": "4.22.0",
};
const folder = join(homedir(), ".cache", "brine", "constructors");
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, dependencies: PACKAGES }));
if (!Object.keys(PACKAGES).every((name) => existsSync(join(folder, "node_modules", name)))) {
	const run = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], {
		cwd: folder,
		stdio: "inherit",
		shell: process.platform === "win32",
	});
	if (run.status !== 0) process.exit(1);
}
const load = createRequire(join(folder, "package.json"));
const { array, NDArray, loadNpy, dumpsNpy } = await import(pathToFileURL(resolve("dist/numpy/index.js")).href);

const table = await loadNpy(
	dumpsNpy(
		array(
			Float64Array.from({ length: 6 }, (_, i) => i + 0.5),
			{ shape: [2, 3] },
		),
	),
);
const turned = table.transpose();
const single = array(
	Float32Array.from({ length: 6 }, (_, i) => i),
	{ shape: [2, 3] },
);

{
	const ndarray = load("ndarray");
	for (const x of [table, turned, table.slice(null, [0, 3, 2])]) {
		const it = ndarray(x.data, x.shape, x.strides, x.offset);
		for (let i = 0; i < x.shape[0]; i++) for (let j = 0; j < x.shape[1]; j++) assert.equal(it.get(i, j), x.get(i, j));
		const back = new NDArray({ dtype: "f8", data: it.data, shape: it.shape, strides: it.stride, offset: it.offset });
		assert.deepEqual(back.toArray(), x.toArray());
	}
	console.log("ndarray: views of the same data, and back");
}
{
	const tf = await import(pathToFileURL(load.resolve("@tensorflow/tfjs-core")).href).then((it) => it.default ?? it);
	load("@tensorflow/tfjs-backend-cpu");
	await tf.setBackend("cpu");
	const one = tf.tensor(single.toTyped(), [...single.shape]);
	assert.deepEqual(one.arraySync(), single.toArray());
	const two = tf.tensor(Float32Array.from(turned.toTyped()), [...turned.shape]);
	assert.deepEqual(two.arraySync(), turned.toArray());
	assert.deepEqual(array(one.dataSync(), { shape: one.shape }).toArray(), single.toArray());
	console.log("TensorFlow.js: float32, float64 as float32, and back");
}
{
	const ort = load("onnxruntime-web");
	for (const x of [single, table, array([1, 2, 3]), array(new Uint8Array([1, 0]))]) {
		const tensor = new ort.Tensor(x.dtype.name, x.toTyped(), [...x.shape]);
		assert.deepEqual([...tensor.dims], [...x.shape]);
		assert.ok(array(tensor.data, { shape: tensor.dims }).equals(x));
	}
	console.log("onnxruntime-web: float32, float64, int64, uint8, and back");
}
{
	const zarr = await import(pathToFileURL(join(folder, "node_modules", "zarrita", "dist", "src", "index.js")).href);
	const store = new Map();
	const made = await zarr.create(store, {
		dtype: "float64",
		data_type: "float64",
		shape: [2, 3],
		chunkShape: [2, 2],
		chunk_shape: [2, 2],
	});
	await zarr.set(made, null, { data: table.data, shape: [...table.shape], stride: [...table.strides] });
	const { data, shape, stride } = await zarr.get(made);
	assert.deepEqual(new NDArray({ dtype: "f8", data, shape, strides: stride }).toArray(), table.toArray());
	console.log("zarrita: written and read");
}
{
	// The page of docs/npy.md, with the packages of the network here.
	const [, page, program] = /```html\n(.*?)<script type="module">\n(.*?)<\/script>\n```/s.exec(
		readFileSync("docs/npy.md", "utf8"),
	);
	const { parseHTML } = load("linkedom");
	const { window, document } = parseHTML(`<html><body>${page}</body></html>`);
	Object.assign(globalThis, { window, document });
	const plot = pathToFileURL(join(folder, "node_modules/@observablehq/plot/src/index.js")).href;
	const local = program
		.replaceAll("https://esm.sh/brine/numpy", pathToFileURL(resolve("dist/numpy/index.js")).href)
		.replaceAll("https://esm.sh/@observablehq/plot", plot);
	const file = join(folder, "page.mjs");
	writeFileSync(file, local);
	await import(pathToFileURL(file).href);
	const input = document.getElementById("file");
	await input.onchange({ target: { files: [new Blob([dumpsNpy(array([3, 1, 2.5]))])] } });
	const [line] = document.getElementById("plot").querySelectorAll("g[aria-label=line] path");
	assert.match(line.getAttribute("d"), /^M[\d.]+,[\d.]+L[\d.]+,[\d.]+L[\d.]+,[\d.]+$/);
	console.log("Observable Plot: the page of docs/npy.md draws a line of three points");
}
console.log("5 passed, 0 failed, 0 skipped");
