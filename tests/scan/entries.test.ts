import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { ALLOWED, RULES } from "../../src/scan/allow-data.ts";
import { createPolicy, report, scan } from "../../src/scan/index.ts";
import { type Entry, NameList } from "../../src/scan/name-list.ts";
import { tarMembers } from "../../src/scan/tar-members.ts";
import { View } from "../../src/scan/view.ts";
import { oneIn } from "../effort.ts";
import { latin1 } from "./attacks.ts";

const list = new NameList();
const policy = createPolicy();

/** All names of the list with what it says of them. */
const entries = ALLOWED.split("\n").flatMap((line) => {
	const [module = "", ...groups] = line.split(" ");
	return groups.flatMap((group) =>
		(group.split(":")[1] ?? "").split(",").map((name) => {
			const standing = list.standing({ module, name });
			if (standing.kind !== "listed") throw new Error(`${module}.${name} is ${standing.kind}`);
			return { module, name, entry: standing.entry };
		}),
	);
});

/** Those that are tried. */
const asked = oneIn(4, entries);

/** A name in protocol 4. */
const named = (module: string, name: string): string => {
	const text = (value: string): string => `\x8c${String.fromCharCode(value.length)}${value}`;
	return `${text(module)}${text(name)}\x93`;
};
const pickle = (body: string): Uint8Array => latin1(`\x80\x04${body}.`);
const verdictOf = (body: string): string => {
	try {
		policy.check(pickle(body));
		return "safe";
	} catch (error) {
		return (error as { findings?: { verdict: string }[] }).findings?.[0]?.verdict ?? String(error);
	}
};
const SYSTEM = named("posix", "system");
/** Something that is done with a name, and the kind of use that has to be listed for it. */
const USES: Readonly<Record<string, (name: string) => string>> = {
	call: (name) => `${name})R`,
	new: (name) => `${name})\x81`,
	keywords: (name) => `${name})}(\x8c\x01aK\x01u\x92`,
	"call-result": (name) => `${name})R)R`,
};
/** Has to be listed beside `call` or `new`. */
const AFTER: Readonly<Record<string, string>> = {
	build: "}(\x8c\x01aK\x01ub",
	append: "K\x01a",
	setitem: "K\x01K\x02s",
	additems: "(K\x01\x90",
};

describe("each name of the list", () => {
	test("there are thousands of them", () => expect(entries.length).toBeGreaterThan(2_000));

	test("is not safe in a way that is not listed", () => {
		const wrong: string[] = [];
		for (const { module, name, entry } of asked) {
			for (const [kind, use] of Object.entries(USES)) {
				if (entry.kinds.has(kind)) continue;
				if (verdictOf(use(named(module, name))) === "safe") wrong.push(`${module}.${name}: ${kind}`);
			}
			const made = entry.kinds.has("new") ? USES["new"] : entry.kinds.has("call") ? USES["call"] : undefined;
			for (const [kind, use] of Object.entries(AFTER)) {
				if (made === undefined || entry.kinds.has(kind)) continue;
				if (verdictOf(made(named(module, name)) + use) === "safe") wrong.push(`${module}.${name}: ${kind}`);
			}
		}
		expect(wrong).toEqual([]);
	});

	test("takes no state, items or attribute itself", () => {
		const wrong: string[] = [];
		for (const { module, name } of asked) {
			for (const use of Object.values(AFTER))
				if (verdictOf(named(module, name) + use) === "safe") wrong.push(`${module}.${name}: ${JSON.stringify(use)}`);
			if (verdictOf(named(module, `${name}.__init__`)) === "safe") wrong.push(`${module}.${name}.__init__`);
			if (verdictOf(named(module, `${name}.__globals__`)) === "safe") wrong.push(`${module}.${name}.__globals__`);
		}
		expect(wrong).toEqual([]);
	});

	test("is not safe with a harmful function for an argument, alone, at each place or in a state", () => {
		const wrong: string[] = [];
		for (const { module, name } of asked) {
			const own = named(module, name);
			const tries = [`${own}${SYSTEM}\x85R`, `${own}${SYSTEM}\x85\x81`, `${own})\x81}(\x8c\x01a${SYSTEM}ub`];
			for (let before = 0; before < 6; before++) tries.push(`${own}(${"K\x01".repeat(before)}${SYSTEM}tR`);
			for (const body of tries)
				if (verdictOf(body) === "safe") wrong.push(`${module}.${name}: ${JSON.stringify(body)}`);
		}
		expect(wrong).toEqual([]);
	});

	test("with rules is not safe with an argument that breaks each of them", () => {
		const wrong: string[] = [];
		for (const { module, name, entry } of asked) {
			for (const rule of entry.rules) {
				const body = breaking(named(module, name), rule, entry);
				if (body !== undefined && verdictOf(body) === "safe") wrong.push(`${module}.${name}: ${JSON.stringify(rule)}`);
			}
		}
		expect(wrong).toEqual([]);
		expect(RULES.length).toBeGreaterThan(20);
	});
});

