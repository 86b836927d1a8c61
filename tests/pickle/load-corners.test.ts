/** Pickles of rare shapes, read: whole, in pieces, to the edge of a limit. Python's answers are those of CPython 3.13. */
import { describe, expect, test } from "vitest";
import { dumps } from "../../src/pickle/dumps.ts";
import { load, loadSync } from "../../src/pickle/load.ts";
import { loads } from "../../src/pickle/loads.ts";
import { PickleBuffer } from "../../src/pickle/pickle-buffer.ts";
import { Unpickler } from "../../src/pickle/unpickler.ts";
import { defaultRegistry } from "../../src/registry/default.ts";
import { defineType } from "../../src/registry/define-type.ts";
import { PyDict } from "../../src/values/dict.ts";
import type { PyObject } from "../../src/values/opaque.ts";
import { repr } from "../../src/values/repr.ts";
import { caught } from "../caught.ts";
import { File } from "./pieces.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const exact = { mode: "exact" } as const;
/** What is read, or how it is refused. */
function verdict(read: () => unknown): string {
	try {
		return repr(read());
	} catch (error) {
		return `${(error as Error).name}: ${(error as Error).message}`;
	}
}
/** The same verdict for the whole and for every way to cut it in two. */
function everyCut(pickle: string, options = {}): string {
	const data = bytes(pickle);
	const whole = verdict(() => loads(data, options));
	for (let at = 1; at < Math.min(data.length, 40); at++) {
		expect([at, verdict(() => loadSync([data.subarray(0, at), data.subarray(at)], options))]).toEqual([at, whole]);
	}
	return whole;
}
const size = (length: number): string =>
	String.fromCharCode(...new Uint8Array(new BigUint64Array([BigInt(length)]).buffer));

describe("a broken pickle is refused in Python's words, whole or in pieces:", () => {
	test.each([
		["cm\n\n.", "UnpicklingError: pickle data was truncated"],
		["c\nm\n.", "UnpicklingError: pickle data was truncated"],
		["im\n\n.", "UnpicklingError: could not find MARK"],
		["(im\n\n.", "UnpicklingError: pickle data was truncated"],
		["K\x05(NK\x05tb.", "UnpicklingError: slot state is not a dictionary"],
		["K\x05(N}tb.", "5"],
		["K\x05Nb.", "5"],
		["K\x05(}Ntb.", "AttributeError: 'int' object has no attribute '__dict__'"],
		["K\x05]b.", "UnpicklingError: state is not a dictionary"],
		["\x80\x04\x8c", "UnpicklingError: pickle data was truncated"],
		["\x80\x04\x8c\x05ab", "UnpicklingError: pickle data was truncated"],
		["B\0\0\x02\0aaa", "UnpicklingError: pickle data was truncated"],
	])("%j", (pickle, expected) => {
		expect(everyCut(pickle)).toBe(expected);
	});
	test("one that declares more bytes than memory, and than there are, was truncated", () => {
		for (const opcode of ["\x8d", "\x8e", "\x96"]) {
			const error = verdict(() => loadSync([bytes(`${opcode}${size(2 ** 33)}`), bytes("aaa"), bytes("b")]));
			expect(error).toBe("UnpicklingError: pickle data was truncated");
			const unlimited = { limits: { memory: Number.POSITIVE_INFINITY } };
			const late = verdict(() => loadSync([bytes(`${opcode}${size(2 ** 33)}a`), bytes("aaa"), bytes("b")], unlimited));
			expect(late).toBe("UnpicklingError: pickle data was truncated");
		}
	});
	test("one that ends within a long text was truncated, however much of it has come", () => {
		for (const length of [70_000, 1_500_000, 3_000_000]) {
			for (const there of [0, 1, 69_000, 1_200_000, length - 1]) {
				if (there >= length) continue;
				const head = bytes(`B${size(length).slice(0, 4)}`);
				const chunks = [head];
				for (let at = 0; at < there; at += 50_000) chunks.push(new Uint8Array(Math.min(50_000, there - at)));
				expect(verdict(() => loadSync(chunks))).toBe("UnpicklingError: pickle data was truncated");
				chunks.push(new Uint8Array(length - there), bytes("."));
				expect((loadSync(chunks) as Uint8Array).length).toBe(length);
			}
		}
	});
});

