/**
 * Builds the site of the docs into site/: the guides of docs/, and a reference made from the comments of the sources.
 *
 * node scripts/make-site.mjs       after `npm run page`: the declarations in dist/ are what code blocks are checked against, and
 *                                  the page of dist/page is put at /view
 *
 * VitePress, TypeDoc and the compiler that they need are locked in website/ and installed there by the first run. Pages are
 * gathered in .cache/site first, where links between files become links between pages.
 */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { arrange } from "../website/navigation.mjs";

process.chdir(join(dirname(fileURLToPath(import.meta.url)), ".."));
const website = resolve("website");
const pages = resolve(".cache/site/pages");
const about = JSON.parse(readFileSync("package.json", "utf8"));

if (!existsSync(join(website, "node_modules/vitepress")))
	run("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: website });
rmSync(pages, { recursive: true, force: true });
mkdirSync(pages, { recursive: true });

/** Pages that are not in docs/, by the file that a link names. */
const ELSEWHERE = {
	"README.md": "index",
	"README.zh.md": "zh/index",
	"SECURITY.md": "security",
	"CHANGELOG.md": "changelog",
};
const titleOf = (text) => (/^# (.+)$/m.exec(text)?.[1] ?? "").replace(/[`*]/g, "");

const sources = new Map();
for (const file of readdirSync("docs").filter((name) => name.endsWith(".md") && name !== "README.md"))
	sources.set(join("docs", file), file.endsWith(".zh.md") ? `zh/${file.slice(0, -6)}` : file.slice(0, -3));
for (const [file, page] of Object.entries(ELSEWHERE)) if (existsSync(file)) sources.set(file, page);

for (const [file, page] of sources) {
	const target = join(pages, `${page}.md`);
	mkdirSync(dirname(target), { recursive: true });
	writeFileSync(target, relink(readFileSync(file, "utf8"), file));
}
const moduleNames = reference();

const english = [...sources].filter(([file]) => file.startsWith("docs/") && !file.endsWith(".zh.md"));
const withTitle = (page) => ({ name: page, title: titleOf(readFileSync(join(pages, `${page}.md`), "utf8")) });
const zhPages = [...sources.values()]
	.filter((page) => page.startsWith("zh/") && page !== "zh/index")
	.map((page) => ({ name: page.slice(3), title: withTitle(page).title }));
const sections = arrange(english.map(([, page]) => page)).map((section) => ({
	...section,
	pages: section.pages.map(withTitle),
}));
const modules = moduleNames.map((name) => ({ name, title: withTitle(`reference/${name}`).title }));
writeFileSync(join(pages, "navigation.json"), JSON.stringify({ sections, modules, zhPages }));

rmSync("site", { recursive: true, force: true });
const paths = Object.fromEntries(
	Object.entries(about.exports)
		.filter(([, target]) => typeof target !== "string")
		.map(([entry, { types }]) => [join(about.name, entry), [resolve(types)]]),
);
run(process.execPath, [join(website, "node_modules/vitepress/bin/vitepress.js"), "build", website], {
	env: {
		...process.env,
		BRINE_SITE_SOURCE: pages,
		BRINE_SITE_OUT: resolve("site"),
		BRINE_SITE_COMPILER: JSON.stringify({
			strict: true,
			target: 9,
			module: 99,
			moduleResolution: 100,
			lib: ["es2023", "dom", "dom.iterable"],
			types: ["node"],
			typeRoots: [resolve("node_modules/@types")],
			skipLibCheck: true,
			paths,
		}),
	},
});
// The page has a policy of its own, so it is a document of its own and not one of the site's.
cpSync("dist/page", "site/view", { recursive: true });
console.log(`site/index.html: ${sources.size} pages, ${moduleNames.length} modules`);

/** Links between files of the repository become links between pages; those to other files lead to the repository. */
function relink(text, file) {
	const repository = about.repository?.url?.replace(/^git\+|\.git$/g, "");
	return text.replace(/(\]\()([^)\s]+)(\))/g, (whole, open, target, close) => {
		if (/^[a-z]+:|^#/.test(target)) return whole;
		const [path, anchor] = target.split("#");
		const found = join(dirname(file), path);
		const page = found === "docs/README.md" ? "index" : sources.get(found);
		if (page !== undefined) return `${open}/${page}.md${anchor === undefined ? "" : `#${anchor}`}${close}`;
		if (!existsSync(found)) throw new Error(`${file} links to ${target}, which is not there`);
		if (/\.(png|svg)$/.test(found)) {
			cpSync(found, join(pages, "public", basename(found)));
			return `${open}/${basename(found)}${close}`;
		}
		// Without an address of the repository the words stay, and a reader finds the file in a checkout.
		return repository === undefined ? `${open}/index.md${close}` : `${open}${repository}/blob/main/${found}${close}`;
	});
}

/** One page for each module, from the comments of the sources. */
function reference() {
	const entries = Object.entries(about.exports)
		.filter(([, target]) => typeof target !== "string")
		.map(([, { types }]) => resolve(types.replace(/^\.\/dist\//, "src/").replace(/\.d\.ts$/, ".ts")));
	const out = join(pages, "reference");
	const tsconfig = resolve(".cache/site/tsconfig.json");
	const include = [resolve("src")];
	writeFileSync(
		tsconfig,
		JSON.stringify({
			extends: resolve("tsconfig.base.json"),
			compilerOptions: { types: ["node"], typeRoots: [resolve("node_modules/@types")] },
			include,
		}),
	);
	const options = resolve(".cache/site/typedoc.json");
	writeFileSync(
		options,
		JSON.stringify({
			plugin: [join(website, "node_modules/typedoc-plugin-markdown/dist/index.js")],
			entryPoints: entries,
			tsconfig,
			out,
			router: "module",
			readme: "none",
			skipErrorChecking: true,
			disableGit: true,
			disableSources: true,
			excludeInternal: true,
			excludePrivate: true,
			hideBreadcrumbs: true,
			hidePageHeader: true,
			parametersFormat: "table",
			propertiesFormat: "table",
			interfacePropertiesFormat: "table",
			typeDeclarationFormat: "table",
			useCodeBlocks: false,
			useHTMLAnchors: true,
			sanitizeComments: true,
			entryFileName: "main",
			logLevel: "Error",
		}),
	);
	run(process.execPath, [join(website, "node_modules/typedoc/bin/typedoc"), "--options", options]);
	rmSync(join(out, "main.md"));
	// TypeDoc numbers the page of a module whose name a namespace of the main module has as well.
	const numbered = readdirSync(join(out, about.name)).filter((name) => /-1\.md$/.test(name));
	for (const name of numbered)
		renameSync(join(out, about.name, name), join(out, about.name, name.replace("-1.md", ".md")));
	const found = readdirSync(out, { recursive: true }).filter((name) => name.endsWith(".md"));
	for (const name of found) {
		const path = join(out, name);
		// A block of the reference is an example already run by a test: shown without hovers, so that the build stays quick.
		const text = readFileSync(path, "utf8").replace(/^```ts$/gm, "```js");
		writeFileSync(
			path,
			numbered.reduce((all, file) => all.replaceAll(file, file.replace("-1.md", ".md")), text),
		);
	}
	return found.map((name) => name.slice(0, -3)).sort();
}

function run(command, args, options = {}) {
	const { status } = spawnSync(command, args, { stdio: "inherit", shell: process.platform === "win32", ...options });
	if (status !== 0) process.exit(1);
}
