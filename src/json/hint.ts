/** What a person can do about text that is not JSON, where Python's words do not say it. */

/** How far into a text a place is looked up. */
const NEAR = 4096;

/**
 * Finds a hint.
 *
 * @param msg what is wrong
 * @param doc the text, or the part of it that is in memory
 * @param pos where, in code points
 * @returns a sentence, or undefined when the message says enough
 */
export function hintFor(msg: string, doc: string, pos: number): string | undefined {
	if (pos > NEAR) return undefined;
	const at = Array.from(doc.slice(0, 2 * NEAR))[pos] ?? "";
	if (msg === "Extra data") {
		return doc.slice(0, 2 * NEAR).includes("\n")
			? "JSON Lines, a document on each line, are read with loadLines"
			: undefined;
	}
	if (at === "'") return "this looks like Python's repr(), not JSON: write it with json.dumps";
	if (msg !== "Expecting value") return undefined;
	if (/^(None|True|False)\b/.test(doc.slice(pos, pos + 6))) {
		return "this looks like Python's repr(), not JSON: write it with json.dumps";
	}
	if (pos > 0) return undefined;
	if (at === "<") return "this looks like HTML or XML, perhaps an error page that came in place of JSON";
	if (at === "\x80" || at === "\ufffd") return "this looks like a pickle: read its bytes with pickle.loads";
	return at === "\x1f" ? "this looks like gzip: unpack it first" : undefined;
}
