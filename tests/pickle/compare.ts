/** Brine beside a live CPython: random values read, real pickles broken and read, random values written. */
import { LimitError, PyError, UnpicklingError } from "../../src/errors.ts";
import { dumps } from "../../src/pickle/dumps.ts";
import { loads } from "../../src/pickle/loads.ts";
import { defaultRegistry } from "../../src/registry/default.ts";
import { Registry } from "../../src/registry/registry.ts";
import type { AnyTypeEntry } from "../../src/registry/types.ts";
import { PyGlobal } from "../../src/values/opaque.ts";
import { repr } from "../../src/values/repr.ts";
import { compareText } from "../../src/values/safe-order.ts";
import { PySet } from "../../src/values/set.ts";
import { type Answer, type Python, type PythonWorker, startWorker } from "../python/pythons.mjs";
import { objectsIn } from "./support.ts";
import { build, type Tagged } from "./tagged-build.ts";
import { describe } from "./tagged-describe.ts";

const fromBase64 = (text = ""): Uint8Array => new Uint8Array(Buffer.from(text, "base64"));
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

/** What came of a run: how often what was seen, and the first few differences. */
export class Findings {
	readonly counts = new Map<string, number>();
	readonly differences: string[] = [];
	count(what: string, by = 1): void {
		this.counts.set(what, (this.counts.get(what) ?? 0) + by);
	}
	differ(text: string): void {
		this.count("different");
		if (this.differences.length < 50) this.differences.push(text.slice(0, 20_000));
	}
	toString(): string {
		const lines = [...this.counts].map(([what, count]) => `${String(count).padStart(9)}  ${what}`);
		return [...lines, ...this.differences].join("\n");
	}
}

/** Numbers that a seed decides. */
export class Source {
	#state: number;
	constructor(seed: number) {
		this.#state = seed >>> 0;
	}
	/** From 0 up to one below a number. */
	below(count: number): number {
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let t = this.#state;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * count);
	}
	choice<T>(items: readonly T[]): T {
		return items[this.below(items.length)] as T;
	}
}

const versionOf = (python: Python): string => python.version.replace(/[a-z].*$/, "");
const protocolsOf = (python: Python): number[] =>
	Number(python.version.split(".")[1]) < 8 ? [0, 1, 2, 3, 4] : [0, 1, 2, 3, 4, 5];

/** Puts the members of every set in the order of their texts, as `stable_repr` of values.py shows them. */
function sortSets(value: unknown, pythonVersion: string): void {
	const sets = [...objectsIn(value)].filter((object): object is PySet => object instanceof PySet && object.size > 1);
	// What stands further in is put in order first.
	for (const set of sets.reverse()) {
		const members = [...set].map((member) => [repr(member, { pythonVersion }), member] as const);
		members.sort(([a], [b]) => compareText(a, b));
		Set.prototype.clear.call(set);
		for (const [, member] of members) Set.prototype.add.call(set, member);
	}
}

const BATCH = 250;

/** Random values that CPython pickled: read as equal, in type, content, order and sharing, and with the same text. */
export async function compareReading(python: Python, count: number, seed: number): Promise<Findings> {
	const findings = new Findings();
	const worker = startWorker(python);
	const pythonVersion = versionOf(python);
	for (let done = 0; done < count; done += BATCH) {
		const { answers = [] } = await worker.ask({
			command: "random",
			seed: seed * 1009 + done,
			count: Math.min(BATCH, count - done),
			protocol: protocolsOf(python),
			describe: true,
		});
		for (const answer of answers) {
			findings.count(`read at protocol ${answer.protocol}`);
			const wrong = readOtherwise(answer, pythonVersion);
			if (wrong !== undefined) findings.differ(`${answer.data}: ${wrong}`);
		}
	}
	await worker.close();
	return findings;
}
function readOtherwise({ data, repr: text, value: described }: Answer, pythonVersion: string): string | undefined {
	const value = loads(fromBase64(data), { mode: "exact", pythonVersion });
	const ours = JSON.stringify(describe(value));
	if (ours !== JSON.stringify(described)) return `is ${ours}, not ${JSON.stringify(described)}`;
	sortSets(value, pythonVersion);
	const shown = repr(value, { pythonVersion });
	return typeof text === "string" && shown !== text ? `shows as ${shown}, not ${text}` : undefined;
}

