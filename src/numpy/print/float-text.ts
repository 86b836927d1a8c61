/** A float as numpy writes it alone. */
import { type ExactFloat, positional, powerText, scientific } from "./digits.ts";

/** From where on a float of a size is written with a power of ten. */
const CUTOFF: Readonly<Record<number, number>> = { 2: 1e3, 4: 1e6, 8: 1e16, 16: 1e16 };

/** A float alone, with as many digits as tell it from its neighbours. @param isPart whether `.0` is left out */
export function floatText(float: ExactFloat, size: number, isPart = false): string {
	const { special, isNegative, value } = float;
	const sign = isNegative ? "-" : "";
	if (special !== undefined) return sign + special;
	const magnitude = Math.abs(value);
	const isPlain = float.mantissa === 0n || (magnitude >= 1e-4 && magnitude < (CUTOFF[size] as number));
	if (isPlain) {
		const [whole, fraction] = positional(float);
		return fraction === "" && isPart ? sign + whole : `${sign}${whole}.${fraction === "" ? "0" : fraction}`;
	}
	const [first, fraction, power] = scientific(float);
	return `${sign}${first}${fraction === "" ? "" : `.${fraction}`}e${powerText(power)}`;
}
