// Bundles the tests that any runtime can run, with harness.ts in vitest's place, on the source or on the built package.
import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { removeFolder } from "../remove-folder.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");

/** Where what a source file exports is found in the built package. */
const BUILT = [
	[/^src\/json\//, "dist/json/index.js"],
	[/^src\/pickle\//, "dist/pickle/index.js"],
	[/^src\/pickletools\//, "dist/pickletools/index.js"],
	[/^src\/node\//, "dist/node/index.js"],
	[/^src\/(values|registry|types)\//, "dist/types/index.js"],
	[/^src\//, "dist/index.js"],
];

/** What the tests themselves use and the package does not export: from the source, in both cases. */
const HELPERS = new Set(
	"TYPE KEY REPR encodeUtf8 decodeText floatRepr isIntNumber normalInt DEFAULT_LIMITS DECODER_OPTIONS ENCODER_OPTIONS".split(
		" ",
	),
);

/** A helper that makes values: of the package's class, since another copy's tuple is not its own. */
const TUPLE_FROM = "export const tupleFrom = (items) => Object.assign(new PyTuple(items.length), items);\n";

/** Tables that the tests compare the package's own with: from the source. */
const TABLES = new Set(["src/pickle/opcodes.ts", "src/pickletools/arguments.ts"]);

/**
 * Bundles into a folder, with `tests.mjs` as the entry, and gives the files that are in it. Of the built package only
 * tests of what it exports can be run: those that import more are in `inner`.
 */
export async function bundle(request) {
	try {
		await bundleFiles(request);
		return { files: request.files, inner: [] };
	} catch (error) {
		const inner = new Set(
			(error.errors ?? [])
				.filter(({ text }) => text.startsWith("No matching export"))
				.map(({ location }) => location.file),
		);
		const files = request.files.filter((file) => !inner.has(file));
		if (request.target !== "dist" || files.length + inner.size !== request.files.length || inner.size === 0)
			throw error;
		await bundleFiles({ ...request, files });
		return { files, inner: [...inner] };
	}
}

/**
 * `target` is "src" or "dist", `platform` "server" (node: modules are there) or "browser" (shims for the few that are
 * needed), `sources` may hold other contents of source files, by path.
 */
async function bundleFiles({ files, target, platform, outdir, modules, sources }) {
	const tests = files.map((file) => `${JSON.stringify(file)}: () => import(${JSON.stringify(join(root, file))})`);
	const contents = `
		import { runFiles } from ${JSON.stringify(join(here, "harness.ts"))};
		const files = { ${tests.join(", ")} };
		export const run = (name, options) => runFiles({ [name]: files[name] }, options);
	`;
	removeFolder(outdir);
	const browser = platform === "browser";
	await build({
		stdin: { contents, resolveDir: root, loader: "ts" },
		outdir,
		entryNames: "tests",
		outExtension: { ".js": ".mjs" },
		bundle: true,
		// A process loads no more than its file needs.
		splitting: true,
		external: ["esbuild"],
		format: "esm",
		target: "es2022",
		// Deno does not read "\\ud83d\\u{1f600}", a half of a pair before a whole one.
		supported: { "unicode-escapes": false },
		platform: browser ? "browser" : "node",
		// Packages written for CommonJS may require what the platform has.
		banner: browser
			? {}
			: {
					js: 'import { createRequire as $r } from "node:module"; const require = $r(import.meta.url); import { Buffer as $b } from "node:buffer"; globalThis.Buffer ??= $b;',
				},
		...(browser ? { inject: [join(here, "shims/buffer.ts")], define: { "process.env": "{}" } } : {}),
		nodePaths: modules === undefined ? [] : [modules],
		logLevel: "silent",
		plugins: [...(sources === undefined ? [] : [replaced(sources)]), plugin(target, browser)],
	});
}

/** Source files with other contents. */
function replaced(sources) {
	return {
		name: "replaced",
		setup({ onLoad }) {
			onLoad({ filter: /\.ts$/ }, ({ path }) =>
				sources.has(path) ? { contents: sources.get(path), loader: "ts" } : undefined,
			);
		},
	};
}

function plugin(target, browser) {
	return {
		name: "portable",
		setup({ onResolve, onLoad, resolve: find }) {
			onResolve({ filter: /^vitest$/ }, () => ({ path: join(here, "harness.ts") }));
			// They are vitest's, and no dependencies of ours by name.
			onResolve({ filter: /^(@vitest\/(expect|utils\/display)|chai)$/ }, async ({ path, kind, pluginData }) => {
				if (pluginData === "found") return undefined;
				const resolveDir = join(root, "node_modules/vitest");
				return { path: (await find(path, { kind, resolveDir, pluginData: "found" })).path };
			});
			if (browser)
				onResolve({ filter: /^node:/ }, ({ path }) => ({
					path: join(here, "shims", `${path.slice(5).replace(/[/_]/g, "-")}.ts`),
				}));
			if (target === "dist") {
				onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path, resolveDir, importer }) => {
					// What a source file imports is left alone: only helpers come from there.
					const asks = relative(root, importer);
					if (asks.startsWith("src/") && !asks.endsWith(".test.ts")) return undefined;
					const file = relative(root, resolve(resolveDir, path));
					if (!file.startsWith("src/") || file.endsWith(".test.ts") || TABLES.has(file)) return undefined;
					return { path: file, namespace: "built" };
				});
				onLoad({ filter: /.*/, namespace: "built" }, async ({ path }) => {
					const built = join(root, BUILT.find(([pattern]) => pattern.test(path))[1]);
					const public_ = new Set(Object.keys(await import(pathToFileURL(built).href)));
					const source = readFileSync(join(root, path), "utf8");
					const names = Array.from(
						source.matchAll(/^export (?:async )?(?:function\*?|class|const) (\w+)/gm),
						([, name]) => name,
					);
					const from = (chosen, file) => `export { ${chosen.join(", ")} } from ${JSON.stringify(file)};\n`;
					const contents =
						from(
							[...public_].filter((name) => name !== "default"),
							built,
						) +
						from(
							names.filter((name) => HELPERS.has(name) && !public_.has(name)),
							join(root, path),
						) +
						(names.includes("tupleFrom") ? `import { PyTuple } from ${JSON.stringify(built)};\n${TUPLE_FROM}` : "");
					return { contents, loader: "js", resolveDir: root };
				});
			}
			// Data lies beside the test, not beside the bundle.
			onLoad({ filter: /tests\/.*\.m?[jt]s$|\.test\.ts$/ }, ({ path }) => {
				if (path.includes("node_modules")) return undefined;
				const url = browser ? `file:///${relative(root, path)}` : pathToFileURL(path).href;
				const contents = readFileSync(path, "utf8")
					.replaceAll("import.meta.url", JSON.stringify(url))
					.replaceAll("import.meta.dirname", JSON.stringify(dirname(path)));
				return { contents, loader: path.endsWith("ts") ? "ts" : "js" };
			});
		},
	};
}