const names = (module: string, text: string): string[] => text.split(" ").map((name) => `${module}:${name}`);
const TYPES = "object int float complex bool str bytes bytearray list dict tuple set frozenset range slice";
const ERRORS = "Exception ValueError TypeError KeyError IndexError RuntimeError AssertionError";
/** Names that both sides may use; all else is refused by both. */
const ALLOWED: ReadonlySet<string> = new Set([
	...names("builtins", `${TYPES} ${ERRORS}`),
	...names("collections", "OrderedDict Counter defaultdict deque"),
	...names("datetime", "date time datetime timedelta timezone"),
	"decimal:Decimal",
	"fractions:Fraction",
	"uuid:UUID",
	"copyreg:_reconstructor",
	"_codecs:encode",
	"types:SimpleNamespace",
]);
/** All of these, and the same as Python 2 spells them, which is how both hooks hear of them. */
const HEARD: ReadonlySet<string> = new Set([
	...ALLOWED,
	...names("__builtin__", `${TYPES} unicode long xrange`),
	...names("exceptions", ERRORS),
	"copy_reg:_reconstructor",
]);

/** The default registry, but it tells when a call was left undone: of a name or of arguments that it does not know. */
class Telling extends Registry {
	undone = 0;
	override byName(name: string): AnyTypeEntry | undefined {
		const entry = super.byName(name);
		const { load } = entry ?? {};
		if (entry === undefined || load === undefined) {
			this.undone++;
			return entry;
		}
		const telling: NonNullable<AnyTypeEntry["load"]> = (...given) => {
			const made: unknown = load(...given);
			if (made === undefined) this.undone++;
			return made;
		};
		return { ...entry, load: telling };
	}
}

/** Breaks bytes in one to four places. */
function mutated(data: Uint8Array, other: Uint8Array, source: Source): Uint8Array {
	let bytes = [...data];
	for (let times = 1 + source.below(4) * source.below(2); times > 0; times--) {
		const at = source.below(bytes.length);
		switch (source.below(8)) {
			case 0:
			case 1:
				bytes[at] = source.below(256);
				break;
			case 2:
				bytes[at] = (bytes[at] as number) ^ (1 << source.below(8));
				break;
			case 3:
				bytes.splice(at, 1 + source.below(4));
				break;
			case 4:
				bytes.splice(at, 0, source.choice(OPCODES));
				break;
			case 5:
				bytes[at] = source.choice(OPCODES);
				break;
			case 6: {
				const from = source.below(other.length);
				bytes.splice(at, 0, ...other.subarray(from, from + source.below(12)));
				break;
			}
			default:
				bytes = [...bytes.slice(0, at), ...bytes.slice(Math.max(0, at - source.below(9)))];
		}
		if (bytes.length === 0) bytes.push(0x2e);
	}
	return Uint8Array.from(bytes);
}
const OPCODES: readonly number[] = [
	...Buffer.from(
		"().0123NIJKLMFGSTUVXB]}eauspqrghjlotdbRQPciC\x80\x81\x82\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f\x90\x91\x92\x93\x94\x95\x96\x97\x98",
		"latin1",
	),
];

interface Verdict {
	readonly name?: string;
	readonly message?: string;
	readonly text?: string | undefined;
	/** Whether something was left undone that Python does. */
	readonly inert: boolean;
}
function ourVerdict(data: Uint8Array, pythonVersion: string): Verdict {
	const registry = new Telling(defaultRegistry.entries);
	try {
		const value = loads(data, {
			mode: "exact",
			pythonVersion,
			registry,
			limits: { memory: 2 ** 28 },
			findClass: (module, name) => {
				if (HEARD.has(`${module}:${name}`)) return undefined;
				throw new UnpicklingError(`global '${module}.${name}' is forbidden`, { code: "global" });
			},
		});
		const objects = [...objectsIn(value)];
		const worked = objects.some((object) => object instanceof PyGlobal && object.operations.length > 0);
		let text: string | undefined;
		try {
			sortSets(value, pythonVersion);
			text = repr(value, { pythonVersion, limits: { text: 1_000_000 } });
		} catch (error) {
			if (!(error instanceof PyError)) throw error;
		}
		return { text, inert: worked || registry.undone > 0 };
	} catch (error) {
		const inert = registry.undone > 0;
		if (!(error instanceof PyError)) return { name: "not typed", message: String(error), inert };
		return { name: error instanceof LimitError ? "LimitError" : error.name, message: error.message, inert };
	}
}

/**
 * Real pickles broken at random: both take them with the same text, or both refuse them with the same exception.
 * Memory, and what only Python can make of arguments that its own reducers never write, are counted by themselves.
 */
