/** JSON in the colours of `python -m json`. */
import { THEME } from "./colors.ts";

/** A string from its quote on, and its end: by hand, since a pattern with escapes in it needs a stack as deep. */
function stringEnd(text: string, start: number): number {
	for (let i = start + 1; i < text.length; i++) {
		const unit = text.charCodeAt(i);
		if (unit === 0x5c) i++;
		else if (unit === 0x22) return i + 1;
	}
	return text.length;
}

/** A number or word and what is between them, loosely, since the text is known to be JSON. */
const SCALAR = /NaN|-?Infinity|[0-9\-+.Ee]+|true|false|null|"/g;

/** Colours a JSON text. */
export function colorizeJSON(text: string): string {
	let colored = "";
	let from = 0;
	SCALAR.lastIndex = 0;
	for (let match = SCALAR.exec(text); match !== null; match = SCALAR.exec(text)) {
		const [found] = match;
		const end = found === '"' ? stringEnd(text, match.index) : SCALAR.lastIndex;
		const color =
			found !== '"'
				? /^[tfn]/.test(found)
					? THEME.keyword
					: THEME.number
				: text[end] === ":"
					? THEME.definition
					: THEME.string;
		colored += `${text.slice(from, match.index)}${color}${text.slice(match.index, end)}${THEME.reset}`;
		from = end;
		SCALAR.lastIndex = end;
	}
	return colored + text.slice(from);
}
