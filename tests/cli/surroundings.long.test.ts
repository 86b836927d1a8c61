/** The command in its surroundings: folders and patterns, readers that leave, signals, full disks and terminals. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { pickle } from "../../src/index.ts";
import { MAIN, temporaryFolders } from "./run.ts";

const temporaryFolder = temporaryFolders();

describe("brine show", () => {
	describe("with folders and patterns", () => {
		let folder = "";
		beforeAll(() => {
			folder = temporaryFolder("glob");
			mkdirSync(join(folder, "sub/deeper"), { recursive: true });
			for (const name of ["a.pkl", "b.pickle", "sub/c.pkl", "sub/deeper/d.pkl", "[e].pkl"]) {
				writeFileSync(join(folder, name), pickle.dumps(name));
			}
			writeFileSync(join(folder, "bad.pkl"), "bad");
			writeFileSync(join(folder, "notes.txt"), "no pickle");
		});
		const show = (...args: string[]): { lines: string[]; code: number | null; stderr: string } => {
			const done = spawnSync(process.execPath, [MAIN, "show", ...args], { cwd: folder, encoding: "utf8" });
			return { lines: done.stdout.trim().split("\n").filter(Boolean), code: done.status, stderr: done.stderr };
		};
		it("shows the pickles of a folder, and goes on behind a bad one", () => {
			const { lines, code, stderr } = show(".");
			expect(lines).toEqual(["'[e].pkl'", "'a.pkl'", "'b.pickle'", "'sub/c.pkl'", "'sub/deeper/d.pkl'"]);
			expect([code, stderr]).toEqual([
				1,
				"brine show: bad.pkl: UnpicklingError: unpickling stack underflow (BUILD at byte 0)\n",
			]);
		});
		it("shows what matches", () => {
			expect(show("sub/*.pkl").lines).toEqual(["'sub/c.pkl'"]);
			expect(show("**/[cd].pkl").lines).toEqual(["'sub/c.pkl'", "'sub/deeper/d.pkl'"]);
			expect(show("?.p*").lines).toEqual(["'a.pkl'", "'b.pickle'"]);
			expect(show(join(folder, "sub/**/*")).lines).toEqual(["'sub/c.pkl'", "'sub/deeper/d.pkl'"]);
			expect(show("[!a].pickle").lines).toEqual(["'b.pickle'"]);
		});
		it("takes a name that exists as it is, and one that matches nothing too", () => {
			expect(show("[e].pkl").lines).toEqual(["'[e].pkl'"]);
			expect(show("*.none").stderr).toContain("FileNotFoundError: [Errno 2] No such file or directory: '*.none'");
		});
	});
});

describe("the end of a run", () => {
	const long = pickle.dumps(Array.from({ length: 300_000 }, (_, i) => `item number ${i}`));
	for (const args of [["show"], ["show", "--tree"], ["show", "--json"], ["dis"]]) {
		it(`is silent when nobody reads brine ${args.join(" ")} any more`, async () => {
			const file = join(temporaryFolder("pipe"), "long.pkl");
			writeFileSync(file, long);
			const line = `"$0" "$1" ${args.join(" ")} "$2" | head -c 10 >/dev/null; echo "\${PIPESTATUS[0]}"`;
			const done = spawnSync("bash", ["-c", line, process.execPath, MAIN, file], { encoding: "utf8" });
			expect(done.stderr).toBe("");
			expect(done.stdout).toBe("32\n");
		});
	}
	it("is the same for brine json", () => {
		const line = `yes '[1, 2, 3]' | head -n 300000 | "$0" "$1" json --json-lines | head -n 1; echo "\${PIPESTATUS[2]}"`;
		const done = spawnSync("bash", ["-c", line, process.execPath, MAIN], { encoding: "utf8" });
		expect([done.stderr, done.stdout]).toEqual(["", "[\n32\n"]);
	});
	it("by Ctrl-C leaves neither half a file nor a temporary one", async () => {
		const folder = temporaryFolder("int");
		writeFileSync(join(folder, "out.pkl"), "old");
		const child = spawn(process.execPath, [MAIN, "convert", "-", "out.pkl", "--from", "jsonl"], { cwd: folder });
		child.stdin.write("[1]\n");
		await new Promise((resolve) => setTimeout(resolve, 700));
		child.kill("SIGINT");
		const signal = await new Promise((resolve) => child.once("exit", (_, name) => resolve(name)));
		expect(signal).toBe("SIGINT");
		expect(readdirSync(folder)).toEqual(["out.pkl"]);
		expect(readFileSync(join(folder, "out.pkl"), "utf8")).toBe("old");
	});
	it("on a full disk is an error", () => {
		if (!existsSync("/dev/full")) return;
		const done = spawnSync("bash", ["-c", 'echo "[1]" | "$0" "$1" json > /dev/full', process.execPath, MAIN], {
			encoding: "utf8",
		});
		expect([done.status, done.stderr.replace(" json", "")]).toEqual([
			1,
			"brine: OSError: [Errno 28] No space left on device\n",
		]);
	});
});

describe("in a terminal", () => {
	/** Runs a line under a pseudo-terminal, if this machine has the program for that. */
	const inTerminal = (line: string): string | undefined => {
		const env = { PATH: process.env["PATH"], TERM: "xterm" };
		const done = spawnSync("script", ["-qec", line, "/dev/null"], { encoding: "utf8", env, input: "" });
		return done.error === undefined && done.status === 0 ? done.stdout : undefined;
	};
	it("colours JSON, and the text of pickles", () => {
		const folder = temporaryFolder("tty");
		writeFileSync(join(folder, "a.json"), '{"a": 1}');
		writeFileSync(join(folder, "a.pkl"), pickle.dumps([1]));
		const colored = inTerminal(`"${process.execPath}" "${MAIN}" json --no-indent "${folder}/a.json"`);
		if (colored !== undefined) expect(colored.trim()).toBe('{\x1b[1m"a"\x1b[0m: \x1b[33m1\x1b[0m}');
		const plain = inTerminal(`"${process.execPath}" "${MAIN}" show "${folder}/a.pkl"`);
		if (plain !== undefined) expect(plain.trim()).toBe("[\x1b[33m1\x1b[0m]");
	});
	it("says on stderr what a pickle would do, before its text, and nothing of one that is safe", () => {
		const folder = temporaryFolder("tty");
		writeFileSync(join(folder, "evil.pkl"), "cposix\nsystem\n(S'id'\ntR.");
		writeFileSync(join(folder, "own.pkl"), "cshop\nCart\n)\x81.", "latin1");
		writeFileSync(join(folder, "data.pkl"), pickle.dumps([1]));
		const told = (name: string): string | undefined =>
			inTerminal(`cd "${folder}" && "${process.execPath}" "${MAIN}" show ${name} 2>&1 >/dev/null`);
		if (told("evil.pkl") === undefined) return;
		expect(told("evil.pkl")).toContain("evil.pkl: dangerous: posix.system runs a shell command or program");
		expect(told("own.pkl")).toContain("own.pkl: unknown: shop.Cart");
		expect(told("data.pkl")).toBe("");
	});
	it("does not write bytes there", () => {
		const folder = temporaryFolder("tty");
		writeFileSync(join(folder, "a.json"), "1");
		const refused = inTerminal(`"${process.execPath}" "${MAIN}" convert "${folder}/a.json" - || true`);
		if (refused !== undefined) expect(refused).toContain("not text for a terminal");
	});
});
