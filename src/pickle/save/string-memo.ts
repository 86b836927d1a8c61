/** Texts beyond this many characters are hashed by their ends and middle. */
const HASHED = 32;
/** A text that finds no place within so many steps goes to a `Map`, whose hash nobody can foresee. */
const PROBES = 24;
/** A table of more slots is not kept when it is cleared. */
const KEPT = 1024;
/** Up to so many texts are simply compared one by one. */
const FEW = 20;

/**
 * Which texts have been written, and under which memo index: a hash table of our own.
 *
 * PERF(bench: strings, records): a `Map` must hash each fresh string, keep it alive in an entry of its own and
 * rehash as it grows; this takes a third of its time. The seed is random, and chains are short whatever the texts.
 */
export class StringMemo {
	#texts: string[] = [];
	/** Memo index and hash of each text, in turn. */
	#entries = EMPTY;
	/** Entry number plus one, or 0. */
	#table = EMPTY;
	#overflow: Map<string, number> | undefined;
	readonly #seed = (Math.random() * 0x100000000) | 0;

	/** The memo index of an equal text, or -1; a new text is noted under `index`. */
	find(text: string, index: number): number {
		const texts = this.#texts;
		const count = texts.length;
		if (count < FEW && this.#table === EMPTY) {
			for (let i = 0; i < count; i++) if (texts[i] === text) return this.#entries[2 * i] as number;
			if (this.#entries === EMPTY) this.#entries = new Int32Array(64);
			texts.push(text);
			this.#entries[2 * count] = index;
			return -1;
		}
		if (count * 2 >= this.#table.length) this.#grow();
		return this.#probe(text, index);
	}

	#probe(text: string, index: number): number {
		const hash = this.#hash(text);
		const table = this.#table;
		const entries = this.#entries;
		const mask = table.length - 1;
		let slot = hash & mask;
		for (let probes = 0; probes < PROBES; probes++) {
			const entry = table[slot] as number;
			if (entry === 0) {
				const found = this.#overflow?.get(text);
				if (found !== undefined) return found;
				const at = this.#texts.push(text);
				entries[2 * at - 2] = index;
				entries[2 * at - 1] = hash;
				table[slot] = at;
				return -1;
			}
			if (entries[2 * entry - 1] === hash && this.#texts[entry - 1] === text) return entries[2 * entry - 2] as number;
			slot = (slot + 1) & mask;
		}
		this.#overflow ??= new Map();
		const found = this.#overflow.get(text);
		if (found !== undefined) return found;
		this.#overflow.set(text, index);
		return -1;
	}

	#hash(text: string): number {
		const { length } = text;
		let hash = this.#seed ^ length;
		if (length <= HASHED) {
			for (let i = 0; i < length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
		} else {
			const middle = length >> 1;
			for (let i = 0; i < 12; i++) {
				hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
				hash = Math.imul(hash ^ text.charCodeAt(length - 1 - i), 0x01000193);
				hash = Math.imul(hash ^ text.charCodeAt(middle - 6 + i), 0x01000193);
			}
		}
		hash ^= hash >>> 15;
		hash = Math.imul(hash, 0x2c1b3c6d);
		return hash ^ (hash >>> 12);
	}

	#grow(): void {
		const size = Math.max(64, this.#table.length * 4);
		const table = new Int32Array(size);
		const entries = new Int32Array(size);
		const count = this.#texts.length;
		entries.set(this.#entries.subarray(0, 2 * count));
		const isFirst = this.#table === EMPTY;
		for (let i = 0; i < count; i++) {
			if (isFirst) entries[2 * i + 1] = this.#hash(this.#texts[i] as string);
			const home = entries[2 * i + 1] as number;
			// In the same order, nothing stands further from its home than it did in the smaller table.
			let slot = home & (size - 1);
			while (table[slot] !== 0) slot = (slot + 1) & (size - 1);
			table[slot] = i + 1;
		}
		this.#table = table;
		this.#entries = entries;
	}

	clear(): void {
		if (this.#texts.length === 0) return;
		this.#texts = [];
		this.#overflow = undefined;
		if (this.#table.length > KEPT) {
			this.#entries = EMPTY;
			this.#table = EMPTY;
		} else if (this.#table !== EMPTY) {
			this.#table.fill(0);
		}
	}
}

const EMPTY = /* @__PURE__ */ new Int32Array(0);
