import { SET_SLOT, SLOT_OF } from "../../../values/brand.ts";
import { PyDict } from "../../../values/dict.ts";
import { MemoSlot } from "../../../values/memo-slot.ts";
import { PySet } from "../../../values/set.ts";
import { GrowingList } from "../../load/fast/growing-list.ts";
import { Memo } from "../memo.ts";
import { HashTable, nextSlot, PROBES } from "./hash-table.ts";
import { SeenObjects } from "./seen-objects.ts";
import { type Sequence, signature } from "./signature.ts";

/** Up to so many objects are simply compared one by one. */
const FEW = 12;
/** Lists, tuples and bytes that look alike are told apart up to so many. */
const ALIKE = 4;
/** How many signatures are told apart; a power of two. */
const SPILLED = 4096;
/** Room for so many indexes is kept from one value to the next. */
const KEPT = 4096;

/** Thrown when an array has changed while the value was being written: all is to be written again, by identity alone. */
export const CHANGED: unique symbol = Symbol("changed");

/** The memo that has set a slot last, by its number. */
let lastOwner = 0;
let memos = 0;

/**
 * Which objects have been written, and under which memo index: by identity.
 *
 * PERF(bench: nested, shared, records): an entry of a `Map` costs 100 ns and more, since V8 assigns each object a random
 * hash and keeps all in one growing table. Our own classes carry the number under which they stand here; arrays and
 * bytes are found by some of what they hold, in a table of our own, and compared by identity then. That is sound as long
 * as nobody changes one between two looks at it. So it ends at the first object that may have getters: from then on
 * a `Set` decides. Code of the caller that hides elsewhere (a proxy of an array, an accessor in the place of an item) is
 * found out: all signatures are taken again whenever the table grows and at the end, and one that differs is
 * {@link CHANGED}.
 */
export class ObjectMemo {
	/** Whether no hook of the caller runs while there are entries. */
	readonly #quiet: boolean;
	/** Whether nothing has come that may have getters. */
	#trusts: boolean;
	/** Whether slots are set: until a getter has written a value of its own. */
	#usesSlots = true;
	/** Which memo this is. */
	readonly #number: number = ++memos;
	/** The first objects and their indexes. */
	readonly #few: (object | undefined)[] = Array.from({ length: FEW }, () => undefined);
	readonly #fewIndexes: Int32Array = new Int32Array(FEW);
	/** How many of these there are, as long as there are no others. */
	#count = 0;
	#isFew = true;
	/** Values of our own classes, by their slot, and their indexes. */
	readonly #slotted: GrowingList = new GrowingList();
	#slotIndexes: Int32Array = EMPTY;
	/** Lists, tuples and bytes, by their number in the table, and their indexes. */
	readonly #sequences: GrowingList = new GrowingList();
	#sequenceIndexes: Int32Array = EMPTY;
	readonly #table: HashTable = new HashTable();
	/** How many sequences there are when it is next made sure that none has changed. */
	#verifyAt = 64;
	/** Which signatures, by their low bits, have some that found no place in the table. */
	#spilled: Uint8Array | undefined;
	/** Those, and other containers. */
	readonly #containers: SeenObjects = new SeenObjects();
	/** Everything else. */
	readonly #others: Memo<object> = new Memo();
	/** Where the sequence that was last looked for would stand; -1 for nowhere. */
	#missed: object | undefined;
	#missedHash = 0;
	#missedSlot = -1;

	constructor(quiet: boolean) {
		this.#quiet = quiet;
		this.#trusts = quiet;
	}

