/** The text of JSON as it is written: strings, numbers, separators, and keys, which are kept in encoded form. */
import { Quoter } from "./quoter.ts";
import { LONGEST_KEY, NO_BUFFER, type Separator } from "./text-buffer.ts";

/** Keys are kept, but not endlessly many. */
const MOST_KEYS = 2 ** 13;
/** After so many keys there are likely to be some that come again. */
const FIRST_KEYS = 24;

/** Writes the parts of JSON text. */
export class TextWriter extends Quoter {
	readonly #keySeparator: string;
	/** The separator that most often precedes a key, and the keys that were written after that, or after anything else. */
	readonly #separator: Separator;
	#keys: [withLead: Map<string, EncodedKey>, without: Map<string, EncodedKey>] | undefined;
	#keyCount = 0;

	/**
	 * @param ascii escape everything beyond ASCII
	 * @param escapeSurrogates escape lone surrogates in any case
	 * @param keySeparator what {@link key} writes after a key
	 * @param separator what most often comes before a key
	 * @param limit the most text between two calls of {@link take}
	 */
	constructor(ascii: boolean, escapeSurrogates: boolean, keySeparator: string, separator: Separator, limit: number) {
		super(ascii, escapeSurrogates, limit);
		this.#keySeparator = keySeparator;
		this.#separator = separator;
	}

	/** Writes a key in quotes after a separator, and the key separator after it. */
	key(key: string, separator: Separator): void {
		const isNear = separator === this.#separator;
		const known = this.#keys?.[isNear ? 0 : 1].get(key);
		if (known === undefined) {
			this.#newKey(key, separator, isNear);
			return;
		}
		if (!isNear) this.separator(separator);
		const { words, length, surplus } = known;
		if (this.at + length + 4 > this.buffer.length) this.reserve(length + 4);
		// PERF(bench: json records): four characters at a time; what is too many at the end is overwritten.
		const view = this.view;
		const at = this.at;
		for (let i = 0; i < words.length; i++) view.setUint32(at + i * 4, words[i] as number, true);
		this.at = at + length;
		this.surplus += surplus;
	}

	/** Writes a key that is not kept yet, and keeps it if it is one of many. */
	#newKey(key: string, separator: Separator, isNear: boolean): void {
		const count = ++this.#keyCount;
		// PERF(bench: families, messages): keeping a key takes three times as long as writing it.
		const isKept = this.buffer !== NO_BUFFER && key.length <= LONGEST_KEY && count > FIRST_KEYS && count < MOST_KEYS;
		if (isKept) this.reserve(separator.text.length + key.length * 6 + 4 + this.#keySeparator.length);
		let start = this.at;
		const before = this.flushed;
		const surplus = this.surplus;
		this.separator(separator);
		if (!isNear) start = this.at;
		this.string(key);
		this.raw(this.#keySeparator);
		// A lone surrogate, or a separator beyond ASCII, went past the buffer.
		if (!isKept || this.flushed !== before) return;
		this.#keys ??= [new Map(), new Map()];
		this.#keys[isNear ? 0 : 1].set(key, encodedKey(this.buffer.subarray(start, this.at), this.surplus - surplus));
	}
}

/** A key as it is written, with quotes and separators: as little-endian words, the last one filled up. */
interface EncodedKey {
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
function encodedKey(text: Uint8Array, surplus: number): EncodedKey {
	const words = new Uint32Array(Math.ceil(text.length / 4));
	for (let i = 0; i < text.length; i++) {
		words[i >> 2] = (words[i >> 2] as number) | ((text[i] as number) << ((i & 3) * 8));
	}
	return { words, length: text.length, surplus };
}
