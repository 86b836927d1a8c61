/** Where in a value an error came up: its path, and Python's notes. Both stay short, however deep or wide the value. */
import type { PyError } from "../errors.ts";

/** Segments of a path that are shown at each end. */
const ENDS = 100;
/** Characters of one segment: a key may be a whole book. */
const LONGEST = 1000;
/** Characters of a path that are shown at each end when it is longer than both together. */
const PATH_ENDS = 4000;

/** More notes than any Python's recursion limit lets an error gather, and characters of all of them. */
const MOST_NOTES = 2 ** 12;
const MOST_TEXT = 2 ** 20;

/**
 * Joins the segments of a path; of a very deep one the middle is left out.
 *
 * @param count how many there are
 * @param segment returns one, counted from the outside
 */
export function joinPath(count: number, segment: (index: number) => string): string {
	let path = "";
	for (let i = 0; i < count; i++) {
		if (i === ENDS && count > 2 * ENDS) {
			path += "…";
			i = count - ENDS;
		}
		const text = segment(i);
		path += text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
	}
	return path.length > 2 * PATH_ENDS ? `${path.slice(0, PATH_ENDS)}…${path.slice(-PATH_ENDS)}` : path;
}

/** Adds notes to an error, as long as there are not too many; empty ones are none. */
export function addNotes(error: PyError, notes: Iterable<string>): void {
	let room = MOST_TEXT;
	for (const note of notes) {
		if (note === "") continue;
		if (error.notes.length >= MOST_NOTES || room < note.length) return;
		room -= note.length;
		error.notes.push(note);
	}
}
