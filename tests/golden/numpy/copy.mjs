/**
 * `node tests/golden/numpy/copy.mjs CORPUS`: copies what the tests need of a corpus of pickles that real numpys wrote: the
 * cases of numpy, compressed, and the hostile pickles that are about numpy.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const [corpus] = process.argv.slice(2);
const here = new URL(".", import.meta.url);
const cases = JSON.parse(readFileSync(join(corpus, "numpy/cases.json"), "utf8"));
writeFileSync(new URL("cases.json.gz", here), gzipSync(JSON.stringify(cases), { level: 9 }));

const { pickles } = JSON.parse(readFileSync(join(corpus, "hostile.json"), "utf8"));
const own = pickles.filter(({ name }) => /^(nd|np|dtype|frombuffer|scalar)_/.test(name));
writeFileSync(new URL("hostile.json", here), `${JSON.stringify(own, undefined, "\t")}\n`);
