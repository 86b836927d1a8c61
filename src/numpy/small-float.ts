/** Floats that JavaScript has no typed array for: halves, bfloat16, the formats of 8 bits and fewer, and x87's 80 bits. */

/**
 * The values of the bit patterns with all exponent bits set:
 * - `ieee`: infinities and NaN, as in `float64`;
 * - `fn`: numbers, but for the pattern of ones alone, which is NaN;
 * - `finite`: numbers;
 * - `fnuz`: numbers; the pattern of minus zero is NaN.
 */
type Specials = "ieee" | "fn" | "finite" | "fnuz";

/** How a float of few bits is put together. */
export interface SmallFloat {
	readonly exponentBits: number;
	readonly mantissaBits: number;
	readonly bias: number;
	readonly specials: Specials;
}

/** A format whose bias is the usual one. */
export function smallFloat(
	exponentBits: number,
	mantissaBits: number,
	specials: Specials,
	bias: number = 2 ** (exponentBits - 1) - 1,
): SmallFloat {
	return { exponentBits, mantissaBits, specials, bias };
}

/** The number that some bits are. */
export function fromBits(format: SmallFloat, bits: number): number {
	const { exponentBits, mantissaBits, bias, specials } = format;
	const ones = 2 ** exponentBits - 1;
	const magnitude = bits & (2 ** (exponentBits + mantissaBits) - 1);
	const isNegative = bits >> (exponentBits + mantissaBits) !== 0;
	const exponent = magnitude >> mantissaBits;
	const fraction = magnitude & (2 ** mantissaBits - 1);
	if (specials === "fnuz" && isNegative && magnitude === 0) return Number.NaN;
	if (specials === "fn" && magnitude === 2 ** (exponentBits + mantissaBits) - 1) return Number.NaN;
	const sign = isNegative ? -1 : 1;
	if (specials === "ieee" && exponent === ones) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
	if (exponent === 0) return sign * fraction * 2 ** (1 - bias - mantissaBits);
	return sign * (2 ** mantissaBits + fraction) * 2 ** (exponent - bias - mantissaBits);
}

/** The double nearest to an x87 number: 64 bits of mantissa, 15 of exponent, a sign. */
export function fromExtended(view: DataView, at: number, little: boolean): number {
	const mantissa = view.getBigUint64(little ? at : at + 8, little);
	const top = view.getUint16(little ? at + 8 : at + 6, little);
	const sign = top & 0x8000 ? -1 : 1;
	const exponent = top & 0x7fff;
	if (exponent === 0x7fff) {
		return BigInt.asUintN(63, mantissa) === 0n ? sign * Number.POSITIVE_INFINITY : Number.NaN;
	}
	const power = exponent - 16383 - 63;
	// In two steps, since a power alone may be out of range.
	const half = Math.trunc(power / 2);
	return sign * Number(mantissa) * 2 ** half * 2 ** (power - half);
}
