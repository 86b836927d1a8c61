/** `brine worker`: one answer for each request, in order, whatever the item is. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { array, dumpsNpy } from "../../src/numpy/index.ts";
import * as pickle from "../../src/pickle/index.ts";
import { tuple } from "../../src/types/index.ts";
import { brine } from "../cli/run.ts";
import { removeFolder } from "../remove-folder.mjs";
import { answersIn, finished, frame, linesIn, startWorker, type Told } from "./wire.ts";

const EVIL = Buffer.from("cos\nsystem\n(S'id'\ntR.");
const sha = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** The processes below one, which are those that work on items. */
function children(pid: number): number[] {
	return readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.filter((name) => {
			try {
				const stat = readFileSync(`/proc/${name}/stat`, "latin1");
				return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] === String(pid);
			} catch {
				return false;
			}
		})
		.map(Number);
}

describe("brine worker --lines", () => {
	it("answers for each path, in order, with what went wrong in place of a value", async () => {
		const good = pickle.dumps({ a: 1, b: tuple(1.5, null) });
		const files = {
			"good.pkl": good,
			"broken.pkl": good.slice(0, 10),
			"empty.pkl": "",
			"two.pkl": Buffer.concat([pickle.dumps(1), pickle.dumps("zwei"), Buffer.from("\n")]),
			"bytes.pkl": pickle.dumps(Uint8Array.of(1)),
			"nan.pkl": pickle.dumps([Number.NaN]),
			"packed.pkl": gzipSync(good),
			"a.npy": dumpsNpy(array([1, 2])),
			"x.json": "[1, 2]",
			"x.jsonl": "1\n2\n",
			"evil.pkl": EVIL,
		};
		const names = [...Object.keys(files), "missing.pkl", ".", ""];
		const { stdout, code, stderr } = await brine(["worker", "convert"], { files, stdin: `${names.join("\n")}\nlast` });
		const answers = linesIn(stdout);
		expect([code, stderr]).toEqual([0, ""]);
		expect(answers.map((one) => one.id)).toEqual([...names, "last"]);
		const of = (name: string): Told => answers.find((one) => one.id === name);
		expect(of("good.pkl")).toEqual({
			id: "good.pkl",
			sha256: sha(good),
			size: good.length,
			ok: true,
			pickles: 1,
			value: { a: 1, b: [1.5, null] },
		});
		expect(of("packed.pkl")).toMatchObject({ sha256: sha(files["packed.pkl"]), value: of("good.pkl").value });
		expect(of("two.pkl")).toMatchObject({ pickles: 2, value: [1, "zwei"] });
		expect(of("a.npy").value).toEqual([1, 2]);
		expect([of("x.json").value, of("x.jsonl").value]).toEqual([
			[1, 2],
			[1, 2],
		]);
		expect(of("broken.pkl").error).toMatchObject({ name: "UnpicklingError", message: "pickle data was truncated" });
		expect(of("broken.pkl").error.offset).toBeTypeOf("number");
		expect(of("empty.pkl").error).toMatchObject({ name: "EOFError", message: "Ran out of input" });
		expect(of("bytes.pkl").error).toMatchObject({
			name: "TypeError",
			message: "Object of type bytes is not JSON serializable",
			hint: expect.stringContaining("--default"),
		});
		expect(of("nan.pkl").error).toMatchObject({ name: "ValueError", hint: expect.stringContaining("--default") });
		expect(of("missing.pkl")).toMatchObject({ sha256: null, size: null, error: { name: "FileNotFoundError" } });
		expect(of(".").error.name).toBe("IsADirectoryError");
	});
	it("writes what has no JSON form as it is told, NaN too", async () => {
		const files = {
			"a.pkl": pickle.dumps([Number.NaN, new Map([[Number.POSITIVE_INFINITY, tuple()]]), Uint8Array.of(65)]),
		};
		const told = async (...args: string[]): Promise<Told> =>
			linesIn((await brine(["worker", "convert", ...args], { files, stdin: "a.pkl\n" })).stdout)[0].value;
		expect(await told("--default", "repr")).toEqual(["nan", { inf: [] }, "b'A'"]);
		expect(JSON.stringify(await told("--default", "tagged"))).toContain("nan");
	});
	it("takes names that are not UTF-8, and NULs between names", async () => {
		const folder = mkdtempSync(join(tmpdir(), "brine-worker-"));
		const name = Buffer.concat([Buffer.from(`${folder}/a`), Buffer.of(0xff), Buffer.from("\n.pkl")]);
		writeFileSync(name, pickle.dumps(1));
		const child = startWorker(["scan", "-0"]);
		const { stdout } = await finished(child, Buffer.concat([name, Buffer.of(0)]));
		expect(stdout.toString()).toContain(String.raw`a\udcff\n.pkl`);
		expect(linesIn(stdout.toString())[0]).toMatchObject({ ok: true, verdict: "safe" });
		removeFolder(folder);
	});
	it("scans and shows", async () => {
		const files = { "evil.pkl": EVIL, "own.pkl": "cshop.models\nCart\n." };
		const stdin = "evil.pkl\nown.pkl\n";
		const scanned = linesIn((await brine(["worker", "scan", "--allow", "shop.*"], { files, stdin })).stdout);
		expect(scanned.map((one) => [one.ok, one.verdict, one.unscannable])).toEqual([
			[true, "dangerous", false],
			[true, "safe", false],
		]);
		const shown = linesIn((await brine(["worker", "show"], { files, stdin })).stdout);
		expect(shown.map((one) => one.text)).toEqual(["os.system('id')", "<class 'shop.models.Cart'>"]);
	});
	it("refuses options of other tasks", async () => {
		const cases = [
			["scan", "--default", "str"],
			["convert", "--allow", "a.b"],
			["convert", "--imports"],
			["scan", "--max-memory", "1M"],
			["scan", "--max-seconds", "0"],
			["scan", "--lines", "--frames"],
			["guess"],
		];
		for (const args of cases) {
			const { code, stderr } = await brine(["worker", ...args]);
			expect([args, code]).toEqual([args, 2]);
			expect(stderr).toContain("error: argument");
		}
	});
});

