/**
 * Short text from bytes. One call of `String.fromCharCode` with as many arguments as there are characters
 * makes the string in one go; a loop that adds characters makes a chain of pieces, and a call into the
 * platform's decoder costs as much as twenty characters.
 *
 * PERF(bench: strings, records): half the time of TextDecoder for texts of up to 24 characters.
 */

const make = String.fromCharCode;

/** The longest text that {@link shortText} makes. */
export const SHORT_TEXT = 24;

/** Code units of a short text that is not ASCII; filled and read within one call. */
const scratch = /* @__PURE__ */ new Uint16Array(SHORT_TEXT);

/**
 * The text of up to {@link SHORT_TEXT} bytes of UTF-8, of characters up to U+FFFF.
 *
 * @returns undefined for anything that needs a closer look
 */
export function shortText(bytes: Uint8Array, start: number, end: number): string | undefined {
	let bits = 0;
	for (let i = start; i < end; i++) bits |= bytes[i] as number;
	return bits < 0x80 ? fromCodes(bytes, start, end - start) : wideShortText(bytes, start, end);
}

/** As {@link shortText}, of text that is not all ASCII. */
function wideShortText(bytes: Uint8Array, start: number, end: number): string | undefined {
	let count = 0;
	let i = start;
	while (i < end) {
		const first = bytes[i++] as number;
		if (first < 0x80) {
			scratch[count++] = first;
		} else if (first >= 0xc2 && first < 0xe0 && i < end && ((bytes[i] as number) & 0xc0) === 0x80) {
			scratch[count++] = ((first & 0x1f) << 6) | ((bytes[i++] as number) & 0x3f);
		} else if (first > 0xe0 && first < 0xed && i + 1 < end) {
			const second = bytes[i] as number;
			const third = bytes[i + 1] as number;
			if ((second & 0xc0) !== 0x80 || (third & 0xc0) !== 0x80) return undefined;
			scratch[count++] = ((first & 0x0f) << 12) | ((second & 0x3f) << 6) | (third & 0x3f);
			i += 2;
		} else {
			return undefined;
		}
	}
	return fromCodes(scratch, 0, count);
}

