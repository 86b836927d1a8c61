/**
 * Writes the pages of docs/ that are tables of what the code has: errors, types, opcodes, and the list of pages.
 *
 * npm run build && node scripts/make-docs.mjs [--check]
 *
 * `--check` writes nothing, and fails when a page is not what would be written.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { defaultRegistry, pickle, pickletools, repr } from "brine";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const read = (path) => readFileSync(join(root, path), "utf8");
const NOTE = "<!-- Written by scripts/make-docs.mjs; change it there. -->";
const table = (head, rows) =>
	[head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** When each code occurs, and what to do then. */
const ERRORS = {
	truncated: [
		"The pickle ends inside an opcode or its operand.",
		"The file was cut or is still being written. Fetch or write it again; `dumpFile` cannot leave half a file.",
	],
	eof: [
		"The source is empty, or ends between two opcodes: `Ran out of input`.",
		"The file was opened for writing and never written, or it has been read already. With many pickles in a stream it is the end: use `loadAll`.",
	],
	"unknown-opcode": [
		"A byte is not an opcode: `invalid load key`.",
		"It is not a pickle: perhaps it is compressed, text, or a joblib file. Look at it with `brine show`, which unpacks.",
	],
	protocol: [
		"The pickle declares a protocol above 5.",
		"It is not a pickle, or it comes from a Python newer than this package.",
	],
	stack: ["An opcode takes more from the stack than is there.", "The pickle is damaged or hostile."],
	mark: [
		"An opcode needs a mark that is not there, or finds one where a value should be.",
		"The pickle is damaged or hostile.",
	],
	memo: [
		"The pickle refers to a memo entry that was never made.",
		"Damaged, or a later pickle of one `Pickler`: read the stream from its start with one `Unpickler`.",
	],
	operand: [
		"An opcode's argument is not what it must be, such as letters in an int.",
		"The pickle is damaged or hostile.",
	],
	frame: ["A frame of protocol 4 does not end where it says.", "The pickle is damaged or hostile."],
	global: [
		"A name of a class or function is not text, or cannot be written at this protocol.",
		"When writing: use protocol 3 or newer for names beyond ASCII.",
	],
	policy: [
		"The `policy` of `loads` refuses the pickle, before anything is made of it.",
		"The message says why; `scan` of `brine/scan` tells every finding. Allow names of your own in `createPolicy`.",
	],
	"persistent-id": [
		"The pickle refers to something outside of it, and nobody said what.",
		'Give `persistentLoad`: a function, or `"keep"`.',
	],
	extension: [
		"An extension code (`copyreg.add_extension`) that the registry does not have.",
		"Add it: `copyreg.addExtension(registry, module, name, code)`.",
	],
	buffer: [
		"The pickle's buffers were kept outside of it and are missing, or there are too few; or a `PickleBuffer` is written below protocol 5.",
		"Give the `buffers` that `bufferCallback` got, in that order; write with protocol 5.",
	],
	construct: ["A pickle builds an object in a way that Python refuses.", "The pickle is damaged or hostile."],
	build: [
		"A state is given to an object that cannot take it, or by a function that is not registered.",
		"The pickle does not fit the type; for a type of yours see its `setState`; for a function define a type of its name.",
	],
	item: [
		"Something is appended to or set in something other than a list, dict or set.",
		"The pickle is damaged or hostile.",
	],
	unhashable: ["A key or set item cannot be one, such as a list.", "Use a tuple or a frozenset as key."],
	decode: [
		"Bytes that are no text in the encoding asked for.",
		'For files of Python 2 give `encoding: "latin1"` or `"bytes"`.',
	],
	encode: [
		"Text that has no form in the encoding, such as a lone surrogate in UTF-8.",
		"Leave `ensureAscii` on for JSON.",
	],
	unpicklable: [
		"A value that pickle has no form for: a function, a symbol, an object of a class without entry.",
		"`path` says where it is. Give the class an entry, or use `reducerOverride` or `toJSON`.",
	],
	reduce: [
		"An entry, `reducerOverride` or `dispatchTable` gave something that is not a reduction.",
		"Give a `Reduction` or a name; see [your own classes](own-classes.md).",
	],
	replaced: [
		"A dict that had left the loader as a plain object gets a key that is not a `str`.",
		'Read this pickle with `{ dict: "map" }`.',
	],
	circular: [
		"A value contains itself and is to be written as JSON.",
		"Use pickle, which keeps cycles, or cut it with `default`.",
	],
	"json-syntax": [
		"The text is not JSON: a `JSONDecodeError` with `msg`, `doc`, `pos`, `lineno`, `colno`.",
		"Look at the place it names.",
	],
	"json-value": [
		"A value that JSON has no form for; or NaN with `allowNan: false`.",
		"`path` says where it is. Give `default`, or `toJSON: true`.",
	],
	"json-key": [
		"A key of a dict that JSON cannot have, such as a tuple.",
		"Use `skipKeys`, or change the keys; `toPlain` returns pairs.",
	],
	"json-prefix": [
		"Nothing is at a prefix of `items` or `kvitems` that is `required`.",
		"The message says how much of it was found; `events` shows the prefixes that there are.",
	],
	"json-truncated": [
		"The text ends too early: a `JSONDecodeError` of a string that more text could complete.",
		"Fetch or wait for the rest. `PartialDecoder` returns what is there already.",
	],
	number: [
		"An int of more than 4300 digits in text, as in Python 3.11 and newer.",
		"Raise it: `limits: { digits: 100_000 }`; 0 means no limit.",
	],
	limit: [
		"A limit of Brine's own: a `LimitError` with `limit` and `value`.",
		"If you trust the data, raise the [limit](limits.md) that it names.",
	],
	depth: [
		"A string that would never end, since a value contains itself (`repr`, or JSON without `checkCircular`).",
		"Leave `checkCircular` on; the value has a cycle.",
	],
	option: [
		"An option that does not exist, or has a value that it cannot have.",
		"Compare the name with Python's keyword in camelCase.",
	],
	argument: ["An argument of the wrong type.", "See the function's types."],
	source: [
		"Nothing can be read from what was given, or reading failed.",
		"See [streaming](streaming.md) for what a source is; `cause` has the error underneath.",
	],
	sink: [
		"Nothing can be written to what was given, or writing failed.",
		"See [streaming](streaming.md) for what a sink is; `cause` has the error underneath.",
	],
	file: [
		"A file cannot be opened, read or replaced; the classes are Python's (`FileNotFoundError`, …).",
		"`errno` and `filename` say what and which. The old file is as it was.",
	],
	aborted: ["The `signal` fired.", "The part that was written is not a whole value; `dumpFile` leaves the old file."],
	schema: [
		"The value does not fit the `schema`, or the schema needs time in a synchronous call.",
		"`issues` has all reasons. Use `load` or `loadAll` with an asynchronous schema.",
	],
	authentication: [
		"The other side of a connection does not have the key, or does not speak the protocol.",
		"Both sides need the same `authkey`, as bytes.",
	],
	timeout: ["Connecting took longer than `timeout` seconds.", "Is a listener there, and does it ask for a key?"],
	disassemble: [
		"`dis` or `genops` found something that no pickle has.",
		"`output` of a `dis` error has the text up to there.",
	],
	error: [
		"Anything else: errors that your hooks make with these classes, and those of `toError()`.",
		"See the message.",
	],
};

