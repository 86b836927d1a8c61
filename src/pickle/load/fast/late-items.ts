import { decodeUtf8 } from "../../../bytes/utf8.ts";
import { blankItems, joinParts, MOST_PARTS } from "../../../values/parts.ts";

/** Bytes of one piece of memory, as a power of two; how many there may be. */
const CHUNK_BITS = 22;
const CHUNK = 1 << CHUNK_BITS;
const MOST_CHUNKS = 256;

/** Items from here on are no strings in the memory, but in a list. */
export const OTHERS: number = MOST_CHUNKS * CHUNK;
const NONE: number = OTHERS;
const NAN: number = OTHERS + 1;

/** Opcodes with their strings, as the pickle has them; an address is the place of an opcode. */
export class TextStore {
	readonly #chunks: Uint8Array[] = [];
	#filled = CHUNK;

	/**
	 * Takes bytes as they are.
	 *
	 * @returns the address of the first one; -1 where there is no room left
	 */
	add(bytes: Uint8Array): number {
		const { length } = bytes;
		if (this.#filled + length > CHUNK) {
			if (length > CHUNK || this.#chunks.length === MOST_CHUNKS) return -1;
			// The first grows, so that no list takes more than it has.
			this.#chunks.push(new Uint8Array(this.#chunks.length === 0 ? length : CHUNK));
			this.#filled = 0;
		}
		const last = this.#chunks.length - 1;
		let chunk = this.#chunks[last] as Uint8Array;
		if (this.#filled + length > chunk.length) {
			const grown = new Uint8Array(Math.min(CHUNK, Math.max(4 * chunk.length, this.#filled + length)));
			grown.set(chunk);
			this.#chunks[last] = chunk = grown;
		}
		chunk.set(bytes, this.#filled);
		this.#filled += length;
		return last * CHUNK + this.#filled - length;
	}
	/** The string of the opcode at an address: SHORT_BINUNICODE or BINUNICODE. */
	make(address: number): string {
		const chunk = this.#chunks[address >> CHUNK_BITS] as Uint8Array;
		const at = address & (CHUNK - 1);
		const length = chunk[at + 1] as number;
		if (chunk[at] === 0x8c) return decodeUtf8(chunk, at + 2, at + 2 + length);
		const upper = ((chunk[at + 2] as number) << 8) | ((chunk[at + 3] as number) << 16);
		return decodeUtf8(chunk, at + 5, at + 5 + (length | upper));
	}
}

/** Items of a long list, most of them strings that are made when they are asked for. */
export class LateItems {
	#store: TextStore | undefined;
	/** The address of a string, the complement of that of one that comes again, or a place among the others. */
	#places: Int32Array = new Int32Array(1024);
	#others: unknown[] = [null, Number.NaN];
	#length = 0;
	#made: unknown[] | undefined;
	#reads = 0;

	constructor(store: TextStore) {
		this.#store = store;
	}
	/** How many there are. */
	get length(): number {
		return this.#length;
	}
	/** Adds items that are there. */
	addAll(items: readonly unknown[]): void {
		for (const item of items) this.#push(this.placeOf(item));
	}
	/** Adds items by their places. */
	addPlaces(places: Int32Array): void {
		if (this.#length + places.length > this.#places.length) this.#grow(this.#length + places.length);
		this.#places.set(places, this.#length);
		this.#length += places.length;
	}
	/** A place for an item that is there. */
	placeOf(item: unknown): number {
		if (item === null) return NONE;
		return Number.isNaN(item) ? NAN : OTHERS + this.#others.push(item) - 1;
	}
	#push(place: number): void {
		if (this.#length === this.#places.length) this.#grow(this.#length + 1);
		this.#places[this.#length++] = place;
	}
	#grow(least: number): void {
		let room = 2 * this.#places.length;
		while (room < least) room *= 2;
		const grown = new Int32Array(room);
		grown.set(this.#places);
		this.#places = grown;
	}
	/** One item; all are made when many have been asked for. */
	at(i: number): unknown {
		if (this.#made === undefined && ++this.#reads > this.#length >> 3) this.toArray();
		if (this.#made !== undefined) return this.#made[i];
		const place = this.#places[i] as number;
		if (place >= OTHERS) return this.#others[place - OTHERS];
		return this.#store?.make(place < 0 ? ~place : place);
	}
	/** All items: the same list each time. */
	toArray(): unknown[] {
		this.#made ??= this.#makeAll();
		return this.#made;
	}
	#makeAll(): unknown[] {
		const store = this.#store as TextStore;
		const [places, others, length] = [this.#places, this.#others, this.#length];
		const again = new Map<number, string>();
		let parts: unknown[][] = [];
		for (let from = 0; from < length; from += 1024) {
			const part = blankItems(Math.min(1024, length - from));
			for (let i = 0; i < part.length; i++) {
				const place = places[from + i] as number;
				if (place >= OTHERS) part[i] = others[place - OTHERS];
				else if (place >= 0) part[i] = store.make(place);
				else {
					let text = again.get(place);
					if (text === undefined) {
						text = store.make(~place);
						again.set(place, text);
					}
					part[i] = text;
				}
			}
			parts.push(part);
			if (parts.length === MOST_PARTS) parts = [joinParts(parts, [])];
		}
		this.#store = undefined;
		this.#places = new Int32Array(0);
		this.#others = [];
		return joinParts(parts, []);
	}
}

/** The strings of a memo that are made when they are asked for: in which memory each is, and where. */
export class LateTexts {
	/** One more than the address; 0 for what is not such a string. */
	#addresses: Int32Array = new Int32Array(1024);
	/** From which number on the strings are in which memory. */
	readonly #stores: { readonly from: number; readonly store: TextStore }[] = [];

	/** Adds strings by their addresses, under the numbers from one on. */
	add(from: number, store: TextStore, addresses: Int32Array): void {
		if (this.#stores.at(-1)?.store !== store) this.#stores.push({ from, store });
		const size = from + addresses.length;
		let room = this.#addresses.length;
		while (room < size) room *= 2;
		if (room > this.#addresses.length) {
			const grown = new Int32Array(room);
			grown.set(this.#addresses);
			this.#addresses = grown;
		}
		for (let i = 0; i < addresses.length; i++) this.#addresses[from + i] = (addresses[i] as number) + 1;
	}
	/** The address of a string in a memory; -1 for what is not in it. */
	addressIn(index: number, store: TextStore): number {
		const address = this.#addresses[index] ?? 0;
		return address > 0 && this.#storeOf(index) === store ? address - 1 : -1;
	}
	make(index: number): string | undefined {
		const address = this.#addresses[index] ?? 0;
		return address === 0 ? undefined : this.#storeOf(index).make(address - 1);
	}
	forget(index: number): void {
		if (index < this.#addresses.length) this.#addresses[index] = 0;
	}
	#storeOf(index: number): TextStore {
		const stores = this.#stores;
		let [low, high] = [0, stores.length - 1];
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((stores[middle] as { from: number }).from <= index) low = middle;
			else high = middle - 1;
		}
		return (stores[low] as { store: TextStore }).store;
	}
}
