/**
 * What each constructor of the default registry, and each built-in kind of value, retains when it is read, against what
 * the load charges for it (`limits.memory`).
 *
 * node --expose-gc bench/memory.mjs constructors [PATTERN] [--count N] [--most RATIO]
 *
 * Exit code 1 when one takes more than RATIO times what is charged (default 1.25), or when a class of the registry has
 * no sample here.
 */
import { parseArgs } from "node:util";
import { wholeNumber } from "../tests/whole-number.mjs";

const dist = process.env.BRINE_DIST ?? "../dist";
const { defaultRegistry, pickle } = await import(`${dist}/index.js`);
const t = await import(`${dist}/types/index.js`);
const { values: options, positionals } = parseArgs({
	allowPositionals: true,
	options: { count: { type: "string", default: "20000" }, most: { type: "string", default: "1.25" } },
});
const count = wholeNumber("--count", options.count);
const pattern = new RegExp(positionals[0] ?? ".");
const { PyDict, PyFloat, PyGlobal, tuple } = t;
const pairs = (n, make = (i) => i) => Array.from({ length: n }, (_, i) => [make(i), i]);
const list = (n) => Array.from({ length: n }, (_, i) => i);

/** One value of each kind; the number makes each of them another. */
const SAMPLES = {
	"set of 1": (i) => new t.PySet([i]),
	"set of 20": (i) => new t.PySet(list(20).map((n) => n + i)),
	"frozenset of 3": (i) => new t.PyFrozenSet([i, i + 1, i + 2]),
	"set of floats": (i) => new t.PySet([i + 0.5, i + 0.25]),
	"set of tuples": (i) => new t.PySet([tuple(i, "a"), tuple(i, "b")]),
	bytearray: (i) => t.PyByteArray.from([i & 255, 2, 3]),
	bytes: (i) => Uint8Array.of(i & 255, 1, 2),
	complex: (i) => new t.PyComplex(i, 0.5),
	range: (i) => new t.PyRange(0, i, 1),
	"range of big ints": (i) => new t.PyRange(0n, 1n << 3000n, BigInt(i + 1)),
	slice: (i) => new t.PySlice(0, i),
	date: (i) => new t.PyDate(2000 + (i % 1000), 1, 2),
	time: (i) => new t.PyTime(1, i % 60),
	datetime: (i) => new t.PyDateTime(2000 + (i % 1000), 1, 2, 3, 4),
	"aware datetime": (i) => new t.PyDateTime(2000 + (i % 1000), 1, 2, 3, 4, { tzinfo: t.utc }),
	timedelta: (i) => new t.PyTimeDelta(1, i),
	timezone: (i) => new t.PyTimezone(new t.PyTimeDelta(0, 60 * (i % 1000))),
	zone: () => new t.PyZoneInfo("Europe/Paris"),
	decimal: (i) => new t.PyDecimal(`${i}.25`),
	fraction: (i) => new t.PyFraction(2 * i + 1, 1 << 20),
	"fraction of big ints": (i) => new t.PyFraction((1n << 4000n) + BigInt(i), (1n << 3999n) + 1n),
	uuid: (i) => new t.PyUUID(BigInt(i) << 70n),
	OrderedDict: (i) => new t.PyOrderedDict([["a", i]]),
	"OrderedDict of 20": (i) => new t.PyOrderedDict(pairs(20, (n) => n + i)),
	Counter: (i) => new t.PyCounter([["a", i]]),
	defaultdict: (i) => new t.PyDefaultDict(new PyGlobal("builtins", "list"), [["a", i]]),
	deque: (i) => new t.PyDeque([i]),
	"deque of 100": (i) => new t.PyDeque(list(100).map((n) => n + i)),
	ChainMap: (i) => new t.PyChainMap([new PyDict([["a", i]])]),
	"ChainMap of 5": () => new t.PyChainMap(list(5).map(() => new PyDict())),
	frozendict: (i) => new t.PyFrozenDict([["a", i]]),
	"array of ints": (i) => new t.PyArray("i", Int32Array.of(i, 2, 3)),
	"array of doubles": (i) =>
		new t.PyArray(
			"d",
			Float64Array.from(list(50), (n) => n + i),
		),
	path: (i) => new t.PyPath("PurePosixPath", `a/${i}`),
	exception: (i) => new t.PyException("builtins:ValueError", [i]),
	pattern: (i) => new t.PyPattern(`a+${i}`, 2),
	address: (i) => new t.PyIP("IPv4Address", `10.0.${(i >> 8) & 255}.${i & 255}`),
	namespace: (i) => new t.PyNamespace([["a", i]]),
	"type of None": () => new t.PyObject({ callable: new PyGlobal("builtins", "type"), args: tuple(null) }),
	"empty object": () => new t.PyObject({ via: "NEWOBJ", callable: new PyGlobal("m", "C") }),
	"object with state": (i) =>
		new t.PyObject({ callable: new PyGlobal("m", "C"), operations: [{ op: "build", state: { a: i } }] }),
	"object with items": (i) =>
		new t.PyObject({
			callable: new PyGlobal("m", "C"),
			operations: [{ op: "append", items: list(30).map((n) => n + i) }],
		}),
	"object with entries": (i) =>
		new t.PyObject({
			callable: new PyGlobal("m", "C"),
			operations: [{ op: "setItem", items: pairs(20, (n) => n + i) }],
		}),
	"object with keywords": (i) =>
		new t.PyObject({ via: "NEWOBJ_EX", callable: new PyGlobal("m", "C"), kwargs: [["a", i]] }),
	"whole float": (i) => new PyFloat(i),
	"floats, whole and not": (i) => [new PyFloat(i), i + 0.5, new PyFloat(i + 1)],
	"big int": (i) => (1n << 300n) + BigInt(i),
	"dict of ints": (i) => new PyDict(pairs(10, (n) => n + i)),
	"dict of strings": (i) => ({ a: i, b: 2, c: 3 }),
	"index-like key": () => ({ 1023: null }),
	"index-like keys": () => Object.fromEntries(list(10).map((n) => [100 * n, null])),
	"list of 3": (i) => [i, 2, 3],
	"list of 100": (i) => list(100).map((n) => n + i),
	tuple: (i) => tuple(i, 2),
	string: (i) => `text ${i} of some length`,
};

