import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { pickle, pickletools } from "../../src/index.ts";
import { PyDict, PyGlobal, PyObject, tuple } from "../../src/types/index.ts";
import { brineInOneProcess } from "./one-process.ts";
import { temporaryFolders } from "./run.ts";

/** What a terminal might obey. */
const UNSAFE = /(?![\t\n])[\p{Cc}\u202e]/u;

const temporaryFolder = temporaryFolders();
const brine = brineInOneProcess();

const about = JSON.parse(readFileSync("package.json", "utf8"));

describe("brine", () => {
	it("without arguments, or with --help, tells what there is", async () => {
		const [bare, help] = await Promise.all([brine([]), brine(["--help"])]);
		expect([bare.code, help.code, bare.stderr]).toEqual([0, 0, ""]);
		expect(bare.stdout).toBe(help.stdout);
		for (const word of ["show", "json", "dis", "optimize", "convert", "completion", "examples:"]) {
			expect(help.stdout).toContain(word);
		}
	});
	it("tells its version", async () => {
		for (const flag of ["--version", "-V"]) expect((await brine([flag])).stdout).toBe(`brine ${about.version}\n`);
	});
	it("refuses what it does not know with its usage", async () => {
		for (const args of [["nope"], ["--nope"], ["show", "--nope", "x"], ["__proto__"], ["constructor", "x"]]) {
			const { code, stdout, stderr } = await brine(args);
			expect([args, code, stdout]).toEqual([args, 2, ""]);
			expect(stderr).toMatch(/^usage: brine[\s\S]*error: /);
		}
	});
	it("explains every command, with examples where the help is not Python's own", async () => {
		for (const name of ["show", "optimize", "convert", "completion"]) {
			const { code, stdout } = await brine([name, "--help"]);
			expect([name, code]).toEqual([name, 0]);
			expect(stdout).toContain(`usage: brine ${name}`);
			expect(stdout).toContain("examples:\n");
			for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
		}
	});
	it("has a manual page that names every command", () => {
		const page = readFileSync("dist/cli/brine.1", "utf8");
		for (const name of ["SHOW", "JSON", "DIS", "OPTIMIZE", "CONVERT", "COMPLETION"])
			expect(page).toContain(`.SH ${name}`);
	});
});