function errorsPage() {
	const source = read("src/errors.ts");
	const [, union] = /export type ErrorCode =([^;]+);/.exec(source);
	const codes = [...union.matchAll(/"([a-z-]+)"/g)].map(([, code]) => code);
	const unknown = Object.keys(ERRORS).filter((code) => !codes.includes(code));
	const missing = codes.filter((code) => ERRORS[code] === undefined);
	if (unknown.length + missing.length > 0)
		throw new Error(`codes without text: ${missing}; texts without code: ${unknown}`);
	const classes = [
		...source.matchAll(/export class (\w+) extends (\w+) \{\s*static override readonly pythonName: string = "(\w+)"/g),
	];
	return `# Errors

${NOTE}

Every error has Python's exception name in \`name\` and Python's text in \`message\`. All are classes under \`PyError\`, with Python's bases;
\`isA(error, "ValueError")\` follows Python's tree. Branch on \`code\`, which never changes, and not on the message.

\`\`\`ts
import { isA, PyError, pickle } from "brine";

try {
  pickle.loads(new Uint8Array([0x80, 4, 0x8c, 5, 97]));
} catch (error) {
  if (!(error instanceof PyError)) throw error;
  console.log(error.name, error.message); // UnpicklingError pickle data was truncated
  console.log(error.code, error.offset, error.opcode); // truncated 2 SHORT_BINUNICODE
  console.log(isA(error, "PickleError")); // true
}
try {
  pickle.dumps({ rows: [1, { when: () => 0 }] });
} catch (error) {
  if (!(error instanceof PyError)) throw error;
  console.log(error.name, error.code, error.path); // TypeError unpicklable .rows[1].when
}
\`\`\`

When reading, \`offset\` is the byte of the opcode (in JSON the character) and \`opcode\` its name. When writing, \`path\` leads to the value;
of a path of more than 200 steps the middle is left out: \`[0][0]…[0]\`.
\`notes\` holds what Python 3.14 adds to an exception, and \`cause\` the error underneath, if there is one.
\`hint\` says in a sentence what to do where the message does not: which packing or format the bytes look like, which function or
option to use; of text that is not JSON it ends in the line over a caret. \`filename\` is the file that \`loadFile\` was given. All of these are in the printed stack, and only what
is set is a property.

## Codes

${table(
	["code", "when", "what to do"],
	codes.map((code) => [`\`${code}\``, ...ERRORS[code]]),
)}

