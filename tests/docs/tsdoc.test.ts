/** The comments of the source are the reference: each export has one, and the examples in them run. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { transformSync } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { examplesIn, withFolder } from "./blocks.ts";
import { type Exported, exportsOf } from "./exports.ts";

const entries = readdirSync("src", { recursive: true, encoding: "utf8" })
	.filter((path) => /^(\w+\/)?index\.ts$/.test(path))
	.map((path) => join("src", path));

/** Whole files of small functions that one sentence tells. */
const GUARDS = "src/values/guards.ts: ";
/** Records that carry their description as data, for programs to show. */
const RECORDS = /^src\/pickletools\/(arguments|stack-objects)\.ts$/;

describe.each(entries)("%s", (entry) => {
	const exported = exportsOf(entry);
	it("exports something", () => expect(exported.length).toBeGreaterThan(0));
	it("describes each export", () => {
		const described = exported.filter(({ path, kind }) => !(kind === "const" && RECORDS.test(path)));
		const bare = described.filter(({ comment }) => !/[a-zA-Z]{2}/.test(comment.replace(/^@\w+[\s\S]*/m, "")));
		expect(bare.map(label)).toEqual([]);
	});
	it("has an example for each function", () => {
		const functions = exported.filter(({ kind }) => kind.startsWith("function"));
		// "As {@link load}, at once": the example is there.
		const without = functions.filter(({ comment }) => !/@example|^\s*(?:As )?\{@link/.test(comment)).map(label);
		expect(without.filter((name) => !name.startsWith(GUARDS))).toEqual([]);
	});
});

function label({ name, path }: Exported): string {
	return `${path}: ${name}`;
}

const files = readdirSync("src", { recursive: true, encoding: "utf8" })
	.filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts") && !path.startsWith("cli/"))
	.map((path) => join("src", path));
const examples = files.flatMap((path) =>
	examplesIn(path)
		// What is not exported cannot be imported; its examples are for who reads the source.
		.filter(({ code }) => code.includes('from "brine'))
		.map((block) => ({ ...block, path, id: `${path}:${block.line}` })),
);
/** Runs them one after the other; a network is not there, so that what is fetched is an empty array. */
const RUNNER = `
globalThis.fetch = async () => new Response("[]");
const { readFileSync, writeFileSync } = await import("node:fs");
const { pickle } = await import("brine");
writeFileSync("log.pkl", pickle.dumps(1));
const failed = {};
for (const [id, file] of JSON.parse(process.argv[2])) {
	try {
		await import(file);
	} catch (error) {
		if (!/^throw /m.test(readFileSync(new URL(file), "utf8"))) failed[id] = String(error?.stack ?? error);
	}
}
writeFileSync("failed.json", JSON.stringify(failed));
process.exit(0);
`;

describe("the examples of the comments", () => {
	let failed: Record<string, string> = {};
	beforeAll(() => {
		withFolder((folder) => {
			const modules = examples.map(({ id, code }, i) => {
				const file = join(folder, `example-${i}.mjs`);
				writeFileSync(file, transformSync(code, { loader: "ts", format: "esm", target: "es2022" }).code);
				return [id, pathToFileURL(file).href];
			});
			writeFileSync(join(folder, "run.mjs"), RUNNER);
			const run = spawnSync(process.execPath, ["run.mjs", JSON.stringify(modules)], { cwd: folder, encoding: "utf8" });
			if (run.status !== 0) throw new Error(run.stderr);
			failed = JSON.parse(readFileSync(join(folder, "failed.json"), "utf8"));
		});
	});
	it("are many", () => expect(examples.length).toBeGreaterThan(40));
	for (const { id } of examples) {
		it(`${id} runs`, () => expect(failed[id]).toBe(undefined));
	}
});
