/** The common part of options of one kind, in `pickle` and in `json`: one of a few words, and limits. */
import { ValueError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import { typeName } from "./type-name.ts";

/**
 * Checks an option that is one of a few words; null and undefined mean that it is not given.
 *
 * @throws ValueError (`option`) for anything else
 */
export function checkChoice(name: string, value: unknown, choices: readonly string[]): void {
	if (value == null || choices.includes(value as string)) return;
	const shown = typeof value === "string" ? `'${value}'` : typeName(value);
	throw new ValueError(`${name} must be '${choices.join("' or '")}', not ${shown}`, { code: "option" });
}

/**
 * Completes the `limits` option.
 *
 * @param defaults the value of every limit that there is
 * @param given the limits that were asked for; null and undefined mean that a limit is not given
 * @throws ValueError (`option`) for an unknown limit or one that is not a number from 0 up
 */
export function completeLimits<T extends { readonly [name: string]: number }>(
	defaults: T,
	given: object | null | undefined,
): T {
	const full: Record<string, number> = { ...defaults };
	checkOptions("limits", given);
	for (const name in given) {
		const value: unknown = (given as Readonly<Record<string, unknown>>)[name];
		if (typeof full[name] !== "number") throw new ValueError(`unknown limit: '${name}'`, { code: "option" });
		if (value == null) continue;
		if (typeof value === "number" && value >= 0) full[name] = value;
		else throw new ValueError(`limit '${name}' must be a number from 0 up, not ${String(value)}`, { code: "option" });
	}
	return full as T;
}

const EXPAND_OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["limits"]);

/**
 * The bytes that a method which makes values of lazy ones may take: its `limits.memory`, or 2^30.
 *
 * @param known the options that the method has, when `limits` is not the only one
 * @throws PyTypeError, ValueError (`option`) as {@link checkOptions} and {@link completeLimits}
 */
export function memoryLimit(
	callee: string,
	options: { readonly limits?: object | null | undefined } | null | undefined,
	known: ReadonlySet<string> = EXPAND_OPTIONS,
): number {
	checkOptions(callee, options, known);
	return completeLimits({ memory: 2 ** 30 }, options?.limits).memory;
}
