/**
 * Own data properties of plain objects, whatever their names: `__proto__` does not change the prototype, and a key that
 * looks like an index costs no more than another.
 *
 * V8 keeps index keys in an array as long as it finds that worth it, so that `{"1023": null}` takes 12.8 kB, and it
 * turns the array into a table and back again and again when keys are chosen to that end (16 s for 80,000 keys). So
 * keys stay in an array only while they ascend without large gaps; else they go to a table, which the object keeps.
 */

/** Indexes up to this one may come in any order: V8's smallest array has room for them. */
const FIRST_INDEXES = 7;

/** V8 makes a table of an array that has 1024 places less than are needed, or holds less than a ninth of its size. */
const MOST_GAP = 1000;
const MOST_PLACES = 4;

/** The last index there is; V8 takes no array back for an object that once had it. */
const LAST_INDEX = 4294967294;

const MOST_DIGITS = 10;

/** Estimated heap of the first index key of an object, and of each further one, besides what any property takes. */
export const FIRST_INDEX_BYTES = 240;
export const INDEX_BYTES = 32;

/** Whether a key may be an index: it begins with a digit. */
export function mayBeIndex(key: string): boolean {
	const unit = key.charCodeAt(0);
	return unit >= 48 && unit <= 57;
}

/** Whether a key may be an index or `__proto__`: one look at its first character tells that most are neither. */
export function mayBeSpecial(key: string): boolean {
	const unit = key.charCodeAt(0);
	return unit <= 95 && (unit === 95 || (unit >= 48 && unit <= 57));
}

/**
 * The index keys of one plain object that are known, which {@link prepare} is told of before the object gets them, so
 * that each costs what it should.
 */
export class IndexBuffer {
	/** Whether the object has a table. */
	isTable: boolean;
	#last = FIRST_INDEXES;
	/** How many ascending keys there are, at least. */
	#count = 0;

	/** @param isTable whether the object is a {@link tabledObject}. Default: false */
	constructor(isTable = false) {
		this.isTable = isTable;
	}

	/**
	 * Prepares the object for an index.
	 *
	 * @param target the object
	 * @param index what {@link indexOf} returned for the key; nothing is done for -1
	 */
	prepare(target: object, index: number): void {
		if (index <= this.#last || this.isTable) return;
		this.#count++;
		if (index <= FIRST_INDEXES + MOST_PLACES * this.#count && index - this.#last <= MOST_GAP) {
			this.#last = index;
		} else {
			this.isTable = true;
			keepInTable(target);
		}
	}
}

/** An empty plain object with a table for index keys: a third of the time of {@link IndexBuffer} for the first key. */
export function tabledObject(): Record<string, unknown> {
	const object: Record<string, unknown> = { 4294967294: undefined };
	delete object[LAST_INDEX];
	return object;
}

/**
 * Sets an own data property whatever its name. A plain store of `__proto__` would change the prototype instead, which
 * is how data pollutes objects. For many properties of an object {@link setEntries} is faster.
 */
export function setOwn(target: object, key: string, value: unknown): void {
	if (mayBeIndex(key) && isFar(indexOf(key))) keepInTable(target);
	overwriteOwn(target, key, value);
}

/** As {@link setOwn}, for an object whose class may have a setter of that name, which must not be reached. */
export function defineOwn(target: object, key: string, value: unknown): void {
	if (mayBeIndex(key) && isFar(indexOf(key))) keepInTable(target);
	Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

/** As {@link setOwn}, for a property that is there already. */
export function overwriteOwn(target: object, key: string, value: unknown): void {
	if (key === "__proto__") {
		Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
	} else {
		(target as Record<string, unknown>)[key] = value;
	}
}

/** Sets own data properties of an object that has no index keys yet. */
export function setEntries(target: object, entries: Iterable<readonly [key: string, value: unknown]>): void {
	let room: IndexBuffer | undefined;
	for (const [key, value] of entries) {
		if (mayBeIndex(key)) {
			room ??= new IndexBuffer();
			room.prepare(target, indexOf(key));
		}
		overwriteOwn(target, key, value);
	}
}

/** The index that a key is; -1 for none. */
export function indexOf(key: string): number {
	const { length } = key;
	if (length > MOST_DIGITS || (length > 1 && key.charCodeAt(0) === 48)) return -1;
	let index = 0;
	for (let i = 0; i < length; i++) {
		const digit = key.charCodeAt(i) - 48;
		if (digit < 0 || digit > 9) return -1;
		index = index * 10 + digit;
	}
	return index <= LAST_INDEX ? index : -1;
}

/** Whether an object without index keys should have an index in a table. */
export function isFar(index: number): boolean {
	return index > FIRST_INDEXES + MOST_PLACES;
}

/** Has an object keep its index keys in a table from now on. */
export function keepInTable(target: object): void {
	if (Object.hasOwn(target, LAST_INDEX)) return;
	const object = target as Record<number, unknown>;
	object[LAST_INDEX] = undefined;
	delete object[LAST_INDEX];
}
