/** What the commands do with values, files and readers that are rare. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pickle } from "../../src/index.ts";
import {
	PyByteArray,
	PyComplex,
	PyDeque,
	PyDict,
	PyFraction,
	PyFrozenSet,
	PyGlobal,
	PyObject,
	PySet,
	tuple,
} from "../../src/types/index.ts";
import { removeFolder } from "../remove-folder.mjs";
import { brine, MAIN } from "./run.ts";

const lines = async (data: Uint8Array | string, ...args: string[]): Promise<string[]> => {
	const { stdout, stderr, code } = await brine(["show", ...args, "-"], { stdin: data });
	expect([stderr, code]).toEqual(["", 0]);
	return stdout.trimEnd().split("\n");
};

describe("brine show --tree", () => {
	it("names the types of all kinds of values, and opens those that have items", async () => {
		const data = pickle.dumps([
			null,
			-0,
			2n ** 70n,
			Uint8Array.of(1, 2),
			new Uint8Array(100),
			new PyByteArray([1]),
			new PySet([1]),
			new PyFrozenSet(["x"]),
			new PyDeque([tuple()], 3),
			new PyComplex(1, 2),
			new PyFraction(1n, 2n),
			new PyDict([[tuple(1, 2), "pair"]]),
			new PyGlobal("m\nod", "n\tame"),
		]);
		expect(await lines(data, "--tree")).toEqual([
			"list 13 items",
			"├─ 0: None",
			"├─ 1: float -0.0",
			"├─ 2: int 1180591620717411303424",
			"├─ 3: bytes 2 bytes b'\\x01\\x02'",
			`├─ 4: bytes 100 bytes b'${"\\x00".repeat(14)}\\…`,
			"├─ 5: bytearray 1 bytes bytearray(b'\\x01')",
			"├─ 6: set 1 item",
			"│  └─ ·: int 1",
			"├─ 7: frozenset 1 item",
			"│  └─ ·: str 'x'",
			"├─ 8: collections.deque 1 item",
			"│  └─ 0: tuple 0 items",
			"├─ 9: complex (1+2j)",
			"├─ 10: Fraction(1, 2)",
			"├─ 11: dict 1 key",
			"│  └─ (1, 2): str 'pair'",
			"└─ 12: global <class 'm\\nod.n\\tame'>",
		]);
	});
	it("shows what an inert object was made of and what was done to it", async () => {
		const cart = new PyGlobal("shop", "Cart");
		const data = pickle.dumps([
			new PyObject({ callable: cart, args: tuple(1, "two"), kwargs: [["size", 3]], via: "NEWOBJ_EX" }),
			new PyObject({
				callable: cart,
				operations: [
					{ op: "build", state: tuple(new Map([["a", 1]]), null) },
					{ op: "append", items: ["item"] },
					{ op: "setItem", items: [[tuple(), 5]] },
				],
			}),
			new PyObject({ callable: cart, operations: [{ op: "build", state: 7 }] }),
			new PyObject({ callable: cart, operations: [{ op: "build", state: tuple() }] }),
			new PyObject({ callable: cart, operations: [{ op: "build", state: new PyDict() }] }),
		]);
		expect(await lines(data, "--tree")).toEqual([
			"list 5 items",
			"├─ 0: shop.Cart 3 parts",
			"│  ├─ argument 0: int 1",
			"│  ├─ argument 1: str 'two'",
			"│  └─ argument size: int 3",
			"├─ 1: shop.Cart 3 parts",
			"│  ├─ .a: int 1",
			"│  ├─ 0: str 'item'",
			"│  └─ [()]: int 5",
			"├─ 2: shop.Cart 1 part",
			"│  └─ state: int 7",
			"├─ 3: shop.Cart 1 part",
			"│  └─ state: tuple 0 items",
			"└─ 4: shop.Cart 0 parts",
		]);
		expect(await lines("cos\nsystem\n(S'x'\ntR.", "--tree")).toEqual(["os.system 1 part", "└─ argument 0: str 'x'"]);
		// A function that was itself the result of a call.
		expect(await lines("cf\ng\n(tR(S'x'\ntR.", "--tree")).toEqual([
			"object() 2 parts",
			"├─ callable: f.g 0 parts",
			"└─ argument 0: str 'x'",
		]);
	});
	it("cuts the text of a key that is long, and leaves out that of one without end", async () => {
		const long = tuple(...Array.from({ length: 30 }, () => "word"));
		const endless = tuple(...Array.from({ length: 3000 }, () => "word"));
		const [, first, second] = await lines(
			pickle.dumps(
				new PyDict<unknown, unknown>([
					[long, 1],
					[endless, 2],
				]),
			),
			"--tree",
		);
		expect(first).toBe(`├─ (${"'word', ".repeat(8).slice(0, 58)}…: int 1`);
		expect(second).toBe("└─ …: int 2");
	});
});

describe("brine show --max-items", () => {
	it("says of every container how much is left out, and keeps what is shared", async () => {
		const shared = [1, 2, 3];
		const value = [
			shared,
			shared,
			tuple(1, 2, 3),
			new PySet([1, 2, 3]),
			new PyFrozenSet([1, 2, 3]),
			new PyDict<unknown, unknown>([
				["b", 1],
				["a", 2],
				["c", 3],
			]),
			new PySet([1]),
		];
		const data = pickle.dumps(value);
		const short = "[1, 2, ... 1 more]";
		expect((await lines(data, "--max-items", "9")).join(" ").replaceAll(/\s+/g, " ")).toBe(
			"[[1, 2, 3], [1, 2, 3], (1, 2, 3), {1, 2, 3}, frozenset({1, 2, 3}), {'a': 2, 'b': 1, 'c': 3}, {1}]",
		);
		const shown = (await lines(pickle.dumps(value.slice(2)), "--max-items", "2")).join(" ");
		expect(shown).toBe("[(1, 2, ... 1 more), {1, 2, ... 1 more}, ... 3 more]");
		expect(await lines(pickle.dumps(value.slice(4)), "--max-items", "2")).toEqual([
			"[frozenset({1, 2, ... 1 more}), {'a': 2, 'b': 1, ...: ... 1 more}, ... 1 more]",
		]);
		expect(await lines(pickle.dumps(value.slice(0, 2)), "--max-items", "2")).toEqual([`[${short}, ${short}]`]);
		expect(await lines(data, "--json", "--max-items", "1")).toEqual(['[[1, "... 2 more"], "... 6 more"]']);
	});
});

describe("brine show --json", () => {
	const data = pickle.dumps(
		new PyDict<unknown, unknown>([
			[tuple(1), new PyByteArray([1])],
			["set", new PySet([1])],
			["shared", [1]],
			["object", new PyObject({ callable: new PyGlobal("m", "C"), args: tuple(new PySet([2])) })],
			["class", new PyGlobal("m", "C")],
			["float", 1.5],
		]),
	);
	for (const [kind, expected] of Object.entries({
		repr: `{"(1,)": "bytearray(b'\\\\x01')", "set": "{1}", "shared": [1], "object": "m.C({2})", "class": "<class 'm.C'>", "float": 1.5}`,
		str: `{"(1,)": "bytearray(b'\\\\x01')", "set": "{1}", "shared": [1], "object": "m.C({2})", "class": "<class 'm.C'>", "float": 1.5}`,
		tagged: `{"$dict": [[{"$tuple": [1]}, {"$bytearray": "AQ=="}], ["set", {"$set": [1]}], ["shared", [1]], ["object", {"$object": "m:C", "args": [{"$set": [2]}]}], ["class", {"$global": "m:C"}], ["float", 1.5]]}`,
	})) {
		it(`writes what has no JSON form with --default ${kind}`, async () => {
			expect(await lines(data, "--json", "--default", kind)).toEqual([expected]);
		});
	}
});

describe("files that are read", () => {
	it("may be wrapped for dis, and stand behind one another", async () => {
		const [one, two] = [pickle.dumps([1], { protocol: 0 }), pickle.dumps("x")];
		const plain = await brine(["dis", "a.pkl", "b.pkl"], { files: { "a.pkl": one, "b.pkl": two } });
		const files = { "a.pkl": gzipSync(one), "b.pkl": deflateSync(two) };
		const { stdout, stderr, code } = await brine(["dis", "a.pkl", "b.pkl"], { files });
		expect([stderr, code, stdout]).toEqual(["", 0, plain.stdout]);
	});
	it("may be longer than what is read at once", async () => {
		const long = pickle.dumps(["y".repeat(3 << 20), "z"], { protocol: 4 });
		const { stdout, code } = await brine(["dis", "-"], { stdin: long });
		expect(code).toBe(0);
		expect(stdout).toContain("SHORT_BINUNICODE 'z'");
		const text = Buffer.from(`(lp0\nV${"y".repeat(3 << 20)}\np1\naVz\np2\na.`);
		const lined = await brine(["dis", "-"], { stdin: text });
		expect([lined.code, lined.stdout.split("\n").at(-3)]).toEqual([0, "3145746: .    STOP"]);
	});
	it("are waited for when the pipe does not wait", () => {
		const line = `python3 -c 'import os,sys,time; os.set_blocking(0, False); sys.stdout.flush(); os.execvp(sys.argv[1], sys.argv[1:])' "$0" "$1" dis - < <(sleep 0.5; printf 'K\\001.')`;
		const done = spawnSync("bash", ["-c", line, process.execPath, MAIN], { encoding: "utf8" });
		if (done.stderr.includes("python3: command not found")) return;
		expect([done.stderr, done.stdout.split("\n")[1]]).toEqual(["", "    2: .    STOP"]);
	});
});

describe("bzip2", () => {
	// bz2.compress(b"[1, ") + bz2.compress(b"2]") of CPython
	const two = Buffer.from(
		"QlpoOTFBWSZTWdfKozwAAAGaAEAEIAAACCAAIZpoM00MvF3JFOFCQ18qjPBCWmg5MUFZJlNZJhKFbAAAAAoAEAAAAiAAIQCCsXckU4UJAmEoVsA=",
		"base64",
	);
	const convert = (stdin: Uint8Array): ReturnType<typeof brine> =>
		brine(["convert", "-", "-", "--to", "json"], { stdin });
	it("may be of several streams", async () => {
		const { stdout, stderr } = await convert(two);
		expect([stderr, stdout]).toEqual(["", "[1, 2]\n"]);
	});
	it("may hold much more than it takes", async () => {
		const { stdout, code } = await convert(Buffer.from(MUCH, "base64"));
		expect([code, stdout.length, stdout.slice(0, 6)]).toEqual([0, (6 << 20) + 5, '["abab']);
	});
	it("is checked", async () => {
		for (let at = 10; at < 14; at++) {
			const broken = Buffer.from(two);
			broken[at] = (broken[at] as number) ^ 1;
			const { code, stderr } = await convert(broken);
			expect([at, code]).toEqual([at, 1]);
			expect(stderr).toMatch(/^brine convert: OSError: cannot decompress bzip2: [^\n]+\nhint: [^\n]+\n$/);
		}
		const short = await convert(two.subarray(0, 30));
		expect([short.code, short.stdout]).toEqual([1, ""]);
		expect(short.stderr).toContain("cannot decompress bzip2");
	});
});

describe("files by pattern", () => {
	let folder = "";
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), "brine-pattern-"));
		mkdirSync(join(folder, "x.y+z"));
		for (const name of ["a.pkl", "b.pkl", "x.y+z/c.pkl", "x.y+z/(d).pkl"])
			writeFileSync(join(folder, name), pickle.dumps(name));
		symlinkSync(join(folder, "a.pkl"), join(folder, "link.pkl"));
		symlinkSync(folder, join(folder, "x.y+z", "up"));
		symlinkSync("nowhere", join(folder, "dangling.pkl"));
	});
	afterAll(() => removeFolder(folder));
	const show = (...args: string[]): { lines: string[]; stderr: string } => {
		const done = spawnSync(process.execPath, [MAIN, "show", ...args], { cwd: folder, encoding: "utf8" });
		return { lines: done.stdout.trim().split("\n").filter(Boolean), stderr: done.stderr };
	};
	it("follows links to files, and none to folders", () => {
		const { lines, stderr } = show(".");
		expect(lines).toEqual(["'a.pkl'", "'b.pkl'", "'a.pkl'", "'x.y+z/(d).pkl'", "'x.y+z/c.pkl'"]);
		expect(stderr).toBe(
			"brine show: dangling.pkl: FileNotFoundError: [Errno 2] No such file or directory: 'dangling.pkl'\n",
		);
	});
	it("takes every character for itself that means nothing in a pattern", () => {
		expect(show("x.y+z/*.pkl").lines).toEqual(["'x.y+z/(d).pkl'", "'x.y+z/c.pkl'"]);
		expect(show("x?y+z/(*).pkl").lines).toEqual(["'x.y+z/(d).pkl'"]);
		expect(show("./[ab].pkl").lines).toEqual(["'a.pkl'", "'b.pkl'"]);
		expect(show("./x.y+z/../[ab].pkl").lines).toEqual(["'a.pkl'", "'b.pkl'"]);
		expect(show("./**/[!ab].pkl").lines).toEqual(["'x.y+z/c.pkl'"]);
		expect(show("xyyz/*.pkl").stderr).toContain("No such file or directory: 'xyyz/*.pkl'");
		expect(show(`${folder}/[a-b].pkl`).lines).toEqual(["'a.pkl'", "'b.pkl'"]);
		expect(show("[\\]].pkl").stderr).toContain("FileNotFoundError");
	});
});

