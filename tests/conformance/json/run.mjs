// CPython's own tests of json, with Brine behind them: of the newest Python here that has them, or with `--all` of all of those.
// `node tests/conformance/json/run.mjs [--all]` after a build; it fails on a failure that is no known gap, and on a gap that is none.
import { fileURLToPath } from "node:url";
import { runSuites } from "../suites.mjs";

await runSuites("json", new URL(".", import.meta.url), {
	// Those whose tests have been looked through.
	isWanted: (version) => /^3\.(\d|1[0-3])\./.test(version),
	all: process.argv.includes("--all"),
	rest: [fileURLToPath(new URL("../../../dist/cli/main.js", import.meta.url))],
});
