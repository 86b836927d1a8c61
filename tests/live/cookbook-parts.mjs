/** The code blocks of the cookbook: those that need a server are run here, and functions that they export are tried at length. */
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { transformSync } from "esbuild";
import { PROJECT } from "./setup.mjs";

const PAGES = ["beside-python.md", "json-services.md"].map((name) => new URL(`../../docs/${name}`, import.meta.url));

/** All blocks of TypeScript of the pages; `name` is the word after `ts live`. */
export function blocks() {
	const found = [
		...PAGES.map((page) => readFileSync(page, "utf8"))
			.join("\n")
			.matchAll(/^```ts(?: live ([\w-]+))?\n([\s\S]*?)^```$/gm),
	];
	return found.map(([, name, code]) => ({ name, code }));
}

function write(name, code) {
	const folder = join(PROJECT, "blocks");
	mkdirSync(folder, { recursive: true });
	const file = join(folder, `${name}.mjs`);
	writeFileSync(file, transformSync(code, { loader: "ts", format: "esm", target: "es2022" }).code);
	return file;
}

/** What the block exports that declares a function of this name; what it prints is dropped. */
export async function exportsOf(name) {
	const block = blocks().find(({ code }) => new RegExp(`export (async )?function ${name}\\(`).test(code));
	if (block === undefined) throw new Error(`no block of the page exports ${name}`);
	// Up to the end of the last function: the block's own example is run by itself.
	const declared = block.code.slice(0, block.code.lastIndexOf("\n}\n") + 3);
	return import(pathToFileURL(write(name, declared)).href);
}

/** Runs a block by itself; an empty string when it printed what its comments promise. */
export async function runBlock({ name, code }, env) {
	const { error, stdout, stderr } = await new Promise((resolve) => {
		const options = { cwd: PROJECT, timeout: 30_000, env: { ...process.env, NO_COLOR: "1", TZ: "UTC", ...env } };
		execFile(process.execPath, [write(`block-${name}`, code)], options, (error, stdout, stderr) =>
			resolve({ error, stdout, stderr }),
		);
	});
	if (error) return `${error.message}\n${stderr}`;
	const printed = stdout.split("\n");
	const promised = [...code.matchAll(/^.*\bconsole\.log\(.*\);[ \t]*\}?[ \t]*\/\/ (.*)$/gm)].map((match) => match[1]);
	const missing = promised.filter((line) => !printed.includes(line));
	if (promised.length === 0) return "it promises nothing";
	return missing.length === 0 ? "" : `missing ${JSON.stringify(missing)} in ${JSON.stringify(stdout)}`;
}
