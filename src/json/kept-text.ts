/** Text that is written again and again: separators and keys, ready to be copied. */
import { encoder } from "./escapes.ts";

/** The longest text that is copied byte by byte. */
export const LONGEST_KEY = 64;

/** Text that is written again and again, and its bytes, made when they are first wanted. */
export class Separator {
	readonly text: string;
	#ascii: Uint8Array | undefined;

	constructor(text: string) {
		this.text = text;
	}
	/** The bytes to be copied; none where it is long or not all ASCII. */
	get ascii(): Uint8Array {
		return this.#ascii ?? this.#encode();
	}
	#encode(): Uint8Array {
		const bytes = encoder.encode(this.text);
		this.#ascii = bytes.length === this.text.length && bytes.length <= LONGEST_KEY ? bytes : new Uint8Array(0);
		return this.#ascii;
	}
}

/** A key as it is written, with quotes and separators: as little-endian words, the last one filled up. */
export interface EncodedKey {
	readonly words: Uint32Array;
	readonly length: number;
	/** By how many its bytes are more than its characters. */
	readonly surplus: number;
}

/**
 * Keeps a key.
 *
 * @param text its bytes, separators and quotes included
 * @param surplus by how many they are more than its characters
 */
export function encodedKey(text: Uint8Array, surplus: number): EncodedKey {
	const words = new Uint32Array(Math.ceil(text.length / 4));
	for (let i = 0; i < text.length; i++) {
		words[i >> 2] = (words[i >> 2] as number) | ((text[i] as number) << ((i & 3) * 8));
	}
	return { words, length: text.length, surplus };
}
