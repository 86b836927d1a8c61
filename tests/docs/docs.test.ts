/** The pages say what is so: every block of code runs and prints what stands behind it, every generated page is today's. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { IS_SHORT } from "../effort.ts";
import { blocksOf, missing, promised, runCommand, runProgram, sessionOf, withFolder } from "./blocks.ts";

const pages = ["README.md", "README.zh.md", ...readdirSync("docs").map((name) => `docs/${name}`)].filter((path) =>
	path.endsWith(".md"),
);

describe("the tables", () => {
	it("are what scripts/make-docs.mjs writes today", () => {
		const run = spawnSync(process.execPath, ["scripts/make-docs.mjs", "--check"], { encoding: "utf8" });
		expect(run.stdout + run.stderr).toBe("");
		expect(run.status).toBe(0);
	});
	it("have the pictures that scripts/make-picture.mjs draws today", () => {
		const run = spawnSync(process.execPath, ["scripts/make-picture.mjs", "--check"], { encoding: "utf8" });
		expect(run.stdout + run.stderr).toBe("");
		expect(run.status).toBe(0);
	});
	it("of peers are of the versions that the bench installs", () => {
		const { dependencies } = JSON.parse(readFileSync("bench/package.json", "utf8"));
		const text = readFileSync("docs/peers.md", "utf8");
		const named = Object.entries(dependencies).filter(([name]) => text.includes(`${name} `));
		expect(named.length).toBeGreaterThan(3);
		expect(named.filter(([name, version]) => !text.includes(`${name} ${version}`))).toEqual([]);
	});
});

describe("the Chinese pages", () => {
	for (const [english, chinese] of [
		["README.md", "README.zh.md"],
		["docs/from-python.md", "docs/from-python.zh.md"],
	] as const) {
		it(`${chinese} has the code and the headings of ${english}`, () => {
			const [one, other] = [english, chinese].map((path) => readFileSync(path, "utf8")) as [string, string];
			const codes = (text: string): string[] => blocksOf(text).map(({ code }) => code);
			expect(codes(other)).toEqual(codes(one));
			expect(other.match(/^##? /gm)?.length).toBe(one.match(/^##? /gm)?.length);
		});
	}
});

describe("ARCHITECTURE.md", () => {
	const text = readFileSync("ARCHITECTURE.md", "utf8");
	const sources = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));
	it("has a line for each room", () => {
		const rooms = readdirSync("src", { withFileTypes: true }).filter((entry) => entry.isDirectory());
		expect(rooms.map(({ name }) => name).filter((name) => !text.includes(`\`src/${name}/\``))).toEqual([]);
	});
	const hot = text.slice(text.indexOf("## Hot files"));
	const cellsOf = (row: string): string[] => row.split("|").map((cell) => cell.trim());
	const namesIn = (cell: string): string[] =>
		[...cell.matchAll(/`([\w/.-]+\.ts)`/g)].map((match) => match[1] as string);
	it("has a row for each file in a fast/ folder, with a plain twin and with tests that are there", () => {
		const listed = hot.split("\n").flatMap((row) => {
			const folder = /^\| `([\w/-]+\/fast\/)`/.exec(row)?.[1];
			if (folder === undefined) return [];
			const [, files = "", twin = "", compared = ""] = cellsOf(row);
			expect(twin, row).not.toBe("");
			const tested = namesIn(compared);
			expect(tested, row).not.toEqual([]);
			for (const name of tested)
				expect(name.endsWith(".test.ts") && sources.some((path) => path.endsWith(name)), name).toBe(true);
			return namesIn(files).map((name) => `${folder}${name}`);
		});
		const fast = sources.filter((path) => path.includes("/fast/") && !path.endsWith(".test.ts"));
		expect(listed.toSorted()).toEqual(fast.toSorted());
	});
	it("names each file that bends for speed outside of a fast/ folder, and no other: there are at most ten", () => {
		const table = hot.slice(hot.indexOf("| A `PERF:` line elsewhere |"));
		const exceptions = table.split("\n").flatMap((row) => namesIn(cellsOf(row)[1] ?? ""));
		const bent = sources.filter(
			(path) => !path.includes("/fast/") && /PERF\b/.test(readFileSync(`src/${path}`, "utf8")),
		);
		expect(exceptions.toSorted()).toEqual(bent.toSorted());
		expect(exceptions.length).toBeLessThanOrEqual(10);
	});
});

describe.each(pages)("%s", (page) => {
	const blocks = blocksOf(readFileSync(page, "utf8"));
	// The blocks of the Chinese pages are those of the English ones; `npm test` runs those of README.
	for (const { language, code, line } of page.endsWith(".zh.md") || (IS_SHORT && page !== "README.md") ? [] : blocks) {
		if (language === "ts") {
			it(`line ${line} runs`, () => {
				const run = withFolder((folder) => runProgram(folder, code));
				expect(run.stderr).toBe("");
				expect(run.status).toBe(0);
				expect(missing(promised(code), run.stdout), run.stdout).toEqual([]);
			});
		}
		if (language === "console") {
			it(`line ${line} prints that`, () => {
				withFolder((folder) => {
					for (const { command, output } of sessionOf(code)) {
						const run = runCommand(folder, command);
						expect(run.stdout + run.stderr, command).toBe(output);
					}
				});
			});
		}
	}
	it("links to what is there", () => {
		const text = readFileSync(page, "utf8").replace(/```[\s\S]*?```/g, "");
		const broken = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
			.map((match) => match[1] as string)
			.filter((target) => !/^[a-z]+:/.test(target))
			.filter((target) => !linkWorks(page, target));
		expect(broken).toEqual([]);
	});
});

function linkWorks(page: string, target: string): boolean {
	const [file, anchor] = target.split("#") as [string, string | undefined];
	try {
		const path = file === "" ? page : new URL(file, `file:///${page}`).pathname.slice(1);
		const text = readFileSync(path, "utf8");
		return anchor === undefined || headingsOf(text).includes(anchor);
	} catch {
		return false;
	}
}

/** The anchors of a page, as GitHub makes them. */
function headingsOf(text: string): string[] {
	return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
		(title as string)
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, "")
			.replace(/\s/g, "-"),
	);
}
