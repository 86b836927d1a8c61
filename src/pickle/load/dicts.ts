/**
 * How dicts are read. In plain mode a dict is a plain object as long as every key is a string. When
 * another key comes, or too many keys, a `PyDict` takes its place wherever the loader has put the object.
 */
import { LimitError, PyTypeError, UnpicklingError } from "../../errors.ts";
import { brandOf } from "../../values/brand.ts";
import { PyDict } from "../../values/dict.ts";
import { KeyInterner, SHARE } from "../../values/key-interner.ts";
import { PyFloat } from "../../values/numbers.ts";
import {
	FIRST_INDEX_BYTES,
	INDEX_BYTES,
	IndexBuffer,
	indexOf,
	mayBeSpecial,
	overwriteOwn,
} from "../../values/own-property.ts";
import type { PySet } from "../../values/set.ts";
import { typeName } from "../../values/type-name.ts";
import { CONTAINER, TABLE } from "./costs.ts";
import type { GrowingList } from "./fast/growing-list.ts";
import { replaceEverywhere } from "./replace.ts";

/** Beyond this many keys V8's plain objects stall; a dict with more is a `PyDict`. */
const PLAIN_KEYS = 2 ** 22;

/** Whether a value is a dict in the form of a plain object. */
export function isPlainDict(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Dicts and sets of one unpickler. */
export class Dicts {
	#keys: KeyInterner | undefined;
	readonly #plain: boolean;
	readonly #version: number;
	readonly #limit: number;
	/** A plain object does not get more keys than this; a `PyDict` tells when there are too many. */
	readonly #most: number;
	/** Whether a plain dict was fetched from the memo or doubled, so that containers may hold one that is replaced later. */
	#fetched = false;
	/** The dict that took the place of a plain one. */
	#replaced: Map<object, PyDict> | undefined;
	/** Plain dicts that left in the result of an earlier load, or went to a hook. */
	#left: Set<object> | undefined;
	/** How much of the memo has been looked through for those. */
	#leftUpTo = 0;
	/** Keys stored in plain dicts so far, and when these are very many, how many of them in which. */
	#stored = 0;
	#counts: Map<object, number> | undefined;

	readonly #charge: ((bytes: number) => void) | undefined;

	/** @param charge takes estimated bytes from the budget of the load */
	constructor(plain: boolean, version: number, limit: number, charge?: (bytes: number) => void) {
		this.#charge = charge;
		this.#plain = plain;
		this.#version = version;
		this.#limit = limit;
		this.#most = Math.min(PLAIN_KEYS, limit);
	}

	/** Makes ready for the next load. */
	reset(): void {
		this.#keys = undefined;
	}
	/** Lets go of everything that came from a pickle. */
	clear(): void {
		this.reset();
		this.#fetched = false;
		this.#replaced = undefined;
		this.#left = undefined;
		this.#leftUpTo = 0;
		this.#stored = 0;
		this.#counts = undefined;
	}
	/** The interner of the keys of the load in progress. */
	get keys(): KeyInterner {
		this.#keys ??= new KeyInterner(true, this.#charge);
		return this.#keys;
	}
	/** The cost of their keys since the last time. */
	keyCost(): number {
		return this.#keys?.takeCost() ?? 0;
	}

	/** Estimated bytes of an empty dict. */
	get cost(): number {
		return this.#plain ? CONTAINER : TABLE;
	}
	/** An empty dict. */
	make(): Record<string, unknown> | PyDict {
		return this.#plain ? {} : new PyDict()[SHARE](this.keys);
	}
	/** A dict of keys and values in turn. */
	of(items: readonly unknown[]): Record<string, unknown> | PyDict {
		const dict = this.make();
		if (dict instanceof PyDict) {
			this.fillMap(dict, items, 0, items.length);
			return dict;
		}
		return this.fill(dict, items, 0, items.length);
	}

	/** Sets keys and values of a stack slice; returns the dict that holds them now. */
	fill(
		dict: Record<string, unknown>,
		stack: readonly unknown[],
		from: number,
		to: number,
	): Record<string, unknown> | PyDict {
		const map = this.#replaced?.get(dict);
		if (map !== undefined) {
			// The stack still has the dict that was replaced: it was doubled before.
			this.fillMap(map, stack, from, to);
			return map;
		}
		this.#stored += (to - from) / 2;
		if (this.#stored > this.#most && this.#isLarge(dict, (to - from) / 2)) return this.#replace(dict, stack, from, to);
		let room: IndexBuffer | undefined;
		for (let i = from; i < to; i += 2) {
			const key = stack[i];
			if (typeof key !== "string") return this.#replace(dict, stack, i, to);
			if (!mayBeSpecial(key)) {
				dict[key] = stack[i + 1];
				continue;
			}
			const index = indexOf(key);
			if (index !== -1) {
				if (room === undefined) this.#charge?.(FIRST_INDEX_BYTES);
				this.#charge?.(INDEX_BYTES);
				room ??= new IndexBuffer();
				room.prepare(dict, index);
			}
			overwriteOwn(dict, key, stack[i + 1]);
		}
		return dict;
	}
	/**
	 * Whether a dict is about to have too many keys. Not every small dict can be counted: one that gets few keys at a
	 * time is counted at some time, which no pickle can know.
	 */
	#isLarge(dict: object, more: number): boolean {
		this.#counts ??= new Map();
		const known = this.#counts.get(dict);
		const isRough = this.#most === PLAIN_KEYS;
		if (isRough && known === undefined && more < 500 && Math.random() > 0.001) return false;
		const count = (known ?? Object.keys(dict).length) + more;
		this.#counts.set(dict, count);
		return count > this.#most;
	}

	/** Sets keys and values of a stack slice on a `PyDict`. */
	fillMap(dict: PyDict, stack: readonly unknown[], from: number, to: number): void {
		let i = from;
		try {
			for (; i < to; i += 2) {
				if (dict.size >= this.#limit) throw new LimitError("items", this.#limit);
				dict.set(this.keyOf(stack[i]), stack[i + 1]);
			}
		} catch (error) {
			throw this.#unhashable(error, stack[i], "a dict key");
		}
	}
	/** Adds to a set. */
	addTo(set: PySet, item: unknown): void {
		if (typeof item === "string") {
			set.add(item);
			return;
		}
		try {
			set.add(this.keyOf(item));
		} catch (error) {
			throw this.#unhashable(error, item, "a set element");
		}
	}
	/** The key to store: each NaN that is read is an object of its own in Python, and equals no other. */
	keyOf(key: unknown): unknown {
		return typeof key === "number" && Number.isNaN(key) ? new PyFloat(key) : key;
	}
	/** Runs what stores a key, and says an unhashable one's error in the words of the Python version. */
	checked(store: () => unknown, key: unknown): void {
		try {
			store();
		} catch (error) {
			throw this.#unhashable(error, key, "a dict key");
		}
	}
	#unhashable(error: unknown, key: unknown, role: string): unknown {
		if (!(error instanceof PyTypeError) || error.code !== "unhashable" || this.#version < 31400) return error;
		// In full, also where the hash's own words are not.
		const brand = brandOf(key);
		const type = brand?.includes(".") ? brand : typeName(key);
		return new PyTypeError(`cannot use '${type}' as ${role} (${error.message})`, { code: "unhashable" });
	}

	/** To be asked before a row of values comes out of the memo: whether {@link fetched} must be asked for each object. */
	fetchesRow(): boolean {
		this.#fetched = true;
		return this.#replaced !== undefined;
	}
	/** To be asked for every object that comes out of the memo or is doubled. */
	fetched(value: object): object {
		// Only a dict on the stack can be replaced, and only one that was fetched or doubled can be there and elsewhere too.
		if (!this.#fetched && !Array.isArray(value) && this.#plain && isPlainDict(value)) this.#fetched = true;
		return this.#replaced === undefined ? value : (this.#replaced.get(value) ?? value);
	}
	/** Notes a value that came from code outside of the loader, where it may have been given to before. */
	came(value: unknown): void {
		if (!this.#fetched && this.#plain && isPlainDict(value)) this.#fetched = true;
	}
	/** Notes that a value has been given to code outside of the loader. */
	handedOut(value: unknown): void {
		if (!this.#plain || !isPlainDict(value)) return;
		this.#left ??= new Set();
		this.#left.add(value);
	}

	#replace(dict: Record<string, unknown>, stack: readonly unknown[], from: number, to: number): PyDict {
		if (this.#left?.has(dict)) throw stale();
		const map = new PyDict()[SHARE](this.keys);
		this.keys.spend(TABLE);
		for (const key of Object.keys(dict)) map.set(key, dict[key]);
		this.#replaced ??= new Map();
		this.#replaced.set(dict, map);
		this.fillMap(map, stack, from, to);
		return map;
	}

	/**
	 * Finishes a load: the replaced dicts are replaced in everything that the result and the memo hold.
	 *
	 * @param result what STOP found
	 * @param mapMemo changes every memo entry
	 * @returns the result
	 * @throws UnpicklingError (`replaced`) when an object made by a registry entry holds one
	 */
	replaceConverted(result: unknown, mapMemo: (change: (value: unknown) => unknown) => void): unknown {
		this.#keys?.thaw();
		const replaced = this.#replaced;
		if (replaced === undefined) return result;
		const swap = (value: unknown): unknown => replaced.get(value as object) ?? value;
		const roots: unknown[] = [swap(result)];
		for (const map of replaced.values()) roots.push(map);
		mapMemo((value) => {
			roots.push(swap(value));
			return swap(value);
		});
		// Who never fetched a dict from the memo has put none in two places.
		if (this.#fetched) replaceEverywhere(roots, replaced, stale);
		this.#replaced = undefined;
		return roots[0];
	}
	/** Notes what has left with a result, before the next load goes on with the same memo. */
	left(result: unknown, memo: GrowingList): void {
		if (!this.#plain) return;
		this.handedOut(result);
		for (; this.#leftUpTo < memo.size; this.#leftUpTo++) this.handedOut(memo.get(this.#leftUpTo));
	}
}

function stale(): UnpicklingError {
	return new UnpicklingError(
		'a dict that was handed out as a plain object got a key that is not a str: read it with { dict: "map" }',
		{ code: "replaced" },
	);
}
