/** How many entries one V8 `Map` is given; it cannot hold more than 2^24. */
const SHARD = 2 ** 23;

/** Values that have been written, and the index under which each can be fetched: by identity, strings by equality. */
export class Memo<K> {
	#shards: Map<K, number>[] = [new Map()];
	#last: Map<K, number> = this.#shards[0] as Map<K, number>;
	readonly #shard: number;

	/** @param shard how many entries one `Map` is given */
	constructor(shard: number = SHARD) {
		this.#shard = shard;
	}

	get(key: K): number | undefined {
		const found = this.#last.get(key);
		if (found !== undefined || this.#shards.length === 1) return found;
		for (const shard of this.#shards) {
			const index = shard.get(key);
			if (index !== undefined) return index;
		}
		return undefined;
	}
	set(key: K, index: number): void {
		if (this.#last.size >= this.#shard) {
			this.#last = new Map();
			this.#shards.push(this.#last);
		}
		this.#last.set(key, index);
	}
	delete(key: K): void {
		for (const shard of this.#shards) shard.delete(key);
	}
	clear(): void {
		if (this.#last.size === 0 && this.#shards.length === 1) return;
		this.#last = new Map();
		this.#shards = [this.#last];
	}
	get size(): number {
		let size = 0;
		for (const shard of this.#shards) size += shard.size;
		return size;
	}
	*entries(): IterableIterator<[K, number]> {
		for (const shard of this.#shards) yield* shard.entries();
	}
}
