/**
 * Which texts of a class's or function's name are objects of their own in CPython. Pickle shares strings by
 * identity: most module names are the one interned text, the same as in everything else, but what is
 * written in C often makes its name anew, and from some version on its module too.
 */
import type { VersionNumber } from "../options.ts";
import { UninternedString } from "./uninterned.ts";

/**
 * Names by module, each with the versions in which its module's text is its own: `name@10` since 3.10,
 * `name@-8` up to 3.8, `name@` never. In `builtins` there are rules instead.
 */
const NAMES =
	"_codecs encode@-8,_functools reduce@-8,_operator *@-8,_pickle PickleError PicklingError UnpicklingError," +
	"array array@10 _array_reconstructor@,collections OrderedDict@ defaultdict@12 deque@12 _deque_iterator@12," +
	"datetime date@ datetime@ time@ timedelta@ timezone@ tzinfo@,functools partial@10 Placeholder," +
	"decimal Decimal@13 Context@13 DecimalException Clamped InvalidOperation DivisionByZero Inexact Rounded Subnormal Overflow Underflow FloatOperation," +
	"_collections _deque_iterator@,_io BytesIO@12 StringIO@12 open@,io open,itertools *@12,operator attrgetter@10 itemgetter@10 methodcaller@10," +
	"time struct_time@11,types SimpleNamespace@ GenericAlias@,zoneinfo ZoneInfo@12";

/** The functions of `builtins`: they have one more text for their module, which they share. */
const FUNCTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(
	"__build_class__ __import__ abs aiter all anext any ascii bin breakpoint callable chr compile delattr dir divmod eval exec format getattr globals hasattr hash hex id input isinstance issubclass iter len locals max min next oct ord pow print repr round setattr sorted sum vars".split(
		" ",
	),
);
const FUNCTION_MODULE: UninternedString = /* @__PURE__ */ new UninternedString("builtins");

/** When the module's text is fresh, by `module:name`: first and last minor version. */
const FRESH: ReadonlyMap<string, readonly [since: number, last: number]> = /* @__PURE__ */ readNames();

function readNames(): Map<string, readonly [number, number]> {
	const found = new Map<string, readonly [number, number]>();
	for (const line of NAMES.split(",")) {
		const [module, ...names] = line.split(" ");
		for (const entry of names) {
			const [name, when] = entry.split("@");
			const until = when?.startsWith("-") === true;
			const since = when === "" ? 99 : until ? 0 : Number(when ?? 0);
			found.set(`${module}:${name}`, [since, until ? Number(when.slice(1)) : 99]);
		}
	}
	return found;
}

/**
 * The two texts of a name as a pickler of protocol 4 and newer writes them.
 *
 * @param module of the class or function
 * @param qualname its name there
 * @param version the CPython whose bytes are wanted
 * @returns each as a string, which is shared with its equals, or as a {@link UninternedString}, which is shared
 *   with itself alone
 */
export function freshNames(
	module: string,
	qualname: string,
	version: VersionNumber,
): readonly [module: string | UninternedString, qualname: string | UninternedString] {
	const minor = Math.floor((version % 10000) / 100);
	if (module === "builtins") {
		const own = FUNCTIONS.has(qualname)
			? FUNCTION_MODULE
			: minor >= 11 && qualname === "ExceptionGroup"
				? new UninternedString(module)
				: module;
		return [own, new UninternedString(qualname)];
	}
	const found = FRESH.get(`${module}:${qualname}`) ?? FRESH.get(`${module}:*`);
	if (found === undefined)
		return [module, qualname.includes(".") && minor < 13 ? new UninternedString(qualname) : qualname];
	const [since, last] = found;
	return [minor >= since && minor <= last ? new UninternedString(module) : module, new UninternedString(qualname)];
}
