import { PyTypeError } from "../errors.ts";
import { TYPE } from "../values/brand.ts";
import { typeName } from "../values/type-name.ts";

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

	/**
	 * @param text JSON; that it is, is the caller's promise
	 * @throws PyTypeError (`argument`) for anything else than a string
	 */
	constructor(text: string) {
		if (typeof (text as unknown) !== "string") {
			throw new PyTypeError(`a Fragment is made of a string of JSON, not ${typeName(text)}`, { code: "argument" });
		}
		this.text = text;
	}
	get [TYPE](): "json.Fragment" {
		return "json.Fragment";
	}
	/** The value that the text represents, for `JSON.stringify`, which cannot take text. */
	toJSON(): unknown {
		return JSON.parse(this.text);
	}
}
