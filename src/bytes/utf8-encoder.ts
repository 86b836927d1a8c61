/** Text to UTF-8 for files and streams, strictly, as Python's text files do it. */
import { UnicodeEncodeError } from "../errors.ts";

declare const TextEncoder: new () => { encode(text: string): Uint8Array };

/** Turns chunks of text into bytes and passes bytes through; call it with undefined at the end. */
export type Utf8Encoder = (chunk: Uint8Array | string | undefined) => Uint8Array;

/**
 * An encoder that is called chunk by chunk: a pair of surrogates may be cut in two.
 *
 * @returns the encoder, which throws UnicodeEncodeError (`encode`) for a lone surrogate
 */
export function utf8Encoder(): Utf8Encoder {
	const encoder = new TextEncoder();
	let half = "";
	return (chunk) => {
		if (typeof chunk === "object" && half === "") return chunk;
		let text = half + (typeof chunk === "string" ? chunk : "");
		half = "";
		const last = text.charCodeAt(text.length - 1);
		if (typeof chunk === "string" && last >= 0xd800 && last < 0xdc00) {
			half = text.slice(-1);
			text = text.slice(0, -1);
		}
		const lone = text.search(/\p{Cs}/u);
		if (lone >= 0) {
			const code = text.charCodeAt(lone).toString(16);
			throw new UnicodeEncodeError(
				`'utf-8' codec can't encode character '\\u${code}' in position ${lone}: surrogates not allowed`,
				{ code: "encode" },
			);
		}
		return encoder.encode(text);
	};
}
