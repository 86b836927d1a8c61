/** Extensions of encoders beyond Python's options: which options ask for it, and what becomes of the text. */
import { UnicodeEncodeError, ValueError } from "../errors.ts";
import { checkChoice } from "../values/option-values.ts";
import type { EncoderOptions } from "./options.ts";

/** The extensions that an encoder is asked for. */
export interface Extensions {
	readonly nanIsNull: boolean;
	readonly bigint: "int" | "string" | "error";
	readonly useDecimal: boolean;
	/** The form of RFC 8785. */
	readonly canonical: boolean;
	readonly compactWidth: number | undefined;
	readonly escapeHTML: boolean;
}

/** Options that the form of RFC 8785 leaves nothing to. */
const FIXED = "ensureAscii allowNan sortKeys indent separators nan useDecimal compactWidth escapeHTML rfc8259".split(
	" ",
);

/** Extensions of encoders that are asked for none, as nearly all are. */
const NONE: Extensions = /* @__PURE__ */ Object.freeze({
	nanIsNull: false,
	bigint: "int",
	useDecimal: false,
	canonical: false,
	compactWidth: undefined,
	escapeHTML: false,
});

/**
 * Reads the extensions out of options.
 *
 * @throws ValueError (`option`) for what an option cannot be, or cannot be beside another one
 */
export function extensionsOf(options: EncoderOptions): Extensions {
	const { nan, bigint, form, useDecimal, compactWidth, escapeHTML: escapes } = options;
	if ((nan ?? bigint ?? form ?? useDecimal ?? compactWidth ?? escapes ?? null) === null) return NONE;
	checkChoice("nan", options.nan, ["null"]);
	checkChoice("bigint", options.bigint, ["int", "string", "error"]);
	checkChoice("form", options.form, ["rfc8785"]);
	const canonical = options.form === "rfc8785";
	const given = (name: string): boolean => ((options as Record<string, unknown>)[name] ?? null) !== null;
	if (canonical) for (const name of FIXED) if (given(name)) refuse(name, "form 'rfc8785'");
	if (given("nan") && given("allowNan")) refuse("nan", "allowNan");
	return {
		nanIsNull: options.nan === "null",
		bigint: options.bigint ?? (canonical ? "error" : "int"),
		useDecimal: Boolean(options.useDecimal),
		canonical,
		compactWidth: options.compactWidth ?? undefined,
		escapeHTML: Boolean(options.escapeHTML),
	};
}

function refuse(name: string, other: string): never {
	throw new ValueError(`${name} cannot be combined with ${other}`, { code: "option" });
}

/** JSON text that can stand in a script element: Django's three escapes, which occur in strings alone. */
export function escapeHTML(text: string): string {
	return text.replace(/[<>&]/g, (character) =>
		character === "<" ? "\\u003C" : character === ">" ? "\\u003E" : "\\u0026",
	);
}

/**
 * Checks that UTF-8 has a form for a string.
 *
 * @throws UnicodeEncodeError (`encode`) for a surrogate that is alone
 */
export function checkWellFormed(text: string): string {
	const at = text.search(/\p{Surrogate}/u);
	if (at === -1) return text;
	const unit = text.charCodeAt(at).toString(16);
	throw new UnicodeEncodeError(`'utf-8' codec can't encode character '\\u${unit}': surrogates not allowed`, {
		code: "encode",
	});
}
