/** What the commands do with values, files and readers that are rare. */
import { spawnSync } from "node:child_process";
import { deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
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
			"├─ 3: shop.Cart 0 parts",
			"└─ 4: shop.Cart 0 parts",
		]);
		expect(await lines("cos\nsystem\n(S'x'\ntR.", "--tree")).toEqual(["os.system 1 part", "└─ argument 0: str 'x'"]);
		// A function that was itself the result of a call.
		expect(await lines("cf\ng\n(tR(S'x'\ntR.", "--tree")).toEqual(["object() 1 part", "└─ argument 0: str 'x'"]);
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
		tagged: `{"$class": "dict", "$entries": [[[1], {"$class": "bytearray", "$value": "AQ=="}], ["set", {"$class": "set", "$items": [1]}], ["shared", [1]], ["object", {"$class": "m.C", "$args": [{"$class": "set", "$items": [2]}]}], ["class", {"$global": "m.C"}], ["float", 1.5]]}`,
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
