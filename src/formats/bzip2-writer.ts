/** Packing into bzip2: blocks whose rotations are sorted, moved to the front and written in Huffman codes. */
import { BitWriter } from "./bit-writer.ts";
import type { BlockPacker } from "./block-packer.ts";
import { transformed } from "./bwt.ts";
import { canonicalCodes, codeLengths } from "./huffman.ts";

/** Bytes of a block, of which bzip2 keeps some free. */
const BLOCK = 900_000 - 19;
/** A run of four equal bytes is followed by how many more there are, at most so many. */
const [RUN, MOST_MORE] = [4, 251];
/** Symbols that have one table of codes. */
const GROUP = 50;
const LONGEST_CODE = 17;
const ROUNDS = 4;

const SUMS = /* @__PURE__ */ Uint32Array.from({ length: 256 }, (_, byte) => {
	let sum = byte << 24;
	for (let i = 0; i < 8; i++) sum = (sum << 1) ^ (sum < 0 ? 0x04c11db7 : 0);
	return sum;
});

/** One stream of bzip2. */
export class Bzip2Packer implements BlockPacker {
	readonly #bits = new BitWriter();
	readonly #block = new Uint8Array(BLOCK);
	#filled = 0;
	/** The byte of the run that is open, and how long it is. */
	#byte = 0;
	#run = 0;
	/** Of the bytes of the block, and of the sums of all blocks. */
	#sum = -1;
	#allSums = 0;
	constructor() {
		// "BZh9".
		this.#bits.put(0x425a, 16);
		this.#bits.put(0x6839, 16);
	}
	*write(bytes: Uint8Array): Generator<Uint8Array> {
		for (let i = 0; i < bytes.length; i++) {
			const byte = bytes[i] as number;
			if (byte === this.#byte && this.#run > 0 && this.#run < RUN + MOST_MORE) {
				this.#run++;
				continue;
			}
			this.#close();
			// A run takes at most five bytes.
			if (this.#filled + RUN + 1 > BLOCK) yield this.#packed();
			this.#byte = byte;
			this.#run = 1;
		}
	}
	*finish(): Generator<Uint8Array> {
		this.#close();
		if (this.#filled > 0) yield this.#packed();
		const bits = this.#bits;
		for (const part of [0x177245, 0x385090]) bits.put(part, 24);
		bits.put(this.#allSums >>> 16, 16);
		bits.put(this.#allSums & 0xffff, 16);
		bits.fill();
		yield bits.take();
	}
	/** Puts the run that is open into the block. */
	#close(): void {
		const [byte, run] = [this.#byte, this.#run];
		for (let i = 0; i < run; i++) this.#sum = (this.#sum << 8) ^ (SUMS[(this.#sum >>> 24) ^ byte] as number);
		for (let i = 0; i < Math.min(run, RUN); i++) this.#block[this.#filled++] = byte;
		if (run >= RUN) this.#block[this.#filled++] = run - RUN;
		this.#run = 0;
	}
	/** Ends the block. */
	#packed(): Uint8Array {
		const bits = this.#bits;
		const sum = ~this.#sum >>> 0;
		this.#allSums = ((this.#allSums << 1) | (this.#allSums >>> 31)) ^ sum;
		for (const part of [0x314159, 0x265359]) bits.put(part, 24);
		bits.put(sum >>> 16, 16);
		bits.put(sum & 0xffff, 16);
		writeBlock(bits, this.#block.subarray(0, this.#filled));
		this.#filled = 0;
		this.#sum = -1;
		return bits.take();
	}
}

function writeBlock(bits: BitWriter, block: Uint8Array): void {
	const { last, origin } = transformed(block);
	// The block is not randomised.
	bits.put(0, 1);
	bits.put(origin, 24);
	const isUsed = new Array<number>(256).fill(0);
	for (let i = 0; i < block.length; i++) isUsed[block[i] as number] = 1;
	const rows = Array.from({ length: 16 }, (_, row) => isUsed.slice(16 * row, 16 * row + 16));
	const used = (flags: readonly number[]): number => flags.reduce((word, flag) => 2 * word + flag, 0);
	bits.put(used(rows.map((row) => (row.includes(1) ? 1 : 0))), 16);
	for (const row of rows) if (row.includes(1)) bits.put(used(row), 16);
	const bytes = isUsed.flatMap((flag, byte) => (flag === 1 ? [byte] : []));
	writeSymbols(bits, symbolsOf(last, bytes), bytes.length + 2);
}

/** Each byte's place among those met last, with runs of the first place in a number system of 1 and 2; then the end. */
function symbolsOf(last: Uint8Array, bytes: readonly number[]): Uint16Array {
	const order = Uint8Array.from(bytes);
	const symbols = new Uint16Array(last.length + 1);
	let count = 0;
	let zeros = 0;
	const close = (): void => {
		for (; zeros > 0; zeros = (zeros - 1) >>> 1) symbols[count++] = (zeros - 1) & 1;
	};
	for (let i = 0; i < last.length; i++) {
		const byte = last[i] as number;
		let place = 0;
		while (order[place] !== byte) place++;
		if (place === 0) {
			zeros++;
			continue;
		}
		close();
		order.copyWithin(1, 0, place);
		order[0] = byte;
		symbols[count++] = place + 1;
	}
	close();
	symbols[count++] = bytes.length + 1;
	return symbols.subarray(0, count);
}

/** How many tables of codes are worth their place, by how many symbols there are. */
function tableCount(symbols: number): number {
	const steps = [200, 600, 1200, 2400];
	return 2 + steps.filter((step) => symbols >= step).length;
}

/** The tables of the lengths of codes, and which one each group of symbols has. */
function tablesOf(symbols: Uint16Array, size: number): { tables: Uint8Array[]; choices: Uint8Array } {
	const count = tableCount(symbols.length);
	const choices = new Uint8Array(Math.ceil(symbols.length / GROUP));
	// At first each table is for a part of the symbols, all parts being as frequent.
	const totals = new Int32Array(size);
	for (const symbol of symbols) totals[symbol] = (totals[symbol] as number) + 1;
	let seen = 0;
	const parts = Array.from(totals, (total) => {
		const part = Math.floor((seen * count) / symbols.length);
		seen += total;
		return part;
	});
	let tables: Uint8Array[] = Array.from({ length: count }, (_, i) =>
		Uint8Array.from(parts, (part) => (part === i ? 1 : 15)),
	);
	for (let round = 0; round < ROUNDS; round++) {
		const counts = tables.map(() => new Int32Array(size));
		for (let group = 0; group < choices.length; group++) {
			const [from, to] = [group * GROUP, Math.min((group + 1) * GROUP, symbols.length)];
			let [best, least] = [0, Number.POSITIVE_INFINITY];
			for (let i = 0; i < count; i++) {
				const lengths = tables[i] as Uint8Array;
				let cost = 0;
				for (let at = from; at < to; at++) cost += lengths[symbols[at] as number] as number;
				if (cost < least) [best, least] = [i, cost];
			}
			choices[group] = best;
			const own = counts[best] as Int32Array;
			for (let at = from; at < to; at++) own[symbols[at] as number] = (own[symbols[at] as number] as number) + 1;
		}
		tables = counts.map((own) => codeLengths(own, LONGEST_CODE));
	}
	return { tables, choices };
}

function writeSymbols(bits: BitWriter, symbols: Uint16Array, size: number): void {
	const { tables, choices } = tablesOf(symbols, size);
	bits.put(tables.length, 3);
	bits.put(choices.length, 15);
	const order = Array.from(tables, (_, i) => i);
	for (const choice of choices) {
		const place = order.indexOf(choice);
		bits.put((2 << place) - 2, place + 1);
		order.splice(place, 1);
		order.unshift(choice);
	}
	for (const lengths of tables) {
		let [length = 0] = lengths;
		bits.put(length, 5);
		for (const wanted of lengths) {
			for (; length < wanted; length++) bits.put(2, 2);
			for (; length > wanted; length--) bits.put(3, 2);
			bits.put(0, 1);
		}
	}
	const codes = tables.map(canonicalCodes);
	for (let at = 0; at < symbols.length; at++) {
		const choice = choices[Math.floor(at / GROUP)] as number;
		const symbol = symbols[at] as number;
		bits.put((codes[choice] as Uint32Array)[symbol] as number, (tables[choice] as Uint8Array)[symbol] as number);
	}
}
