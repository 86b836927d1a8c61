/** Dicts, plain objects and maps. Each is a task: it goes on where it was when a child has been written. */
import { RuntimeError } from "../../errors.ts";
import { PyFloat } from "../../values/numbers.ts";
import * as op from "../opcodes.ts";
import { BATCHSIZE, hasOldBatches } from "./batches.ts";
import { saveNumber, savePair } from "./numbers.ts";
import { keyPath, keyRepr } from "./path.ts";
import type { Saver, Task } from "./saver.ts";

/** A plain object: its own enumerable string keys; properties that are `undefined` are not there. */
export function saveDict(p: Saver, dict: Record<string, unknown>): boolean {
	let keys = Object.keys(dict);
	// Whether there is exactly one entry must be known before the first is written.
	if (
		keys.length > 0 &&
		(dict[keys[0] as string] === undefined || (keys.length > 1 && dict[keys[1] as string] === undefined))
	) {
		keys = keys.filter((key) => dict[key] !== undefined);
	}
	p.enter(dict);
	openDict(p, dict);
	if (keys.length === 0) {
		p.leave(dict);
		return true;
	}
	return p.start(new ObjectTask(dict, keys));
}

function openDict(p: Saver, dict: object): void {
	if (p.protocol === 0) p.out.ascii("(d");
	else p.out.u8(op.EMPTY_DICT);
	p.memoize(dict);
}

/** The entries of a plain object. */
/** @internal */
export class ObjectTask implements Task {
	readonly #dict: Record<string, unknown>;
	readonly #keys: readonly string[];
	#next = 0;
	#inBatch = 0;
	#open = false;
	#started = false;

