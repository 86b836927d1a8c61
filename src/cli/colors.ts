/** When to colour, as Python 3.14 decides it, and with which colours. */

/** Whether text for a stream may have colours; `PYTHON_COLORS`, `NO_COLOR`, `FORCE_COLOR` and `TERM` are heard in this order. */
export function canColorize(isTerminal: boolean): boolean {
	const { PYTHON_COLORS, NO_COLOR, FORCE_COLOR, TERM } = process.env;
	if (PYTHON_COLORS === "0") return false;
	if (PYTHON_COLORS === "1") return true;
	if (NO_COLOR) return false;
	if (FORCE_COLOR) return true;
	return TERM !== "dumb" && isTerminal;
}

/** The colours of Python 3.14's default theme for syntax. */
export const THEME = {
	definition: "\x1b[1m",
	string: "\x1b[32m",
	number: "\x1b[33m",
	keyword: "\x1b[1;34m",
	comment: "\x1b[31m",
	builtin: "\x1b[36m",
	reset: "\x1b[0m",
} as const;
