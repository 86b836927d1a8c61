/** Options of reading and writing JSON, and how wrong ones are refused. */
import { LimitError, PyTypeError } from "../errors.ts";
import { checkOptions, type VersionNumber } from "../options.ts";
import { defaultDigits } from "../values/int-repr.ts";
import { completeLimits } from "../values/option-values.ts";
import { typeName } from "../values/type-name.ts";

/** The limits of one load or dump. A limit that is met ends in a `LimitError`; raise it for work that needs more. */
export interface JSONLimits {
	/** Items of one array. @defaultValue 2^26 */
	readonly stack?: number;
	/** Entries of one object; V8's `Map` holds no more than the default. @defaultValue 2^24 */
	readonly items?: number;
	/** Decimal digits of one int, as `sys.set_int_max_str_digits`; 0 means no limit, and below 16 are always read. @defaultValue 4300 */
	readonly digits?: number;
	/** Levels of nesting. @defaultValue unlimited */
	readonly depth?: number;
	/** Bytes of heap that the value is estimated to take when read. @defaultValue 2^30 (1 GiB) */
	readonly memory?: number;
	/** UTF-16 units of the text that `dumps` returns; `dump` writes any length to a sink. @defaultValue 2^29 - 24, the longest string of V8 */
	readonly text?: number;
}

/**
 * A hook for objects. Its parameter may be declared as any type of object: the plain object of plain mode, or the
 * `PyDict` of exact mode. Without a declaration it has properties of any type.
 */
// A method, since its parameter is compared in both directions: a hook knows what its documents hold.
export type ObjectHook = {
	// biome-ignore lint/suspicious/noExplicitAny: what a document holds is not known here
	hook(object: Record<string, any>): unknown;
}["hook"];

/** How JSON is read, by `JSONDecoder` and all that load. Python's keywords in camelCase, and Brine's own. */
export interface DecoderOptions {
	/** Gets every object and returns the value to put in its place. */
	readonly objectHook?: ObjectHook | null;
	/** Gets the entries of every object, in order and with duplicates; wins over `objectHook`. */
	readonly objectPairsHook?: ((pairs: [key: string, value: unknown][]) => unknown) | null;
	/** Gets every array and returns the value to put in its place (Python 3.15). */
	readonly arrayHook?: ((array: unknown[]) => unknown) | null;
	/** Makes a value of the text of every number with a fraction or an exponent. */
	readonly parseFloat?: ((text: string) => unknown) | null;
	/** Makes a value of the text of every other number. */
	readonly parseInt?: ((text: string) => unknown) | null;
	/** Makes a value of `NaN`, `Infinity` or `-Infinity`. */
	readonly parseConstant?: ((text: string) => unknown) | null;
	/** Refuse control characters in strings. @defaultValue true */
	readonly strict?: boolean;
	/** `"plain"` returns the values that JavaScript programs expect; `"exact"` keeps every distinction that Python makes. @defaultValue `"plain"` */
	readonly mode?: "plain" | "exact";
	/** The type of an object: a plain object (`"auto"`) or a `PyDict` (`"map"`). @defaultValue `"auto"` in plain mode, `"map"` in exact mode */
	readonly dict?: "auto" | "map";
	/** The limits of one load. */
	readonly limits?: JSONLimits;
	/** Whose verdicts and messages to give where CPythons differ: `"3.6"` to `"3.15"`, or with a micro release. @defaultValue `"3.14"` */
	readonly pythonVersion?: string;
	/** Extension: refuse what RFC 8259 does not allow and Python does: `NaN`, `Infinity`, bytes that are not UTF-8. @defaultValue false */
	readonly rfc8259?: boolean;
	/** Extension: what a key that an object has already does: the last value wins, as in Python, or a `JSONDecodeError`. @defaultValue `"last"` */
	readonly duplicateKeys?: "last" | "error" | null;
	/** Extension: allow comments (`//` to the end of the line, and between slashes with stars) and a comma after the last item. @defaultValue false */
	readonly jsonc?: boolean | null;
}

