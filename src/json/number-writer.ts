/** The text of numbers as Python's json writes them. */
import { ValueError } from "../errors.ts";
import { floatRepr } from "../values/float-repr.ts";
import { type DigitRule, intText } from "./digits.ts";
import type { Extensions } from "./extensions.ts";

/** Under which rules numbers are written. */
export interface NumberRule extends DigitRule {
	/** `NaN` and the infinities are written. */
	readonly allowNan: boolean;
	/** The differences from Python's text. */
	readonly ext: Extensions;
}

/** Turns numbers into text. */
export class NumberWriter {
	readonly #rule: NumberRule;
	readonly #tells: boolean;

	/** @param isGeneric whether Python would have its own encoder do it, not the one in C */
	constructor(rule: NumberRule, isGeneric: boolean) {
		this.#rule = rule;
		// The encoder in C, which did not know `indent` until 3.13, kept the number to itself until 3.12.
		this.#tells = rule.version >= 31200 || isGeneric;
	}

	/**
	 * The text of an int.
	 *
	 * @throws ValueError (`number`) for more digits than Python converts
	 */
	int(value: number | bigint): string {
		if (typeof value === "number") return String(value);
		const text = this.intKey(value);
		return this.#rule.ext.bigint === "string" && isFar(value) ? `"${text}"` : text;
	}

	/** The text of an int that is a key. */
	intKey(value: number | bigint): string {
		if (typeof value === "number") return String(value);
		if (this.#rule.ext.bigint === "error" && isFar(value)) {
			throw new ValueError("Out of range int values are not exact in every reader of JSON", { code: "json-value" });
		}
		return intText(value, this.#rule);
	}

	/** The text of a `Decimal`, all digits of it. */
	decimal(value: unknown): string {
		const text = String(value);
		return /^-?\d/.test(text) ? text : this.float(Number(text));
	}

	/**
	 * The text of a float.
	 *
	 * @throws ValueError (`json-value`) for NaN and the infinities where they are not allowed
	 */
	float(value: number): string {
		const size = Math.abs(value);
		// Between these JavaScript and Python write the same.
		if (size < 1e16 && size >= 1e-4 && !Number.isInteger(value)) return String(value);
		if (Number.isFinite(value)) return this.#rule.ext.canonical ? String(value) : floatRepr(value);
		if (this.#rule.ext.nanIsNull) return "null";
		if (this.#rule.allowNan) return String(value);
		const shown = this.#tells ? `: ${floatRepr(value)}` : "";
		throw new ValueError(`Out of range float values are not JSON compliant${shown}`, { code: "json-value" });
	}
}

/** Whether an int is one that a double may not hold. */
function isFar(value: bigint): boolean {
	return value > 9007199254740991n || value < -9007199254740991n;
}
