import { AttributeError, ValueError } from "../errors.ts";
import { checkOptions, givenOptions, parsePythonVersion } from "../options.ts";
import { SafeRepr } from "./pprint-repr.ts";
import { Printer } from "./pprinter.ts";
import { type TextLimits, textLimits } from "./repr-limits.ts";
import { TextBuilder, type TextOut } from "./text-builder.ts";
import { typeName } from "./type-name.ts";

/** Options of {@link pformat}: Python's parameters, and ours. */
export interface PformatOptions {
	/** Blanks for each level. @defaultValue 1 */
	readonly indent?: number;
	/** Columns to keep to as far as possible. @defaultValue 80 */
	readonly width?: number;
	/** Levels to show; what is deeper is `...`. @defaultValue all */
	readonly depth?: number | null;
	/** Whether items that are short share a line. @defaultValue false */
	readonly compact?: boolean;
	/** Whether dicts are shown in the order of their keys. @defaultValue true */
	readonly sortDicts?: boolean;
	/** The Python whose text is wanted. @defaultValue `"3.14"` */
	readonly pythonVersion?: string;
	/** How long the text and the ints in it may be. */
	readonly limits?: TextLimits;
}

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set([
	"indent",
	"width",
	"depth",
	"compact",
	"sortDicts",
	"pythonVersion",
	"limits",
]);

/**
 * The text that Python's `pprint.pformat()` returns: as `repr()` while it fits into the width, else with an item
 * on each line. `python -m pickle` prints this.
 *
 * @param value any value
 * @param options see {@link PformatOptions}
 * @returns the text, without a newline at its end. The number after `id=` that Python shows for a container
 *   inside itself is an address there; here it only tells such containers apart.
 * @throws ValueError for an int of too many digits, or an option that Python refuses; LimitError when the text
 *   gets longer than `limits.text`
 * @example
 * ```ts
 * import { pformat } from "brine";
 * pformat({ b: ["spam".repeat(10), "eggs".repeat(10)], a: 1 });
 * ```
 */
export function pformat(value: unknown, options?: PformatOptions | null): string {
	return print("pformat", value, options).toString();
}

/**
 * Writes the text of {@link pformat} and a newline, in pieces as it is made: it never is in memory as a whole.
 * Python's `pprint.pprint(object, stream)`.
 *
 * @param value any value
 * @param stream what takes the text
 * @param options see {@link PformatOptions}; without `limits.text` it is as long as it gets
 * @throws AttributeError (`sink`) for a stream that takes no text; as {@link pformat}, and what `stream` throws
 * @example
 * ```ts
 * import { pprint } from "brine";
 * pprint({ b: 2, a: 1 }, { write: (text) => console.log(text) }); // {'a': 1, 'b': 2}
 * ```
 */
export function pprint(value: unknown, stream: TextOut, options?: PformatOptions | null): void {
	if (typeof (stream as TextOut | null | undefined)?.write !== "function" || ArrayBuffer.isView(stream)) {
		throw new AttributeError(`'${typeName(stream)}' object has no attribute 'write'`, { code: "sink" });
	}
	const given = givenOptions("pprint", options, OPTIONS);
	checkOptions("limits", given.limits);
	const limits = { ...given.limits, text: given.limits?.text ?? Number.MAX_SAFE_INTEGER };
	const out = print("pprint", value, { ...given, limits }, stream);
	out.add("\n");
	out.finish();
}

function print(
	name: string,
	value: unknown,
	options: PformatOptions | null | undefined,
	stream?: TextOut,
): TextBuilder {
	const given = givenOptions(name, options, OPTIONS);
	const { indent = 1, width = 80, depth = null, compact = false, sortDicts = true } = given;
	const refuse = (message: string): never => {
		throw new ValueError(message, { code: "option" });
	};
	if (!(indent >= 0)) refuse("indent must be >= 0");
	if (depth !== null && !(depth > 0)) refuse("depth must be > 0");
	if (width === 0 || Number.isNaN(width)) refuse("width must be != 0");
	const version = parsePythonVersion(given.pythonVersion);
	const limits = textLimits(given.limits, version);
	const out = new TextBuilder(limits.text, stream);
	const repr = new SafeRepr({ version, digits: limits.digits, textLimit: limits.text, depth, sortDicts });
	new Printer(out, repr, version, { indent, width, compact, sortDicts }).print(value);
	return out;
}
