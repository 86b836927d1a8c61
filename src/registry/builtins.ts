/**
 * The types of Python's own `builtins`, in every form that some CPython's reducer writes them, and the
 * functions of `copyreg` that stand in for a class. Other arguments leave the object inert: no
 * `bytearray(3000000000)`, no `set(range(n))`.
 */

import { LimitError, UnpicklingError } from "../errors.ts";
import { byteArrayCopy, PyByteArray } from "../values/bytearray.ts";
import { PyComplex } from "../values/complex.ts";
import { Ellipsis, NotImplemented, PyConstant } from "../values/constants.ts";
import { type KeyInterner, SHARE } from "../values/key-interner.ts";
import { MAP_ENTRIES } from "../values/map-entries.ts";
import { PyFloat } from "../values/numbers.ts";
import { PyGlobal, PyObject } from "../values/opaque.ts";
import { splitName } from "../values/py-name.ts";
import { PyRange, PySlice } from "../values/range.ts";
import { PyFrozenSet, PySet } from "../values/set.ts";
import { PyTuple } from "../values/tuple.ts";
import { typeName } from "../values/type-name.ts";
import { bytes, entriesOf, float, fromLatin1, int, text } from "./arguments.ts";
import { byteOf, indexOf, placeOf } from "./item-index.ts";
import {
	type AnyTypeEntry,
	createRegistry,
	type LoadContext,
	type PyName,
	type Registry,
	type TypeEntry,
} from "./registry.ts";
import { wordsOf } from "./stdlib/rational.ts";

/** `(list,)`, as all reducers of sets write; nothing is the empty set. */
function setItems(args: PyTuple): unknown[] | undefined {
	if (args.length === 0) return [];
	const [items] = args;
	if (args.length !== 1 || !Array.isArray(items) || items instanceof PyTuple) return undefined;
	if (items.length > MAP_ENTRIES) throw new LimitError("items", MAP_ENTRIES);
	return items as unknown[];
}

/** Adds items; each NaN is one of its own, as it was an object of its own in Python. */
function filled<T extends PySet>(made: T, items: unknown[] | undefined, keys: KeyInterner | undefined): T | undefined {
	if (items === undefined) return undefined;
	if (keys !== undefined) made[SHARE](keys);
	for (const item of items) made.add(typeof item === "number" && Number.isNaN(item) ? new PyFloat(item) : item);
	return made;
}

const set: TypeEntry<PySet> = {
	names: ["builtins:set"],
	type: PySet,
	load: (args, _kwargs, { keys }) => filled(new PySet(), setItems(args), keys),
	reduce: (value) => ({ callable: "builtins:set", args: [[...value]] }),
};

const frozenset: TypeEntry<PyFrozenSet> = {
	names: ["builtins:frozenset"],
	type: PyFrozenSet,
	load: (args, _kwargs, { keys }) => filled(new PyFrozenSet(), setItems(args), keys),
	reduce: (value) => ({ callable: "builtins:frozenset", args: [[...value]] }),
};

/** Empty only: other bytes have opcodes, or below protocol 3 the form of {@link encode}. */
const bytesEntry: TypeEntry<Uint8Array> = {
	names: ["builtins:bytes"],
	load: (args) => (args.length === 0 ? new Uint8Array(0) : undefined),
};

/** How protocols 0 to 2 write bytes. */
export const encode: TypeEntry<Uint8Array> = {
	names: ["_codecs:encode"],
	load: ([value, codec, more]) =>
		typeof value === "string" && codec === "latin1" && more === undefined ? fromLatin1(value) : undefined,
};

