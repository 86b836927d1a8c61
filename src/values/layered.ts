/** Equality of dicts in layers, of which the first that has a key wins: Python's `ChainMap`. */

/** A dict as far as it is compared. */
export interface Layer {
	readonly size: number;
	has(key: unknown): boolean;
	get(key: unknown): unknown;
	keys(): Iterable<unknown>;
}

/** Two layers that come at the same place of two lists of layers. */
interface LayerPair {
	/** Whether both have the same keys. */
	readonly fits: boolean;
	/** The keys whose values nobody was given to compare yet. */
	rest: unknown[];
}

/**
 * Compares layers in pairs, and each value of a pair of layers once, however many lists have that pair: a thousand ChainMaps
 * over one dict take the time of one.
 */
export class LayeredPairs {
	readonly #pairs = new Map<object, Map<object, LayerPair>>();

	/**
	 * The values that two lists of layers show at the same key and that were not returned before.
	 *
	 * @param dictOf how a layer compares
	 * @returns the pairs to compare; undefined where the layers do not fit, which says nothing of what they show
	 */
	of(
		a: readonly object[],
		b: readonly object[],
		dictOf: (layer: object) => Layer,
	): (readonly [unknown, unknown])[] | undefined {
		if (a.length !== b.length) return undefined;
		const fresh: (readonly [unknown, unknown])[] = [];
		const above: Layer[] = [];
		for (const [i, layer] of a.entries()) {
			const other = b[i] as object;
			const pair = this.#pair(layer, other, dictOf);
			if (!pair.fits) return undefined;
			const left = dictOf(layer);
			if (pair.rest.length > 0) {
				const right = dictOf(other);
				pair.rest = pair.rest.filter((key) => {
					if (above.some((dict) => dict.has(key))) return true;
					if (left.get(key) !== right.get(key)) fresh.push([left.get(key), right.get(key)]);
					return false;
				});
			}
			above.push(left);
		}
		return fresh;
	}
	#pair(a: object, b: object, dictOf: (layer: object) => Layer): LayerPair {
		const known = this.#pairs.get(a)?.get(b);
		if (known !== undefined) return known;
		const [left, right] = [dictOf(a), dictOf(b)];
		const keys = a === b ? [] : [...left.keys()];
		const pair = { fits: left.size === right.size && keys.every((key) => right.has(key)), rest: keys };
		const row = this.#pairs.get(a) ?? new Map<object, LayerPair>();
		this.#pairs.set(a, row.set(b, pair));
		return pair;
	}
}
