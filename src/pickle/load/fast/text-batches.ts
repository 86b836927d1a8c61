import { readSequence } from "../../../bytes/utf8.ts";
import { PyTuple, tupleFrom } from "../../../values/tuple.ts";
import { CONTAINER, FLOAT, SLOT, TEXT } from "../costs.ts";
import type { Loader } from "../loader.ts";
import { LateItems, LateTexts, OTHERS, TextStore } from "./late-items.ts";
import type { Batches, PendingList } from "./pending.ts";
import { Unmade } from "./unmade.ts";

/** CPython writes a thousand items at a time; more than these are no batch. */
const MOST = 4096;
/** A string of the same batch that comes again has its place and this in {@link places}. */
const AGAIN = 1 << 28;
/** The items of the batch that is looked through, and those of its strings that go into the memo: by places within the batch. */
const places = /* @__PURE__ */ new Int32Array(MOST);
const texts = /* @__PURE__ */ new Int32Array(MOST);
/** Batches in a row that are not as they should be, before the rest of a list is read as any other. */
const PATIENCE = 4;

/** The value that takes a state `(…, list)` whose list nobody has to see. */
export interface LateState {
	/** How many values the tuple has before the list. */
	readonly before: number;
	/** Whether it will take so many items. */
	fits(count: number): boolean;
	take(items: LateItems): void;
}

/**
 * Long lists of strings in the state of a value, as numpy's arrays of objects have them: the strings are kept as bytes, and made
 * when somebody asks for them. The heap that they will take is charged at once; bytes that are not UTF-8 are left to the loop.
 *
 * PERF(bench: frames of a million rows): making two million strings is two thirds of reading a frame, since V8's collector
 * moves each of them twice.
 */
export class TextBatches implements Batches {
	readonly #m: Loader;
	readonly #list: PendingList;
	readonly #state: LateState;
	readonly #store: TextStore = new TextStore();
	readonly #items: LateItems = new LateItems(this.#store);
	#patience = PATIENCE;
	/** Of the batch that was looked through: items, strings, what they cost, and where the last frame that begins in it ends. */
	#count = 0;
	#texts = 0;
	#cost = 0;
	#frame = 0;

