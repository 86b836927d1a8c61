/** Strings in quotes, the plain way: `JSON.stringify`, and what Python does not escape. */

/** Characters that cannot be in JSON text as they are, or not in ASCII. */
export const ESCAPED = /[^ !#-[\]-~]/;
/** Characters that `JSON.stringify` does not escape, and Python does. */
export const BEYOND = /[^\0-~]/;

/** Characters that cannot be in JSON text that need not be ASCII, and the same with surrogates, which may be lone. */
export const ESCAPED_UNICODE = /[^ !#-[\]-\uffff]/;
export const ESCAPED_OR_SURROGATE = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;
const SURROGATE = /[\ud800-\udfff]/;
/** An escape of `JSON.stringify` that may be of a surrogate; a backslash that is escaped itself is taken along. */
const SURROGATE_ESCAPE = /\\(?:(ud[89a-f][\da-f]{2}(?:\\ud[89a-f][\da-f]{2}){0,1023})|.)/g;

/** A string in quotes with only quote, backslash and control characters escaped, and lone surrogates if that is asked for. */
export function quote(text: string, escapeSurrogates: boolean): string {
	const quoted = JSON.stringify(text);
	// JSON.stringify escapes lone surrogates, and Python does not.
	if (escapeSurrogates || !SURROGATE.test(text)) return quoted;
	return quoted.replace(SURROGATE_ESCAPE, (all, run?: string) => (run === undefined ? all : JSON.parse(`"\\${run}"`)));
}
