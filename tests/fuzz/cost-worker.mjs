/**
 * Runs cases of the cost mode in a process with little memory, and reports how long each step took. The parent ends it when
 * a case does not end, and starts another when it dies.
 *
 * node --max-old-space-size=512 --expose-gc tests/fuzz/cost-worker.mjs SEED COUNT
 */
import { writeSync } from "node:fs";
import { inspect } from "node:util";
import {
	createRegistry,
	dataclassType,
	defaultRegistry,
	equals,
	fromTagged,
	json,
	LimitError,
	PyDict,
	PyError,
	PyObject,
	pformat,
	pickle,
	pickletools,
	repr,
	toPlain,
	toTagged,
} from "../../dist/index.js";
import { repr as numpyRepr } from "../../dist/numpy/index.js";
import { registry as pandas } from "../../dist/pandas/index.js";
import { namedTensors, registry as torch } from "../../dist/torch/index.js";
import { costlyJson, costlyPickle } from "./cost-inputs.mjs";
import { libraryPickle } from "./cost-libraries.mjs";
import { shapedJson, shapedPickle } from "./cost-shapes.mjs";
import { Random } from "./random.mjs";

/** Characters that one call may write here: what a value of 200 kB can be worth, and few enough for the heap. */
const TEXT = 2 ** 22;
const limits = { text: TEXT };

/** Copies that are made of parts, in a heap of half of what the default allows. */
const HELD = { memory: 2 ** 28 };

/** A class of a user's own, which the shapes name. */
const own = createRegistry(defaultRegistry, dataclassType("m:Own", class Own {}));
const libraries = createRegistry(own, pandas, torch);

/** Cases in a hundred with classes of libraries: told by the seed alone, so that all others are what they were. */
const LIBRARIES = 15;
/** Buffers out of band, as many as a pickle asks for: the same few again and again. */
const BUFFERS = [new Uint8Array(16), new Uint8Array(0), new Uint8Array(1 << 16)];
let given = 0;
function* endless() {
	for (let i = 0; ; i++) {
		const buffer = BUFFERS[i % BUFFERS.length];
		given += buffer.length;
		yield buffer;
	}
}

/** Milliseconds that this process has computed, whatever else the machine does. */
function computed() {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}

const say = (record) => writeSync(1, `${JSON.stringify(record)}\n`);

/**
 * What V8's own `JSON.stringify` says: over plain values, where we have no part in it, and of a bigint anywhere, since a
 * program may have given these a `toJSON`.
 */
const BIGINT = /serialize a BigInt/;
const PLATFORM = /circular|Maximum call stack size/;

/** Runs a step; the result, or the error of ours that it ended with. */
function step(steps, name, work, isPlatform = false) {
	const start = computed();
	let result;
	let error;
	try {
		result = work();
	} catch (caught) {
		error = caught;
	}
	const ms = computed() - start;
	let size = typeof result === "string" || result instanceof Uint8Array ? result.length : 0;
	// Text that was as long as allowed has been made up to there.
	if (error instanceof LimitError && error.limit === "text") size = error.value;
	steps.push([name, ms, size]);
	if (error !== undefined) {
		const message = String(error.message);
		const isV8s = name === "JSON.stringify" && (BIGINT.test(message) || (isPlatform && PLATFORM.test(message)));
		const known = error instanceof PyError || isV8s;
		if (!known) say({ problem: `${name}: ${error.constructor.name}: ${message.slice(0, 300)}` });
		if (message.length > 10_000) say({ problem: `${name}: a message of ${message.length} characters` });
	}
	return result;
}