	constructor(m: Loader, list: PendingList, state: LateState) {
		this.#m = m;
		this.#list = list;
		this.#state = state;
	}
	items(): unknown[] {
		return this.#items.toArray();
	}
	add(part: readonly unknown[]): void {
		this.#patience--;
		// Who replaces objects later has to find them.
		if (!part.every(isPlain)) this.#patience = Number.NEGATIVE_INFINITY;
		this.#items.addAll(part);
	}
	read(): void {
		const { reader: r, limits } = this.#m;
		while (this.#patience > 0) {
			const end = this.#look(r.pos);
			if (end < 0 || this.#list.length + this.#count > limits.stack) return;
			const goesOn = end + 1 < r.end && r.bytes[end + 1] === 0x28 && this.#count > 255;
			const build = goesOn ? 0 : this.#findBuild(end + 1);
			if (build < 0 || !this.#keep(r.pos, end)) return;
			r.pos = end + 2;
			this.#patience = PATIENCE;
			if (goesOn) continue;
			this.#finish(build);
			return;
		}
	}

	/**
	 * Looks through a batch, and changes nothing.
	 *
	 * @returns where its APPENDS is; -1 where there is something else in it than strings, None and NaN, or where bytes lack
	 */
	#look(from: number): number {
		const m = this.#m;
		const { bytes, view, end } = m.reader;
		const known = m.memo.size;
		const room = m.sparse === undefined ? m.limits.memo - known : 0;
		let count = 0;
		let made = 0;
		let cost = 0;
		this.#frame = 0;
		for (let pos = from; pos < end && count < MOST; ) {
			switch (bytes[pos]) {
				case 0x8c: // SHORT_BINUNICODE
				case 0x58: {
					// BINUNICODE
					const isShort = bytes[pos] === 0x8c;
					if (end - pos < 5) return -1;
					const start = isShort ? pos + 2 : pos + 5;
					const length = isShort ? (bytes[pos + 1] as number) : view.getUint32(pos + 1, true);
					const stop = start + length;
					const put = putLength(bytes, view, stop, end, known + made);
					if (put === 0 || made >= room || !isUtf8(bytes, view, start, stop)) return -1;
					places[count++] = pos - from;
					texts[made++] = pos - from;
					cost += length + TEXT;
					pos = stop + put;
					continue;
				}
				case 0x68: // BINGET
				case 0x6a: {
					// LONG_BINGET
					const isShort = bytes[pos] === 0x68;
					if (end - pos < (isShort ? 2 : 5)) return -1;
					const index = isShort ? (bytes[pos + 1] as number) : view.getUint32(pos + 1, true);
					if (index >= known + made) return -1;
					const place = index >= known ? AGAIN + (texts[index - known] as number) : this.#placeOf(index);
					if (place === undefined) return -1;
					places[count++] = place;
					pos += isShort ? 2 : 5;
					continue;
				}
				case 0x4e: // NONE
					places[count++] = this.#items.placeOf(null);
					pos++;
					continue;
				case 0x47: // BINFLOAT
					if (end - pos < 9 || !Number.isNaN(view.getFloat64(pos + 1, false))) return -1;
					places[count++] = this.#items.placeOf(Number.NaN);
					cost += FLOAT;
					pos += 9;
					continue;
				case 0x95: {
					// FRAME
					if (end - pos < 9 || m.framesEnforced || view.getUint32(pos + 5, true) !== 0) return -1;
					const length = view.getUint32(pos + 1, true);
					pos += 9;
					if (end - pos < length) return -1;
					this.#frame = m.reader.base + pos + length;
					continue;
				}
				case 0x65: // APPENDS
					this.#count = count;
					this.#texts = made;
					this.#cost = cost + SLOT * count;
					return count === 0 ? -1 : pos;
				default:
					return -1;
			}
		}
		return -1;
	}
	/** The place of a string out of the memo; undefined for anything else. */
	#placeOf(index: number): number | undefined {
		const { memo } = this.#m;
		const address = this.#lateTexts().addressIn(index, this.#store);
		if (address >= 0) return ~address;
		const value = memo.get(index);
		return typeof value === "string" ? this.#items.placeOf(value) : undefined;
	}
	#lateTexts(): LateTexts {
		const { memo } = this.#m;
		memo.late ??= new LateTexts();
		return memo.late as LateTexts;
	}
	/** Where the BUILD is that takes the list, if TUPLE, perhaps a memo entry and BUILD are all that follows; else -1. */
	#findBuild(at: number): number {
		const { reader, memo, budget } = this.#m;
		const { bytes, view, end } = reader;
		if (at >= end || bytes[at] !== 0x74 || !this.#state.fits(this.#list.length + this.#count)) return -1;
		const build = at + 1 + putLength(bytes, view, at + 1, end, memo.size + this.#texts);
		const isThere = build < end && bytes[build] === 0x62;
		return isThere && budget > this.#cost + this.#tupleCost + CONTAINER ? build : -1;
	}
	get #tupleCost(): number {
		return CONTAINER + SLOT * (this.#state.before + 1);
	}
	/** Takes the batch over; false where there is no room for it. */
	#keep(from: number, end: number): boolean {
		const m = this.#m;
		const count = this.#count;
		if (m.budget < this.#cost || m.memo.size + this.#texts > m.limits.memo) return false;
		const base = this.#store.add(m.reader.bytes.subarray(from, end));
		if (base < 0) return false;
		for (let i = 0; i < count; i++) {
			const place = places[i] as number;
			if (place >= 0 && place < OTHERS) places[i] = place < AGAIN ? base + place : ~(base + place - AGAIN);
		}
		for (let i = 0; i < this.#texts; i++) texts[i] = base + (texts[i] as number);
		this.#items.addPlaces(places.subarray(0, count));
		this.#lateTexts().add(m.memo.size, this.#store, texts.subarray(0, this.#texts));
		for (let i = 0; i < this.#texts; i++) m.memo.push(undefined);
		m.budget -= this.#cost;
		this.#list.length += count;
		if (this.#frame > 0) m.lastFrame = this.#frame;
		return true;
	}
	/** Does what TUPLE and BUILD do, with the items as they are. */
	#finish(build: number): void {
		const m = this.#m;
		const { memo, stack, marks, reader } = m;
		const { at, index } = this.#list;
		const items = this.#items;
		const from = at - this.#state.before;
		if (index < memo.size && memo.get(index) === this.#list) memo.set(index, new Unmade(() => items.toArray()));
		const before = stack.slice(from, at);
		if (build > reader.pos) memo.push(new Unmade(() => tupleFrom([...before, items.toArray()])));
		marks.length -= 2;
		m.fence = marks.at(-1) ?? 0;
		m.sp = from;
		m.charge(this.#tupleCost);
		m.chargeCopy(new PyTuple(before.length + 1));
		this.#state.take(items);
		reader.pos = build + 1;
	}
}

/** Whether an item is the same whatever comes after it. */
function isPlain(item: unknown): boolean {
	return typeof item !== "object" || item === null;
}
/** Whether items are strings, None and NaN. */
export function areTexts(items: readonly unknown[]): boolean {
	return items.every((item) => typeof item === "string" || item === null || Number.isNaN(item));
}

/** How long the opcode is that puts the top of the stack under the next index of the memo; 0 for any other. */
function putLength(bytes: Uint8Array, view: DataView, pos: number, end: number, index: number): number {
	const opcode = pos < end ? bytes[pos] : 0;
	if (opcode === 0x94) return 1;
	if (opcode === 0x71) return pos + 1 < end && bytes[pos + 1] === index ? 2 : 0;
	return opcode === 0x72 && pos + 5 <= end && view.getUint32(pos + 1, true) === index ? 5 : 0;
}

/** Whether bytes are what the loop reads as a string. */
function isUtf8(bytes: Uint8Array, view: DataView, start: number, end: number): boolean {
	let bits = 0;
	let at = start;
	for (; at + 4 <= end; at += 4) bits |= view.getInt32(at, true);
	for (; at < end; at++) bits |= bytes[at] as number;
	if ((bits & 0x80808080) === 0) return true;
	for (at = start; at < end; ) {
		const read = (bytes[at] as number) < 0x80 ? 1 : readSequence(bytes, at, end, true);
		if (typeof read !== "number") return false;
		at += read & 7;
	}
	return true;
}
