/** The values on the tracer's stack: where a constant is, or a thing that represents what a loader would make. */

/**
 * A value of a pickle that is followed and not made. A number is the offset of the opcode of a constant, which
 * is read only when somebody asks what it says; so constants cost nothing.
 */
export type Value = number | Thing;

/** How many items of a container are kept; how many there are is known all the same. */
export const KEPT = 64;

/** How many things are kept besides, without their places. */
const KEPT_THINGS = 1024;

/** The values that are not constants. */
export abstract class Thing {
	/** Where the opcode is that made it. */
	readonly offset: number;
	constructor(offset: number) {
		this.offset = offset;
	}
}

/** A constant whose operand does not follow its opcode, since a reader skipped what is between them. */
export class Literal extends Thing {
	/** The byte of the opcode. */
	readonly code: number;
	readonly from: number;
	readonly to: number;
	constructor(offset: number, code: number, from: number, to: number) {
		super(offset);
		this.code = code;
		this.from = from;
		this.to = to;
	}
}

/** An imported class or function. */
export class Import extends Thing {
	/** The module as it is written; undefined when it is computed. */
	readonly module: string | undefined;
	/** The name in it; undefined when it is computed. */
	readonly name: string | undefined;
	/** The byte of the opcode. */
	readonly code: number;
	/** The protocol that the pickle had named by then: below 3 names of Python 2 are meant. */
	readonly protocol: number;
	/** Whether it was put into a container that is not the arguments of a call. */
	referenced = false;
	constructor(offset: number, code: number, protocol: number, module: string | undefined, name: string | undefined) {
		super(offset);
		this.code = code;
		this.protocol = protocol;
		this.module = module;
		this.name = name;
	}
}

/** The name of an extension code in the reader's table. */
export class Extension extends Thing {
	readonly extension: number;
	constructor(offset: number, extension: number) {
		super(offset);
		this.extension = extension;
	}
}

/** The result of a call, or of a class's `__new__`. */
export class Result extends Thing {
	readonly callable: Value;
	/** The arguments as one value: a tuple, unless the pickle is odd. */
	readonly args: Value;
	readonly kwargs: Value | undefined;
	/** Whether `__new__` is called and not the callable itself. */
	readonly constructs: boolean;
	/** The import that it comes from, as far as that is known. */
	readonly origin: Import | Extension | undefined;
	/** The last state that it was given. */
	state: Value | undefined;
	/** How often it was given a state. */
	builds = 0;
	/** Whether it was an argument of a call since. */
	used = false;
	/** Whether it is the state of an object, which may see what is put into it later. */
	given = false;
	constructor(
		offset: number,
		callable: Value,
		args: Value,
		kwargs: Value | undefined,
		constructs: boolean,
		origin: Import | Extension | undefined,
	) {
		super(offset);
		this.callable = callable;
		this.args = args;
		this.kwargs = kwargs;
		this.constructs = constructs;
		this.origin = origin;
	}
}

/** An object that is known outside by an id. */
export class Persistent extends Thing {
	/** The id; undefined for the text line of PERSID. */
	readonly id: Value | undefined;
	constructor(offset: number, id: Value | undefined) {
		super(offset);
		this.id = id;
	}
}

/** A buffer from outside of the pickle. */
export class OutOfBand extends Thing {}

/** A value that a broken pickle does not have. */
export class Unknown extends Thing {}

/** Keys of states that make libraries run what the value says: scipy's and statsmodels'. */
export const WATCHED: ReadonlySet<string> = /* @__PURE__ */ new Set([
	"_parse_arg_template",
	"restore_model_spec",
	"restore_design_info",
]);

export type ContainerKind = "list" | "tuple" | "dict" | "set" | "frozenset";

/** How many items a block has room for at most, and at first. */
const BLOCK = 1 << 14;
const FIRST_BLOCK = 256;

/** Items of many containers of constants, one after another: an array for each would be most of what the collector copies. */
export class Arena {
	block = new Float64Array(FIRST_BLOCK);
	used = 0;
	/** Has room for so many items. */
	reserve(count: number): void {
		if (this.used + count <= this.block.length) return;
		this.block = new Float64Array(Math.min(BLOCK, this.block.length * 4));
		this.used = 0;
	}
}

