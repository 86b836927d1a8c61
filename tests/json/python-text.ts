/** Values as Python's `ascii()` prints them, and outcomes as the oracle has them. */
import { PyError } from "../../src/errors.ts";
import { JSONDecodeError } from "../../src/json/errors.ts";
import { PyDict } from "../../src/values/dict.ts";
import { floatRepr } from "../../src/values/float-repr.ts";
import { isFloat, isTuple } from "../../src/values/guards.ts";
import { isIntNumber } from "../../src/values/numbers.ts";
import { expectCode } from "../expect-code.ts";

/** `ascii()` of a value that JSON may have. */
export function ascii(value: unknown): string {
	if (value === null || value === undefined) return "None";
	if (typeof value === "boolean") return value ? "True" : "False";
	if (typeof value === "bigint") return String(value);
	if (typeof value === "number") return isIntNumber(value) ? String(value) : floatRepr(value);
	if (typeof value === "string") return asciiText(value);
	if (isFloat(value)) return floatRepr(value.value);
	if (isTuple(value)) return value.length === 1 ? `(${ascii(value[0])},)` : `(${Array.from(value, ascii).join(", ")})`;
	if (Array.isArray(value)) return `[${value.map(ascii).join(", ")}]`;
	const entries = value instanceof Map ? [...value] : Object.entries(value);
	return `{${entries.map(([key, item]) => `${ascii(key)}: ${ascii(item)}`).join(", ")}}`;
}

function asciiText(text: string): string {
	const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
	let result = quote;
	for (const character of text) {
		const point = character.codePointAt(0) as number;
		const hex = point.toString(16);
		if (character === "\\" || character === quote) result += `\\${character}`;
		else if (character === "\n") result += "\\n";
		else if (character === "\r") result += "\\r";
		else if (character === "\t") result += "\\t";
		else if (point >= 0x20 && point < 0x7f) result += character;
		else if (point < 0x100) result += `\\x${hex.padStart(2, "0")}`;
		else if (point < 0x10000) result += `\\u${hex.padStart(4, "0")}`;
		else result += `\\U${hex.padStart(8, "0")}`;
	}
	return result + quote;
}

/** The outcome of a call in the form of tests/golden/oracle/json.json. */
export function outcome(call: () => unknown): Record<string, unknown> {
	try {
		return { ok: call() };
	} catch (error) {
		if (!(error instanceof PyError)) throw error;
		expectCode(error);
		const { name, message, notes } = error;
		return {
			error: `${name}: ${message}`,
			...(notes.length === 0 ? {} : { notes }),
			...(error instanceof JSONDecodeError
				? { msg: error.msg, pos: error.pos, lineno: error.lineno, colno: error.colno }
				: {}),
		};
	}
}

/** A dict of these entries. */
export function dict(...entries: [unknown, unknown][]): PyDict {
	return new PyDict(entries);
}