/** Bytes that are in use. */
function inUse() {
	gc();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

/** How many keys are set one by one: a large Decimal is looked through each time, as in Python. */
const SET_BY_HAND = 2000;
/** Bytes that count as one key more: they can change, so that they too are looked through each time. */
const BYTES_A_KEY = 500;

/** Bytes in a key and in its first parts, however deep. */
function bytesIn(key) {
	const parts = [key];
	let sum = 0;
	for (let at = 0; at < parts.length && at < 64; at++) {
		const part = parts[at];
		if (part instanceof Uint8Array) sum += part.length;
		else if (part instanceof Map) parts.push(...[...part.values()].slice(0, 8));
		else if (Array.isArray(part) || part instanceof Set) parts.push(...[...part].slice(0, 8));
	}
	return sum;
}

/** What values of the libraries have besides: lists of all they represent, tables, texts of their own. */
function useLibraries(steps, value) {
	const shown = (name, work) => step(steps, name, () => void work());
	const parts = Array.isArray(value) ? value.slice(0, 4) : [value];
	shown("numpy repr", () => parts.map((part) => numpyRepr(part, { limits })));
	shown("namedTensors", () => namedTensors(value));
	for (const part of parts) {
		if (typeof part !== "object" || part === null) continue;
		shown("toArray", () => part.toArray?.());
		shown("toCSV", () => part.toCSV?.({ limits }));
		shown("toRows", () => part.toRows?.());
		shown("print", () => part.print?.());
		shown("placesOf", () => part.placesOf?.(-5));
	}
}

/** Sets the keys of tables in another one by one, as programs do, and looks for them. */
function oneByOne(value) {
	const made = new PyDict();
	let left = SET_BY_HAND;
	for (const table of Array.isArray(value) ? value.slice(0, SET_BY_HAND) : [value]) {
		if (!(table instanceof Map || table instanceof Set)) continue;
		for (const key of table.keys()) {
			left -= 1 + Math.floor(bytesIn(key) / BYTES_A_KEY);
			if (left < 0) return;
			made.set(key, made.has(key));
			if (made.get(key) === undefined) made.delete(key);
		}
	}
}

/** Reads and changes the attributes, items and entries of inert objects, of a few in a list. */
function lookInto(value) {
	for (const part of Array.isArray(value) ? value.slice(0, 4) : [value]) {
		if (!(part instanceof PyObject)) continue;
		const { attributes } = part;
		for (const name of ["a", ...[...attributes.keys()].slice(0, 4)]) {
			part.attributes.get(name);
			attributes.delete(name);
		}
		for (const live of [part.items, part.entries]) if (!Object.isFrozen(live)) live.splice(0, 1);
		attributes.clear();
	}
}

/** Everything that people do with a value after it was read. */
function use(steps, value, again, registry) {
	const shown = step(steps, "repr", () => repr(value, { limits }));
	step(steps, "pformat", () => pformat(value, { limits }));
	step(steps, "inspect", () => inspect(value));
	// It takes no limit: up to 2^29 characters, which is all the heap that there is here.
	if (shown !== undefined)
		step(steps, "String", () =>
			value !== null && typeof value === "object" && !Array.isArray(value) ? String(value) : "",
		);
	step(steps, "equals", () => equals(value, again));
	let isShort = registry === own;
	// What values of the libraries represent may be far more than their bytes: it is counted by its text.
	let all = 0;
	if (!isShort)
		step(steps, "all of it", () => {
			// One that is longer than may be is as long at least.
			all = TEXT;
			const whole = json.dumps(toPlain(value, { preset: "json", limits }), { limits });
			all = whole.length;
			isShort = true;
			return whole;
		});
	const plain = (name, options) => {
		step(steps, name, () => toPlain(value, options) && undefined);
		const last = steps.at(-1);
		last[2] = Math.max(last[2], all);
	};
	plain("toPlain", {});
	plain("toPlain text", { keys: "text", limits });
	plain("toPlain json", { preset: "json", limits });
	let tagged;
	step(steps, "toTagged", () => {
		tagged = toTagged(value, { registry, limits: HELD });
	});
	if (tagged !== undefined) step(steps, "fromTagged", () => fromTagged(tagged, { registry }) && undefined);
	step(steps, "keys", () => oneByOne(value));
	for (const protocol of [0, 5])
		step(steps, `dumps ${protocol}`, () => pickle.dumps(value, { protocol, registry, limits: HELD }));
	const text = step(steps, "json.dumps", () => json.dumps(value, { skipKeys: true, limits, default: () => "other" }));
	// V8's own cannot be bounded; where all of ours ended, the value is small enough for it. A short text of `json.dumps`, for
	// which values of the libraries are "other", says nothing of these.
	if (text !== undefined && shown !== undefined && isShort)
		step(steps, "JSON.stringify", () => JSON.stringify(value), !(value instanceof PyObject));
}

const [first, count] = process.argv.slice(2).map(Number);
for (let seed = first; seed < first + count; seed++) {
	const random = new Random(seed);
	const isPickle = random.chance(65);
	const isShaped = random.chance(60);
	const isLibrary = isPickle && new Random(seed ^ 0x1b7a).chance(LIBRARIES);
	const registry = isLibrary ? libraries : own;
	const make = isLibrary
		? libraryPickle
		: isPickle
			? isShaped
				? shapedPickle
				: costlyPickle
			: isShaped
				? shapedJson
				: costlyJson;
	const input = make(random);
	say({ seed, format: isPickle ? "pickle" : "json", size: input.length });
	const options = random.pick([{}, { mode: "exact" }, { dict: "map" }, { encoding: "latin1" }]);
	const steps = [];
	const before = inUse();
	let held = 0;
	given = 0;
	if (isPickle) {
		const persistentLoad = "keep";
		const read = () => pickle.loads(input, { ...options, persistentLoad, registry, buffers: endless() });
		const value = step(steps, "loads", read);
		held = inUse() - before;
		if (value !== undefined) use(steps, value, read(), registry);
		if (value !== undefined && isLibrary) useLibraries(steps, value);
		// Last, since it changes the value.
		if (value !== undefined) step(steps, "live", () => lookInto(value));
		step(steps, "dis", () => pickletools.dis(input, { limits }));
		step(steps, "tree", () => pickletools.tree(input) && undefined);
		step(steps, "globals", () => pickletools.globals(input) && undefined);
		step(steps, "optimize", () => pickletools.optimize(input));
	} else {
		const { encoding: _, ...rest } = options;
		const value = step(steps, "json.loads", () => json.loads(input, rest));
		held = inUse() - before;
		step(steps, "json.loads hook", () => json.loads(input, { ...rest, parseFloat: Number }));
		step(steps, "json.loads objects", () => void json.loads(input, { ...rest, objectHook: (object) => object }));
		if (value !== undefined) use(steps, value, json.loads(input, rest), registry);
		let prefixes = 0;
		const start = computed();
		try {
			for await (const event of json.events([input])) prefixes += event.prefix === "" ? 1 : 0;
		} catch (error) {
			if (!(error instanceof PyError))
				say({ problem: `events: ${error.constructor.name}: ${String(error.message).slice(0, 300)}` });
		}
		steps.push(["events", computed() - start, 0]);
		if (prefixes < 0) say({ problem: "never" });
	}
	const { rss } = process.memoryUsage();
	say({
		done: seed,
		given,
		steps: steps.map(([name, ms, size]) => [name, Math.round(ms * 100) / 100, size]),
		held: Math.max(0, held),
		rss: Math.round(rss / 1e6),
	});
}
