import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * What needs nothing but Node: `npm test`. What takes long, files named `*.long.test.ts`, is `npm run test:long`, which sets
 * BRINE_LONG to `only`; with `too` they run beside the others. What asks real Pythons is in vitest.python.config.ts.
 */
const long = process.env["BRINE_LONG"];
const LONG = "**/*.long.test.ts";
/** Files of which `npm test` runs a part, and `npm run test:long` everything; see `tests/effort.ts`. */
const EFFORT = [
	"src/bytes/fast/units.test.ts",
	"src/formats/lz4-writer.test.ts",
	"src/formats/packers.test.ts",
	"src/json/fast/decimal.test.ts",
	"src/json/fast/misread-ints.test.ts",
	"src/json/fast/text-writer.test.ts",
	"src/json/partial-decoder.test.ts",
	"src/pickle/load/fast/loop.test.ts",
	"src/pickle/load/fast/text-batches.test.ts",
	"src/pickle/save/fast/object-memo.test.ts",
	"src/pickle/save/rows.test.ts",
	"src/tagged/tagged.test.ts",
	"src/values/equals.test.ts",
	"src/values/plain.test.ts",
	"src/values/pprint.test.ts",
	"src/values/repr.test.ts",
	"tests/docs/docs.test.ts",
	"tests/hostile/back-references.test.ts",
	"tests/hostile/copied-keys.test.ts",
	"tests/hostile/growing-text.test.ts",
	"tests/hostile/items.test.ts",
	"tests/hostile/key-tables.test.ts",
	"tests/hostile/lasting-keys.test.ts",
	"tests/hostile/many-parts.test.ts",
	"tests/hostile/written-again.test.ts",
	"tests/joblib/golden.test.ts",
	"tests/json/corners.test.ts",
	"tests/numpy/corpus.test.ts",
	"tests/pandas/containers.test.ts",
	"tests/pandas/corpus.test.ts",
	"tests/pandas/transfer.test.ts",
	"tests/pickle/cuts.test.ts",
	"tests/pickle/golden.test.ts",
	"tests/pickle/hostile.test.ts",
	"tests/pickle/streams.test.ts",
	"tests/pickletools/inspect.test.ts",
	"tests/pickletools/probes.test.ts",
	"tests/scan/entries.test.ts",
	"tests/values/json-form.test.ts",
];

/**
 * Files that start processes come first, those that take long before others: to start one, the system copies the tables of all
 * memory that a process has, which takes 6 ms for each 100 MB, and the processes that run tests grow to gigabytes. Before all come those
 * that compare times within their process: with the garbage and the machine code of a hundred files, what allocates takes far longer.
 */
class ProcessesFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const sorted = await super.sort(files);
		const rank = ({ moduleId }: TestSpecification): number => {
			const text = readFileSync(moduleId, "utf8");
			if (text.includes("await ratio(")) return 0;
			return /node:child_process"|\/(run|one-process)\.ts"/.test(text) ? 1 : 2;
		};
		const ranked = sorted.map((file) => ({ file, rank: rank(file) }));
		return ranked.sort((a, b) => a.rank - b.rank).map(({ file }) => file);
	}
}

export default defineConfig({
	test: {
		sequence: { sequencer: ProcessesFirst },
		// Transformed files are kept for the next run, by their content.
		experimental: { fsModuleCache: true, fsModuleCachePath: ".cache/vitest" },
		include: long === "only" ? [LONG, ...EFFORT] : ["src/**/*.test.ts", "tests/**/*.test.ts"],
		exclude: [
			"**/node_modules/**",
			"dist/**",
			"tests/**/differential.test.ts",
			"tests/python/**",
			"tests/conformance/**",
			...(long === undefined ? [LONG] : []),
		],
		reporters: ["default", "./tests/count-reporter.mjs"],
		testTimeout: 60_000,
		hookTimeout: 120_000,
		maxWorkers: 2,
		// One load of the modules for all files of a process: a third of the processor time. No file leaves anything changed.
		isolate: false,
		coverage: {
			provider: "custom",
			customProviderModule: "./tests/cli/coverage-provider.mjs",
			include: ["src/**/*.ts"],
			exclude: ["**/*.test.ts", "**/*.d.ts"],
			reporter: ["text", "json"],
			reportOnFailure: true,
			// A little below what was reached.
			thresholds: { lines: 98, branches: 97 },
		},
	},
});
