/** Python's `repr` of what arrays hold. */
import { repr } from "../../values/repr.ts";

/** Text in quotes, and what else may be a name or title. */
export function strRepr(value: unknown): string {
	return repr(value);
}
