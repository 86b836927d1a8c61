import type { VersionNumber } from "../options.ts";
import { writeRepr } from "./repr.ts";
import { TextBuilder, TextMemo, WORTH_KEEPING } from "./text-builder.ts";

/** Characters that are kept, so that the next texts need not write a part which they share again. */
const KEPT_TEXT = 2 ** 22;

/** The texts that `repr()` returns for one value after another, none of which changes meanwhile: a long part of many is written once. */
export class ReprTexts {
	readonly #limits: { readonly text: number; readonly digits: number };
	readonly #version: VersionNumber;
	readonly #known = new Map<unknown, string>();
	#memo: TextMemo = new TextMemo();
	#out: TextBuilder | undefined;

	constructor(limits: { readonly text: number; readonly digits: number }, version: VersionNumber) {
		this.#limits = limits;
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
		if (text.length >= WORTH_KEEPING && typeof value === "object") this.#known.set(value, text);
		return text;
	}
}
