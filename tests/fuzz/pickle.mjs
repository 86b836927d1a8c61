/** Random and broken pickles: generated values, opcodes put together, and mutations of both. */
import {
	PyDict,
	PyError,
	PyFloat,
	PyFrozenSet,
	PyGlobal,
	PyObject,
	PySet,
	pickle,
	pickletools,
	repr,
	tuple,
} from "../../dist/index.js";
import { chunksOf, slowly } from "./random.mjs";

const TEXTS = [
	"",
	"a",
	"key",
	"ключ",
	"日本",
	"\ud800",
	"é".repeat(40),
	"x".repeat(300),
	"__proto__",
	"0",
	"line\nline",
];
const INTS = [
	0,
	1,
	-1,
	255,
	256,
	65535,
	65536,
	2 ** 31 - 1,
	-(2 ** 31),
	2 ** 31,
	2 ** 53 - 1,
	2n ** 63n,
	-(2n ** 63n),
	2n ** 70n,
];
const FLOATS = [0.5, -0, 1e300, -1.5e-300, Number.NaN, Number.POSITIVE_INFINITY];

/** A random value; what was made before may stand in it again. */
export function value(random, depth = 0, made = []) {
	if (made.length > 0 && random.chance(15)) return random.pick(made);
	const kind = random.below(depth > 4 ? 8 : 18);
	const several = (make) => Array.from({ length: random.pick([0, 1, 2, 3, 5]) }, make);
	const child = () => value(random, depth + 1, made);
	const kept = (object) => {
		made.push(object);
		return object;
	};
	switch (kind) {
		case 0:
			return null;
		case 1:
			return random.chance(50);
		case 2:
		case 3:
			return random.pick(INTS);
		case 4:
			return random.pick(FLOATS);
		case 5:
			return new PyFloat(random.below(100));
		case 6:
			return random.pick(TEXTS);
		case 7:
			return kept(Uint8Array.from(several(() => random.below(256))));
		case 8:
		case 9:
		case 10: {
			const list = kept([]);
			for (const item of several(child)) list.push(item);
			if (random.chance(5)) list.push(list);
			return list;
		}
		case 11:
			return kept(tuple(...several(child)));
		case 12:
		case 13: {
			const dict = kept(new PyDict());
			for (const key of several(() => random.pick([...TEXTS, ...INTS, true, null, tuple(1, "a")])))
				dict.set(key, child());
			return dict;
		}
		case 14:
			return kept(new PySet(several(() => random.pick([...TEXTS, ...INTS]))));
		case 15:
			return kept(new PyFrozenSet(several(() => random.pick(TEXTS))));
		case 16: {
			const object = kept(
				new PyObject({
					callable: new PyGlobal("app.models", random.pick(["User", "Item"])),
					args: tuple(...several(child)),
				}),
			);
			if (random.chance(60)) object.operations.push({ op: "build", state: child() });
			if (random.chance(20)) object.operations.push({ op: "append", items: several(child) });
			return object;
		}
		default:
			return new PyGlobal(random.pick(["builtins", "app"]), random.pick(["list", "Thing.inner", "f"]));
	}
}

const OPCODES = pickletools.opcodes.map((opcode) => opcode.code.charCodeAt(0));

function mutated(data, random) {
	const bytes = [...data];
	for (let changes = 1 + random.below(4); changes > 0; changes--) {
		const at = random.below(bytes.length + 1);
		const byte = random.chance(60) ? random.pick(OPCODES) : random.below(256);
		switch (random.below(6)) {
			case 0:
				bytes.splice(at, 0, byte);
				break;
			case 1:
				bytes.splice(at, 1 + random.below(3));
				break;
			case 2:
				bytes.length = at;
				break;
			case 3: {
				const piece = bytes.slice(at, at + random.below(12));
				bytes.splice(random.below(bytes.length + 1), 0, ...piece);
				break;
			}
			default:
				if (at < bytes.length) bytes[at] = byte;
		}
	}
	return Uint8Array.from(bytes);
}

/** What came of reading: the text of the value, or the error with its place. */
function verdict(work) {
	try {
		return shown(work());
	} catch (error) {
		return refused(error);
	}
}
function shown(read) {
	try {
		return repr(read);
	} catch (error) {
		return `value of ${refused(error)}`;
	}
}
function refused(error) {
	if (!(error instanceof PyError)) throw error;
	// When a limit is met depends on how the bytes come, that it is met does not.
	return error.code === "limit" ? "limit" : `${error.name}: ${error.message} at ${error.offset}`;
}

const OPTIONS = [
	{},
	{ mode: "exact" },
	{ encoding: "latin1" },
	{ encoding: "bytes", fixImports: false },
	{ persistentLoad: "keep", mode: "exact" },
];

/** One case; throws when something does not hold. */
export async function check(random) {
	const protocol = random.below(6);
	const data = pickle.dumps(value(random), { protocol });
	const bytes = random.chance(70) ? mutated(data, random) : data;
	const options = { ...random.pick(OPTIONS), limits: { memory: 2 ** 26 } };
	const whole = verdict(() => pickle.loads(bytes, options));
	const same = (name, other) => {
		if (other !== whole)
			throw new Error(
				`${name}: ${other}\n  instead of: ${whole}\n  pickle: ${Buffer.from(bytes).toString("hex")}\n  ${JSON.stringify(options)}`,
			);
	};
	const chunks = chunksOf(bytes, random);
	let inChunks;
	try {
		inChunks = shown(await pickle.load(slowly(chunks), options));
	} catch (error) {
		inChunks = refused(error);
	}
	// A stream refuses a length beyond the limit before it can know that the bytes will not come.
	if (inChunks !== "limit" || !whole.includes("pickle data was truncated")) same("in chunks", inChunks);
	// Looking never builds and never fails otherwise than with an error of ours.
	const tools = random.pick([
		() => pickletools.dis(bytes, () => {}),
		() => [...pickletools.genops(bytes)],
		() => pickletools.globals(bytes),
	]);
	verdict(tools);
	if (options.mode !== "exact" || whole.includes(": ") || whole === "limit") return;
	const readAgain = (data) => pickle.loads(data, { ...options, persistentLoad: "keep" });
	let written;
	try {
		written = pickle.dumps(pickle.loads(bytes, options), { protocol });
	} catch (error) {
		// Names and ids that a line of an old protocol cannot hold.
		if (error instanceof PyError && (error.code === "global" || error.code === "persistent-id")) return;
		throw error;
	}
	// A dotted name that was one in an old protocol is written as calls of getattr, and these are read as a name again.
	const twice = pickle.dumps(readAgain(written), { protocol });
	const thrice = pickle.dumps(readAgain(twice), { protocol });
	if (Buffer.compare(twice, thrice) !== 0) same("written three times", Buffer.from(thrice).toString("hex"));
}
