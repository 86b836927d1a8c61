/**
 * `node tests/golden/pandas/frames.mjs VERSION=FILE…`: puts the lines that `tests/pandas/live/frames.py make` wrote with real
 * pandas together, by the version of pandas: random frames with what `to_csv` and `repr` made of them.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const all = {};
for (const argument of process.argv.slice(2)) {
	const [version, file] = argument.split("=");
	const lines = readFileSync(file, "utf8").trimEnd().split("\n");
	all[version] = lines.map((line) => JSON.parse(line));
}
writeFileSync(new URL("frames.json.gz", import.meta.url), gzipSync(JSON.stringify(all), { level: 9 }));
