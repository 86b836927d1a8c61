import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { RULES } from "../../src/cli/scan-rules.ts";
import { pickle } from "../../src/index.ts";
import { removeFolder } from "../remove-folder.mjs";
import { brine } from "./run.ts";

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const files = {
	"evil.pkl": latin1("cos\nsystem\n(S'id'\ntR."),
	"own.pkl": latin1("\x80\x02cshop.models\nCart\n)\x81}b."),
	"odd.pkl": latin1("cnumpy\nsin\n}b."),
	"data.pkl": pickle.dumps([1, 2]),
	"notes.txt": "hello",
	"packed.7z": latin1("7z\xbc\xaf\x27\x1c..."),
};
const folders: string[] = [];
afterAll(() => {
	for (const folder of folders) removeFolder(folder);
});

describe("brine scan", () => {
	it("says of every file what it would do, and sums up", async () => {
		const { stdout, code } = await brine(["scan", "evil.pkl", "own.pkl", "data.pkl", "notes.txt"], { files });
		expect(stdout).toMatch(
			/^dangerous +evil\.pkl\n +dangerous: os\.system runs a shell command or program \(GLOBAL at byte 0\)\n/,
		);
		expect(stdout).toContain("unknown     own.pkl");
		expect(stdout).toContain("safe        data.pkl");
		expect(stdout).toContain("no-pickle   notes.txt");
		expect(stdout).toMatch(/4 files: 1 dangerous, 1 unknown, 1 safe, 1 no-pickle\n$/);
		expect(code).toBe(1);
	});
	it.each([
		[["data.pkl", "notes.txt"], 0],
		[["own.pkl"], 1],
		[["own.pkl", "--fail-on", "suspicious"], 0],
		[["own.pkl", "--allow", "shop.models.*"], 0],
		[["own.pkl", "--allow", "shop.models.Cart"], 0],
		[["odd.pkl", "--fail-on", "suspicious"], 1],
		[["odd.pkl", "--fail-on", "dangerous"], 0],
		[["evil.pkl", "--fail-on", "dangerous"], 1],
		[["evil.pkl", "--allow", "os.*"], 1],
		[["packed.7z"], 2],
		[["missing.pkl"], 2],
		[["packed.7z", "evil.pkl"], 1],
		[["data.pkl", "--max-bytes", "5"], 2],
		[["--nope"], 2],
	])("ends with the exit code of what it found: %j", async (args, wanted) => {
		expect((await brine(["scan", ...args], { files })).code).toBe(wanted);
	});
	it("reads standard input", async () => {
		const { stdout, code } = await brine(["scan", "-"], { stdin: files["evil.pkl"] });
		expect([stdout.split("\n")[0], code]).toEqual(["dangerous   <stdin>", 1]);
	});
	it("goes through folders, whatever files are called, and follows links once", async () => {
		const folder = mkdtempSync(join(tmpdir(), "brine-scan-"));
		folders.push(folder);
		mkdirSync(join(folder, "blobs"));
		mkdirSync(join(folder, "snapshots"));
		writeFileSync(join(folder, "blobs/3f2a"), files["evil.pkl"]);
		writeFileSync(join(folder, ".hidden"), files["data.pkl"]);
		symlinkSync("../blobs/3f2a", join(folder, "snapshots/model.bin"));
		symlinkSync("..", join(folder, "snapshots/loop"));
		const { stdout } = await brine(["scan", folder]);
		expect(stdout).toContain("3 files: 2 dangerous, 1 safe");
		const ignoring = await brine(["scan", folder, "--ignore", "**/blobs/**", "--ignore", "*.bin"]);
		expect(ignoring.stdout).toContain("1 file: 1 safe, 2 ignored");
	});
	it("allows names by a file, with kinds and rules", async () => {
		const call = latin1("cshop.models\nCart\n(S'a'\ntR.");
		const list = "library\tseen_in\tmodule\tname\toperations\targuments\n\t\tshop.models\tCart\tcall\t0=str\n";
		const args = ["scan", "call.pkl", "--allow-file", "list.tsv"];
		expect((await brine(args, { files: { "call.pkl": call, "list.tsv": list } })).code).toBe(0);
	});
	it("takes what an earlier report has as known", async () => {
		const first = await brine(["scan", "--json", "evil.pkl", "odd.pkl"], { files });
		const then = await brine(["scan", "--baseline", "before.json", "evil.pkl", "odd.pkl"], {
			files: { ...files, "before.json": first.stdout },
		});
		expect([first.code, then.code]).toEqual([1, 0]);
		expect((await brine(["scan", "--baseline", "notes.txt", "evil.pkl"], { files })).code).toBe(2);
	});
	it("prints an object for each file, or one document", async () => {
		const lines = await brine(["scan", "--jsonl", "--imports", "evil.pkl", "data.pkl"], { files });
		const objects = lines.stdout
			.trimEnd()
			.split("\n")
			.map((line) => JSON.parse(line) as Record<string, unknown>);
		expect(objects).toMatchObject([
			{
				file: "evil.pkl",
				verdict: "dangerous",
				unscannable: false,
				imports: [{ name: "os.system", uses: ["call", "import"] }],
			},
			{ file: "data.pkl", verdict: "safe", imports: [] },
		]);
		expect(lines.stderr).toContain("2 files: 1 dangerous, 1 safe");
		const document = JSON.parse((await brine(["scan", "--json", "evil.pkl"], { files })).stdout) as object;
		expect(document).toMatchObject({
			files: [{ file: "evil.pkl" }],
			summary: { files: 1, verdicts: { dangerous: 1 } },
		});
		expect((await brine(["scan", "--json", "--jsonl", "evil.pkl"], { files })).code).toBe(2);
	});
	it("finds the same by many threads, in the same order", async () => {
		const many: Record<string, Uint8Array> = {};
		for (let i = 0; i < 100; i++)
			many[`${String(i).padStart(3, "0")}.pkl`] = i % 7 === 0 ? files["evil.pkl"] : files["data.pkl"];
		const one = await brine(["scan", "--jsonl", "--jobs", "1", ...Object.keys(many)], { files: many });
		const two = await brine(["scan", "--jsonl", "--jobs", "2", ...Object.keys(many)], { files: many });
		expect(two.stdout).toBe(one.stdout);
		expect(two.stdout.split("\n")).toHaveLength(101);
	});
	it("shows nothing that a terminal would obey", async () => {
		const { stdout } = await brine(["scan", "x.pkl"], { files: { "x.pkl": latin1("cshop\n\x1b[2J\n)R.") } });
		expect(stdout).not.toContain("\x1b");
	});
	it("stops when its time is over, and says so", async () => {
		const { stdout, code } = await brine(["scan", "--max-seconds", "0", "evil.pkl"], { files });
		expect(stdout).toContain("the time for this scan is over");
		expect(code).toBe(2);
	});
});