	/** The memo index of an object, or undefined. */
	get(object: object): number | undefined {
		if (this.#isFew) {
			const few = this.#few;
			for (let i = 0; i < this.#count; i++) if (few[i] === object) return this.#fewIndexes[i];
			return undefined;
		}
		if (!this.#quiet) return this.#place(object).get(object);
		if (Array.isArray(object)) return this.#trusts ? this.#findSequence(object) : this.#containers.get(object);
		const slot = this.#usesSlots ? slotOf(object) : undefined;
		if (slot === undefined) {
			const isSequence = this.#trusts && object instanceof Uint8Array;
			return isSequence ? this.#findSequence(object) : this.#place(object).get(object);
		}
		if (slot >= 0 && slot < this.#slotted.size && this.#slotted.get(slot) === object) return this.#slotIndexes[slot];
		if (lastOwner === this.#number || this.#slotted.size === 0) return undefined;
		this.#abandonSlots();
		return this.get(object);
	}
	/**
	 * As {@link get}, of what is likely to be one of the first dicts in the memo.
	 *
	 * PERF(bench: shared): a third less.
	 */
	getDict(object: object): number | undefined {
		// An object that is not a dict at all takes far longer to be asked for its slot.
		const slot = object instanceof PyDict ? (PyDict[SLOT_OF](object) as number) : -1;
		const { start } = this.#slotted;
		return slot >= 0 && slot < start.length && start[slot] === object ? this.#slotIndexes[slot] : this.get(object);
	}
	/** Adds an object that is not there. */
	set(object: object, index: number): void {
		if (this.#isFew) {
			const count = this.#count;
			if (count < FEW) {
				this.#few[count] = object;
				this.#fewIndexes[count] = index;
				this.#count++;
				return;
			}
			this.#isFew = false;
			for (let i = 0; i < FEW; i++) this.set(this.#few[i] as object, this.#fewIndexes[i] as number);
		}
		if (this.#quiet) {
			if (this.#trusts && (Array.isArray(object) || object instanceof Uint8Array)) {
				this.#addSequence(object, index);
				return;
			}
			if (this.#usesSlots && slotOf(object) !== undefined) {
				const slot = this.#addSlotted(object, index);
				if (slot === -1) {
					this.set(object, index);
					return;
				}
				if (object instanceof Map) PyDict[SET_SLOT](object as PyDict, slot);
				else if (object instanceof Set) PySet[SET_SLOT](object as PySet, slot);
				else MemoSlot[SET_SLOT](object as MemoSlot, slot);
				return;
			}
		}
		if (this.#trusts && !Array.isArray(object)) this.#distrust();
		this.#place(object).set(object, index);
	}
	/** Where an object is kept that has no room for a slot and no signature. */
	#place(object: object): SeenObjects | Memo<object> {
		return isContainer(object) ? this.#containers : this.#others;
	}

	/** The slot of an object; -1 when there are none any more. */
	#addSlotted(object: object, index: number): number {
		const { size } = this.#slotted;
		if (lastOwner !== this.#number) {
			if (size > 0) {
				this.#abandonSlots();
				return -1;
			}
			lastOwner = this.#number;
		}
		if (size === this.#slotIndexes.length) this.#slotIndexes = grown(this.#slotIndexes);
		this.#slotIndexes[size] = index;
		this.#slotted.push(object);
		return size;
	}

	/** Another memo may have set other slots meanwhile. */
	#abandonSlots(): void {
		this.#usesSlots = false;
		for (let i = 0; i < this.#slotted.size; i++) {
			const object = this.#slotted.get(i) as object;
			this.#keep(object, this.#slotIndexes[i] as number);
		}
		this.#slotted.clear();
	}
	/** From now on code of the caller may change any array. */
	#distrust(): void {
		this.verify();
		this.#trusts = false;
		for (let i = 0; i < this.#sequences.size; i++) {
			this.#keep(this.#sequences.get(i) as object, this.#sequenceIndexes[i] as number);
		}
		this.#sequences.clear();
		this.#table.clear();
	}
	#keep(object: object, index: number): void {
		const place = this.#place(object);
		// Asked for first, it is known to be new.
		if (place.get(object) === undefined) place.set(object, index);
	}
	/**
	 * Makes sure that no array has changed since it was written.
	 *
	 * @throws CHANGED when one has
	 */
	verify(): void {
		const sequences = this.#sequences;
		const { size } = sequences;
		const hashes = this.#table;
		for (let i = 0; i < size; i++) {
			if (signature(sequences.get(i) as Sequence) !== hashes.hashOf(i)) throw CHANGED;
		}
	}

	#findSequence(sequence: Sequence): number | undefined {
		const hash = signature(sequence);
		const { slots, mask } = this.#table;
		let at = hash & mask;
		let alike = 0;
		this.#missed = sequence;
		this.#missedHash = hash;
		for (let probes = 0; probes < PROBES; probes++) {
			const slot = slots[at];
			if (slot === 0) {
				this.#missedSlot = at;
				return this.#spilled?.[hash & (SPILLED - 1)] === 1 ? this.#containers.peek(sequence) : undefined;
			}
			// There is no table yet.
			if (slot === undefined) return undefined;
			if (((slot ^ hash) & ~mask) === 0) {
				const number = (slot & mask) - 1;
				if (this.#sequences.get(number) === sequence) return this.#sequenceIndexes[number];
				if (++alike === ALIKE) break;
			}
			at = nextSlot(at, probes + 1, mask);
		}
		this.#missedSlot = -1;
		return this.#containers.get(sequence);
	}
	#addSequence(sequence: Sequence, index: number): void {
		const table = this.#table;
		if (table.isFull) {
			// A list that changes at each look and leads back to itself would never end.
			if (this.#sequences.size >= this.#verifyAt) {
				this.#verifyAt = 16 * this.#sequences.size;
				this.verify();
			}
			table.grow(this.#homeless);
			this.#missed = undefined;
		}
		// Where there was no place, there is no slot to be taken meanwhile.
		if (this.#missed !== sequence || (table.slots[this.#missedSlot] ?? 0) !== 0) this.#findSequence(sequence);
		if (this.#missedSlot === -1) {
			this.#spill(sequence, index, this.#missedHash);
			return;
		}
		table.put(this.#missedSlot, this.#missedHash);
		const { size } = this.#sequences;
		if (size === this.#sequenceIndexes.length) this.#sequenceIndexes = grown(this.#sequenceIndexes);
		this.#sequenceIndexes[size] = index;
		this.#sequences.push(sequence);
	}
	/** Puts one where anything can be found. */
	#spill(sequence: object, index: number, hash: number): void {
		this.#spilled ??= new Uint8Array(SPILLED);
		this.#spilled[hash & (SPILLED - 1)] = 1;
		this.#containers.set(sequence, index);
	}
	readonly #homeless = (number: number, hash: number): void => {
		const sequence = this.#sequences.get(number) as object;
		// It may have been homeless before, in a smaller table.
		if (this.#containers.peek(sequence) === undefined)
			this.#spill(sequence, this.#sequenceIndexes[number] as number, hash);
	};

	clear(): void {
		this.#few.fill(undefined, 0, this.#count);
		this.#count = 0;
		if (this.#isFew) return;
		this.#isFew = true;
		this.#trusts = this.#quiet;
		this.#usesSlots = true;
		this.#verifyAt = 64;
		this.#slotted.clear();
		this.#sequences.clear();
		this.#table.clear();
		this.#containers.clear();
		this.#others.clear();
		this.#spilled = undefined;
		this.#missed = undefined;
		if (this.#slotIndexes.length > KEPT) this.#slotIndexes = EMPTY;
		if (this.#sequenceIndexes.length > KEPT) this.#sequenceIndexes = EMPTY;
	}
	/** All objects with their indexes. */
	*entries(): IterableIterator<[object, number]> {
		if (this.#isFew) {
			for (let i = 0; i < this.#count; i++) yield [this.#few[i] as object, this.#fewIndexes[i] as number];
			return;
		}
		for (let i = 0; i < this.#slotted.size; i++) yield [this.#slotted.get(i) as object, this.#slotIndexes[i] as number];
		for (let i = 0; i < this.#sequences.size; i++)
			yield [this.#sequences.get(i) as object, this.#sequenceIndexes[i] as number];
		yield* this.#containers.entries();
		yield* this.#others.entries();
	}
}

const EMPTY = /* @__PURE__ */ new Int32Array(0);

/** Whether an object is of a kind that goes into the memo at once, or when what it holds is written. */
function isContainer(object: object): boolean {
	if (Array.isArray(object) || object instanceof Map || object instanceof Set || object instanceof Uint8Array)
		return true;
	const prototype: unknown = Object.getPrototypeOf(object);
	return prototype === Object.prototype || prototype === null;
}

/** The slot of a value that has room for one; plain objects, of which there are most, are no instances of anything. */
function slotOf(object: object): number | undefined {
	if (object instanceof Map) return PyDict[SLOT_OF](object);
	if (object instanceof Set) return PySet[SLOT_OF](object);
	return object instanceof MemoSlot ? MemoSlot[SLOT_OF](object) : undefined;
}

function grown(indexes: Int32Array): Int32Array {
	const longer = new Int32Array(Math.max(64, 2 * indexes.length));
	longer.set(indexes);
	return longer;
}
