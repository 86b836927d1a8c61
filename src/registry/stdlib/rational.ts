import type { KeyParts } from "../../values/brand.ts";

/**
 * How a ratio of two ints compares: as the number it is when some int or float equals it, else by its
 * lowest terms. So `Fraction(1, 2)`, `Decimal("0.5")` and `0.5` are one key.
 *
 * @param numerator in lowest terms
 * @param denominator positive
 */
export function rationalKey(numerator: bigint, denominator: bigint): number | bigint | KeyParts {
	if (denominator === 1n) return numerator;
	const powerOfTwo = (denominator & (denominator - 1n)) === 0n;
	if (powerOfTwo && numerator <= MOST_EXACT && numerator >= -MOST_EXACT) {
		const exponent = denominator.toString(2).length - 1;
		if (exponent <= 1074) return Number(numerator) * 2 ** -exponent;
	}
	return { tag: "rational", parts: [numerator, denominator] };
}

/** Beyond it not every int is a float. */
const MOST_EXACT = 2n ** 53n;

/** The greatest common divisor of two ints that are not both zero; quadratic in their length. */
export function gcd(a: bigint, b: bigint): bigint {
	let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
	while (y !== 0n) [x, y] = [y, x % y];
	return x;
}
