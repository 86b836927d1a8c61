import { PyGlobal } from "../../../values/opaque.ts";
import type { Loader } from "../loader.ts";

/** Shorter strings are made as any others. */
export const LEAST_ENCODED = 1024;

/** Key of the function by which an entry takes a long string that is about to be its first argument; it returns undefined for one that it leaves. */
export const TAKE_TEXT: unique symbol = Symbol("takes text");

/**
 * Goes on with a call whose string an entry has taken.
 *
 * @param step runs one opcode
 * @returns false when bytes lack
 */
export type EncodedCall = (step: (m: Loader) => unknown) => boolean;

interface TakesText {
	readonly [TAKE_TEXT]?: (m: Loader, source: Uint8Array, escaped: boolean) => EncodedCall | undefined;
}

/**
 * Hands a long string to the entry of the callable below it, which may put something else in its place.
 *
 * @param source the bytes of the string
 * @param escaped whether these are as UNICODE has them, and not UTF-8
 * @returns whether the entry took it; else the string is to be pushed
 */
export function pushEncoded(m: Loader, source: Uint8Array, escaped: boolean): boolean {
	const callable = m.stack[m.sp - 1];
	if (source.length < LEAST_ENCODED || !(callable instanceof PyGlobal)) return false;
	m.encoded = (m.knownOf(callable).entry as TakesText | undefined)?.[TAKE_TEXT]?.(m, source, escaped);
	m.encodes ||= m.encoded !== undefined;
	return m.encoded !== undefined;
}
