/**
 * How many characters a string has as Python counts them: a pair of surrogates is one.
 *
 * @param text the string
 * @param end where to stop, in UTF-16 units. Default: its end
 */
export function pythonLength(text: string, end: number = text.length): number {
	let length = end;
	for (let i = 1; i < end; i++) {
		if ((text.charCodeAt(i) & 0xfc00) !== 0xdc00 || (text.charCodeAt(i - 1) & 0xfc00) !== 0xd800) continue;
		length--;
		i++;
	}
	return length;
}
