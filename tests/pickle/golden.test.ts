/** Every pickle that some CPython wrote is read, and written back byte for byte. */
import { afterAll, describe, expect, test } from "vitest";
import { dumps } from "../../src/pickle/dumps.ts";
import { loads } from "../../src/pickle/loads.ts";
import type { LoadsOptions } from "../../src/pickle/options.ts";
import { PickleBuffer } from "../../src/pickle/pickle-buffer.ts";
import { repr } from "../../src/values/repr.ts";
import { oneIn, some } from "../effort.ts";
import { type GoldenCase, goldenVersions, KEEPS_NANS, readGolden, UNUSUAL_NANS } from "../golden/golden.mjs";
import { Exceptions, goldenRegistry, isKnown, sameBytes, versionOption } from "./support.ts";

const versions = goldenVersions();
const counts = { read: 0, written: 0, shown: 0 };
const exceptions = new Exceptions();

/** Cases that JavaScript's values cannot tell from another one, with the reason. */
const WRITTEN_OTHERWISE: Readonly<Record<string, string>> = {
	"method-class":
		"a method that getattr fetched is read as the name it stands for, and written without the memo between",
	"text-surrogate-pair-apart": "a high surrogate before a low one is one character in JavaScript",
};

function why(entry: GoldenCase): string | undefined {
	if (WRITTEN_OTHERWISE[entry.name] !== undefined) return WRITTEN_OTHERWISE[entry.name];
	return entry.repeats.length > 0 ? "a text that was two objects in Python stands in the stream twice" : undefined;
}

function options(entry: GoldenCase, version: string): LoadsOptions {
	return {
		pythonVersion: versionOption(version),
		registry: goldenRegistry,
		...(entry.persistent ? { persistentLoad: "keep" as const } : {}),
		...(entry.buffers ? { buffers: entry.buffers } : {}),
	};
}

/** Cases with their pickles, one row for each protocol; in `npm test` every other one. */
function pickles(version: string): [entry: GoldenCase, protocol: number, data: Uint8Array][] {
	const all = readGolden(version).cases.flatMap((entry) =>
		Object.entries(entry.protocols).map(
			([protocol, data]) => [entry, Number(protocol), data] satisfies [GoldenCase, number, Uint8Array],
		),
	);
	return oneIn(2, all);
}

/** Runs a check on every pickle of a version and gives what failed. */
function failures(
	version: string,
	check: (entry: GoldenCase, protocol: number, data: Uint8Array) => string | undefined,
): string[] {
	const failed: string[] = [];
	for (const [entry, protocol, data] of pickles(version)) {
		let problem: string | undefined;
		try {
			problem = check(entry, protocol, data);
		} catch (error) {
			problem = String(error);
		}
		if (problem !== undefined) failed.push(`${entry.name}, protocol ${protocol}: ${problem}`);
	}
	return failed;
}

const seen = new Set<string>();

describe.each(some(versions.filter((version) => !version.startsWith("2."))))("pickles of Python %s", (version) => {
	test("are read in plain mode", () => {
		expect(
			failures(version, (entry, _protocol, data) => {
				// Most versions write the same bytes; reading those once is enough.
				const key = Buffer.from(data).toString("latin1");
				if (data.length > 1000 && seen.has(key)) return undefined;
				seen.add(key);
				loads(data, options(entry, version));
				counts.read++;
				return undefined;
			}),
		).toEqual([]);
	});

	const backAndForth = (chosen: (entry: GoldenCase) => boolean): string[] =>
		failures(version, (entry, protocol, data) => {
			if (!chosen(entry)) return undefined;
			const value = loads(data, { ...options(entry, version), ...outOfBand(entry), mode: "exact" });
			counts.read++;
			const shown = showsAs(entry, protocol, value, version);
			if (shown !== undefined) return shown;
			const written = dumps(value, {
				protocol,
				pythonVersion: versionOption(version),
				registry: goldenRegistry,
				...(entry.buffers ? { bufferCallback: () => false } : {}),
			});
			counts.written++;
			if (sameBytes(written, data)) return undefined;
			const reason = why(entry);
			if (reason === undefined) return "written otherwise";
			exceptions.note(reason);
			return undefined;
		});

	test("are read in exact mode, shown as Python shows them, and written back byte for byte", () => {
		expect(backAndForth(({ name }) => !UNUSUAL_NANS.test(name))).toEqual([]);
	});
	test.skipIf(!KEEPS_NANS)("and so are unusual NaNs, where the engine keeps a NaN's bits", () => {
		expect(backAndForth(({ name }) => UNUSUAL_NANS.test(name))).toEqual([]);
	});
});

