/** How the window on a string moves on, for what reads in pieces. */
import { LimitError } from "../errors.ts";
import { LONGEST_TEXT } from "./options.ts";
import type { Scanner } from "./scanner.ts";
import { positionOf } from "./text-position.ts";

/** Drops what has been read and adds text at the end of the window. */
export function moveWindow(scanner: Scanner, more: string, final: boolean): void {
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
