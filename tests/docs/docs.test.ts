/** The pages say what is so: every block of code runs and prints what stands behind it, every generated page is today's. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { blocksOf, missing, promised, runCommand, runProgram, sessionOf, withFolder } from "./blocks.ts";

const pages = ["README.md", ...readdirSync("docs").map((name) => `docs/${name}`)].filter((path) =>
	path.endsWith(".md"),
);

describe.each(pages)("%s", (page) => {
	const blocks = blocksOf(readFileSync(page, "utf8"));
	for (const { language, code, line } of blocks) {
		if (language === "js" || language === "ts") {
			it(`line ${line} runs`, () => {
				const run = withFolder((folder) => runProgram(folder, code, language));
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
