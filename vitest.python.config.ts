import { defineConfig } from "vitest/config";

/** What asks the Pythons of this machine and those of npm: `npm run test:python`. */
export default defineConfig({
	test: {
		include: ["tests/**/differential.test.ts", "tests/python/**/*.test.ts"],
		exclude: ["**/node_modules/**"],
		reporters: ["default", "./tests/count-reporter.mjs"],
		// Pythons start slowly, and answer thousands of questions in one test.
		testTimeout: 600_000,
		hookTimeout: 600_000,
		passWithNoTests: true,
		maxWorkers: 2,
	},
});
