/** Numbers on the command line, read as Python's `int()` reads them. */

/**
 * Reads an int as an argument.
 *
 * @throws TypeError for what is none; the parser makes a message of it that names the type
 */
function int(text: string): number {
	const match = /^\s*([+-]?)(\d+(?:_\d+)*)\s*$/.exec(text);
	if (match === null) throw new TypeError(text);
	return Number(`${match[1] as string}${(match[2] as string).replaceAll("_", "")}`);
}

export { int as pythonInt };

/** Reads an int that counts something. */
function count(text: string): number {
	const value = int(text);
	if (value < 0) throw new TypeError(text);
	return value;
}

export { count as pythonCount };
