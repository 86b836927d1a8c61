import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		include: ["src/**/*.test.ts", "tests/**/*.test.ts"],
		exclude: ["**/node_modules/**", "dist/**", "tests/python/**", "tests/conformance/**"],
		reporters: ["default", "./tests/count-reporter.mjs"],
		testTimeout: 60_000,
	},
});
