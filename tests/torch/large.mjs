/**
 * node tests/torch/large.mjs [GIB]: a checkpoint of 6 GiB (holes on the disk, where the file system has them) is indexed, and
 * converted to safetensors, each in a process of its own, whose time and peak of memory are told beside those of a copy. A
 * folder in memory (TMPDIR=/dev/shm) leaves the disk out.
 * Needs `npm run build`, and room for the converted file.
 */
import { spawnSync } from "node:child_process";
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const gib = Number(process.argv[2] ?? 6);
const entry = (name) => pathToFileURL(resolve(`dist/${name}/index.js`)).href;
const { dumpTorch, Storage, Tensor } = await import(entry("torch"));
const folder = mkdtempSync(join(tmpdir(), "brine-large-"));
const path = join(folder, "model.pt");

const COUNT = 48;
const nbytes = Math.round((gib * 2 ** 30) / COUNT / 4096) * 4096;
const zeros = new Uint8Array(1 << 22);
const source = { read: async (start, end) => zeros.subarray(0, end - start) };
const float = new Tensor({ dtype: "float32", shape: [] }).type;
const value = new Map(
	Array.from({ length: COUNT }, (_, i) => {
		const storage = new Storage({ dtype: float, source, nbytes });
		return [`layers.${i}.weight`, new Tensor({ storage, dtype: "float32", shape: [nbytes / 4096, 1024] })];
	}),
);
const file = openSync(path, "w");
let at = 0;
await dumpTorch(value, {
	write(piece) {
		// Zeros are not written: the file system leaves a hole for them.
		if (piece.buffer !== zeros.buffer) writeSync(file, piece, 0, piece.length, at);
		at += piece.length;
	},
});
ftruncateSync(file, at);
closeSync(file);
console.log(
	`${(statSync(path).size / 2 ** 30).toFixed(2)} GiB, ${(statSync(path).blocks / 2048).toFixed(0)} MiB on the disk`,
);

function child(what, script, args = []) {
	const program = `const start = performance.now(); ${script}
		console.log(JSON.stringify({ ms: performance.now() - start, mib: process.resourceUsage().maxRSS / 1024 }));`;
	const { stdout, stderr, status } = spawnSync(
		process.execPath,
		["--input-type=module", "-e", program, path, ...args],
		{ encoding: "utf8" },
	);
	if (status !== 0) throw new Error(stderr);
	const { ms, mib } = JSON.parse(stdout.trim().split("\n").at(-1));
	console.log(`${what}: ${ms.toFixed(0)} ms, peak ${mib.toFixed(0)} MiB`);
	return ms;
}
child(
	"index",
	`const { loadIndex } = await import("${entry("torch")}"); const { fileRanges } = await import("${entry("node")}");
	const index = await loadIndex(fileRanges(process.argv[1]));
	if (index.tensors.size !== ${COUNT}) throw new Error("not all tensors");`,
);
const out = join(folder, "model.safetensors");
const times = { converted: [], copied: [] };
for (let i = 0; i < 3; i++) {
	times.converted.push(
		child(
			"convert",
			`const { loadIndex, writeSafetensors } = await import("${entry("torch")}"); const { fileRanges } = await import("${entry("node")}");
			const { open } = await import("node:fs/promises");
			const out = await open(process.argv[2], "w");
			await writeSafetensors((await loadIndex(fileRanges(process.argv[1]))).value, out);
			await out.close();`,
			[out],
		),
	);
	rmSync(out);
	times.copied.push(child("copy", `(await import("node:fs")).copyFileSync(process.argv[1], process.argv[2]);`, [out]));
	rmSync(out);
}
const [converted, copied] = [times.converted, times.copied].map((all) => all.sort((a, b) => a - b)[1]);
console.log(`converting takes ${(converted / copied).toFixed(2)} of copying, each the median of three`);
rmSync(folder, { recursive: true });
