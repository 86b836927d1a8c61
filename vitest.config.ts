import { defineConfig } from "vitest/config";

/**
 * What needs nothing but Node: `npm test`. What takes long, files named `*.long.test.ts`, is `npm run test:long`, which sets
 * BRINE_LONG to `only`; with `too` they run beside the others. What asks real Pythons is in vitest.python.config.ts.
 */
const long = process.env["BRINE_LONG"];
const LONG = "**/*.long.test.ts";
/** Files of which `npm test` runs a part, and `npm run test:long` everything; see `tests/effort.ts`. */
const EFFORT = [
	"src/bytes/units.test.ts",
	"src/json/fast/decimal.test.ts",
	"src/pickle/load/fast/loop.test.ts",
	"src/pickle/load/fast/text-batches.test.ts",
	"src/pickle/save/rows.test.ts",
	"src/tagged/tagged.test.ts",
	"src/values/equals.test.ts",
	"src/values/plain.test.ts",
	"src/values/pprint.test.ts",
	"src/values/repr.test.ts",
	"tests/docs/docs.test.ts",
	"tests/pickle/golden.test.ts",
	"tests/pickle/streams.test.ts",
	"tests/pickletools/inspect.test.ts",
	"tests/values/json-form.test.ts",
];

export default defineConfig({
	test: {
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
