/**
 * What a page pays for the package as it is published: the packed tarball, bundled by esbuild and by Rollup as a user's
 * project has it. The sources give the ceilings: a bundle of the package is no larger than one of the sources, but for 3 %.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";
import { rollup } from "rollup";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { removeFolder } from "../remove-folder.mjs";

const PROGRAMS = [
	'export { loads } from "brine/json"',
	'export { dumps } from "brine/json"',
	'export * from "brine/json"',
	'export { loads } from "brine/pickle"',
	'export { dumps } from "brine/pickle"',
	'export * from "brine/pickle"',
];

let project = "";
let installed = "";
beforeAll(() => {
	project = mkdtempSync(join(tmpdir(), "brine-shipped-"));
	// Else one of a folder above may be taken for that of this project.
	writeFileSync(join(project, "package.json"), '{ "private": true }');
	const pack = ["pack", "--json", "--ignore-scripts", "--pack-destination", project];
	const [about] = Object.values(
		JSON.parse(execFileSync("npm", pack, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })),
	) as { filename: string }[];
	installed = join(project, "node_modules/brine");
	mkdirSync(installed, { recursive: true });
	execFileSync("tar", ["-xzf", join(project, about?.filename as string), "-C", installed, "--strip-components=1"]);
});
afterAll(() => removeFolder(project));

const zipped = (code: string | Uint8Array): number => gzipSync(code, { level: 9 }).length / 1000;

async function withEsbuild(program: string, resolveDir: string): Promise<number> {
	const result = await build({
		stdin: { contents: program, resolveDir, loader: "ts" },
		bundle: true,
		minify: true,
		format: "esm",
		target: "es2022",
		write: false,
		logLevel: "silent",
	});
	return zipped(result.outputFiles[0]?.contents ?? "");
}

/** Rollup asks a plugin where packages are: here it is the one package, as package.json exports it to pages. */
async function withRollup(program: string): Promise<number> {
	const bundle = await rollup({
		input: "program",
		onwarn: () => {},
		plugins: [
			{
				name: "project",
				resolveId(id, importer) {
					if (id === "program") return id;
					if (id.startsWith("brine/")) return join(installed, "dist/modules", id.slice(6), "index.js");
					return importer === undefined ? null : { id: join(importer, "..", id), moduleSideEffects: false };
				},
				load: (id) => (id === "program" ? program : null),
			},
		],
	});
	const { output } = await bundle.generate({ format: "es" });
	const { code } = await transform(output[0].code, { minify: true, target: "es2022" });
	return zipped(code);
}

describe("a page's bundle of the packed package", () => {
	const { exports } = JSON.parse(readFileSync("package.json", "utf8")) as { exports: Record<string, unknown> };
	const entries = Object.entries(exports).flatMap(([name, target]) =>
		JSON.stringify(target).includes("dist/modules") ? [name.replace(/^\./, "brine")] : [],
	);
	it("there are entries for pages", () => expect(entries.length).toBeGreaterThan(8));
	it.each(entries)("finds all that %s imports", async (entry) => {
		expect(await withEsbuild(`import * as all from "${entry}"; console.log(all)`, project)).toBeGreaterThan(1);
	});
});

describe("the packed package, minified and zipped:", () => {
	for (const program of PROGRAMS) {
		it(program.replaceAll('"', "'"), async () => {
			const source = program.replace(/brine\/(\w+)/, "./src/$1/index.ts");
			const sizes = [
				await withEsbuild(source, process.cwd()),
				await withEsbuild(program, project),
				await withRollup(program),
			] as const;
			const [fromSource, byEsbuild, byRollup] = sizes;
			console.log(
				`source ${fromSource.toFixed(1)} kB, esbuild ${byEsbuild.toFixed(1)}, Rollup ${byRollup.toFixed(1)}: ${program}`,
			);
			expect(byEsbuild).toBeLessThan(fromSource * 1.03);
			expect(byRollup).toBeLessThan(fromSource * 1.03);
		});
	}
});
