/**
 * node pack.mjs CORPUS: puts what gen_joblib.py, gen_files.py and gen_sklearn.py (with merge) wrote into one JSON file each,
 * which the tests read: CORPUS/joblib, CORPUS/numpy/npy, CORPUS/sklearn/cases.json.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const corpus = process.argv[2];
const read = (...path) => readFileSync(join(corpus, ...path));
const base64 = (...path) => read(...path).toString("base64");
const write = (path, value) =>
	writeFileSync(join(new URL(".", import.meta.url).pathname, path), `${JSON.stringify(value, undefined, "\t")}\n`);

const generations = readdirSync(join(corpus, "joblib"))
	.filter((name) => /^cases\..*\.json$/.test(name))
	.sort()
	.map((name) => {
		const { generator, versions, cases } = JSON.parse(read("joblib", name));
		return {
			generator,
			versions,
			cases: cases.map(({ name, what, file, others, expected }) => ({
				name,
				what,
				data: base64("joblib", file),
				others: Object.fromEntries(others.map((other) => [other, base64("joblib", other)])),
				expected: JSON.stringify(expected),
			})),
		};
	});
write("../joblib/golden.json", generations);

const npy = JSON.parse(read("numpy", "npy", "cases.json"));
write("../numpy/npy-golden.json", {
	versions: npy.versions,
	cases: npy.cases.map(({ file, what, expected }) => ({
		file,
		what,
		data: base64("numpy", file),
		expected: JSON.stringify(expected),
	})),
});

const { generators, cases } = JSON.parse(read("sklearn", "cases.json"));
write("../numpy/sklearn-golden.json", {
	generators,
	cases: cases.map(({ name, expected, differs = [], pickles }) => ({
		name,
		expected: JSON.stringify(expected),
		differs: differs.map(({ by, expected }) => ({ by, expected: JSON.stringify(expected) })),
		pickles: pickles.map(({ by, data }) => ({ by, data })),
	})),
});
