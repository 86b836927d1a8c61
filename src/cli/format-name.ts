/** Python's `str.format` with one name in it, as `python -m pickletools --preamble` has it. */
import { KeyError, ValueError } from "../errors.ts";
import { repr } from "../types/index.ts";

const FIELD = /\{\{|\}\}|\{([^{}!:]*)(?:!([rsa]))?(?::([^{}]*))?\}|[{}]/g;

/**
 * Fills a template.
 *
 * @param template text with `{name}`, perhaps `{name!r}` or `{name:>20}`; `{{` and `}}` are braces
 * @param name what to put there
 * @throws KeyError for other names, ValueError for what is no template, as Python
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

function align(text: string, spec: string): string {
	const match = /^(?:(.)?([<>^]))?(\d+)?(?:\.(\d+))?s?$/u.exec(spec);
	if (match === null) throw new ValueError("Invalid format specifier");
	const [, fill = " ", side = "<", width = "0", precision] = match;
	const characters = [...text].slice(0, precision === undefined ? undefined : Number(precision));
	const room = Math.max(0, Number(width) - characters.length);
	const left = side === "<" ? 0 : side === ">" ? room : Math.floor(room / 2);
	return fill.repeat(left) + characters.join("") + fill.repeat(room - left);
}
