/**
 * `node tests/golden/pandas/copy.mjs CORPUS`: copies what the tests need of a corpus of pickles that real pandas wrote: the
 * cases of pandas with the portable ones, compressed, the files of `to_pickle`, and the hostile pickles that are about pandas.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const [corpus] = process.argv.slice(2);
const here = new URL(".", import.meta.url);
const read = (path) => JSON.parse(readFileSync(join(corpus, path), "utf8"));
const { cases } = read("pandas/cases.json");
const portable = read("pandas/portable.json");
writeFileSync(new URL("cases.json.gz", here), gzipSync(JSON.stringify({ cases, portable }), { level: 9 }));

const folder = join(corpus, "pandas/containers");
const containers = {};
for (const name of readdirSync(folder)) containers[name] = readFileSync(join(folder, name)).toString("base64");
writeFileSync(new URL("containers.json.gz", here), gzipSync(JSON.stringify(containers), { level: 9 }));

const { pickles } = read("hostile.json");
const own = pickles.filter(({ name }) => /^(pd|pa)_/.test(name));
writeFileSync(new URL("hostile.json", here), `${JSON.stringify(own, undefined, "\t")}\n`);
