/** How the window on a string moves on, for what reads in pieces. */
import { LimitError } from "../errors.ts";
import type { FastScanner } from "./fast/fast-scanner.ts";
import { gather, type Input, type TextFeed } from "./feed.ts";
import { LONGEST_TEXT } from "./options.ts";
import { positionOf } from "./text-position.ts";

/** Drops what has been read and adds text at the end of the window. */
export function moveWindow(scanner: FastScanner, more: string, final: boolean): void {
	const { text, at, comma } = scanner;
	if (comma >= 0) {
		scanner.commaPlace = positionOf(text, comma, scanner.start);
		scanner.comma = -1;
	}
	if (at > 0) scanner.start = positionOf(text, at, scanner.start);
	const rest = text.length - at;
	if (rest + more.length > LONGEST_TEXT) throw tooLong(scanner.start.pos);
	scanner.text = rest > 0 ? text.slice(at) + more : more;
	scanner.pending -= at;
	scanner.searched -= at;
	scanner.at = 0;
	scanner.final = final;
	scanner.nextSpecial = -1;
}

/** The error of a token that is longer than any string. */
function tooLong(offset: number): LimitError {
	return new LimitError("text", LONGEST_TEXT, { offset }, "no string, number or name can be longer");
}

/** Adds text to a window: as much as there is already of what is cut. The end is told when no text comes any more. */
export function* refill(scanner: FastScanner, feed: TextFeed): Generator<number, void, Input> {
	const text = yield* gather(feed, Math.max(1, scanner.text.length - scanner.at));
	moveWindow(scanner, text, text === "");
}

/** Skips whitespace and comments; whether anything else comes after them. */
export function* skip(scanner: FastScanner, feed: TextFeed): Generator<number, boolean, Input> {
	for (;;) {
		if (scanner.skip()) return true;
		if (scanner.final) return false;
		yield* refill(scanner, feed);
	}
}
