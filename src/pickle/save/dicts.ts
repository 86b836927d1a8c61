/** Dicts, plain objects and maps. Each is a task: it goes on where it was when a child has been written. */
import * as op from "../opcodes.ts";
import { BATCHSIZE, hasOldBatches } from "./batches.ts";
import { changedSize, type Entry, type OpenEntry } from "./entries.ts";
import { saveLeafEntries } from "./fast/leaves.ts";
import { saveNumberPairs } from "./fast/runs.ts";
import type { SaveMachine, Task } from "./machine.ts";
import { keyPath, keyRepr } from "./path.ts";

/** A plain object: its own enumerable string keys; properties that are `undefined` are not there. */
export function saveDict(p: SaveMachine, dict: Record<string, unknown>): boolean {
	// In the memo before any getter runs: from here on nothing is known by what it holds.
	openDict(p, dict);
	let keys = Object.keys(dict);
	const isAbsent = (key: string | undefined): boolean => key !== undefined && dict[key] === undefined;
	// Whether a batch has more than one entry must be known before the first is written.
	if (!p.leavesAreFree || keys.length >= BATCHSIZE || isAbsent(keys[0]) || isAbsent(keys[1])) {
		keys = keys.filter((key) => !isAbsent(key));
	}
	return p.start(new DictTask(dict, keys.length, keys));
}

function openDict(p: SaveMachine, dict: object): void {
	p.enter(dict);
	if (p.protocol === 0) p.out.ascii("(d");
	else p.out.u8(op.EMPTY_DICT);
	p.memoize(dict);
}

/** A `PyDict` or any `Map`: keys of all kinds. */
export function saveMap(p: SaveMachine, map: ReadonlyMap<unknown, unknown>): boolean {
	openDict(p, map);
	const { size } = map;
	const entries = map.entries();
	if (!p.leavesAreFree || size >= BATCHSIZE) return p.start(new DictTask(map, size, entries));
	const open = saveLeafEntries(p, entries, size);
	return open === undefined || p.start(new DictTask(map, size, entries, open));
}

/**
 * The entries of a dict.
 *
 * @internal
 */
export class DictTask implements Task {
	readonly #dict: object;
	readonly #size: number;
	/** The keys of a plain object, or the entries of a map. */
	readonly #entries: readonly string[] | Iterator<Entry>;
	#key: unknown;
	#value: unknown;
	/** The part of this key and this value that is still to be written. */
	#pending: typeof NOTHING | typeof ENTRY | typeof VALUE = NOTHING;
	/** How many keys have been written, or need not be. */
	#written = 0;
	/** How many entries are still to come in the open batch; -1 between batches. */
	#left = -1;
	/** Whether this is a batch of one entry, without a mark. */
	#lone: boolean;

	/**
	 * @param entries the keys of a plain object, or the entries of a map
	 * @param open the entry to begin with, of a map of one batch, which is open; undefined to begin with nothing written
	 */
	constructor(dict: object, size: number, entries: readonly string[] | Iterator<Entry>, open?: OpenEntry) {
		this.#dict = dict;
		this.#size = size;
		this.#entries = entries;
		this.#lone = size === 1;
		if (open === undefined) return;
		this.#written = open[3];
		this.#left = size - open[3];
		this.back(open[0], open[1]);
		if (open[2]) this.#pending = VALUE;
	}
	get path(): string {
		return keyPath(this.#key);
	}
	get note(): string {
		return this.#pending === VALUE ? "" : `when serializing dict item ${keyRepr(this.#key)}`;
	}
	step(p: SaveMachine): boolean {
		const entries = this.#entries;
		const size = this.#size;
		const { out } = p;
		const single = p.protocol === 0 || (size === 1 && hasOldBatches(p));
		const isPlain = p.options.persistentId === undefined && p.protocol > 0;
		for (;;) {
			if (this.#pending === VALUE) {
				this.#pending = NOTHING;
				if (!p.save(this.#value)) return false;
			}
			if (single) {
				if (this.#written > 0) out.u8(op.SETITEM);
			} else if (this.#left === 0) {
				this.#closeBatch(p);
			}
			let key: unknown;
			let value: unknown;
			if (this.#pending === ENTRY) {
				this.#pending = NOTHING;
				key = this.#key;
				value = this.#value;
			} else if (Array.isArray(entries)) {
				if (this.#written === size) break;
				key = entries[this.#written];
				value = (this.#dict as Record<string, unknown>)[key as string];
				// One that is alone was there a moment ago; without it nothing could be set.
				if (value === undefined && !single) {
					this.#left--;
					this.#written++;
					continue;
				}
			} else {
				const next = (entries as Iterator<Entry>).next();
				if (next.done === true) break;
				const entry = next.value;
				key = entry[0];
				value = entry[1];
			}
			if (this.#written === size) throw changedSize();
			if (!single && this.#left < 0) this.#openBatch(p);
			this.#left--;
			this.#written++;
			if (isPlain && typeof key === "number" && typeof value === "number") {
				const more = saveNumberPairs(p, key, value, entries as Iterator<Entry>, this.#left, this);
				this.#left -= more;
				this.#written += more;
				continue;
			}
			this.#key = key;
			this.#value = value;
			this.#pending = VALUE;
			if (typeof key === "string") p.saveKey(key);
			else if (!p.save(key)) return false;
		}
		if (this.#written !== size || (this.#dict instanceof Map && this.#dict.size !== size)) throw changedSize();
		p.leave(this.#dict);
		return true;
	}
	/** Has an entry that was taken written next. */
	back(key: unknown, value: unknown): void {
		this.#key = key;
		this.#value = value;
		this.#pending = ENTRY;
	}
	#openBatch(p: SaveMachine): void {
		const left = this.#size - this.#written;
		// From 3.15 on a lone entry needs no mark wherever it is.
		this.#lone = left === 1 && !hasOldBatches(p);
		this.#left = Math.min(left, BATCHSIZE);
		if (!this.#lone) p.out.u8(op.MARK);
	}
	#closeBatch(p: SaveMachine): void {
		p.out.u8(this.#lone ? op.SETITEM : op.SETITEMS);
		this.#left = -1;
		// Up to 3.14 a full last batch is followed by an empty one.
		if (this.#written === this.#size && this.#size % BATCHSIZE === 0 && hasOldBatches(p))
			p.out.u8u8(op.MARK, op.SETITEMS);
	}
}

const NOTHING = 0;
const ENTRY = 1;
const VALUE = 2;
