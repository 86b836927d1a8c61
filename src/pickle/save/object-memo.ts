import { NOTE_OF, SET_NOTE } from "../../values/brand.ts";
import { PyDict } from "../../values/dict.ts";
import { Noted } from "../../values/noted.ts";
import { GrowingList } from "../growing-list.ts";
import { Memo } from "./memo.ts";
import { type Sequence, signature } from "./signature.ts";

/** Up to so many objects are simply compared one by one. */
const FEW = 12;
/** Lists, tuples and bytes that look alike are told apart up to so many; the rest of them goes to a `Map`. */
const ALIKE = 4;
/** One that finds no place within so many steps goes there too. */
const PROBES = 24;
/** How many signatures are told apart; a power of two. */
const SPILLED = 4096;
/** Tables of more slots are not kept when they are cleared. */
const KEPT = 1024;

/**
 * Which objects have been written, and under which memo index: by identity.
 *
 * PERF(bench: nested, shared, records): an entry of a `Map` costs 100 ns and more, since V8 gives each object a random
 * hash and keeps all in one growing table. Our own classes carry the number under which they stand here; arrays and
 * bytes are found by some of what they hold, in a table of our own, and compared by identity then. That is sound as long
 * as nobody changes one between two looks at it, so it is done only where no code of the caller runs, but for getters: a list that one of them
 * changes may be written twice.
 */
export class ObjectMemo {
	/** Whether no code of the caller runs while there are entries. */
	readonly #quiet: boolean;
	#few: object[] = [];
	#fewIndexes: number[] = [];
	#spread = false;
	/** Values of our own classes, by their note, and their indexes. */
	readonly #noted: GrowingList = new GrowingList();
	#notedIndexes: Int32Array = EMPTY;
	/** Lists, tuples and bytes, and for each its index and signature. */
	readonly #sequences: GrowingList = new GrowingList();
	#entries: Int32Array = EMPTY;
	/** Number of one of them plus one, or 0. */
	#table: Int32Array = EMPTY;
	/** Which signatures, by their low bits, have some that found no place in the table. */
	#spilled: Uint8Array | undefined;
	/** Those, and everything else. */
	readonly #others: Memo<object> = new Memo();
	/** Where the one that was last looked for would stand; -1 for nowhere. */
	#missed: object | undefined;
	#missedSignature = 0;
	#missedSlot = -1;

	constructor(quiet: boolean) {
		this.#quiet = quiet;
	}

