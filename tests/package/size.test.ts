/** What a page pays: every entry bundled, minified and zipped, and nothing in it that was not asked for. */
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const KB = 1000;

/** Bundles a program that imports from the sources; gives its zipped size and the sources that are in it. */
async function bundle(program: string): Promise<{ size: number; sources: string[] }> {
	const result = await build({
		stdin: { contents: program, resolveDir: process.cwd(), loader: "ts" },
		bundle: true,
		minify: true,
		format: "esm",
		target: "es2022",
		write: false,
		metafile: true,
		logLevel: "silent",
	});
	const [output] = Object.values(result.metafile.outputs);
	const sources = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
	return {
		size: gzipSync(result.outputFiles[0]?.contents ?? "", { level: 9 }).length,
		sources: sources.map(([path]) => path),
	};
}

/**
 * Ceilings in kB, a little above what is true today, so that growth is noticed. A change that raises one says in its
 * commit what the page gets for it. The goals are 8 kB for all of json and 25 kB for all of pickle.
 */
const CEILINGS: Readonly<Record<string, number>> = {
	'export { loads } from "./src/json/index.ts"': 18.9,
	'export { loads, dumps } from "./src/json/index.ts"': 29.3,
	'export * from "./src/json/index.ts"': 40.6,
	'export { loads } from "./src/pickle/index.ts"': 65.8,
	'export { BareUnpickler } from "./src/pickle/index.ts"': 47.3,
	'export * from "./src/pickle/index.ts"': 88.7,
};

describe("the zipped size of", () => {
	for (const [program, ceiling] of Object.entries(CEILINGS)) {
		it(`${program.replaceAll('"', "'")} is below ${ceiling} kB`, async () => {
			const { size } = await bundle(program);
			console.log(`${(size / KB).toFixed(1)} kB of ${ceiling} kB: ${program}`);
			expect(size).toBeLessThan(ceiling * KB);
		});
	}
});

/** What the registry of a library adds to a page that reads pickles. */
describe("what a page that reads pickles pays besides for", () => {
	it("the arrays of numpy is at most 12 kB, without printing, making and transferring", async () => {
		const bare = await bundle('export { loads } from "./src/pickle/index.ts"');
		const whole = await bundle(
			'export { loads } from "./src/pickle/index.ts"; export { registry } from "./src/numpy/index.ts"',
		);
		const added = whole.size - bare.size;
		console.log(`${(added / KB).toFixed(1)} kB of 12 kB: the registry of brine/numpy`);
		expect(added).toBeLessThanOrEqual(12 * KB);
		const foreign =
			/^src\/(values\/(repr|equals)\.ts|numpy\/(print\/|array\.ts|transfer|writing|time-parse|format-writers))/;
		expect(whole.sources.filter((path) => foreign.test(path) && !bare.sources.includes(path))).toEqual([]);
	});
});

describe("what is not imported is not shipped:", () => {
	const foreign = (sources: string[], rooms: RegExp): string[] => sources.filter((path) => rooms.test(path));
	it("json brings no pickle, no registry", async () => {
		const { sources } = await bundle('export * from "./src/json/index.ts"');
		expect(foreign(sources, /^src\/(pickle|pickletools|registry|adapters|node|cli)\//)).toEqual([]);
	});
	it("json out of the front door brings no pickle either", async () => {
		const { sources } = await bundle('import { json } from "./src/index.ts"; console.log(json.loads("1"))');
		expect(foreign(sources, /^src\/(pickle|pickletools|registry|adapters|node|cli)\//)).toEqual([]);
	});
	it("pickle brings no json, no pickletools", async () => {
		const { sources } = await bundle('export * from "./src/pickle/index.ts"');
		expect(foreign(sources, /^src\/(json|pickletools|adapters|node|cli)\//)).toEqual([]);
	});
	it("an unpickler that is given its types brings no others, and no detection of formats", async () => {
		const { sources } = await bundle('export { BareUnpickler } from "./src/pickle/index.ts"');
		expect(foreign(sources, /^src\/(registry\/(default|stdlib|builtins)|formats\/|pickle\/save\/)/)).toEqual([]);
	});
	it("reading pickles brings no writing", async () => {
		const { sources } = await bundle('export { loads } from "./src/pickle/index.ts"');
		expect(foreign(sources, /^src\/pickle\/(save\/|dumps|pickler)/)).toEqual([]);
	});
	it("numpy's arrays bring no files, no sparse matrices and no models", async () => {
		const { sources } = await bundle('export { registry, array } from "./src/numpy/index.ts"');
		expect(foreign(sources, /^src\/(formats|joblib)\/|^src\/numpy\/(npy|npz|sparse|estimators|literal)/)).toEqual([]);
	});
	it("files of numpy bring no joblib", async () => {
		const { sources } = await bundle('export { loadNpy, openNpz } from "./src/numpy/index.ts"');
		expect(foreign(sources, /^src\/(joblib|json|node|cli)\/|^src\/numpy\/(sparse|estimators)/)).toEqual([]);
	});
	it("an import that is not used brings nothing", async () => {
		const { sources } = await bundle('import "./src/index.ts"; import "./src/json/index.ts"; console.log(1)');
		expect(sources.filter((path) => path !== "<stdin>")).toEqual([]);
	});
});
