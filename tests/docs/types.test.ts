/** Every block of code of the pages passes `tsc --strict`, in one program. */
import { spawnSync } from "node:child_process";
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { type Block, blocksOf, withFolder } from "./blocks.ts";

const pages = [
	"README.md",
	"README.zh.md",
	...readdirSync("docs", { recursive: true, encoding: "utf8" })
		.filter((path) => path.endsWith(".md"))
		.map((path) => `docs/${path}`),
];
const blocks = pages.flatMap((page) =>
	blocksOf(readFileSync(page, "utf8")).map((block) => ({ ...block, page, id: `${page}:${block.line}` })),
);
const checked = blocks.filter(({ language }) => /^ts( |$)/.test(language));

const CONFIG = {
	compilerOptions: {
		strict: true,
		noEmit: true,
		target: "es2022",
		module: "nodenext",
		moduleDetection: "force",
		lib: ["es2023", "dom", "dom.iterable"],
		types: ["node"],
		skipLibCheck: true,
	},
};

/** What the compiler says about each block, by its place in the list. */
function errorsOf(codes: readonly Pick<Block, "code">[]): ReadonlyMap<number, readonly string[]> {
	return withFolder((folder) => {
		for (const [i, { code }] of codes.entries()) writeFileSync(join(folder, `block-${i}.ts`), code);
		copyFileSync("tests/docs/clients.d.ts", join(folder, "clients.d.ts"));
		// The examples are JavaScript that other tests run.
		writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ ...CONFIG, exclude: ["examples"] }));
		const tsc = resolve("node_modules/typescript/bin/tsc");
		const run = spawnSync(process.execPath, [tsc, "-p", "."], { cwd: folder, encoding: "utf8" });
		const found = new Map<number, string[]>();
		for (const [, i, message] of run.stdout.matchAll(/^block-(\d+)\.ts(.*)$/gm)) {
			found.set(Number(i), [...(found.get(Number(i)) ?? []), message as string]);
		}
		if (run.status !== 0 && found.size === 0) throw new Error(run.stdout + run.stderr);
		return found;
	});
}

describe("tsc --strict", () => {
	const errors = errorsOf(checked);
	it("has many blocks to check", () => expect(checked.length).toBeGreaterThan(90));
	it("has all of them: no block is of JavaScript", () => {
		expect(blocks.filter(({ language }) => /^(js|javascript|jsx|mjs)\b/.test(language)).map(({ id }) => id)).toEqual(
			[],
		);
	});
	for (const [i, { id }] of checked.entries()) {
		it(`passes ${id}`, () => expect(errors.get(i) ?? []).toEqual([]));
	}
	it("finds what is wrong", () => {
		const wrong = [
			{ code: 'import { pickle } from "brine";\nconsole.log(pickle.loads(new Uint8Array(1)).name);\n' },
			{ code: "export const f = (x) => x;\n" },
			{ code: 'import { nothing } from "brine";\nconsole.log(nothing);\n' },
			{ code: "export const one: number = 1;\n" },
		];
		const found = errorsOf(wrong);
		expect([...found.keys()].sort()).toEqual([0, 1, 2]);
	});
});
