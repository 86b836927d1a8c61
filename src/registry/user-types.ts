/** Maps a user's own Python classes in one call: enums, named tuples, dataclasses and plain classes. */
import { ValueError } from "../errors.ts";
import { INSPECT, KEY, type KeyParts, REPR, TYPE } from "../values/brand.ts";
import { PyDict } from "../values/dict.ts";
import { PyGlobal } from "../values/opaque.ts";
import type { ReprParts } from "../values/repr-frames.ts";
import { PyTuple, tuple, tupleFrom } from "../values/tuple.ts";
import { attributesOf, int } from "./arguments.ts";
import { defineType, Registry } from "./registry.ts";
import { instanceOf, refuseState } from "./stdlib/instance.ts";
import { keywordParts } from "./stdlib/value.ts";
import type { AnyTypeEntry, PyName, TypeEntry } from "./types.ts";

function globalOf(name: PyName): PyGlobal {
	defineType({ names: [name] });
	const colon = name.indexOf(":");
	return new PyGlobal(name.slice(0, colon), name.slice(colon + 1));
}

/** A member of a Python enum; there is one object for each. */
export class PyEnumMember<V = unknown> {
	/** The enum's Python name. */
	readonly enumName: PyName;
	/** The member's name; null for a combination of flags without one. */
	readonly name: string | null;
	/** Its value. */
	readonly value: V;

	constructor(enumName: PyName, name: string | null, value: V) {
		this.enumName = enumName;
		this.name = name;
		this.value = value;
	}
	get #className(): string {
		return this.enumName.slice(this.enumName.lastIndexOf(":") + 1).replace(/^.*\./, "");
	}
	get [TYPE](): string {
		return this.enumName.replace(":", ".");
	}
	[KEY](): KeyParts {
		return { tag: `enum ${this.enumName}`, parts: [this.value] };
	}
	[REPR](): ReprParts {
		return { parts: [`<${this.#className}${this.name === null ? "" : `.${this.name}`}: `, this.value, ">"] };
	}
	/** `Color.RED`, as Python's `str()`; `Permission(0)` for flags none of which is set. */
	toString(): string {
		return this.name === null ? `${this.#className}(${String(this.value)})` : `${this.#className}.${this.name}`;
	}
	toJSON(): V {
		return this.value;
	}
	[INSPECT](): string {
		return `<${this.toString()}>`;
	}
}

/** A registry of one enum, with its members. */
export class EnumType<M extends object> extends Registry {
	/** The members by name: what reading gives and what is to be written. */
	readonly members: { readonly [K in keyof M]: PyEnumMember<M[K]> };

	constructor(entries: readonly AnyTypeEntry[], members: { readonly [K in keyof M]: PyEnumMember<M[K]> }) {
		super(entries);
		this.members = members;
	}
}

/**
 * Maps a Python enum. Members are objects, since a bare value would be written as a value.
 *
 * @param name the Python name, `module:Class`
 * @param values the values by member name, or a TypeScript `enum`
 * @param options `flag: true` for a `Flag` or `IntFlag`, whose values combine
 * @returns what to give to `registry.with()`; its `members` are the members
 * @example
 * ```ts
 * import { defaultRegistry, pickle } from "brine";
 * import { enumType } from "brine/types";
 * const color = enumType("palette:Color", { RED: 1, GREEN: 2 });
 * const registry = defaultRegistry.with(color);
 * pickle.loads(pickle.dumps(color.members.RED, { registry }), { registry }) === color.members.RED; // true
 * ```
 */
