/**
 * Builds the site of the docs into site/: the reference out of the comments of the source, and the guides of docs/.
 *
 * node scripts/make-site.mjs
 *
 * typedoc reads TypeScript through a compiler that is written in JavaScript, which ours is not any more: both are
 * fetched into .cache/site, once.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

process.chdir(join(dirname(fileURLToPath(import.meta.url)), ".."));
const cache = resolve(".cache/site");
const typedoc = join(cache, "node_modules/typedoc/bin/typedoc");

if (!existsSync(typedoc)) {
	mkdirSync(cache, { recursive: true });
	writeFileSync(join(cache, "package.json"), '{ "private": true }\n');
	run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "typedoc@0.28.20", "typescript@5.9"], cache);
}

const { exports } = JSON.parse(readFileSync("package.json", "utf8"));
const entries = Object.values(exports)
	.filter((target) => typeof target !== "string")
	.map(({ types }) => types.replace(/^\.\/dist\//, "src/").replace(/\.d\.ts$/, ".ts"));
const guides = readdirSync("docs")
	.filter((name) => name.endsWith(".md"))
	.map((name) => join("docs", name))
	.concat("README.zh.md", "SECURITY.md", "ARCHITECTURE.md", "CONTRIBUTING.md");

const tsconfig = join(cache, "tsconfig.json");
writeFileSync(tsconfig, JSON.stringify({ extends: resolve("tsconfig.base.json"), include: [resolve("src")] }));
const style = join(cache, "style.css");
writeFileSync(
	style,
	// Code as it stands in the text, tables within their column, and one title where the README brings its own.
	`pre, pre code { white-space: pre; overflow-x: auto; }
.tsd-typography table { display: block; max-width: max-content; overflow-x: auto; }
@media (min-width: 1200px) { .container-main { grid-template-columns: 15rem minmax(0, 1fr) 15rem; } }
.tsd-page-title:has(> h1:only-child):has(+ .tsd-typography > h1:first-child) { display: none; }
`,
);
const options = join(cache, "typedoc.json");
writeFileSync(
	options,
	JSON.stringify({
		name: "Brine",
		entryPoints: entries.map((path) => resolve(path)),
		projectDocuments: guides.map((path) => resolve(path)),
		basePath: process.cwd(),
		displayBasePath: process.cwd(),
		readme: resolve("README.md"),
		tsconfig,
		customCss: style,
		out: resolve("site"),
		skipErrorChecking: true,
		disableGit: true,
		disableSources: true,
		excludeInternal: true,
		excludePrivate: true,
		hideGenerator: true,
		navigation: { includeFolders: false },
		highlightLanguages: ["ts", "js", "json", "bash", "console", "python", "html"],
		validation: { notExported: false, invalidLink: true },
	}),
);
rmSync("site", { recursive: true, force: true });
run(process.execPath, [typedoc, "--options", options]);
console.log(`site/index.html: ${guides.length} guides, ${entries.length} entries`);

function run(command, args, cwd) {
	const { status } = spawnSync(command, args, { cwd, stdio: "inherit", shell: process.platform === "win32" });
	if (status !== 0) process.exit(1);
}
