/**
 * node tests/torch/hub.mjs [PYTHON]: files that Hugging Face's libraries and Lightning make are read, shown and converted, and what
 * is made of them is read by these libraries as equal. Without a Python it installs torch and the libraries into
 * ~/.cache/brine/torch-hub, which are some gigabytes. Needs `npm run build`.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const entry = (name) => import(pathToFileURL(resolve(`dist/${name}/index.js`)).href);
const { dumpTorch, fromSafetensors, loadIndex, openShards, splitShards, stateDict } = await entry("torch");
const { fileRanges } = await entry("node");
const main = resolve("dist/cli/main.js");

function run(program, ...args) {
	const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 26 });
	if (status !== 0) throw new Error(`${program} ${args.join(" ")}\n${stdout}${stderr}`);
	return stdout.trim();
}
function python() {
	if (process.argv[2] !== undefined) return process.argv[2];
	const folder = join(homedir(), ".cache", "brine", "torch-hub");
	const made = join(folder, "bin", "python");
	if (!existsSync(join(folder, "complete"))) {
		run("python3", "-m", "venv", folder);
		run(made, "-m", "pip", "install", "-q", "torch", "transformers", "lightning", "safetensors", "numpy");
		writeFileSync(join(folder, "complete"), "");
	}
	return made;
}

const script = resolve("tests/torch/hub.py");
const folder = mkdtempSync(join(tmpdir(), "brine-hub-"));
const at = (...parts) => join(folder, ...parts);
const program = python();
run(program, script, "make", folder);
const { versions, files } = JSON.parse(readFileSync(at("about.json"), "utf8"));

async function tensorsOf(name) {
	const path = at(name);
	if (name.endsWith(".json")) return openShards(readFileSync(path), (part) => fileRanges(join(dirname(path), part)));
	if (name.endsWith(".safetensors")) return (await fromSafetensors(fileRanges(path))).tensors;
	return stateDict((await loadIndex(fileRanges(path))).value);
}
let passed = 0;
for (const [name, wanted] of Object.entries(files)) {
	const got = {};
	for (const [tensor, value] of await tensorsOf(name)) {
		const sum = createHash("sha256")
			.update((await value.read()).toBytes())
			.digest("hex");
		got[tensor] = [value.dtype, [...value.shape], sum];
	}
	assert.deepEqual(got, wanted, name);
	const shown = run(process.execPath, main, "show", path(name));
	for (const tensor of Object.keys(wanted)) assert.ok(shown.includes(tensor), `${name}: ${tensor}`);
	const out = at("made", `${name}.safetensors`);
	mkdirSync(dirname(out), { recursive: true });
	run(process.execPath, main, "convert", "--drop", path(name), out);
	passed += 3;
}
function path(name) {
	return at(name);
}
mkdirSync(at("made", "parts"));
cpSync(at("bert", "config.json"), at("made", "parts", "config.json"));
run(
	process.execPath,
	main,
	"convert",
	"--max-shard-size",
	"30KB",
	at("state.bin"),
	at("made", "parts", "model.safetensors"),
);
assert.ok(existsSync(at("made", "parts", "model.safetensors.index.json")));
const split = {};
for (const maxShardSize of ["5KB", "20KB", "45KB", "1GB"]) {
	const { shards } = splitShards(await tensorsOf("bert/model.safetensors"), { maxShardSize });
	split[maxShardSize] = Object.fromEntries([...shards].map(([name, part]) => [name, [...part.keys()]]));
}
writeFileSync(at("made", "split.json"), JSON.stringify(split));
const pieces = [];
await dumpTorch((await loadIndex(fileRanges(at("lightning", "last.ckpt")), { mode: "exact" })).value, {
	write: (piece) => pieces.push(piece),
});
writeFileSync(at("made", "last.ckpt"), Buffer.concat(pieces));
passed += Number(run(program, script, "check", folder).split("\n").at(-1));
rmSync(folder, { recursive: true });
console.log(versions);
console.log(`${passed} passed, 0 failed, 0 skipped`);
