/** Huffman codes of a bounded length. */

/**
 * The lengths of the codes of symbols.
 *
 * @param counts how often each symbol is there; none is zero for this purpose
 * @param most the longest that a code may be
 */
export function codeLengths(counts: ArrayLike<number>, most: number): Uint8Array {
	let weights = Array.from(counts, (count) => Math.max(count, 1));
	for (;;) {
		const lengths = unbounded(weights);
		if (lengths.every((length) => length <= most)) return lengths;
		// Rare symbols become less rare.
		weights = weights.map((weight) => (weight >> 1) + 1);
	}
}

/** By joining the two rarest over and over; symbols are sorted once, and joined ones come in order of themselves. */
function unbounded(weights: readonly number[]): Uint8Array {
	const { length } = weights;
	const order = Array.from(weights, (_, i) => i).sort((a, b) => (weights[a] as number) - (weights[b] as number));
	const nodes = [...weights, ...new Array<number>(length).fill(0)];
	const parents = new Int32Array(2 * length);
	let [leaf, joined] = [0, length];
	const next = (end: number): number => {
		const one = order[leaf];
		if (one !== undefined && (joined === end || (nodes[one] as number) <= (nodes[joined] as number))) {
			leaf++;
			return one;
		}
		return joined++;
	};
	for (let made = length; made < 2 * length - 1; made++) {
		const [a, b] = [next(made), next(made)];
		nodes[made] = (nodes[a] as number) + (nodes[b] as number);
		parents[a] = made;
		parents[b] = made;
	}
	const depths = new Uint8Array(2 * length);
	for (let node = 2 * length - 3; node >= 0; node--) depths[node] = (depths[parents[node] as number] as number) + 1;
	return depths.subarray(0, length);
}

/** The codes of lengths: the shortest first, and symbols in order. */
export function canonicalCodes(lengths: Uint8Array): Uint32Array {
	const codes = new Uint32Array(lengths.length);
	const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
	let code = 0;
	for (let length = 1; length <= longest; length++) {
		for (let i = 0; i < lengths.length; i++) if (lengths[i] === length) codes[i] = code++;
		code *= 2;
	}
	return codes;
}
