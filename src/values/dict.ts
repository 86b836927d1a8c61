import { SET_SLOT, SLOT_OF, TYPE } from "./brand.ts";
import { Collisions, FREE_KEYS } from "./collisions.ts";
import { ABSENT, isOwnForm, KeyIndex, slotKey, unboxed } from "./equality.ts";
import { areLeaves, jsonView } from "./json-view.ts";
import { INTERNER, KeyInterner, SHARE } from "./key-interner.ts";
import { setEntries } from "./own-property.ts";

/**
 * Python's `dict`: a `Map` whose keys compare as Python's do. `1`, `1.0` and `true` are one key, tuples,
 * bytes and frozensets compare by value, the first spelling of a key is kept and the last value wins.
 * NaN is found by identity: wrap it in a {@link PyFloat} to have several.
 *
 * @example
 * ```ts
 * import { PyDict, tuple } from "brine";
 * const d = new PyDict([[tuple(1, 2), "a"]]);
 * d.get(tuple(1, 2)); // "a"
 * ```
 */
export class PyDict<K = unknown, V = unknown> extends Map<K, V> {
	#index: KeyIndex | undefined;
	/** Whether a slot holds a boxed bigint, which iteration must unbox. */
	#boxed = false;
	#space: KeyInterner | undefined;
	/** How many more new keys are not looked at for {@link Collisions}. */
	#left = FREE_KEYS;
	#collisions: Collisions | undefined;
	#slot = -1;
	#isCopying = false;
	/** @internal */
	static [SLOT_OF](value: object): number | undefined {
		return #slot in value ? value.#slot : undefined;
	}
	/** @internal */
	static [SET_SLOT](value: PyDict, slot: number): void {
		value.#slot = slot;
	}

	/**
	 * @param entries keys and values, in order
	 * @throws PyTypeError (`unhashable`) for a key that Python cannot hash, such as an array
	 */
	constructor(entries?: Iterable<readonly [K, V]> | null) {
		// Map's constructor would call our set() before the index exists.
		super();
		if (entries == null) return;
		if (entries instanceof PyDict && entries[Symbol.iterator] === PyDict.prototype[Symbol.iterator]) {
			this.#copy(entries);
			return;
		}
		// Nothing changes while these are copied, so that a large part that many keys share is worked out once.
		this.#isCopying = entries instanceof Map || entries instanceof Set || Array.isArray(entries);
		for (const [key, value] of entries) this.set(key, value);
		if (this.#isCopying) this.#space?.thaw();
		this.#isCopying = false;
	}
	/** Python does not hash the keys of a dict again either when it is copied. */
	#copy(entries: PyDict<K, V>): void {
		const { set } = Map.prototype;
		Map.prototype.forEach.call(entries, (value, key) => set.call(this, key, value));
		this.#index = entries.#index?.copy();
		this.#boxed = entries.#boxed;
	}
	get [TYPE](): string {
		return "dict";
	}
	/** @internal Joins the tables that share an interner, as long as it is empty. */
	[SHARE](space: KeyInterner): this {
		this.#space = space;
		return this;
	}
	/** @internal What its keys' forms are made with, if any is a string. */
	get [INTERNER](): KeyInterner | undefined {
		return this.#index?.space;
	}

	override get(key: K): V | undefined {
		return super.get(typeof key === "string" && this.#index?.hasNames !== true ? key : this.#stored(key));
	}
	override has(key: K): boolean {
		return super.has(typeof key === "string" && this.#index?.hasNames !== true ? key : this.#stored(key));
	}
	override set(key: K, value: V): this {
		if (typeof key === "string") return super.set(this.#index?.hasNames === true ? this.#stored(key) : key, value);
		if (isOwnForm(key) && this.#index?.hasAliases !== true) {
			if (--this.#left > 0) return super.set(key, value);
			const { size } = this;
			super.set(key, value);
			this.#left = 1;
			if (this.size > size) this.#look(key);
			return this;
		}
		return this.#setSpecial(key, value);
	}
	/** Makes sure that keys were not made to collide. */
	#look(key: unknown): void {
		this.#collisions ??= new Collisions();
		this.#left = this.#collisions.look(key);
	}
	#setSpecial(key: K, value: V): this {
		if (this.#isCopying) this.#space ??= new KeyInterner(true);
		this.#index ??= new KeyIndex(this.#space);
		const form = this.#index.canonical(key, true);
		const found = this.#index.find(form);
		if (found !== ABSENT) return super.set(found as K, value);
		if (super.has(form as K)) return super.set(form as K, value);
		const stored = slotKey(key) as K;
		if (stored !== form) this.#index.add(form, stored);
		if (stored instanceof BigInt) this.#boxed = true;
		super.set(stored, value);
		if (--this.#left <= 0) this.#look(stored);
		return this;
	}
	override delete(key: K): boolean {
		const stored = this.#stored(key);
		if (!super.delete(stored)) return false;
		this.#left = FREE_KEYS;
		this.#collisions = undefined;
		if (this.#index !== undefined) this.#index.delete(this.#index.canonical(unboxed(stored), true));
		return true;
	}
	override clear(): void {
		super.clear();
		this.#index = undefined;
		this.#boxed = false;
		this.#left = FREE_KEYS;
		this.#collisions = undefined;
	}
	override keys(): MapIterator<K> {
		return this.#boxed ? unboxedItems(super.keys()) : super.keys();
	}
	override entries(): MapIterator<[K, V]> {
		return this.#boxed ? unboxedEntries(super.entries()) : super.entries();
	}
	override [Symbol.iterator](): MapIterator<[K, V]> {
		return this.entries();
	}
	override forEach(callback: (value: V, key: K, map: Map<K, V>) => void, thisArg?: unknown): void {
		super.forEach((value, key) => {
			callback.call(thisArg, value, unboxed(key), this);
		});
	}

	/** The key under which a key equal to this one is stored; any absent key when there is none. */
	#stored(key: K): K {
		if (isOwnForm(key) && this.#index?.hasAliases !== true) return key;
		const index = this.#index ?? EMPTY;
		try {
			const form = index.canonical(key, false);
			const found = index.find(form);
			return (found === ABSENT ? form : found) as K;
		} catch {
			// Unhashable: it cannot be a key here.
			return ABSENT as K;
		}
	}

	/**
	 * A plain object when every key is a string, otherwise a list of pairs, so that `JSON.stringify` shows
	 * everything; what is in it is plain too. For Python's JSON use `json.dumps`.
	 *
	 * @throws ValueError (`circular`) when the dict leads back to itself; RecursionError (`depth`) beyond 1,000 levels;
	 *   LimitError (`limit`, `text`) for what would take more than 2^29 characters
	 */
	toJSON(): unknown {
		if (!areLeaves(this.values())) return jsonView(this);
		for (const key of this.keys())
			if (typeof key !== "string") return areLeaves(this.keys()) ? [...this] : jsonView(this);
		const object: Record<string, V> = {};
		setEntries(object, this as Map<unknown, V> as Map<string, V>);
		return object;
	}
}

/** An index without keys: lookups of special keys in dicts that have none. */
const EMPTY: KeyIndex = /* @__PURE__ */ new KeyIndex();

function* unboxedItems<K>(keys: Iterable<K>): MapIterator<K> {
	for (const key of keys) yield unboxed(key);
}
function* unboxedEntries<K, V>(entries: Iterable<[K, V]>): MapIterator<[K, V]> {
	for (const [key, value] of entries) yield [unboxed(key), value];
}
