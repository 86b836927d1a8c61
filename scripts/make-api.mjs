/**
 * Writes tests/package/api.txt: all that the entries export, as declared, without comments. A change of what users
 * see is a change of that file, so that nobody makes one unseen.
 *
 * npm run build && node scripts/make-api.mjs [--check]
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const REPORT = join(root, "tests/package/api.txt");
const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** A declaration file's statements, which `tsc` begins at the start of a line. */
const files = new Map();
function statementsOf(path) {
	const known = files.get(path);
	if (known !== undefined) return known;
	const text = readFileSync(path, "utf8").replace(/[ \t]*\/\*[\s\S]*?\*\/[ \t]*\n?|^\s*\/\/.*\n/gm, "");
	const statements = text.split(/^(?=\S)(?!\}|\))/m).map((statement) => statement.replace(/^\s*\n/gm, "").trimEnd());
	files.set(path, statements);
	return statements;
}
const beside = (path, from) => join(dirname(path), from.replace(/\.[jt]s$/, ".d.ts"));

/** The names that a file exports, each with what declares it. */
function exportsOf(path) {
	const found = new Map();
	for (const statement of statementsOf(path)) {
		const list = /^export (?:type )?\{([\s\S]*?)\}(?: from "(.+)")?/.exec(statement);
		const all = /^export \*(?: as (\w+))? from "(.+)"/.exec(statement);
		const own = /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|class|const|interface|type) (\w+)/.exec(
			statement,
		);
		if (list !== null) {
			for (const item of list[1].split(",").map((part) => part.trim().replace(/^type /, ""))) {
				const [name, as = name] = item.split(" as ");
				if (name === "") continue;
				const declared = declarations(list[2] === undefined ? path : beside(path, list[2]), name);
				// An alias, under its own name.
				const alias = new RegExp(`\\b(function\\*?|class|const|interface|type) ${name}\\b`);
				found.set(as, as === name ? declared : declared.map((text) => text.replace(alias, `$1 ${as}`)));
			}
		} else if (all !== null && all[1] === undefined) {
			for (const [name, declared] of exportsOf(beside(path, all[2]))) found.set(name, declared);
		} else if (all !== null) {
			found.set(all[1], [`export * as ${all[1]}: the entry ${all[2]}`]);
		} else if (own !== null) {
			found.set(own[1], declarations(path, own[1]));
		}
	}
	return found;
}

/** The statements that declare a name, wherever it comes from. */
function declarations(path, name) {
	const statements = statementsOf(path);
	const own = new RegExp(
		`^(export )?(declare )?(abstract )?(async )?(function\\*?|class|const|interface|type) ${name}\\b`,
	);
	const declared = statements.filter((statement) => own.test(statement));
	if (declared.length > 0) return declared.map((statement) => statement.replace(/^(export )?(declare )?/, ""));
	for (const statement of statements) {
		const passed = /^(?:export|import) (?:type )?\{([\s\S]*?)\} from "(.+)"/.exec(statement);
		const items = passed?.[1].split(",").map((part) =>
			part
				.trim()
				.replace(/^type /, "")
				.split(" as "),
		);
		const item = items?.find(([from, as = from]) => as === name);
		if (item !== undefined) return declarations(beside(path, passed[2]), item[0]);
	}
	throw new Error(`${path} does not declare ${name}`);
}

const parts = [];
for (const [entry, target] of Object.entries(exports)) {
	if (typeof target === "string") continue;
	const found = [...exportsOf(join(root, target.types))].sort(([a], [b]) => (a < b ? -1 : 1));
	parts.push(
		`== brine${entry.slice(1)}: ${found.length} names\n\n${found.map(([, statements]) => statements.join("\n")).join("\n\n")}\n`,
	);
}
const report = parts.join("\n");
if (!process.argv.includes("--check")) writeFileSync(REPORT, report);
else if (readFileSync(REPORT, "utf8") !== report) {
	console.error(
		"tests/package/api.txt is not what the package exports: run node scripts/make-api.mjs, and look at what changed",
	);
	process.exitCode = 1;
}
