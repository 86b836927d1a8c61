/** `brine show` of files that are broken or end in a newline, and the ways in that people guess. */
import { describe, expect, it } from "vitest";
import { pickle } from "../../src/index.ts";
import { brine } from "./run.ts";

describe("a newline after STOP", () => {
	for (const end of ["\n", "\r\n"]) {
		it(`is none for show, convert, optimize: ${JSON.stringify(end)}`, async () => {
			for (const data of ["K\x01.", "K\x01.K\x01.", "S'a\\n'\n."]) {
				const stdin = `${data}${end}`;
				const plain = await brine(["show", "-"], { stdin: data });
				expect(plain.code).toBe(0);
				expect(await brine(["show", "-"], { stdin })).toEqual(plain);
				const to = data.includes("K\x01.K") ? "jsonl" : "json";
				const convert = await brine(["convert", "-", "-", "--to", to], { stdin });
				expect([convert.code, convert.stderr]).toEqual([0, ""]);
				const optimize = await brine(["optimize", "-", "-"], { stdin });
				expect([optimize.code, optimize.stdout]).toEqual([0, data]);
			}
		});
	}
	it("is one line end only, and an error elsewhere", async () => {
		for (const stdin of ["K\x01.\n\n", "K\x01.\nK\x01.", "\n", "K\x01\n", "K\x01.\r", "K\x01.x\n"]) {
			const { code } = await brine(["show", "-"], { stdin });
			expect([stdin, code]).toEqual([stdin, 1]);
		}
	});
	it("may be part of a value at the end of a piece", async () => {
		const text = `line\n${"x".repeat(100)}\n`;
		const { stdout, code } = await brine(["convert", "-", "-", "--to", "json"], { stdin: pickle.dumps([text, text]) });
		expect([code, JSON.parse(stdout)]).toEqual([0, [text, text]]);
	});
});

describe("a broken pickle", () => {
	it("is shown as far as it was understood, with the error", async () => {
		const { stdout, stderr, code } = await brine(["show", "-"], { stdin: 'cos\nsystem\n(S"id"\ntRh\x03.' });
		expect([stdout, code]).toEqual(["", 1]);
		expect(stderr).toBe(
			"brine show: UnpicklingError: Memo value not found at index 3 (BINGET at byte 20)\nbrine show: before the error, these were understood:\nos.system('id')\n",
		);
	});
	it("has values at every level, also of lists and dicts that are not complete", async () => {
		const whole = pickle.dumps([["inner", 1.5], { key: "value" }, "last"]);
		for (const length of [whole.length - 1, whole.length - 3, whole.length - 12]) {
			const { stderr, code } = await brine(["show", "-"], { stdin: whole.subarray(0, length) });
			expect(code).toBe(1);
			expect(stderr).toContain("these were understood:\n");
			expect(stderr).toContain("inner");
		}
	});
	it("shows no more than fits", async () => {
		const many = `(lp0\n${"I1\na".repeat(100_000)}~`;
		const { stderr } = await brine(["show", "-"], { stdin: many });
		expect(stderr.length).toBeLessThan(10_000);
		expect(stderr).toContain("99980 more");
	});
	it("of several is named, and the next ones are shown", async () => {
		const { stderr, stdout, code } = await brine(["show", "a", "b", "a"], { files: { a: "K\x01.", b: "~" } });
		expect([stdout, code]).toEqual(["1\n1\n", 1]);
		expect(stderr).toBe("brine show: UnpicklingError: invalid load key, '~'. (at byte 0)\nfile: b\n");
	});
});

describe("a call whose result is dropped", () => {
	for (const [how, data] of [
		["POP", "cos\nsystem\n(S'id'\ntR0N."],
		["POP_MARK", "(cos\nsystem\n(S'id'\ntR1N."],
		["left on the stack", "cos\nsystem\n(S'id'\ntRN."],
	] as const) {
		it(`is shown beside the value: ${how}`, async () => {
			const { stdout, stderr, code } = await brine(["show", "-"], { stdin: data });
			expect([stdout, code]).toEqual(["None\n", 0]);
			expect(stderr).toBe("brine show: calls whose result is dropped:\nos.system('id')\n");
		});
	}
	it("is not one that belongs to an object, or to a value that holds itself", async () => {
		for (const data of [
			"c__main__\nC\n)Rp0\nc__main__\nsetter\n(g0\nI1\ntR0.",
			"(c__main__\nC\n(lp0\nI1\natRp1\n0g1\n.",
		]) {
			const { stderr } = await brine(["show", "-"], { stdin: data });
			expect(stderr).not.toContain("dropped");
		}
	});
});

describe("brine", () => {
	it("help, help COMMAND, version", async () => {
		const [help, flag] = await Promise.all([brine(["help"]), brine(["--help"])]);
		expect([help.stdout, help.code]).toEqual([flag.stdout, 0]);
		const [dis, disFlag] = await Promise.all([brine(["help", "dis"]), brine(["dis", "--help"])]);
		expect([dis.stdout, dis.code]).toEqual([disFlag.stdout, 0]);
		expect((await brine(["version"])).stdout).toMatch(/^brine \d/);
		expect((await brine(["help", "nothing"])).code).toBe(2);
	});
	it("FILE shows it", async () => {
		const files = { "a.pkl": "K\x01.", "a.json": "[1]", "a.jsonl": "[1]\n[2]\n" };
		expect((await brine(["a.pkl"], { files })).stdout).toBe("1\n");
		expect((await brine(["a.pkl", "--tree"], { files })).stdout).toBe("int 1\n");
		expect((await brine(["a.json", "--compact"], { files })).stdout).toBe("[1]\n");
		expect((await brine(["a.jsonl", "--compact"], { files })).stdout).toBe("[1]\n[2]\n");
		expect((await brine(["-"], { stdin: "K\x01." })).stdout).toBe("1\n");
		expect((await brine(["missing.pkl"])).code).toBe(2);
	});
	it("colours values and opcodes where colours are wanted, and the text is the same", async () => {
		const stdin = pickle.dumps([null, true, -1.5, "it's 1 'quoted' \\", new Uint8Array(2), { a: 10n ** 20n }], {
			protocol: 2,
		});
		for (const command of ["show", "dis"]) {
			const plain = await brine([command, "-"], { stdin });
			const colored = await brine([command, "-"], { stdin, env: { FORCE_COLOR: "1" } });
			expect(colored.stdout).toContain("\x1b[");
			// biome-ignore lint/suspicious/noControlCharactersInRegex: what is looked for
			expect(colored.stdout.replace(/\x1b\[[\d;]*m/g, "")).toBe(plain.stdout);
		}
		const { stdout } = await brine(["show", "-"], { stdin, env: { FORCE_COLOR: "1" } });
		expect(stdout).toContain("\x1b[1;34mNone\x1b[0m");
		expect(stdout).toContain("\x1b[33m1.5\x1b[0m");
		expect(stdout).toContain("\x1b[32mb'\\x00\\x00'\x1b[0m");
	});
});
