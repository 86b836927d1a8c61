/**
 * The platform's own `JSON.parse`, where it is proved to give what Python returns.
 *
 * It differs in two ways only: ints beyond 2^53 lose digits, and `-0` is not an int. Both are found by looking
 * at few characters, and are passed through as marked strings. Whatever `JSON.parse` refuses is read again
 * by our own scanner, which knows Python's answer.
 */
import { overwriteOwn } from "../../values/own-property.ts";
import { parseIntText } from "../digits.ts";
import type { ParserSettings } from "../settings.ts";
import { CONTAINER_BYTES, VALUE_BYTES } from "../states.ts";
import { findMisreadInts, isDigit, type Span } from "./misread-ints.ts";

/** Text up to this long cannot hold an object of 2^22 different keys, at seven characters for an entry. */
const LONGEST = 7 * 2 ** 22;

/** The most heap that a character can cost: `[],` is three. */
const BYTES_PER_UNIT = (CONTAINER_BYTES + VALUE_BYTES) / 3;

/** A JSON string that begins so is a marked int: U+0000 cannot stand in JSON but as this escape. */
const MARK = "\\u0000";

/**
 * The value of a JSON document, read natively.
 *
 * @returns undefined when nothing is proved: for the scanner to do, errors included
 */
export function parseNative(text: string, settings: ParserSettings): unknown {
	if (!applies(text.length, settings)) return undefined;
	try {
		if (text.length > SAMPLE && hasFewStrings(text)) {
			// PERF(bench: json ints, strings): then the values are checked faster than the text.
			const value: unknown = JSON.parse(text);
			if (areSafe(value)) return value;
		}
		const found = findMisreadInts(text, settings.limits);
		if (found === undefined) return undefined;
		return found.length === 0 ? JSON.parse(text) : parseMarked(text, found, settings);
	} catch {
		return undefined;
	}
}

function applies(length: number, settings: ParserSettings): boolean {
	const { limits } = settings;
	return (
		!settings.map &&
		!settings.exact &&
		settings.objectHook === undefined &&
		settings.objectPairsHook === undefined &&
		settings.arrayHook === undefined &&
		settings.parseInt === undefined &&
		settings.parseFloat === undefined &&
		length <= LONGEST &&
		length * BYTES_PER_UNIT <= limits.memory &&
		length <= limits.stack * 2 &&
		length <= limits.items * 5 &&
		limits.depth === Number.POSITIVE_INFINITY
	);
}

/** Reads a string in which every int that `JSON.parse` would get wrong is made a marked string. */
function parseMarked(text: string, found: readonly Span[], settings: ParserSettings): unknown {
	if (text.includes(MARK)) return undefined;
	// An enumerable property on Object.prototype would show up among the keys of every object.
	for (const _ in {}) return undefined;
	const pieces: string[] = [];
	let copied = 0;
	for (const { from, to } of found) {
		pieces.push(text.slice(copied, from), `"${MARK}`, text.slice(from, to), '"');
		copied = to;
	}
	pieces.push(text.slice(copied));
	return unmark(JSON.parse(pieces.join("")), settings);
}

/** Characters by which a string is judged; what is shorter is not worth it. */
const SAMPLE = 4096;

/** Whether a string is ints mostly, or long strings, judged by how it begins. */
function hasFewStrings(text: string): boolean {
	let digits = 0;
	let quotes = 0;
	let run = 0;
	for (let at = 0; at < SAMPLE; at += 4) {
		const unit = text.charCodeAt(at);
		run = isDigit(unit) ? run + 1 : 0;
		// Of long ints the scanner reads each once.
		if (run > 3 && quotes === 0 && areDigits(text, at - 12, at)) return false;
		if (run > 0) digits++;
		else if (unit === 34) quotes++;
		else if (unit === 46 && quotes === 0) return false;
	}
	return quotes === 0 ? digits * 12 > SAMPLE : quotes * 256 < SAMPLE;
}

/** Whether there are only digits from one index to another. */
function areDigits(text: string, from: number, to: number): boolean {
	let at = from;
	while (at < to && isDigit(text.charCodeAt(at))) at++;
	return at === to;
}

/** Whether no number in a value is beyond those that ints may have, or a zero that may have been an int with a minus. */
function areSafe(root: unknown): boolean {
	const open: unknown[][] = [[root]];
	for (let items = open.pop(); items !== undefined; items = open.pop()) {
		for (let i = 0; i < items.length; i++) {
			const item = items[i];
			if (typeof item === "number") {
				if (item > Number.MAX_SAFE_INTEGER || item < -Number.MAX_SAFE_INTEGER) return false;
				if (item === 0 && Object.is(item, -0)) return false;
			} else if (typeof item === "object" && item !== null) {
				open.push(Array.isArray(item) ? item : Object.values(item));
			}
		}
	}
	return true;
}

/** Turns marked strings back into ints, wherever they are. */
function unmark(root: unknown, settings: ParserSettings): unknown {
	const top = [root];
	const open: unknown[] = [top];
	for (let box = open.pop(); box !== undefined; box = open.pop()) {
		if (typeof box !== "object" || box === null) continue;
		if (Array.isArray(box)) {
			for (let i = 0; i < box.length; i++) {
				const item: unknown = box[i];
				if (typeof item === "object") open.push(item);
				else if (isMarked(item)) box[i] = parseIntText(item.slice(1), settings);
			}
		} else {
			const object = box as Record<string, unknown>;
			for (const key in object) {
				const item = object[key];
				if (typeof item === "object") open.push(item);
				else if (isMarked(item)) overwriteOwn(object, key, parseIntText(item.slice(1), settings));
			}
		}
	}
	return top[0];
}
function isMarked(item: unknown): item is string {
	return typeof item === "string" && item.charCodeAt(0) === 0;
}
