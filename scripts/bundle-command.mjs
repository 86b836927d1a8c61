/** How `dist/` is bundled, and the bundle of the command, which has the libraries it uses inside. */
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const root = resolve(import.meta.dirname, "..");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** For the library and for the command. */
export const shared = {
	bundle: true,
	splitting: true,
	format: "esm",
	target: "es2022",
	charset: "utf8",
	minifySyntax: true,
	metafile: true,
	logLevel: "warning",
	legalComments: "none",
	define: { BRINE_VERSION: JSON.stringify(version) },
	plugins: [
		{
			// Both libraries were written for Node before it had typed arrays and web streams; so they run anywhere.
			name: "decompressors",
			setup({ onLoad }) {
				onLoad({ filter: /seek-bzip[\\/]lib[\\/].*\.js$/ }, async ({ path }) => ({
					contents: (await readFile(path, "utf8"))
						.replaceAll("new Buffer(", "new Uint8Array(")
						.replace("buf.toString('hex')", "Array.from(buf, b => b.toString(16).padStart(2, '0')).join('')"),
				}));
				onLoad({ filter: /xz-decompress[\\/]dist[\\/].*\.js$/ }, async ({ path }) => ({
					contents: (await readFile(path, "utf8")).replaceAll('require("stream/web")', "globalThis"),
				}));
			},
		},
	],
};

export const CLI = {
	platform: "node",
	minifyWhitespace: true,
	// The libraries inside are CommonJS and ask for Node's own modules by require().
	banner: { js: 'import{createRequire as brineRequire}from"node:module";const require=brineRequire(import.meta.url);' },
};

/** The command, and what it starts. */
const ENTRIES = ["main", "scan-worker", "item-worker", "item-watch"];

/** Bundles the command; with a source map the code stays as it was written, so that it can be found again. */
export function bundleCommand({ outdir, sourcemap = false }) {
	return build({
		...shared,
		...CLI,
		...(sourcemap && { sourcemap, minifySyntax: false, minifyWhitespace: false }),
		absWorkingDir: root,
		outdir,
		entryPoints: Object.fromEntries(ENTRIES.map((name) => [`cli/${name}`, `src/cli/${name}.ts`])),
		chunkNames: "cli/chunks/[name]-[hash]",
	});
}
