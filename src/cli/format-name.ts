/** Python's `str.format` with one name in it, as `python -m pickletools --preamble` has it. */
import { KeyError, ValueError } from "../errors.ts";
import { repr } from "../types/index.ts";

const FIELD = /\{\{|\}\}|\{([^{}!:]*)(?:!([rsa]))?(?::([^{}]*))?\}|[{}]/g;

/**
 * Fills a template.
 *
 * @param template text with `{name}`, perhaps `{name!r}` or `{name:>20}`; `{{` and `}}` are braces
 * @param name what to put there
 * @throws KeyError for other names, ValueError for what is not a template, as Python
 */
export function formatName(template: string, name: string): string {
	return template.replace(FIELD, (field: string, key?: string, conversion?: string, spec?: string) => {
		if (field === "{{") return "{";
		if (field === "}}") return "}";
		if (key === undefined) {
			throw new ValueError(
				field === "{" ? "Single '{' encountered in format string" : "Single '}' encountered in format string",
			);
		}
		if (key !== "name") throw new KeyError(repr(key));
		return align(conversion === "r" || conversion === "a" ? repr(name) : name, spec ?? "");
	});
}

/** Fill and side, sign, `z`, `#`, `0`, width, grouping, precision, and what is left: the type. */
const SPEC = /^(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d*)([,_]?)(\.)?((?<=\.)\d*)?([\s\S]*)$/u;

function align(text: string, spec: string): string {
	const [, fill, side = "<", sign, z, alternate, zero, width = "", group, dot, precision = "", type = ""] = SPEC.exec(
		spec,
	) as unknown as string[];
	const refuse = (message: string): never => {
		throw new ValueError(message);
	};
	if ([width, precision].some((digits) => digits.length > 18)) refuse("Too many decimal digits in format string");
	if (dot !== undefined && precision === "") refuse("Format specifier missing precision");
	if ([...type].length > 1) refuse(`Invalid format specifier '${spec}' for object of type 'str'`);
	if (group !== "" && (type === "" || type === "s")) refuse(`Cannot specify '${group}' with 's'.`);
	if (type !== "" && type !== "s") refuse(`Unknown format code '${shownCode(type)}' for object of type 'str'`);
	if (sign !== undefined) refuse(`${sign === " " ? "Space" : "Sign"} not allowed in string format specifier`);
	if (z !== undefined) refuse("Negative zero coercion (z) not allowed in string format specifier");
	if (alternate !== undefined) refuse("Alternate form (#) not allowed in string format specifier");
	if (side === "=") refuse("'=' alignment not allowed in string format specifier");
	const characters = [...text].slice(0, dot === undefined ? undefined : Number(precision));
	const room = Math.max(0, Number(width) - characters.length);
	const left = side === "<" ? 0 : side === ">" ? room : Math.floor(room / 2);
	const padding = fill ?? (zero === undefined ? " " : "0");
	return padding.repeat(left) + characters.join("") + padding.repeat(room - left);
}

/** A format code as CPython shows it. */
function shownCode(code: string): string {
	const point = code.codePointAt(0) as number;
	return point > 32 && point < 128 ? code : `\\x${point.toString(16)}`;
}