describe("brine worker --frames", () => {
	it("answers while more is on its way", async () => {
		const child = startWorker(["convert", "--frames"]);
		const ask = frame("a", pickle.dumps("first"));
		child.stdin.write(ask.subarray(0, 7));
		child.stdin.write(ask.subarray(7));
		child.stdin.write(frame("b", pickle.dumps("x".repeat(300_000))).subarray(0, 200_000));
		const first = await new Promise<Buffer>((resolve) => child.stdout.once("data", resolve));
		expect(answersIn(first)).toMatchObject([{ id: "a", value: "first" }]);
		child.kill("SIGTERM");
		expect((await finished(child)).code).toBe("SIGTERM");
	});
	it("holds many in flight, of all sizes, and what is too long is refused without being held", async () => {
		const items = Array.from({ length: 3000 }, (_, i) => [`n${i}`, pickle.dumps(["y".repeat((i * 7919) % 20_011), i])]);
		const long = frame("long", new Uint8Array(2 ** 27 + 1));
		const frames = items.map(([id, bytes]) => frame(id as string, bytes as Uint8Array));
		const child = startWorker(["convert", "--frames", "--max-memory", "256M"]);
		const { stdout, code } = await finished(
			child,
			Buffer.concat([...frames.slice(0, 1500), long, ...frames.slice(1500)]),
		);
		const answers = answersIn(stdout);
		expect(code).toBe(0);
		expect(answers.length).toBe(3001);
		expect(answers[1500]).toMatchObject({ id: "long", ok: false, size: 2 ** 27 + 1, error: { name: "MemoryError" } });
		answers.splice(1500, 1);
		expect(answers.map((one) => `${one.id}:${one.value[1]}`)).toEqual(items.map((_, i) => `n${i}:${i}`));
	});
	it("ends with an error after the last answer when its input is not requests", async () => {
		const good = frame("a", pickle.dumps(1));
		const cut = await finished(startWorker(["scan", "--frames"]), Buffer.concat([good, good.subarray(0, 9)]));
		expect([answersIn(cut.stdout).length, cut.code]).toEqual([1, 1]);
		expect(cut.stderr).toContain("EOFError: the input ends within a request");
		const wrong = await finished(startWorker(["scan", "--frames"]), Buffer.concat([good, Buffer.alloc(40, 0x20)]));
		expect([answersIn(wrong.stdout).length, wrong.code]).toEqual([1, 1]);
		expect(wrong.stderr).toContain("the length of an id is 538976288");
	});
	it("ends when nobody reads its answers, and the process that works ends with it", async () => {
		const child = startWorker(["convert", "--frames"]);
		child.stdin.on("error", () => undefined);
		child.stdin.write(frame("a", pickle.dumps(1)));
		await new Promise((resolve) => child.stdout.once("data", resolve));
		const [worker] = children(child.pid as number);
		child.stdout.destroy();
		const pump = setInterval(() => child.stdin.write(frame("a", pickle.dumps(1))), 20);
		const code = await new Promise((done) => child.once("exit", done));
		clearInterval(pump);
		expect(code).toBe(32);
		await expect.poll(() => isThere(worker as number), { timeout: 5000 }).toBe(false);
	});
	it("leaves no process when it is killed itself", async () => {
		const child = startWorker(["convert", "--frames"]);
		child.stdin.on("error", () => undefined);
		child.stdin.write(frame("a", slowPickle()));
		await expect.poll(() => children(child.pid as number).length, { timeout: 20_000 }).toBe(1);
		const [worker] = children(child.pid as number);
		child.kill("SIGKILL");
		await expect.poll(() => isThere(worker as number), { timeout: 5000 }).toBe(false);
	});
});