/** Cases whose text is not Python's, with the reason. */
const SHOWN_OTHERWISE: Readonly<Record<string, string>> = {
	"text-surrogate-pair-apart": "a high surrogate before a low one is one character in JavaScript",
};

/** Buffers that stay out of band when they are written back; READONLY_BUFFER behind NEXT_BUFFER tells which are read-only. */
function outOfBand(entry: GoldenCase): { buffers?: Iterable<PickleBuffer> } {
	const { buffers } = entry;
	if (buffers === undefined) return {};
	const marks =
		Buffer.from(entry.protocols["5"] as Uint8Array)
			.toString("latin1")
			.match(/\x97\x98?/g) ?? [];
	return { buffers: buffers.map((buffer, i) => new PickleBuffer(buffer, { readonly: marks[i]?.length === 2 })) };
}

const LONGEST = 20_000;

function showsAs(entry: GoldenCase, protocol: number, value: unknown, version: string): string | undefined {
	const expected = entry.loaded[protocol] === undefined ? entry.repr : entry.loaded[protocol];
	if (expected === null || expected.length > LONGEST || entry.buffers || !isKnown(value)) return undefined;
	const shown = repr(value, { pythonVersion: versionOption(version) });
	counts.shown++;
	if (shown === expected) return undefined;
	const reason = SHOWN_OTHERWISE[entry.name];
	if (reason === undefined) return `shown as ${shown.slice(0, 200)} instead of ${expected.slice(0, 200)}`;
	exceptions.note(reason);
	return undefined;
}

describe("pickles of Python 2.7", () => {
	const version = versions.find((name) => name.startsWith("2.")) as string;
	const newest = versions.findLast((name) => name.startsWith("3.13.")) as string;
	const today = new Map(readGolden(newest).cases.map((entry) => [entry.name, entry]));

	test.each(["latin1", "bytes"])("are read in both modes with encoding %s", (encoding) => {
		const failed = failures(version, (entry, _protocol, data) => {
			const { pythonVersion: _, ...rest } = options(entry, version);
			for (const mode of ["plain", "exact"] as const) {
				loads(data, { ...rest, encoding, mode });
				counts.read++;
			}
			return undefined;
		});
		expect(failed).toEqual([]);
	});

	/** What the same Python source makes another value of, or in another order. */
	const another =
		/^(builtin-bytes|dict-mixed-keys|dict-same-keys|list-of-kinds|tuple-of-kinds|pattern-bytes|range-.*|filter|map|zip)$/;

	test("hold with encoding latin1 what the same values hold in Python 3", () => {
		const failed = failures(version, (entry, protocol, data) => {
			const other = today.get(entry.name);
			if (other === undefined || entry.unordered || another.test(entry.name)) return undefined;
			const { pythonVersion: _, ...rest } = options(entry, version);
			const value = loads(data, { ...rest, encoding: "latin1", mode: "exact", pythonVersion: newest });
			return showsAs(other, protocol, value, newest);
		});
		expect(failed).toEqual([]);
	});
});

afterAll(() => {
	const { read, written, shown } = counts;
	console.log(
		`golden pickles: ${read} read, ${shown} texts compared, ${written} written, ${written - exceptions.total} of them as they were; the others:\n${exceptions}`,
	);
});