// pickle.loads of 3.15.0rc1, which holds a frame's contents to its bounds, as 3.13.15 and 3.14.7 do.
describe("a frame ends between two reads and nowhere else:", () => {
	const framed = (body: string, length: number): string => `\x80\x04\x95${size(length)}${body}`;
	const exhausted = "UnpicklingError: pickle exhausted before end of frame";
	const truncated = "UnpicklingError: pickle data was truncated";
	const second = `K\x010\x95${size(3)}K\x02.`;
	const name = "ccollections\nOrderedDict\n.";
	const cls = "<class 'collections.OrderedDict'>";
	test.each<[string, readonly number[], string]>([
		[second, [3, 4, 12], "2"],
		[second, [5, 6, 7, 8, 9, 10, 11], exhausted],
		[name, [1, 13, 25, 26], cls],
		[name, [2, 5, 12, 14, 15, 20, 24], exhausted],
		["\x8c\x03abc.", [1, 2, 5, 6], "'abc'"],
		["\x8c\x03abc.", [3, 4], exhausted],
		["X\x03\0\0\0ab", [7], exhausted],
		["X\x03\0\0\0abc.", [3], exhausted],
		["\x8c\x05ab", [3], exhausted],
		["\x8c\x05ab", [1, 2], truncated],
		["cab\ncd", [4], truncated],
		["cab\ncd", [2, 5], exhausted],
	])("%j", (body, lengths, expected) => {
		for (const length of lengths) {
			for (const pythonVersion of ["3.13.15", "3.14.7", "3.15"]) {
				expect([length, verdict(() => loads(bytes(framed(body, length)), { pythonVersion }))]).toEqual([
					length,
					expected,
				]);
			}
			// Others do not look.
			for (const pythonVersion of ["3.13.14", "3.14.6"]) {
				const loose = verdict(() => loads(bytes(framed(body, length)), { pythonVersion }));
				expect(loose).not.toBe(body.endsWith(".") ? exhausted : "");
			}
		}
	});
});

describe("memory is counted for every kind of value, so that a limit is met wherever it lies:", () => {
	test.each([
		["empty tuples", `\x80\x02(${")".repeat(3000)}l.`],
		["tuples", `\x80\x02(${"(NNNt".repeat(2000)}l.`],
		["short tuples", `\x80\x02(${"N\x85".repeat(2000)}l.`],
		["items", `\x80\x02]${"Na".repeat(3000)}.`],
		["lists of one", `\x80\x02(${"]Na".repeat(2000)}l.`],
		["dicts", `\x80\x02(${"}X\x01\0\0\0aNs".repeat(2000)}l.`],
	])("%s", (_, pickle) => {
		const data = bytes(pickle);
		let refused = 0;
		let read = 0;
		for (let memory = 1000; memory < 3_000_000; memory = Math.ceil(memory * 1.13) + 7) {
			const text = verdict(() => (loads(data, { ...exact, limits: { memory } }) as unknown[]).length);
			if (text.startsWith("LimitError")) refused++;
			else read++;
			// Once it is enough, more is enough too.
			expect(text.startsWith("LimitError") && read > 0).toBe(false);
		}
		expect([refused > 5, read > 0]).toEqual([true, true]);
	});
});

test("every item of a tuple counts, however long or short it is", () => {
	const least = (pickle: string): number => {
		const data = bytes(pickle);
		let [low, high] = [0, 10_000_000];
		while (low < high) {
			const memory = (low + high) >> 1;
			if (verdict(() => (loads(data, { limits: { memory } }) as unknown[]).length).startsWith("LimitError"))
				low = memory + 1;
			else high = memory;
		}
		return low;
	};
	expect(least(`(${"N".repeat(100_000)}t.`) - least(`(${"N".repeat(50_000)}t.`)).toBeGreaterThanOrEqual(8 * 50_000);
	const short = (opcode: string): number => least(`\x80\x02(${`NNN${opcode}`.repeat(2000)}l.`);
	// TUPLE3 leaves one value of three, TUPLE1 three.
	expect(short("\x87") - short("\x85") + 2 * 8 * 2000).toBeGreaterThanOrEqual(2 * 8 * 2000);
});

