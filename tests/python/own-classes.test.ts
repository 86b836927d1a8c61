/**
 * Classes of one's own, each by one `defineType`: read from what every Python wrote that defines them, written to the
 * same bytes, and read back by a live Python as an equal object of the class.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dumps, loads } from "../../src/pickle/index.ts";
import { entriesOf } from "../../src/registry/arguments.ts";
import { defaultRegistry } from "../../src/registry/default.ts";
import { defineType } from "../../src/registry/define-type.ts";
import type { AnyTypeEntry, PyName, Reduction } from "../../src/registry/registry.ts";

import { PyDict } from "../../src/values/dict.ts";
import { PyGlobal } from "../../src/values/opaque.ts";
import { PyTuple, tuple } from "../../src/values/tuple.ts";
import { goldenVersions, readGolden } from "../golden/golden.mjs";
import { findPythons, onePerMinor, type PythonWorker, startWorker } from "../python/pythons.mjs";

const name = (qualname: string): PyName => `golden_classes:${qualname}`;
const object = (state: unknown): Record<string, unknown> =>
	Object.fromEntries((entriesOf(state) ?? []) as Iterable<[string, unknown]>);
const map = (record: object): Map<string, unknown> => new Map(Object.entries(record));

class Plain {
	[attribute: string]: unknown;
}
class Child extends Plain {}
/** An instance is made without arguments and gets its attributes as state. */
const plain = (qualname: string, Type: new () => Plain) =>
	defineType<Plain>({
		names: [name(qualname)],
		type: Type,
		load: (args) => (args.length === 0 ? new Type() : undefined),
		setState: (target, state) => Object.assign(target, object(state)),
		reduce: (value, protocol) => {
			const state = Object.keys(value).length === 0 ? undefined : map(value);
			const callable = name(qualname);
			if (protocol >= 2) return { via: "NEWOBJ", callable, args: [], state };
			return reconstructed(qualname, state);
		},
	});
/** How protocols 0 and 1 make an instance. */
const reconstructed = (qualname: string, state: unknown): Reduction => {
	const args = [new PyGlobal("golden_classes", qualname), new PyGlobal("builtins", "object"), null];
	return { callable: "copyreg:_reconstructor", args, state };
};

