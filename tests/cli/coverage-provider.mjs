/**
 * vitest's coverage by V8, and what the processes of the command execute: its tests run it as a program, so its files
 * are seen by no test runner. They run a bundle with a source map, and V8 writes down what each process did.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import v8 from "@vitest/coverage-v8";

const FOLDER = resolve(".cache/coverage-cli");
const BUNDLE = join(FOLDER, "bundle");
const RECORDS = join(FOLDER, "records");
const COMMAND = resolve("src/cli");

export default { ...v8, getProvider };

async function getProvider() {
	// Not in the processes that run tests, which load this file too.
	const { mergeProcessCovs } = await import("@bcoe/v8-coverage");
	const { bundleCommand } = await import("../../scripts/bundle-command.mjs");
	const provider = await v8.getProvider();
	const clean = provider.clean.bind(provider);
	const generate = provider.generateCoverage.bind(provider);

	provider.clean = async (...options) => {
		await clean(...options);
		rmSync(FOLDER, { recursive: true, force: true });
		mkdirSync(RECORDS, { recursive: true });
		await bundleCommand({ outdir: BUNDLE, sourcemap: true });
		process.env.BRINE_CLI = join(BUNDLE, "cli/main.js");
		process.env.BRINE_CLI_COVERAGE = RECORDS;
	};

	provider.generateCoverage = async (context) => {
		const map = await generate(context);
		const commands = provider.createCoverageMap();
		const prefix = pathToFileURL(BUNDLE).href;
		let merged = { result: [] };
		for (const name of readdirSync(RECORDS)) {
			const text = readFileSync(join(RECORDS, name), "utf8");
			// A test has a process that may not write that much.
			if (!text.endsWith("}")) continue;
			const { result } = JSON.parse(text);
			// A process may load a module more than once, by a query.
			const files = result.map((file) => ({ ...file, url: file.url.replace(/\?.*$/, "") }));
			merged = mergeProcessCovs([merged, { result: files.filter(({ url }) => url.startsWith(prefix)) }]);
		}
		for (const { url, functions } of merged.result) {
			const sources = await provider.getSources(url, async (path) => ({
				code: readFileSync(path, "utf8"),
				map: JSON.parse(readFileSync(`${path}.map`, "utf8")),
			}));
			commands.merge(await provider.remapCoverage(url, 0, sources, functions));
		}
		// Each file's counts come from one kind of run, since two source maps do not agree to the column.
		commands.filter((file) => file.startsWith(COMMAND));
		const found = new Set(commands.files());
		map.filter((file) => !found.has(file));
		map.merge(commands);
		return map;
	};
	return provider;
}