describe("the other options", () => {
	it("show the text, write the bytes and read the strings of other Pythons", async () => {
		const old = Buffer.from("U\x01\xe9.", "latin1");
		const latin = await brine(["convert", "-", "-", "--to", "json", "--encoding", "latin-1"], { stdin: old });
		expect(latin.stdout).toBe('"\\u00e9"\n');
		const value = pickle.dumps({ when: new PyDict(), "\u{1fae8}": 1 }, { protocol: 4 });
		for (const python of ["3.6", "3.14"]) {
			const shown = await brine(["show", "--python", python, "-"], { stdin: value });
			expect(shown.stdout.includes("\u{1fae8}")).toBe(python === "3.14");
			const bytes = await brine(["convert", "-", "out.pkl", "--from", "json", "--python", python], { stdin: "[1]" });
			expect(bytes.written["out.pkl"]).toEqual(Buffer.from(pickle.dumps([1], { pythonVersion: python })));
			const shorter = await brine(["optimize", "--python", python, "-", "out.pkl"], { stdin: value });
			expect(pickle.loads(shorter.written["out.pkl"] as Buffer)).toEqual(pickle.loads(value));
		}
	});
	it("show a long tree in batches", async () => {
		const long = pickle.dumps(Array.from({ length: 8000 }, (_, i) => i));
		const { stdout } = await brine(["show", "--tree", "-"], { stdin: long });
		expect(stdout.split("\n").slice(-2)).toEqual(["└─ 7999: int 7999", ""]);
		expect(stdout.split("\n").length).toBe(8002);
	});
});

