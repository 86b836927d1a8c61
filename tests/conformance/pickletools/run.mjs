// CPython's own tests of pickletools, run by every Python here that has them, with Brine behind them.
// `node tests/conformance/pickletools/run.mjs` after a build; it fails on a failure that is no known gap, and on a gap that is none.
import { runSuites } from "../suites.mjs";

await runSuites("pickletools", new URL(".", import.meta.url), {
	isWanted: (version) => version.startsWith("3."),
	all: true,
});
