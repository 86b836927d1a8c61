/** Values as Python's `str()` has them, and numbers as numpy's. */

import { NPScalar } from "../numpy/scalar.ts";
import { PyException } from "../registry/stdlib/exceptions.ts";
import { PyStdValue } from "../registry/stdlib/value.ts";
import { brandOf } from "../values/brand.ts";
import { floatRepr } from "../values/float-repr.ts";
import { PyFloat } from "../values/numbers.ts";
import { repr } from "../values/repr.ts";
import { Missing } from "./missing.ts";
import { DateOffset } from "./offset.ts";
import { Interval, Period, Timedelta, Timestamp } from "./scalars.ts";

/** More digits than any number that lies in the middle of two has. */
const EXACT = 60;

/** The fewest digits that are a single-precision number, as `[digits, exponent]`; of two that are as near the even one. */
function float32Digits(value: number): string {
	for (let digits = 1; digits < 9; digits++) {
		const near = value.toExponential(digits - 1);
		if (Math.fround(Number(near)) !== value) continue;
		// JavaScript rounds what is in the middle up, numpy to the even digit.
		const [exact = "", exponent] = value.toExponential(EXACT).split("e");
		const kept = exact.slice(0, digits === 1 ? 1 : digits + 1);
		const rest = exact.slice(kept.length).replace(".", "");
		const isEven = Number(kept.at(-1)) % 2 === 0;
		const down = `${kept}e${exponent}`;
		return /^50*$/.test(rest) && isEven && Math.fround(Number(down)) === value ? down : near;
	}
	return value.toExponential(8);
}

/**
 * A single-precision number as numpy's `str()`.
 *
 * @param isNew whether numbers from a million on have an exponent, as from numpy 2.3 on
 */
export function float32Text(value: number, isNew = true): string {
	if (!Number.isFinite(value) || value === 0) return floatRepr(value);
	const size = Math.abs(value);
	const [mantissa = "", exponent = ""] = float32Digits(size).split("e");
	const sign = value < 0 ? "-" : "";
	const power = Number(exponent);
	if (size < 1e-4 || size >= (isNew ? 1e6 : 1e16)) {
		const trimmed = mantissa.includes(".") ? mantissa.replace(/0+$/, "").replace(/\.$/, "") : mantissa;
		return `${sign}${trimmed}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
	}
	return sign + floatRepr(Number(`${mantissa}e${exponent}`));
}

/** Shows an object among others: all of it or its beginning. */
export type Show = (value: unknown) => string;

/** Values of the standard library that hold no others, whose `str()` is not their `repr()`. */
const SCALAR = /^(datetime|decimal|fractions|ipaddress|pathlib|uuid|zoneinfo)\./;

/**
 * A value as Python's `str()` has it.
 *
 * @param show what is asked for what may hold other values, and so have a string without end
 */
export function pyStr(value: unknown, show: Show = repr): string {
	if (typeof value === "string") return value;
	if (typeof value === "number" && Number.isSafeInteger(value) && !Object.is(value, -0)) return String(value);
	if (value instanceof PyFloat || typeof value === "number") return floatRepr(Number(value));
	if (value instanceof Timestamp || value instanceof Timedelta || value instanceof Period) return value.toString();
	if (value instanceof Interval || value instanceof DateOffset || value instanceof Missing) return value.toString();
	if (value instanceof NPScalar) return value.dtype.unit === null ? pyStr(value.value, show) : String(value);
	if (value instanceof PyStdValue && SCALAR.test(brandOf(value) ?? "")) return String(value);
	if (value instanceof PyException && value.args.length === 1) return pyStr(value.args[0], show);
	return show(value);
}
