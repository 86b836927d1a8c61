/** Files that are opened are closed: after a value, an error, an early break, an abort, and where nothing was read. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { json, pickle } from "../../src/index.ts";
import { fileSource, fileSourceSync, loadFile, loadFileSync } from "../../src/node/index.ts";
import { MAIN } from "../cli/run.ts";
import { removeFolder } from "../remove-folder.mjs";

const folder = mkdtempSync(join(tmpdir(), "brine-descriptors-"));
afterAll(() => removeFolder(folder));

function file(name: string, data: Uint8Array | string): string {
	const path = join(folder, name);
	writeFileSync(path, data);
	return path;
}
const tiny = file("tiny.pkl", pickle.dumps(1));
const bad = file("bad.pkl", "~");
const cut = file("cut.pkl", pickle.dumps("a long text").subarray(0, 10));
const big = file("big.pkl", pickle.dumps(Array.from({ length: 100_000 }, (_, index) => index)));
const two = file("two.pkl", Buffer.concat([pickle.dumps(1), pickle.dumps(2)]));
const packed = file("packed.pkl", gzipSync(pickle.dumps(Array.from({ length: 100_000 }, (_, index) => index))));
const broken = file("broken.pkl", gzipSync(pickle.dumps("x".repeat(1000))).subarray(0, 20));
const lines = file("lines.jsonl", "[1]\n[2]\n[\n");
const document = file("document.json", "[1, 2] x");

const CASES: Readonly<Record<string, () => unknown>> = {
	...Object.fromEntries(
		[tiny, bad, cut, big, two, packed, broken, lines, document].flatMap((path) => [
			[`loadFile ${path.slice(folder.length)}`, () => loadFile(path)],
			[`loadFileSync ${path.slice(folder.length)}`, () => loadFileSync(path)],
			[`loadFile ${path.slice(folder.length)} with a wrong option`, () => loadFile(path, { mode: "x" } as never)],
			[
				`loadFileSync ${path.slice(folder.length)} with a wrong option`,
				() => loadFileSync(path, { mode: "x" } as never),
			],
		]),
	),
	"loadFile with a limit": () => loadFile(packed, { limits: { memory: 1000 } }),
	"loadFile that is aborted": () => loadFile(packed, { signal: AbortSignal.abort() }),
	"pickle.loadSync of fileSourceSync": () => pickle.loadSync(fileSourceSync(tiny)),
	"pickle.loadSync of a bad fileSourceSync": () => pickle.loadSync(fileSourceSync(bad)),
	"json.loadSync of fileSourceSync": () => json.loadSync(fileSourceSync(document)),
	"pickle.load of fileSource": () => pickle.load(fileSource(two)),
	"a break after the first of loadAll": async () => {
		for await (const _ of pickle.loadAll(fileSource(two))) break;
	},
	"a break after the first of loadLines": async () => {
		for await (const _ of json.loadLines(fileSource(lines))) break;
	},
	"an Unpickler that is closed": async () => {
		const unpickler = new pickle.Unpickler(fileSource(two));
		await unpickler.load();
		await unpickler.close();
	},
	"an Unpickler that is closed at once": () => {
		const unpickler = new pickle.Unpickler(fileSourceSync(two));
		unpickler.loadSync();
		unpickler.closeSync();
	},
};

const open = (): number => readdirSync("/proc/self/fd").length;

describe.skipIf(process.platform !== "linux")("no descriptor is left open by", () => {
	for (const [name, work] of Object.entries(CASES)) {
		it(name, async () => {
			const before = open();
			for (let i = 0; i < 20; i++) {
				try {
					await work();
				} catch (error) {
					expect((error as Error).name).not.toBe("ReferenceError");
				}
			}
			expect(open()).toBeLessThanOrEqual(before);
		});
	}
	it("the command, for a folder of more files than may be open", () => {
		const many = join(folder, "many");
		mkdirSync(many);
		for (let i = 0; i < 80; i++) {
			writeFileSync(join(many, `${i}.pkl`), [pickle.dumps(i), "~", gzipSync(pickle.dumps(i))][i % 3] as Uint8Array);
		}
		const line = `ulimit -n 50 && exec "$0" "$1" show "$2"`;
		const done = spawnSync("bash", ["-c", line, process.execPath, MAIN, many], { encoding: "utf8" });
		expect(done.stdout.split("\n").length - 1).toBe(53);
		expect(done.stderr.match(/UnpicklingError/g)?.length).toBe(27);
		expect(done.stderr).not.toContain("Too many open files");
	});
});
