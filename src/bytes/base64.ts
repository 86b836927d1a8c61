import { ValueError } from "../errors.ts";

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Three bytes times this are encoded into one piece of text. */
const STRIDE = 3 << 12;

/** Base64 of RFC 4648, with padding; Python's `base64.b64encode`. */
export function toBase64(bytes: Uint8Array): string {
	const pieces: string[] = [];
	for (let from = 0; from < bytes.length; from += STRIDE) {
		pieces.push(encoded(bytes, from, Math.min(from + STRIDE, bytes.length)));
	}
	return pieces.join("");
}

function encoded(bytes: Uint8Array, from: number, to: number): string {
	let text = "";
	for (let i = from; i < to; i += 3) {
		const [a = 0, b = 0, c = 0] = [bytes[i], bytes[i + 1], bytes[i + 2]];
		const left = to - i;
		text += DIGITS[a >> 2];
		text += DIGITS[((a & 3) << 4) | (left > 1 ? b >> 4 : 0)];
		text += left > 1 ? DIGITS[((b & 15) << 2) | (left > 2 ? c >> 6 : 0)] : "=";
		text += left > 2 ? DIGITS[c & 63] : "=";
	}
	return text;
}

const VALUES: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([...DIGITS].map((digit, value) => [digit, value]));

/**
 * The bytes of base64.
 *
 * @throws ValueError (`argument`) for any other text, and for bits that are left over
 */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
	const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
	const refuse = (): never => {
		throw new ValueError("invalid base64", { code: "argument" });
	};
	if (text.length % 4 !== 0) refuse();
	const bytes = new Uint8Array((text.length / 4) * 3 - padding);
	let at = 0;
	let bits = 0;
	const digits = text.length - padding;
	for (let i = 0; i < digits; i++) {
		bits = ((bits << 6) | (VALUES.get(text[i] as string) ?? refuse())) & 0xffffff;
		if (i % 4 === 0) continue;
		const left = 6 - 2 * (i % 4);
		bytes[at++] = bits >> left;
	}
	if (padding > 0 && (bits & (padding === 2 ? 15 : 3)) !== 0) refuse();
	return bytes;
}
