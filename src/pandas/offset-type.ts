/** How offsets are read and written. */

import { attributesOf, intIn } from "../registry/arguments.ts";
import { defineType } from "../registry/define-type.ts";
import type { PyName, Reduction, TypeEntry } from "../registry/registry.ts";
import { qualnameOf } from "../values/py-name.ts";

import type { PyTuple } from "../values/tuple.ts";
import { argumentNames, DateOffset, OFFSET_NAMES } from "./offset.ts";
import type { Style } from "./versions.ts";

const MOST = 2 ** 31;
const MODULES = ["pandas._libs.tslibs.offsets", "pandas.tseries.offsets"] as const;
const names = OFFSET_NAMES.flatMap((name) => MODULES.map((module): PyName => `${module}:${name}`));

/** The attributes of an offset in pickles besides its arguments. */
const INTERNAL: ReadonlySet<string> = /* @__PURE__ */ new Set(["n", "normalize", "_cache"]);

/** `X(n, normalize, …)` from 1.2 on, `new X` and its attributes before, and still for `DateOffset`. */
export function offsetType(style: Style): TypeEntry<DateOffset> {
	return defineType<DateOffset>({
		names: ["pandas:DateOffset", ...names],
		type: DateOffset,
		refuses: true,
		load: (args, kwargs, { name }) => {
			const short = qualnameOf(name);
			if (args.length === 0 && kwargs.size === 0) return new DateOffset(short);
			return kwargs.size > 0 ? undefined : ofArguments(short, args);
		},
		setState: (offset, state, { textAsBytes }) => {
			const attributes = attributesOf(state, textAsBytes);
			const n = intIn(attributes?.get("n"), -MOST, MOST);
			const normalize = attributes?.get("normalize");
			if (attributes === undefined || n === undefined || typeof normalize !== "boolean") return false;
			const parameters = new Map([...attributes].filter(([key]) => !INTERNAL.has(key)));
			for (const key of ["start", "end"]) {
				const hours = parameters.get(key);
				if (hours !== undefined && !Array.isArray(hours)) parameters.set(key, [hours]);
			}
			if (offset.name === "DateOffset") relative(parameters);
			Object.assign(offset, new DateOffset(offset.name, { n, normalize, parameters }));
			return true;
		},
		reduce: (offset): Reduction => reduced(offset, style),
	});
}

/** pandas 0.20 has the arguments of `DateOffset` in a dict of their own. */
function relative(parameters: Map<string, unknown>): void {
	const given = attributesOf(parameters.get("kwds"), true);
	for (const [key, value] of given ?? []) if (!parameters.has(key)) parameters.set(key, value);
}

function ofArguments(name: string, args: PyTuple): DateOffset | undefined {
	const keys = argumentNames(name);
	const n = intIn(args[0], -MOST, MOST);
	const normalize = args[1];
	if (n === undefined || typeof normalize !== "boolean" || args.length > keys.length + 2) return undefined;
	const parameters = new Map<string, unknown>();
	for (let i = 2; i < args.length; i++) parameters.set(keys[i - 2] as string, args[i]);
	return new DateOffset(name, { n, normalize, parameters });
}

function reduced({ name, n, normalize, parameters }: DateOffset, { version }: Style): Reduction {
	if (name === "DateOffset") {
		const module = version === 0 ? MODULES[1] : version >= 30000 ? "pandas" : MODULES[0];
		const state = new Map<string, unknown>([["n", n], ["normalize", normalize], ...parameters]);
		return { via: "NEWOBJ", callable: `${module}:${name}`, args: [], state };
	}
	const own = (key: string): unknown => parameters.get(key) ?? parameters.get(`_${key}`) ?? null;
	const keys = argumentNames(name);
	// An argument that is not said may have others after it.
	const last = keys.findLastIndex((key) => own(key) !== null);
	return {
		callable: `${version === 0 ? MODULES[1] : MODULES[0]}:${name}`,
		args: [n, normalize, ...keys.slice(0, last + 1).map(own)],
	};
}
