// Which tests go to which runtime. What is left out has its reason here, and is counted as skipped.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { removeFolder } from "../remove-folder.mjs";

/** `engine` is "node", "bun", "deno" or "page"; `target` "src" or "dist". */
const page = ({ engine }) => engine === "page";
const LEFT_OUT = [
	[
		/^tests\/package\/(api|consumer|layers|size)\.|^tests\/docs\/tsdoc\./,
		() => true,
		"looks at the files of the checkout, not at the engine",
	],
	[
		/^tests\/(cli|docs|examples)\/|^tests\/package\/entries\./,
		({ target }) => target === "src",
		"runs the built package",
	],
	[/^tests\/(cli|docs|examples)\/|^tests\/package\/entries\./, ({ engine }) => engine !== "node", "starts Node"],
	[/^tests\/pickle\/hostile\.test/, ({ target }) => target === "dist", "bundles the source"],
	[/^tests\/pickle\/hostile\.test/, ({ engine }) => engine !== "node", "needs Node's limit on the heap"],
	[/python2-names|^tests\/registry\/(live|own-classes)\./, page, "starts Pythons"],
	[/^tests\/pickle\/foreign\./, page, "loads the built package beside the source"],
	[/^tests\/node\/|file-handle\./, page, "opens files by path"],
	[/^src\/bytes\/(source|sink)\.|^tests\/pickle\/sinks\./, page, "needs sockets and Node's streams"],
	[/^src\/json\/dumps\.|^tests\/(json\/hostile|pickle\/findings)\./, page, "needs Node's crypto or V8's flags"],
];

/** Why a file of tests does not go to a runtime; nothing when it does. */
export const reasonFor = (file, runtime) => LEFT_OUT.find(([files, where]) => files.test(file) && where(runtime))?.[2];

/** How many tests each file has that `npm test` and `npm run test:long` run, by vitest's own list. */
export function countTests() {
	const folder = mkdtempSync(join(tmpdir(), "brine-list-"));
	try {
		const path = join(folder, "list.json");
		const list = spawnSync(process.execPath, [resolve("node_modules/vitest/vitest.mjs"), "list", `--json=${path}`], {
			env: { ...process.env, BRINE_LONG: "too" },
		});
		if (list.status !== 0) throw new Error(`vitest could not list the tests: ${list.stderr}`);
		const counts = new Map();
		for (const { file } of JSON.parse(readFileSync(path, "utf8"))) {
			const name = relative(process.cwd(), file);
			counts.set(name, (counts.get(name) ?? 0) + 1);
		}
		return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
	} finally {
		removeFolder(folder);
	}
}

/** Adds up what the files of one runtime gave; what did not run is skipped, what got lost has failed. */
export class Tally {
	passed = 0;
	failed = 0;
	skipped = 0;
	failures = [];
	skips = [];

	add({ passed, failed, skipped, failures, skips }) {
		this.passed += passed;
		this.failed += failed;
		this.skipped += skipped;
		this.failures.push(...failures);
		this.skips.push(...skips);
	}

	/** A file that ran, and how many tests vitest finds in it. */
	ran(file, result, expected) {
		this.add(result);
		const lost = expected - result.passed - result.failed - result.skipped;
		// Where a file failed as a whole, that is said already.
		if (lost <= 0 || result.failed > 0) return;
		this.failed += lost;
		this.failures.push(`${file}: ${lost} of ${expected} tests did not run`);
	}

	leftOut(file, count, reason) {
		this.skipped += count;
		this.skips.push(`${file} (${count}): ${reason}`);
	}

	print(title) {
		console.log(`${title}: ${this.passed} passed, ${this.failed} failed, ${this.skipped} skipped`);
		for (const skip of this.skips) console.log(`  skipped: ${skip}`);
		for (const failure of this.failures) console.log(`  ${failure.replaceAll("\n", "\n    ")}`);
	}
}
