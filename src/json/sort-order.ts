/** In which order CPython's `sorted` compares, so that the first pair it cannot compare is the one reported. */
import type { VersionNumber } from "../options.ts";

/** Below this many items CPython sorts in one run. */
const ONE_RUN = 64;

/**
 * Compares keys in CPython's order until `compare` throws; does nothing when it does not, or when there
 * are too many keys to tell. Follows `count_run` and `binarysort` of Objects/listobject.c.
 */
export function compareInOrder(
	keys: readonly unknown[],
	compare: (a: unknown, b: unknown) => number,
	version: VersionNumber,
): void {
	if (keys.length < 2 || keys.length > ONE_RUN) return;
	const list = [...keys];
	const isLess = (a: number, b: number): boolean => compare(list[a], list[b]) < 0;
	let run = version < 31300 ? firstRun(list, isLess) : firstRunWithTies(list, isLess);
	for (; run < list.length; run++) {
		const pivot = list[run];
		let low = 0;
		let high = run;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (compare(pivot, list[middle]) < 0) high = middle;
			else low = middle + 1;
		}
		list.splice(low, 0, ...list.splice(run, 1));
	}
}

type IsLess = (a: number, b: number) => boolean;

/** Length of the run at the start, which is turned round if it goes down. */
function firstRun(list: unknown[], isLess: IsLess): number {
	const down = isLess(1, 0);
	let n = 2;
	while (n < list.length && isLess(n, n - 1) === down) n++;
	if (down) reverse(list, n);
	return n;
}

/** As {@link firstRun}, since 3.13: a run that goes down may hold equal items, and is prolonged once turned round. */
function firstRunWithTies(list: unknown[], isLess: IsLess): number {
	const { length } = list;
	let n = 1;
	while (n < length && !isLess(n, n - 1)) n++;
	if (n === length || (n > 1 && isLess(0, n - 1))) return n;
	for (n++; n < length; n++) if (!isLess(n, n - 1) && isLess(n - 1, n)) break;
	reverse(list, n);
	while (n < length && !isLess(n, n - 1)) n++;
	return n;
}

function reverse(list: unknown[], count: number): void {
	list.splice(0, count, ...list.slice(0, count).reverse());
}
