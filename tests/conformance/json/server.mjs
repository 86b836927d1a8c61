// Brine's json behind a pipe. Every message is a pickle with its length in front; while it works, Brine may ask for a
// function of the test to be called: {"call": "default", "arguments": [...]}.
import { json, PyDict, pickle, tuple } from "../../../dist/index.js";
import { readSome, writeAll } from "../pipe.mjs";

const pythonVersion = process.argv[2];

/** Something that lives in Python; `pyClass` is what error messages call its type. */
class Held {
	static known = new Map();
	constructor(id, name) {
		this.id = id;
		this.className = name;
	}
	get [Symbol.for("brine.type")]() {
		return "object";
	}
	static of(id, name) {
		const found = Held.known.get(id);
		if (found !== undefined && found.className === name) return found;
		const held = new Held(id, name);
		Held.known.set(id, held);
		return held;
	}
}
/** What a test's function raised; Python has kept it. */
class Raised extends Error {}

const FROM_PYTHON = {
	int: (text) => {
		const value = BigInt(text);
		return Number.isSafeInteger(Number(value)) ? Number(value) : value;
	},
	float: (value) => value,
	str: (text) => text,
	list: (items) => [...items],
	dict: (entries) => new PyDict(entries),
	held: (id, name) => Held.of(id, name),
};
const persistentLoad = ([kind, ...given]) => FROM_PYTHON[kind](...given);
const persistentId = (value) => (value instanceof Held ? value.id : undefined);

function readBytes(size) {
	const bytes = Buffer.alloc(size);
	for (let at = 0; at < size; ) {
		const count = readSome(bytes, at, size - at);
		if (count === 0) return undefined;
		at += count;
	}
	return bytes;
}
function read() {
	const header = readBytes(4);
	if (header === undefined) return undefined;
	return Object.fromEntries(pickle.loads(readBytes(header.readUInt32BE()), { mode: "exact", persistentLoad }));
}
function write(message) {
	const data = pickle.dumps(message, { persistentId, protocol: 4 });
	const bytes = Buffer.alloc(data.length + 4);
	bytes.writeUInt32BE(data.length);
	bytes.set(data, 4);
	writeAll(bytes);
}

/** Has a function of the test called. */
function call(name, ...parameters) {
	write({ call: name, arguments: parameters });
	for (let message = read(); message !== undefined; message = read()) {
		if (message.command !== undefined) write(answerTo(message));
		else if (message.raised) throw new Raised();
		else return message;
	}
	throw new Raised();
}
const valueOf = (name) => (value) => call(name, value).value;
/** What a hook gives stays as it is in Python, whatever it is. */
const heldOf = (name) => (value) => Held.of(call(name, value).id, "");

const LOAD_HOOKS = {
	object_hook: "objectHook",
	object_pairs_hook: "objectPairsHook",
	parse_float: "parseFloat",
	parse_int: "parseInt",
	parse_constant: "parseConstant",
};

function decoderOptions({ strict, digits, calls }) {
	const options = { mode: "exact", pythonVersion, strict };
	if (digits !== null) options.limits = { digits };
	for (const name of calls) if (name in LOAD_HOOKS) options[LOAD_HOOKS[name]] = heldOf(name);
	return options;
}
function encoderOptions({ options, digits, calls }) {
	const full = { ...Object.fromEntries(options), pythonVersion };
	if (digits !== null) full.limits = { digits };
	if (calls.includes("default")) full.default = valueOf("default");
	return full;
}

/** Python counts code points, JavaScript UTF-16 units. */
function unitsBefore(text, points) {
	if (typeof text !== "string" || typeof points !== "number" || points < 0) return points;
	const before = Array.from(text).slice(0, points);
	return before.join("").length + (points - before.length);
}
const withPoints = (text, [value, end]) => tuple(value, Array.from(text.slice(0, end)).length);

const COMMANDS = {
	loads: (question) => json.loads(question.text, decoderOptions(question)),
	load: (question) => json.loadSync({ read: (size) => call("read", size).value }, decoderOptions(question)),
	decode: (question) => new json.JSONDecoder(decoderOptions(question)).decode(question.text),
	rawDecode(question) {
		const { text, index } = question;
		return withPoints(text, new json.JSONDecoder(decoderOptions(question)).rawDecode(text, unitsBefore(text, index)));
	},
	scanstring: ({ text, index, strict }) => withPoints(text, json.scanstring(text, unitsBefore(text, index), strict)),
	dumps: (question) => json.dumps(question.value, encoderOptions(question)),
	iterencode: (question) => [...json.iterencode(question.value, encoderOptions(question))],
	dump(question) {
		json.dumpSync(question.value, { write: (text) => void call("write", text) }, encoderOptions(question));
		return null;
	},
};

function answerTo(question) {
	try {
		return { value: COMMANDS[question.command](question) };
	} catch (error) {
		if (error instanceof Raised) return { error: { name: "raised", message: "" } };
		const { name, message, msg, doc, pos, lineno, colno } = error;
		return { error: { name, message, ...(msg === undefined ? {} : { msg, doc, pos, lineno, colno }) } };
	}
}

for (let question = read(); question !== undefined; question = read()) write(answerTo(question));
