/**
 * Emits the library as plain modules, one for each source file: what a bundler takes, since it can leave out whole files.
 * Node starts several times as fast with a few bundled files, which package.json gives it by the condition `node`.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

/** Folders that run in Node only, which have no use for plain modules. */
const NODE_ONLY = /^(?:node|connection|jobs|cli)[\\/]/;

/**
 * @param {{ shared: import("esbuild").BuildOptions, outdir: string }} options how everything is built, and the folder to write to
 * @returns {Promise<string[]>} the files written
 */
export async function emitModules({ shared, outdir }) {
	const all = await readdir("src", { recursive: true });
	const sources = all.filter((file) => /(?<!\.test|\.d)\.ts$/.test(file) && !NODE_ONLY.test(file));
	const { splitting: _, ...options } = shared;
	const { metafile } = await build({
		...options,
		bundle: false,
		platform: "neutral",
		outdir,
		outbase: "src",
		entryPoints: sources.map((file) => join("src", file)),
	});
	const outputs = Object.keys(metafile.outputs);
	await withLibraries({ options, outdir, sources });
	await Promise.all(
		outputs.map(async (file) => {
			const code = await readFile(file, "utf8");
			// A plain module keeps its specifiers, which name the sources.
			await writeFile(file, code.replace(/(\bfrom\s*"|\bimport\s*\(?\s*")(\.[^"]*)\.ts"/g, '$1$2.js"'));
		}),
	);
	return outputs;
}

/** Modules that use a library have it inside, since the package has no dependencies. */
async function withLibraries({ options, outdir, sources }) {
	const using = [];
	for (const file of sources) {
		const path = join("src", file);
		if (/^import (?!type).* from "(?!node:)[^.]/m.test(await readFile(path, "utf8"))) using.push(path);
	}
	await build({
		...options,
		bundle: true,
		platform: "neutral",
		mainFields: ["module", "main"],
		outdir,
		outbase: "src",
		entryPoints: using,
		plugins: [...options.plugins, { name: "own modules", setup: keepOwnModules }],
	});
}
function keepOwnModules({ onResolve }) {
	onResolve({ filter: /^\./ }, ({ path, importer }) =>
		/[\\/]node_modules[\\/]/.test(importer) || importer === "" ? undefined : { path, external: true },
	);
}
