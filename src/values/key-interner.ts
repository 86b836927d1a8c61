/** The interner that several tables of Python's keys share. */

import { LimitError } from "../errors.ts";
import { Collisions } from "./collisions.ts";
import { LastingKeys, MANY_AGAIN } from "./lasting-keys.ts";
import { MAP_ENTRIES } from "./map-entries.ts";

/** Key of the method by which tables are given an interner to share; see {@link KeyInterner}. */
export const SHARE: unique symbol = Symbol("share");

/** Key of what the forms of a table's keys are made with; see {@link KeyInterner}. */
export const INTERNER: unique symbol = Symbol("space");

/**
 * The interner that several dicts and sets share for their keys: ids for the parts that composites are made of. All
 * tables that are filled together share one, so that a key is looked through once, however many tables and other keys it is in.
 *
 * @internal
 */
export class KeyInterner {
	readonly #ids = new Map<unknown, number>();
	readonly #texts = new Map<string, number>();
	#next = 0;
	/** Whether nothing can change an object for now: until they are thawed, so that what is kept of them need not be weak. */
	#keeps: boolean;
	/** Forms and ids of objects, meanwhile. */
	#forms: Map<object, KeyText> | undefined;
	#nodes: Map<object, number> | undefined;
	/** Whether {@link freeze} has made them, so that also what is absent is kept. */
	#isHeld = false;
	/** Estimated bytes taken since somebody asked. */
	#cost = 0;
	readonly #charge: ((bytes: number) => void) | undefined;
	readonly #collisions: Collisions = new Collisions();
	/** The last long bigint and its form: V8 tells at once that it is the same one. */
	#bigInt: bigint | undefined;
	#bigText: KeyText | undefined;
	/** Long ones that have come. */
	#bigTexts: Set<string> | undefined;
	#memo: Map<unknown, unknown> | undefined;
	/** Forms and ids of objects that cannot change any more, whoever changes others. */
	#lasting: LastingKeys<KeyText> | undefined;

