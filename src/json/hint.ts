/** Advice for text that is not JSON, where Python's words have none, and the line of the error. */
import type { TextPosition } from "./text-position.ts";

/** Characters of a line that are shown on each side of a place. */
const NEAR = 40;
/** Characters that would move the caret, or the reader's cursor. */
const HIDDEN = /\p{C}/gu;
const PRINTABLE = /^[ -~]*$/;

/**
 * Finds the hint of an error.
 *
 * @param msg what is wrong
 * @param doc the text, or the part of it that is in memory
 * @param at where, in UTF-16 units of `doc`; negative when that is not in memory
 * @param place the same in the whole text
 * @returns a sentence, unless the message says enough, then the line over a caret; undefined when it is not in memory
 */
export function hintFor(
	msg: string,
	doc: string,
	at: number,
	{ pos, lineno, colno }: TextPosition,
): string | undefined {
	if (at < 0) return undefined;
	const before = shown(doc.slice(Math.max(at - NEAR, 0), at).replace(/.*\n/s, ""));
	const after = doc.slice(at, at + NEAR);
	const isLine = lineno > 1 && before.trim() === "";
	const isPath = pos === 0 && doc.length <= LONGEST_PATH && PATH.test(doc);
	const advice = isPath ? FILE : msg === "Extra data" ? isLine && LINES : adviceFor(after, pos);
	const line = before + shown(after.replace(/\n.*/s, ""));
	return `${advice ? `${advice}\n` : ""}line ${lineno}, column ${colno}:\n${line}\n${" ".repeat(before.length)}^`;
}

/** A part of a line as it can be printed, a column for each UTF-16 unit. */
function shown(part: string): string {
	return PRINTABLE.test(part) ? part : part.replace(/\s/g, " ").replace(HIDDEN, "\ufffd");
}

/** A path of a file of JSON, given as the text itself. */
const PATH = /^[^\s"{}[\],]+\.(?:json|jsonl|ndjson)(?:\.\w+)?$/i;
const LONGEST_PATH = 300;
const FILE = "this looks like a path: loadFile of brine/node reads files";

const LINES = "JSON Lines are read with loadLines";

/** A sentence about text that begins in a certain way, and is the whole text when it is at position 0. */
function adviceFor(text: string, pos: number): string | undefined {
	if (/^('|(None|True|False)\b)/.test(text))
		return "this looks like Python's repr(), not JSON: write it with json.dumps";
	return pos > 0 ? undefined : STARTS[text.charAt(0)];
}

/** A sentence about bytes that are not text, by the first. */
export function hintForByte(first: number | undefined): string | undefined {
	return first === 0x80 || first === 0x1f ? STARTS[String.fromCharCode(first)] : undefined;
}

/** Pickles as Latin-1 and as UTF-8 that replaces what is not. */
const PICKLE = "this looks like a pickle: read its bytes with pickle.loads";

const STARTS: Readonly<Record<string, string>> = {
	"<": "this looks like HTML or XML, perhaps an error page in place of JSON",
	"\x80": PICKLE,
	"\ufffd": PICKLE,
	"\x1f": "this looks like gzip: unpack it first",
};
