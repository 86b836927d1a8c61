/** LZMA as xz's predecessor had it (`.lzma`): a range coder over matches and literals, after the LZMA specification. */
import { ALIGN_BITS, chances, END_POSITION, FULL, SHORTEST, STATES } from "./lzma-model.ts";

/** Bytes that are given out at once. */
const PIECE = 1 << 16;
/** The smallest window. */
const LEAST = 1 << 12;

const MOST_PLACES = 16;
const LENGTHS = 4;

/**
 * Unpacks LZMA of one stream.
 *
 * @param bytes the packed bytes, with the header of 13
 * @param onEnd is told how many bytes were packed
 * @returns the unpacked bytes, as they come
 * @throws Error for what is damaged or ends early
 */
export function* unlzma(bytes: Uint8Array, onEnd?: (packed: number) => void): Generator<Uint8Array, void, undefined> {
	if (bytes.length < 18) throw new Error("the data ended early");
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const properties = bytes[0] as number;
	if (properties >= 9 * 5 * 5) throw new Error("the properties are damaged");
	const [low, high] = [view.getUint32(5, true), view.getUint32(9, true)];
	const size = low === 0xffffffff && high === 0xffffffff ? Number.POSITIVE_INFINITY : high * 2 ** 32 + low;
	const decoder = new Decoder(bytes, properties, Math.max(LEAST, view.getUint32(1, true)), size);
	yield* decoder.run();
	onEnd?.(decoder.at);
}

/** The lengths of matches. */
class LengthCoder {
	readonly choice = chances(2);
	readonly low = chances(MOST_PLACES << 3);
	readonly mid = chances(MOST_PLACES << 3);
	readonly high = chances(256);
}

class Decoder {
	readonly #bytes: Uint8Array;
	#at = 13;
	/** All bits, as an int with a sign; see {@link #walk}. */
	#range = -1;
	#code = 0;
	/** The bytes that were unpacked last, as far as matches may reach, and those that were not returned yet. */
	#window = new Uint8Array(PIECE);
	#pos = 0;
	#given = 0;
	/** Bytes unpacked in all. */
	#total = 0;
	readonly #dictionary: number;
	readonly #size: number;
	readonly #lc: number;
	readonly #lpMask: number;
	readonly #pbMask: number;
	readonly #literals: Uint16Array;
	readonly #isMatch = chances(STATES << 4);
	readonly #isRep = chances(STATES);
	readonly #isRep0 = chances(STATES);
	readonly #isRep1 = chances(STATES);
	readonly #isRep2 = chances(STATES);
	readonly #isRep0Long = chances(STATES << 4);
	readonly #slots = [chances(64), chances(64), chances(64), chances(64)];
	readonly #positions = chances(1 + FULL - END_POSITION);
	readonly #align = chances(1 << ALIGN_BITS);
	readonly #lengths = new LengthCoder();
	readonly #repLengths = new LengthCoder();