	/**
	 * @param isFrozen whether nothing can change an object for now
	 * @param charge is told of memory and work when it comes to much; others ask for it with {@link takeCost}
	 */
	constructor(isFrozen = false, charge?: (bytes: number) => void) {
		this.#charge = charge;
		this.#keeps = isFrozen;
	}
	/** Values for their own forms, such as the number that a decimal text represents; as long as forms are kept. */
	get memo(): Map<unknown, unknown> | undefined {
		if (this.#keeps) this.#memo ??= new Map();
		return this.#memo;
	}
	/**
	 * Keeps forms for a while in which nobody changes keys: until {@link thaw}.
	 *
	 * @returns false when it is so already, and somebody else will thaw it
	 */
	freeze(): boolean {
		if (this.#keeps) return false;
		this.#keeps = true;
		this.#isHeld = true;
		return true;
	}
	/** The form of a bigint beyond int64. */
	bigIntForm(value: bigint): KeyText {
		if (value === this.#bigInt && this.#bigText !== undefined) return this.#bigText;
		const form = bigIntText(value);
		if (form.text.length < LONG_TEXT) return form;
		this.#bigTexts ??= new Set();
		// A bigint has no identity, so that of many long ones each use takes its length in work.
		if (this.#bigTexts.has(form.text)) this.spend(REPEATED * form.text.length);
		else this.#bigTexts.add(form.text);
		this.#bigInt = value;
		this.#bigText = form;
		return form;
	}

	/** The id of a part that is its own canonical form, or of a canonical text; undefined when new and not to be made. */
	id(canonical: unknown, isText: boolean, create: boolean): number | undefined {
		const ids = (isText ? this.#texts : this.#ids) as Map<unknown, number>;
		const found = ids.get(canonical);
		if (found !== undefined || !create) return found;
		if (ids.size === MAP_ENTRIES) throw new LimitError("items", MAP_ENTRIES);
		ids.set(canonical, this.#next);
		if (!isText) this.#collisions.add(canonical);
		this.spend(ENTRY_COST);
		return this.#next++;
	}
	/** The form of an object that is known. */
	formOf(object: object): KeyText | undefined {
		const known = this.#forms?.get(object) ?? this.#lasting?.get(object);
		return typeof known === "number" ? undefined : known;
	}
	/** The id of an object as a part that is known. */
	nodeOf(object: object): number | undefined {
		const known = this.#nodes?.get(object) ?? this.#lasting?.get(object);
		if (typeof known !== "number" || known > ABSENT_AT) return typeof known === "number" ? known : undefined;
		// It was not there when there were so many ids.
		return known === ABSENT_AT - this.#next ? NO_NODE : undefined;
	}
	/** Whether forms and ids are kept of what is fixed. */
	get isLasting(): boolean {
		return !this.#keeps && this.#lasting?.isOn === true;
	}
	/** How many ids there are. */
	get size(): number {
		return this.#next;
	}
	/** A key was looked through, so many parts of it for nothing: after many the next ones are remembered. */
	count(again: number): void {
		if (this.#keeps) return;
		if (again >= MANY_AGAIN) this.#lasting ??= new LastingKeys();
		this.#lasting?.count(again);
	}
	/** Keeps the form of an object, or its id, if it can be held as it is. */
	keepLasting(object: object, known: KeyText | number): boolean {
		return this.#lasting?.keep(object, known === NO_NODE ? ABSENT_AT - this.#next : known) === true;
	}
	/** Keeps the form of an object, which nothing can change for now. */
	keepForm(object: object, form: KeyText): KeyText {
		if (!this.#keeps) return form;
		this.#forms ??= new Map();
		if (this.#forms.size < MAP_ENTRIES) this.#forms.set(object, form);
		return form;
	}
	/** As {@link keepForm}, for its id. */
	keepNode(object: object, id: number): void {
		if (!this.#keeps) return;
		this.#nodes ??= new Map();
		if (this.#nodes.size < MAP_ENTRIES) this.#nodes.set(object, id);
	}
	/** Keeps of composites that were being looked through that they have no id: they are not there, or hold a NaN. */
	keepNone(frames: readonly { readonly node: object }[], id: typeof NO_NODE | typeof NAN_NODE): void {
		if (id === NO_NODE && !this.#isHeld) return;
		for (const { node } of frames) this.keepNode(node, id);
	}
	/** Counts memory that an index takes. */
	spend(bytes: number): void {
		this.#cost += bytes;
		if (this.#cost > MUCH && this.#charge !== undefined) this.#charge(this.takeCost());
	}
	/** How much memory texts and ids have taken since the last time, in bytes as they are estimated. */
	takeCost(): number {
		const cost = this.#cost;
		this.#cost = 0;
		return cost;
	}
	/** From now on objects may change. */
	thaw(): void {
		this.#keeps = false;
		this.#forms = undefined;
		this.#nodes = undefined;
		this.#memo = undefined;
		this.#isHeld = false;
	}
}

/** In the place of an id: of what is not there, and of what holds a NaN and so is equal to itself only. */
export const NO_NODE = -1;
export const NAN_NODE = -2;
/** In the place of the id of a part that was not there at a time: this less the number of ids there were. */
const ABSENT_AT = -3;
/** Characters from which on a bigint's form is kept, and what each of them costs when it is made again. */
const LONG_TEXT = 1024;
const REPEATED = 16;
/** Estimated bytes that are told at once. */
const MUCH = 2 ** 20;

/** Estimated bytes of an entry in one of the tables here, with its text, and of an index with its first table. */
export const ENTRY_COST = 100;
export const TABLE_COST = 240;

/** A canonical form that is a string; wrapped so that no string from data can be mistaken for one. */
export class KeyText {
	readonly text: string;
	constructor(text: string) {
		this.text = text;
	}
}

export function bigIntText(value: bigint): KeyText {
	// To a power of two, since other bases take more than linear time.
	return new KeyText(`i${value.toString(32)}`);
}
