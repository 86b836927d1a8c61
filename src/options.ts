/** Options that all share: unknown names are refused, and which Python is meant. */
import { PyTypeError, ValueError } from "./errors.ts";

/** Options of which none is null. */
type Given<O> = { [Name in keyof O]: Exclude<O[Name], null> };

/**
 * The options of a call without those that are null or undefined, which both mean that they are not given.
 *
 * @throws PyTypeError (`option`) as {@link checkOptions}
 */
export function givenOptions<O extends object>(
	callee: string,
	options: O | undefined | null,
	known: ReadonlySet<string>,
): Given<O> {
	checkOptions(callee, options, known);
	const given = Object.entries(options ?? {}).filter(([, value]) => value !== undefined && value !== null);
	return Object.fromEntries(given) as Given<O>;
}

/**
 * Refuses options that a function does not have, as Python refuses unknown keyword arguments.
 *
 * @param known their names; undefined where these are checked later
 * @throws PyTypeError (`option`) naming the function and the first unknown option; for what is neither an object of
 *   options nor an instance of a class of one's own, such as a promise, a Map or a list
 */
export function checkOptions(callee: string, options: object | undefined | null, known?: ReadonlySet<string>): void {
	if (options === undefined || options === null) return;
	const kind = {}.toString.call(options).slice(8, -1);
	if (kind !== "Object") {
		throw new PyTypeError(`${callee}() options must be an object, not ${kind}`, {
			code: "option",
			hint: "as in { name: value }",
		});
	}
	for (const name in options) {
		if (known !== undefined && !known.has(name)) {
			const camel = name.replace(/_./g, (part) => part.charAt(1).toUpperCase());
			throw new PyTypeError(`${callee}() got an unexpected keyword argument '${name}'`, {
				code: "option",
				hint: known.has(camel) ? `it is called ${camel} here` : undefined,
			});
		}
	}
}

/** Key of options that were made here, often and fast: nobody has to check their names. */
export const CHECKED: unique symbol = /* @__PURE__ */ Symbol("checked");

/** A CPython version as one number that compares: 3.14.2 is 31402. */
export type VersionNumber = number;

/** The micro release that a bare minor version from 3.6 on means: the one whose answers the tests hold. */
const MICRO: readonly number[] = [15, 16, 18, 18, 13, 7, 1, 0, 2, 0];

/** The version that behaviour follows unless told otherwise. */
export const DEFAULT_VERSION = 31402;

/**
 * Reads the `pythonVersion` option.
 *
 * @param version `"3.6"` to `"3.15"`, or with a micro release, such as `"3.14.7"`. Default: `"3.14"`
 * @throws ValueError (`option`) for anything else
 */
export function parsePythonVersion(version: string | null | undefined): VersionNumber {
	if (version == null) return DEFAULT_VERSION;
	const match = typeof version === "string" ? /^3\.(\d{1,2})(?:\.(\d{1,2}))?$/.exec(version) : null;
	const minor = Number(match?.[1]);
	const micro = MICRO[minor - 6];
	if (micro === undefined) {
		throw new ValueError(`unknown pythonVersion: '${String(version)}' (3.6 to 3.15)`, { code: "option" });
	}
	return 30000 + minor * 100 + Number(match?.[2] ?? micro);
}
