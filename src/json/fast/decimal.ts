/** Decimal fractions of up to nineteen digits as doubles, without a string and without the general algorithm. */

/** The most digits that {@link decimal} takes, and the most places after the point. */
export const MOST_DIGITS = 19;
const MOST_PLACES = 22;

/** How many of the digits go into the first part. */
export const FIRST_PART = 15;

/** Powers of ten that a double holds exactly, and their halves of at most 27 bits. */
export const POWERS: readonly number[] = /* @__PURE__ */ Array.from({ length: MOST_PLACES + 1 }, (_, n) =>
	Number(`1e${n}`),
);
const UPPER_HALVES: readonly number[] = /* @__PURE__ */ POWERS.map(upperHalf);

/** Veltkamp's splitting: the upper 26 bits of a double; what is left has as many. */
function upperHalf(value: number): number {
	const scaled = value * 134217729;
	return scaled - (scaled - value);
}

/**
 * The double nearest to a decimal fraction.
 *
 * Numerator and quotient are kept as sums of two doubles, exact to some 2^-103 of the value. When everything
 * within 2^-100 of it rounds to the same double, that is the nearest one.
 *
 * @param high the first {@link FIRST_PART} digits as a number
 * @param low the digits after them, at most four
 * @param lowCount how many those are
 * @param places how many of all digits are after the point, at most {@link MOST_PLACES}
 * @returns the double, or NaN in the rare case that it is too close to call
 */
export function decimal(high: number, low: number, lowCount: number, places: number): number {
	// high * 10^lowCount + low, exactly: each product has fewer than 53 bits.
	const scale = POWERS[lowCount] as number;
	const upper = Math.floor(high / 67108864);
	const x = upper * scale * 67108864;
	const y = (high - upper * 67108864) * scale + low;
	const sum = x + y;
	const back = sum - x;
	const rest = x - (sum - back) + (y - back);

	const divisor = POWERS[places] as number;
	const quotient = sum / divisor;
	// quotient * divisor, exactly (Dekker).
	const product = quotient * divisor;
	const q = upperHalf(quotient);
	const d = UPPER_HALVES[places] as number;
	const error = q * d - product + q * (divisor - d) + (quotient - q) * d + (quotient - q) * (divisor - d);
	const remainder = sum - product - error + rest;

	const correction = remainder / divisor;
	const doubt = quotient * 2 ** -100;
	const least = quotient + (correction - doubt);
	return least === quotient + (correction + doubt) ? least : Number.NaN;
}
