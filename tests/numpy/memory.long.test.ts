/** What reading a large array takes besides its memory, in a process of its own on the built package. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { removeFolder } from "../remove-folder.mjs";

const MIB = 2 ** 20;
const ITEMS = 32 * MIB;
const folder = mkdtempSync(join(tmpdir(), "brine-memory-"));
afterAll(() => removeFolder(folder));

/** Runs a program with the package's entries; returns what it printed. */
function run(program: string): string {
	const entries = `
import { createReadStream, writeFileSync } from "node:fs";
import { dumpsJoblib, loadJoblib } from "brine/joblib";
import { dumpFile, fileRanges, loadFile, loadFileSync } from "brine/node";
import { array, registry } from "brine/numpy";
const folder = ${JSON.stringify(folder)};
const options = { registry, limits: { memory: 2 ** 32 } };
const made = () => {
	const data = new Float64Array(${ITEMS});
	for (let i = 0, x = 1; i < data.length; i++) data[i] = (x = (x * 48271) % 2147483647) % 1000;
	return array(data);
};
`;
	return execFileSync(process.execPath, ["--input-type=module", "-e", entries + program], { encoding: "utf8" });
}

/** MiB of the peak that are neither the array nor what the process had before it. */
function beyond(read: string): number {
	return Number(
		run(`
await loadFile(folder + "/small.pkl", options);
const before = process.resourceUsage().maxRSS;
const { data } = await ${read};
console.log((process.resourceUsage().maxRSS - before) / 1024 - data.byteLength / 2 ** 20);
`),
	);
}

describe("an array of 256 MiB", () => {
	beforeAll(() => {
		run(`
await dumpFile(array([1]), folder + "/small.pkl", { registry });
for (const protocol of [2, 4, 5]) await dumpFile(made(), folder + "/" + protocol + ".pkl", { registry, protocol });
for (const [name, compress] of [["plain", undefined], ["zlib", "zlib"]]) {
	writeFileSync(folder + "/" + name + ".joblib", await dumpsJoblib(made(), { compress }));
}
`);
	}, 120_000);
	for (const [how, read] of Object.entries({
		"loadFile, protocol 4": 'loadFile(folder + "/4.pkl", options)',
		"loadFile, protocol 5": 'loadFile(folder + "/5.pkl", options)',
		loadFileSync: 'loadFileSync(folder + "/5.pkl", options)',
		"loadJoblib by ranges": 'loadJoblib(fileRanges(folder + "/plain.joblib"), options)',
		"loadJoblib of a stream": 'loadJoblib(createReadStream(folder + "/plain.joblib"), options)',
		"loadJoblib of zlib by ranges": 'loadJoblib(fileRanges(folder + "/zlib.joblib"), options)',
		"loadJoblib of zlib in a stream": 'loadJoblib(createReadStream(folder + "/zlib.joblib"), options)',
	})) {
		it(`takes at most 64 MiB besides: ${how}`, () => {
			const figure = beyond(read);
			console.log(`${how}: ${figure.toFixed(0)} MiB beyond the array`);
			expect(figure).toBeLessThan(64);
		}, 60_000);
	}
	// The bytes of an array are one string there, which is put together before it is decoded.
	it("takes at most 64 MiB besides the file and the array: loadFile, protocol 2", () => {
		const figure = beyond('loadFile(folder + "/2.pkl", options)') - statSync(join(folder, "2.pkl")).size / MIB;
		console.log(`loadFile, protocol 2: ${figure.toFixed(0)} MiB beyond the file and the array`);
		expect(figure).toBeLessThan(64);
	}, 60_000);
});
