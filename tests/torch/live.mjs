/**
 * node tests/torch/live.mjs [PYTHON...]: writes every golden file again with the built package, and has each Python's torch load
 * and compare it: plainly, with weights_only=True where the original is taken so, and mapped into memory by torch 2.1 and newer.
 * Without a Python it takes Debian's, for which root has python3-torch installed.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { dumpsTorch, loadTorch } from "brine/torch";

const { files } = JSON.parse(readFileSync(new URL("golden.json", import.meta.url), "utf8"));
const folder = mkdtempSync(join(tmpdir(), "brine-torch-"));
const [originals, written] = ["originals", "written"].map((name) => join(folder, name));
for (const name of [originals, written]) mkdirSync(name);
for (const { file, data, expected } of files) {
	if (expected === null || /^(torchscript|skip_data)\./.test(file)) continue;
	const bytes = gunzipSync(Buffer.from(data, "base64"));
	writeFileSync(join(originals, file), bytes);
	writeFileSync(join(written, file), await dumpsTorch(await loadTorch(bytes, { mode: "exact" })));
}
function debian() {
	const python = "/usr/bin/python3";
	const works = () => spawnSync(python, ["-c", "import torch"]).status === 0;
	if (!works() && process.getuid?.() === 0) {
		const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
		spawnSync("apt-get", ["update", "-q"], { env });
		spawnSync("apt-get", ["install", "-y", "-q", "--no-install-recommends", "python3-torch"], { env });
	}
	return works() ? [python] : [];
}
const given = process.argv.slice(2);
const pythons = given.length > 0 ? given : debian();
for (const python of pythons) {
	const script = new URL("live.py", import.meta.url).pathname;
	const { status } = spawnSync(python, [script, originals, written], { stdio: "inherit" });
	if (status !== 0) process.exitCode = 1;
}
const failed = process.exitCode ?? 0;
console.log(`${pythons.length - failed} passed, ${failed} failed, ${pythons.length === 0 ? 1 : 0} skipped`);
rmSync(folder, { recursive: true });
