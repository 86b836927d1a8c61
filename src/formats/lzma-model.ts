/** The numbers of LZMA's model, which reading and writing share, after the LZMA specification. */

export const STATES = 12;
/** The shortest match. */
export const SHORTEST = 2;
/** The first distance slot whose bits are no longer all coded by their places. */
export const END_POSITION = 14;
/** Places of a distance with chances of their own. */
export const FULL = 128;
/** The last bits of a distance, which have chances too. */
export const ALIGN_BITS = 4;

/** Half of 2,048: a bit of which nothing is known. */
const EVEN = 1024;

/** Chances of bits, of which nothing is known yet. */
export function chances(count: number): Uint16Array<ArrayBuffer> {
	return new Uint16Array(count).fill(EVEN);
}
