import { PyTypeError, ValueError } from "../../errors.ts";
import type { VersionNumber } from "../../options.ts";
import { KEY, type KeyParts, OUTLINE, PLAIN, REPR, TYPE } from "../../values/brand.ts";
import { PyDict } from "../../values/dict.ts";
import { jsonView } from "../../values/json-view.ts";
import { type KeyInterner, SHARE } from "../../values/key-interner.ts";
import { PyGlobal, PyObject } from "../../values/opaque.ts";
import type { Outline } from "../../values/outline.ts";
import { repr } from "../../values/repr.ts";
import type { ReprParts } from "../../values/repr-frames.ts";
import { PyTuple, tupleFrom } from "../../values/tuple.ts";
import { entriesOf, intIn } from "../arguments.ts";
import { indexOf, placeOf } from "../item-index.ts";
import type { TypeEntry } from "../registry.ts";
import { attributedOutline, Pairs } from "./dict-parts.ts";
import { attributesToSet } from "./instance.ts";
import { mostCommon } from "./most-common.ts";
import { dictParts, listParts, PyStdValue } from "./value.ts";

/** Dicts are no keys; how they compare is known of every `Map`. */
const UNHASHABLE: KeyParts = { tag: "dict", parts: [], hashable: false };

/**
 * Python's `collections.OrderedDict`: a dict that, in Python, compares with its kind by order too.
 *
 * @example
 * ```ts
 * import { PyOrderedDict } from "brine/types";
 * const steps = new PyOrderedDict([["first", 1], ["second", 2]]);
 * ```
 */
export class PyOrderedDict<K = unknown, V = unknown> extends PyDict<K, V> {
	/** Attributes that were set on the instance; mostly none. */
	readonly attributes: Map<string, unknown> = new Map();

	/** @internal */
	[OUTLINE](): Outline | undefined {
		return attributedOutline(this, "collections.OrderedDict");
	}
	override toJSON(): unknown {
		return this.attributes.size === 0 ? super.toJSON() : jsonView(this);
	}
	override get [TYPE](): string {
		return "collections.OrderedDict";
	}
	[KEY](): KeyParts {
		return UNHASHABLE;
	}
	[REPR](version?: VersionNumber): ReprParts {
		const recursive = "...";
		if (this.size === 0) return { parts: ["OrderedDict()"], recursive };
		if (version === undefined || version >= 31200) return { parts: dictParts("OrderedDict(", this, ")"), recursive };
		const parts: unknown[] = [];
		let before = "OrderedDict([(";
		for (const [key, value] of this) {
			parts.push(before, key, ", ", value);
			before = "), (";
		}
		parts.push(")])");
		return { parts, recursive };
	}
}

/**
 * Python's `collections.Counter`: how often each thing is there.
 *
 * @example
 * ```ts
 * import { PyCounter } from "brine/types";
 * PyCounter.of(["a", "b", "a"]).mostCommon(); // [["a", 2], ["b", 1]]
 * ```
 */
export class PyCounter<K = unknown> extends PyDict<K, unknown> {
	/** Counts the items of anything iterable. */
	static of<K>(items: Iterable<K>): PyCounter<K> {
		const made = new PyCounter<K>();
		for (const item of items) made.set(item, ((made.get(item) as number | undefined) ?? 0) + 1);
		return made;
	}
	override get [TYPE](): string {
		return "collections.Counter";
	}
	[KEY](): KeyParts {
		return UNHASHABLE;
	}
	/** The entries, the greatest count first; in their own order when the counts cannot be compared. */
	mostCommon(): [K, unknown][] {
		return mostCommon([...this]);
	}
	[REPR](): ReprParts {
		return { parts: this.size === 0 ? ["Counter()"] : dictParts("Counter(", this.mostCommon(), ")") };
	}
}

/**
 * Python's `collections.defaultdict`: a dict and the name of what Python calls for a missing key. `get` returns
 * undefined for one, since the function is Python's.
 */
export class PyDefaultDict<K = unknown, V = unknown> extends PyDict<K, V> {
	/** The class or function, such as `new PyGlobal("builtins", "list")`, or null. */
	defaultFactory: unknown;

