import { Memo } from "../memo.ts";

/** So many go into the set; V8 has room for twice as many. */
const MOST = 2 ** 23;
/** How far back an object is looked for that has waited for its index while others came. */
const FAR = 64;

/**
 * Which objects have been written, and under which index, of any kind.
 *
 * PERF(bench: records; plain objects): most are written once. As long as that is true of all, a `Set` is enough, and
 * adding an object to it also tells whether it was there: one look instead of the two of a `Map`, a third of the time.
 * The first object that comes again turns it into a `Map`.
 */
export class SeenObjects {
	#seen: Set<object> = new Set();
	/** The index of each in the order of the set; -1 for what has none yet. */
	#indexes: Int32Array = EMPTY;
	/** The object that has been asked for and has no index yet, and where it is in the set. */
	#waiting: object[] = [];
	#places: number[] = [];
	#map: Memo<object> | undefined;

	/** The index of an object, or undefined; then it is likely to be given one soon. */
	get(object: object): number | undefined {
		if (this.#map !== undefined) return this.#map.get(object);
		const place = this.#seen.size;
		if (place === MOST) return this.#asMap().get(object);
		this.#seen.add(object);
		if (this.#seen.size === place) return this.#waiting.at(-1) === object ? undefined : this.#asMap().get(object);
		if (place === this.#indexes.length) this.#grow();
		this.#indexes[place] = -1;
		this.#waiting.push(object);
		this.#places.push(place);
		return undefined;
	}
	/** The index of an object, or undefined; it need not be given one. */
	peek(object: object): number | undefined {
		return this.#map === undefined && !this.#seen.has(object) ? undefined : this.get(object);
	}
	/** Assigns an index to an object that is not there. */
	set(object: object, index: number): void {
		if (this.#map !== undefined) {
			this.#map.set(object, index);
			return;
		}
		const waiting = this.#waiting;
		const last = waiting.length - 1;
		if (waiting[last] === object) {
			waiting.pop();
			this.#indexes[this.#places.pop() as number] = index;
			return;
		}
		const at = waiting.indexOf(object, Math.max(0, last - FAR));
		if (at === -1) {
			this.#asMap().set(object, index);
			return;
		}
		this.#indexes[this.#places[at] as number] = index;
		waiting.splice(at, 1);
		this.#places.splice(at, 1);
	}
	#grow(): void {
		const longer = new Int32Array(Math.max(64, 2 * this.#indexes.length));
		longer.set(this.#indexes);
		this.#indexes = longer;
	}
	#asMap(): Memo<object> {
		const map = new Memo<object>();
		for (const [object, index] of this.entries()) map.set(object, index);
		this.clear();
		this.#map = map;
		return map;
	}
	clear(): void {
		this.#map = undefined;
		if (this.#seen.size === 0) return;
		this.#seen = new Set();
		this.#indexes = EMPTY;
		this.#waiting = [];
		this.#places = [];
	}
	/** All that have an index. */
	*entries(): IterableIterator<[object, number]> {
		if (this.#map !== undefined) {
			yield* this.#map.entries();
			return;
		}
		let place = 0;
		for (const object of this.#seen) {
			const index = this.#indexes[place++] as number;
			if (index !== -1) yield [object, index];
		}
	}
}

const EMPTY = /* @__PURE__ */ new Int32Array(0);
