import * as zlib from "node:zlib";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { unlz4Sync } from "../../src/formats/lz4-sync.ts";
import { json, pickle } from "../../src/index.ts";
import { PyDateTime, PyGlobal, PyObject, PySet, tuple, utc } from "../../src/types/index.ts";
import { brine } from "./run.ts";

const value = { b: [1, 2.5, null, true], a: "é", "10": {} };
const shown = JSON.stringify(value);

describe("brine convert", () => {
	it("turns pickle into JSON, by the names of the files", async () => {
		const { stdout, stderr, code, written } = await brine(["convert", "in.pkl", "out.json"], {
			files: { "in.pkl": pickle.dumps(value), "out.json": "old" },
		});
		expect([stdout, stderr, code]).toEqual(["", "", 0]);
		expect(JSON.parse(String(written["out.json"]))).toEqual(value);
		expect(String(written["out.json"])).toBe(`${json.dumps(json.loads(shown, { mode: "exact" }))}\n`);
	});
	it("turns JSON into pickle, exactly", async () => {
		const { code, written } = await brine(["convert", "in.json", "out.pkl", "--protocol", "2"], {
			files: { "in.json": '{"x": 1.0, "1": [1, 1e400]}' },
		});
		expect(code).toBe(0);
		const bytes = written["out.pkl"] as Uint8Array;
		expect(bytes[1]).toBe(2);
		expect(json.dumps(pickle.loads(bytes, { mode: "exact" }))).toBe('{"x": 1.0, "1": [1, Infinity]}');
	});
	it("turns one protocol into another, of all pickles in a file", async () => {
		const files = { "in.pkl": Buffer.concat([pickle.dumps([1]), pickle.dumps("x", { protocol: 0 })]) };
		const { code, written } = await brine(["convert", "in.pkl", "out.pkl", "--protocol", "1"], { files });
		const expected = [[1], "x"].map((item) => pickle.dumps(item, { protocol: 1 }));
		expect([code, written["out.pkl"]]).toEqual([0, Buffer.concat(expected)]);
	});
	it("knows JSON Lines as a list of items, or a file of pickles", async () => {
		const lines = '1\n{"a": [2]}\n"x"\n';
		const one = await brine(["convert", "in.jsonl", "out.pkl"], { files: { "in.jsonl": lines } });
		expect(pickle.loads(one.written["out.pkl"] as Uint8Array)).toEqual([1, { a: [2] }, "x"]);
		const back = await brine(["convert", "in.pkl", "out.jsonl"], {
			files: { "in.pkl": one.written["out.pkl"] as Buffer },
		});
		expect(String(back.written["out.jsonl"])).toBe(lines);
		const many = Buffer.concat([pickle.dumps(1), pickle.dumps([2])]);
		const other = await brine(["convert", "in.pkl", "out.ndjson"], { files: { "in.pkl": many } });
		expect(String(other.written["out.ndjson"])).toBe("1\n[2]\n");
		const array = await brine(["convert", "in.jsonl", "out.json"], { files: { "in.jsonl": lines } });
		expect(String(array.written["out.json"])).toBe('[1, {"a": [2]}, "x"]\n');
		const refused = await brine(["convert", "in.pkl", "out.json"], { files: { "in.pkl": many, "out.json": "old" } });
		expect([refused.code, refused.written]).toEqual([1, {}]);
		expect(refused.stderr).toBe(
			"brine convert: ValueError: in.pkl has 2 pickles, a JSON file one document: write JSON Lines (--to jsonl)\n",
		);
		const noList = await brine(["convert", "in.json", "out.jsonl"], { files: { "in.json": "{}" } });
		expect(noList.code).toBe(1);
	});
	it("goes through pipes, and tells formats by their content", async () => {
		const toPickle = await brine(["convert", "-", "-"], { stdin: ` \n[1]` });
		expect(toPickle.code).toBe(0);
		const toJSON = await brine(["convert", "-", "-", "--indent", "1", "--sort-keys", "--no-ensure-ascii"], {
			stdin: pickle.dumps(value),
		});
		expect(toJSON.stdout).toBe(`${json.dumps(value, { indent: 1, sortKeys: true, ensureAscii: false })}\n`);
		const forced = await brine(["convert", "in", "out", "--from", "json", "--to", "json"], { files: { in: "[1,2]" } });
		expect(String(forced.written["out"])).toBe("[1, 2]\n");
		for (const [text, start] of [
			["NaN", "\x80"],
			["-1", "\x80"],
			['"x"', "\x80"],
			["(lp0\n.", "["],
			["I1\n.", "1"],
		] as const) {
			const { stdout } = await brine(["convert", "-", "-"], { stdin: text });
			expect(stdout.charCodeAt(0)).toBe(start === "\x80" ? 0xfffd : start.charCodeAt(0));
		}
	});

	const odd = {
		bytes: Uint8Array.of(255, 0),
		set: new PySet([1]),
		when: new PyDateTime(2024, 2, 29, 0, 0, { tzinfo: utc }),
		keys: new Map<unknown, unknown>([
			[tuple(1, 2), "t"],
			[1, "int"],
		]),
		object: new PyObject({
			callable: new PyGlobal("shop", "Cart"),
			operations: [{ op: "build", state: { total: 3 } }],
		}),
	};
	it("refuses what has no JSON form, names it, and says what to do", async () => {
		const files = { "in.pkl": pickle.dumps([{ deep: odd.bytes }]), "out.json": "old" };
		const { code, stderr, written } = await brine(["convert", "in.pkl", "out.json"], { files });
		expect([code, written]).toEqual([1, {}]);
		expect(stderr).toContain("TypeError: Object of type bytes is not JSON serializable");
		expect(stderr).toContain("--default repr");
		expect(stderr).toContain("deep");
	});
	for (const [name, expected] of Object.entries({
		repr: `{"bytes": "b'\\\\xff\\\\x00'", "set": "{1}", "when": "datetime.datetime(2024, 2, 29, 0, 0, tzinfo=datetime.timezone.utc)", "keys": {"(1, 2)": "t", "1": "int"}`,
		str: `{"bytes": "b'\\\\xff\\\\x00'", "set": "{1}", "when": "2024-02-29 00:00:00+00:00", "keys": {"(1, 2)": "t", "1": "int"}`,
		tagged: `{"bytes": {"$bytes": "/wA="}, "set": {"$set": [1]}, "when": {"$datetime": "2024-02-29T00:00:00"`,
	})) {
		it(`writes it with --default ${name}`, async () => {
			const files = { "in.pkl": pickle.dumps(odd) };
			const { code, stderr, written } = await brine(["convert", "in.pkl", "out.json", "--default", name], { files });
			expect([stderr, code]).toEqual(["", 0]);
			expect(String(written["out.json"]).slice(0, expected.length)).toBe(expected);
			expect(JSON.parse(String(written["out.json"]))).toBeTypeOf("object");
		});
	}
	it.each([
		[
			"one tag for a value",
			"cbuiltins\ncomplex\n(F1.0\nF2.0\ntR.",
			'{"$call": "builtins:complex", "args": [{"$float": "1.0"}, {"$float": "2.0"}]}',
		],
		[
			"keyword arguments",
			"\x80\x04ckw\nK\nK\x01\x85}S'size'\nK\x05s\x92.",
			'{"$object": "kw:K", "via": "NEWOBJ_EX", "args": [1], "kwargs": [["size", 5]]}',
		],
		[
			"a state that is a list",
			"\x80\x02cm\nPt\n)\x81](F1.0\nF2.5\neb.",
			'{"$object": "m:Pt", "state": [{"$float": "1.0"}, 2.5]}',
		],
		["a state that is a number", "\x80\x02cm\nPt\n)\x81K\x07b.", '{"$object": "m:Pt", "state": 7}'],
		[
			"a call that was popped",
			"\x80\x02cm\nPt\n)\x81q\0cm\nf\nh\0K\x05\x86R0.",
			'{"$object": "m:Pt", "operations": [{"call": {"$global": "m:f"}, "args": {"$tuple": [5]}}]}',
		],
	])("tagged JSON has %s", async (_, data, expected) => {
		const stdin = Buffer.from(data, "latin1");
		const { stdout, stderr } = await brine(["convert", "-", "-", "--to", "json", "--default", "tagged"], { stdin });
		expect([stderr, stdout]).toEqual(["", `${expected}\n`]);
	});
	it("writes the same pickle again from tagged JSON", async () => {
		const data = pickle.dumps([odd, odd]);
		const there = ["convert", "-", "-", "--from", "pickle", "--to", "json", "--default", "tagged", "--indent", "1"];
		const { stdout } = await brine(there, { stdin: data });
		for (const more of [[], ["--protocol", "2"]]) {
			const files = { "in.json": stdout };
			const back = ["convert", "in.json", "out.pkl", "--default", "tagged", ...more];
			const { code, stderr, written } = await brine(back, { files });
			expect([stderr, code]).toEqual(["", 0]);
			const read = pickle.loads(written["out.pkl"] as Uint8Array, { mode: "exact" });
			expect(pickle.dumps(read)).toEqual(pickle.dumps(pickle.loads(data, { mode: "exact" })));
		}
		const bad = await brine(["convert", "in.json", "out.pkl", "--default", "tagged"], {
			files: { "in.json": '{"$x": 1}' },
		});
		expect([bad.code, bad.stderr]).toEqual([1, expect.stringContaining("not tagged JSON: the tag $x is not known")]);
	});
	it("takes wrappers off", async () => {
		const { gzipSync, deflateSync } = await import("node:zlib");
		for (const data of [gzipSync("[1]"), deflateSync("[1]"), gzipSync(deflateSync("[1]")), BZ2, XZ]) {
			const { stdout, stderr } = await brine(["convert", "-", "-", "--to", "json"], { stdin: data });
			expect([stderr, stdout]).toEqual(["", "[1]\n"]);
		}
		expect(String(gunzipSync(gzipSync("x")))).toBe("x");
	});
	it("leaves the old file and nothing else when the data is bad", async () => {
		for (const [name, data, error] of [
			["in.pkl", "", "EOFError: Ran out of input"],
			["in.pkl", "\x80\x04]K", "UnpicklingError: pickle data was truncated"],
			["in.json", "[1,", "JSONDecodeError: Expecting value: line 1 column 4 (char 3)"],
			["in.jsonl", "1\nx\n", "JSONDecodeError"],
		] as const) {
			const { code, stderr, written } = await brine(["convert", name, "out.pkl"], {
				files: { [name]: Buffer.from(data, "latin1"), "out.pkl": "old" },
			});
			expect([code, written]).toEqual([1, {}]);
			expect(stderr).toContain(error);
		}
		const missing = await brine(["convert", "in.pkl", "out.json"]);
		expect(missing.stderr).toBe("brine convert: FileNotFoundError: [Errno 2] No such file or directory: 'in.pkl'\n");
	});
	it("packs what it writes as the name says, and refuses what it cannot pack", async () => {
		const { inflateSync } = await import("node:zlib");
		const files = { "in.pkl": pickle.dumps([1]) };
		for (const [name, unpack] of [
			["out.json.gz", gunzipSync],
			["out.jsonl.GZ", gunzipSync],
			["out.json.zlib", inflateSync],
		] as const) {
			const { code, stderr, written } = await brine(["convert", "in.pkl", name], { files });
			expect([code, stderr]).toEqual([0, ""]);
			expect(String(unpack(written[name] as Uint8Array))).toMatch(/^(\[1\]|1)\n$/);
		}
		const optimized = await brine(["optimize", "in.pkl", "out.pkl.gz"], { files });
		expect(pickle.loads(gunzipSync(optimized.written["out.pkl.gz"] as Uint8Array))).toEqual([1]);
		const { written } = await brine(["convert", "in.pkl", "out.json.lz4"], { files });
		expect(Buffer.from(unlz4Sync(written["out.json.lz4"] as Uint8Array, 4)).toString()).toBe("[1]\n");
		if ("zstdCompressSync" in zlib) return;
		// Node 20 has no zstd.
		const refused = await brine(["convert", "in.pkl", "out.json.zst"], { files });
		expect([refused.code, refused.written]).toEqual([1, {}]);
		expect(refused.stderr).toBe(
			"brine convert: ValueError: cannot write a file packed as .zst: 'out.json.zst'\nhint: write it without this suffix and pack it then, or as .gz\n",
		);
	});
	it("says what is wrong with arguments", async () => {
		for (const args of [
			["in.pkl"],
			["in.pkl", "out.xyz"],
			["in.pkl", "out.json", "--protocol", "2"],
			["in.pkl", "out.json", "--default", "x"],
			["in.pkl", "out.json", "--from", "x"],
		]) {
			const { code, stderr, stdout } = await brine(["convert", ...args], { files: { "in.pkl": pickle.dumps(1) } });
			expect([args, code, stdout]).toEqual([args, 2, ""]);
			expect(stderr).toMatch(/^usage: brine convert [\s\S]*\nbrine convert: error: /);
		}
		const protocol = await brine(["convert", "in.json", "out.pkl", "--protocol", "9"], { files: { "in.json": "1" } });
		expect([protocol.code, protocol.written]).toEqual([1, {}]);
		expect(protocol.stderr).toBe("brine convert: ValueError: pickle protocol must be <= 5\n");
	});
});

/** `[1]` from Python's bz2.compress and lzma.compress. */
const BZ2 = Buffer.from("QlpoOTFBWSZTWYQnu8MAAACKACAAAAogACGYGYFhdyRThQkIQnu8MA==", "base64");
const XZ = Buffer.from("/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQACWzFdAAATEhxHAZG2dwABGwMLL7kQH7bzfQEAAAAABFla", "base64");