function isThere(pid: number): boolean {
	try {
		return !readFileSync(`/proc/${pid}/stat`, "latin1").includes(") Z ");
	} catch {
		return false;
	}
}

/** What takes seconds: a list of ten million ints, as an object that is shared by many. */
function slowPickle(): Uint8Array {
	const ints = Buffer.alloc(24_000_000);
	for (let at = 0; at < ints.length; at += 3) ints.set([0x4d, at & 0xff, 1], at);
	return Buffer.concat([Buffer.from("\x80\x04](", "latin1"), ints, Buffer.from("e.")]);
}

describe("an item that costs too much", () => {
	it("costs its own answer: too long, too large, or packed a thousandfold", async () => {
		const bomb = deflateSync(
			Buffer.concat([Buffer.from("\x80\x04](", "latin1"), Buffer.alloc(60_000_000, "}"), Buffer.from("e.")]),
		);
		const laughs = execLaughs();
		const items: [string, Uint8Array][] = [
			["1", pickle.dumps(1)],
			["bomb", bomb],
			["2", pickle.dumps(2)],
			["laughs", laughs],
			["3", pickle.dumps(3)],
		];
		const child = startWorker(["convert", "--frames", "--max-memory", "512M"]);
		const { stdout, code } = await finished(child, Buffer.concat(items.map(([id, bytes]) => frame(id, bytes))));
		const answers = answersIn(stdout);
		expect(code).toBe(0);
		expect(answers.map((one) => [one.id, one.ok])).toEqual([
			["1", true],
			["bomb", false],
			["2", true],
			["laughs", false],
			["3", true],
		]);
		expect(answers[1]).toMatchObject({ sha256: sha(bomb), size: bomb.length, error: { code: "limit" } });
		expect(answers[3].error.code).toBe("limit");
	});
	it("of time is ended by its clock", async () => {
		const items = [frame("1", pickle.dumps(1)), frame("slow", slowPickle()), frame("2", pickle.dumps(2))];
		const child = startWorker(["convert", "--frames", "--max-seconds", "1", "--default", "tagged"]);
		const { stdout, code } = await finished(child, Buffer.concat(items));
		const answers = answersIn(stdout);
		expect([code, answers.map((one) => [one.id, one.ok])]).toEqual([
			0,
			[
				["1", true],
				["slow", false],
				["2", true],
			],
		]);
		expect(answers[1]).toMatchObject({ sha256: sha(slowPickle()), error: { name: "TimeoutError", code: "timeout" } });
	});
});

/** A list of two lists of two lists …, forty deep, each shared: 2^40 items as text, in 200 bytes. */
function execLaughs(): Uint8Array {
	const parts = ["\x80\x04]\x94(K\x01K\x02e"];
	for (let i = 0; i < 40; i++) parts.push(`0]\x94(h${String.fromCharCode(i)}h${String.fromCharCode(i)}e`);
	return Buffer.from(`${parts.join("")}.`, "latin1");
}

describe("a process that dies", () => {
	it("is replaced, and what it had in hand is answered all the same", async () => {
		const count = 2000;
		const child = startWorker(["convert", "--frames"]);
		const done = finished(child);
		let killed = 0;
		for (let i = 0; i < count; i++) {
			if (!child.stdin.write(frame(`n${i}`, pickle.dumps(["z".repeat(5000), i])))) {
				await new Promise((resolve) => child.stdin.once("drain", resolve));
			}
			if (i % 400 !== 399) continue;
			for (const pid of children(child.pid as number)) {
				execFileSync("kill", ["-9", String(pid)]);
				killed++;
			}
		}
		child.stdin.end();
		const { stdout, code } = await done;
		expect(killed).toBeGreaterThan(2);
		expect(code).toBe(0);
		expect(answersIn(stdout).map((one) => `${one.id}:${one.value[1]}`)).toEqual(
			Array.from({ length: count }, (_, i) => `n${i}:${i}`),
		);
	});
});
