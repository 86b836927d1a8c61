/** The nodes of tagged JSON as they come in: objects of `JSON.parse`, or dicts of this package. */

import { ValueError } from "../errors.ts";
import { isPlainObject } from "../values/brand.ts";
import { splitName } from "../values/py-name.ts";
import { nanOf } from "./texts.ts";

/** The keys and nodes of an object, or undefined for any other node. */
export type Fields = ReadonlyMap<string, unknown>;

export function refuse(message: string): never {
	throw new ValueError(`not tagged JSON: ${message}`, { code: "json-value" });
}

/** The fields of an object node; undefined when it is not one. */
export function fieldsOf(node: unknown): Fields | undefined {
	if (isPlainObject(node)) return new Map(Object.entries(node));
	if (!(node instanceof Map)) return undefined;
	for (const key of node.keys()) if (typeof key !== "string") refuse("a key is not a string");
	return node as Map<string, unknown>;
}

/** The tag of an object node: its key that begins with `$`; undefined for a dict. */
export function tagOf(fields: Fields): string | undefined {
	let tag: string | undefined;
	for (const key of fields.keys()) {
		if (!key.startsWith("$") || (key === "$id" && fields.has("$value"))) continue;
		if (tag !== undefined) refuse(`'${short(tag)}' and '${short(key)}' are in one object`);
		tag = key;
	}
	return tag;
}

/** Names from the text, cut for messages. */
export function short(text: string): string {
	return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

export function listOf(node: unknown, what: string): readonly unknown[] {
	return Array.isArray(node) ? (node as unknown[]) : refuse(`${what} is not a list`);
}
export function pairOf(node: unknown, what: string): readonly [unknown, unknown] {
	const pair = listOf(node, what);
	return pair.length === 2 ? (pair as unknown as [unknown, unknown]) : refuse(`${what} is not a list of two`);
}
export function textOf(node: unknown, what: string): string {
	return typeof node === "string" ? node : refuse(`${what} is not a string`);
}

/** Decimal digits of one int: reading more takes more than linear time. */
const MOST_DIGITS = 5000;

const DECIMAL = /^-?\d+$/;
const HEXADECIMAL = /^-?0x[\da-f]+$/i;

/** The int of a `$int`. */
export function intOf(node: unknown): bigint {
	const text = textOf(node, "$int");
	const isDecimal = DECIMAL.test(text);
	if (!isDecimal && !HEXADECIMAL.test(text)) refuse("$int is not a number");
	if (isDecimal && text.length > MOST_DIGITS) refuse("$int has too many digits: write 0x and hexadecimal ones");
	return text.startsWith("-") ? -BigInt(text.slice(1)) : BigInt(text);
}

const FLOAT = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** The float of a `$float`, as Python writes it. */
export function floatOf(node: unknown): number {
	const text = textOf(node, "$float");
	const nan = nanOf(text);
	if (nan !== undefined) return nan;
	if (text === "inf" || text === "-inf") return text === "inf" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
	return FLOAT.test(text) ? Number(text) : refuse("$float is not a number");
}

/** Module and name of `"module:name"`, or of a list of both. */
export function nameOf(node: unknown): readonly [module: string, qualname: string] {
	if (Array.isArray(node)) {
		const [module, qualname] = pairOf(node, "a name");
		return [textOf(module, "a module"), textOf(qualname, "a name")];
	}
	const text = textOf(node, "a name");
	return text.includes(":") ? splitName(text) : refuse(`'${short(text)}' is not module:name`);
}
