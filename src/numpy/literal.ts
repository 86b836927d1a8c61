/** Python's literals, as `.npy` headers have them: read within bounds, without recursion, and written. */
import { ValueError } from "../errors.ts";
import { strRepr } from "../values/str-repr.ts";
import { PyTuple, tupleFrom } from "../values/tuple.ts";

/** A value of a literal: a dict is a `Map`, a tuple a `PyTuple`. */
export type Literal = string | number | boolean | null | PyTuple | Literal[] | Map<Literal, Literal>;

/** Brackets may be no deeper. */
const DEEPEST = 64;

function bad(reason: string, at: number): ValueError {
	return new ValueError(`cannot parse the header: ${reason} at ${at}`, { code: "argument" });
}

/** A bracket that is open. */
interface Open {
	readonly close: ")" | "]" | "}";
	readonly items: Literal[];
	/** Whether a comma has come since the last item, or there is none. */
	isReady: boolean;
	hasComma: boolean;
}

/**
 * Reads a literal, as `ast.literal_eval` for strings, ints, `True`, `False`, `None`, tuples, lists and dicts of these; ints of
 * Python 2 may end in `L`.
 *
 * @param text the literal, with spaces and line ends around it
 * @throws ValueError (`argument`) for anything else
 */
export function parseLiteral(text: string): Literal {
	const stack: Open[] = [];
	let result: Literal | undefined;
	let at = 0;
	const push = (value: Literal): void => {
		const top = stack.at(-1);
		if (top === undefined) {
			if (result !== undefined) throw bad("more than one value", at);
			result = value;
			return;
		}
		if (!top.isReady) throw bad("a comma is missing", at);
		top.items.push(value);
		top.isReady = false;
	};
	while (at < text.length) {
		const char = text[at] as string;
		if (" \t\n\r\f".includes(char)) {
			at++;
		} else if ("([{".includes(char)) {
			if (stack.length >= DEEPEST) throw bad("too many brackets", at);
			stack.push({ close: char === "(" ? ")" : char === "[" ? "]" : "}", items: [], isReady: true, hasComma: false });
			at++;
		} else if (")]}".includes(char)) {
			const top = stack.pop();
			if (top?.close !== char) throw bad("a bracket is not open", at);
			push(closed(top, at));
			at++;
		} else if (char === "," || char === ":") {
			const top = stack.at(-1);
			// In a dict keys and values take turns.
			const wanted = top?.close === "}" && top.items.length % 2 === 1 ? ":" : ",";
			if (top === undefined || top.isReady || char !== wanted) throw bad(`'${char}' is not expected`, at);
			top.isReady = true;
			top.hasComma = true;
			at++;
		} else {
			const [value, end] = atom(text, at);
			push(value);
			at = end;
		}
	}
	if (stack.length > 0 || result === undefined) throw bad("it ends early", at);
	return result;
}

function closed({ close, items, isReady, hasComma }: Open, at: number): Literal {
	if (close === "]") return items;
	if (close === ")") return items.length === 1 && !hasComma ? (items[0] as Literal) : (tupleFrom(items) as PyTuple);
	if (items.length % 2 === 1 || (items.length > 0 && isReady && !hasComma)) throw bad("a value is missing", at);
	const dict = new Map<Literal, Literal>();
	for (let i = 0; i < items.length; i += 2) dict.set(items[i] as Literal, items[i + 1] as Literal);
	return dict;
}

const WORDS: Readonly<Record<string, Literal>> = { True: true, False: false, None: null };

function atom(text: string, from: number): [value: Literal, end: number] {
	let at = from;
	if (/[uUbB]/.test(text[at] as string) && /["']/.test(text[at + 1] ?? "")) at++;
	const char = text[at] as string;
	if (char === "'" || char === '"') return string(text, at);
	let end = at;
	while (end < text.length && end - at <= 24 && /[\w+-]/.test(text[end] as string)) end++;
	const word = text.slice(at, end);
	if (Object.hasOwn(WORDS, word)) return [WORDS[word] as Literal, end];
	if (!/^[+-]?\d{1,20}[lL]?$/.test(word)) throw bad("something else than a literal", at);
	const value = Number(word.replace(/[lL]$/, ""));
	if (!Number.isSafeInteger(value)) throw bad("a number is too large", at);
	return [value, end];
}

const ESCAPES: Readonly<Record<string, string>> = {
	"\\": "\\",
	"'": "'",
	'"': '"',
	a: "\x07",
	b: "\b",
	f: "\f",
	n: "\n",
	r: "\r",
	t: "\t",
	v: "\v",
};
const HEX: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function string(text: string, from: number): [value: string, end: number] {
	const quote = text[from];
	const parts: string[] = [];
	let at = from + 1;
	let plain = at;
	for (;;) {
		const char = text[at];
		if (char === undefined || char === "\n") throw bad("a string does not end", from);
		if (char === quote) break;
		if (char !== "\\") {
			at++;
			continue;
		}
		parts.push(text.slice(plain, at));
		const kind = text[at + 1] ?? "";
		const digits = HEX[kind];
		if (digits !== undefined) {
			const hex = text.slice(at + 2, at + 2 + digits);
			const point = /^[\da-fA-F]+$/.test(hex) && hex.length === digits ? Number.parseInt(hex, 16) : -1;
			if (point < 0 || point > 0x10ffff) throw bad("an escape is damaged", at);
			parts.push(String.fromCodePoint(point));
			at += 2 + digits;
		} else {
			const plainChar = Object.hasOwn(ESCAPES, kind) ? ESCAPES[kind] : undefined;
			if (plainChar === undefined) throw bad("an escape is not known", at);
			parts.push(plainChar);
			at += 2;
		}
		plain = at;
	}
	parts.push(text.slice(plain, at));
	return [parts.join(""), at + 1];
}

/** A literal as Python's `repr` writes it. Brackets of data are never deeper than a dtype's. */
export function literalText(value: Literal): string {
	if (typeof value === "string") return strRepr(value);
	if (value === null) return "None";
	if (typeof value === "boolean") return value ? "True" : "False";
	if (typeof value === "number") return String(value);
	if (value instanceof Map) {
		return `{${Array.from(value, ([key, item]) => `${literalText(key)}: ${literalText(item)}`).join(", ")}}`;
	}
	const items = (value as readonly Literal[]).map(literalText);
	if (!(value instanceof PyTuple)) return `[${items.join(", ")}]`;
	return items.length === 1 ? `(${items[0]},)` : `(${items.join(", ")})`;
}