	/** The memo index of an object, or undefined. */
	get(object: object): number | undefined {
		if (!this.#spread) {
			const few = this.#few;
			for (let i = 0; i < few.length; i++) if (few[i] === object) return this.#fewIndexes[i];
			return undefined;
		}
		if (!this.#quiet) return this.#others.get(object);
		if (Array.isArray(object)) return this.#findSequence(object);
		const note = noteOf(object);
		if (note === undefined) {
			return object instanceof Uint8Array ? this.#findSequence(object) : this.#others.get(object);
		}
		return note >= 0 && note < this.#noted.size && this.#noted.get(note) === object
			? this.#notedIndexes[note]
			: undefined;
	}
	/** Adds an object that is not there. */
	set(object: object, index: number): void {
		if (!this.#spread) {
			if (this.#few.length < FEW) {
				this.#few.push(object);
				this.#fewIndexes.push(index);
				return;
			}
			this.#spread = true;
			for (let i = 0; i < FEW; i++) this.set(this.#few[i] as object, this.#fewIndexes[i] as number);
		}
		if (this.#quiet) {
			if (Array.isArray(object) || object instanceof Uint8Array) {
				this.#addSequence(object, index);
				return;
			}
			if (noteOf(object) !== undefined) {
				const note = this.#addNoted(object, index);
				if (object instanceof Map) PyDict[SET_NOTE](object as PyDict, note);
				else Noted[SET_NOTE](object as Noted, note);
				return;
			}
		}
		this.#others.set(object, index);
	}

	#addNoted(object: object, index: number): number {
		const { size } = this.#noted;
		if (size === this.#notedIndexes.length) this.#notedIndexes = grown(this.#notedIndexes);
		this.#notedIndexes[size] = index;
		this.#noted.push(object);
		return size;
	}

	#findSequence(sequence: Sequence): number | undefined {
		const sign = signature(sequence);
		const table = this.#table;
		const mask = table.length - 1;
		let slot = sign & mask;
		let alike = 0;
		this.#missed = sequence;
		this.#missedSignature = sign;
		for (let probes = 0; probes < PROBES; probes++) {
			const entry = table[slot] as number;
			if (entry === 0) {
				this.#missedSlot = slot;
				return this.#spilled?.[sign & (SPILLED - 1)] === 1 ? this.#others.get(sequence) : undefined;
			}
			if (this.#entries[2 * entry - 1] === sign) {
				if (this.#sequences.get(entry - 1) === sequence) return this.#entries[2 * entry - 2];
				if (++alike === ALIKE) break;
			}
			slot = (slot + 1) & mask;
		}
		this.#missedSlot = -1;
		return this.#others.get(sequence);
	}
	#addSequence(sequence: Sequence, index: number): void {
		const { size } = this.#sequences;
		if (2 * size >= this.#table.length) this.#growTable();
		if (this.#missed !== sequence || this.#table[this.#missedSlot] !== 0) this.#findSequence(sequence);
		if (this.#missedSlot === -1) {
			this.#spill(sequence, index, this.#missedSignature);
			return;
		}
		this.#table[this.#missedSlot] = size + 1;
		this.#entries[2 * size] = index;
		this.#entries[2 * size + 1] = this.#missedSignature;
		this.#sequences.push(sequence);
	}
	/** Puts one where anything can be found. */
	#spill(sequence: object, index: number, sign: number): void {
		this.#spilled ??= new Uint8Array(SPILLED);
		this.#spilled[sign & (SPILLED - 1)] = 1;
		this.#others.set(sequence, index);
	}
	#growTable(): void {
		const length = Math.max(64, this.#table.length * 4);
		const table = new Int32Array(length);
		const entries = new Int32Array(length);
		const { size } = this.#sequences;
		entries.set(this.#entries.subarray(0, 2 * size));
		for (let i = 0; i < size; i++) {
			// In the same order, nothing stands further from its home than it did in the smaller table.
			let slot = (entries[2 * i + 1] as number) & (length - 1);
			while (table[slot] !== 0) slot = (slot + 1) & (length - 1);
			table[slot] = i + 1;
		}
		this.#table = table;
		this.#entries = entries;
		this.#missed = undefined;
	}

	clear(): void {
		if (this.#few.length === 0) return;
		this.#few = [];
		this.#fewIndexes = [];
		if (!this.#spread) return;
		this.#spread = false;
		this.#noted.clear();
		this.#sequences.clear();
		this.#others.clear();
		this.#spilled = undefined;
		this.#missed = undefined;
		if (this.#table.length > KEPT) {
			this.#table = EMPTY;
			this.#entries = EMPTY;
		} else {
			this.#table.fill(0);
		}
		if (this.#notedIndexes.length > KEPT) this.#notedIndexes = EMPTY;
	}
	/** All objects with their indexes. */
	*entries(): IterableIterator<[object, number]> {
		if (!this.#spread)
			for (let i = 0; i < this.#few.length; i++) yield [this.#few[i] as object, this.#fewIndexes[i] as number];
		for (let i = 0; i < this.#noted.size; i++) yield [this.#noted.get(i) as object, this.#notedIndexes[i] as number];
		for (let i = 0; i < this.#sequences.size; i++)
			yield [this.#sequences.get(i) as object, this.#entries[2 * i] as number];
		yield* this.#others.entries();
	}
}

const EMPTY = /* @__PURE__ */ new Int32Array(0);

/** The note of a value that has room for one; plain objects, of which there are most, are no instances of anything. */
function noteOf(object: object): number | undefined {
	if (object instanceof Map) return PyDict[NOTE_OF](object);
	return object instanceof Noted ? Noted[NOTE_OF](object) : undefined;
}

function grown(indexes: Int32Array): Int32Array {
	const longer = new Int32Array(Math.max(64, 2 * indexes.length));
	longer.set(indexes);
	return longer;
}
