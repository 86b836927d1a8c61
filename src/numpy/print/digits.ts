/** The digits of floats: the fewest that tell a number from its neighbours, as numpy prints them. */

/** A float as `mantissa * 2 ** exponent`, exactly. */
export interface ExactFloat {
	readonly isNegative: boolean;
	readonly mantissa: bigint;
	readonly exponent: number;
	/** Whether the neighbour below is nearer than the one above, as at powers of two. */
	readonly isUneven: boolean;
	/** NaN or an infinity, for which the rest says nothing. */
	readonly special?: "nan" | "inf";
	/** The nearest double. */
	readonly value: number;
}

/** Bits of the mantissa and least exponent of the floats of a size in bytes. */
const SHAPES: Readonly<Record<number, readonly [bits: number, least: number]>> = {
	2: [11, -24],
	4: [24, -149],
	8: [53, -1074],
};

/** A number that is one of the floats of a size. */
export function exactFloat(value: number, size: number): ExactFloat {
	const [bits, least] = SHAPES[size] as readonly [number, number];
	const isNegative = value < 0 || Object.is(value, -0);
	const about = { isNegative, value, mantissa: 0n, exponent: 0, isUneven: false };
	if (Number.isNaN(value)) return { ...about, isNegative: false, special: "nan" };
	if (!Number.isFinite(value)) return { ...about, special: "inf" };
	if (value === 0) return about;
	const view = new DataView(new ArrayBuffer(8));
	view.setFloat64(0, Math.abs(value));
	const raw = view.getBigUint64(0);
	const field = Number(raw >> 52n);
	let mantissa = raw & 0xfffffffffffffn;
	let exponent = -1074;
	if (field > 0) {
		mantissa |= 1n << 52n;
		exponent = field - 1075;
	}
	// To the exponent that the float has in its own format.
	const length = mantissa.toString(2).length;
	const own = Math.max(exponent + length - bits, least);
	const shift = own - exponent;
	mantissa = shift >= 0 ? mantissa >> BigInt(shift) : mantissa << BigInt(-shift);
	return { ...about, mantissa, exponent: own, isUneven: mantissa === 1n << BigInt(bits - 1) && own > least };
}

/** The x87 number at a place. */
export function exactExtended(view: DataView, at: number, isLittle: boolean, value: number): ExactFloat {
	const mantissa = view.getBigUint64(isLittle ? at : at + 8, isLittle);
	const top = view.getUint16(isLittle ? at + 8 : at + 6, isLittle);
	const about = { isNegative: (top & 0x8000) !== 0, value, mantissa, exponent: 0, isUneven: false };
	const field = top & 0x7fff;
	if (field === 0x7fff) {
		return BigInt.asUintN(63, mantissa) === 0n
			? { ...about, special: "inf" }
			: { ...about, isNegative: false, special: "nan" };
	}
	const exponent = Math.max(field, 1) - 16383 - 63;
	return { ...about, exponent, isUneven: mantissa === 1n << 63n && field > 1 };
}

/** Digits and the power of ten of the first one. */
export interface Digits {
	readonly digits: string;
	readonly power: number;
}

/** Where to stop: after so many digits in all, or after so many decimal places. */
export interface DigitLimit {
	readonly kind: "digits" | "places";
	/** At the latest; what is left out is rounded exactly, a tie to the even digit. */
	readonly most: number;
	/** Not before, even if fewer tell the number. Default: 0 */
	readonly least?: number;
}

/** The digits of a float that is neither zero nor special. */
export function digitsOf(float: ExactFloat, limit?: DigitLimit): Digits {
	const { mantissa, exponent, isUneven } = float;
	const isEven = (mantissa & 1n) === 0n;
	// The value is value / scale; half the way to a neighbour is low / scale or high / scale.
	let value = mantissa << BigInt(Math.max(exponent, 0) + 2);
	let scale = 1n << BigInt(Math.max(-exponent, 0) + 2);
	let low = 1n << BigInt(Math.max(exponent, 0) + 1);
	let high = low;
	if (isUneven) low >>= 1n;
	const bits = mantissa.toString(2).length + exponent;
	let power = Math.ceil((bits - 1) * Math.LOG10E * Math.LN2 - 0.69);
	if (power > 0) scale *= 10n ** BigInt(power);
	else {
		const up = 10n ** BigInt(-power);
		value *= up;
		low *= up;
		high *= up;
	}
	// A carry that comes from rounding up does not count for the first digit.
	if (value >= scale) power++;
	else {
		value *= 10n;
		low *= 10n;
		high *= 10n;
	}
	const stop = (count: number): number => (limit?.kind === "digits" ? power - count : -count);
	const last = limit === undefined ? Number.NEGATIVE_INFINITY : stop(limit.most);
	const first = limit?.least === undefined ? Number.POSITIVE_INFINITY : stop(limit.least);
	let digits = "";
	let at = power - 1;
	for (;;) {
		const digit = value / scale;
		value -= digit * scale;
		const isLow = isEven ? value <= low : value < low;
		const isHigh = isEven ? value + high >= scale : value + high > scale;
		if (((isLow || isHigh) && at <= first) || at <= last) {
			const twice = 2n * value;
			const down = isLow !== isHigh ? isLow : twice === scale ? digit % 2n === 0n : twice < scale;
			return rounded(digits, Number(digit) + (down ? 0 : 1), power - 1);
		}
		digits += digit;
		value *= 10n;
		low *= 10n;
		high *= 10n;
		at--;
	}
}

/** Digits with a last one that may be ten. */
function rounded(digits: string, last: number, power: number): Digits {
	if (last < 10) return { digits: digits + last, power };
	let end = digits.length;
	while (end > 0 && digits[end - 1] === "9") end--;
	if (end === 0) return { digits: "1", power: power + 1 };
	return { digits: digits.slice(0, end - 1) + (Number(digits[end - 1]) + 1), power };
}

/** Whole part and decimal places, without zeros at the end; at most so many places. */
export function positional(float: ExactFloat, places?: number): readonly [whole: string, fraction: string] {
	if (float.mantissa === 0n) return ["0", ""];
	const limit = places === undefined ? undefined : ({ kind: "places", most: places } as const);
	const { digits, power } = digitsOf(float, limit);
	if (power >= 0) {
		const whole = digits.slice(0, power + 1).padEnd(power + 1, "0");
		return [whole, trimmed(digits.slice(power + 1))];
	}
	return ["0", trimmed("0".repeat(-power - 1) + digits)];
}

/**
 * First digit, the others without zeros at the end, and the power of ten.
 *
 * @param places after the first digit at most
 * @param least digits after the first one, which are those of the exact value
 */
export function scientific(
	float: ExactFloat,
	places?: number,
	least = 0,
): readonly [first: string, fraction: string, power: number] {
	if (float.mantissa === 0n) return ["0", "", 0];
	const limit = places === undefined ? undefined : ({ kind: "digits", most: places + 1, least: least + 1 } as const);
	const { digits, power } = digitsOf(float, limit);
	return [digits[0] as string, trimmed(digits.slice(1)), power];
}

function trimmed(digits: string): string {
	let end = digits.length;
	while (end > 0 && digits[end - 1] === "0") end--;
	return digits.slice(0, end);
}

/** A power of ten with its sign and at least two digits. */
export function powerText(power: number, least = 2): string {
	return `${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(least, "0")}`;
}