	constructor(bytes: Uint8Array, properties: number, dictionary: number, size: number) {
		this.#bytes = bytes;
		this.#dictionary = dictionary;
		this.#size = size;
		this.#lc = properties % 9;
		const rest = Math.floor(properties / 9);
		const lp = rest % 5;
		this.#lpMask = (1 << lp) - 1;
		this.#pbMask = (1 << Math.floor(rest / 5)) - 1;
		this.#literals = chances(0x300 << (this.#lc + lp));
		if (bytes[this.#at++] !== 0) throw new Error("the data is damaged");
		// They are there, as the length says.
		for (let i = 0; i < 4; i++) this.#code = (this.#code << 8) | (bytes[this.#at++] as number);
	}
	/** Where the next byte is. */
	get at(): number {
		return this.#at;
	}
	#bit(table: Uint16Array, index: number): number {
		return this.#walk(table, index - 1, 1, 2) & 1;
	}
	/**
	 * Bits, each by those before it, until there is a one in front of so many.
	 *
	 * Range and code in local variables take half the time; between the calls they are ints of 32 bits with a sign,
	 * which V8 keeps without an object of their own.
	 */
	#walk(table: Uint16Array, from: number, first: number, end: number): number {
		const bytes = this.#bytes;
		let range = this.#range >>> 0;
		let code = this.#code >>> 0;
		let at = this.#at;
		let node = first;
		do {
			const chance = table[from + node] as number;
			const bound = (range >>> 11) * chance;
			// Half of the bits come as nobody expects: without branches there is nothing to guess.
			const bit = Number(code >= bound);
			const ones = -bit;
			table[from + node] = chance + (((2048 ^ (2079 & ones)) - chance) >> 5);
			range = (((range - bound) & ones) | (bound & ~ones)) >>> 0;
			code = (code - (bound & ones)) >>> 0;
			node = (node << 1) | bit;
			if (range < 0x1000000) {
				if (at >= bytes.length) throw new Error("the data ended early");
				range = (range << 8) >>> 0;
				code = ((code << 8) | (bytes[at++] as number)) >>> 0;
			}
		} while (node < end);
		this.#at = at;
		this.#range = range | 0;
		this.#code = code | 0;
		return node;
	}
	#direct(count: number): number {
		const bytes = this.#bytes;
		let range = this.#range >>> 0;
		let code = this.#code >>> 0;
		let value = 0;
		for (let i = 0; i < count; i++) {
			range >>>= 1;
			const bit = Number(code >= range);
			code = (code - (range & -bit)) >>> 0;
			if (code === range) throw new Error("the data is damaged");
			if (range < 0x1000000) {
				if (this.#at >= bytes.length) throw new Error("the data ended early");
				range = (range << 8) >>> 0;
				code = ((code << 8) | (bytes[this.#at++] as number)) >>> 0;
			}
			value = (value << 1) | bit;
		}
		this.#range = range | 0;
		this.#code = code | 0;
		return value >>> 0;
	}
	#tree(table: Uint16Array, from: number, bits: number): number {
		const end = 1 << bits;
		return this.#walk(table, from, 1, end) - end;
	}
	#reverseTree(table: Uint16Array, from: number, bits: number): number {
		let node = this.#walk(table, from, 1, 1 << bits);
		let value = 0;
		for (; node > 1; node >>= 1) value = (value << 1) | (node & 1);
		return value;
	}

	#literal(state: number, distance: number): void {
		const before = this.#total === 0 ? 0 : (this.#window[this.#pos - 1] as number);
		const place = ((this.#total & this.#lpMask) << this.#lc) + (before >> (8 - this.#lc));
		const from = 0x300 * place;
		let symbol = 1;
		if (state >= 7) {
			let match = this.#window[this.#pos - distance - 1] as number;
			do {
				const matchBit = (match >> 7) & 1;
				match = (match << 1) & 0xff;
				const bit = this.#bit(this.#literals, from + ((1 + matchBit) << 8) + symbol);
				symbol = (symbol << 1) | bit;
				if (matchBit !== bit) break;
			} while (symbol < 0x100);
		}
		if (symbol < 0x100) symbol = this.#walk(this.#literals, from, symbol, 0x100);
		this.#reserve(1);
		this.#window[this.#pos++] = symbol & 0xff;
		this.#total++;
	}
	#length(coder: LengthCoder, place: number): number {
		if (this.#bit(coder.choice, 0) === 0) return SHORTEST + this.#tree(coder.low, place << 3, 3);
		if (this.#bit(coder.choice, 1) === 0) return SHORTEST + 8 + this.#tree(coder.mid, place << 3, 3);
		return SHORTEST + 16 + this.#tree(coder.high, 0, 8);
	}
	#distance(length: number): number {
		const slots = this.#slots[Math.min(length - SHORTEST, LENGTHS - 1)] as Uint16Array;
		const slot = this.#tree(slots, 0, 6);
		if (slot < 4) return slot;
		const bits = (slot >> 1) - 1;
		const base = ((2 | (slot & 1)) << bits) >>> 0;
		if (slot < END_POSITION) return base + this.#reverseTree(this.#positions, base - slot, bits);
		return base + this.#direct(bits - ALIGN_BITS) * 16 + this.#reverseTree(this.#align, 0, ALIGN_BITS);
	}
	#copy(distance: number, length: number): void {
		if (distance >= Math.min(this.#total, this.#dictionary)) throw new Error("the data is damaged");
		this.#reserve(length);
		const window = this.#window;
		for (let i = 0, at = this.#pos; i < length; i++, at++) window[at] = window[at - distance - 1] as number;
		this.#pos += length;
		this.#total += length;
	}
	/** Makes room; what no match can reach any more goes. The window grows with what comes out, not with what is declared. */
	#reserve(count: number): void {
		if (this.#pos + count <= this.#window.length) return;
		const keep = Math.min(this.#pos, this.#dictionary);
		const from = this.#pos - keep;
		if (from > keep && from <= this.#given) {
			this.#window.copyWithin(0, from, this.#pos);
			this.#pos = keep;
			this.#given -= from;
			return;
		}
		const grown = new Uint8Array(this.#window.length * 2);
		grown.set(this.#window.subarray(0, this.#pos));
		this.#window = grown;
	}

	*run(): Generator<Uint8Array, void, undefined> {
		let state = 0;
		let [rep0, rep1, rep2, rep3] = [0, 0, 0, 0];
		while (this.#total < this.#size) {
			if (this.#pos - this.#given >= PIECE) {
				yield this.#window.slice(this.#given, this.#pos);
				this.#given = this.#pos;
			}
			const place = this.#total & this.#pbMask;
			if (this.#bit(this.#isMatch, (state << 4) + place) === 0) {
				this.#literal(state, rep0);
				state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
				continue;
			}
			let length: number;
			if (this.#bit(this.#isRep, state) === 0) {
				[rep3, rep2, rep1] = [rep2, rep1, rep0];
				length = this.#length(this.#lengths, place);
				state = state < 7 ? 7 : 10;
				rep0 = this.#distance(length);
				// The mark of the end.
				if (rep0 === 0xffffffff) break;
			} else if (this.#bit(this.#isRep0, state) === 0) {
				if (this.#bit(this.#isRep0Long, (state << 4) + place) === 0) {
					state = state < 7 ? 9 : 11;
					this.#copy(rep0, 1);
					continue;
				}
				length = this.#length(this.#repLengths, place);
				state = state < 7 ? 8 : 11;
			} else {
				if (this.#bit(this.#isRep1, state) === 0) [rep0, rep1] = [rep1, rep0];
				else if (this.#bit(this.#isRep2, state) === 0) [rep0, rep1, rep2] = [rep2, rep0, rep1];
				else [rep0, rep1, rep2, rep3] = [rep3, rep0, rep1, rep2];
				length = this.#length(this.#repLengths, place);
				state = state < 7 ? 8 : 11;
			}
			this.#copy(rep0, Math.min(length, this.#size - this.#total));
		}
		yield this.#window.slice(this.#given, this.#pos);
	}
}
