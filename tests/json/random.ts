/** Random documents, broken documents and values, made fast and from a seed, for comparing with live Pythons. */
import { PyDict } from "../../src/values/dict.ts";
import { PyFloat } from "../../src/values/numbers.ts";
import { PySet } from "../../src/values/set.ts";
import { tupleFrom } from "../../src/values/tuple.ts";

/** A small generator of random numbers that can be seeded (xorshift32). */
export class Random {
	#state: number;
	constructor(seed: number) {
		this.#state = (seed * 2654435761) | 1;
		for (let i = 0; i < 8; i++) this.below(2);
	}
	below(limit: number): number {
		this.#state ^= this.#state << 13;
		this.#state ^= this.#state >>> 17;
		this.#state ^= this.#state << 5;
		return (this.#state >>> 0) % limit;
	}
	pick<T>(items: readonly T[]): T {
		return items[this.below(items.length)] as T;
	}
}

const CHARACTERS = [
	"a",
	"b",
	"0",
	"9",
	" ",
	"'",
	"/",
	"\x7f",
	"\x80",
	"\xa0",
	"\xe9",
	"\u0378",
	"\u2028",
	"\ud7ff",
	"\ue000",
	"\ufeff",
	"\uffff",
	"\u{10000}",
	"\u{1f600}",
	"\u{10ffff}",
	"\u20ac",
	"\u0661",
];
const ESCAPED = [
	'\\"',
	"\\\\",
	"\\/",
	"\\b",
	"\\f",
	"\\n",
	"\\r",
	"\\t",
	"\\u0000",
	"\\u001f",
	"\\u00e9",
	"\\uD800",
	"\\udfff",
	"\\ud83d\\ude00",
	"\\uABCD",
];
const WORDS = ["__proto__", "constructor", "toJSON", "id", "name", "", "0", "12", "-1", "1.5", "a.b"];

function textBody(random: Random): string {
	if (random.below(3) === 0) return random.pick(WORDS);
	let text = "";
	for (let left = random.below(8); left > 0; left--)
		text += random.below(4) === 0 ? random.pick(ESCAPED) : random.pick(CHARACTERS);
	return text;
}

function digits(random: Random): string {
	const length = random.below(6) === 0 ? 1 + random.below(40) : 1 + random.below(5);
	let text = "";
	for (let i = 0; i < length; i++) text += random.below(10);
	return text;
}

export function numberText(random: Random): string {
	if (random.below(12) === 0)
		return random.pick([
			"-0",
			"0",
			"-0.0",
			"1e400",
			"-1E400",
			"5e-324",
			"1e22",
			"1e16",
			"9007199254740991",
			"9007199254740993",
			"1e-7",
			"123456789012345680.0",
			"0.1",
			"1.0",
		]);
	let text = random.below(4) === 0 ? "-" : "";
	text += random.below(6) === 0 ? "0" : digits(random).replace(/^0+(?=.)/, "");
	if (random.below(3) === 0) text += `.${digits(random)}`;
	if (random.below(5) === 0) text += random.pick(["e", "E"]) + random.pick(["", "+", "-"]) + digits(random).slice(0, 3);
	return text;
}

function space(random: Random): string {
	return random.below(4) === 0 ? random.pick([" ", "\n", "\t", "\r\n", "  ", "\r", " \n "]) : "";
}

/** The text of a document. */
export function documentText(random: Random, depth = 0): string {
	const kind = random.below(depth > 5 ? 5 : depth === 0 ? 10 : 8);
	if (kind < 2) return numberText(random);
	if (kind < 4) return `"${textBody(random)}"`;
	if (kind === 4) return random.pick(["true", "false", "null", "NaN", "Infinity", "-Infinity"]);
	const parts: string[] = [];
	for (let left = random.below(5); left > 0; left--) {
		const value = space(random) + documentText(random, depth + 1) + space(random);
		parts.push(kind % 2 === 0 ? value : `${space(random)}"${textBody(random)}"${space(random)}:${value}`);
	}
	if (parts.length === 0) parts.push(space(random));
	return kind % 2 === 0 ? `[${parts.join(",")}]` : `{${parts.join(",")}}`;
}

const BREAKERS = [
	"",
	",",
	"]",
	"}",
	"[",
	"{",
	'"',
	"\\",
	"\\u",
	"\\u12",
	"\\x",
	"-",
	"+",
	"0",
	".",
	"e",
	"E+",
	" ",
	"x",
	"\x00",
	"\x1f",
	"\n",
	":",
	"'",
	"\u{1f600}",
	"NaN",
	"-Infinity",
	"tru",
	"\ufeff",
	"\xa0",
	"\u0661",
	"/**/",
	",,",
];

/** A document with something wrong in it, most of the time. */
export function brokenText(random: Random): string {
	let text = space(random) + documentText(random) + space(random);
	for (let left = 1 + random.below(2); left > 0; left--) {
		const points = Array.from(text);
		const at = random.below(points.length + 1);
		const kind = random.below(4);
		if (kind === 0) points.splice(at, 1 + random.below(3));
		else if (kind === 1) points.length = at;
		else if (kind === 2) points.splice(at, 0, random.pick(BREAKERS));
		else points.splice(at, random.below(3), random.pick(BREAKERS));
		text = points.join("");
	}
	return text;
}

function text(random: Random): string {
	let result = random.below(4) === 0 ? random.pick(WORDS) : "";
	for (let left = random.below(6); left > 0; left--)
		result += random.pick([...CHARACTERS, '"', "\\", "\n", "\x00", "\x1b", "\ud800", "\udc00", "\t"]);
	// Halves that meet would join here, and not in Python.
	return result.replace(/\ud800(?=\udc00)/g, "");
}

function number(random: Random): unknown {
	switch (random.below(8)) {
		case 0:
			return BigInt(random.below(2 ** 32)) ** BigInt(random.below(9)) * (random.below(2) === 0 ? 1n : -1n);
		case 1:
			return random.pick([
				Number.NaN,
				Infinity,
				-Infinity,
				-0,
				5e-324,
				1.7976931348623157e308,
				1e16,
				1e22,
				1e21,
				1e-5,
				0.0001,
			]);
		case 2:
			return new PyFloat(random.below(1000));
		case 3:
			return float(random);
		case 4:
			return random.below(2 ** 32) / 10 ** random.below(20);
		default:
			return random.below(2 ** 32) - 2 ** 31;
	}
}

function float(random: Random): number {
	const view = new DataView(new ArrayBuffer(8));
	view.setUint32(0, random.below(2 ** 32));
	view.setUint32(4, random.below(2 ** 32));
	return view.getFloat64(0);
}

/** What json can write, and now and then something it cannot. */
export function value(random: Random, depth = 0): unknown {
	const kind = random.below(depth > 4 ? 6 : 10);
	if (kind < 2) return number(random);
	if (kind < 4) return text(random);
	if (kind === 4) return random.pick([true, false, null]);
	if (kind === 5) return random.below(60) === 0 ? random.pick([new PySet(), new Uint8Array(1)]) : random.below(10);
	const items = Array.from({ length: random.below(5) }, () => value(random, depth + 1));
	if (kind === 6) return items;
	if (kind === 7) return tupleFrom(items);
	if (kind === 8) return new PyDict(items.map((item) => [text(random), item]));
	return new PyDict(items.map((item) => [key(random), item]));
}

function key(random: Random): unknown {
	switch (random.below(9)) {
		case 0:
			return random.pick([true, false, null]);
		case 1:
			return random.below(6) === 0 ? tupleFrom([1]) : 7;
		case 2:
		case 3: {
			const found = number(random);
			return Number.isNaN(found) ? 0 : found;
		}
		default:
			return text(random);
	}
}

/** Options as Python spells them. */
export function dumpOptions(random: Random): Record<string, unknown> {
	const options: Record<string, unknown> = {};
	const maybe = (name: string, values: readonly unknown[], odds = 4) => {
		if (random.below(odds) === 0) options[name] = random.pick(values);
	};
	maybe("ensure_ascii", [false]);
	maybe("sort_keys", [true]);
	maybe("indent", [0, 1, 2, 4, "\t", "--", "", -1, true]);
	maybe("separators", [
		[",", ":"],
		["; ", " = "],
		["\u20ac", "\n"],
		["", ""],
	]);
	maybe("skipkeys", [true]);
	maybe("allow_nan", [false], 8);
	maybe("check_circular", [false], 8);
	return options;
}

/** Python's keyword as an option of ours. */
export function camelCase(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
	const names: Record<string, string> = { skipkeys: "skipKeys" };
	return Object.fromEntries(
		Object.entries(options).map(([name, given]) => [
			names[name] ?? name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
			given,
		]),
	);
}
