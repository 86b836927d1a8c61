/** Any value as pandas shows it in a cell. */
import { NDArray } from "../../numpy/ndarray.ts";
import { NPScalar } from "../../numpy/scalar.ts";
import { isPlainObject } from "../../values/brand.ts";
import { PyFloat } from "../../values/numbers.ts";
import { shortRepr } from "../../values/short-repr.ts";
import { PyTuple } from "../../values/tuple.ts";
import { isMissing } from "../missing.ts";
import { pyStr } from "../text.ts";
import { fixed, trimmed } from "./numbers.ts";

/** Lists in lists are shown so deep. */
const DEEPEST = 3;
/** No more items of a list are shown. */
const MOST = 100;

/** A float in either mode; undefined for anything else. */
export function floatOf(value: unknown): number | undefined {
	if (value instanceof PyFloat) return value.value;
	if (value instanceof NPScalar && value.dtype.kind === "f") return Number(value.value);
	return typeof value === "number" && !Number.isSafeInteger(value) ? value : undefined;
}

function escaped(text: string): string {
	return text.replaceAll("\t", "\\t").replaceAll("\r", "\\r").replaceAll("\n", "\\n");
}

/**
 * pandas' `pprint_thing`.
 *
 * @param quote whether strings are in quotes
 * @param isEscaped whether tabs and ends of lines are shown as escapes
 * @param old a pandas before 3, which showed floats in lists with all their digits
 */
export function thing(value: unknown, quote = false, isEscaped = true, depth = 0, old = 0): string {
	const shown = (text: string): string => (isEscaped ? escaped(text) : text);
	if (typeof value === "string") return quote ? `'${shown(value)}'` : shown(value);
	if (depth < DEEPEST) {
		if (value instanceof Map || isPlainObject(value)) {
			const entries = value instanceof Map ? [...value] : Object.entries(value);
			const pairs = entries
				.slice(0, MOST)
				.map(
					([key, held]) => `${thing(key, true, false, depth + 1, old)}: ${thing(held, true, false, depth + 1, old)}`,
				);
			return `{${pairs.join(", ")}${entries.length > MOST ? ", ..." : ""}}`;
		}
		if (Array.isArray(value))
			return sequence(value, value instanceof PyTuple ? "()" : "[]", quote, isEscaped, depth, old);
		if (value instanceof Set) return sequence([...value], "{}", quote, isEscaped, depth, old);
		if (value instanceof NDArray && value.ndim > 0 && value.size <= 1e6)
			return sequence([...value], "[]", quote, isEscaped, depth, old);
	}
	return shown(pyStr(value, shortRepr));
}

/** Items in brackets. */
export function sequence(
	items: Iterable<unknown>,
	brackets: string,
	quote = false,
	isEscaped = true,
	depth = 0,
	old = 0,
): string {
	const texts: string[] = [];
	let hasMore = false;
	for (const item of items) {
		if (texts.length === MOST) {
			hasMore = true;
			break;
		}
		const float = old ? undefined : floatOf(item);
		if (float !== undefined && !isMissing(float)) texts.push(trimmed(fixed(float, false)));
		else texts.push(thing(item, quote, isEscaped, depth + 1, old));
	}
	const end = hasMore ? ", ..." : brackets === "()" && texts.length === 1 ? "," : "";
	return `${brackets[0]}${texts.join(", ")}${end}${brackets[1]}`;
}