const bytearray: TypeEntry<PyByteArray> = {
	names: ["builtins:bytearray"],
	type: PyByteArray,
	load: (args, _kwargs, { textAsBytes }) => {
		const [value, codec] = args;
		if (args.length === 0) return new PyByteArray(new ArrayBuffer(0));
		const given =
			args.length === 1 ? value instanceof Uint8Array : args.length === 2 && text(codec, textAsBytes) === "latin-1";
		const items = given ? bytes(value) : undefined;
		return items && byteArrayCopy(items);
	},
	setItem: (target, key, value) => {
		const index = indexOf(key, (type) => `bytearray indices must be integers or slices, not ${type}`);
		const byte = byteOf(value);
		target[placeOf(index, target.length, "bytearray")] = byte;
	},
	append: (_target, item) => {
		byteOf(item);
		throw new UnpicklingError("a bytearray cannot grow here", { code: "item" });
	},
	// Picklers know the type themselves and write it in other forms too.
	reduce: (value) => ({ callable: "builtins:bytearray", args: [new Uint8Array(value)] }),
};

const complex: TypeEntry<PyComplex> = {
	names: ["builtins:complex"],
	type: PyComplex,
	load: (args) => {
		const [real, imag] = args.map(float);
		return args.length === 2 && real !== undefined && imag !== undefined ? new PyComplex(real, imag) : undefined;
	},
	reduce: ({ real, imag }) => ({
		callable: "builtins:complex",
		args: [new PyFloat(real), new PyFloat(imag)],
	}),
};

const range: TypeEntry<PyRange> = {
	names: ["builtins:range"],
	type: PyRange,
	load: (args, _kwargs, { charge }) => {
		const [start, stop, step] = args.map(int);
		if (args.length !== 3 || start === undefined || stop === undefined || step === undefined) return undefined;
		if (BigInt(step) === 0n) return undefined;
		// As a key it is divided for its length, which takes more time than the ints have bytes.
		charge?.((Math.max(wordsOf(start), wordsOf(stop)) * wordsOf(step)) / 2);
		return new PyRange(start, stop, step);
	},
	reduce: ({ start, stop, step }) => ({
		callable: "builtins:range",
		args: [start, stop, step],
	}),
};

const slice: TypeEntry<PySlice> = {
	names: ["builtins:slice"],
	type: PySlice,
	load: (args) => (args.length === 3 ? new PySlice(args[0], args[1], args[2]) : undefined),
	reduce: ({ start, stop, step }) => ({
		callable: "builtins:slice",
		args: [start, stop, step],
	}),
};

function constant(value: PyConstant): TypeEntry<PyConstant> {
	const name: PyName = `builtins:${value.name}`;
	return {
		names: [name],
		value,
		is: (given): given is PyConstant => given === value,
		reduce: () => name,
	};
}

/** The type of `None`, `...` or `NotImplemented`: it has no name of its own to be written by. */
export class PySingletonType extends PyGlobal {
	/** The only instance of the type. */
	readonly instance: PyConstant | null;

	constructor(instance: PyConstant | null) {
		super("builtins", typeName(instance));
		this.instance = instance;
	}
}

/** `type(None)` and its like; other types are written by name. */
const singletonType: TypeEntry<PySingletonType> = {
	names: ["builtins:type"],
	type: PySingletonType,
	load: (args) => {
		const [instance] = args;
		const known = args.length === 1 && (instance === null || instance instanceof PyConstant);
		return known ? new PySingletonType(instance) : undefined;
	},
	reduce: ({ instance }) => ({ callable: "builtins:type", args: [instance] }),
};

/** How deep a chain of `getattr` may be that names a class inside of classes. */
const NESTED = 16;
/** Characters of a nested name; it stays a call of `getattr` when it has more. */
const LONGEST_NAME = 1000;

/** The name of a class: a global, or the `getattr` calls by which protocols below 4 name one inside another. */
function classPath(value: unknown): string | undefined {
	let path = "";
	let node = value;
	for (let depth = 0; depth < NESTED; depth++) {
		if (node instanceof PyGlobal) return `${node.module}:${node.qualname}${path}`;
		if (!(node instanceof PyObject) || String(node.callable) !== "builtins.getattr") return undefined;
		const [base, name] = node.args;
		if (typeof name !== "string") return undefined;
		path = `.${name}${path}`;
		node = base;
	}
	return undefined;
}

/**
 * Never a call: where the registry knows `module:Class.name`, that name (or the value of it), and an
 * inert object otherwise. `zoneinfo.ZoneInfo._unpickle` and nested classes are written this way.
 */