/** The properties that few containers have. */
export interface Rare {
	/** Things that came after the first items; constants are left out. */
	more: Thing[] | undefined;
	/** Whether things were left out too. */
	lost: boolean;
	/** Keys that begin with two underscores, and whether some keys are not constants at all. */
	dunders: string[] | undefined;
	computed: boolean;
	/** Values of keys that a library acts on when it is given them as a state. */
	watched: Map<string, Value> | undefined;
	/** Whether the imports in this tuple were told of as values. */
	told: boolean;
}

const NONE: readonly Value[] = [];
const USUAL: Readonly<Rare> = {
	more: undefined,
	lost: false,
	dunders: undefined,
	computed: false,
	watched: undefined,
	told: false,
};

/** A container that the pickle itself makes. */
export class Container extends Thing {
	readonly kind: ContainerKind;
	/** How many items there are; of a dict keys and values together. */
	count = 0;
	/** Whether all items are constants. */
	plain = true;
	/** Whether it is the state of an object, which may see what is put into it later. */
	given = false;
	/** The first items, or the block of an arena that has them from `#start` on. */
	#items: readonly Value[] | Float64Array = NONE;
	#start = 0;
	#rare: Readonly<Rare> = USUAL;
	constructor(offset: number, kind: ContainerKind) {
		super(offset);
		this.kind = kind;
	}

	/** The first items; of a dict keys and values by turns. */
	get items(): readonly Value[] {
		if (!(this.#items instanceof Float64Array)) return this.#items;
		const items = Array.from(this.#items.subarray(this.#start, this.#start + Math.min(this.count, KEPT)));
		this.#items = items;
		return items;
	}
	/** The properties that few containers have, to read. */
	get rare(): Readonly<Rare> {
		return this.#rare;
	}
	/** The same, to write. */
	get rarely(): Rare {
		if (this.#rare === USUAL) this.#rare = { ...USUAL };
		return this.#rare;
	}

	/** Takes items of the stack. */
	take(stack: readonly Value[], from: number, to: number, arena: Arena): void {
		const { count } = this;
		// Read before the count changes, which says how much of a block is ours.
		const before = count === 0 ? NONE : this.items;
		const free = count < KEPT ? KEPT - count : 0;
		const kept = to - from > free ? from + free : to;
		this.count = count + to - from;
		let at = from;
		while (at < to && typeof stack[at] === "number") at++;
		if (at < to) this.plain = false;
		if (kept > from) {
			if (count > 0) {
				for (let i = from; i < kept; i++) (before as Value[]).push(stack[i] as Value);
			} else if (at < kept) this.#items = stack.slice(from, kept);
			else {
				arena.reserve(kept - from);
				const { block, used } = arena;
				for (let i = from; i < kept; i++) block[used + i - from] = stack[i] as number;
				this.#items = block;
				this.#start = used;
				arena.used = used + kept - from;
			}
		}
		for (let i = at < kept ? kept : at; i < to; i++) {
			const value = stack[i];
			if (typeof value === "number" || value === undefined) continue;
			const { rarely } = this;
			rarely.more ??= [];
			if (rarely.more.length < KEPT_THINGS) rarely.more.push(value);
			else rarely.lost = true;
		}
	}
}

/** The things that a container holds, in it and in containers within it; undefined when there are too many to tell. */
export function thingsIn(root: Value, most = 4096): readonly Thing[] | undefined {
	const found: Thing[] = [];
	const seen = new Set<Container>();
	const open: Value[] = [root];
	for (let value = open.pop(); value !== undefined; value = open.pop()) {
		if (typeof value === "number") continue;
		if (!(value instanceof Container)) {
			found.push(value);
			if (found.length > most) return undefined;
			continue;
		}
		if (value.plain || seen.has(value)) continue;
		seen.add(value);
		if (value.rare.lost || seen.size > most) return undefined;
		for (const item of value.items) if (typeof item !== "number") open.push(item);
		for (const item of value.rare.more ?? []) open.push(item);
	}
	return found;
}
