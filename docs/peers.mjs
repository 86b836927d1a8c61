/**
 * Prints the tables of docs/peers.md: what Brine and its peers make of a handful of cases. Every row is run here.
 *
 * npm run build && (cd bench && npm install) && node docs/peers.mjs
 *
 * The pickles are the bytes that CPython writes (`brine` writes the same); the JSON texts are literals.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { inspect } from "node:util";
import { json, PyDecimal, PyGlobal, PyObject, pickle } from "brine";

const require = createRequire(new URL("../bench/package.json", import.meta.url));
const load = (name) => require(name);
const about = (name) => readFileSync(new URL(`../bench/node_modules/${name}/package.json`, import.meta.url), "utf8");
const version = (name) => JSON.parse(about(name)).version;

const { Parser } = load("pickleparser");
const jpickle = load("jpickle");
const lossless = load("lossless-json");
const bigint = load("json-bigint")({ useNativeBigInt: true });
const withBigint = load("json-with-bigint");
const custom = load("json-custom-numbers");

const latin1 = (bytes) => Buffer.from(bytes).toString("latin1");
const unpicklers = {
	brine: (bytes) => pickle.loads(bytes),
	[`pickleparser ${version("pickleparser")}`]: (bytes) => new Parser().parse(bytes),
	[`jpickle ${version("jpickle")}`]: (bytes) => jpickle.loads(latin1(bytes)),
};

const point = new PyObject({ callable: new PyGlobal("geometry", "Point") });
point.operations.push({ op: "build", state: { x: 1 } });
const when = new Date(Date.UTC(2024, 1, 29)); // written as an aware datetime
/** What Python has, its value here, the protocol. */
const PICKLES = [
	["`-2**31 - 1`", -(2 ** 31) - 1, 2],
	["`2**53 + 1`", 2n ** 53n + 1n, 2],
	["`2**64`", 2n ** 64n, 4],
	["`float('inf')`", Number.POSITIVE_INFINITY, 0],
	["`'漢字'`", "漢字", 0],
	["`'\\ud800'`", "\ud800", 2],
	["`b'\\x00\\xff'`", new Uint8Array([0, 255]), 2],
	["`b'\\x00\\xff'`", new Uint8Array([0, 255]), 4],
	["`{1, 2}`", new Set([1, 2]), 4],
	[
		"`{1: 'a', '1': 'b'}`",
		new Map([
			[1, "a"],
			["1", "b"],
		]),
		2,
	],
	["`{'__proto__': {'x': 1}}`", JSON.parse('{"__proto__": {"x": 1}}'), 2],
	["`Decimal('19.90')`", new PyDecimal("19.90"), 4],
	["`datetime(2024, 2, 29, tzinfo=utc)`", when, 4],
	["`geometry.Point` with `x = 1`", point, 2],
];

/** One cell: the value, short enough for a table. */
function cell(work) {
	let text;
	try {
		const value = work();
		if (typeof value === "string") text = JSON.stringify(value);
		else if (Array.isArray(value) && value.length > 100) text = `an array of ${value.length.toLocaleString("en")}`;
		else if (value !== null && typeof value === "object" && Object.getPrototypeOf(value)?.x === 1)
			text = "**its prototype is replaced**";
		else text = inspect(value, { depth: 2, breakLength: Number.POSITIVE_INFINITY });
	} catch (error) {
		text = `throws ${error?.name ?? typeof error}: ${error?.message ?? inspect(error)}`;
	}
	const [line] = text.split("\n");
	return (line.length > 64 ? `${line.slice(0, 63)}…` : line).replaceAll("|", "\\|");
}
const code = (text) =>
	text.startsWith("throws") || text.startsWith("**") || text.startsWith("an array") ? text : `\`${text}\``;
const row = (cells) => console.log(`| ${cells.join(" | ")} |`);

console.log("## Reading a pickle\n");
row(["Python wrote", "protocol", ...Object.keys(unpicklers)]);
row(["---", "---", ...Object.keys(unpicklers).map(() => "---")]);
for (const [name, value, protocol] of PICKLES) {
	const bytes = pickle.dumps(value, { protocol });
	row([name, protocol, ...Object.values(unpicklers).map((read) => code(cell(() => read(bytes))))]);
}

/** Parse and write again: the JSON text, with the separators that each writes. */
const jsons = {
	"brine, exact": (text) => json.dumps(json.loads(text, { mode: "exact" })),
	"brine, plain": (text) => json.dumps(json.loads(text)),
	JSON: (text) => JSON.stringify(JSON.parse(text)),
	[`lossless-json ${version("lossless-json")}`]: (text) => lossless.stringify(lossless.parse(text)),
	[`json-bigint ${version("json-bigint")}`]: (text) => bigint.stringify(bigint.parse(text)),
	[`json-with-bigint ${version("json-with-bigint")}`]: (text) => withBigint.JSONStringify(withBigint.JSONParse(text)),
	[`json-custom-numbers ${version("json-custom-numbers")}`]: (text) => custom.stringify(custom.parse(text)),
};
const TEXTS = [
	"[12345678901234567890]",
	"[1.0, 1e16]",
	"[3.14159265358979312]",
	"[NaN, -Infinity]",
	'{"b": 1, "1": 2}',
	'{"a": 1, "a": 2}',
	'{"__proto__": 1}',
	'["é"]',
];
console.log("\n## Reading JSON and writing it again\n");
console.log("The column “brine, exact” is Python's `json.dumps(json.loads(text))`.\n");
row(["text", ...Object.keys(jsons)]);
row(["---", ...Object.keys(jsons).map(() => "---")]);
for (const text of TEXTS) {
	const cells = Object.values(jsons).map((again) => {
		const given = cell(() => ({ [inspect.custom]: () => again(text) }));
		return code(given);
	});
	row([`\`${text}\``, ...cells]);
}
const deep = "[".repeat(100_000) + "]".repeat(100_000);
const depths = Object.values(jsons).map((again) => {
	try {
		return again(deep).length === deep.length ? "works" : "another text";
	} catch (error) {
		return `throws ${error?.name ?? typeof error}`;
	}
});
row(["100,000 levels of `[`", ...depths]);
