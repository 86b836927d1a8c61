/**
 * Builds `dist/`: one bundle for the library's entries with shared chunks, which starts quickly in Node and where every
 * entry has the same classes; the same as plain modules in `dist/modules`, of which a bundler takes what is used; one
 * bundle for the command with the libraries it uses; and declarations by `tsc -b`.
 *
 * Syntax is minified, which turns the constants of hot loops into literals, but names and white space are kept:
 * what people meet in a stack trace should be readable.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { bundleCommand, CLI, shared } from "./bundle-command.mjs";
import { emitModules } from "./emit-modules.mjs";
import { writeManual } from "./man.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
process.chdir(root);
const { exports, bin, version } = JSON.parse(await readFile("package.json", "utf8"));

/** Entry name (`json/index`) to source, from what package.json exports. */
const entries = {};
for (const target of Object.values(exports)) {
	if (typeof target === "string") continue;
	const name = (target.node ?? target.default).replace(/^\.\/dist\/|\.js$/g, "");
	entries[name] = `src/${name}.ts`;
}

const library = await build({
	...shared,
	outdir: "dist",
	entryPoints: entries,
	platform: "neutral",
	mainFields: ["main"],
	external: ["node:*"],
	chunkNames: "chunks/[name]-[hash]",
});
await keepClassNames(Object.keys(library.metafile.outputs));
const modules = await emitModules({ shared, outdir: "dist/modules" });

const main = Object.values(bin)[0].replace(/^\.\//, "");
const command = await bundleCommand({ outdir: "dist" });
await chmod(main, 0o755);
await writeLicenses("dist/cli/licenses.txt", "The `brine` command contains", command.metafile.inputs);
await writeLicenses(
	"dist/licenses.txt",
	"Files that are loaded to unpack bzip2, xz and Zstandard contain",
	library.metafile.inputs,
);
await writeManual("dist/cli/brine.1", version, await describeCommands());

const outputs = new Set([...[library, command].flatMap((result) => Object.keys(result.metafile.outputs)), ...modules]);
await removeStale(outputs);
await mkdir(".cache", { recursive: true });
await writeFile(".cache/metafile.json", JSON.stringify(library.metafile));

// tsc trusts its build info even when its output was deleted.
const force = existsSync("dist/errors.d.ts") ? [] : ["--force"];
const tsc = spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", "-b", "tsconfig.node.json", ...force], {
	stdio: "inherit",
});
process.exitCode = tsc.status ?? 1;
await widenDeclarations();

/**
 * Declarations that TypeScript 5.0 reads too, where typed arrays have no type parameter and iterators no names of their own.
 * What `Uint8Array.of` returns is, in every version, an array over an `ArrayBuffer`, which `Blob` and `fetch` ask for since 5.9.
 */
async function widenDeclarations() {
	const inner = "((?:[^<>]|<[^<>]*>)*)";
	for (const file of await readdir("dist", { recursive: true })) {
		if (!file.endsWith(".d.ts")) continue;
		const path = join("dist", file);
		const text = await readFile(path, "utf8");
		const wide = text
			.replace(/(?<!\bextends )\bUint8Array<ArrayBuffer>/g, 'ReturnType<Uint8ArrayConstructor["of"]>')
			.replace(/\b(\w+Array|DataView|Buffer)<ArrayBuffer(?:Like)?>/g, "$1")
			.replace(new RegExp(`\\bMapIterator<${inner}>`, "g"), 'ReturnType<Map<$1, unknown>["keys"]>')
			.replace(new RegExp(`\\bSetIterator<${inner}>`, "g"), 'ReturnType<Set<$1>["values"]>');
		if (wide !== text) await writeFile(path, wide);
	}
}

/**
 * The bundler writes a class that refers to itself as `var PyDate = class _PyDate`, and `_PyDate` would be the name that
 * people meet in a debugger. The inner name may be the same as the outer one.
 */
async function keepClassNames(files) {
	for (const file of files) {
		const code = await readFile(file, "utf8");
		const renamed = [...code.matchAll(/\b(\w+) = class (_\1)\b/g)].map(([, name]) => name);
		if (renamed.length === 0) continue;
		const pattern = new RegExp(`(?<![\\w.$])_(${renamed.join("|")})\\b`, "g");
		await writeFile(file, code.replace(pattern, "$1"));
	}
}

/** What the commands say of themselves, from a bundle that is only for this. */
async function describeCommands() {
	const outfile = ".cache/describe.mjs";
	const contents = `export * from "./describe.ts"; export { COMMANDS } from "./commands.ts";`;
	const stdin = { contents, resolveDir: "src/cli", loader: "ts" };
	await build({ ...shared, ...CLI, splitting: false, outfile, stdin });
	const { describeAll, COMMANDS } = await import(pathToFileURL(outfile).href);
	return describeAll(COMMANDS);
}

/** Deletes scripts and declarations of sources that are gone. */
async function removeStale(outputs) {
	for (const file of await readdir("dist", { recursive: true, withFileTypes: true })) {
		const path = join(relative(root, file.parentPath ?? file.path), file.name);
		// The page has a build of its own.
		if (!file.isFile() || path.startsWith(join("dist", "page"))) continue;
		const source = path.replace(/^dist/, "src").replace(/\.d\.ts$/, ".ts");
		const stale = path.endsWith(".js") ? !outputs.has(path) : path.endsWith(".d.ts") && !existsSync(source);
		if (stale) await rm(path);
	}
}

/** The licenses of the libraries inside a bundle. */
async function writeLicenses(path, what, inputs) {
	const packages = new Set();
	for (const input of Object.keys(inputs)) {
		const name = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(input)?.[1];
		if (name !== undefined) packages.add(name);
	}
	let text = `${what} these libraries.\n`;
	for (const name of [...packages].sort()) {
		const folder = `node_modules/${name}`;
		const about = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
		const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
		const license = file === undefined ? `License: ${about.license}\n` : await readFile(`${folder}/${file}`, "utf8");
		text += `\n${"-".repeat(80)}\n${name} ${about.version}\n\n${license.trim()}\n`;
	}
	await writeFile(path, text);
}