describe("brine show", () => {
	const value = { list: [1, 2.5, "x"], deep: { a: { b: [] } } };
	it("prints every pickle of a file", async () => {
		const data = Buffer.concat([pickle.dumps(1), pickle.dumps("two", { protocol: 0 }), pickle.dumps([3])]);
		expect((await brine(["show", "-"], { stdin: data })).stdout).toBe("1\n'two'\n[3]\n");
		expect((await brine(["show", "--json", "-"], { stdin: data })).stdout).toBe('1\n"two"\n[3]\n');
	});
	it("takes wrappers off", async () => {
		const files = { "a.pkl.gz": gzipSync(pickle.dumps(value)) };
		expect((await brine(["show", "a.pkl.gz"], { files })).stdout).toBe(
			"{'deep': {'a': {'b': []}}, 'list': [1, 2.5, 'x']}\n",
		);
	});
	it("does not take the start of an old pickle for a wrapper", async () => {
		expect((await brine(["show", "-"], { stdin: pickle.dumps("123456789", { protocol: 1 }) })).stdout).toBe(
			"'123456789'\n",
		);
	});
	it("says which wrapper is broken", async () => {
		const gzip = gzipSync(pickle.dumps("x".repeat(1000)));
		for (const data of [gzip.subarray(0, -9), Buffer.concat([gzip.subarray(0, 10), Buffer.alloc(50, 255)])]) {
			const { code, stderr } = await brine(["show", "-"], { stdin: data });
			expect(code).toBe(1);
			expect(stderr).toMatch(
				/^brine show: OSError: cannot decompress gzip: [^\n]+\nhint: the file is cut short or damaged: [^\n]+\n$/,
			);
		}
		for (const head of ["BZh91AY&SY", "\xfd7zXZ\0"]) {
			const { code, stderr } = await brine(["show", "-"], { stdin: Buffer.from(`${head}abcdefghijklmnop`, "latin1") });
			expect([code, stderr.split("\n").length]).toEqual([1, 3]);
		}
	});
	it("prints a tree", async () => {
		const shared = [1];
		const object = new PyObject({
			callable: new PyGlobal("shop", "Cart"),
			operations: [{ op: "build", state: { total: 3 } }],
		});
		const data = pickle.dumps({
			...value,
			again: [shared, shared],
			object,
			tuple: tuple(null, true),
			text: "x".repeat(100),
		});
		expect((await brine(["show", "--tree", "-"], { stdin: data })).stdout.split("\n")).toEqual([
			"dict 6 keys",
			"├─ 'list': list 3 items",
			"│  ├─ 0: int 1",
			"│  ├─ 1: float 2.5",
			"│  └─ 2: str 'x'",
			"├─ 'deep': dict 1 key",
			"│  └─ 'a': dict 1 key",
			"│     └─ 'b': list 0 items",
			"├─ 'again': list 2 items",
			"│  ├─ 0: list 1 item",
			"│  │  └─ 0: int 1",
			"│  └─ 1: list same as $['again'][0]",
			"├─ 'object': shop.Cart 1 part",
			"│  └─ .total: int 3",
			"├─ 'tuple': tuple 2 items",
			"│  ├─ 0: None",
			"│  └─ 1: True",
			`└─ 'text': str 100 characters '${"x".repeat(58)}…`,
			"",
		]);
		const two = await brine(["show", "--tree", "--max-depth", "1", "--max-items", "2", "-"], { stdin: data });
		expect(two.stdout).toBe("dict 6 keys\n├─ 'list': list 3 items\n├─ 'deep': dict 1 key\n└─ … 4 more\n");
		const colored = await brine(["show", "--tree", "-"], { stdin: pickle.dumps([1]), env: { FORCE_COLOR: "1" } });
		expect(colored.stdout).toContain("\x1b[33m1\x1b[0m");
	});
	it("shows a small graph that is large as text as the small graph it is", async () => {
		let laughs: unknown = ["ha"];
		for (let i = 0; i < 60; i++) laughs = [laughs, laughs];
		const { stdout, code } = await brine(["show", "--tree", "-"], { stdin: pickle.dumps(laughs) });
		expect([code, stdout.split("\n").length]).toEqual([0, 123]);
	});
	it("shows so many levels and items", async () => {
		const args = ["show", "-", "--max-depth", "2", "--max-items", "2"];
		const { stdout } = await brine(args, { stdin: pickle.dumps(value) });
		expect(stdout).toBe("{'deep': {'a': {...}}, 'list': [1, 2.5, ... 1 more]}\n");
	});
	it("shows classes that it does not know, and persistent ids, without running anything", async () => {
		const evil = "cos\nsystem\n(S'echo pwned > pwned'\ntR.";
		const { stdout, code, written } = await brine(["show", "-"], { stdin: evil });
		expect([stdout, code, written]).toEqual(["os.system('echo pwned > pwned')\n", 0, {}]);
		expect((await brine(["show", "-"], { stdin: "Pid\n." })).code).toBe(0);
	});
	it("shows control characters of names and keys as escapes", async () => {
		const data = pickle.dumps([
			new PyGlobal("m\x1b[2Jod", "n\x9bame\u202e"),
			new PyDict([["k\x1b]0;title\x07", 1]]),
			new PyObject({
				callable: new PyGlobal("a\x1b", "b\x07"),
				operations: [{ op: "build", state: { "\x1b[31m": 1 } }],
			}),
		]);
		for (const flags of [[], ["--tree"], ["--json"], ["--json", "--default", "tagged"]]) {
			const { stdout, code } = await brine(["show", ...flags, "-"], { stdin: data });
			expect(code).toBe(0);
			expect(stdout).not.toMatch(UNSAFE);
		}
		const bad = await brine(["show", "\x1b[31mmissing\x07"]);
		expect(bad.stderr).not.toMatch(UNSAFE);
	});
	it("reads strings of Python 2 in the encoding asked for", async () => {
		const data = Buffer.from("U\x01\xe9.", "latin1");
		expect((await brine(["show", "--encoding", "latin-1", "-"], { stdin: data })).stdout).toBe("'é'\n");
		expect((await brine(["show", "--encoding", "bytes", "-"], { stdin: data })).stdout).toBe("b'\\xe9'\n");
		const refused = await brine(["show", "-"], { stdin: data });
		expect(refused.stderr).toMatch(
			/UnicodeDecodeError: 'ascii' codec can't decode byte 0xe9 in position 0: ordinal not in range/,
		);
	});
	it("says where a pickle is broken", async () => {
		const { code, stderr, stdout } = await brine(["show", "-"], { stdin: Buffer.from("\x80\x04K\x01\xff.", "latin1") });
		expect([code, stdout]).toEqual([1, ""]);
		expect(stderr).toBe(
			"brine show: UnpicklingError: invalid load key, '\\xff'. (at byte 4)\nbrine show: before the error, these were understood:\n1\n",
		);
	});
	it("refuses arguments that do not go together", async () => {
		expect((await brine(["show", "--json", "--tree", "x"])).code).toBe(2);
		expect((await brine(["show", "--max-depth", "-1", "x"])).code).toBe(2);
		expect((await brine(["show", "--max-depth", "0", "x"])).code).toBe(2);
	});
});

