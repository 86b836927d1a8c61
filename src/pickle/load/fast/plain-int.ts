/** Ints in lines of decimal digits: what `parsePyLong` returns for most of them, sooner. */
import { normalInt } from "../../../values/numbers.ts";

/** Longer ints are read as a string, which takes less time for them. */
const FEW_DIGITS = 60;
const WORD = 10n ** 15n;

/**
 * The value of a line that is a decimal int as Python writes it; undefined for any other, and for a long one.
 * PERF(bench: families, ints in text): without a string in between.
 */
export function plainInt(
	line: Uint8Array,
	end: number,
	{ limits }: { readonly limits: { readonly digits: number } },
): number | bigint | undefined {
	const isNegative = line[0] === 0x2d;
	let i = isNegative ? 1 : 0;
	const count = end - i;
	if (count < 1 || count > FEW_DIGITS || (limits.digits > 0 && count > limits.digits)) return undefined;
	// Python's C reads octal numbers, and False.
	if (line[i] === 0x30 && line.length > 1) return undefined;
	let value: bigint | undefined;
	// The first word is what is too much for whole words.
	for (let stop = i + (count % 15 || 15); ; stop += 15) {
		let word = 0;
		for (; i < stop; i++) {
			const digit = (line[i] as number) - 0x30;
			if (digit < 0 || digit > 9) return undefined;
			word = word * 10 + digit;
		}
		if (count <= 15) return isNegative ? -word : word;
		value = value === undefined ? BigInt(word) : value * WORD + BigInt(word);
		if (stop === end) return normalInt(isNegative ? -value : value);
	}
}