describe("functools.partial(cls.__new__, cls, …)() makes an instance only where it is just that:", () => {
	const point = defineType<unknown>({
		names: ["m:P"],
		load: (args, kwargs) => ({ args: [...args], kwargs: Object.fromEntries(kwargs) }),
	});
	const registry = defaultRegistry.with(point);
	const partial = (fn: string, args: string, kwargs: string): string =>
		`\x80\x02cfunctools\npartial\n${fn}\x85R(${fn}${args}${kwargs}Ntb)R.`;
	const fn = "cm\nP.__new__\n";
	test.each([
		["", partial(fn, "cm\nP\nK\x01\x86", "}X\x01\0\0\0kK\x02s"), true],
		[
			" by getattr",
			partial("cbuiltins\ngetattr\ncm\nQ\nX\x07\0\0\0__new__\x86R", "cm\nP\nK\x01\x86", "}X\x01\0\0\0kK\x02s"),
			true,
		],
		[" and no arguments that are a tuple", partial(fn, "]", "}"), false],
		[" and no class in the arguments", partial(fn, "K\x01\x85", "}"), false],
		[" and a keyword that is no text", partial(fn, "cm\nP\nK\x01\x86", "}K\x01K\x02s"), false],
		[" and no keywords", partial(fn, "cm\nP\nK\x01\x86", "N"), true],
		[" of another function", partial("cm\nP.make\n", "cm\nP\nK\x01\x86", "}"), false],
		[" of what no name stands for", partial("cm\nf\n)R)R", "cm\nP\nK\x01\x86", "}"), false],
	])("%s", (_, pickle, isMade) => {
		for (const options of [{ registry }, { registry, ...exact }]) {
			const value = loads(bytes(pickle), options) as { args?: unknown; via?: string };
			expect(value.via === undefined).toBe(isMade);
			if (isMade) expect((value.args as unknown[])[0]).toBe(1);
		}
	});
});

describe("a call whose result is dropped", () => {
	test("belongs to what was its first argument, and to nothing else", () => {
		// f(C(), 1) as a state setter; f(1, C()) and f(C(), 1) of another object as calls of no consequence.
		const call = "cm\nf\nh\0K\x01\x86R0";
		const read = (pickle: string): string[] => {
			const value = loads(bytes(`\x80\x02cm\nC\n)\x81q\0${pickle}.`), exact) as PyObject;
			return value.operations.map(({ op }) => op);
		};
		expect(read(call)).toEqual(["call"]);
		expect(read("cm\nf\nK\x01h\0\x86R0")).toEqual([]);
		expect(read("cm\nf\ncm\nC\n)\x81K\x01\x86R0")).toEqual([]);
		expect(read("cm\nf\n)R0")).toEqual([]);
		expect(repr(loads(bytes("\x80\x02K\x05q\0cm\nf\nh\0\x85R0."), exact))).toBe("5");
		// A class may have one too.
		const cls = loads(bytes("\x80\x02cm\nC\nq\0cm\nf\nh\0\x85R0."), exact) as PyObject;
		expect(cls.operations.map(({ op }) => op)).toEqual(["call"]);
	});
	test("is refused if it would have given a state to a value that cannot keep it", () => {
		// (OrderedDict, (), 5, None, None, setter), as CPython 3.13 writes it; the setter is unknown here.
		const made = "\x80\x04ccollections\nOrderedDict\n)R\x94c__main__\nsetter\nh\0K\x05\x86R";
		expect(everyCut(`${made}0.`)).toBe(
			"UnpicklingError: cannot give 'OrderedDict' its state: '__main__.setter' is not registered",
		);
		expect(everyCut("\x80\x04]\x94c__main__\nsetter\nh\0K\x05\x86R0.")).toContain("cannot give 'list' its state");
		// Fetching something else after it makes no difference; with nothing after it the pickle is cut.
		expect(everyCut(`${made}0h\0\x86.`)).toContain("'__main__.setter' is not registered");
		expect(everyCut(`${made}0j\0\0\0\0\x86.`)).toContain("'__main__.setter' is not registered");
		expect(everyCut(`${made}0g0\n\x86.`)).toContain("'__main__.setter' is not registered");
		// An object that was made twice is fetched after it: the first of the two.
		const call = "__main__.setter(OrderedDict(), 5)";
		for (const fetch of ["h\x01", "j\x01\0\0\0", "g1\n"]) {
			expect(everyCut(`${made}\x94h\0c__main__\nsetter\nh\0K\x05\x86R0${fetch}\x87.`)).toBe(
				`(${call}, OrderedDict(), ${call})`,
			);
		}
		expect(everyCut(`${made}0`)).toBe("EOFError: Ran out of input");
		const setter = defineType({
			names: ["__main__:setter"],
			load: ([target, state]) => (target as PyDict).set("x", state),
		});
		const registry = defaultRegistry.with(setter);
		expect(everyCut(`${made}0.`, { registry })).toBe("OrderedDict({'x': 5})");
	});
});

describe("a subclass of PyDict that a registry entry makes", () => {
	class Mine extends PyDict<unknown, unknown> {}
	const registry = defaultRegistry.with(defineType<Mine>({ names: ["m:Mine"], type: Mine, load: () => new Mine() }));
	test("takes entries, and lists are not its hashable keys", async () => {
		const value = loads(bytes("\x80\x02cm\nMine\n)\x81(K\x01K\x02K\x03K\x04u."), { registry }) as Mine;
		expect(value).toBeInstanceOf(Mine);
		expect([...value]).toEqual([
			[1, 2],
			[3, 4],
		]);
		const error = await caught(() => loads(bytes("\x80\x02cm\nMine\n)\x81(]K\x02u."), { registry }));
		expect(error.name).toBe("TypeError");
	});
});

