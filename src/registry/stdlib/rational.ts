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

/**
 * The greatest common divisor of two ints that are not both zero; quadratic in their length. Lehmer's way: most steps of
 * Euclid's are taken on the leading bits, as numbers, and some thirty of them at once on the whole.
 */
export function gcd(a: bigint, b: bigint): bigint {
	let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
	if (x < y) [x, y] = [y, x];
	let shift = BigInt(Math.max(0, bitLength(x) - LEADING));
	while (y > WHOLE) {
		let p = Number(x >> shift);
		if (p < 2 ** (LEADING - 1)) {
			// Fewer bits are left than were there before; their number is not asked for again, since it takes a string.
			const gone = BigInt(p === 0 ? LEADING : LEADING - 1 - Math.floor(Math.log2(p)));
			shift = shift > gone ? shift - gone : 0n;
			p = Number(x >> shift);
		}
		let q = Number(y >> shift);
		let [a0, b0, c0, d0] = [1, 0, 0, 1];
		for (;;) {
			if (q + c0 <= 0 || q + d0 <= 0) break;
			const w = Math.floor((p + a0) / (q + c0));
			if (w !== Math.floor((p + b0) / (q + d0))) break;
			[a0, c0] = [c0, a0 - w * c0];
			[b0, d0] = [d0, b0 - w * d0];
			[p, q] = [q, p - w * q];
		}
		if (b0 === 0) [x, y] = [y, x % y];
		else {
			const [m, n, o, r] = [BigInt(a0), BigInt(b0), BigInt(c0), BigInt(d0)];
			[x, y] = [m * x + n * y, o * x + r * y];
		}
	}
	while (y !== 0n) [x, y] = [y, x % y];
	return x;
}
/** Up to here ints are few digits to V8. */
const WHOLE = 2n ** 64n;
/** Leading bits that fit a number with what is added to them. */
const LEADING = 50;

/** How many words of 64 bits an int has that is more than a few; 0 for others. */
export function wordsOf(value: number | bigint): number {
	if (typeof value === "number" || BigInt.asIntN(512, value) === value) return 0;
	return Math.ceil(bitLength(value < 0n ? -value : value) / 64);
}

/** How many bits a positive int has. */
export function bitLength(value: bigint): number {
	const text = value.toString(16);
	return 4 * text.length - Math.clz32(Number.parseInt(text[0] as string, 16)) + 28;
}
