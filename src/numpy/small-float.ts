/** Floats that JavaScript has no typed array for: halves, bfloat16, the formats of 8 bits and fewer, and x87's 80 bits. */

/**
 * What the bit patterns with all exponent bits set are:
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

/** The bits of the nearest number that the format has, of two as near the even one; too large ones as numpy makes them. */
export function toBits(format: SmallFloat, value: number): number {
	const { exponentBits, mantissaBits, bias, specials } = format;
	const all = 2 ** (exponentBits + mantissaBits);
	const sign = value < 0 || Object.is(value, -0) ? all : 0;
	const nan = specials === "fnuz" ? all : specials === "fn" ? all - 1 : all - 2 ** (mantissaBits - 1);
	const most = specials === "ieee" ? all - 2 ** mantissaBits : specials === "fn" ? all - 2 : all - 1;
	if (Number.isNaN(value)) return nan;
	const beyond =
		specials === "finite" ? sign | most : specials === "fnuz" ? nan : specials === "fn" ? sign | nan : sign | most;
	if (!Number.isFinite(value)) return beyond;
	const size = Math.abs(value);
	if (size === 0) return specials === "fnuz" ? 0 : sign;
	const exponent = Math.max(Math.floor(Math.log2(size)), 1 - bias);
	const exact = size * 2 ** (mantissaBits - exponent);
	const whole = Math.floor(exact);
	const rest = exact - whole;
	const mantissa = rest > 0.5 || (rest === 0.5 && whole % 2 === 1) ? whole + 1 : whole;
	const bits = (exponent + bias - 1) * 2 ** mantissaBits + mantissa;
	if (specials === "fnuz" && bits === 0) return 0;
	if (specials === "ieee" ? bits >= most : bits > most) return beyond;
	return sign | bits;
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
	return sign * scaled(mantissa, exponent - 16383 - 63);
}

/** `mantissa * 2 ** power`, rounded once. */
function scaled(mantissa: bigint, power: number): number {
	const bits = mantissa.toString(2).length;
	// Below the normal numbers fewer bits are left; they are cut here, so that nothing is rounded twice.
	const keep = Math.min(53, bits + power + 1074);
	if (keep < 0 || mantissa === 0n) return 0;
	const cut = BigInt(Math.max(bits - keep, 0));
	const half = cut === 0n ? 0n : 1n << (cut - 1n);
	const rest = mantissa & ((1n << cut) - 1n);
	let whole = mantissa >> cut;
	if (rest > half || (rest === half && half !== 0n && (whole & 1n) === 1n)) whole++;
	const exponent = power + Number(cut);
	// In two steps, since a power alone may be out of range.
	return Number(whole) * 2 ** Math.trunc(exponent / 2) * 2 ** (exponent - Math.trunc(exponent / 2));
}

/** Writes a double as an x87 number; the bytes of padding become zero. */
export function toExtended(view: DataView, at: number, value: number, little: boolean): void {
	const bits = new DataView(new ArrayBuffer(8));
	bits.setFloat64(0, value);
	const raw = bits.getBigUint64(0);
	const exponent = Number((raw >> 52n) & 0x7ffn);
	const fraction = raw & 0xfffffffffffffn;
	let mantissa = 0n;
	let power = 0;
	if (exponent === 0x7ff) {
		power = 0x7fff;
		mantissa = (1n << 63n) | (fraction << 11n);
	} else if (exponent > 0) {
		power = exponent - 1023 + 16383;
		mantissa = (1n << 63n) | (fraction << 11n);
	} else if (fraction !== 0n) {
		const shift = 64 - fraction.toString(2).length;
		power = 16383 - 1074 + 63 - shift;
		mantissa = fraction << BigInt(shift);
	}
	const top = power | (value < 0 || Object.is(value, -0) ? 0x8000 : 0);
	view.setBigUint64(at, 0n);
	view.setBigUint64(at + 8, 0n);
	view.setBigUint64(little ? at : at + 8, mantissa, little);
	view.setUint16(little ? at + 8 : at + 6, top, little);
}
