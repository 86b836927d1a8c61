/** Real pickles, broken, beside a live CPython. */
import { LimitError, PyError, UnpicklingError } from "../../src/errors.ts";
import { loads } from "../../src/pickle/loads.ts";
import { defaultRegistry } from "../../src/registry/default.ts";
import { type AnyTypeEntry, Registry } from "../../src/registry/registry.ts";

import { PyGlobal } from "../../src/values/opaque.ts";
import { repr } from "../../src/values/repr.ts";
import { type Answer, type Python, type PythonWorker, startWorker } from "../python/pythons.mjs";
import { BATCH, base64, Findings, fromBase64, protocolsOf, Source, sortSets, versionOf } from "./compare-support.ts";
import { objectsIn } from "./support.ts";

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