	constructor(dict: Record<string, unknown>, keys: readonly string[]) {
		this.#dict = dict;
		this.#keys = keys;
	}
	get path(): string {
		return keyPath(this.#keys[this.#next - 1]);
	}
	get note(): string {
		return `when serializing dict item ${keyRepr(this.#keys[this.#next - 1])}`;
	}
	step(p: Saver): boolean {
		const keys = this.#keys;
		const { out } = p;
		const single = p.protocol === 0 || keys.length === 1;
		if (single && this.#started) out.u8(op.SETITEM);
		for (;;) {
			if (!single) {
				if (this.#inBatch === BATCHSIZE || (this.#next === keys.length && this.#open)) {
					const full = this.#inBatch === BATCHSIZE;
					out.u8(op.SETITEMS);
					this.#open = false;
					this.#inBatch = 0;
					// Up to 3.14 a full last batch is followed by an empty one.
					if (this.#next === keys.length && !(full && hasOldBatches(p))) return this.#end(p);
				}
				if (!this.#open) {
					out.u8(op.MARK);
					this.#open = true;
				}
			} else if (this.#next === keys.length) {
				return this.#end(p);
			}
			while (this.#next < keys.length && this.#inBatch < BATCHSIZE) {
				const key = keys[this.#next++] as string;
				const value = this.#dict[key];
				if (value === undefined) continue;
				if (p.out.pos >= p.framer.limit) p.framer.boundary();
				p.saveKey(key);
				this.#inBatch++;
				this.#started = true;
				if (!p.save(value)) return false;
				if (single) {
					out.u8(op.SETITEM);
					this.#inBatch = 0;
				}
			}
		}
	}
	#end(p: Saver): true {
		p.leave(this.#dict);
		return true;
	}
}

/** A `PyDict` or any `Map`: keys of all kinds. */
export function saveMap(p: Saver, map: ReadonlyMap<unknown, unknown>): boolean {
	p.enter(map);
	openDict(p, map);
	if (map.size === 0) {
		p.leave(map);
		return true;
	}
	const size = map.size;
	const entries = map.entries();
	if (!p.leavesAreFree || size >= BATCHSIZE) return p.start(new MapTask(map, entries, undefined, 0));
	// PERF(bench: records, nested): a container of leaves needs no task.
	if (size > 1) p.out.u8(op.MARK);
	let written = 0;
	for (let next = entries.next(); next.done !== true; next = entries.next()) {
		const entry = next.value;
		if (written === size) throw changedSize();
		if (!isLeaf(entry[0]) || !isLeaf(entry[1])) return p.start(new MapTask(map, entries, entry, written));
		written++;
		if (typeof entry[0] === "string") {
			if (p.out.pos >= p.framer.limit) p.framer.boundary();
			p.saveKey(entry[0]);
		} else p.saveLeaf(entry[0]);
		p.saveLeaf(entry[1]);
	}
	if (written !== size) throw changedSize();
	p.out.u8(size > 1 ? op.SETITEMS : op.SETITEM);
	return true;
}

/** Whether {@link Saver.saveLeaf} writes a value. */
function isLeaf(value: unknown): boolean {
	if (typeof value === "object") return value === null || value instanceof PyFloat;
	return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/**
 * The entries of a `Map`.
 *
 * @internal
 */
export class MapTask implements Task {
	readonly #map: ReadonlyMap<unknown, unknown>;
	readonly #size: number;
	readonly #entries: Iterator<readonly [unknown, unknown]>;
	/** The entry to begin with. */
	#first: readonly [unknown, unknown] | undefined;
	#key: unknown;
	#value: unknown;
	/** How many keys have been written. */
	#written: number;
	/** How many entries are still to come in the open batch; -1 between batches. */
	#left: number;
	/** Whether the key is written and its value is not. */
	#hasKey = false;

	/**
	 * @param first the entry to begin with, of a map of one batch, which is open when there are several; undefined to
	 *   begin with nothing written
	 * @param written how many entries have been written
	 */
	constructor(
		map: ReadonlyMap<unknown, unknown>,
		entries: Iterator<readonly [unknown, unknown]>,
		first: readonly [unknown, unknown] | undefined,
		written: number,
	) {
		this.#map = map;
		this.#size = map.size;
		this.#entries = entries;
		this.#first = first;
		this.#written = written;
		this.#left = first === undefined || map.size === 1 ? -1 : map.size - written;
	}
	get path(): string {
		return keyPath(this.#key);
	}
	get note(): string {
		return this.#hasKey ? "" : `when serializing dict item ${keyRepr(this.#key)}`;
	}
	step(p: Saver): boolean {
		const entries = this.#entries;
		const { out } = p;
		const single = p.protocol === 0 || (this.#size === 1 && hasOldBatches(p));
		const plainNumbers = p.options.persistentId === undefined && p.protocol > 0;
		for (;;) {
			if (this.#hasKey) {
				this.#hasKey = false;
				if (!p.save(this.#value)) return false;
			}
			if (single) {
				if (this.#written > 0) out.u8(op.SETITEM);
			} else if (this.#left === 0) {
				this.#closeBatch(p);
			}
			let key: unknown;
			let value: unknown;
			// PERF(bench: int-dict): apart from the first one, so that V8 need not make an object of each entry.
			if (this.#first === undefined) {
				const next = entries.next();
				if (next.done === true) break;
				const entry = next.value;
				key = entry[0];
				value = entry[1];
			} else {
				[key, value] = this.#first;
				this.#first = undefined;
			}
			if (this.#written === this.#size) throw changedSize();
			if (!single && this.#left < 0) this.#openBatch(p);
			this.#left--;
			this.#written++;
			// PERF(bench: int-dict): nothing has to be kept for a pair of numbers.
			if (plainNumbers && typeof key === "number" && typeof value === "number") {
				if (out.pos >= p.framer.limit) p.framer.boundary();
				if (savePair(p, key, value)) continue;
				saveNumber(p, key);
				if (out.pos >= p.framer.limit) p.framer.boundary();
				saveNumber(p, value);
				continue;
			}
			this.#key = key;
			this.#value = value;
			this.#hasKey = true;
			if (typeof key === "string") {
				if (out.pos >= p.framer.limit) p.framer.boundary();
				p.saveKey(key);
			} else if (!p.save(key)) return false;
		}
		if (this.#map.size !== this.#size || this.#written !== this.#size) throw changedSize();
		p.leave(this.#map);
		return true;
	}
	#lone = false;
	#openBatch(p: Saver): void {
		const left = this.#size - this.#written;
		// From 3.15 on a lone entry needs no mark wherever it stands.
		this.#lone = left === 1 && !hasOldBatches(p);
		this.#left = Math.min(left, BATCHSIZE);
		if (!this.#lone) p.out.u8(op.MARK);
	}
	#closeBatch(p: Saver): void {
		const { out } = p;
		out.u8(this.#lone ? op.SETITEM : op.SETITEMS);
		this.#left = -1;
		// Up to 3.14 a full last batch is followed by an empty one.
		if (this.#written === this.#size && this.#size % BATCHSIZE === 0 && hasOldBatches(p))
			out.u8u8(op.MARK, op.SETITEMS);
	}
}

function changedSize(): RuntimeError {
	return new RuntimeError("dictionary changed size during iteration", { code: "unpicklable" });
}
