/** The Burrows-Wheeler transform: all rotations of a block in order, of which the last column is kept. */

/** The result of a transform. */
export interface Transformed {
	/** The last byte of each rotation, in their order. */
	readonly last: Uint8Array;
	/** The place of the block itself among its rotations. */
	readonly origin: number;
}

/**
 * The transform, by doubling how many bytes of each rotation are looked at: log2 of the length times, each in time that is
 * linear, whatever the block.
 */
export function transformed(block: Uint8Array): Transformed {
	const { length } = block;
	const sorted = sortedRotations(block);
	const last = new Uint8Array(length);
	let origin = 0;
	for (let i = 0; i < length; i++) {
		const start = sorted[i] as number;
		if (start === 0) origin = i;
		last[i] = block[start === 0 ? length - 1 : start - 1] as number;
	}
	return { last, origin };
}

function sortedRotations(block: Uint8Array): Int32Array {
	const { length } = block;
	let sorted = new Int32Array(length);
	let other = new Int32Array(length);
	let ranks = new Int32Array(length);
	let newRanks = new Int32Array(length);
	// Two bytes at first.
	for (let i = 0; i < length; i++) {
		ranks[i] = ((block[i] as number) << 8) | (block[i + 1 === length ? 0 : i + 1] as number);
		other[i] = i;
	}
	const counts = new Int32Array(Math.max(length, 1 << 16) + 1);
	sortBy(ranks, other, sorted, counts);
	let classes = ranked(sorted, ranks, newRanks, 0);
	[ranks, newRanks] = [newRanks, ranks];
	for (let known = 2; known < length && classes < length; known *= 2) {
		// In the order of the second halves, which are rotations themselves.
		for (let i = 0; i < length; i++) {
			const start = (sorted[i] as number) - known;
			other[i] = start < 0 ? start + length : start;
		}
		[sorted, other] = [other, sorted];
		sortBy(ranks, sorted, other, counts);
		[sorted, other] = [other, sorted];
		classes = ranked(sorted, ranks, newRanks, known);
		[ranks, newRanks] = [newRanks, ranks];
	}
	return sorted;
}

/** Sorts places by their rank; equal ones stay in their order. */
function sortBy(ranks: Int32Array, from: Int32Array, to: Int32Array, counts: Int32Array): void {
	counts.fill(0);
	for (let i = 0; i < ranks.length; i++) {
		const next = (ranks[i] as number) + 1;
		counts[next] = (counts[next] as number) + 1;
	}
	for (let i = 1; i < counts.length; i++) counts[i] = (counts[i] as number) + (counts[i - 1] as number);
	for (let i = 0; i < from.length; i++) {
		const place = from[i] as number;
		const rank = ranks[place] as number;
		const at = counts[rank] as number;
		counts[rank] = at + 1;
		to[at] = place;
	}
}

/** Ranks of sorted places from 0 up, the same for those that are equal so far; returns how many there are. */
function ranked(sorted: Int32Array, ranks: Int32Array, made: Int32Array, known: number): number {
	const { length } = sorted;
	let rank = -1;
	let [first, second] = [-1, -1];
	for (let i = 0; i < length; i++) {
		const place = sorted[i] as number;
		const after = place + known;
		const one = ranks[place] as number;
		const two = known === 0 ? 0 : (ranks[after < length ? after : after - length] as number);
		if (one !== first || two !== second) rank++;
		[first, second] = [one, two];
		made[place] = rank;
	}
	return rank + 1;
}
