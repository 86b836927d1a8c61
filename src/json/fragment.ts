import { TYPE } from "../values/brand.ts";

/**
 * Extension: text that is JSON already and is written as it is, unchecked, wherever a value may stand.
 *
 * @example
 * ```ts
 * import { json } from "brine";
 * json.dumps({ cached: new json.Fragment("[1,2]") }); // '{"cached": [1,2]}'
 * ```
 */
export class Fragment {
	/** The text. */
	readonly text: string;

	/** @param text JSON; that it is, is the caller's promise */
	constructor(text: string) {
		this.text = String(text);
	}
	get [TYPE](): "json.Fragment" {
		return "json.Fragment";
	}
	/** The value that the text represents, for `JSON.stringify`, which cannot take text. */
	toJSON(): unknown {
		return JSON.parse(this.text);
	}
}
