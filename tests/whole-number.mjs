/**
 * A number that a command was given. `Number("1o0")` is NaN, up to which no loop runs a single time: a command that took it would
 * say that nothing failed.
 *
 * @param {string} name how the command calls it
 * @param {string} text
 * @param {number} least
 */
export function wholeNumber(name, text, least = 1) {
	const value = Number(text);
	if (!/^[0-9]+$/.test(text) || !Number.isSafeInteger(value) || value < least)
		throw new RangeError(`${name} is a whole number from ${least} on, not ${JSON.stringify(text)}`);
	return value;
}
