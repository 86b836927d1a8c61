/** The state that the parser keeps of the open containers. */
import type { LateIndexBuffer } from "./late-indexes.ts";

/** The value that is being built at a level. The items of an array wait on a common stack until it is complete, long ones in parts. */
export const TOP = 0;
export const ARRAY = 1;
export const OBJECT = 2;
export const MAP = 3;
export const PAIRS = 4;

/** Levels of which nothing is built, so that they are read token by token: smaller than all others, arrays next to them. */
export const STEPS = -3;
export const STEPS_IN_OBJECT = -2;
export const STEPS_IN_ARRAY = -1;

/** Keys of one object that are remembered for the next. */
export const MOST_GUESSES = 256;

/**
 * A key as it was met, the key that came next, and the first key inside of its value. Objects of one kind
 * come in rows with equal keys, so the next key is guessed, and then neither copied nor hashed.
 */
export class KeyNode {
	readonly key: string;
	next: KeyNode | undefined = undefined;
	inside: KeyNode | undefined = undefined;
	/** For events: the key as a part of prefixes, the prefix of its object, and of its value. */
	part = "";
	above: string | undefined = undefined;
	way: string | undefined = undefined;

	constructor(key: string) {
		this.key = key;
	}
}

/** A level that waits for the one above it. */
export interface ParserLevel {
	kind: number;
	box: unknown;
	key: string;
	node: KeyNode;
	count: number;
	start: number;
	room: LateIndexBuffer | undefined;
}
