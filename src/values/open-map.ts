/** Facts about containers that hold as long as they are open. */

/** Entries that may be there before it is looked which of them are over. */
const FEW = 1024;

/**
 * A map for what comes and goes often. V8 leaves a deleted entry of a `Map` or `Set` in its place until it makes the table
 * anew, so that one that comes and goes in a large table takes longer each time: 50 µs among 26,000. Here what is over
 * stays, as `undefined`, until most is over.
 */
export class OpenMap<K, V extends object | number | true> {
	#map = new Map<K, V | undefined>();
	#most = FEW;

	get(key: K): V | undefined {
		return this.#map.get(key);
	}
	set(key: K, value: V): void {
		this.#map.set(key, value);
		if (this.#map.size > this.#most) this.#clean();
	}
	delete(key: K): void {
		if (this.#map.get(key) !== undefined) this.#map.set(key, undefined);
	}
	clear(): void {
		if (this.#map.size > 0) this.#map = new Map();
		this.#most = FEW;
	}
	#clean(): void {
		const open = new Map<K, V | undefined>();
		for (const [key, value] of this.#map) if (value !== undefined) open.set(key, value);
		this.#map = open;
		this.#most = Math.max(FEW, open.size * 2);
	}
}
