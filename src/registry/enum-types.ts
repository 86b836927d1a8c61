/** Maps a user's own enums and flags in one call. */
import { PyTypeError, ValueError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import { INSPECT, KEY, type KeyParts, PLAIN, REPR, TYPE } from "../values/brand.ts";
import { PyDict } from "../values/dict.ts";
import { jsonView } from "../values/json-view.ts";
import { normalInt } from "../values/numbers.ts";
import type { ReprParts } from "../values/repr-frames.ts";
import { typeName } from "../values/type-name.ts";
import { type Int, int } from "./arguments.ts";
import { globalOf } from "./define-type.ts";
import { type AnyTypeEntry, type PyName, Registry, type TypeEntry } from "./registry.ts";

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["flag"]);

/** A member of a Python enum; there is one object for each. */
export class PyEnumMember<V = unknown> {
	/** The enum's Python name. */
	readonly enumName: PyName;
	/** The member's name; of a combination of flags their names joined by `|`; null for one without any. */
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
	[PLAIN](): V {
		return this.value;
	}
	/** The value; what is in it is plain too. */
	toJSON(): unknown {
		return jsonView(this);
	}
	[INSPECT](): string {
		return `<${this.toString()}>`;
	}
}

/** A registry of one enum, with its members. */
export class EnumType<M extends object> extends Registry {
	/** The members by name: what is read, and what is to be written. */
	readonly members: { readonly [K in keyof M]: PyEnumMember<M[K]> };

	constructor(entries: readonly AnyTypeEntry[], members: { readonly [K in keyof M]: PyEnumMember<M[K]> }) {
		super(entries);
		this.members = members;
	}
}

/** A registry of one `Flag`, with its members and their combinations. */
export class FlagType<M extends object> extends EnumType<M> {
	readonly #table: FlagTable;

	/** @internal {@link flagType} makes them. */
	constructor(entries: readonly AnyTypeEntry[], members: EnumType<M>["members"], table: FlagTable) {
		super(entries, members);
		this.#table = table;
	}

