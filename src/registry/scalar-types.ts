/** Reads a user's own subclasses of `str`, `int` and `float` as the string or number that they are. */
import { UnpicklingError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import { checkChoice } from "../values/option-values.ts";
import { PyTuple } from "../values/tuple.ts";
import { entriesOf, float, int, text } from "./arguments.ts";
import { globalOf } from "./define-type.ts";
import type { PyName, TypeEntry } from "./registry.ts";

/** Options of {@link strType}, {@link intType} and {@link floatType}. */
export interface ScalarOptions {
	/**
	 * Attributes of an instance have no place in a string or number: they are an error, or left out.
	 * @defaultValue `"error"`
	 */
	readonly attributes?: "error" | "drop";
}

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["attributes"]);

type Names = PyName | readonly [PyName, ...PyName[]];

function scalarType<T>(
	names: Names,
	callee: string,
	options: ScalarOptions | null | undefined,
	accept: (value: unknown, asBytes: boolean | undefined) => T | undefined,
): TypeEntry<T> {
	checkOptions(callee, options, OPTIONS);
	checkChoice("attributes", options?.attributes, ["error", "drop"]);
	const all = typeof names === "string" ? ([names] as const) : names;
	for (const name of all) globalOf(name);
	return {
		names: all,
		load: (args, kwargs, { textAsBytes }) => {
			return args.length === 1 && kwargs.size === 0 ? accept(args[0], textAsBytes) : undefined;
		},
		setState: (_target, state) => {
			if (options?.attributes === "drop" || isEmpty(state)) return;
			throw new UnpicklingError(`attributes of ${all[0]} have no place in a string or number`, {
				code: "build",
				hint: 'attributes: "drop" leaves them out; without this entry the object stays whole, as a PyObject',
			});
		},
	};
}

/** Whether a state holds nothing: None, a dict of no entries, or a pair of such. */
function isEmpty(state: unknown): boolean {
	const parts = state instanceof PyTuple && state.length === 2 ? [...state] : [state];
	return parts.every((part) => {
		if (part === null) return true;
		for (const _ of entriesOf(part) ?? [undefined]) return false;
		return true;
	});
}

/**
 * Reads a subclass of `str` as its text, such as Django's `SafeString`. The class is given up: what is written again is
 * a `str`. Without an entry an instance stays a `PyObject`, which keeps its class.
 *
 * @param names the Python name or names, `module:Class`
 * @param options see {@link ScalarOptions}. Default: an instance with attributes is an UnpicklingError (`build`)
 * @returns the entry, which reads only
 * @throws ValueError (`option`) when a name is not `module:qualname`
 * @example
 * ```ts
 * import { defaultRegistry, pickle, strType } from "brine";
 * const registry = defaultRegistry.with(strType("django.utils.safestring:SafeString"));
 * const bytes = new TextEncoder().encode("cdjango.utils.safestring\nSafeString\n(V<b>\ntR.");
 * pickle.loads(bytes, { registry }); // "<b>"
 * ```
 */
export function strType(names: Names, options?: ScalarOptions | null): TypeEntry<string> {
	return scalarType(names, "strType", options, text);
}

/**
 * Reads a subclass of `int` as its number, such as `bson.int64.Int64`. The class is given up: what is written again is
 * an `int`.
 *
 * @param names the Python name or names, `module:Class`
 * @param options see {@link ScalarOptions}. Default: an instance with attributes is an UnpicklingError (`build`)
 * @returns the entry, which reads only: a number, or a bigint beyond 2^53
 * @throws ValueError (`option`) when a name is not `module:qualname`
 * @example
 * ```ts
 * import { defaultRegistry, intType, pickle } from "brine";
 * const registry = defaultRegistry.with(intType("bson.int64:Int64"));
 * pickle.loads(new TextEncoder().encode("cbson.int64\nInt64\n(I5\ntR."), { registry }); // 5
 * ```
 */
export function intType(names: Names, options?: ScalarOptions | null): TypeEntry<number | bigint> {
	return scalarType(names, "intType", options, int);
}

/**
 * Reads a subclass of `float` as its number. The class is given up: what is written again is a `float`, as far as the
 * mode of reading keeps it one.
 *
 * @param names the Python name or names, `module:Class`
 * @param options see {@link ScalarOptions}. Default: an instance with attributes is an UnpicklingError (`build`)
 * @returns the entry, which reads only: a number; in exact mode a `PyFloat` for a whole one
 * @throws ValueError (`option`) when a name is not `module:qualname`
 * @example
 * ```ts
 * import { defaultRegistry, floatType, pickle } from "brine";
 * const registry = defaultRegistry.with(floatType("units:Celsius"));
 * pickle.loads(new TextEncoder().encode("cunits\nCelsius\n(F36.6\ntR."), { registry }); // 36.6
 * ```
 */
export function floatType(names: Names, options?: ScalarOptions | null): TypeEntry<unknown> {
	return scalarType(names, "floatType", options, (value) => (float(value) === undefined ? undefined : value));
}
