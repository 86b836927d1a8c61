/** Every path that a page for contributors or a comment names is there. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const tracked = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { encoding: "utf8", maxBuffer: 2 ** 26 })
	.split("\n")
	.filter(Boolean);

/** Whether a file or folder of the repository has a path that ends so. */
const known = new Set(
	tracked.flatMap((path) => {
		const parts = path.split("/");
		const ends = parts.map((_, i) => parts.slice(i).join("/"));
		const folders = parts.slice(0, -1).flatMap((_, i) => {
			const folder = parts.slice(0, i + 1);
			return folder.map((__, j) => `${folder.slice(j).join("/")}/`);
		});
		return [...ends, ...folders];
	}),
);

/** Folders that commands make. */
const MADE = new Set(["dist/", "dist/modules/", "site/"]);

/** The paths between backticks in some text: files of ours by their ending, folders by their slash. */
function pathsIn(text: string): string[] {
	return [...text.matchAll(/`((?:[\w.-]+\/)*[\w.-]+\.(?:ts|mts|mjs)|(?:[a-z][\w-]*\/)+)`/g)].map(
		(match) => match[1] as string,
	);
}

it("in ARCHITECTURE, CONTRIBUTING and docs/dev", () => {
	const pages = tracked.filter((path) => /^(ARCHITECTURE|CONTRIBUTING|SECURITY)\.md$|^docs\/dev\/.*\.md$/.test(path));
	const found = pages.flatMap((page) => pathsIn(readFileSync(page, "utf8")).map((path) => [page, path] as const));
	expect(found.length).toBeGreaterThan(60);
	expect(found.filter(([, path]) => !known.has(path) && !MADE.has(path))).toEqual([]);
});

it("in ARCHITECTURE, with the names in brackets", () => {
	const text = readFileSync("ARCHITECTURE.md", "utf8");
	const named = [...text.matchAll(/`((?:[\w-]+\/)+[\w.-]+\.(?:ts|mjs))` \(`(\w+)`/g)].map(
		(match) => [match[1] as string, match[2] as string] as const,
	);
	expect(named.length).toBeGreaterThan(3);
	const missing = named.filter(([path, name]) => {
		const file = tracked.find((one) => one === path || one === `src/${path}`);
		return file === undefined || !readFileSync(file, "utf8").includes(name);
	});
	expect(missing).toEqual([]);
});

it("in comments of the sources", () => {
	const found = tracked
		.filter((path) => /^(src|tests|scripts|bench)\/.*\.m?ts$/.test(path))
		.flatMap((file) =>
			[...readFileSync(file, "utf8").matchAll(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g)].flatMap(([comment]) =>
				pathsIn(comment).map((path) => [file, path] as const),
			),
		);
	expect(found.length).toBeGreaterThan(10);
	expect(found.filter(([, path]) => !known.has(path))).toEqual([]);
});

it("unless a name is planted that is nowhere", () => {
	expect(pathsIn("see `load/builder.ts`, `src/adapters/` and `a.b`").filter((path) => !known.has(path))).toEqual([
		"load/builder.ts",
		"src/adapters/",
	]);
});