const missing = defaultRegistry.entries.filter(
	(entry) =>
		entry.type !== undefined &&
		entry.load !== undefined &&
		!Object.values(SAMPLES).some((make) => made(make) instanceof entry.type),
);
function made(make) {
	const value = make(3);
	return value?.callable?.qualname === "type" ? pickle.loads(pickle.dumps(value)) : value;
}

function used() {
	for (let i = 0; i < 3; i++) globalThis.gc();
	const { heapUsed, arrayBuffers } = process.memoryUsage();
	return heapUsed + arrayBuffers;
}
/** Bytes that a value keeps alive. */
function retained(data, mode) {
	const before = used();
	const value = [pickle.loads(data, { mode })];
	const bytes = used() - before;
	value.length = 0;
	return bytes;
}
/** The least limit with which a pickle is read. */
function charged(data, mode) {
	let [low, high] = [0, 2 ** 33];
	while (high - low > high / 200) {
		const memory = (low + high) / 2;
		try {
			pickle.loads(data, { mode, limits: { memory } });
			high = memory;
		} catch (error) {
			if (error.limit !== "memory") throw error;
			low = memory;
		}
	}
	return high;
}

const failed = missing.map((entry) => `${entry.names[0]} has no sample`);
for (const [name, make] of Object.entries(SAMPLES)) {
	if (!pattern.test(name)) continue;
	const n = name.includes("big ints") ? Math.ceil(count / 10) : count;
	const data = pickle.dumps(
		Array.from({ length: n }, (_, i) => make(i)),
		{ shareStrings: "all" },
	);
	for (const mode of ["plain", "exact"]) {
		const charge = charged(data, mode);
		pickle.loads(data, { mode });
		const most = charge * Number(options.most);
		let bytes = retained(data, mode);
		// What V8 compiled meanwhile counts too; a value that is too large is so each time.
		for (let again = 0; again < 4 && bytes > most; again++) bytes = Math.min(bytes, retained(data, mode));
		const ratio = bytes / charge;
		const each = (total) => (total / n).toFixed(0).padStart(7);
		console.log(
			`${name.padEnd(24)} ${mode.padEnd(6)} retained${each(bytes)}  charged${each(charge)}  ${ratio.toFixed(2)}`,
		);
		if (ratio > Number(options.most)) failed.push(`${name} (${mode})`);
	}
}
if (failed.length > 0) {
	console.log(`above ${options.most}: ${failed.join(", ")}`);
	process.exitCode = 1;
}