describe("brine optimize", () => {
	it("writes what pickletools.optimize gives, of every pickle in a file", async () => {
		const pickles = [pickle.dumps([[1], "x", "x"]), pickle.dumps({ a: [2] }, { protocol: 2 })];
		const expected = Buffer.concat(pickles.map((each) => pickletools.optimize(each)));
		const { code, stdout, written } = await brine(["optimize", "in.pkl", "in.pkl"], {
			files: { "in.pkl": Buffer.concat(pickles) },
		});
		expect([code, stdout, written["in.pkl"]]).toEqual([0, "", expected]);
		expect(expected.length).toBeLessThan(Buffer.concat(pickles).length);
		const piped = await brine(["optimize", "-", "-"], { stdin: pickle.dumps([1], { protocol: 0 }) });
		expect(piped.stdout).toBe("(lI1\na.");
	});
	it("leaves the old file when the pickle is bad", async () => {
		const { code, stderr, written } = await brine(["optimize", "in.pkl", "out.pkl"], {
			files: { "in.pkl": "K", "out.pkl": "old" },
		});
		expect([code, written]).toEqual([1, {}]);
		expect(stderr).toMatch(/^brine optimize: ValueError: /);
	});
});

describe("brine completion", () => {
	const shells: Readonly<Record<string, readonly string[]>> = { bash: ["-n"], zsh: ["-n"], fish: ["--no-execute"] };
	for (const [shell, check] of Object.entries(shells)) {
		it(`prints a script for ${shell} that names commands and options`, async () => {
			const { stdout, code } = await brine(["completion", shell]);
			expect(code).toBe(0);
			for (const word of ["show", "convert", "sort-keys", "preamble"]) expect(stdout).toContain(word);
			const file = join(temporaryFolder("completion"), "script");
			writeFileSync(file, stdout);
			const checked = spawnSync(shell, [...check, file], { encoding: "utf8" });
			if (checked.error === undefined) expect([checked.status, checked.stderr]).toEqual([0, ""]);
		});
	}
	it("completes in a real bash", async () => {
		const { stdout } = await brine(["completion", "bash"]);
		const script = `${stdout}\nCOMP_WORDS=(brine json --so); COMP_CWORD=2; _brine; echo "\${COMPREPLY[@]}"\nCOMP_WORDS=(brine co); COMP_CWORD=1; _brine; echo "\${COMPREPLY[@]}"`;
		const done = spawnSync("bash", ["-c", script], { encoding: "utf8" });
		if (done.error === undefined) expect(done.stdout).toBe("--sort-keys\nconvert completion\n");
	});
});
