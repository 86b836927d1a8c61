// Makes src/scan/*-data.ts of the lists in scripts/scan-list. Run: node scripts/make-scan-list.mjs
//   allow.tsv, allow-classes.tsv, made.tsv, reviewed.tsv: names and what may be done with them, by rows
//   deny.tsv: names that are known to do harm, with the reason
//   stdlib-modules.txt: modules of the standard libraries of all Pythons (stdlib-modules.py)
// With --without LIBRARY=VERSION,… --out FILE it makes allow-data.ts alone, as it would be had nobody seen these versions: without
// rows that are of them only, or were added by hand.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({ options: { without: { type: "string" }, out: { type: "string" } } });
const unseen = new Map((options.without ?? "").split(",").map((pair) => pair.split("=")));
/** Whether a row would be there without these versions. */
const isOlder = (library, seen) =>
	!unseen.has(library) || seen.split(",").some((version) => /^\d/.test(version) && version !== unseen.get(library));

const folder = new URL("scan-list/", import.meta.url);
const read = (name) => readFileSync(new URL(name, folder), "utf8");
const rows = (name) =>
	read(name)
		.split("\n")
		.filter((line) => line !== "" && !line.startsWith("#"))
		.slice(1)
		.map((line) => line.split("\t"));

const LETTERS = {
	ref: "r",
	call: "c",
	new: "n",
	build: "b",
	append: "a",
	additems: "d",
	setitem: "s",
	unknown: "u",
	"call-result": "x",
	keywords: "k",
};
const listed = (module) =>
	module === "numpy._core" || module.startsWith("numpy._core.") ? `numpy.core${module.slice(11)}` : module;

/** `0~^sklearn\.x\.\w+Distance(32|64)?$` as alternatives with one star for the letters between. */
function withoutExpression(rules) {
	return rules.replace(/(\d)~\^([^$]*)\$/, (_, index, expression) => {
		const plain = expression.replaceAll("\\.", ".").replace("\\w+", "*");
		const choice = /\(([^)]*)\)\?$/.exec(plain);
		const start = choice === null ? plain : plain.slice(0, choice.index);
		const ends = choice === null ? [""] : ["", ...choice[1].split("|")];
		return `${index}=${ends.map((end) => start + end).join("|")}`;
	});
}

const entries = new Map();
const rules = [];
const versions = new Map();
for (const file of ["allow.tsv", "allow-classes.tsv", "made.tsv", "reviewed.tsv"]) {
	for (const [library, seen, module, name, operations, given] of rows(file)) {
		if (!isOlder(library, seen)) continue;
		const key = `${listed(module)} ${name}`;
		const rule = withoutExpression(given);
		const entry = entries.get(key) ?? { letters: new Set(), rule: "", library };
		for (const operation of operations.split(",")) {
			if (LETTERS[operation] === undefined) throw new Error(`${file}: ${module}.${name}: what is ${operation}?`);
			entry.letters.add(LETTERS[operation]);
		}
		// What was reviewed is right; rows for numpy.core and numpy._core say the same.
		if (file === "reviewed.tsv" && rule !== "") entry.rule = rule;
		else entry.rule ||= rule;
		entries.set(key, entry);
		const of = versions.get(library) ?? new Set();
		for (const version of seen.split(",")) if (/^\d/.test(version)) of.add(version);
		versions.set(library, of);
	}
}

const modules = new Map();
for (const [key, { letters, rule }] of entries) {
	const [module, name] = key.split(" ");
	if (rule !== "" && !rules.includes(rule)) rules.push(rule);
	const kinds = [...letters].sort().join("") + (rule === "" ? "" : `/${rules.indexOf(rule)}`);
	const groups = modules.get(module) ?? new Map();
	groups.set(kinds, [...(groups.get(kinds) ?? []), name]);
	modules.set(module, groups);
}
const lines = [...modules]
	.sort(([one], [other]) => (one < other ? -1 : 1))
	.map(
		([module, groups]) =>
			`${module} ${[...groups].map(([kinds, names]) => `${kinds}:${names.sort().join(",")}`).join(" ")}`,
	);

const reasons = new Map();
for (const [module, name, reason] of [...rows("deny.tsv"), ...rows("deny-more.tsv")]) {
	reasons.set(reason, [...new Set([...(reasons.get(reason) ?? []), `${module}.${name}`])]);
}
const stdlib = read("stdlib-modules.txt").trim().split("\n");
const libraries = new Set(
	read("libraries.txt")
		.split("\n")
		.filter((line) => line !== "" && !line.startsWith("#")),
);
for (const key of entries.keys()) libraries.add(key.split(/[. ]/)[0]);
for (const names of reasons.values()) for (const name of names) libraries.add(name.split(".")[0]);
for (const name of stdlib) libraries.delete(name);

const text = (value) => JSON.stringify(value);
const template = (all) => `\`\\\n${all.join("\n").replaceAll("`", "\\`")}\``;
const HEAD = "// Made by scripts/make-scan-list.mjs; do not edit.\n";
const write = (name, body) => {
	if (options.out === undefined) writeFileSync(new URL(`../src/scan/${name}`, import.meta.url), HEAD + body);
	else if (name === "allow-data.ts") writeFileSync(options.out, HEAD + body);
};
const date = read("date.txt").trim();
const said = [...versions]
	.filter(([, of]) => of.size > 0)
	.map(([library, of]) => `${library} ${[...of].sort((a, b) => a.localeCompare(b, "en", { numeric: true })).join(" ")}`)
	.sort();
write(
	"allow-data.ts",
	`/** Names that pickles of libraries hold, and what may be done with them: \`module kinds/rule:name,name\`. */
export const ALLOWED: string = ${template(lines)};

/** What the arguments must be, by number. */
export const RULES: readonly string[] = [
${rules.map((rule) => `\t${text(rule)},`).join("\n")}
];

/** The day on which the list was made. */
export const DATE: string = ${text(date)};

/** The libraries that it was made from, with their versions. */
export const VERSIONS: string = ${text(said.join("; "))};
`,
);
write(
	"deny-data.ts",
	`/** Names that are known to do harm: \`reason: module.* module.name\`. */
export const DENIED: string = ${template([...reasons].map(([reason, names]) => `${reason}: ${names.join(" ")}`))};
`,
);
write(
	"modules-data.ts",
	`/** Top-level modules of the standard libraries of Python 2.7 to 3.13. */
export const STDLIB_MODULES: string =\n\t${text(stdlib.join(" "))};

/** Top-level modules of libraries that are looked after: a name in them that is not listed is not a class of your own. */
export const KNOWN_LIBRARIES: string =\n\t${text([...libraries].sort().join(" "))};
`,
);
console.log(
	`${entries.size} names, ${rules.length} rules, ${[...reasons.values()].flat().length} denied, ${stdlib.length} modules of Python, ${libraries.size} libraries`,
);