/** How JSON is written, by `JSONEncoder` and all that dump. Python's keywords in camelCase, and Brine's own. */
export interface EncoderOptions {
	/** Leave entries out whose key is not a str, int, float, bool or None, instead of throwing. @defaultValue false */
	readonly skipKeys?: boolean;
	/** Escape everything beyond ASCII. @defaultValue true */
	readonly ensureAscii?: boolean;
	/** Look for cycles. Without it a cycle ends in a `RecursionError`. @defaultValue true */
	readonly checkCircular?: boolean;
	/** Write `NaN`, `Infinity` and `-Infinity`, which are not JSON, instead of throwing. @defaultValue true */
	readonly allowNan?: boolean;
	/** Order the entries of objects by key, strings by code point. @defaultValue false */
	readonly sortKeys?: boolean;
	/** A line for every item, indented by so many spaces or by this text. @defaultValue null, all on one line */
	readonly indent?: number | bigint | string | boolean | null;
	/** The separators between items, and between key and value. @defaultValue `[", ", ": "]`, with `indent` `[",", ": "]` */
	readonly separators?: readonly [item: string, key: string] | null;
	/** Returns something that can be written for a value that cannot. @defaultValue a `TypeError` is thrown */
	readonly default?: ((value: unknown) => unknown) | null;
	/** The limits of one dump: `digits`, `depth` and `text`. */
	readonly limits?: JSONLimits;
	/** Whose text and messages to give where CPythons differ: `"3.6"` to `"3.15"`, or with a micro release. @defaultValue `"3.14"` */
	readonly pythonVersion?: string;
	/** Extension: ask values that JSON has no form for, and plain objects, for their `toJSON()`. @defaultValue false */
	readonly toJSON?: boolean;
	/** Extension: write nothing that RFC 8259 does not allow; NaN throws and lone surrogates are escaped. @defaultValue false */
	readonly rfc8259?: boolean;
	/** Extension: write NaN and the infinities as `null`, in values and keys; `allowNan` is not to be given then. @defaultValue `allowNan` decides */
	readonly nan?: "null" | null;
	/** Extension: how ints beyond 2^53 are written: their digits, a string of them, or a `ValueError`. @defaultValue `"int"`, with `form` `"error"` */
	readonly bigint?: "int" | "string" | "error" | null;
	/** Extension: write `decimal.Decimal`s as numbers with all their digits, instead of asking `default`. @defaultValue false */
	readonly useDecimal?: boolean | null;
	/** Extension: with `indent`, write lists and dicts on one line that has at most so many characters, indentation and key included; 0 to 1000. @defaultValue every item has a line */
	readonly compactWidth?: number | null;
	/** Extension: escape `<`, `>` and `&`, so that the text can stand in a script element, as Django's `json_script`. @defaultValue false */
	readonly escapeHTML?: boolean | null;
	/** Extension: the canonical form of RFC 8785, for signing; other options of form are not to be given then. @defaultValue Python's form */
	readonly form?: "rfc8785" | null;
}

/** Names of all {@link DecoderOptions}; a test proves that they are. */
export const DECODER_OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(
	"objectHook objectPairsHook arrayHook parseFloat parseInt parseConstant strict mode dict limits pythonVersion rfc8259 duplicateKeys jsonc".split(
		" ",
	),
);

/** Names of all {@link EncoderOptions}; a test proves that they are. */
export const ENCODER_OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(
	"skipKeys ensureAscii checkCircular allowNan sortKeys indent separators default limits pythonVersion toJSON rfc8259 nan bigint useDecimal compactWidth escapeHTML form".split(
		" ",
	),
);

/**
 * The options of a call without those that only concern the call; what is left is the decoder's or encoder's to refuse.
 *
 * @param own names of the options that the call itself uses
 * @throws PyTypeError when there is no object, in the words of Python, whose options are keywords only
 */
export function inner<T extends object>(callee: string, arity: number, options: T, own: readonly string[]): T {
	checkKeywords(callee, arity, options);
	for (const name in options) {
		if (own.includes(name)) {
			return Object.fromEntries(Object.entries(options).filter(([key]) => !own.includes(key))) as T;
		}
	}
	return options;
}

/** Python's options are keyword-only: anything but an object is one argument too many. */
export function checkKeywords(callee: string, arity: number, options: unknown): void {
	if (typeof options === "object" && options !== null) return;
	const arguments_ = arity === 1 ? "argument" : "arguments";
	throw new PyTypeError(`${callee}() takes ${arity} positional ${arguments_} but ${arity + 1} were given`, {
		code: "option",
		hint: "options are an object, as in { indent: 2 }",
	});
}

/** Checks the options of a constructor: that there are no unknown ones. */
export function checkConstructor(
	name: string,
	options: unknown,
	known: ReadonlySet<string>,
	version: VersionNumber,
): void {
	const callee = version < 31000 ? "__init__" : `${name}.__init__`;
	checkKeywords(callee, 1, options);
	checkOptions(callee, options as object, known);
}

/** A hook to call; Python finds out that one cannot be called only when it calls it. */
export function hook<F extends (...args: never[]) => unknown>(given: F | null | undefined): F | undefined {
	if (given == null || typeof given === "function") return given ?? undefined;
	return (() => {
		throw notCallable(given);
	}) as unknown as F; // it never returns
}
/** Python's words for a function or class that is none. */
export function notCallable(given: unknown): PyTypeError {
	return new PyTypeError(`'${typeName(given)}' object is not callable`, { code: "option" });
}

/** Where Python has no limit: what takes well below a second. */
const DIGITS_WITHOUT_LIMIT = 1_000_000;

/** The longest string of V8. */
export const LONGEST_TEXT: number = 2 ** 29 - 24;

const DEFAULT_LIMITS = /* @__PURE__ */ Object.freeze({
	stack: 2 ** 26,
	items: 2 ** 24,
	depth: Number.POSITIVE_INFINITY,
	memory: 2 ** 30,
	text: LONGEST_TEXT,
});

/** All limits but the digits, which depend on the version. */
export type FullLimits = { readonly [name in keyof typeof DEFAULT_LIMITS]: number } & { readonly digits: number };

/**
 * Completes the `limits` option.
 *
 * @throws ValueError (`option`) for an unknown limit or one that is not a number from 0 up
 */
export function fullLimits(limits: JSONLimits | null | undefined, version: VersionNumber): FullLimits {
	const defaults = { ...DEFAULT_LIMITS, digits: defaultDigits(version) || DIGITS_WITHOUT_LIMIT };
	return limits == null ? defaults : completeLimits(defaults, limits);
}

/** The error of text beyond the limit. */
export function tooLong(limit: number): LimitError {
	const raise = limit < LONGEST_TEXT ? "raise it with { limits: { text: … } }, or " : "";
	return new LimitError("text", limit, {}, `${raise}use dump() with a sink, which writes text of any length`);
}