/** A call or `__new__` whose arguments break a rule and are otherwise what `1` is everywhere. */
function breaking(name: string, rule: Entry["rules"][number], entry: Entry): string | undefined {
	const end = entry.kinds.has("call") ? "R" : "\x81";
	const other = named("shop.models", "Other");
	if (rule.kind === "most") return `${name}(${"K\x01".repeat(rule.count + 1)}t${end}`;
	if (rule.kind === "no-references") return `${name}${other}\x85${end}`;
	if (rule.kind === "no-objects") return `${name}${named("numpy", "dtype")}\x8c\x02O8\x89\x88\x87R\x43\x01a\x86${end}`;
	if (rule.kind === "only") return `${name}\x8c\x011\x85${end}`;
	return `${name}(${"K\x01".repeat(rule.index)}${other}t${end}`;
}

/** Names that were in no pickle when the archive was made, see make-entries.mjs; and why, by patterns. */
const lines = (name: string): string[] =>
	readFileSync(new URL(name, import.meta.url), "utf8")
		.trim()
		.split("\n");
const uncovered = lines("uncovered.txt");
const reasons = lines("uncovered-reasons.tsv").map((line) => line.split("\t"));

test("there is a reason for each name that is in no pickle, and each reason is one for some", () => {
	const used = uncovered.map((name) => reasons.findIndex(([pattern = ""]) => new RegExp(pattern).test(name)));
	expect(uncovered.filter((_, index) => used[index] === -1)).toEqual([]);
	expect(reasons.filter(([, why = ""], index) => why === "" || !used.includes(index))).toEqual([]);
});

test("each name is in a real pickle that is safe or as unknown as the name itself, but for those that are known to be in none", async () => {
	const archive = new View(new Uint8Array(gunzipSync(readFileSync(new URL("entries.tar.gz", import.meta.url)))));
	const seen = new Set<string>();
	const onImport = (name: string): void => void seen.add(name.replace(/^numpy\._core(?=\.|$)/, "numpy.core"));
	const wrong: string[] = [];
	for await (const part of tarMembers(archive)) {
		if (typeof part === "string") throw new Error(part);
		const bytes = await part.view.read(0, part.view.size);
		const { verdict, findings } = await report(part.name, scan(bytes, { policy, onImport }));
		const isFine = findings.every(
			(finding) => finding.verdict === "safe" || finding.verdict === "no-pickle" || finding.rule === "never-safe",
		);
		if (!isFine && bytes.length > 0) wrong.push(`${part.name} is ${verdict}`);
	}
	expect(wrong).toEqual([]);
	const missing = entries.map(({ module, name }) => `${module}.${name}`).filter((name) => !seen.has(name));
	expect(missing.sort()).toEqual(uncovered);
	expect(uncovered.length).toBeLessThan(entries.length / 16);
});
