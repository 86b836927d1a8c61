/** Python's text of values in the colours of its syntax, piece by piece. */
import { THEME } from "./colors.ts";

const QUOTE = /['"]/;
const WORD = /[\w.]/;
const KEYWORDS: ReadonlySet<string> = new Set(["None", "True", "False", "Ellipsis", "NotImplemented"]);
const NUMBER = /^\.?\d[\w.]*$|^(inf|nan)$/;

/**
 * Makes a function that colours text as it comes. A token may be cut anywhere; what is not finished is held until
 * {@link Colorizer.end}.
 */
export class Colorizer {
	/** The quote of the string that is open. */
	#quote = "";
	#escaped = false;
	#word = "";

	/** Colours a piece. */
	push(text: string): string {
		let out = "";
		let from = 0;
		for (let at = 0; at < text.length; at++) {
			const character = text[at] as string;
			if (this.#quote !== "") {
				if (this.#escaped) this.#escaped = false;
				else if (character === "\\") this.#escaped = true;
				else if (character === this.#quote) {
					out += `${text.slice(from, at + 1)}${THEME.reset}`;
					from = at + 1;
					this.#quote = "";
				}
			} else if (WORD.test(character)) {
				this.#word += character;
				from = at + 1;
			} else {
				const isQuote = QUOTE.test(character);
				// The b of bytes belongs to the string.
				const prefix =
					isQuote && this.#word === "b" ? `${THEME.string}b` : `${this.#takeWord()}${isQuote ? THEME.string : ""}`;
				this.#word = "";
				out += `${prefix}${character}`;
				from = at + 1;
				if (isQuote) this.#quote = character;
			}
		}
		return out + text.slice(from);
	}

	/** The rest. */
	end(): string {
		const rest = this.#takeWord();
		const open = this.#quote === "" ? "" : THEME.reset;
		this.#quote = "";
		return rest + open;
	}

	#takeWord(): string {
		const word = this.#word;
		this.#word = "";
		const color = KEYWORDS.has(word) ? THEME.keyword : NUMBER.test(word) ? THEME.number : undefined;
		return color === undefined ? word : `${color}${word}${THEME.reset}`;
	}
}

/** Colours lines of `dis`: the place, the name of the opcode, and what follows `#` or is a string as it is. */
export function colorizeDis(text: string): string {
	return text.replace(
		/^( *\d+: )(\S{1,4} +)([A-Z][A-Z0-9_]*)/gm,
		(_, place: string, code: string, name: string) =>
			`${THEME.comment}${place}${THEME.reset}${code}${THEME.keyword}${name}${THEME.reset}`,
	);
}
