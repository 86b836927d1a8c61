/** Texts by code point, as Python compares them; by UTF-16 units U+FFFF would come after astral characters. */
export function compareText(a: string, b: string): number {
	const length = Math.min(a.length, b.length);
	let at = 0;
	while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
	// A unit that differs may be the second half of a character.
	if (at > 0 && (a.charCodeAt(at - 1) & 0xfc00) === 0xd800) {
		const [x, y] = [a.codePointAt(at - 1) as number, b.codePointAt(at - 1) as number];
		if (x !== y) return x - y;
	}
	return (a.codePointAt(at) ?? -1) - (b.codePointAt(at) ?? -1);
}