	/**
	 * The flags of a value, as `Permission(6)` in Python.
	 *
	 * @param value an int, or members that are combined as by `|`
	 * @returns the member that has this value, else a combination; one object for each value, up to 4,096 of them
	 * @throws PyTypeError (`argument`) for what is not an int and not a member
	 * @example
	 * ```ts
	 * import { flagType } from "brine/types";
	 * const permission = flagType("app:Permission", { R: 4, W: 2, X: 1 });
	 * const { R, W } = permission.members;
	 * permission.of(R, W) === permission.of(6); // true, <Permission.R|W>
	 * ```
	 */
	of(...value: readonly (Int | PyEnumMember)[]): PyEnumMember<Int> {
		return this.#table.of(value.reduce<bigint>((bits, part) => bits | BigInt(this.#bits(part)), 0n));
	}
	/**
	 * Whether all bits of some flags are set in others, as `R in flags` in Python.
	 *
	 * @throws PyTypeError (`argument`) for what is not an int and not a member
	 */
	has(flags: Int | PyEnumMember, wanted: Int | PyEnumMember): boolean {
		const bits = BigInt(this.#bits(wanted));
		return (BigInt(this.#bits(flags)) & bits) === bits;
	}
	#bits(flags: Int | PyEnumMember): Int {
		const isOther = flags instanceof PyEnumMember && flags.enumName !== this.#table.name;
		const bits = int(flags instanceof PyEnumMember ? flags.value : flags);
		if (bits !== undefined && !isOther) return bits;
		throw new PyTypeError(`flags of ${this.#table.name} are ints or its members, not ${typeName(flags)}`, {
			code: "argument",
		});
	}
}

type Named = readonly (readonly [name: string, member: PyEnumMember])[];

/** The members of an enum by name, aliases too, and by value. */
function membersOf(
	name: PyName,
	values: object,
): { readonly named: Named; readonly byValue: PyDict<unknown, PyEnumMember> } {
	const byValue = new PyDict<unknown, PyEnumMember>();
	const named: [string, PyEnumMember][] = [];
	for (const [key, value] of Object.entries(values)) {
		// The way back that TypeScript adds to numeric enums.
		if (/^-?\d+$/.test(key) && (values as Record<string, unknown>)[String(value)] === Number(key)) continue;
		const member = byValue.get(value) ?? new PyEnumMember<unknown>(name, key, value);
		byValue.set(value, member);
		named.push([key, member]);
	}
	return { named, byValue };
}

function entriesFor(name: PyName, named: Named, get: (value: unknown) => PyEnumMember | undefined): AnyTypeEntry[] {
	const global = globalOf(name);
	const entry: TypeEntry<PyEnumMember> = {
		names: [name],
		is: (value): value is PyEnumMember => value instanceof PyEnumMember && value.enumName === name,
		load: (args) => (args.length === 1 ? get(args[0]) : undefined),
		reduce: ({ value }) => ({ callable: global, args: [value] }),
	};
	return [entry, ...named.map(([key, value]): AnyTypeEntry => ({ names: [`${name}.${key}`], value }))];
}

/**
 * Maps a Python enum. Members are objects, since a bare value would be written as a value.
 *
 * @param name the Python name, `module:Class`
 * @param values the values by member name, or a TypeScript `enum`
 * @param options `flag: true` for a `Flag` or `IntFlag`: as {@link flagType}, without its type
 * @returns what to give to `registry.with()`; its `members` are the members
 * @throws ValueError (`option`) when the name is not `module:qualname`
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
	options?: { readonly flag?: boolean | null } | null,
): EnumType<M> {
	checkOptions("enumType", options, OPTIONS);
	if (options?.flag === true) return flagType(name, values);
	const { named, byValue } = membersOf(name, values);
	const entries = entriesFor(name, named, (value) => byValue.get(value));
	return new EnumType(entries, Object.fromEntries(named) as EnumType<M>["members"]);
}

/**
 * Maps a Python `enum.Flag` or `enum.IntFlag`, whose members combine. Combinations are read in all forms that Python
 * 3.6 to 3.15 write: by value, by name, and from 3.11.0 to 3.11.3 as members joined by `operator.or_`. They are
 * written by value, which all of them read. Bits that no member has are kept.
 *
 * @param name the Python name, `module:Class`
 * @param values the values by member name, aliases such as `RW: 6` too, or a TypeScript `enum`
 * @returns what to give to `registry.with()`; `members` are the members, and `of` returns combinations
 * @throws ValueError (`option`) when the name is not `module:qualname`, or a value not an int
 * @example
 * ```ts
 * import { defaultRegistry, pickle } from "brine";
 * import { flagType } from "brine/types";
 * const permission = flagType("app:Permission", { R: 4, W: 2, X: 1 });
 * const registry = defaultRegistry.with(permission);
 * const both = permission.of(permission.members.R, permission.members.W);
 * pickle.loads(pickle.dumps(both, { registry }), { registry }) === both; // true
 * ```
 */
export function flagType<const M extends object>(name: PyName, values: M): FlagType<M> {
	const { named, byValue } = membersOf(name, values);
	for (const [key, { value }] of named) {
		if (int(value) === undefined) {
			throw new ValueError(`flag ${key} of ${name} is not an int: ${typeName(value)}`, { code: "option" });
		}
	}
	const table = new FlagTable(name, named, byValue);
	const entries = entriesFor(name, named, (value) => byValue.get(value) ?? table.read(int(value)));
	return new FlagType<M>([OR, ...entries], Object.fromEntries(named) as EnumType<M>["members"], table);
}

/** So many combinations of one flag are one object for each value, so that data cannot fill memory with them. */
const MOST_COMBINATIONS = 4096;

/** Ints from data have no more bits as flags: each is combined in as many steps as there are members. */
const MOST_BITS = 1024n;

/** The bits of flags, if there are not too many of them. */
function smallBits(value: Int | undefined): bigint | undefined {
	if (value === undefined) return undefined;
	const bits = BigInt(value);
	return bits >> MOST_BITS === 0n || bits >> MOST_BITS === -1n ? bits : undefined;
}

/** Which table a member belongs to. */
const TABLES: WeakMap<PyEnumMember, FlagTable> = /* @__PURE__ */ new WeakMap();

/** The members of a flag, and the combinations of them that were met. */
class FlagTable {
	readonly name: PyName;
	readonly #byValue: PyDict<unknown, PyEnumMember>;
	readonly #most: number;
	/** Members of one bit, of which names are made. */
	readonly #bits: readonly (readonly [name: string, bit: bigint])[];
	readonly #all: bigint;

	constructor(name: PyName, named: Named, byValue: PyDict<unknown, PyEnumMember>) {
		this.name = name;
		this.#byValue = byValue;
		this.#most = byValue.size + MOST_COMBINATIONS;
		const bits = new Map<bigint, string>();
		let all = 0n;
		for (const [key, member] of named) {
			const bit = BigInt(member.value as Int);
			TABLES.set(member, this);
			if (bit <= 0n) continue;
			all |= bit;
			if ((bit & (bit - 1n)) === 0n && !bits.has(bit)) bits.set(bit, key);
		}
		this.#bits = [...bits].map(([bit, key]) => [key, bit]);
		this.#all = all;
	}
	/** The flags of an int from data; undefined for one of too many bits. */
	read(value: Int | undefined): PyEnumMember<Int> | undefined {
		const bits = smallBits(value);
		return bits === undefined ? undefined : this.of(bits);
	}
	of(value: Int): PyEnumMember<Int> {
		const bits = typeof value === "bigint" ? normalInt(value) : value;
		const known = this.#byValue.get(bits);
		if (known !== undefined) return known as PyEnumMember<Int>;
		const made = new PyEnumMember<Int>(this.name, this.#nameOf(BigInt(bits)), bits);
		TABLES.set(made, this);
		if (this.#byValue.size < this.#most) this.#byValue.set(bits, made);
		return made;
	}
	/** The names of the bits as Python 3.11 and newer join them, with those that have none as a number. */
	#nameOf(value: bigint): string | null {
		const names: string[] = [];
		for (const [key, bit] of this.#bits) if ((value & bit) === bit) names.push(key);
		const others = value < 0n ? 0n : value & ~this.#all;
		if (names.length > 0 && others > 0n && others <= BigInt(Number.MAX_SAFE_INTEGER)) names.push(String(others));
		return names.join("|") || null;
	}
}

/** `R | W` as Python 3.11.0 to 3.11.3 write it. */
const OR: TypeEntry<PyEnumMember> = {
	names: ["_operator:or_", "operator:or_"],
	load: (args) => {
		const [left, right] = args;
		if (args.length !== 2 || !(left instanceof PyEnumMember)) return undefined;
		const table = TABLES.get(left);
		const isFlag = right instanceof PyEnumMember && TABLES.get(right)?.name === table?.name;
		const bits = int(isFlag ? (right as PyEnumMember).value : right);
		const other = smallBits(bits);
		const own = smallBits(left.value as Int);
		return other === undefined || own === undefined ? undefined : table?.of(own | other);
	},
};
