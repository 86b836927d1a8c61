/** Where a string ends. The plain way looks at each character, and passes the one after a backslash. */
import { BACKSLASH } from "../code-units.ts";

/**
 * The first quote from an index on that no backslash makes a part of the string; -1 for none.
 *
 * @param first where backslashes count from
 */
export function closingQuote(text: string, first: number, start: number): number {
	let end = text.indexOf('"', start);
	for (let escaped = 0; end !== -1; escaped++) {
		let at = end;
		while (at > first && text.charCodeAt(at - 1) === BACKSLASH) at--;
		if (((end - at) & 1) === 0) break;
		if (escaped < FEW_QUOTES) {
			end = text.indexOf('"', end + 1);
		} else {
			// PERF(bench: json twitter): where there are many, the platform passes those with one backslash.
			CANDIDATE.lastIndex = end;
			end = CANDIDATE.test(text) ? CANDIDATE.lastIndex - 1 : -1;
		}
	}
	return end;
}
const FEW_QUOTES = 4;
/** A quote after no backslash, or after two. */
const CANDIDATE: RegExp = /(?:[^\\]|\\\\)"/g;