/** Keys that the schema of SARIF 2.1.0 knows in the objects that are written here, and those that must be there. */
const SARIF: Readonly<Record<string, { readonly known: string; readonly needed: string }>> = {
	log: { known: "$schema version runs", needed: "version runs" },
	run: { known: "tool automationDetails invocations results", needed: "tool" },
	driver: { known: "name semanticVersion rules", needed: "name" },
	rule: {
		known: "id name shortDescription fullDescription help defaultConfiguration properties",
		needed: "id shortDescription fullDescription help properties",
	},
	result: {
		known: "ruleId ruleIndex level message occurrenceCount locations partialFingerprints",
		needed: "message ruleId locations partialFingerprints",
	},
	location: { known: "physicalLocation logicalLocations", needed: "physicalLocation" },
	physical: { known: "artifactLocation region", needed: "artifactLocation region" },
	region: {
		known: "startLine startColumn endLine endColumn byteOffset byteLength",
		needed: "startLine startColumn endLine endColumn",
	},
	invocation: { known: "executionSuccessful toolExecutionNotifications", needed: "executionSuccessful" },
	notification: { known: "level message locations", needed: "message" },
};
type Node = Record<string, unknown>;

function check(kind: string, node: unknown): Node {
	const { known, needed } = SARIF[kind] as (typeof SARIF)[string];
	const keys = Object.keys(node as Node);
	expect(keys.filter((key) => !known.split(" ").includes(key))).toEqual([]);
	expect(needed.split(" ").filter((key) => !keys.includes(key))).toEqual([]);
	return node as Node;
}
const LEVELS = ["none", "note", "warning", "error"];

