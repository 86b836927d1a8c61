/** How much of a file a scan looks at in all. */

/** How often all bytes may be looked at: a member counts again as what it is in, and archives go twelve deep. */
const TIMES = 16;
/** Bytes that any file may take, however short it is. */
const FLOOR = 1 << 20;
/** Looking at any part takes as long as so many bytes of it; a member of a zip archive takes a third of this at least. */
const PART = 256;

/**
 * The bytes that may still be looked at. Members that overlap, or a pickle that loads the same string again and again,
 * hold each other: 2 kB of such a file are 10^12 members.
 */
export class Effort {
	#left = FLOOR;

	/** Bytes that there are: those of the file, and all that came out of it. */
	found(bytes: number): void {
		this.#left += TIMES * bytes;
	}
	/** Counts bytes that are looked at; false when those are too many, and they are not to be. */
	spend(bytes: number): boolean {
		this.#left -= bytes + PART;
		return this.#left >= 0;
	}
}

/** Why a part was not looked at. */
export const OVERLAPS = "parts of the file overlap, and hold more than is looked at";
