/** Packing into LZMA, after the LZMA specification: matches by chains of hashes, a range coder for what they are. */
import { joinedParts } from "../bytes/exact-reader.ts";
import type { BlockPacker } from "./block-packer.ts";
import { ALIGN_BITS, chances, END_POSITION, FULL, SHORTEST, STATES } from "./lzma-model.ts";
import { MatchFinder } from "./match-finder.ts";
import { RangeEncoder } from "./range-encoder.ts";

/** Literal context bits, literal position bits and position bits, as xz has them by default. */
const [LC, PB] = [3, 2];
const PLACES = 1 << PB;
/** The byte that says these. */
export const PROPERTIES: number = PB * 45 + LC;

const LONGEST = 273;

/** The lengths of matches. */
class LengthCoder {
	readonly choice = chances(2);
	readonly low = chances(PLACES << 3);
	readonly mid = chances(PLACES << 3);
	readonly high = chances(256);
	encode(range: RangeEncoder, given: number, place: number): void {
		const length = given - SHORTEST;
		range.bit(this.choice, 0, length < 8 ? 0 : 1);
		if (length < 8) {
			range.tree(this.low, place << 3, 3, length);
			return;
		}
		range.bit(this.choice, 1, length < 16 ? 0 : 1);
		if (length < 16) range.tree(this.mid, place << 3, 3, length - 8);
		else range.tree(this.high, 0, 8, length - 16);
	}
}

/** The knowledge of the bytes before, by which the next ones are coded: made anew where a stream says that it is. */
class Model {
	state = 0;
	readonly reps = [0, 0, 0, 0];
	readonly literals = chances(0x300 << LC);
	readonly isMatch = chances(STATES << 4);
	readonly isRep = chances(STATES);
	readonly isRep0 = chances(STATES);
	readonly isRep1 = chances(STATES);
	readonly isRep2 = chances(STATES);
	readonly isRep0Long = chances(STATES << 4);
	readonly slots = [chances(64), chances(64), chances(64), chances(64)];
	readonly positions = chances(1 + FULL - END_POSITION);
	readonly align = chances(1 << ALIGN_BITS);
	readonly lengths = new LengthCoder();
	readonly repLengths = new LengthCoder();
}

/** Packs the bytes of a buffer, from the first on. */
export class LzmaEncoder {
	readonly #bytes: Uint8Array;
	readonly #finder: MatchFinder;
	#model = new Model();
	/** How many bytes are packed. */
	at = 0;

