/** The states of the parser's machine, and its measures. A file without imports, since esbuild writes numbers of such a file in place. */

/** Represents a character after the end of the text; smaller than all. */
export const END = -1;

/** The state of the machine; those that a value may follow come first. */
export const VALUE = 0;
export const FIRST_ITEM = 1;
export const ITEM = 2;
export const FIRST_KEY = 3;
export const KEY = 4;
export const COLON = 5;
export const NEXT = 6;
export type State =
	| typeof VALUE
	| typeof FIRST_ITEM
	| typeof ITEM
	| typeof FIRST_KEY
	| typeof KEY
	| typeof COLON
	| typeof NEXT;

/** Keys beyond which V8 is slow with a plain object, so that a `PyDict` takes over. */
export const PLAIN_KEYS = 2 ** 22;

/** Estimated heap of a container and of one value in it. */
export const CONTAINER_BYTES = 48;
export const VALUE_BYTES = 32;

/** How many entries an object gets between two looks at how many there are. */
export const STRIDE = 0xffff;

/** Items of an array that are taken off the stack as one part. */
export const PART = 1024;
/** Arrays of fewer items are not looked through for floats alone. */
export const SHORT = 16;