describe("output that cannot be written", () => {
	it("is an error where files may not grow", () => {
		const line = `trap "" XFSZ; ulimit -f 8; cd "$2" && "$0" "$1" show long.pkl > out; echo "$?"`;
		const folder = mkdtempSync(join(tmpdir(), "brine-limit-"));
		try {
			writeFileSync(join(folder, "long.pkl"), pickle.dumps(["x".repeat(100_000)]).subarray());
			for (const args of [
				"show long.pkl",
				"show --tree --max-items 9 many.pkl",
				"show --json long.pkl",
				"dis long.pkl",
			]) {
				writeFileSync(join(folder, "many.pkl"), pickle.dumps(Array.from({ length: 3000 }, (_, i) => [i])));
				const command = line.replace("show long.pkl", args.replace(" --max-items 9", ""));
				const done = spawnSync("bash", ["-c", command, process.execPath, MAIN, folder], { encoding: "utf8" });
				expect([args, done.stdout]).toEqual([args, "1\n"]);
				expect(done.stderr).toMatch(/OSError: \[Errno 27\] File too large\n$/);
			}
		} finally {
			removeFolder(folder);
		}
	});
	it("ends a program that was told to stop by its signal", async () => {
		const folder = mkdtempSync(join(tmpdir(), "brine-term-"));
		try {
			const child = spawn(process.execPath, [MAIN, "convert", "-", "out.pkl", "--from", "jsonl"], { cwd: folder });
			child.stdin.write("[1]\n");
			await new Promise((resolve) => setTimeout(resolve, 1000));
			child.kill("SIGTERM");
			const signal = await new Promise((resolve) => child.once("exit", (_, name) => resolve(name)));
			expect([signal, readdirSync(folder)]).toEqual(["SIGTERM", []]);
		} finally {
			removeFolder(folder);
		}
	});
});

/** `["abab…ab"]` of 6 MiB. */
const MUCH = [
	"QlpoOTFBWSZTWfRRSdMAAACTABAAAAgwACAAMM00E1QZvJUIRO1KhCJ5igrJMprJiiI/MBt3GAgBgAEAAYQCajCoQiaKhCJzFBWS",
	"ZTWREfKpgDbuMBADAAIAAwgE1GioQiYVCETmKCskymsmKIj8wG3cYCAGAAQABhAJqMKhCJoqEInMUFZJlNZER8qmANu4wEAMAAgA",
	"DCATUaKhCJhUIROYoKyTKayYoiPzAbdxgIAYABAAGEAmowqEImioQicxQVkmU1nI1p2CA2atkwAQAAACMAAgADDNNBNUHZiiSKJv",
	"SJIoni7kinChIJJRTUo=",
].join("");
