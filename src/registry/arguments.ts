/**
 * Checks of arguments and states that entries share: is it what a reducer writes, in either mode of reading? Every
 * function returns undefined for what it does not know, so that the object stays inert.
 */
import { isPlainObject } from "../values/brand.ts";
import { PyFloat } from "../values/numbers.ts";

/** An int of any size. */
export type Int = number | bigint;

/** An int; a `PyFloat` and a fraction are none. */
export function int(value: unknown): Int | undefined {
	return typeof value === "bigint" || Number.isSafeInteger(value) ? (value as Int) : undefined;
}

/** An int between two bounds, both included, as a `number`. */
export function intIn(value: unknown, least: number, most: number): number | undefined {
	return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most ? value : undefined;
}

/** A float in either mode; plain mode has whole ones as numbers, which may be written as ints. */
export function float(value: unknown): number | undefined {
	if (typeof value === "number") return value;
	return value instanceof PyFloat ? value.value : undefined;
}

/** A string; also bytes, where the texts of Python 2 come as such. */
export function text(value: unknown, asBytes: boolean | undefined): string | undefined {
	if (typeof value === "string") return value;
	return asBytes === true && value instanceof Uint8Array ? latin1(value) : undefined;
}

/** Bytes, also those of Python 2 that were read as latin-1 text. */
export function bytes(value: unknown): Uint8Array | undefined {
	if (value instanceof Uint8Array) return value;
	return typeof value === "string" ? fromLatin1(value) : undefined;
}

/** The bytes of a latin-1 text; undefined when it has other characters. */
export function fromLatin1(value: string): Uint8Array<ArrayBuffer> | undefined {
	const made = new Uint8Array(value.length);
	for (let i = 0; i < value.length; i++) {
		const code = value.charCodeAt(i);
		if (code > 0xff) return undefined;
		made[i] = code;
	}
	return made;
}

/** Bytes as latin-1 text. */
function latin1(value: Uint8Array): string {
	let made = "";
	for (let i = 0; i < value.length; i += 4096) {
		made += String.fromCharCode.apply(null, value.subarray(i, i + 4096) as unknown as number[]);
	}
	return made;
}

/** The entries of a dict, whichever way it was read. */
export function entriesOf(value: unknown): Iterable<readonly [unknown, unknown]> | undefined {
	if (value instanceof Map) return value;
	return isPlainObject(value) ? Object.entries(value) : undefined;
}

/** A state that is a dict with keys as {@link text} takes them: the attributes of an instance. */
export function attributesOf(value: unknown, asBytes: boolean | undefined): Map<string, unknown> | undefined {
	const entries = entriesOf(value);
	if (entries === undefined) return undefined;
	const made = new Map<string, unknown>();
	for (const [key, item] of entries) {
		const name = text(key, asBytes);
		if (name === undefined) return undefined;
		made.set(name, item);
	}
	return made;
}

/** The value of a constructor, or undefined when it refuses the arguments. */
export function accepted<T>(make: () => T): T | undefined {
	try {
		return make();
	} catch {
		return undefined;
	}
}
