/**
 * `node tests/golden/numpy/printed.mjs PYTHON`: writes `printed.json.gz`, small arrays as the numpy 2.5 of that Python pickles and
 * prints them.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const [python] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "brine-printed-"));
const out = join(folder, "made.jsonl");
const run = spawnSync(python, ["tests/python/numpy_random.py", "make", "2026", "1500", out], { encoding: "utf8" });
if (run.status !== 0) throw new Error(run.stderr);
const lines = readFileSync(out, "utf8").split("\n");
const made = lines.filter((line) => line !== "" && line.length < 2000).map((line) => JSON.parse(line));
writeFileSync(new URL("printed.json.gz", import.meta.url), gzipSync(JSON.stringify(made), { level: 9 }));
rmSync(folder, { recursive: true });
console.log(`${made.length} arrays`);
