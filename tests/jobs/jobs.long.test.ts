/** `brine jobs`: parts that are there as a whole or not at all, and the same whoever made them, and how often. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { array, dumpsNpz } from "../../src/numpy/index.ts";
import * as pickle from "../../src/pickle/index.ts";
import { MAIN } from "../cli/run.ts";
import { removeFolder } from "../remove-folder.mjs";
import { END, file } from "./tar.ts";
import { linesIn } from "./wire.ts";

interface Done {
	readonly stdout: string;
	readonly stderr: string;
	readonly code: number | string;
}

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "brine-jobs-"));
	mkdirSync(join(folder, "in/deep"), { recursive: true });
	for (let i = 0; i < 60; i++) {
		const good = pickle.dumps({ i, text: "x".repeat(i) });
		writeFileSync(join(folder, `in/${String(i).padStart(3, "0")}.pkl`), i % 7 === 3 ? good.slice(0, 9) : good);
	}
	writeFileSync(join(folder, "in/deep/evil.pkl"), "cos\nsystem\n(S'id'\ntR.");
	writeFileSync(join(folder, "in/deep/note.log"), "hello");
});
afterAll(() => removeFolder(folder));

const jobs = (...args: string[]): Promise<Done> => command("jobs", ...args);
async function command(...args: string[]): Promise<Done> {
	const child = spawn(process.execPath, [MAIN, ...args], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
	const [out, err]: [Buffer[], Buffer[]] = [[], []];
	child.stdout.on("data", (piece: Buffer) => out.push(piece));
	child.stderr.on("data", (piece: Buffer) => err.push(piece));
	const code = await new Promise<number | string>((done) =>
		child.once("close", (n, signal) => done(n ?? signal ?? "")),
	);
	return { stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString(), code };
}
async function planned(name: string, ...args: string[]): Promise<string> {
	const { stdout, code } = await jobs("plan", ...args);
	expect(code).toBe(0);
	writeFileSync(join(folder, name), stdout);
	return stdout;
}
const merged = async (manifest: string, out: string): Promise<string> =>
	(await jobs("merge", "--manifest", manifest, "--out", out)).stdout;

describe("brine jobs plan", () => {
	it("lists all files in one order, in shards of so many files or bytes", async () => {
		const text = await planned("m1.jsonl", "in", "--shard-files", "20", "--ignore", "*.log");
		const entries = linesIn(text);
		expect(entries.length).toBe(61);
		expect(entries.map((one) => one.path)).toEqual(entries.map((one) => one.path as string).sort());
		expect(entries.map((one) => one.shard)).toEqual(entries.map((_, i) => Math.floor(i / 20)));
		expect(await planned("m2.jsonl", "in", "--shard-files", "20", "--ignore", "*.log")).toBe(text);
		const bySize = linesIn((await jobs("plan", "in", "--shard-size", "500")).stdout);
		const sums = new Map<number, number>();
		for (const { shard, size } of bySize) sums.set(shard, (sums.get(shard) ?? 0) + (size as number));
		expect(Math.max(...sums.values())).toBeLessThanOrEqual(500);
		expect(sums.size).toBeGreaterThan(5);
		const { stderr, code } = await jobs("plan", "nowhere");
		expect([code, stderr]).toEqual([1, expect.stringContaining("FileNotFoundError")]);
	});
});

describe("brine jobs run", () => {
	it("makes the same of it in one run, in shares, and in runs that are killed", async () => {
		await planned("m.jsonl", "in", "--shard-files", "7");
		const base = ["run", "--manifest", "m.jsonl", "--task", "scan", "--jobs", "1"];
		expect((await jobs(...base, "--out", "one")).code).toBe(0);
		const whole = await merged("m.jsonl", "one");
		const records = linesIn(whole);
		expect(records.length).toBe(62);
		expect(records.find((one) => one.id === "in/deep/evil.pkl").verdict).toBe("dangerous");
		await Promise.all(["0/2", "1/2"].map((share) => jobs(...base, "--out", "shares", "--shard", share)));
		expect(await merged("m.jsonl", "shares")).toBe(whole);

		let kills = 0;
		for (let pause = 60; ; pause += kills < 4 ? 30 : 150) {
			const child = spawn(process.execPath, [MAIN, "jobs", ...base, "--out", "killed"], { cwd: folder });
			const ended = new Promise<boolean>((done) => child.once("close", (code) => done(code === 0)));
			const timer = setTimeout(() => child.kill("SIGKILL"), pause);
			const isDone = await ended;
			clearTimeout(timer);
			if (isDone) break;
			kills++;
			const { code, stdout } = await jobs("status", "--manifest", "m.jsonl", "--out", "killed", "--json");
			// The last shard may have been finished just before.
			expect(code).toBe(JSON.parse(stdout).shards.done === 9 ? 0 : 1);
		}
		expect(kills).toBeGreaterThan(2);
		expect(await merged("m.jsonl", "killed")).toBe(whole);
		// What was in the making is gone after the next run of that part.
		expect(readdirSync(join(folder, "killed")).filter((name) => name.startsWith("part-")).length).toBe(9);
	}, 180_000);
	it("does only what is missing, and says how far it is", async () => {
		await planned("m3.jsonl", "in", "--shard-files", "25");
		const run = ["run", "--manifest", "m3.jsonl", "--out", "again"];
		await jobs(...run, "--shard", "1/3");
		const status = await jobs("status", "--manifest", "m3.jsonl", "--out", "again", "--json");
		expect(status.code).toBe(1);
		expect(JSON.parse(status.stdout)).toMatchObject({ shards: { total: 3, done: 1 }, missing: [0, 2], changed: 0 });
		const early = await jobs("merge", "--manifest", "m3.jsonl", "--out", "again", "--into", "early.jsonl");
		expect([early.code, early.stderr]).toEqual([1, expect.stringContaining("shard 0 is not done")]);
		expect(readdirSync(folder)).not.toContain("early.jsonl");
		await jobs(...run);
		const parts = readdirSync(join(folder, "again")).filter((name) => name.startsWith("part-"));
		writeFileSync(join(folder, "again", parts[1] as string), "marked\n");
		rmSync(join(folder, "again", parts[2] as string));
		await jobs(...run);
		expect(readFileSync(join(folder, "again", parts[1] as string), "utf8")).toBe("marked\n");
		expect(readFileSync(join(folder, "again", parts[2] as string), "utf8")).not.toBe("");
		const text = (await jobs("status", "--manifest", "m3.jsonl", "--out", "again")).stdout;
		expect(text).toContain("shards: 3 of 3\nfiles: 62 of 62");
		expect(text).toMatch(/errors \(.*EOFError|UnpicklingError/);
		const other = await jobs(...run, "--default", "str");
		expect([other.code, other.stderr]).toEqual([1, expect.stringContaining("holds parts that were made otherwise")]);
	});
	it("writes files beside, and tells of a file that has changed", async () => {
		mkdirSync(join(folder, "beside"));
		writeFileSync(join(folder, "beside/a.pkl"), pickle.dumps([1.5, "é"]));
		writeFileSync(join(folder, "beside/b.pkl"), "x");
		await planned("b.jsonl", "beside");
		writeFileSync(join(folder, "beside/a.pkl"), pickle.dumps([1.5, "é", 2]));
		expect((await jobs("run", "--manifest", "b.jsonl", "--out", "beside-out", "--to", "files")).code).toBe(0);
		expect(readFileSync(join(folder, "beside/a.pkl.json"), "utf8")).toBe('[1.5, "\\u00e9", 2]\n');
		expect(readdirSync(join(folder, "beside"))).toEqual(["a.pkl", "a.pkl.json", "b.pkl"]);
		const records = linesIn(await merged("b.jsonl", "beside-out"));
		expect(records).toMatchObject([
			{ id: "beside/a.pkl", ok: true },
			{ id: "beside/b.pkl", ok: false },
		]);
		expect(records[0]).not.toHaveProperty("value");
		expect((await jobs("status", "--manifest", "b.jsonl", "--out", "beside-out")).stdout).toContain(
			"changed since the plan: 1",
		);
		await jobs("run", "--manifest", "b.jsonl", "--out", "text-out", "--to", "files", "--task", "show");
		expect(readFileSync(join(folder, "beside/a.pkl.txt"), "utf8")).toBe("[1.5, 'é', 2]\n");
	});
	it("opens archives, and only those of many values", async () => {
		mkdirSync(join(folder, "packed"));
		const tar = Buffer.concat([file("a.pkl", pickle.dumps("a")), file("d/b.pkl", Buffer.from("?")), END]);
		writeFileSync(join(folder, "packed/1.tar"), tar);
		writeFileSync(join(folder, "packed/2.tar.gz"), gzipSync(tar));
		writeFileSync(join(folder, "packed/3.tar"), tar.subarray(0, 1200));
		writeFileSync(join(folder, "packed/4.npz"), await dumpsNpz({ x: array([1, 2]) }));
		writeFileSync(join(folder, "packed/5.pkl"), pickle.dumps("plain"));
		writeFileSync(join(folder, "packed/6.zip"), zipOf("inner/c.pkl", pickle.dumps("c")));
		await planned("p.jsonl", "packed");
		expect((await jobs("run", "--manifest", "p.jsonl", "--out", "packed-out", "--archives")).code).toBe(0);
		const records = linesIn(await merged("p.jsonl", "packed-out"));
		expect(records.map((one) => [one.id, one.ok])).toEqual([
			["packed/1.tar!/a.pkl", true],
			["packed/1.tar!/d/b.pkl", false],
			["packed/2.tar.gz!/a.pkl", true],
			["packed/2.tar.gz!/d/b.pkl", false],
			["packed/3.tar!/a.pkl", true],
			["packed/3.tar", false],
			["packed/4.npz", true],
			["packed/5.pkl", true],
			["packed/6.zip!/inner/c.pkl", true],
		]);
		expect(records[8].value).toBe("c");
	});
	it("writes Parquet, with the columns that Spark, Ray and Dask have", async () => {
		await planned("q.jsonl", "in", "--shard-files", "40");
		for (const task of ["convert", "scan", "show"]) {
			const out = `parquet-${task}`;
			expect((await jobs("run", "--manifest", "q.jsonl", "--out", out, "--to", "parquet", "--task", task)).code).toBe(
				0,
			);
			await jobs("run", "--manifest", "q.jsonl", "--out", `lines-${task}`, "--task", task);
			const wanted = linesIn(await merged("q.jsonl", `lines-${task}`));
			const parts = readdirSync(join(folder, out)).filter((name) => name.endsWith(".parquet"));
			expect(parts.length).toBe(2);
			const rows: Record<string, unknown>[] = [];
			for (const part of parts) {
				const file = readFileSync(join(folder, out, part));
				rows.push(...(await parquetReadObjects({ file: new Uint8Array(file).buffer })));
			}
			expect(rows.length).toBe(wanted.length);
			for (const [i, { id, size, ok, value, verdict, findings, text, error }] of wanted.entries()) {
				const row = rows[i] as Record<string, string>;
				expect([row["id"], row["size"], row["ok"]]).toEqual([id, BigInt(size), ok]);
				expect(row["value"] ? JSON.parse(row["value"]) : undefined).toEqual(value);
				expect(row["findings"] ? JSON.parse(row["findings"]) : undefined).toEqual(findings);
				expect([row["verdict"] ?? undefined, row["text"] ?? undefined]).toEqual([verdict, text]);
				expect([row["error_name"], row["error_message"]]).toEqual([error?.name ?? null, error?.message ?? null]);
				expect(row["error_offset"]).toBe(error?.offset === undefined ? null : BigInt(error.offset));
			}
		}
		expect((await jobs("merge", "--manifest", "q.jsonl", "--out", "parquet-scan")).stderr).toContain(
			"is not JSON Lines",
		);
	});
	it("makes one SARIF report of a scan, with the results that `brine scan --sarif` has", async () => {
		mkdirSync(join(folder, "sarif"));
		const system = (command: string) => `cos\nsystem\n(V${command}\ntR.`;
		writeFileSync(join(folder, "sarif/a.pkl"), system("id"));
		writeFileSync(join(folder, "sarif/b.pkl"), pickle.dumps("plain"));
		// Line separators that are not of JSON Lines.
		writeFileSync(join(folder, "sarif/c \u2028\u0085.pkl"), system("a\u2028b").replace("system", "po\u2028pen"));
		writeFileSync(join(folder, "sarif/d.pkl"), pickle.dumps([1, 2, 3]).subarray(0, 9));
		await planned("s.jsonl", "sarif", "--shard-files", "2");
		expect((await jobs("run", "--manifest", "s.jsonl", "--out", "sarif-out", "--task", "scan")).code).toBe(0);
		const files = ["--into", "all.jsonl", "--sarif", "-"];
		const { stdout } = await jobs("merge", "--manifest", "s.jsonl", "--out", "sarif-out", ...files);
		const scanned = await command("scan", "--sarif", "-", "sarif");
		expect(JSON.parse(stdout)).toEqual(JSON.parse(scanned.stdout));
		expect(JSON.parse(stdout).runs[0].results.length).toBeGreaterThan(1);
		expect((await jobs("merge", "--manifest", "s.jsonl", "--out", "sarif-out", "--sarif", "-")).stderr).toContain(
			"only one of --into, --sarif and --summary",
		);
		await jobs("run", "--manifest", "s.jsonl", "--out", "sarif-values");
		const values = await jobs("merge", "--manifest", "s.jsonl", "--out", "sarif-values", "--sarif", "x.sarif");
		expect(values.code).toBe(2);
		expect(values.stderr).toContain("--sarif is for the records of a scan");
	});
	it("refuses what does not go together, and manifests that are none", async () => {
		writeFileSync(join(folder, "bad.jsonl"), '{"shard":0,"path":"a","size":1}\n{"shard":0}\n');
		const bad = await jobs("run", "--manifest", "bad.jsonl", "--out", "bad");
		expect([bad.code, bad.stderr]).toEqual([
			1,
			expect.stringContaining("bad.jsonl, line 2 is not an entry of a manifest"),
		]);
		writeFileSync(join(folder, "order.jsonl"), '{"shard":1,"path":"a","size":1}\n{"shard":0,"path":"b","size":1}\n');
		expect((await jobs("status", "--manifest", "order.jsonl", "--out", "bad")).stderr).toContain(
			"shard 0 comes after shard 1",
		);
		expect((await jobs("run", "--manifest", "gone.jsonl", "--out", "bad")).stderr).toContain("FileNotFoundError");
		for (const args of [
			["--shard", "2/2"],
			["--shard", "x"],
			["--to", "files", "--archives"],
			["--allow", "a.b"],
			["--jobs", "0"],
		]) {
			expect([args, (await jobs("run", "--manifest", "m.jsonl", "--out", "bad", ...args)).code]).toEqual([args, 2]);
		}
	});
});

/** A zip archive with one member that is stored. */
function zipOf(name: string, bytes: Uint8Array): Buffer {
	const table = Array.from({ length: 256 }, (_, n) => {
		let c = n;
		for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
		return c >>> 0;
	});
	let crc = 0xffffffff;
	for (const byte of bytes) crc = (table[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
	const common = Buffer.alloc(26);
	common.writeUInt16LE(20, 0);
	common.writeUInt32LE((crc ^ 0xffffffff) >>> 0, 10);
	common.writeUInt32LE(bytes.length, 14);
	common.writeUInt32LE(bytes.length, 18);
	common.writeUInt16LE(name.length, 22);
	const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, Buffer.from(name), bytes]);
	const central = Buffer.concat([Buffer.from("PK\x01\x02\x14\0"), common, Buffer.alloc(14), Buffer.from(name)]);
	const end = Buffer.alloc(22);
	end.write("PK\x05\x06", 0, "latin1");
	end.writeUInt16LE(1, 8);
	end.writeUInt16LE(1, 10);
	end.writeUInt32LE(central.length, 12);
	end.writeUInt32LE(local.length, 16);
	return Buffer.concat([local, central, end]);
}
