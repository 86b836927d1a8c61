/**
 * Python's `repr()` of a `float`: the shortest digits that read back as the same number, which JavaScript
 * finds too, in Python's layout.
 *
 * @param value any number, whole ones included: all are floats here
 * @returns for instance `"1.0"`, `"1e+16"`, `"1e-05"`, `"-0.0"`, `"inf"`, `"nan"`
 */
export function floatRepr(value: number): string {
	const size = Math.abs(value);
	if (size >= 1e16 || (size < 1e-4 && size !== 0)) {
		if (size === Number.POSITIVE_INFINITY) return value < 0 ? "-inf" : "inf";
		const text = value.toExponential();
		// Python writes at least two digits of the exponent.
		return text.at(-2) === "-" || text.at(-2) === "+" ? `${text.slice(0, -1)}0${text.at(-1)}` : text;
	}
	if (Number.isInteger(value)) return Object.is(value, -0) ? "-0.0" : `${value}.0`;
	return Number.isNaN(value) ? "nan" : String(value);
}
