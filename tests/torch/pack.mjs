/**
 * node pack.mjs CORPUS VERDICTS...: puts the files of gen_torch.py in CORPUS/torch, what they hold, and what make_verdicts.py
 * of each torch said of them into golden.json, which the tests read.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const [corpus, ...verdictFiles] = process.argv.slice(2);
const folder = join(corpus, "torch");
const json = (path) => JSON.parse(readFileSync(path, "utf8"));

const generations = readdirSync(folder)
	.filter((name) => /^cases\..*\.json$/.test(name))
	.sort()
	.map((name) => json(join(folder, name)));
const expected = new Map(generations.flatMap(({ cases }) => cases.map((one) => [one.file, one])));
const verdicts = verdictFiles.map(json);
const files = readdirSync(folder)
	.filter((name) => /\.(pt|pkl)$/.test(name))
	.sort()
	.map((file) => ({
		file,
		what: expected.get(file)?.what ?? "",
		data: gzipSync(readFileSync(join(folder, file)), { level: 9 }).toString("base64"),
		expected: expected.has(file) ? JSON.stringify(expected.get(file).expected) : null,
		weightsOnly: verdicts.map(({ verdicts: said }) => said[file]),
	}));
const golden = {
	versions: generations.map(({ versions }) => versions),
	torches: verdicts.map(({ torch, names }) => ({ torch, names: names.join(" ") })),
	files,
};
writeFileSync(new URL("golden.json", import.meta.url), `${JSON.stringify(golden, undefined, "\t")}\n`);
