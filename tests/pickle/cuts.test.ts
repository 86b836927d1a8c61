/** A pickle has the same value wherever its bytes are cut, and one that ends too early the same error. */
import { describe, expect, test } from "vitest";
import { dumps } from "../../src/pickle/dumps.ts";
import { load, loadSync } from "../../src/pickle/load.ts";
import { loads } from "../../src/pickle/loads.ts";
import type { LoadsOptions } from "../../src/pickle/options.ts";
import { IS_SHORT } from "../effort.ts";
import { goldenVersions, readGolden } from "../golden/golden.mjs";
import { withoutStacks } from "../without-stacks.ts";
import { File, inPieces, slowly } from "./pieces.ts";
import { goldenRegistry, sameBytes } from "./support.ts";

interface Sample {
	readonly name: string;
	readonly data: Uint8Array;
	readonly options: LoadsOptions;
	/** What the whole pickle gives, written again. */
	readonly written: Uint8Array;
}

/** The longest pickle that any test asks for. */
const LONGEST = 2000;
let distinct: Omit<Sample, "written">[] | undefined;

/** Distinct small pickles of old and new Pythons. */
function small(): Omit<Sample, "written">[] {
	if (distinct !== undefined) return distinct;
	const seen = new Map<string, Omit<Sample, "written">>();
	for (const version of goldenVersions().filter((name) => /^(2\.7|3\.6|3\.13|3\.15)/.test(name))) {
		for (const entry of readGolden(version).cases) {
			// Which bits a NaN has is the engine's affair: compiled code may give other ones than interpreted code.
			if (entry.name.includes("nan")) continue;
			for (const [protocol, data] of Object.entries(entry.protocols)) {
				if (data.length > LONGEST) continue;
				const key = Buffer.from(data).toString("latin1");
				if (seen.has(key)) continue;
				const options: LoadsOptions = {
					mode: "exact",
					registry: goldenRegistry,
					encoding: "latin1",
					persistentLoad: "keep",
					...(entry.buffers ? { buffers: entry.buffers } : {}),
				};
				seen.set(key, { name: `${entry.name} of ${version}, protocol ${protocol}`, data, options });
			}
		}
	}
	distinct = [...seen.values()];
	return distinct;
}

/**
 * Some of them, with what comes of each when it is read whole.
 *
 * @param longest how long they may be
 * @param step how many to go on, where not all are taken
 */
function samples(longest: number, step = 1): Sample[] {
	expect(longest).toBeLessThanOrEqual(LONGEST);
	return small()
		.filter(({ data }) => data.length <= longest)
		.filter((_, i) => i % (IS_SHORT ? 9 * step : step) === 0)
		.map((sample) => ({ ...sample, written: rewritten(loads(sample.data, sample.options)) }));
}
function rewritten(value: unknown): Uint8Array {
	return dumps(value, { registry: goldenRegistry });
}

describe("a pickle cut in two", () => {
	test("is the same value wherever the cut is", () => {
		const failed: string[] = [];
		for (const { name, data, options, written } of samples(60, 4)) {
			for (let cut = 1; cut < data.length; cut++) {
				const chunks = [data.subarray(0, cut), data.subarray(cut)];
				if (!sameBytes(rewritten(loadSync(chunks, options)), written)) failed.push(`${name} cut at ${cut}`);
			}
		}
		expect(failed).toEqual([]);
	});

	test("is the same value wherever the cut is, from an async source", async () => {
		const failed: string[] = [];
		for (const { name, data, options, written } of samples(30, 3)) {
			for (let cut = 1; cut < data.length; cut++) {
				const chunks = slowly([data.subarray(0, cut), data.subarray(cut)]);
				if (!sameBytes(rewritten(await load(chunks, options)), written)) failed.push(`${name} cut at ${cut}`);
			}
		}
		expect(failed).toEqual([]);
	});
});

describe("a pickle in single bytes", () => {
	const all = samples(LONGEST, 2);
	test("is the same value", () => {
		for (const { name, data, options, written } of all) {
			expect(sameBytes(rewritten(loadSync(inPieces(data, 1), options)), written), name).toBe(true);
		}
	});
	test("of an async source is the same value", async () => {
		for (const { name, data, options, written } of samples(150, 4)) {
			expect(sameBytes(rewritten(await load(slowly(inPieces(data, 1)), options)), written), name).toBe(true);
		}
	});
	test("from an object with read() is the same value, and not a byte more is taken", () => {
		for (const { name, data, options, written } of all) {
			const file = new File(Buffer.concat([data, Buffer.from("rest")]));
			const value = loadSync(file, options);
			expect(sameBytes(rewritten(value), written), name).toBe(true);
			expect(file.position, name).toBe(data.length);
		}
	});
});

/** What CPython says of a pickle that is cut off. */
const TOO_EARLY: ReadonlySet<string> = new Set([
	"EOFError: Ran out of input",
	"UnpicklingError: pickle data was truncated",
]);

describe("a pickle that ends too early", () => {
	withoutStacks();
	test("is an EOFError or UnpicklingError at every byte, and the same one for chunks", () => {
		const failed: string[] = [];
		for (const { name, data, options } of samples(70, 10)) {
			for (let end = 0; end < data.length; end++) {
				const cut = data.subarray(0, end);
				const whole = failure(() => loads(cut, options));
				const isRight = TOO_EARLY.has(whole) && failure(() => loadSync(inPieces(cut, 1), options)) === whole;
				if (!isRight) failed.push(`${name} cut off at ${end}: ${whole}`);
			}
		}
		expect(failed).toEqual([]);
	});
	test("is an EOFError when there is nothing at all", async () => {
		expect(failure(() => loads(new Uint8Array()))).toBe("EOFError: Ran out of input");
		expect(failure(() => loadSync([]))).toBe("EOFError: Ran out of input");
		await expect(load(slowly([]))).rejects.toThrow("Ran out of input");
		await expect(load(new Blob([]))).rejects.toThrow("Ran out of input");
	});
});
function failure(work: () => unknown): string {
	try {
		work();
	} catch (error) {
		return `${(error as Error).name}: ${(error as Error).message}`;
	}
	return "no error";
}