export function enumType<const M extends object>(
	name: PyName,
	values: M,
	options: { readonly flag?: boolean } = {},
): EnumType<M> {
	const global = globalOf(name);
	const byValue = new PyDict<unknown, PyEnumMember>();
	const members: [string, PyEnumMember][] = [];
	for (const [key, value] of Object.entries(values)) {
		// The way back that TypeScript adds to numeric enums.
		if (/^-?\d+$/.test(key) && (values as Record<string, unknown>)[String(value)] === Number(key)) continue;
		const member = byValue.get(value) ?? new PyEnumMember<unknown>(name, key, value);
		byValue.set(value, member);
		members.push([key, member]);
	}
	/** A combination of flags: one object for each value. */
	const combined = (value: unknown): PyEnumMember | undefined => {
		const bits = int(value);
		if (options.flag !== true || bits === undefined) return undefined;
		const parts = members.filter(([, { value: bit }]) => {
			const known = int(bit);
			return known !== undefined && BigInt(known) > 0n && (BigInt(bits) & BigInt(known)) === BigInt(known);
		});
		const made = new PyEnumMember<unknown>(name, parts.map(([key]) => key).join("|") || null, value);
		byValue.set(value, made);
		return made;
	};
	const entry: TypeEntry<PyEnumMember> = {
		names: [name],
		is: (value): value is PyEnumMember => value instanceof PyEnumMember && value.enumName === name,
		load: (args) => (args.length === 1 ? (byValue.get(args[0]) ?? combined(args[0])) : undefined),
		reduce: ({ value }) => ({ callable: global, args: [value] }),
	};
	const byName = members.map(([key, value]): AnyTypeEntry => ({ names: [`${name}.${key}`], value }));
	return new EnumType([entry, ...byName], Object.fromEntries(members) as EnumType<M>["members"]);
}

/** The class that {@link namedtupleType} makes: a tuple with named items. */
export type NamedTuple<F extends string> = PyTuple & { readonly [name in F]: unknown };

/** An entry for a named tuple. */
export interface NamedTupleType<T> extends TypeEntry<T> {
	/** Makes one of its items in order. */
	readonly make: (...items: unknown[]) => T;
}

const TUPLE: PyGlobal = /* @__PURE__ */ new PyGlobal("builtins", "tuple");

/**
 * Maps a Python `namedtuple` or `typing.NamedTuple` to tuples that have their items by name too. For a class
 * of your own use `defineType`.
 *
 * @param name the Python name, `module:Class`
 * @param fields the names of its items, in order
 * @returns the entry; its `make` makes a value
 * @example
 * ```ts
 * import { namedtupleType } from "brine/types";
 * const point = namedtupleType("geometry:Point", ["x", "y"]);
 * point.make(1, 2).y; // 2
 * ```
 */
export function namedtupleType<const F extends string>(
	name: PyName,
	fields: readonly F[],
): NamedTupleType<NamedTuple<F>> {
	const global = globalOf(name);
	const Type = tupleClass<F>(global, fields);
	const from = (items: readonly unknown[]): NamedTuple<F> => {
		const made = new Type(items.length);
		for (let i = 0; i < items.length; i++) made[i] = items[i];
		return made;
	};
	return {
		names: [name],
		type: Type,
		make: (...items) => from(items),
		load: (args) => (args.length === fields.length ? from(args) : undefined),
		reduce: (value, protocol) => {
			if (protocol >= 2) return { via: "NEWOBJ", callable: global, args: tupleFrom(value) };
			return { callable: "copyreg:_reconstructor", args: [global, TUPLE, tupleFrom(value)] };
		},
	};
}

/** A class of tuples with a getter for each field, and Python's text. */
function tupleClass<F extends string>(global: PyGlobal, fields: readonly F[]): new (size: number) => NamedTuple<F> {
	const Made = class extends PyTuple {
		[REPR](): ReprParts {
			const entries = fields.map((field, i): [string, unknown] => [field, this[i]]);
			return { parts: keywordParts(`${global.qualname.replace(/^.*\./, "")}(`, entries, ")"), recursive: "..." };
		}
	};
	for (const [i, field] of fields.entries()) {
		Object.defineProperty(Made.prototype, field, {
			get(this: PyTuple): unknown {
				return this[i];
			},
			configurable: true,
		});
	}
	// The getters have just been defined.
	return Made as unknown as new (
		size: number,
	) => NamedTuple<F>;
}

/** Options of {@link dataclassType}. */
export interface DataclassOptions<T> {
	/**
	 * The fields that are written, in order; a record gives the property for each Python field.
	 * Default: the value's own properties by their names
	 */
	readonly fields?: readonly string[] | Readonly<Record<string, string>>;
	/** How the Python class keeps them: in `__dict__`, in slots, or as a frozen dataclass with slots. @defaultValue `"dict"` */
	readonly layout?: "dict" | "slots" | "frozen-slots";
	/**
	 * With `layout: "dict"`, the Python fields that are in slots nevertheless, such as those that a class with `__dict__`
	 * inherits from one with `__slots__`: Python does not find them in a `__dict__`. An instance that was read remembers
	 * its own. Default: none
	 */
	readonly slots?: readonly string[];
	/** Makes an instance without fields. Default: `Object.create(type.prototype)`: the constructor does not run */
	readonly create?: () => T;
}

