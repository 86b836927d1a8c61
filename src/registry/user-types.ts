/** Maps a user's own Python classes in one call: named tuples, dataclasses and plain classes. */
import { ValueError } from "../errors.ts";
import { givenOptions } from "../options.ts";
import { REPR } from "../values/brand.ts";
import { PyGlobal } from "../values/opaque.ts";
import { checkChoice } from "../values/option-values.ts";
import { defineOwn } from "../values/own-property.ts";
import type { ReprParts } from "../values/repr-frames.ts";
import { PyTuple, tuple, tupleFrom } from "../values/tuple.ts";
import { attributesOf } from "./arguments.ts";
import { globalOf } from "./define-type.ts";
import type { PyName, TypeEntry } from "./registry.ts";
import { instanceOf, refuseState } from "./stdlib/instance.ts";
import { keywordParts } from "./stdlib/value.ts";

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

const DATACLASS_OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["fields", "layout", "slots", "create"]);

/** Options of {@link dataclassType}. */
export interface DataclassOptions<T> {
	/**
	 * The fields that are written, in order; a record returns the property for each Python field.
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
	options?: DataclassOptions<T> | null,
): TypeEntry<T> {
	const given = givenOptions("dataclassType", options, DATACLASS_OPTIONS);
	const global = globalOf(name);
	const { fields, layout = "dict", slots = [], create = () => Object.create(type.prototype as object) as T } = given;
	checkChoice("layout", layout, ["dict", "slots", "frozen-slots"]);
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
		// A property that no field is named after may be anything: it must not reach a setter.
		else defineOwn(target as object, key, value);
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