const getattr: TypeEntry = {
	names: ["builtins:getattr"],
	load: (args, _kwargs, { registry, protocol }) => {
		const [base, name] = args;
		const path = classPath(base);
		if (args.length !== 2 || path === undefined || typeof name !== "string") return undefined;
		const full = `${path}.${name}`;
		// A name in a name in a name is the work of nobody's program, and takes quadratic memory.
		if (full.length > LONGEST_NAME) return undefined;
		// Below protocol 4 this is how a nested class is named; what C types have is written so at any protocol.
		const isNested = protocol < 4 && base instanceof PyGlobal && base.module !== "builtins";
		if (!isNested && registry.byName(full) === undefined) return undefined;
		return registry.constant(full) ?? new PyGlobal(...splitName(full));
	},
};

/** Has the entry of a class make an instance, as `NEWOBJ` would. */
function instance(
	cls: unknown,
	args: PyTuple,
	kwargs: ReadonlyMap<string, unknown>,
	context: LoadContext,
): readonly [entry: AnyTypeEntry, made: unknown] | undefined {
	const name = classPath(cls);
	const entry = name === undefined ? undefined : context.registry.byName(name);
	const via = kwargs.size === 0 ? "NEWOBJ" : "NEWOBJ_EX";
	const made: unknown = entry?.load?.(args, kwargs, {
		...context,
		name: name as PyName,
		via,
	});
	if (entry === undefined || made === undefined) return undefined;
	context.maker = entry;
	return [entry, made];
}

/** `(class, base, state)`: how protocols 0 and 1 make every plain instance, and subclasses of built-in types. */
const reconstructor: TypeEntry = {
	names: ["copyreg:_reconstructor"],
	load: (args, kwargs, context) => {
		const [cls, base, state] = args;
		if (args.length !== 3 || !(base instanceof PyGlobal)) return undefined;
		if (state === null) return instance(cls, new PyTuple(), kwargs, context)?.[1];
		const given = new PyTuple<unknown>(1);
		given[0] = state;
		if (base.qualname === "tuple" && state instanceof PyTuple) return instance(cls, state, kwargs, context)?.[1];
		const fills = base.qualname === "list" || base.qualname === "dict";
		const [entry, made] = instance(cls, fills ? new PyTuple() : given, kwargs, context) ?? [];
		if (!fills || entry === undefined) return made;
		const { append, setItem } = entry;
		// A container that would lose its items stays inert, with them.
		if (Array.isArray(state) ? append === undefined : setItem === undefined) return undefined;
		if (Array.isArray(state)) for (const item of state as unknown[]) append?.(made, item);
		for (const [key, value] of entriesOf(state) ?? []) setItem?.(made, key, value);
		return made;
	},
};

/** `(class, *args)` and `(class, args, kwargs)`: `NEWOBJ` and `NEWOBJ_EX` as calls. */
const newobj: TypeEntry = {
	names: ["copyreg:__newobj__"],
	load: (args, kwargs, context) => {
		const rest = new PyTuple<unknown>(Math.max(args.length - 1, 0));
		for (let i = 1; i < args.length; i++) rest[i - 1] = args[i];
		return instance(args[0], rest, kwargs, context)?.[1];
	},
};
const newobjEx: TypeEntry = {
	names: ["copyreg:__newobj_ex__"],
	load: ([cls, args, given], _kwargs, context) => {
		const kwargs = new Map<string, unknown>();
		for (const [key, value] of entriesOf(given) ?? []) if (typeof key === "string") kwargs.set(key, value);
		return args instanceof PyTuple ? instance(cls, args, kwargs, context)?.[1] : undefined;
	},
};

/** The base of every registry for real pickles: the built-in types and the functions that make them. */
export const builtins: Registry = /* @__PURE__ */ createRegistry(
	set,
	frozenset,
	bytesEntry,
	encode,
	bytearray,
	complex,
	range,
	slice,
	/* @__PURE__ */ constant(Ellipsis),
	/* @__PURE__ */ constant(NotImplemented),
	singletonType,
	getattr,
	reconstructor,
	newobj,
	newobjEx,
);
