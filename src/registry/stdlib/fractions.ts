import { ZeroDivisionError } from "../../errors.ts";
import { KEY, type KeyParts, REPR, TYPE } from "../../values/brand.ts";
import { normalInt } from "../../values/numbers.ts";
import type { ReprParts } from "../../values/repr-frames.ts";
import { type Int, int, text } from "../arguments.ts";
import type { TypeEntry } from "../registry.ts";
import { UninternedString } from "../uninterned.ts";
import { gcd, rationalKey, wordsOf } from "./rational.ts";
import { PyStdValue } from "./value.ts";

/** Ints up to this size are brought to lowest terms while reading; no reducer writes others. */
const SMALL = 1n << 4096n;

/**
 * Python's `fractions.Fraction`: an exact ratio in lowest terms.
 *
 * @example
 * ```ts
 * import { PyFraction } from "brine/types";
 * new PyFraction(6n, -8n).toString(); // "-3/4"
 * ```
 */
export class PyFraction extends PyStdValue {
	readonly numerator: bigint;
	/** Positive. */
	readonly denominator: bigint;

	/**
	 * @param numerator any int
	 * @param denominator any int but 0. Default: 1
	 * @throws ZeroDivisionError (`argument`) for a denominator of 0
	 */
	constructor(numerator: Int, denominator: Int = 1) {
		super();
		const [above, below] = [BigInt(numerator), BigInt(denominator)];
		if (below === 0n) throw new ZeroDivisionError(`Fraction(${numerator}, 0)`, { code: "argument" });
		const common = gcd(above, below) * (below < 0n ? -1n : 1n);
		this.numerator = above / common;
		this.denominator = below / common;
	}
	/** The nearest `number`. */
	toNumber(): number {
		const { numerator, denominator } = this;
		// 66 to 70 bits of the quotient, so that the float is the nearest but for ties; then the scale.
		const shift = 66 + bits(denominator) - bits(numerator);
		const up = BigInt(Math.max(shift, 0));
		const down = BigInt(Math.max(-shift, 0));
		const quotient = Number((numerator << up) / (denominator << down));
		const half = Math.trunc(shift / 2);
		return quotient * 2 ** -half * 2 ** (half - shift);
	}
	get [TYPE](): "fractions.Fraction" {
		return "fractions.Fraction";
	}
	[KEY](): number | bigint | KeyParts {
		return rationalKey(this.numerator, this.denominator);
	}
	override [REPR](): ReprParts {
		return { parts: ["Fraction(", this.numerator, ", ", this.denominator, ")"] };
	}
	/** `"3/4"`, or `"3"` when it is whole. */
	override toString(): string {
		return this.denominator === 1n ? String(this.numerator) : `${this.numerator}/${this.denominator}`;
	}
	toJSON(): string {
		return this.toString();
	}
}

function bits(value: bigint): number {
	return value.toString(16).length * 4;
}

/** `(numerator, denominator)`; as text before 3.11. */
export const fractionType: TypeEntry<PyFraction> = {
	names: ["fractions:Fraction"],
	type: PyFraction,
	load: (args, _kwargs, { textAsBytes, charge }) => {
		const given = args.length === 1 ? text(args[0], textAsBytes) : undefined;
		const match = given === undefined ? null : /^(-?\d{1,4300})(?:\/(\d{1,4300}))?$/.exec(given);
		if (given !== undefined && match === null) return undefined;
		const above = match === null ? int(args[0]) : BigInt(match[1] as string);
		const below = match === null ? int(args[1]) : BigInt(match[2] ?? 1);
		if (above === undefined || below === undefined || args.length !== (match === null ? 2 : 1)) return undefined;
		const fits = below > 0 && below < SMALL && above < SMALL && above > -SMALL;
		if (!fits) return undefined;
		// Lowest terms take more time than the ints have bytes.
		charge?.(wordsOf(above) * wordsOf(below) * 8);
		return new PyFraction(above, below);
	},
	reduce: (value, _protocol, { version }) => ({
		callable: "fractions:Fraction",
		args:
			version < 31100
				? [new UninternedString(value.toString())]
				: [normalInt(value.numerator), normalInt(value.denominator)],
	}),
};
