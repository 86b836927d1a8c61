import { SET_SLOT, SLOT_OF, TYPE } from "./brand.ts";
import { Collisions, FREE_KEYS } from "./collisions.ts";
import { ABSENT, isOwnForm, KeyIndex, slotKey, unboxed } from "./equality.ts";
import { areLeaves, jsonView } from "./json-view.ts";
import { INTERNER, KeyInterner, SHARE } from "./key-interner.ts";

/**
 * Python's `set`: a `Set` whose items compare as Python's do; see `PyDict` for the rules. Items keep the
 * order in which they came.
 *
 * @example
 * ```ts
 * import { PySet, tuple } from "brine";
 * new PySet([1, true, tuple("a")]).has(tuple("a")); // true, and the size is 2
 * ```
 */
export class PySet<T = unknown> extends Set<T> {
	#index: KeyIndex | undefined;
	/** Whether a slot holds a boxed bigint, which iteration must unbox. */
	#boxed = false;
	#space: KeyInterner | undefined;
	/** How many more new items are not looked at for {@link Collisions}. */
	#left = FREE_KEYS;
	#collisions: Collisions | undefined;
	#slot = -1;
	#isCopying = false;
	/** @internal */
	static [SLOT_OF](value: object): number | undefined {
		return #slot in value ? value.#slot : undefined;
	}
	/** @internal */
	static [SET_SLOT](value: PySet, slot: number): void {
		value.#slot = slot;
	}

	/**
	 * @param items the items, in order
	 * @throws PyTypeError (`unhashable`) for an item that Python cannot hash, such as an array
	 */
	constructor(items?: Iterable<T> | null) {
		// Set's constructor would call our add() before the index exists.
		super();
		if (items == null) return;
		if (items instanceof PySet && items[Symbol.iterator] === PySet.prototype[Symbol.iterator]) {
			this.#copy(items);
			return;
		}
		// Nothing changes while these are copied, so that a large part that many keys share is worked out once.
		this.#isCopying = items instanceof Map || items instanceof Set || Array.isArray(items);
		for (const item of items) this.add(item);
		if (this.#isCopying) this.#space?.thaw();
		this.#isCopying = false;
	}
	/** Python does not hash the items of a set again either when it is copied. */
	#copy(items: PySet<T>): void {
		const { add } = Set.prototype;
		Set.prototype.forEach.call(items, (item) => add.call(this, item));
		this.#index = items.#index?.copy();
		this.#boxed = items.#boxed;
	}
	get [TYPE](): string {
		return "set";
	}
	/** @internal Joins the tables that share an interner, as long as it is empty. */
	[SHARE](space: KeyInterner): this {
		this.#space = space;
		return this;
	}
	/** @internal What its items' forms are made with, if any is a string. */
	get [INTERNER](): KeyInterner | undefined {
		return this.#index?.space;
	}

	override has(item: T): boolean {
		return super.has(typeof item === "string" && this.#index?.hasNames !== true ? item : this.#stored(item));
	}
	override add(item: T): this {
		if (typeof item === "string") return super.add(this.#index?.hasNames === true ? this.#stored(item) : item);
		if (isOwnForm(item) && this.#index?.hasAliases !== true) {
			if (--this.#left > 0) return super.add(item);
			const { size } = this;
			super.add(item);
			this.#left = 1;
			if (this.size > size) this.#look(item);
			return this;
		}
		if (this.#isCopying) this.#space ??= new KeyInterner(true);
		this.#index ??= new KeyIndex(this.#space);
		const form = this.#index.canonical(item, true);
		if (this.#index.find(form) !== ABSENT || super.has(form as T)) return this;
		const stored = slotKey(item) as T;
		if (stored !== form) this.#index.add(form, stored);
		if (stored instanceof BigInt) this.#boxed = true;
		super.add(stored);
		if (--this.#left <= 0) this.#look(stored);
		return this;
	}
	/** Makes sure that items were not made to collide. */
	#look(item: unknown): void {
		this.#collisions ??= new Collisions();
		this.#left = this.#collisions.look(item);
	}
	override delete(item: T): boolean {
		const stored = this.#stored(item);
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
	override values(): SetIterator<T> {
		return this.#boxed ? unboxedItems(super.values()) : super.values();
	}
	override keys(): SetIterator<T> {
		return this.values();
	}
	override entries(): SetIterator<[T, T]> {
		return this.#boxed ? unboxedPairs(super.values()) : super.entries();
	}
	override [Symbol.iterator](): SetIterator<T> {
		return this.values();
	}
	override forEach(callback: (item: T, same: T, set: Set<T>) => void, thisArg?: unknown): void {
		super.forEach((item) => {
			callback.call(thisArg, unboxed(item), unboxed(item), this);
		});
	}
	#stored(item: T): T {
		if (isOwnForm(item) && this.#index?.hasAliases !== true) return item;
		const index = this.#index ?? EMPTY;
		try {
			const form = index.canonical(item, false);
			const found = index.find(form);
			return (found === ABSENT ? form : found) as T;
		} catch {
			return ABSENT as T;
		}
	}
	/**
	 * The items as an array; what is in them is plain too.
	 *
	 * @throws as {@link PyDict.toJSON}
	 */
	toJSON(): unknown {
		return areLeaves(this) ? [...this] : jsonView(this);
	}
}

/** Python's `frozenset`: a set that is itself a key. It is not to be changed once it is one. */
export class PyFrozenSet<T = unknown> extends PySet<T> {
	override get [TYPE](): string {
		return "frozenset";
	}
}

const EMPTY: KeyIndex = /* @__PURE__ */ new KeyIndex();

function* unboxedItems<T>(items: Iterable<T>): SetIterator<T> {
	for (const item of items) yield unboxed(item);
}
function* unboxedPairs<T>(items: Iterable<T>): SetIterator<[T, T]> {
	for (const item of items) yield [unboxed(item), unboxed(item)];
}
