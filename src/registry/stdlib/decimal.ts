import { ValueError } from "../../errors.ts";
import { KEY, type KeyParts, REPR, TYPE } from "../../values/brand.ts";
import type { ReprParts } from "../../values/repr-frames.ts";
import { accepted, text } from "../arguments.ts";
import type { TypeEntry } from "../registry.ts";
import { UninternedString } from "../uninterned.ts";
import { gcd, rationalKey } from "./rational.ts";
import { PyStdValue } from "./value.ts";

const NUMBER = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:e([+-]?\d{1,19}))?$/i;
const SPECIAL = /^([+-]?)(?:(inf(?:inity)?)|(s?nan)(\d*))$/i;

/** Text that `str()` returns as it is. */
const PLAIN = /^-?(?:[1-9]\d{0,999}(?:\.\d{1,999})?|0(?:\.\d{1,6})?)$/;

/** The largest exponents of libmpdec on 64-bit machines. */
const MOST_EXPONENT = 999_999_999_999_999_999n;

/** Beyond this size a `Decimal` is compared by its digits, never as one int. */
const MOST_KEY = 4300;

/**
 * Python's `decimal.Decimal`: exact decimal text, with the zeros and the exponent it was written with.
 * It does no arithmetic; hand its text to the library of your choice.
 *
 * @example
 * ```ts
 * import { PyDecimal } from "brine/types";
 * const price = new PyDecimal("19.90");
 * price.toString(); // "19.90"
 * price.toNumber(); // 19.9
 * ```
 */
export class PyDecimal extends PyStdValue {
	readonly #text: string;

	/**
	 * @param value text as Python's `Decimal()` takes it, or a number by its shortest decimal text
	 * @throws ValueError (`argument`) for text that is not a number
	 */
	constructor(value: string | number | bigint) {
		super();
		const given = String(value);
		const canonical = PLAIN.test(given)
			? given
			: (canonicalText(given) ?? canonicalText(given.trim().replaceAll("_", "")));
		if (canonical === undefined) {
			throw new ValueError(`invalid decimal literal: '${value}'`, { code: "argument" });
		}
		this.#text = canonical;
	}
	get [TYPE](): "decimal.Decimal" {
		return "decimal.Decimal";
	}
	/** The text that Python's `str()` returns. */
	override toString(): string {
		return this.#text;
	}
	/** The nearest `number`; NaN for every kind of NaN. */
	toNumber(): number {
		return Number(this.#text);
	}
	/** Its text, since a JSON number would lose digits. */
	toJSON(): string {
		return this.#text;
	}
	[KEY](memo?: Map<unknown, unknown>): number | bigint | KeyParts {
		// A string that takes long to work out is kept: many may be made of one text.
		if (memo === undefined || this.#text.length < 40) return this.#key();
		let key = memo.get(this.#text) as number | bigint | KeyParts | undefined;
		key ??= this.#key();
		memo.set(this.#text, key);
		return key;
	}
	#key(): number | bigint | KeyParts {
		const match = NUMBER.exec(this.#text);
		if (match === null) {
			if (this.#text.includes("sNaN")) return { tag: "decimal", parts: [], hashable: false };
			return this.toNumber();
		}
		const [, sign, whole = "", fraction = "", , exponent = "0"] = match;
		const all = whole + fraction;
		let [start, end] = [0, all.length];
		while (start < end && all.charCodeAt(start) === 0x30) start++;
		while (end > start && all.charCodeAt(end - 1) === 0x30) end--;
		const digits = all.slice(start, end);
		if (digits === "") return 0;
		const zeros = all.length - end;
		const power = Number(exponent) - fraction.length + zeros;
		if (digits.length + Math.abs(power) > MOST_KEY) return { tag: "decimal", parts: [sign, digits, power] };
		const value = BigInt(`${sign}${digits}`);
		if (power >= 0) return value * 10n ** BigInt(power);
		const denominator = 10n ** BigInt(-power);
		const common = gcd(value, denominator);
		return rationalKey(value / common, denominator / common);
	}
	override [REPR](): ReprParts {
		return { parts: [`Decimal('${this.#text}')`] };
	}
}

/** The text that Python's `str()` returns for a number written in any way that `Decimal()` takes. */
function canonicalText(given: string): string | undefined {
	const match = NUMBER.exec(given);
	if (match === null) return specialText(given);
	const sign = match[1] === "-" ? "-" : "";
	const fraction = match[3] ?? match[4] ?? "";
	const digits = ((match[2] ?? "") + fraction).replace(/^0+(?=\d)/, "");
	const exponent = BigInt(match[5] ?? 0) - BigInt(fraction.length);
	const adjusted = exponent + BigInt(digits.length) - 1n;
	if (adjusted > MOST_EXPONENT || adjusted < -MOST_EXPONENT) return undefined;
	if (exponent <= 0n && adjusted >= -6n) {
		const point = digits.length + Number(exponent);
		if (exponent === 0n) return sign + digits;
		if (point > 0) return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
		return `${sign}0.${"0".repeat(-point)}${digits}`;
	}
	const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
	return `${sign}${mantissa}E${adjusted < 0n ? "" : "+"}${adjusted}`;
}

function specialText(given: string): string | undefined {
	const match = SPECIAL.exec(given);
	if (match === null) return undefined;
	const sign = match[1] === "-" ? "-" : "";
	if (match[2] !== undefined) return `${sign}Infinity`;
	const payload = (match[4] ?? "").replace(/^0+/, "");
	return `${sign}${match[3]?.length === 4 ? "sNaN" : "NaN"}${payload}`;
}

/** `(text,)`. */
export const decimalType: TypeEntry<PyDecimal> = {
	names: ["decimal:Decimal"],
	type: PyDecimal,
	load: (args, _kwargs, { textAsBytes }) => {
		const given = args.length === 1 ? text(args[0], textAsBytes) : undefined;
		return given === undefined ? undefined : accepted(() => new PyDecimal(given));
	},
	reduce: (value) => ({ callable: "decimal:Decimal", args: [new UninternedString(value.toString())] }),
};
