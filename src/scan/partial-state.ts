/** The state of `functools.partial`, which names the function again: only what the call was allowed to have may be in it. */
import { Container, Result, type Value } from "../pickletools/trace/values.ts";
import { describe, type Values } from "./rules.ts";

/**
 * Looks at the state of a partial.
 *
 * @param target the partial, with its state
 * @param values what is known of values
 * @returns what is wrong, or undefined
 */
export function oddPartial({ args, state }: Result, values: Values): string | undefined {
	if (!(state instanceof Container) || state.kind !== "tuple" || state.count !== 4)
		return "the state of a partial is not one that a writer makes";
	const given = args instanceof Container ? args.items[0] : undefined;
	const [again] = state.items as Value[];
	if (given === undefined || again === undefined || !isSame(given, again, values))
		return `a partial of ${given === undefined ? "nothing" : describe(given, values)} is turned into one of ${describe(again as Value, values)}`;
	return undefined;
}

function isSame(one: Value, other: Value, values: Values): boolean {
	if (one === other) return true;
	const [a, b] = [values.namesOf(one), values.namesOf(other)];
	return a.some((name) => b.includes(name)) && !(one instanceof Result && other instanceof Result);
}