	/**
	 * @param defaultFactory what Python calls for a missing key. Default: null
	 * @param entries keys and values, in order
	 */
	constructor(defaultFactory: unknown = null, entries?: Iterable<readonly [K, V]> | null) {
		super(entries);
		this.defaultFactory = defaultFactory;
	}
	override get [TYPE](): string {
		return "collections.defaultdict";
	}
	[KEY](): KeyParts {
		return UNHASHABLE;
	}
	[REPR](): ReprParts {
		const factory = this.defaultFactory;
		const [open, ...rest] = dictParts(", ", this, ")");
		// An inert object as factory could lead back here.
		const shown = factory instanceof PyGlobal ? repr(factory) : factory === null ? "None" : "...";
		return { parts: ["defaultdict(", factory, open, ...rest], recursive: `defaultdict(${shown}, {...})` };
	}
}

/**
 * Python's `collections.deque`: items, of which only the last so many are kept when it has a `maxlen`.
 *
 * @example
 * ```ts
 * import { PyDeque } from "brine/types";
 * [...new PyDeque([1, 2, 3], 2)]; // [2, 3]
 * ```
 */
export class PyDeque<T = unknown> extends PyStdValue implements Iterable<T> {
	/** How many items it may have, or null for any number. */
	readonly maxlen: number | null;
	#items: T[] = [];
	/** Items before it were pushed out; they go when they are the greater part. */
	#start = 0;