class Slots {
	a: unknown;
	b: unknown;
	constructor(a?: unknown, b?: unknown) {
		if (a !== undefined) this.a = a;
		if (b !== undefined) this.b = b;
	}
}
const slots = defineType<Slots>({
	names: [name("Slots")],
	type: Slots,
	load: (args) => (args.length === 0 ? new Slots() : undefined),
	setState: (target, state) => {
		if (state instanceof PyTuple) Object.assign(target, object(state[1]));
	},
	reduce: ({ a, b }) => {
		const state = Object.entries({ a, b }).filter(([, value]) => value !== undefined);
		return { via: "NEWOBJ", callable: name("Slots"), args: [], state: tuple(null, new Map(state)) };
	},
});
class SlotsAndDict {
	readonly slots: Record<string, unknown> = {};
	readonly attributes: Record<string, unknown> = {};
}
const slotsAndDict = defineType<SlotsAndDict>({
	names: [name("SlotsAndDict")],
	type: SlotsAndDict,
	load: (args) => (args.length === 0 ? new SlotsAndDict() : undefined),
	setState: (target, state) => {
		if (!(state instanceof PyTuple)) return;
		Object.assign(target.attributes, object(state[0]));
		Object.assign(target.slots, object(state[1]));
	},
	reduce: (value) => ({
		via: "NEWOBJ",
		callable: name("SlotsAndDict"),
		args: [],
		state: tuple(map(value.attributes), map(value.slots)),
	}),
});
class Pair {
	readonly pair: PyTuple;
	constructor(pair: PyTuple) {
		this.pair = pair;
	}
}
const newArgs = defineType<Pair>({
	names: [name("NewArgs")],
	type: Pair,
	load: (args) => (args.length === 2 ? new Pair(args) : undefined),
	reduce: ({ pair }) => ({ via: "NEWOBJ", callable: name("NewArgs"), args: [...pair] }),
});
class Keyworded {
	a: unknown;
	options: PyDict;
	constructor(a: unknown, options: Iterable<readonly [string, unknown]> = []) {
		this.a = a;
		this.options = new PyDict(options);
	}
}
const newArgsEx = defineType<Keyworded>({
	names: [name("NewArgsEx")],
	type: Keyworded,
	load: ([a], kwargs) => new Keyworded(a, kwargs),
	setState: (target, state) => Object.assign(target, object(state)),
	reduce: ({ a, options }, protocol) => {
		const state = map({ a, options });
		if (protocol < 2) return reconstructed("NewArgsEx", state);
		const via = options.size === 0 ? "NEWOBJ" : "NEWOBJ_EX";
		return { via, callable: name("NewArgsEx"), args: [a], kwargs: [...(options as PyDict<string>)], state };
	},
});
class Reduced {
	readonly a: unknown;
	readonly b: unknown;
	constructor(a: unknown, b: unknown) {
		this.a = a;
		this.b = b;
	}
}
const reduced = defineType<Reduced>({
	names: [name("Reduced")],
	type: Reduced,
	load: ([a, b]) => new Reduced(a, b),
	reduce: ({ a, b }) => ({ callable: name("Reduced"), args: [a, b] }),
});
class WithState {
	readonly a: unknown;
	b: unknown;
	constructor(a: unknown, b: unknown = null) {
		this.a = a;
		this.b = b;
	}
}
/** Made by a function, not by its class. */
const withState = defineType<WithState>({
	names: [name("make_reduced")],
	type: WithState,
	load: ([a]) => new WithState(a),
	setState: (target, state) => Object.assign(target, object(state)),
	reduce: ({ a, b }) => ({ callable: name("make_reduced"), args: [a], state: map({ b }) }),
});
class Filled {
	readonly listed: unknown[] = [];
	readonly mapped = new Map<unknown, unknown>();
	note: unknown;
	static of(listed: unknown[], mapped: object, note?: unknown): Filled {
		const made = new Filled();
		made.listed.push(...listed);
		for (const [key, value] of Object.entries(mapped)) made.mapped.set(key, value);
		made.note = note;
		return made;
	}
}
const filled = defineType<Filled>({
	names: [name("ReducedItems")],
	type: Filled,
	load: (args) => (args.length === 0 ? new Filled() : undefined),
	append: (target, item) => target.listed.push(item),
	setItem: (target, key, value) => target.mapped.set(key, value),
	setState: (target, state) => Object.assign(target, object(state)),
	reduce: ({ listed, mapped, note }) => ({
		callable: name("ReducedItems"),
		args: [],
		...(note === undefined ? {} : { state: map({ note }) }),
		...(listed.length === 0 ? {} : { items: listed }),
		...(mapped.size === 0 ? {} : { entries: mapped }),
	}),
});
class Six {
	value: unknown = null;
	constructor(value: unknown = null) {
		this.value = value;
	}
}
const six = defineType<Six>({
	names: [name("ReducedSix")],
	type: Six,
	load: () => new Six(),
	reduce: ({ value }) => ({
		callable: name("ReducedSix"),
		args: [],
		state: map({ value }),
		stateSetter: name("set_state"),
	}),
});
/** The function that sets the state; what it gives is dropped. */
const setter = defineType<object>({
	names: [name("set_state")],
	load: ([target, state]) => Object.assign(target as Six, object(state)),
});
class Versioned {
	attributes: Record<string, unknown> = {};
	static of(attributes: Record<string, unknown>): Versioned {
		return Object.assign(new Versioned(), { attributes });
	}
}
const stateDict = defineType<Versioned>({
	names: [name("StateDict")],
	type: Versioned,
	load: () => new Versioned(),
	setState: (target, state) => {
		const { version: _, ...attributes } = object(state);
		target.attributes = attributes;
	},
	reduce: ({ attributes }, protocol) => {
		const state = map({ ...attributes, version: 3 });
		if (protocol >= 2) return { via: "NEWOBJ", callable: name("StateDict"), args: [], state };
		return reconstructed("StateDict", state);
	},
});
class AppError extends Error {
	code: unknown = null;
	constructor(message: string, code: unknown = null) {
		super(message);
		this.code = code;
	}
}
const appError = defineType<AppError>({
	names: [name("AppError")],
	type: AppError,
	load: ([message]) => new AppError(message as string),
	setState: (target, state) => Object.assign(target, object(state)),
	reduce: ({ message, code }) => ({ callable: name("AppError"), args: [message], state: map({ code }) }),
});
class StrictError extends Error {
	readonly field: string;
	readonly reason: string;
	constructor(field: string, reason: string) {
		super(`${field}: ${reason}`);
		this.field = field;
		this.reason = reason;
	}
}
const strictError = defineType<StrictError>({
	names: [name("StrictError")],
	type: StrictError,
	load: ([field, reason]) => new StrictError(field as string, reason as string),
	reduce: ({ field, reason }) => ({ callable: name("StrictError"), args: [field, reason] }),
});

const entries: AnyTypeEntry[] = [
	plain("Plain", Plain),
	plain("Child", Child),
	slots,
	slotsAndDict,
	newArgs,
	newArgsEx,
	reduced,
	withState,
	filled,
	six,
	setter,
	stateDict,
	appError,
	strictError,
];
const registry = defaultRegistry.with(...entries);
const bothSlots = Object.assign(new SlotsAndDict(), { slots: { c: 3, a: 1, b: 2 }, attributes: { d: 4 } });

