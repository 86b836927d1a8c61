// CPython's own tests of pickle, run by the newest Python here that has them, with Brine behind them.
// `node tests/conformance/pickle/run.mjs [VERSION]` after a build, such as 3.12; it fails on a failure that is no known
// gap, and on a gap that is none.
import { runSuites } from "../suites.mjs";

const [, , wanted = "3"] = process.argv;

await runSuites("pickle", new URL(".", import.meta.url), {
	// 3.13 has the tests of errors, older ones the rest.
	isWanted: (version) => /^3\.(9|1[0-4])\./.test(version) && version.startsWith(`${wanted}.`),
});
