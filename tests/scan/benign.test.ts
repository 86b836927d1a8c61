import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { createPolicy, type Finding, report, scan, verdict } from "../../src/scan/index.ts";
import { tarMembers } from "../../src/scan/tar-members.ts";
import { View } from "../../src/scan/view.ts";

const policy = createPolicy();
const archive = new View(new Uint8Array(gunzipSync(readFileSync(new URL("benign.tar.gz", import.meta.url)))));

async function all(): Promise<{ name: string; bytes: Uint8Array }[]> {
	const files: { name: string; bytes: Uint8Array }[] = [];
	for await (const part of tarMembers(archive)) {
		if (typeof part === "string") throw new Error(part);
		files.push({ name: part.name, bytes: await part.view.read(0, part.view.size) });
	}
	return files;
}
const files = await all();

async function findingsOf(source: Parameters<typeof scan>[0]): Promise<Finding[]> {
	const findings: Finding[] = [];
	for await (const finding of scan(source, { policy })) findings.push(finding);
	return findings;
}

/** What is unknown in files of libraries, and why it cannot be more. */
const UNKNOWN: ReadonlySet<string> = new Set(["never-safe", "torchscript", "own-name", "unlisted-name", "packing"]);

describe("what libraries write", () => {
	test("there is enough of it", () => expect(files.length).toBeGreaterThan(600));
	test("is not suspicious, and hardly ever unknown", async () => {
		const wrong: string[] = [];
		let unknown = 0;
		for (const { name, bytes } of files) {
			const { verdict: found, findings } = await report(name, scan(bytes, { policy }));
			if (found === "unknown" && !name.includes("__own__")) {
				unknown++;
				for (const { rule, why } of findings) if (rule !== "file" && !UNKNOWN.has(rule)) wrong.push(`${name}: ${why}`);
			} else if (found !== "safe" && found !== "no-pickle" && found !== "unknown") wrong.push(`${name}: ${found}`);
		}
		expect(wrong).toEqual([]);
		expect(unknown).toBeLessThan(20);
	});
	test("classes of a user's own are unknown, and safe when they are allowed", async () => {
		const own = files.filter(({ name }) => name.includes("__own__"));
		const found = await Promise.all(own.map(async ({ bytes }) => verdict(await findingsOf(bytes))));
		expect(new Set(found)).toEqual(new Set(["unknown", "safe"]));
		const allowing = createPolicy({ allow: ["shop.*", "__main__.*"] });
		const then = await Promise.all(
			own.map(async ({ bytes }) => (await report("", scan(bytes, { policy: allowing }))).verdict),
		);
		expect(then.some((verdict, index) => verdict === "safe" && found[index] === "unknown")).toBe(true);
		for (const { bytes } of own)
			expect(["safe", "unknown"]).toContain((await report("", scan(bytes, { policy: allowing }))).verdict);
	});
});

describe("bytes, pieces and ranges", () => {
	const sample = files.filter(({ bytes }, index) => index % 9 === 0 && bytes.length < 20_000);
	test.each(sample.map((file) => [file.name, file.bytes] as const))("%s", async (_, bytes) => {
		const whole = await findingsOf(bytes);
		const pieces = Array.from(bytes, (_byte, at) => bytes.subarray(at, at + 1));
		expect(await findingsOf(pieces)).toEqual(whole);
		const ranges = { size: bytes.length, at: (offset: number, length: number) => bytes.slice(offset, offset + length) };
		expect(await findingsOf(ranges)).toEqual(whole);
	});
});
