/**
 * The page docs/speed.md from a run's results: `node bench/bench.mjs --json FILE`, then
 * `node bench/report.mjs FILE > docs/speed.md`; that of families is made by `node bench/families.mjs --markdown bench/families/drawn.md`. What the page says besides the tables stands in bench/speed.md.
 */
import { readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const run = JSON.parse(readFileSync(process.argv[2], "utf8"));
const median = (times) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];
const geometric = (list) => Math.exp(list.reduce((sum, x) => sum + Math.log(x), 0) / list.length);
const time = (seconds) => {
	if (seconds < 1e-4) return `${(seconds * 1e6).toFixed(2)} µs`;
	return `${(seconds * 1e3).toFixed(seconds < 0.01 ? 2 : 1)} ms`;
};
/** Half of the times lie within so many percent of the median. */
const spread = (times) => {
	const sorted = [...times].sort((a, b) => a - b);
	const at = (part) => sorted[Math.floor((sorted.length - 1) * part)];
	return Math.round(((at(0.75) - at(0.25)) / 2 / median(times)) * 100);
};
const PEERS = ["pickleparser", "jpickle", "json-custom-numbers", "lossless-json", "json-bigint", "json-with-bigint"];

function table(title, names, kind, reference) {
	const rows = [];
	const isReading = reference === "loads";
	const ratios = { python: [], collecting: [], v8: [], peer: [] };
	for (const name of names) {
		const { brine, python, v8, ...rest } = run.results[name];
		const ours = brine?.[kind];
		if (!ours?.length) continue;
		const peers = PEERS.filter((peer) => rest[peer]?.[reference]?.length)
			.map((peer) => [peer, median(rest[peer][reference])])
			.sort((a, b) => a[1] - b[1]);
		const cell = (times, key) => {
			if (!times?.length) return "—";
			const ratio = median(ours) / median(times);
			ratios[key].push(ratio);
			return `${time(median(times))} (${ratio.toFixed(2)})`;
		};
		if (peers[0]) ratios.peer.push(median(ours) / peers[0][1]);
		const peer = peers[0] ? `${peers[0][0]} ${time(peers[0][1])} (${(median(ours) / peers[0][1]).toFixed(2)})` : "—";
		const collecting = (times) => (isReading ? ` ${cell(times?.[`${reference}-collecting`], "collecting")} |` : "");
		const v8Times = v8?.[reference.replace("-compact", "")];
		rows.push(
			`| ${name.replace(/^json-/, "")} | ${time(median(ours))} ±${spread(ours)} % | ${cell(python?.[reference], "python")} |${collecting(python)} ${cell(v8Times, "v8")} | ${peer} |`,
		);
	}
	const mean = (list) => (list.length === 0 ? "—" : geometric(list).toFixed(2));
	return [
		`### ${title}`,
		"",
		`| Case | Brine | CPython's C |${isReading ? " its collector on |" : ""} V8 | fastest peer on npm |`,
		`| --- | --- | --- |${isReading ? " --- |" : ""} --- | --- |`,
		...rows,
		`| geometric mean | | ${mean(ratios.python)} |${isReading ? ` ${mean(ratios.collecting)} |` : ""} ${mean(ratios.v8)} | ${mean(ratios.peer)} |`,
		"",
	].join("\n");
}

const names = Object.keys(run.results);
const pickles = names.filter((name) => !name.startsWith("json-"));
const jsons = names.filter((name) => name.startsWith("json-"));
const peaks = names
	.filter((name) => run.results[name].brine?.peak && run.results[name].python?.peak)
	.map((name) => {
		const { brine, python, v8 } = run.results[name];
		const mb = (bytes) => `${Math.round(bytes / 1e6)} MB`;
		return `| ${name} | ${mb(brine.peak)} | ${mb(python.peak)} | ${v8?.peak ? mb(v8.peak) : "—"} |`;
	});
const tables = [
	table("pickle.loads", pickles, "loads", "loads"),
	table("pickle.loads, exact", pickles, "loads-exact", "loads"),
	table("pickle.dumps", pickles, "dumps", "dumps"),
	table("json.loads", jsons, "loads", "loads"),
	table("json.loads, exact", jsons, "loads-exact", "loads"),
	table("json.dumps, default text", jsons, "dumps", "dumps"),
	table("json.dumps, compact", jsons, "dumps-compact", "dumps-compact"),
];
if (peaks.length > 0) {
	const head = [
		"### Most memory of the whole process",
		"",
		"| Case | Brine | CPython | V8 |",
		"| --- | --- | --- | --- |",
	];
	tables.push([...head, ...peaks, ""].join("\n"));
}
const machine = `CPython ${run.python}, Node ${run.node}, ${os.cpus()[0]?.model}, ${os.cpus().length} cores, ${run.date}${run.clock === "cpu" ? `; time of all processors, V8's collector and compiler included; load of the machine at the end: ${run.load.toFixed(1)}` : ""}`;
process.stdout.write(
	readFileSync(path.join(here, "speed.md"), "utf8")
		.replace("{{machine}}", machine)
		.replace("{{families}}", readFileSync(path.join(here, "families", "drawn.md"), "utf8"))
		.replace("{{tables}}", tables.join("\n")),
);
