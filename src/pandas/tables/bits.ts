/** Bitmaps of Arrow: a bit for each item, the lowest first. */

/** A bit for each item; null where all are 1. */
export function bitmap(length: number, isSet: (i: number) => boolean): Uint8Array | null {
	let bits: Uint8Array | null = null;
	for (let i = 0; i < length; i++) {
		if (isSet(i)) continue;
		bits ??= allSet(length);
		bits[i >> 3] = (bits[i >> 3] as number) & ~(1 << (i & 7));
	}
	return bits;
}

function allSet(length: number): Uint8Array {
	return new Uint8Array((length + 7) >> 3).fill(255);
}

/** A bit for each item, whatever they are. */
export function packed(length: number, isSet: (i: number) => boolean): Uint8Array {
	const bits = new Uint8Array((length + 7) >> 3);
	for (let i = 0; i < length; i++) if (isSet(i)) bits[i >> 3] = (bits[i >> 3] as number) | (1 << (i & 7));
	return bits;
}

/** A bitmap that begins at one of its bits: a view where that is the first of a byte, else a copy. */
export function bitsFrom(bits: Uint8Array, offset: number, length: number): Uint8Array {
	const first = offset >> 3;
	const count = (length + 7) >> 3;
	if ((offset & 7) === 0) return bits.subarray(first, first + count);
	const shift = offset & 7;
	const made = new Uint8Array(count);
	for (let i = 0; i < count; i++) {
		made[i] = ((bits[first + i] as number) >> shift) | ((bits[first + i + 1] ?? 0) << (8 - shift));
	}
	return made;
}

/** How many of the first items of a bitmap are 0. */
export function unset(bits: Uint8Array | null, length: number): number {
	if (bits === null) return 0;
	let count = 0;
	for (let i = 0; i < length; i++) count += 1 - (((bits[i >> 3] as number) >> (i & 7)) & 1);
	return count;
}