describe("a dict with other keys than texts, met again later,", () => {
	// Plain dicts become PyDicts at their first key that is no text.
	const grown = "}q\x01(X\x01\0\0\0aK\x01K\x05K\x06u";
	test.each([
		["in a list", `](${grown}h\x01e`],
		["doubled", `${grown}2X\x01\0\0\0bK\x07s0`],
		["doubled before", "}q\x012(K\x05K\x06u0(K\x07K\x08u"],
		["in a dict beside a number", `}(X\x01\0\0\0yK\x01X\x01\0\0\0x${grown}u`],
		["in a dict of its own", `}X\x01\0\0\0x${grown}s`],
		["in a state and a call", "cm\nC\n}q\x01\x85R}X\x01\0\0\0sh\x01sbh\x01(K\x05K\x06u0"],
		["in a name's state", "cm\nC\n}q\x01bh\x01(K\x05K\x06u0"],
		["in a persistent id", "}q\x01Qh\x01(K\x05K\x06u0"],
	])("%s is the same one in both modes", (_, pickle) => {
		const options = { persistentLoad: "keep", limits: {} } as const;
		const text = `\x80\x02${pickle}.`;
		expect(verdict(() => loads(bytes(text), options))).toBe(
			verdict(() => loads(bytes(text), { ...options, ...exact })),
		);
		expect(verdict(() => loads(bytes(text), options))).not.toMatch(/Error/);
	});
	test("is refused where only an entry of the registry knows the place", async () => {
		class Box {
			readonly held: unknown;
			constructor(held: unknown) {
				this.held = held;
			}
		}
		class Bag extends Set<unknown> {}
		class Own extends PyDict<unknown, unknown> {}
		for (const make of [
			(held: unknown) => new Box(held),
			(held: unknown) => new Bag([held]),
			(held: unknown) => new Map([[1, held]]),
			(held: unknown) => Object.assign(new Set(), { held }),
			(held: unknown) => new Own([[1, held]]),
		]) {
			const registry = defaultRegistry.with(defineType<object>({ names: ["m:B"], load: ([held]) => make(held) }));
			const harmless = loads(bytes("\x80\x02}q\x01X\x01\0\0\0aK\x01scm\nB\nh\x01\x85R\x86."), {
				registry,
			}) as unknown[];
			expect(harmless[0]).toEqual({ a: 1 });
			const pickle = bytes("\x80\x02}q\x01cm\nB\nh\x01\x85Rq\x02h\x01(K\x05K\x06u0h\x02\x86.");
			const error = await caught(() => loads(pickle, { registry }));
			expect([error.name, error.code]).toEqual(["UnpicklingError", "replaced"]);
			expect((loads(pickle, { registry, ...exact }) as unknown[]).length).toBe(2);
		}
	});
	test("that an entry returns is the same one in the arguments it came in", () => {
		const entry = defineType<object>({ names: ["m:same"], load: ([dict]) => dict as object });
		const registry = defaultRegistry.with(entry);
		const pickle = bytes("\x80\x02(cm\nsame\n}\x85q\x01R(K\x05K\x06uh\x01t.");
		expect(repr(loads(pickle, { registry }))).toBe("({5: 6}, ({5: 6},))");
		const [made, args] = loads(pickle, { registry }) as [unknown, unknown[]];
		expect(args[0]).toBe(made);
	});
	test("that a hook returns for two names is the same one", () => {
		const dict = {};
		const findClass = (): object => dict;
		const [made, again] = loads(bytes("\x80\x02(cm\na\n(K\x05K\x06ucm\na\nt."), { findClass }) as unknown[];
		expect(again).toBe(made);
	});
	test("is refused when an earlier load has given it away as a plain object", async () => {
		const unpickler = new Unpickler(bytes("\x80\x02}q\x01.\x80\x02h\x01(K\x05K\x06u."));
		const first = unpickler.loadSync();
		expect((await caught(() => unpickler.loadSync())).code).toBe("replaced");
		expect(first).toEqual({});
	});
});

