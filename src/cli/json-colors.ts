/** JSON in the colours of `python -m json`. */
import { THEME } from "./colors.ts";

/** A key, a string, a number, `true` or `false`, `null`: loosely, since the text is known to be JSON. */
const PARTS =
	/("[^"\\]*(?:\\.[^"\\]*)*")(?=:)|("[^"\\]*(?:\\.[^"\\]*)*")|(NaN|-?Infinity|[0-9\-+.Ee]+)|(true|false|null)/g;

/** Colours a JSON text. */
export function colorizeJSON(text: string): string {
	return text.replace(PARTS, (part: string, key?: string, string?: string, number?: string) => {
		const color =
			key !== undefined
				? THEME.definition
				: string !== undefined
					? THEME.string
					: number !== undefined
						? THEME.number
						: THEME.keyword;
		return `${color}${part}${THEME.reset}`;
	});
}
