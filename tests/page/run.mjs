/**
 * The page in a real browser: `npm run test:page`, or `node tests/page/run.mjs [--short | --large] [--only WORDS] [--corpus FOLDER] [--page FOLDER]`.
 *
 * It starts a server and a Chromium, and ends both. `--short` leaves out what is large, `--large` all else; `--corpus` opens every file of a folder too;
 * `--page` takes the page from another folder than dist/page.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import * as access from "./cases/access.mjs";
import * as copying from "./cases/copying.mjs";
import * as corpus from "./cases/corpus.mjs";
import * as hostile from "./cases/hostile.mjs";
import * as kinds from "./cases/kinds.mjs";
import * as large from "./cases/large.mjs";
import * as looking from "./cases/looking.mjs";
import * as opening from "./cases/opening.mjs";
import * as served from "./cases/served.mjs";
import * as use from "./cases/use.mjs";
import { start } from "./harness.mjs";

const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const isShort = process.argv.includes("--short");
const only = option("--only");
const folder = option("--corpus");

const page = await start(option("--page"));
const counts = { passed: 0, failed: 0, skipped: 0 };
try {
	const groups = [kinds, looking, opening, use, copying, served, hostile, access, large];
	const isWanted = (group) => (group === large ? !isShort : !process.argv.includes("--large"));
	const tests = groups.filter(isWanted).flatMap(({ tests: all }) => Object.entries(all));
	for (const group of groups) if (!isWanted(group)) counts.skipped += Object.keys(group.tests).length;
	if (folder !== undefined) {
		const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
		tests.push(...corpus.testsOf(files.map((entry) => join(entry.parentPath, entry.name))));
	}
	for (const [name, test] of tests) {
		if (only !== undefined && !name.includes(only)) continue;
		const begin = Date.now();
		try {
			await test(page);
			counts.passed++;
			console.log(`ok     ${name} (${Date.now() - begin} ms)`);
		} catch (error) {
			counts.failed++;
			console.log(`FAILED ${name}\n       ${String(error?.stack ?? error).replaceAll("\n", "\n       ")}`);
		}
	}
} finally {
	await page.end();
}
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
