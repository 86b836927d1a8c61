/** The report of a scan: findings, and one verdict over them. */
import { ValueError } from "../errors.ts";

/**
 * The verdict on a file or a part of it, from harmless to harmful; the worst of all findings wins.
 *
 * - `no-pickle`: no reading of the bytes gets as far as an import, a call, a persistent id or an extension code.
 * - `safe`: it is a pickle, every name in it is on the list, and is used as the list says.
 * - `unknown`: names of nobody's list, such as classes of your own; or a part that could not be looked at.
 * - `suspicious`: a use that no writer of pickles makes, or broken data after an import.
 * - `dangerous`: a name that runs code, opens files or connections.
 */
export type Verdict = "no-pickle" | "safe" | "unknown" | "suspicious" | "dangerous";

/** The verdicts from harmless to harmful. */
export const VERDICTS: readonly Verdict[] = /* @__PURE__ */ Object.freeze([
	"no-pickle",
	"safe",
	"unknown",
	"suspicious",
	"dangerous",
]);

/** One thing that a scan found. */
export interface Finding {
	/** The verdict by itself. */
	readonly verdict: Verdict;
	/** Which rule found it, such as `"denied-name"`; `"file"` is the summary of a file in which nothing is odd. */
	readonly rule: string;
	/** The file as the caller named it. */
	readonly file: string;
	/** The way into the file: members of archives from outside in, such as `["archive/data.pkl"]`. */
	readonly member: readonly string[];
	/** Where the opcode is, in the member; undefined for what has no place. */
	readonly offset: number | undefined;
	/** The opcode's name. */
	readonly opcode: string | undefined;
	/** The module and the name that are meant, as the pickle writes them. */
	readonly module: string | undefined;
	readonly name: string | undefined;
	/** The kind of use: `"import"`, `"ref"`, `"call"`, `"new"`, `"build"`, `"append"`, `"additems"`, `"setitem"` … */
	readonly operation: string | undefined;
	/** Which argument or key is meant. */
	readonly argument: string | undefined;
	/** One sentence for people. */
	readonly why: string;
	/** How often the same was found in this member. */
	readonly count: number;
	/** Whether something could not be looked at: encrypted, of an unknown method, cut short, beyond a limit. */
	readonly unscannable: boolean;
}

/**
 * The worst verdict of some findings.
 *
 * @param findings what {@link scan} found
 * @returns the worst; `"no-pickle"` for none at all
 * @example
 * ```ts
 * import { verdict } from "brine/scan";
 * verdict([]); // "no-pickle"
 * ```
 */
export function verdict(findings: Iterable<Pick<Finding, "verdict">>): Verdict {
	let worst = 0;
	for (const finding of findings) worst = Math.max(worst, placeOf(finding.verdict));
	return VERDICTS[worst] as Verdict;
}

/**
 * Compares two verdicts.
 *
 * @param one a verdict
 * @param other another
 * @returns whether the first is as bad as the second, or worse
 * @example
 * ```ts
 * import { atLeast } from "brine/scan";
 * atLeast("dangerous", "suspicious"); // true
 * ```
 */
export function atLeast(one: Verdict, other: Verdict): boolean {
	return placeOf(one) >= placeOf(other);
}

/** How bad a verdict is. Anything else must not count as harmless. */
function placeOf(verdict: unknown): number {
	const place = VERDICTS.indexOf(verdict as Verdict);
	if (place >= 0) return place;
	const shown = typeof verdict === "string" ? `'${verdict}'` : typeof verdict;
	throw new ValueError(`not a verdict: ${shown}`, { code: "argument" });
}