export async function compareMutations(
	python: Python,
	count: number,
	seed: number,
	seconds: number = Number.POSITIVE_INFINITY,
): Promise<Findings> {
	const end = performance.now() + 1000 * seconds;
	const findings = new Findings();
	const pythonVersion = versionOf(python);
	const start = (): PythonWorker => startWorker(python, { memory: 2 ** 31 });
	let worker = start();
	let corpus: Uint8Array[] = [];
	const source = new Source(seed);
	for (let done = 0; done < count && performance.now() < end; done += 2 * BATCH) {
		if (done % (100 * BATCH) === 0) {
			const asked = {
				command: "random",
				seed: seed + done,
				count: 500,
				protocol: protocolsOf(python),
				most: 12,
				singleSets: true,
			};
			const { answers = [] } = await worker.ask(asked);
			corpus = answers.map(({ data }) => fromBase64(data)).filter(({ length }) => length < 400);
		}
		const some = Array.from({ length: Math.min(2 * BATCH, count - done) }, () =>
			mutated(source.choice(corpus), source.choice(corpus), source),
		);
		const batch = some.map((data) => ({ data: base64(data) }));
		const asking = worker.ask({ command: "loads", allow: [...HEARD], batch }, { timeout: 120_000 });
		const ours = some.map((data) => ourVerdict(data, pythonVersion));
		try {
			const { answers = [] } = await asking;
			for (const [i, answer] of answers.entries()) judge(findings, some[i] as Uint8Array, ours[i] as Verdict, answer);
		} catch {
			findings.count("mutations of a batch at which Python ended", some.length);
			worker = start();
		}
	}
	await worker.close();
	return findings;
}

/** What is different for a known reason; each is counted by itself. */
const REASONS: readonly (readonly [
	reason: string,
	holds: (ours: Verdict, theirs: Answer, data: Uint8Array) => boolean,
])[] = [
	["memory or a limit", (o, t) => [o.name, t.name].some((name) => /^(LimitError|MemoryError)$/.test(name ?? ""))],
	[
		"a 32-bit Python has less room",
		(_o, t) =>
			/maximum size of 2147483647 bytes|^negative LONG_BINPUT argument|^Python int too large to convert to C ssize_t|^cannot fit 'int' into an index-sized integer/.test(
				t.message ?? "",
			),
	],
	["calls that stay inert: a name or arguments that no reducer writes", (o) => o.inert],
	[
		"a high surrogate before a low one is one character in JavaScript",
		(_o, _t, data) =>
			/\xed[\xa0-\xaf].\xed[\xb0-\xbf]|\\u[dD][89abAB]..\\u[dD][c-fC-F]/.test(Buffer.from(data).toString("latin1")),
	],
	["a bytearray that grows, which no pickler writes", (o) => /^a bytearray cannot grow/.test(o.message ?? "")],
	["a state that no reducer writes", (o) => /^state is not one that/.test(o.message ?? "")],
	[
		"something done to a class or function, which is a name here",
		(_o, t) =>
			/type object|'type'|builtin_function|mappingproxy|ABCMeta|^state is not a dictionary$|'function' object|unbound method|descriptor|missing \d+ required positional|of type objects?/.test(
				t.message ?? "",
			),
	],
	[
		"a UUID without its state",
		(_o, t) => /object has no attribute 'int'$|^int$|bytes_le, fields, or int/.test(t.message ?? ""),
	],
	["a read-only memoryview is bytes", (_o, t) => /<memory at/.test(t.repr ?? "")],
	["names: a module that is not there", (_o, t) => t.name === "ModuleNotFoundError" || t.name === "ImportError"],
	["a frame that lies about its size, in a file: CPython before 3.13.15 loses bytes", (_o, _t, data) => lies(data)],
	[
		"the text of a function, which is a name here",
		(o, t) => / at 0x|<built-in function/.test(t.repr ?? "") && /<class '(copyreg|_codecs)\./.test(o.text ?? ""),
	],
];

/** Whether a FRAME opcode stands anywhere but where a pickler puts it: once, before all of the rest. */
function lies(data: Uint8Array): boolean {
	const frame = data.indexOf(0x95);
	if (frame === -1 || data.length < frame + 9) return frame !== -1;
	const length = new DataView(data.buffer, data.byteOffset).getBigUint64(frame + 1, true);
	return frame !== 2 || length !== BigInt(data.length - 11) || data.indexOf(0x95, 11) !== -1;
}