	/**
	 * @param items the items, in order
	 * @param maxlen how many to keep. Default: all
	 * @throws ValueError (`argument`) for a negative `maxlen`
	 */
	constructor(items: Iterable<T> = [], maxlen: number | null = null) {
		super();
		if (maxlen !== null && !(maxlen >= 0)) throw new ValueError("maxlen must be non-negative", { code: "argument" });
		this.maxlen = maxlen;
		for (const item of items) this.append(item);
	}
	/** How many items there are. */
	get length(): number {
		return this.#items.length - this.#start;
	}
	/** The item at an index; negative ones count from the end. */
	at(index: number): T | undefined {
		return index < 0 ? (-index > this.length ? undefined : this.#items.at(index)) : this.#items[this.#start + index];
	}
	/**
	 * Puts another item in the place of one; negative indices count from the end.
	 *
	 * @throws IndexError (`item`) when there is none
	 */
	set(index: number, item: T): void {
		this.#items[this.#start + placeOf(index, this.length, "deque")] = item;
	}
	/** Adds an item at the end; the first goes when there are too many. */
	append(item: T): void {
		this.#items.push(item);
		if (this.maxlen !== null && this.length > this.maxlen) this.#drop();
	}
	/** Takes the first item. */
	popleft(): T | undefined {
		const item = this.at(0);
		if (this.length > 0) this.#drop();
		return item;
	}
	/** Takes the last item. */
	pop(): T | undefined {
		return this.length === 0 ? undefined : this.#items.pop();
	}
	#drop(): void {
		this.#items[this.#start++] = undefined as T;
		if (this.#start * 2 < this.#items.length && this.length > 0) return;
		this.#items = this.#items.slice(this.#start);
		this.#start = 0;
	}
	*[Symbol.iterator](): IterableIterator<T> {
		for (let i = 0; i < this.length; i++) yield this.at(i) as T;
	}
	get [TYPE](): "collections.deque" {
		return "collections.deque";
	}
	[KEY](): KeyParts {
		return { tag: "collections.deque", parts: [...this], hashable: false };
	}
	override [REPR](): ReprParts {
		const close = this.maxlen === null ? ")" : `, maxlen=${this.maxlen})`;
		return { parts: listParts("deque(", this, close), recursive: "[...]" };
	}
	[PLAIN](): T[] {
		return [...this];
	}
	/**
	 * The items; what is in them is plain too.
	 *
	 * @throws as {@link PyDict.toJSON}
	 */
	toJSON(): unknown {
		return jsonView(this);
	}
}

/** Fills a dict that joins the tables of its load. */
function filled<T extends PyDict>(
	made: T,
	entries: Iterable<readonly [unknown, unknown]>,
	keys: KeyInterner | undefined,
): T {
	if (keys !== undefined) made[SHARE](keys);
	for (const [key, value] of entries) made.set(key, value);
	return made;
}

/** No arguments, then items; Python 2 gave them as a list of pairs, each a list. */
export const orderedDictType: TypeEntry<PyOrderedDict> = {
	names: ["collections:OrderedDict"],
	type: PyOrderedDict,
	load: (args, _kwargs, { keys }) => {
		const made = filled(new PyOrderedDict(), [], keys);
		const [pairs] = args;
		if (args.length === 0) return made;
		if (args.length !== 1 || !Array.isArray(pairs)) return undefined;
		for (const pair of pairs as unknown[]) {
			if (!Array.isArray(pair) || pair.length !== 2) return undefined;
			made.set(pair[0], pair[1]);
		}
		return made;
	},
	setItem: (target, key, value) => {
		target.set(key, value);
	},
	setState: (target, state, { textAsBytes }) => {
		for (const [name, value] of attributesToSet("OrderedDict", state, textAsBytes)) target.attributes.set(name, value);
	},
	reduce: (value) => ({
		callable: "collections:OrderedDict",
		args: [],
		state: value.attributes.size === 0 ? undefined : value.attributes,
		entries: value,
	}),
};

/** `(dict,)`; nothing when it was made by `__new__`. */
export const counterType: TypeEntry<PyCounter> = {
	names: ["collections:Counter"],
	type: PyCounter,
	load: (args, _kwargs, { keys }) => {
		const counts = args.length === 0 ? [] : args.length === 1 ? entriesOf(args[0]) : undefined;
		return counts && filled(new PyCounter(), counts, keys);
	},
	setItem: (target, key, value) => {
		target.set(key, value);
	},
	reduce: (value) => ({ callable: "collections:Counter", args: [new PyDict(value)] }),
};

/** No arguments or the factory, then items. */
export const defaultDictType: TypeEntry<PyDefaultDict> = {
	names: ["collections:defaultdict"],
	type: PyDefaultDict,
	load: (args, _kwargs, { keys }) => {
		const [factory = null] = args;
		const known = factory === null || factory instanceof PyGlobal || factory instanceof PyObject;
		return known && args.length <= 1 ? filled(new PyDefaultDict(factory), [], keys) : undefined;
	},
	setItem: (target, key, value) => {
		target.set(key, value);
	},
	reduce: (value) => ({
		callable: "collections:defaultdict",
		args: value.defaultFactory === null ? [] : [value.defaultFactory],
		entries: value,
	}),
};

/** No arguments or `((), maxlen)`, then items; Python 2 gave them as a list in their place. */
export const dequeType: TypeEntry<PyDeque> = {
	names: ["collections:deque"],
	type: PyDeque,
	load: (args) => {
		const [items = [], given = null] = args;
		const maxlen = given === null ? null : intIn(given, 0, Number.MAX_SAFE_INTEGER);
		if (maxlen === undefined || args.length > 2 || !Array.isArray(items)) return undefined;
		if (items instanceof PyTuple && items.length > 0) return undefined;
		return new PyDeque(items as unknown[], maxlen);
	},
	append: (target, item) => target.append(item),
	setItem: (target, key, value) => {
		const index = indexOf(key, (type) => `sequence index must be integer, not '${type}'`);
		target.set(placeOf(index, target.length, "deque"), value);
	},
	reduce: (value) => ({
		callable: "collections:deque",
		args: value.maxlen === null ? [] : [new PyTuple(), value.maxlen],
		items: value,
	}),
};

/**
 * Python 3.15's `frozendict`: a dict that does not change, and is a key itself when its values are.
 *
 * @example
 * ```ts
 * import { PyFrozenDict } from "brine/types";
 * new PyFrozenDict([["a", 1]]);
 * ```
 */
export class PyFrozenDict<K = unknown, V = unknown> extends PyDict<K, V> {
	override get [TYPE](): string {
		return "frozendict";
	}
	[KEY](): KeyParts {
		const pairs = new Pairs();
		for (const pair of this) pairs.add(tupleFrom(pair));
		return { tag: "frozendict", parts: [pairs] };
	}
	[REPR](): ReprParts {
		const parts = this.size === 0 ? ["frozendict()"] : dictParts("frozendict(", this, ")");
		return { parts, recursive: "frozendict({...})" };
	}
}

/** `(dict,)` by `NEWOBJ`; protocols 0 and 1 have no form for it. */
export const frozenDictType: TypeEntry<PyFrozenDict> = {
	names: ["builtins:frozendict"],
	type: PyFrozenDict,
	load: (args, _kwargs, { keys }) => {
		const entries = args.length === 1 ? entriesOf(args[0]) : undefined;
		return entries && filled(new PyFrozenDict(), entries, keys);
	},
	reduce: (value, protocol) => {
		if (protocol < 2) throw new PyTypeError("cannot pickle 'frozendict' object", { code: "unpicklable" });
		return { via: "NEWOBJ", callable: "builtins:frozendict", args: [new PyDict(value)] };
	},
};
