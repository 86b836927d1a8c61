/**
 * Documents that are large: an object of nine million keys, a document of 1.5 GiB read and written, and 20 GiB of
 * generated text through `items`. Not part of the tests, since it takes minutes:
 *
 *     npm run build && node --max-old-space-size=4096 tests/json/large.mjs [keys|whole|items|lines]…
 */
import { fileURLToPath } from "node:url";

const entry = process.env.BRINE_ENTRY ?? fileURLToPath(new URL("../../dist/json/index.js", import.meta.url));
const json = await import(entry);
const wanted = process.argv.slice(2);
const MIB = 2 ** 20;
const MEMORY = { limits: { memory: 2 ** 40 } };

let peak = 0;
const watch = setInterval(notePeak, 50).unref();
function notePeak() {
	peak = Math.max(peak, process.memoryUsage().rss);
}

/** Runs one of them and says how long it took, and how much memory. */
async function run(name, work) {
	if (wanted.length > 0 && !wanted.includes(name)) return;
	globalThis.gc?.();
	peak = 0;
	notePeak();
	const before = process.memoryUsage().rss;
	const started = performance.now();
	const result = await work();
	notePeak();
	const seconds = (performance.now() - started) / 1000;
	console.log(
		`${name}: ${result}; ${seconds.toFixed(1)} s, peak ${Math.round(peak / MIB)} MiB (${Math.round(before / MIB)} before)`,
	);
}

/** Records as text, in pieces of some 64 KiB, until there is so much of it. */
function* records(bytes, between = ",") {
	let piece = [];
	let size = 0;
	let total = 0;
	for (let id = 0; total < bytes; id++) {
		const text = `{"id": ${id}, "name": "user ${id}", "score": ${id}.25, "tags": ["a", "b", "${"long text ".repeat(8)}"], "active": true}`;
		piece.push(text);
		size += text.length + 1;
		if (size < 65536) continue;
		total += size;
		yield `${piece.join(between)}${total < bytes ? between : ""}`;
		piece = [];
		size = 0;
	}
}
function* array(bytes) {
	yield "[";
	yield* records(bytes);
	yield "]";
}

await run("keys", () => {
	const keys = 9_000_000;
	const pieces = [];
	for (let i = 0; i < keys; i += 1000) {
		pieces.push(Array.from({ length: 1000 }, (_, j) => `"key ${i + j}":${j}`).join());
	}
	const text = `{${pieces.join()}}`;
	const results = ["plain", "exact"].map((mode) => {
		const started = performance.now();
		const value = json.loads(text, { mode, ...MEMORY });
		const read = performance.now() - started;
		const same = json.dumps(value, { separators: [",", ":"] }) === text;
		return `${mode} ${value.constructor.name} of ${value.size ?? Object.keys(value).length} keys in ${(read / 1000).toFixed(1)} s, ${same ? "the same" : "NOT THE SAME"} again`;
	});
	return `${Math.round(text.length / MIB)} MiB: ${results.join("; ")}`;
});

await run("whole", async () => {
	const size = Number(process.env.BRINE_GIB ?? 1.5) * 2 ** 30;
	const value = await json.load(array(size), MEMORY);
	notePeak();
	const read = value.length;
	let written = 0;
	await json.dump(value, {
		write: (text) => {
			written += text.length;
		},
	});
	return `${read} records read from ${(size / 2 ** 30).toFixed(1)} GiB, ${(written / 2 ** 30).toFixed(2)} GiB written`;
});

await run("items", async () => {
	const size = Number(process.env.BRINE_GIB ?? 20) * 2 ** 30;
	let count = 0;
	for await (const item of json.items(array(size), "item")) if (item.id === count) count++;
	return `${count} items of ${size / 2 ** 30} GiB in order`;
});

await run("lines", async () => {
	const size = Number(process.env.BRINE_GIB ?? 2) * 2 ** 30;
	let count = 0;
	for await (const item of json.loadLines(records(size, "\n"))) if (item.id === count) count++;
	return `${count} lines of ${size / 2 ** 30} GiB in order`;
});
clearInterval(watch);
