/** Bytes that are spelled as text: base64, hex, the `repr()` of bytes, the numbers of a `Uint8Array`. */
import { literalBytes } from "./literal.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** The bytes that a string spells; undefined when it does not. */
export function spelledBytes(text: string, kind: string): Bytes | undefined {
	const trimmed = text.trim();
	switch (kind) {
		case "base64":
			return fromBase64(trimmed);
		case "hex":
			return fromHex(trimmed);
		case "numbers":
			return fromNumbers(trimmed);
		default:
			return literalBytes(trimmed);
	}
}

/** The bytes that pasted text spells: base64 or hex where it is nothing else; undefined for other text. */
export function pastedBytes(text: string): { readonly bytes: Bytes; readonly kind: string } | undefined {
	const trimmed = text.trim();
	if (/^(\\x|0x)?[\da-f\s]+$/i.test(trimmed) && /[a-f]|^80/i.test(trimmed)) {
		const bytes = fromHex(trimmed);
		if (bytes !== undefined && bytes.length > 1) return { bytes, kind: "hex" };
	}
	if (/^b?["']/.test(trimmed)) {
		const bytes = literalBytes(trimmed);
		if (bytes !== undefined) return { bytes, kind: "bytes-repr" };
	}
	if (/^[\w+/\-\s]+={0,2}$/.test(trimmed) && trimmed.length >= 8) {
		const bytes = fromBase64(trimmed);
		if (bytes !== undefined) return { bytes, kind: "base64" };
	}
	return undefined;
}

function fromBase64(text: string): Bytes | undefined {
	try {
		const binary = atob(text.replace(/\s/g, "").replaceAll("-", "+").replaceAll("_", "/"));
		return Uint8Array.from(binary, (character) => character.charCodeAt(0));
	} catch {
		return undefined;
	}
}
function fromHex(text: string): Bytes | undefined {
	const digits = text.replace(/^(\\x|0x)/i, "").replace(/\s/g, "");
	if (digits.length % 2 !== 0 || /[^\da-f]/i.test(digits)) return undefined;
	const bytes = new Uint8Array(digits.length / 2);
	for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
	return bytes;
}
function fromNumbers(text: string): Bytes | undefined {
	const numbers = text.split(",").map(Number);
	return numbers.every((number) => Number.isInteger(number) && number >= 0 && number < 256)
		? Uint8Array.from(numbers)
		: undefined;
}
