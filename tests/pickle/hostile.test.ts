/** Every attack of `attacks.ts` in a process with little memory: it ends in its value or in a typed error, and never ends the process. */
import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { effort } from "../effort.ts";
import { removeFolder } from "../remove-folder.mjs";
import { ATTACKS } from "./attacks.ts";

/** What an attack that makes no error gives, unless it is `true`. */
const VALUES: Readonly<Record<string, string | RegExp>> = {
	"billion laughs": "31",
	"billion laughs, shown": /^LimitError: limit exceeded: text/,
	"billion laughs, shown within a limit": /^LimitError: limit exceeded: text/,
	"hash bomb as a dict key": "1",
	"hash bomb as a set item": "1",
	"hash bomb twice": "1",
	"hash bomb of frozensets": "61",
	"hash bomb of classes": "1",
	"memo index 2^32 - 1": ",",
	"memo index 2^62": "null",
	"many sparse memo indexes": "1",
	"the memo counted backwards": "1",
	"declared lengths":
		"UnpicklingError: BINSTRING pickle has negative byte count,UnpicklingError: LONG pickle has negative byte count,UnpicklingError: pickle data was truncated",
	"a million declared lengths": "EOFError: Ran out of input",
	"a long decimal": /^ValueError: Exceeds the limit \(4300 digi/,
	"a long decimal INT": "ValueError: could not convert string to int",
	"a long decimal PUT": /^ValueError: Exceeds the limit \(4300 digi/,
	"a long hexadecimal": "bigint",
	"a long LONG4": "bigint",
	"many spaces before an int": "7",
	"many underscores": /^ValueError: invalid literal for int/,
	"a long float": "0.1111111111111111",
	"many backslashes": String(effort(5_000_000)),
	"many half escapes": /^UnicodeDecodeError: 'rawunicodeescape' c/,
	"a million marks": "done",
	"marks opened and closed": "0",
	"batches that append nothing": "0",
	"one value doubled": "null",
	"a name again and again": "EOFError: Ran out of input",
	"names without end": "null",
	"dicts replaced again and again": "done",
	"bigints that collide": String(effort(40_000)),
	"tuples that collide": String(effort(100_000)),
	"NaN as a key, many times": String(effort(100_000)),
	"a set of sets": "1",
	"a long tuple as a key": "1",
	"long bytes as a key": "1",
	"items of an inert object in a million batches": "done",
	"states of an inert object": "done",
	"calls dropped on an object": "done",
	"a call with itself, again and again": "done",
	"a deque that is full": "1",
	"one list copied into a million sets": /^LimitError: limit exceeded: memory/,
	"one list copied into a million deques": /^LimitError: limit exceeded: memory/,
	"one state given to a million objects": /^LimitError: limit exceeded: memory/,
	"one long tuple as the key of a million dicts": /^LimitError: limit exceeded: memory/,
	"one deep tuple as the key of many dicts": "done",
	"one deep frozenset in many sets": "done",
	"long bytes as the key of many dicts": /^LimitError: limit exceeded: memory/,
	"a long int as the key of many dicts": /^LimitError: limit exceeded: memory/,
	"a long name, a million times": /^LimitError: limit exceeded: memory/,
	"getattr on getattr, a million times": "done",
	"bytearray(3000000000)": "builtins.bytearray(3000000000)",
	"set(range(2**40))": "builtins.set(range(0, 1099511627776))",
	"Decimal of a long exponent as a key": "1",
	"an array of many zeros": "done",
};

interface Outcome {
	readonly name: string;
	readonly result: string;
	readonly peak: number;
}

/** Bytes of heap that V8 may have: the default budget of a load, and half as much again for what is on its way. */
const HEAP = 1536;
const CHILDREN = 2;

describe("in a process with little memory", () => {
	let folder = "";
	const outcomes = new Map<string, Outcome>();
	const endings: string[] = [];
	const names = Object.keys(ATTACKS);

	function attack(some: readonly string[], bundle: string): Promise<void> {
		return new Promise((resolve) => {
			const child = spawn(process.execPath, [`--max-old-space-size=${HEAP}`, bundle, ...some]);
			let text = "";
			let complaints = "";
			child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
				text += chunk;
			});
			child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
				complaints = (complaints + chunk).slice(-1000);
			});
			child.once("close", (code, signal) => {
				endings.push(code === 0 ? "well" : `${signal ?? code}: ${complaints}`);
				for (const line of text.split("\n").filter(Boolean)) {
					const outcome = JSON.parse(line) as Outcome;
					outcomes.set(outcome.name, outcome);
				}
				resolve();
			});
		});
	}
	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), "brine-attacks-"));
		const bundle = join(folder, "attacks.mjs");
		await build({
			entryPoints: [join(import.meta.dirname, "attacks.ts")],
			outfile: bundle,
			bundle: true,
			platform: "node",
			format: "esm",
			logLevel: "error",
		});
		const shares = Array.from({ length: CHILDREN }, (_, k) => names.filter((_name, i) => i % CHILDREN === k));
		await Promise.all(shares.map((share) => attack(share, bundle)));
	}, 600_000);
	afterAll(() => removeFolder(folder));

	test("all processes end well", () => {
		expect(endings).toEqual(Array.from({ length: CHILDREN }, () => "well"));
	});
	test.each(names)("%s", (name) => {
		const outcome = outcomes.get(name);
		const expected = VALUES[name] ?? "true";
		if (typeof expected === "string") expect(outcome?.result).toBe(expected);
		else expect(outcome?.result).toMatch(expected);
		// What V8 does not count, such as buffers, is bounded too.
		expect(outcome?.peak).toBeLessThan(2 * HEAP);
	});
	test("no expectation is of an attack that is not there", () => {
		expect(Object.keys(VALUES).filter((name) => !names.includes(name))).toEqual([]);
	});
});