	/**
	 * @param bytes all that is to be packed
	 * @param window how far back matches may be, a power of two
	 */
	constructor(bytes: Uint8Array, window: number) {
		this.#bytes = bytes;
		this.#finder = new MatchFinder(bytes, window);
	}
	/** Forgets what was learned, but not the bytes. */
	reset(): void {
		this.#model = new Model();
	}
	/**
	 * Packs on, until all is packed or either bound is near.
	 *
	 * @param mostIn at most so many bytes are packed
	 * @param mostOut bytes that the result may have
	 * @returns the packed bytes, which end a part of the range coder
	 */
	encode(mostIn: number, mostOut: number): Uint8Array {
		const end = Math.min(this.#bytes.length, this.at + mostIn);
		const range = new RangeEncoder();
		// One step takes fewer bytes than 40, and the end of the coder five.
		while (this.at < end && range.size + 64 < mostOut) this.#step(range, end);
		return range.finish();
	}

	/** One literal or match. */
	#step(range: RangeEncoder, end: number): void {
		const { at } = this;
		const bytes = this.#bytes;
		const model = this.#model;
		const { state, reps } = model;
		const place = at & (PLACES - 1);
		const most = Math.min(LONGEST, end - at);
		let [repeated, rep] = [0, 0];
		for (let i = 0; i < 4; i++) {
			const length = this.#finder.lengthAt(at, (reps[i] as number) + 1, most);
			if (length > repeated) [repeated, rep] = [length, i];
		}
		const finder = this.#finder;
		finder.find(at, most);
		let { length } = finder;
		const { distance } = finder;
		// A near repetition is cheaper than a match that is hardly longer; a short match far away is dearer than its bytes.
		if (repeated >= SHORTEST && (repeated + 1 >= length || (repeated + 2 >= length && distance > 1 << 9))) {
			range.bit(model.isMatch, (state << 4) + place, 1);
			range.bit(model.isRep, state, 1);
			this.#repeat(range, rep, place);
			model.repLengths.encode(range, repeated, place);
			model.state = state < 7 ? 8 : 11;
			this.#skip(repeated);
			return;
		}
		if ((length === 3 && distance > 1 << 14) || (length === 4 && distance > 1 << 20)) length = 0;
		if (length > SHORTEST && length < 64 && at + 1 < end) {
			// A longer match at the next byte is worth a literal now.
			finder.find(at + 1, Math.min(LONGEST, end - at - 1));
			if (finder.length > length) length = 0;
		}
		if (length > SHORTEST) {
			range.bit(model.isMatch, (state << 4) + place, 1);
			range.bit(model.isRep, state, 0);
			model.lengths.encode(range, length, place);
			this.#distance(range, distance - 1, length);
			reps.unshift(distance - 1);
			reps.pop();
			model.state = state < 7 ? 7 : 10;
			this.#skip(length);
			return;
		}
		const [rep0 = 0] = reps;
		if (rep0 < at && bytes[at] === bytes[at - rep0 - 1]) {
			range.bit(model.isMatch, (state << 4) + place, 1);
			range.bit(model.isRep, state, 1);
			range.bit(model.isRep0, state, 0);
			range.bit(model.isRep0Long, (state << 4) + place, 0);
			model.state = state < 7 ? 9 : 11;
			this.#skip(1);
			return;
		}
		range.bit(model.isMatch, (state << 4) + place, 0);
		this.#literal(range, at, rep0);
		model.state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
		this.#skip(1);
	}
	#skip(count: number): void {
		this.#finder.insert(this.at, this.at + count);
		this.at += count;
	}
	/** Which of the last distances comes again; it is the last one then. */
	#repeat(range: RangeEncoder, rep: number, place: number): void {
		const { state, reps, isRep0, isRep0Long, isRep1, isRep2 } = this.#model;
		range.bit(isRep0, state, rep === 0 ? 0 : 1);
		if (rep === 0) range.bit(isRep0Long, (state << 4) + place, 1);
		else {
			range.bit(isRep1, state, rep === 1 ? 0 : 1);
			if (rep > 1) range.bit(isRep2, state, rep - 2);
		}
		const [distance = 0] = reps.splice(rep, 1);
		reps.unshift(distance);
	}
	#literal(range: RangeEncoder, at: number, rep0: number): void {
		const bytes = this.#bytes;
		const { state, literals } = this.#model;
		const byte = bytes[at] as number;
		const before = at === 0 ? 0 : (bytes[at - 1] as number);
		const from = 0x300 * (before >> (8 - LC));
		let symbol = byte | 0x100;
		if (state < 7) {
			range.tree(literals, from, 8, byte);
			return;
		}
		// After a match the byte that would have followed it is a hint.
		let match = bytes[at - rep0 - 1] as number;
		let offset = 0x100;
		while (symbol < 0x10000) {
			match <<= 1;
			range.bit(literals, from + offset + (match & offset) + (symbol >> 8), (symbol >> 7) & 1);
			symbol <<= 1;
			offset &= ~(match ^ symbol);
		}
	}
	#distance(range: RangeEncoder, distance: number, length: number): void {
		const { slots, positions, align } = this.#model;
		const top = 31 - Math.clz32(distance);
		const slot = distance < 4 ? distance : 2 * top + ((distance >>> (top - 1)) & 1);
		range.tree(slots[Math.min(length - SHORTEST, 3)] as Uint16Array, 0, 6, slot);
		if (slot < 4) return;
		const bits = (slot >> 1) - 1;
		const base = (2 | (slot & 1)) << bits;
		const rest = distance - base;
		if (slot < END_POSITION) {
			range.reverseTree(positions, base - slot, bits, rest);
			return;
		}
		range.direct(rest >>> ALIGN_BITS, bits - ALIGN_BITS);
		range.reverseTree(align, 0, ALIGN_BITS, rest & 15);
	}
}

/** How far back matches of `.lzma` may be. */
const WINDOW = 1 << 22;

/** LZMA as xz's predecessor had it (`.lzma`), which is packed when all is there. */
export class LzmaPacker implements BlockPacker {
	readonly #pieces: Uint8Array[] = [];
	#length = 0;
	write(bytes: Uint8Array): Iterable<Uint8Array> {
		// `slice` of a Buffer makes no copy.
		this.#pieces.push(new Uint8Array(bytes));
		this.#length += bytes.length;
		return [];
	}
	*finish(): Generator<Uint8Array> {
		const bytes = joinedParts(this.#pieces, this.#length);
		const header = new Uint8Array(13);
		const view = new DataView(header.buffer);
		header[0] = PROPERTIES;
		view.setUint32(1, WINDOW, true);
		view.setUint32(5, bytes.length >>> 0, true);
		view.setUint32(9, Math.floor(bytes.length / 2 ** 32), true);
		yield header;
		yield new LzmaEncoder(bytes, WINDOW).encode(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
	}
}
