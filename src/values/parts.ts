/** Long arrays put together from parts: V8 copies an array that grows, again and again, and so does its collector. */

/** The longest part of floats; CPython writes a thousand items at a time. */
export const MOST_FLOATS = 1024;
/** As many parts are joined; V8 takes each as an argument. */
export const MOST_PARTS = 8192;

/** Floats to copy; made when the first list needs them. */
let blank: readonly number[] | undefined;

/** Lists one after the other, as one; the last one itself, if it is alone. */
export function joinParts(parts: readonly unknown[][], last: unknown[]): unknown[] {
	if (parts.length === 0) return last;
	const [first, ...more] = parts;
	return (first as unknown[]).concat(...more, last);
}

/**
 * A batch of items that are on the stack.
 *
 * @returns an array that V8 keeps as one of unboxed numbers, if it is worth it
 */
export function cut(stack: readonly unknown[], from: number, to: number): unknown[] {
	if (typeof stack[from] !== "number" || to - from > MOST_FLOATS || !hasFloats(stack, from, to)) {
		return stack.slice(from, to);
	}
	const part = blankFloats(to - from);
	for (let i = from; i < to; i++) part[i - from] = stack[i] as number;
	return part;
}

/** Whether all items are numbers, and some of them no small ints. */
function hasFloats(stack: readonly unknown[], from: number, to: number): boolean {
	let floats = false;
	for (let i = from; i < to; i++) {
		const value = stack[i];
		if (typeof value !== "number") return false;
		if ((value | 0) !== value) floats = true;
	}
	return floats;
}

/** An array of floats, as long as is asked for up to a batch of CPython's. */
export function blankFloats(length: number): number[] {
	if (blank === undefined) {
		const floats: number[] = [];
		for (let i = 0; i < MOST_FLOATS; i++) floats.push(0.5);
		blank = floats;
	}
	return blank.slice(0, length);
}

/** The longest list of {@link blankItems}; a power of two. */
export const MOST_ITEMS = 4096;
/** Items to copy. By push, so that V8 knows it as an array without holes. */
let blankList: undefined[] | undefined;

/** An array to be filled with values of any kind. */
export function blankItems(length: number): unknown[] {
	if (blankList === undefined) {
		blankList = [];
		for (let i = 0; i < MOST_ITEMS; i++) blankList.push(undefined);
	}
	return blankList.slice(0, length);
}