/** Golden cases, what they are read as, and the Python that makes such a one. */
const CASES: readonly (readonly [name: string, value: object, python: string])[] = [
	["plain-several", Object.assign(new Plain(), { a: 1, b: [2], c: "x" }), "g.Plain(a=1, b=[2], c='x')"],
	["slots-one", new Slots(1), "g.Slots(1)"],
	["slots-two", new Slots(1, 2), "g.Slots(1, 2)"],
	["slots-dict", bothSlots, "g.SlotsAndDict(1, 2, 3, d=4)"],
	["new-args-plain", new Pair(tuple(1, "b")), "g.NewArgs(1, 'b')"],
	["new-args-ex", new Keyworded(1, [["k", "v"]]), "g.NewArgsEx(1, k='v')"],
	["new-args-ex-none", new Keyworded(1), "g.NewArgsEx(1)"],
	["reduce-two", new Reduced(1, "b"), "g.Reduced(1, 'b')"],
	["reduce-three", new WithState(1, "b"), "g.ReducedState(1, 'b')"],
	["reduce-list", Filled.of([1, 2, 3], {}), "g.filled([1, 2, 3])"],
	["reduce-list-one", Filled.of([1], {}), "g.filled([1])"],
	["reduce-dict", Filled.of([], { a: 1, b: 2 }), "g.filled((), {'a': 1, 'b': 2})"],
	["reduce-five", Filled.of([1], { a: 2 }, "note"), "g.filled([1], {'a': 2}, 'note')"],
	["reduce-five-empty", Filled.of([], {}), "g.filled()"],
	["reduce-six", new Six(1), "(lambda v: setattr(v, 'value', 1) or v)(g.ReducedSix())"],
	["state-dict", Versioned.of({ a: 1 }), "g.StateDict(a=1)"],
	["error-app", new AppError("failed", 7), "g.AppError('failed', 7)"],
	["error-strict", new StrictError("name", "too long"), "g.StrictError('name', 'too long')"],
];

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

describe.each(goldenVersions().filter((version) => !version.startsWith("2.")))("Python %s", (version) => {
	const pythonVersion = version.replace(/\.\d+\w*$/, "");
	const cases = new Map(readGolden(version).cases.map((entry) => [entry.name, entry]));
	test.each(CASES)("%s", (name, value) => {
		// Without arguments for __new__, which came with protocol 2, Python itself loses them.
		const least = name === "new-args-plain" ? 2 : 0;
		const protocols = Object.entries(cases.get(name)?.protocols ?? {}).filter(
			([protocol]) => Number(protocol) >= least,
		);
		// Six parts came with 3.8.
		if (name !== "reduce-six" || !/^3\.[67]\./.test(version)) expect(protocols.length).toBeGreaterThan(2);
		for (const [protocol, data] of protocols) {
			const options = { registry, pythonVersion };
			const read = loads(data, { ...options, mode: "exact" });
			expect(read, `protocol ${protocol}`).toEqual(value);
			expect(Object.getPrototypeOf(read)).toBe(Object.getPrototypeOf(value));
			expect(base64(dumps(value, { ...options, protocol: Number(protocol) })), `protocol ${protocol}`).toBe(
				base64(data),
			);
		}
	});
});

const natives = onePerMinor(await findPythons({ pyodide: false })).filter(({ version }) =>
	/^3\.([89]|1\d)\./.test(version),
);
const live = [natives[0], natives.at(-1)].filter((python) => python !== undefined);

describe.skipIf(live.length === 0).each(live.map((python) => [python.version, python] as const))(
	"a live Python %s",
	(version, python) => {
		let worker: PythonWorker;
		beforeAll(() => {
			worker = startWorker(python);
		});
		afterAll(() => worker.close());

		test.each([2, 3, 4, 5])("reads what is written as equal objects of its classes (protocol %i)", async (protocol) => {
			const pythonVersion = version.replace(/\.\d+\w*$/, "");
			const asked = CASES.map(([, , expression]) => ({ expression }));
			const { answers = [] } = await worker.ask({ command: "dumps", protocol, batch: asked });
			const batch = CASES.map(([, value], i) => ({
				left: { data: base64(dumps(value, { registry, protocol, pythonVersion })) },
				right: { data: answers[i]?.data },
			}));
			const compared = await worker.ask({ command: "equal", batch });
			const wrong = CASES.filter((_, i) => compared.answers?.[i]?.equal !== true);
			expect(wrong.map(([name]) => name)).toEqual([]);
			expect(compared.answers).toHaveLength(CASES.length);
		});
	},
);
