/**
 * Finds a hint for what was given in place of bytes or a source.
 *
 * @param given the argument
 * @returns a sentence, or undefined when the message says enough
 */
export function hintForArgument(given: unknown): string | undefined {
	if (typeof given === "string") {
		return "bytes that became a string are lost: ask a Redis client for a Buffer (getBuffer); loadFile of brine/node takes a path";
	}
	if (typeof given === "object" && given !== null && "then" in given) return "this is a promise: await it";
	return undefined;
}
