/** What the tests over the oracle share. */
import { expectCode } from "../expect-code.ts";
import type { OracleAnswer, OracleCase } from "../golden/golden.mjs";

/** The version whose 64-bit answers stand for those of 32-bit builds where sizes matter. */
const SIZES = "3.13.0";

/** A version's answer; where a 32-bit build was asked and the answer is about sizes, that of a 64-bit one. */
export function answerFor(question: OracleCase, version: string): OracleAnswer | undefined {
	const answer = question.answers[version];
	return /2147483647|LONG_BINPUT/.test(answer?.error ?? "") ? question.answers[SIZES] : answer;
}

/** An error as the oracle writes it: `Name: message`. */
export function errorText(error: unknown): string {
	expectCode(error);
	const { name, message } = error as Error;
	return `${name}: ${message}`;
}

/** Python's `ascii()` of something of which `repr()` is known. */
export function pythonAscii(text: string): string {
	return text.replace(/[^\0-\x7e]/gu, (char) => {
		const point = char.codePointAt(0) as number;
		if (point < 0x100) return `\\x${point.toString(16).padStart(2, "0")}`;
		return point < 0x10000 ? `\\u${point.toString(16).padStart(4, "0")}` : `\\U${point.toString(16).padStart(8, "0")}`;
	});
}

/** Addresses are Python's own affair. */
export function withoutAddresses(text: string): string {
	return text.replace(/ at 0x[0-9a-f]+/g, "");
}
