/**
 * node tests/torch/large.mjs [GIB] [--full]: a checkpoint of 6 GiB (holes on the disk, where the file system has them; with --full all of it is written) is indexed, and
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
const isFull = process.argv.includes("--full");
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
		if (isFull || piece.buffer !== zeros.buffer) writeSync(file, piece, 0, piece.length, at);
		at += piece.length;
	},
});
ftruncateSync(file, at);
closeSync(file);
console.log(
	`${(statSync(path).size / 2 ** 30).toFixed(2)} GiB, ${(statSync(path).blocks / 2048).toFixed(0)} MiB on the disk`,
);

function child(what, script, args = []) {
	const program = `const [start, before] = [performance.now(), process.cpuUsage()]; ${script}
		const { user, system } = process.cpuUsage(before);
		const cpu = (user + system) / 1000;
		console.log(JSON.stringify({ ms: performance.now() - start, cpu, mib: process.resourceUsage().maxRSS / 1024 }));`;
	const { stdout, stderr, status } = spawnSync(
		process.execPath,
		["--input-type=module", "-e", program, path, ...args],
		{ encoding: "utf8" },
	);
	if (status !== 0) throw new Error(stderr);
	const { ms, cpu, mib } = JSON.parse(stdout.trim().split("\n").at(-1));
	console.log(`${what}: ${ms.toFixed(0)} ms, ${cpu.toFixed(0)} of the processor, peak ${mib.toFixed(0)} MiB`);
	return { ms, cpu };
}
child(
	"index",
	`const { loadIndex } = await import("${entry("torch")}"); const { fileRanges } = await import("${entry("node")}");
	const index = await loadIndex(fileRanges(process.argv[1]));
	if (index.tensors.size !== ${COUNT}) throw new Error("not all tensors");`,
);
const out = join(folder, "model.safetensors");
const convert = `const { loadIndex, writeSafetensors } = await import("${entry("torch")}"); const { fileRanges } = await import("${entry("node")}");
	const { open } = await import("node:fs/promises");
	const out = await open(process.argv[2], "w");
	await writeSafetensors((await loadIndex(fileRanges(process.argv[1]))).value, out);
	await out.close();`;
const copy = `(await import("node:fs")).copyFileSync(process.argv[1], process.argv[2]);`;
const times = { converted: [], copied: [] };
// In turns, and once before that nobody counts, so that both find the file in memory; neither waits for the disk.
for (let i = -1; i < 3; i++) {
	for (const [what, script] of [
		["converted", convert],
		["copied", copy],
	]) {
		const taken = child(what, script, [out]);
		if (i >= 0) times[what].push(taken);
		rmSync(out);
	}
}
const middle = (all, of) => all.map(of).sort((a, b) => a - b)[Math.floor(all.length / 2)];
for (const [name, of] of [
	["time", ({ ms }) => ms],
	["time of the processor", ({ cpu }) => cpu],
]) {
	const [converted, copied] = [middle(times.converted, of), middle(times.copied, of)];
	console.log(
		`converting takes ${(converted / copied).toFixed(2)} of copying in ${name} (${converted.toFixed(0)} and ${copied.toFixed(0)} ms), medians of three`,
	);
}
rmSync(folder, { recursive: true });