## Classes

${table(
	["class", "Python's name", "based on"],
	classes.map(([, name, base, python]) => [`\`${name}\``, `\`${python}\``, `\`${base}\``]),
)}

\`json.JSONDecodeError\` is based on \`ValueError\`, and so is what a \`schema\` refuses: know it by its code, \`schema\`. \`LimitError\` is Brine's
own. An error of a file in \`brine/node\` is an \`OSError\` with \`errno\` and \`filename\`.
`;
}

/** What is to be known of a class, by its name; every class of the default registry has a line. */
const TYPES = {
	PySet: "a `Set` with Python's equality",
	PyFrozenSet: "a `Set` with Python's equality; may be a key",
	PyByteArray: "a `Uint8Array`",
	PyComplex: "`real`, `imag`",
	PyRange: "`start`, `stop`, `step`",
	PySlice: "`start`, `stop`, `step`",
	PySingletonType: "the types of `None`, `...` and `NotImplemented`",
	PyDate: "`year`, `month`, `day`; `toDate()`, `toTemporal()`",
	PyTime: "to the microsecond, with `tzinfo` and `fold`; `toTemporal()`",
	PyDateTime: "to the microsecond, with `tzinfo` and `fold`; `toDate()`, `toTemporal()`",
	PyTimeDelta: "`days`, `seconds`, `microseconds`; `toTemporal()`",
	PyTimezone: "a fixed offset; `utc`",
	PyZoneInfo: "a zone by its key",
	PyDecimal: "the text of the number; no arithmetic",
	PyFraction: "`numerator`, `denominator`",
	PyUUID: "its 128 bits; `String(uuid)`",
	PyOrderedDict: "a `PyDict`",
	PyCounter: "a `PyDict`",
	PyDefaultDict: "a `PyDict` with `defaultFactory`, a name",
	PyDeque: "its items and `maxlen`",
	PyChainMap: "its `maps`",
	PyFrozenDict: "a `PyDict` of Python 3.15; may be a key",
	PyArray: "`typecode` and the numbers",
	PyPath: "the text of the path, POSIX or Windows, pure or not",
	PyException: "data: its class and `args`; `toError()` makes an error of it",
	PyPattern: "pattern and flags; never compiled",
	PyIP: "addresses, networks and interfaces, versions 4 and 6",
	PyNamespace: "its attributes",
};
/** An object as `Temporal` has them, since not every Node has one. */
function temporal(name, text, properties = {}) {
	return Object.assign(Object.create({ toString: () => text, [Symbol.toStringTag]: `Temporal.${name}` }), properties);
}
const UNITS = "years months weeks days hours minutes seconds milliseconds microseconds nanoseconds".split(" ");
const NO_TIME = Object.fromEntries(UNITS.map((unit) => [unit, 0]));
const NEW_YEAR = "2024-01-01T12:30:00";