function judge(findings: Findings, data: Uint8Array, ours: Verdict, theirs: Answer): void {
	if (ours.name === undefined && theirs.ok && ours.text === theirs.repr) {
		findings.count("both take it, with the same text");
	} else if (ours.name !== undefined && ours.name === theirs.name) {
		findings.count(`both refuse it${ours.message === theirs.message ? ", in the same words" : ""}`);
	} else {
		const reason = REASONS.find(([, holds]) => holds(ours, theirs, data));
		if (reason !== undefined) findings.count(reason[0]);
		else if (ours.name === undefined && theirs.ok && (ours.text === undefined || typeof theirs.repr !== "string")) {
			findings.count("both take it, no text of it");
		} else {
			const mine = ours.name === undefined ? `takes it as ${ours.text}` : `${ours.name}: ${ours.message}`;
			findings.differ(`${base64(data)}: ${mine}; Python: ${theirs.ok ? `takes it as ${theirs.repr}` : theirs.error}`);
		}
	}
}

/** Random values in the tagged language; what is shared or inside itself is marked as it stands there. */
class Values {
	readonly #source: Source;
	#left: number;
	#marks = 0;
	readonly #done: number[] = [];
	readonly #open: number[] = [];

	constructor(seed: number) {
		this.#source = new Source(seed);
		this.#left = 1 + this.#source.below(40);
	}
	value(): Tagged {
		const source = this.#source;
		this.#left--;
		if (this.#open.length > 0 && source.below(30) === 0) return ["ref", source.choice(this.#open)];
		if (this.#done.length > 0 && source.below(10) === 0) return ["ref", source.choice(this.#done)];
		if (this.#left <= 0 || source.below(3) === 0) return this.#scalar();
		const tag = source.choice([
			"list",
			"list",
			"tuple",
			"dict",
			"dict",
			"set",
			"frozenset",
			"bytearray",
			"deque",
			"ordereddict",
			"stdlib",
			"stdlib",
		]);
		if (tag === "stdlib") return this.#library();
		const mark = ++this.#marks;
		const isOpen = tag === "list" || tag === "dict" || tag === "deque" || tag === "ordereddict";
		if (isOpen) this.#open.push(mark);
		const content = this.#content(tag);
		if (isOpen) this.#open.pop();
		// Python has one empty tuple and one empty frozenset.
		if (content.length > 1) this.#done.push(mark);
		else return isOpen || tag === "set" ? this.#kept(mark, content) : content;
		return this.#kept(mark, content);
	}
	#kept(mark: number, content: Tagged): Tagged {
		return ["def", mark, content];
	}
	#content(tag: string): Tagged[] {
		const source = this.#source;
		const count = source.below(20) === 0 ? source.below(40) : source.below(5);
		const values = (): Tagged[] => Array.from({ length: count }, () => this.value());
		switch (tag) {
			case "set":
			case "frozenset":
				// Whether there is one empty frozenset depends on the version.
				return [tag, ...(tag === "set" && source.below(3) === 0 ? [] : [this.#scalar()])];
			case "bytearray":
				return [tag, this.#bytes()];
			case "deque":
				return [tag, source.choice([null, null, 50]), ...values()];
			case "dict":
			case "ordereddict": {
				const keys = new Map<string, Tagged>();
				for (let i = 0; i < count; i++) {
					const key = source.below(3) === 0 ? this.#int() : this.#text();
					keys.set(JSON.stringify(key), key);
				}
				return [tag, ...[...keys.values()].map((key) => [key, this.value()])];
			}
			default:
				return [tag, ...values()];
		}
	}
	#text(): string {
		const source = this.#source;
		const kind = source.below(12);
		if (kind < 7)
			return source.choice(["", "a", "id", "name", "value", "a longer text of ASCII", "x\ny", "back\\slash"]);
		if (kind === 7) return source.choice(["\u00e9", "\u20ac uro", "\u{1f600}", "\ud800", "\u0000\u001a\r"]);
		return String.fromCharCode(97 + source.below(26)).repeat(source.choice([1, 3, 85, 86, 255, 256, 300]));
	}
	#int(): Tagged {
		const source = this.#source;
		const near = source.choice([0, 255, 65535, 2 ** 31 - 1, -(2 ** 31), 256, 2 ** 40, 2 ** 52]) + source.below(5) - 2;
		if (source.below(5) > 0) return near;
		const large = (BigInt(source.below(2 ** 31)) << BigInt(source.choice([33, 64, 200, 2040]))) - 3n;
		return ["int", String(source.below(2) === 0 ? large : -large)];
	}
	#bytes(): string {
		const source = this.#source;
		return base64(Uint8Array.from({ length: source.choice([0, 1, 2, 3, 10, 255, 256]) }, () => source.below(256)));
	}
	#scalar(): Tagged {
		const source = this.#source;
		switch (source.below(9)) {
			case 0:
				return source.choice([null, true, false]);
			case 1:
				return [
					"float",
					source.choice([
						"0.0",
						"-0.0",
						"1.0",
						"1.5",
						"-2.25",
						"1e+16",
						"1e-07",
						"0.1",
						"1.7976931348623157e+308",
						"inf",
						"nan",
					]),
				];
			case 2:
				return ["bytes", this.#bytes()];
			case 3:
			case 4:
			case 5:
				return this.#int();
			default:
				return this.#text();
		}
	}
	#library(): Tagged {
		const source = this.#source;
		const n = (from: number, to: number): number => from + source.below(to - from + 1);
		const date = (): Tagged[] => [n(1, 9999), n(1, 12), n(1, 28)];
		const clock = (): Tagged[] => [
			n(0, 23),
			n(0, 59),
			n(0, 59),
			source.choice([0, n(0, 999_999)]),
			source.choice([0, 0, 1]),
			null,
		];
		return source.choice<() => Tagged>([
			() => ["date", ...date()],
			() => ["time", ...clock()],
			() => ["datetime", ...date(), ...clock()],
			() => ["timedelta", n(-1000, 1000), n(0, 86_399), n(0, 999_999)],
			() => ["decimal", source.choice(["1.50", "-0", "NaN", "1E+20", "Infinity", "12345678901234567890.1"])],
			() => ["fraction", n(-50, 50), source.choice([1, 7, 11, 13].filter((d) => d > 0))],
			() => ["complex", "1.5", source.choice(["-0.0", "2.0"])],
			() => ["range", n(-5, 5), n(-5, 500), source.choice([1, 2, -3])],
			() => ["slice", n(0, 5), null, source.choice([null, 1])],
			() => ["ellipsis"],
			() => ["global", "collections", "OrderedDict"],
			() => ["uuid", "0123456789abcdef0123456789abcdef"],
			() => ["array", source.choice(["i", "B", "h"]), n(0, 100), n(0, 100)],
			() => ["exception", source.choice(["ValueError", "KeyError"]), [this.#scalar()]],
			// Python has one object for all equal patterns.
			() => ["pattern", `a{${this.#marks},${++this.#marks}}`, 32],
		])();
	}
}

/** Random values that JavaScript made: the bytes of CPython at each protocol, and an equal value in CPython. */
export async function compareWriting(python: Python, count: number, seed: number): Promise<Findings> {
	const findings = new Findings();
	const worker = startWorker(python);
	const pythonVersion = versionOf(python);
	const protocols = protocolsOf(python);
	for (let done = 0; done < count; done += BATCH) {
		const tagged = Array.from({ length: Math.min(BATCH, count - done) }, (_, i) => new Values(seed + done + i).value());
		const asking = worker.ask({ command: "build", protocols, silent: true, batch: tagged.map((value) => ({ value })) });
		const ours = tagged.map((value) =>
			protocols.map((protocol) => base64(dumps(build(value), { protocol, pythonVersion }))),
		);
		const { answers = [] } = await asking;
		const pairs = ours.map((streams, i) => {
			// Below protocol 4 CPython does not write the fold of a time.
			const hasFold = JSON.stringify(tagged[i]).includes(",1,null]");
			const left = { data: streams[hasFold ? streams.length - 1 : (done + i) % streams.length] };
			return { left, right: { value: tagged[i] } };
		});
		const compared = await worker.ask({ command: "equal", batch: pairs });
		for (const [i, answer] of answers.entries()) {
			const theirs = answer.streams ?? [];
			const wrong = protocols.filter((_, k) => theirs[k] !== ours[i]?.[k]);
			findings.count("values written");
			findings.count("pickles with the bytes of Python", protocols.length - wrong.length);
			if (wrong.length > 0) {
				const k = protocols.indexOf(wrong[0] as number);
				const both = `${ours[i]?.[k]} and not ${answer.ok ? theirs[k] : answer.error}`;
				findings.differ(`${JSON.stringify(tagged[i])} at ${wrong}: ${both}`);
			}
			if (compared.answers?.[i]?.equal === true) findings.count("read by Python as an equal value");
			else findings.differ(`${JSON.stringify(tagged[i])} is read as ${JSON.stringify(compared.answers?.[i])}`);
		}
	}
	await worker.close();
	return findings;
}
