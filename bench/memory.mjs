/**
 * What a read value retains after a garbage collection, against the same value as V8's own structured clone makes it.
 *
 * node --expose-gc bench/memory.mjs [PATTERN] [--most RATIO]    exit code 1 when a ratio is above it
 * node --expose-gc bench/memory.mjs constructors …               each constructor against its charge: constructors.mjs
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import v8 from "node:v8";

if (process.argv[2] === "constructors") {
	process.argv.splice(2, 1);
	await import("./constructors.mjs");
	process.exit();
}

const { json, pickle } = await import(process.env.BRINE_DIST ?? "../dist/index.js");
const { values: options, positionals } = parseArgs({ allowPositionals: true, options: { most: { type: "string" } } });
const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", ".cache", "bench");

function used() {
	for (let i = 0; i < 4; i++) globalThis.gc();
	const { heapUsed, arrayBuffers } = process.memoryUsage();
	return heapUsed + arrayBuffers;
}
/** Bytes that what `make` gives keeps alive. */
function retained(make) {
	const before = used();
	const value = make();
	const after = used();
	return { value, bytes: after - before };
}

const read = (file) => readFileSync(path.join(folder, file));
const loaders = {
	".pkl": (file) => pickle.loads(new Uint8Array(read(file))),
	".json": (file) => json.loads(read(file).toString("utf8")),
};
const failed = [];
for (const file of readdirSync(folder).filter((name) => new RegExp(positionals[0] ?? ".").test(name))) {
	const load = loaders[path.extname(file)];
	// Small values are lost in the noise of the heap.
	if (load === undefined || /message|deep/.test(file)) continue;
	load(file);
	const ours = retained(() => load(file));
	const clone = retained(() => v8.deserialize(v8.serialize(ours.value)));
	const ratio = ours.bytes / clone.bytes;
	const mb = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
	console.log(
		`${file.padEnd(24)} brine ${mb(ours.bytes).padStart(9)}  clone ${mb(clone.bytes).padStart(9)}  ${ratio.toFixed(2)}`,
	);
	if (options.most !== undefined && ratio > Number(options.most)) failed.push(file);
}
if (failed.length > 0) {
	console.log(`above ${options.most}: ${failed.join(", ")}`);
	process.exitCode = 1;
}
