import type { VersionNumber } from "../options.ts";
import { writeRepr } from "./repr.ts";
import { TextBuilder, TextMemo, WORTH_KEEPING } from "./text-builder.ts";

/** Characters that are kept, so that the next texts need not write a part which they share again. */
const KEPT_TEXT = 2 ** 22;

/** Characters up to which V8 hashes a string by its contents; longer ones of one length are compared with each other as keys. */
const MOST_HASHED = 16_383;
/** Characters that are compared in the time in which one is written. */
const COMPARED = 16;

/** The texts that `repr()` returns for one value after another, none of which changes meanwhile: a long part of many is written once. */
export class ReprTexts {
	readonly #limits: { readonly text: number; readonly digits: number };
	readonly #version: VersionNumber;
	readonly #known = new Map<unknown, string>();
	#memo: TextMemo = new TextMemo();
	#out: TextBuilder | undefined;
	/** How many long ones of each length there were. */
	readonly #long = new Map<number, number>();
	readonly #charge: (characters: number) => void;

	/** @param charge takes work that is not that of writing from a budget of characters */
	constructor(
		limits: { readonly text: number; readonly digits: number },
		version: VersionNumber,
		charge: (characters: number) => void,
	) {
		this.#limits = limits;
		this.#charge = charge;
		this.#version = version;
	}
	/** @throws as `repr()` */
	of(value: unknown): string {
		const known = this.#known.get(value);
		if (known !== undefined) return known;
		if (this.#out === undefined || this.#out.length > KEPT_TEXT) {
			this.#out = new TextBuilder(this.#limits.text);
			this.#memo = new TextMemo();
			this.#known.clear();
		}
		const start = this.#out.length;
		writeRepr(value, { version: this.#version, digits: this.#limits.digits, out: this.#out, memo: this.#memo });
		const text = this.#out.slice(start, this.#out.length);
		if (text.length > MOST_HASHED) {
			const alike = this.#long.get(text.length) ?? 0;
			this.#long.set(text.length, alike + 1);
			this.#charge(Math.floor((alike * text.length) / COMPARED));
		}
		if (text.length >= WORTH_KEEPING && typeof value === "object") this.#known.set(value, text);
		return text;
	}
}