describe("brine scan --sarif", () => {
	it("writes what code scanning takes", async () => {
		const { written, code } = await brine(
			["scan", "--sarif", "out.sarif", "evil.pkl", "odd.pkl", "packed.7z", "data.pkl"],
			{ files },
		);
		expect(code).toBe(1);
		const log = check("log", JSON.parse((written["out.sarif"] as Buffer).toString()));
		expect(log["version"]).toBe("2.1.0");
		const [first] = log["runs"] as Node[];
		const run = check("run", first);
		const driver = check("driver", (run["tool"] as Node)["driver"]);
		const rules = driver["rules"] as Node[];
		for (const rule of rules) {
			check("rule", rule);
			const { text, markdown } = rule["help"] as Node;
			expect([typeof text, typeof markdown]).toEqual(["string", "string"]);
			expect((rule["fullDescription"] as { text: string }).text.length).toBeLessThanOrEqual(1024);
			const properties = rule["properties"] as { tags: string[]; "security-severity": string };
			expect(properties.tags).toEqual(["security"]);
			expect(Number(properties["security-severity"])).toBeGreaterThan(0);
			expect(LEVELS).toContain((rule["defaultConfiguration"] as Node)["level"]);
		}
		const results = run["results"] as Node[];
		expect(results.map((result) => [result["ruleId"], result["level"]])).toEqual([
			["denied-name", "error"],
			["acts-on-import", "warning"],
			["7z", "warning"],
		]);
		for (const result of results) {
			check("result", result);
			expect((rules[result["ruleIndex"] as number] as Node)["id"]).toBe(result["ruleId"]);
			expect((result["message"] as { text: string }).text).not.toBe("");
			const locations = result["locations"] as Node[];
			expect(locations).toHaveLength(1);
			const physical = check("physical", check("location", locations[0])["physicalLocation"]);
			expect(check("region", physical["region"])).toMatchObject({
				startLine: 1,
				startColumn: 1,
				endLine: 1,
				endColumn: 2,
			});
			expect((physical["artifactLocation"] as { uri: string }).uri).toMatch(/^(evil|odd)\.pkl$|^packed\.7z$/);
			expect((result["partialFingerprints"] as Node)["primaryLocationLineHash"]).toMatch(/^[\da-f]{16}:1$/);
		}
		const key = createHash("sha256")
			.update(["denied-name", "", "os.system", "import"].join("\n"))
			.digest("hex")
			.slice(0, 16);
		expect(((results[0] as Node)["partialFingerprints"] as Node)["primaryLocationLineHash"]).toBe(`${key}:1`);
		const invocation = check("invocation", (run["invocations"] as Node[])[0]);
		expect(invocation["executionSuccessful"]).toBe(true);
		for (const one of invocation["toolExecutionNotifications"] as Node[]) check("notification", one);
	});
	it("knows every rule that the scan has", async () => {
		const { readdirSync, readFileSync } = await import("node:fs");
		const used = readdirSync("src/scan")
			.filter((name) => name.endsWith(".ts") && !name.includes("test") && !name.endsWith("-data.ts"))
			.flatMap((name) => {
				const code = readFileSync(`src/scan/${name}`, "utf8");
				const calls = code.matchAll(
					/(?:rule: |unscannable\(\s*|observe\(\s*"\w+",\s*|this\.#observe\(\s*entry,\s*|not\()"([\w-]+)"/g,
				);
				return [...calls].map(([, rule]) => rule as string);
			});
		expect(used.length).toBeGreaterThan(30);
		expect([...new Set(used)].filter((rule) => rule !== "file" && !(rule in RULES))).toEqual([]);
	});
});