/** JavaScript's own types: what, as what it is written, and one in code and as value. A value that is read back is shown as it is. */
const NATIVES = [
	["`Map`", "`dict`", "new Map([[1, 2]])", new Map([[1, 2]])],
	["`Set`", "`set`", "new Set([1])", new Set([1])],
	["`Uint8Array`, Node's `Buffer`", "`bytes`", "Uint8Array.of(97)", Uint8Array.of(97)],
	["`ArrayBuffer`, `SharedArrayBuffer`", "`bytes`", "new ArrayBuffer(2)", new ArrayBuffer(2)],
	["`DataView`", "`bytes`", "new DataView(new ArrayBuffer(2))", new DataView(new ArrayBuffer(2))],
	["other typed arrays", "`array.array` of the same items", "Int16Array.of(1, 2)", Int16Array.of(1, 2)],
	["", "", "Float64Array.of(0.5)", Float64Array.of(0.5)],
	["`Date`", "`datetime` in UTC", "new Date(0)", new Date(0)],
	["`RegExp`", "`re.Pattern`, flags `i`, `m` and `s`", "/(?<year>\\d+)/i", /(?<year>\d+)/i],
	["`Error`", "the exception of its name", 'new TypeError("no")', new TypeError("no")],
	["", "one of another name", 'new RangeError("far")', new RangeError("far")],
	["", "or `Exception`", 'new Error("so")', new Error("so")],
	["`AggregateError`", "`ExceptionGroup` from 3.11 on", "", new AggregateError([new Error("a")], "all")],
	["`URL`, `URLSearchParams`", "`str`", 'new URL("https://a.example/")', new URL("https://a.example/")],
	["`Temporal.PlainDate`", "`date`", "", temporal("PlainDate", NEW_YEAR.slice(0, 10))],
	["`Temporal.PlainTime`", "`time`", "", temporal("PlainTime", NEW_YEAR.slice(11))],
	["`Temporal.PlainDateTime`", "naive `datetime`", "", temporal("PlainDateTime", NEW_YEAR)],
	["`Temporal.Instant`", "`datetime` in UTC", "", temporal("Instant", `${NEW_YEAR}Z`)],
	[
		"`Temporal.ZonedDateTime`",
		"`datetime` with the `ZoneInfo`, or the offset",
		"",
		temporal("ZonedDateTime", `${NEW_YEAR}+01:00[Europe/Paris]`, { timeZoneId: "Europe/Paris" }),
	],
	[
		"`Temporal.Duration`",
		"`timedelta`, without years and months",
		"",
		temporal("Duration", "PT1H", { ...NO_TIME, hours: 1 }),
	],
];

/** The rows, after a look whether each entry of the registry that only writes has one. */
function nativeRows() {
	const writes = defaultRegistry.entries.filter(({ load, is, value }) => !load && is && value === undefined);
	for (const { names, is } of writes) {
		if (!NATIVES.some(([, , , sample]) => is(sample))) throw new Error(`types.md has no value written as ${names[0]}`);
	}
	return NATIVES.map(([what, written, code, sample]) => {
		const back = repr(pickle.loads(pickle.dumps(sample), { mode: "exact" }));
		return [what, written, code && `\`${code}\``, `\`${back}\``];
	});
}