describe("hooks and options", () => {
	test("a hook that gives nothing gives None", () => {
		expect(loads(bytes("Pa\n."), { persistentLoad: () => undefined })).toBe(null);
		expect(loads(bytes("Pa\n."), { persistentLoad: () => null })).toBe(null);
	});
	test("a name may be very long, and costs what it takes", () => {
		const pickle = bytes(`c${"m".repeat(5000)}\nC\n.`);
		const asked: string[] = [];
		const findClass = (module: string): undefined => void asked.push(module);
		expect(repr(loads(pickle, { findClass }))).toContain("mmm.C");
		expect(asked.map(({ length }) => length)).toEqual([5000]);
		const tight = { findClass, limits: { memory: 5500 } };
		expect(verdict(() => loads(pickle, tight))).toMatch(/^LimitError/);
	});
	test.each(["encoding", "errors"])("%s must be a text", (option) => {
		expect(verdict(() => loads(bytes("N."), { [option]: 5 }))).toBe(
			`TypeError: argument '${option}' must be str, not int`,
		);
	});
	test("a buffer that may be changed is made read-only by its opcode", () => {
		const given = new PickleBuffer(new Uint8Array([1, 2]), { readonly: false });
		expect(loads(bytes("\x80\x05\x97\x98."), { buffers: [given] })).toEqual(new Uint8Array([1, 2]));
		const locked = new PickleBuffer(new Uint8Array([1, 2]), { readonly: true });
		expect(loads(bytes("\x80\x05\x97\x98."), { buffers: [locked] })).toBe(locked);
	});
});

describe("a file that has lines", () => {
	test("is read by line where a line is wanted, at once or later, and to no byte beyond", async () => {
		const data = bytes("(lp0\nVtext\np1\naI5\na.(lp0\nVmore\np1\na.");
		const sync = new File(data);
		const first = new Unpickler(sync);
		expect([first.loadSync(), sync.position, first.loadSync()]).toEqual([["text", 5], 20, ["more"]]);
		const file = new File(data);
		const later = new Unpickler({
			read: async (n: number) => file.read(n),
			readline: async () => file.readline(),
		});
		expect(await later.load()).toEqual(["text", 5]);
		expect(file.position).toBe(20);
		expect(file.lines).toBeGreaterThan(3);
		const { signal } = new AbortController();
		const abortable = new File(data);
		const stoppable = new Unpickler(
			{ read: async (n: number) => abortable.read(n), readline: async () => abortable.readline() },
			{ signal },
		);
		expect([await stoppable.load(), abortable.position]).toEqual([["text", 5], 20]);
	});
	test("of bytes alone has a next value as long as there are bytes", async () => {
		const unpickler = new Unpickler(bytes("N.K\x05."));
		expect([await unpickler.hasNext(), await unpickler.load(), await unpickler.hasNext()]).toEqual([true, null, true]);
		expect([await unpickler.load(), await unpickler.hasNext(), await unpickler.hasNext()]).toEqual([5, false, false]);
	});
});

describe("a state setter that is not registered, for a class that is", () => {
	class Thing {
		state: unknown = null;
	}
	const thing = defineType<Thing>({
		names: ["m:Thing"],
		type: Thing,
		load: () => new Thing(),
		reduce: ({ state }) => ({ callable: "m:Thing", args: [], state, stateSetter: "m:set_state" }),
	});
	const setter = defineType({
		names: ["m:set_state"],
		load: (args) => {
			(args[0] as Thing).state = args[1];
			return null;
		},
	});
	const made = Object.assign(new Thing(), { state: 5 });
	const other = ["shared"];
	test.each([
		["at the end", made],
		["before another value", [made, 1]],
		["before a value that is fetched from the memo", [other, made, other]],
		["before a text of the memo", ["text", made, "text"]],
		["before itself", [made, made]],
	])("is refused %s, and not dropped", (_, value) => {
		for (const protocol of [0, 1, 2, 4, 5]) {
			const registry = defaultRegistry.with(thing);
			const data = dumps(value, { registry, protocol });
			expect(() => loads(data, { registry })).toThrow("cannot give 'Thing' its state: 'm.set_state' is not registered");
			expect(repr(loads(data))).toContain("call=[<class 'm.set_state'>, (5,)]");
			const known = loads(data, { registry: registry.with(setter) });
			expect([known].flat().find((one) => one instanceof Thing)).toEqual(made);
		}
	});
	test("is refused however a stream is cut", async () => {
		const registry = defaultRegistry.with(thing);
		const data = dumps([other, made, other], { registry, protocol: 0 });
		for (const size of [1, 2, 3, 7]) {
			const chunks = Array.from({ length: Math.ceil(data.length / size) }, (__, i) =>
				data.slice(i * size, (i + 1) * size),
			);
			await expect(load(chunks, { registry })).rejects.toThrow("'m.set_state' is not registered");
		}
	});
});