/** The text of `n` UTF-16 code units from `a` on; at most {@link SHORT_TEXT}. */
function fromCodes(b: ArrayLike<number>, a: number, n: number): string {
	switch (n) {
		case 1:
			return make(b[a]!);
		case 2:
			return make(b[a]!, b[a + 1]!);
		case 3:
			return make(b[a]!, b[a + 1]!, b[a + 2]!);
		case 4:
			return make(b[a]!, b[a + 1]!, b[a + 2]!, b[a + 3]!);
		case 5:
			return make(b[a]!, b[a + 1]!, b[a + 2]!, b[a + 3]!, b[a + 4]!);
		case 6:
			return make(b[a]!, b[a + 1]!, b[a + 2]!, b[a + 3]!, b[a + 4]!, b[a + 5]!);
		case 7:
			return make(b[a]!, b[a + 1]!, b[a + 2]!, b[a + 3]!, b[a + 4]!, b[a + 5]!, b[a + 6]!);
		case 8:
			return make(b[a]!, b[a + 1]!, b[a + 2]!, b[a + 3]!, b[a + 4]!, b[a + 5]!, b[a + 6]!, b[a + 7]!);
		case 9:
			return make(b[a]!, b[a + 1]!, b[a + 2]!, b[a + 3]!, b[a + 4]!, b[a + 5]!, b[a + 6]!, b[a + 7]!, b[a + 8]!);
		case 10:
			return make(b[a]!, b[a + 1]!, b[a + 2]!, b[a + 3]!, b[a + 4]!, b[a + 5]!, b[a + 6]!, b[a + 7]!, b[a + 8]!, b[a + 9]!);
		case 11:
			return make(b[a]!, b[a + 1]!, b[a + 2]!, b[a + 3]!, b[a + 4]!, b[a + 5]!, b[a + 6]!, b[a + 7]!, b[a + 8]!, b[a + 9]!, b[a + 10]!);
		case 12:
			return make(b[a]!, b[a + 1]!, b[a + 2]!, b[a + 3]!, b[a + 4]!, b[a + 5]!, b[a + 6]!, b[a + 7]!, b[a + 8]!, b[a + 9]!, b[a + 10]!, b[a + 11]!);
		case 13:
			return make(b[a]!, b[a + 1]!, b[a + 2]!, b[a + 3]!, b[a + 4]!, b[a + 5]!, b[a + 6]!, b[a + 7]!, b[a + 8]!, b[a + 9]!, b[a + 10]!, b[a + 11]!, b[a + 12]!);
		case 14:
			return make(b[a]!, b[a + 1]!, b[a + 2]!, b[a + 3]!, b[a + 4]!, b[a + 5]!, b[a + 6]!, b[a + 7]!, b[a + 8]!, b[a + 9]!, b[a + 10]!, b[a + 11]!, b[a + 12]!, b[a + 13]!);
		case 15:
			return make(b[a]!, b[a + 1]!, b[a + 2]!, b[a + 3]!, b[a + 4]!, b[a + 5]!, b[a + 6]!, b[a + 7]!, b[a + 8]!, b[a + 9]!, b[a + 10]!, b[a + 11]!, b[a + 12]!, b[a + 13]!, b[a + 14]!);
		case 16:
			return make(b[a]!, b[a + 1]!, b[a + 2]!, b[a + 3]!, b[a + 4]!, b[a + 5]!, b[a + 6]!, b[a + 7]!, b[a + 8]!, b[a + 9]!, b[a + 10]!, b[a + 11]!, b[a + 12]!, b[a + 13]!, b[a + 14]!, b[a + 15]!);
		case 17:
			return make(b[a]!, b[a + 1]!, b[a + 2]!, b[a + 3]!, b[a + 4]!, b[a + 5]!, b[a + 6]!, b[a + 7]!, b[a + 8]!, b[a + 9]!, b[a + 10]!, b[a + 11]!, b[a + 12]!, b[a + 13]!, b[a + 14]!, b[a + 15]!, b[a + 16]!);
		case 18:
			return make(b[a]!, b[a + 1]!, b[a + 2]!, b[a + 3]!, b[a + 4]!, b[a + 5]!, b[a + 6]!, b[a + 7]!, b[a + 8]!, b[a + 9]!, b[a + 10]!, b[a + 11]!, b[a + 12]!, b[a + 13]!, b[a + 14]!, b[a + 15]!, b[a + 16]!, b[a + 17]!);
		case 19:
			return make(b[a]!, b[a + 1]!, b[a + 2]!, b[a + 3]!, b[a + 4]!, b[a + 5]!, b[a + 6]!, b[a + 7]!, b[a + 8]!, b[a + 9]!, b[a + 10]!, b[a + 11]!, b[a + 12]!, b[a + 13]!, b[a + 14]!, b[a + 15]!, b[a + 16]!, b[a + 17]!, b[a + 18]!);
		case 20:
			return make(b[a]!, b[a + 1]!, b[a + 2]!, b[a + 3]!, b[a + 4]!, b[a + 5]!, b[a + 6]!, b[a + 7]!, b[a + 8]!, b[a + 9]!, b[a + 10]!, b[a + 11]!, b[a + 12]!, b[a + 13]!, b[a + 14]!, b[a + 15]!, b[a + 16]!, b[a + 17]!, b[a + 18]!, b[a + 19]!);
		case 21:
			return make(b[a]!, b[a + 1]!, b[a + 2]!, b[a + 3]!, b[a + 4]!, b[a + 5]!, b[a + 6]!, b[a + 7]!, b[a + 8]!, b[a + 9]!, b[a + 10]!, b[a + 11]!, b[a + 12]!, b[a + 13]!, b[a + 14]!, b[a + 15]!, b[a + 16]!, b[a + 17]!, b[a + 18]!, b[a + 19]!, b[a + 20]!);
		case 22:
			return make(b[a]!, b[a + 1]!, b[a + 2]!, b[a + 3]!, b[a + 4]!, b[a + 5]!, b[a + 6]!, b[a + 7]!, b[a + 8]!, b[a + 9]!, b[a + 10]!, b[a + 11]!, b[a + 12]!, b[a + 13]!, b[a + 14]!, b[a + 15]!, b[a + 16]!, b[a + 17]!, b[a + 18]!, b[a + 19]!, b[a + 20]!, b[a + 21]!);
		case 23:
			return make(b[a]!, b[a + 1]!, b[a + 2]!, b[a + 3]!, b[a + 4]!, b[a + 5]!, b[a + 6]!, b[a + 7]!, b[a + 8]!, b[a + 9]!, b[a + 10]!, b[a + 11]!, b[a + 12]!, b[a + 13]!, b[a + 14]!, b[a + 15]!, b[a + 16]!, b[a + 17]!, b[a + 18]!, b[a + 19]!, b[a + 20]!, b[a + 21]!, b[a + 22]!);
		case 24:
			return make(b[a]!, b[a + 1]!, b[a + 2]!, b[a + 3]!, b[a + 4]!, b[a + 5]!, b[a + 6]!, b[a + 7]!, b[a + 8]!, b[a + 9]!, b[a + 10]!, b[a + 11]!, b[a + 12]!, b[a + 13]!, b[a + 14]!, b[a + 15]!, b[a + 16]!, b[a + 17]!, b[a + 18]!, b[a + 19]!, b[a + 20]!, b[a + 21]!, b[a + 22]!, b[a + 23]!);
		default:
			return "";
	}
}