function typesPage() {
	const rows = [];
	for (const { names, type, load, value } of defaultRegistry.entries) {
		if (value !== undefined) rows.push([names.map(python).join(", "), `\`${names[0].split(":")[1]}\``, "a constant"]);
		const name = type?.name.replace(/^_/, "");
		if (load === undefined || name === undefined || !name.startsWith("Py")) continue;
		if (TYPES[name] === undefined) throw new Error(`types.md has no words for ${name}`);
		const shown =
			name === "PyException" ? "all exceptions of `builtins`, `pickle` and `json`" : names.map(python).join(", ");
		rows.push([shown, `\`${name}\``, TYPES[name]]);
	}
	const helpers = defaultRegistry.entries.filter(({ type, load }) => load !== undefined && type === undefined);
	return `# Types of the default registry

${NOTE}

The values that \`loads\` makes of Python's names unless you give another \`registry\`, beside [the built-in types](values.md) that have opcodes of their
own. Everything else stays an inert \`PyObject\`. An entry accepts only arguments that some CPython writes.

${table(["Python", "JavaScript", "what it has"], rows)}

These functions stand in pickles for a value of a built-in type, or for the class that they are given, and are understood:
${helpers.flatMap(({ names }) => names.map(python)).join(", ")}.

## JavaScript's own types

They are written as what they are in Python, and read back as that. The last column is Python's text of what is read back.

${table(["JavaScript", "written as", "for example", "is in Python"], nativeRows())}
`;
}
const python = (name) => `\`${name.replace(/^builtins:/, "").replace(":", ".")}\``;

function opcodesPage() {
	const text = (value) => value.replaceAll("|", "\\|").replaceAll("<", "&lt;").replace(/\s+/g, " ").trim();
	const byte = (code) => {
		const n = code.charCodeAt(0);
		return `\`${n > 32 && n < 127 ? (code === "|" ? "\\|" : code) : `\\x${n.toString(16).padStart(2, "0")}`}\``;
	};
	const stack = (list) => list.map(({ name }) => name).join(" ") || "–";
	const rows = pickletools.opcodes.map(({ name, code, arg, stackBefore, stackAfter, proto, doc }) => [
		`\`${name}\``,
		byte(code),
		arg === null ? "–" : `\`${arg.name}\``,
		`${stack(stackBefore)} → ${stack(stackAfter)}`,
		proto,
		text(doc.split(/\n\s*\n/)[0].split("\n")[0]),
	]);
	return `# Opcodes

${NOTE}

All ${rows.length} opcodes, in CPython's order. Each is read and each is understood by \`dis\`, \`genops\` and \`optimize\`. In code they are
\`pickletools.opcodes\`.

${table(["name", "byte", "argument", "stack before → after", "protocol", "what it does"], rows)}
`;
}

function listPage() {
	const titles = readdirSync(join(root, "docs"))
		.filter((name) => name.endsWith(".md") && name !== "README.md")
		.sort()
		.map((name) => [name, read(`docs/${name}`).match(/^# (.*)$/m)?.[1]]);
	return `# Pages

${NOTE}

${titles.map(([name, title]) => `- [${title}](${name})`).join("\n")}
`;
}

const PAGES = {
	"docs/errors.md": errorsPage,
	"docs/types.md": typesPage,
	"docs/opcodes.md": opcodesPage,
	"docs/README.md": listPage,
};
const check = process.argv.includes("--check");
for (const [path, make] of Object.entries(PAGES)) {
	const text = make();
	if (!check) writeFileSync(join(root, path), text);
	else if (read(path) !== text) {
		console.error(`${path} is not today's: node scripts/make-docs.mjs`);
		process.exitCode = 1;
	}
}