/**
 * Maps a dataclass, or any class whose instances are their attributes.
 *
 * @param name the Python name, `module:Class`
 * @param type your class
 * @param options see {@link DataclassOptions}
 * @returns the entry
 * @throws ValueError (`option`) for `"frozen-slots"` without fields, whose order is needed
 * @example
 * ```ts
 * import { defaultRegistry, pickle } from "brine";
 * import { dataclassType } from "brine/types";
 * class User { name = ""; lastSeen: unknown = null; }
 * const user = dataclassType("app.models:User", User, { fields: { name: "name", last_seen: "lastSeen" } });
 * const registry = defaultRegistry.with(user);
 * ```
 */
export function dataclassType<T extends object>(
	name: PyName,
	type: abstract new (...args: never[]) => T,
	options: DataclassOptions<T> = {},
): TypeEntry<T> {
	const global = globalOf(name);
	const { fields, layout = "dict", slots = [], create = () => Object.create(type.prototype as object) as T } = options;
	if (layout === "frozen-slots" && fields === undefined) {
		throw new ValueError("a frozen dataclass with slots needs its fields", { code: "option" });
	}
	if (layout !== "dict" && slots.length > 0) {
		throw new ValueError(`slots belongs to layout "dict": with "${layout}" all fields are in slots`, {
			code: "option",
		});
	}
	const inSlots: ReadonlySet<string> = new Set(slots);
	/** The fields that instances had in slots when they were read. */
	const readInSlots = new WeakMap<T, ReadonlySet<string>>();
	const pairs =
		fields === undefined
			? undefined
			: Array.isArray(fields)
				? fields.map((field: string) => [field, field] as const)
				: Object.entries(fields);
	const properties = new Map<string, string>(pairs);
	const set = (target: T, key: string, value: unknown): void => {
		const property = properties.get(key);
		if (property !== undefined) (target as Record<string, unknown>)[property] = value;
		// What no field is named after may be anything: it must not reach a setter.
		else Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
	};
	const setAll = (target: T, state: unknown): void => {
		if (state === null) return;
		for (const [key, value] of attributesOf(state, true) ?? refuseState(global.qualname)) set(target, key, value);
	};
	return {
		names: [name],
		type,
		load: (args) => (args.length === 0 ? create() : undefined),
		setState: (target, state) => {
			if (state instanceof PyTuple && state.length === 2) {
				for (const part of state) setAll(target, part);
				const names = attributesOf(state[1], true) ?? [];
				if (layout === "dict" && state[1] !== null) readInSlots.set(target, new Set([...names].map(([name]) => name)));
			} else if (Array.isArray(state) && pairs !== undefined) {
				if (state.length !== pairs.length) refuseState(global.qualname);
				for (const [i, [field]] of pairs.entries()) set(target, field, (state as unknown[])[i]);
			} else {
				setAll(target, state);
			}
		},
		reduce: (value, protocol) => {
			const own = value as Record<string, unknown>;
			const written = pairs ?? Object.keys(own).map((key) => [key, key] as const);
			const state = new Map(written.map(([field, property]) => [field, own[property]]));
			if (layout === "frozen-slots") return instanceOf(global, protocol, [...state.values()]);
			if (layout === "slots") return instanceOf(global, protocol, tuple<unknown[]>(null, state));
			// An instance without attributes is written without a state, one without slots without a pair.
			const known = readInSlots.get(value) ?? inSlots;
			const [dict, kept] = [new Map(state), new Map(state)];
			for (const name of state.keys()) (known.has(name) ? dict : kept).delete(name);
			const attributes = dict.size === 0 ? undefined : dict;
			return instanceOf(global, protocol, kept.size === 0 ? attributes : tuple<unknown[]>(attributes ?? null, kept));
		},
	};
}
