/** Python's literal of bytes, as `print(repr(data))` wrote it. */

const ESCAPES: Readonly<Record<string, number>> = {
	n: 10,
	r: 13,
	t: 9,
	"\\": 92,
	"'": 39,
	'"': 34,
	a: 7,
	b: 8,
	f: 12,
	v: 11,
};

/** The bytes of a literal such as `b'\x80\x04.'`, also without its prefix or quotes; undefined for other text. */
export function literalBytes(text: string): Uint8Array<ArrayBuffer> | undefined {
	const quoted = /^b?(["'])([\s\S]*)\1$/.exec(text);
	const body = quoted?.[2] ?? text;
	const bytes: number[] = [];
	for (let i = 0; i < body.length; i++) {
		const code = body.charCodeAt(i);
		if (code > 255) return undefined;
		if (code !== 92) {
			bytes.push(code);
			continue;
		}
		const next = body[++i] ?? "";
		if (next === "x") {
			const digits = body.slice(i + 1, i + 3);
			if (!/^[\da-f]{2}$/i.test(digits)) return undefined;
			bytes.push(Number.parseInt(digits, 16));
			i += 2;
			continue;
		}
		const octal = /^[0-7]{1,3}/.exec(body.slice(i, i + 3))?.[0];
		const known = ESCAPES[next];
		if (octal !== undefined) {
			bytes.push(Number.parseInt(octal, 8) & 255);
			i += octal.length - 1;
		} else if (known !== undefined) {
			bytes.push(known);
		} else {
			return undefined;
		}
	}
	return Uint8Array.from(bytes);
}
