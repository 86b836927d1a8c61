/** Numbers in Python's `f` and `e` formats, with a space where there is no sign. */

/** Digits after the point, and the most that a double needs to be exact where it lies in the middle of two. */
const DIGITS = 6;
const EXACT = 60;

/** Of two decimals that are as near, Python takes the even one and JavaScript the larger. */
function isTie(exact: string, kept: number): boolean {
	return /^50*$/.test(exact.slice(kept)) && Number(exact[kept - 1]) % 2 === 0;
}

/** `f"{value: .6f}"`; without the space where `space` is false. */
export function fixed(value: number, space = true): string {
	const sign = value < 0 || Object.is(value, -0) ? "-" : space ? " " : "";
	const size = Math.abs(value);
	if (size === Number.POSITIVE_INFINITY) return `${sign}inf`;
	if (size >= 1e21) return `${sign}${BigInt(size)}.${"0".repeat(DIGITS)}`;
	const exact = size.toFixed(EXACT);
	const kept = exact.length - EXACT + DIGITS;
	return `${sign}${isTie(exact, kept) ? exact.slice(0, kept) : size.toFixed(DIGITS)}`;
}

/** `f"{value: .6e}"`. */
export function scientific(value: number): string {
	const sign = value < 0 || Object.is(value, -0) ? "-" : " ";
	const size = Math.abs(value);
	if (size === Number.POSITIVE_INFINITY) return `${sign}inf`;
	const [exact = "", power] = size.toExponential(EXACT).split("e");
	const kept = DIGITS + 2;
	const [near = "", exponent = ""] = (
		isTie(exact, kept) ? `${exact.slice(0, kept)}e${power}` : size.toExponential(DIGITS)
	).split("e");
	return `${sign}${near}e${exponent.startsWith("-") ? "-" : "+"}${exponent.slice(1).padStart(2, "0")}`;
}

const DECIMAL = /^ ?-?\d+\.\d*$/;

/** Takes as many zeros from the end of all decimals as all have, and leaves one after the point. */
export function trimZeros(texts: readonly string[]): string[] {
	const isNumber = texts.map((text) => DECIMAL.test(text));
	let zeros = Number.POSITIVE_INFINITY;
	for (const [i, text] of texts.entries()) {
		if (!isNumber[i]) continue;
		let end = text.length;
		while (text[end - 1] === "0") end--;
		zeros = Math.min(zeros, text.length - end);
	}
	if (zeros === Number.POSITIVE_INFINITY) return [...texts];
	return texts.map((text, i) => {
		if (!isNumber[i]) return text;
		const cut = text.slice(0, text.length - zeros);
		return cut.endsWith(".") ? `${cut}0` : cut;
	});
}

/** One number without the zeros at its end. */
export function trimmed(text: string): string {
	let end = text.length;
	while (text[end - 1] === "0") end--;
	const cut = text.slice(0, end);
	return cut.endsWith(".") ? `${cut}0` : cut;
}

/** Numbers beyond this are long, and those below the last digit that is shown are lost, unless they have an exponent. */
const LARGE = 1e6;
const SMALL = 10 ** -DIGITS;

/** Whether a column shows too little, or takes too much, without exponents. */
function wantsExponents(values: readonly number[], texts: readonly string[]): boolean {
	let largest = 0;
	for (const value of values) {
		const size = Math.abs(value);
		if (size < SMALL && size > 0) return true;
		if (size > largest) largest = size;
	}
	return largest > LARGE && texts.some(({ length }) => length > DIGITS + 6);
}

/** A column of floats: fixed, or scientific where that shows too little or takes too much. */
export function floatColumn(values: readonly number[], none: string, space = true): string[] {
	const column = (format: (value: number) => string): string[] =>
		trimZeros(values.map((value) => (Number.isNaN(value) ? none : format(value))));
	const plain = column((value) => fixed(value, space));
	if (!wantsExponents(values, plain)) return plain;
	return column((value) => (space ? scientific(value) : scientific(value).trimStart()));
}

/** A column of complex numbers. */
export function complexColumn(values: readonly { readonly real: number; readonly imag: number }[]): string[] {
	const text = (value: number): string => (Number.isNaN(value) ? "NaN" : fixed(value));
	const parts = trimZeros([
		...values.map(({ real }) => text(real)),
		...values
			.map(({ imag }) => text(imag).replace(/^ /, "+"))
			.map((part) => (part === "NaN" ? "+NaN" : part))
			.map((part) => part.replace("+", " ")),
	]);
	const length = Math.max(...parts.map((part) => part.length)) - 1;
	return values.map((_, i) => {
		const imag = parts[values.length + i] as string;
		const sign = imag.startsWith("-") ? "-" : "+";
		return `${parts[i]}${sign}${imag.slice(1).padStart(length)}j`;
	});
}
