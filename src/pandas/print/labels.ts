/** The labels of an index as pandas shows them beside rows and above columns. */
import { NDArray } from "../../numpy/ndarray.ts";
import { Categorical, IntervalArray } from "../arrays.ts";
import { cells } from "../cells.ts";
import { dtypeName, StringDType } from "../dtypes.ts";
import { FlatIndex, type Index, type MultiIndex } from "../indexes.ts";
import { isMissing } from "../missing.ts";
import { floatColumn } from "./numbers.ts";
import { floatOf, thing } from "./thing.ts";
import { type Shown, shownValues, timeTexts } from "./values.ts";

/** A name of an index or series; nothing for none. */
export function shownName(name: unknown, old = 0): string {
	if (name === null || name === undefined) return "";
	if (old) return thing(name, false, true, 0, old);
	const float = floatOf(name);
	return float !== undefined && !Number.isNaN(float) ? (floatColumn([float], "NaN", false)[0] as string) : thing(name);
}

/** Takes as many spaces from the front of all strings as all have. */
function trimFront(texts: readonly string[]): string[] {
	let least = Number.POSITIVE_INFINITY;
	for (const text of texts) least = Math.min(least, text.length - text.trimStart().length);
	return least > 0 && least !== Number.POSITIVE_INFINITY ? texts.map((text) => text.slice(least)) : [...texts];
}

/** The labels at some places of an index of one level. */
export function flatLabels(index: Index, places: Shown, old = 0): string[] {
	if (!(index instanceof FlatIndex)) {
		const texts = places.map((i) => String(index.get(i)));
		const ends = [index.get(places[0] ?? 0), index.get(places.at(-1) ?? 0)].map(String);
		const size = Math.max(...ends.map((text) => text.length));
		return texts.map((text) => text.padEnd(size));
	}
	const { array, pyName } = index;
	if (pyName === "DatetimeIndex" || pyName === "TimedeltaIndex") {
		const times = timeTexts(array, places, { old });
		if (times !== undefined) return times;
	}
	if (pyName === "PeriodIndex") {
		const cell = cells(array, "NaT", [0, index.length]);
		return places.map(cell);
	}
	const isObject = array instanceof NDArray && array.dtype.kind === "O";
	if (old > 0 && old < 20200 && (isObject || array instanceof Categorical)) {
		// Before pandas 2.2 such labels were not laid out as values are.
		return places.map((i) => {
			const value = index.get(i);
			const isNaN = array instanceof Categorical ? isMissing(value) : Number.isNaN(floatOf(value));
			return isNaN ? "NaN" : thing(value, false, true, 0, old);
		});
	}
	const isAll =
		isObject || array.dtype instanceof StringDType || array instanceof IntervalArray || array instanceof Categorical;
	return trimFront(shownValues(array, places, { justify: isAll ? "all" : "left", old }));
}

/** The labels of each level of a `MultiIndex`, in full. */
export function levelLabels(index: MultiIndex, places: Shown, old = 0): string[][] {
	return index.levels.map((level, at) => {
		const codes = places.map((i) => index.codes[at]?.get(i) as number);
		const none = /^(datetime64|timedelta64|period)/.test(dtypeName(level.dtype)) ? "NaT" : "NaN";
		if (level.length === 0) return codes.map(() => none);
		// pandas takes the last label where one is missing, and puts what is missing in its place.
		const texts = flatLabels(
			level,
			codes.map((code) => (code < 0 ? level.length - 1 : code)),
			old,
		);
		return texts.map((text, i) => ((codes[i] as number) < 0 ? none : text));
	});
}

/** Labels of levels, in which what is as in the row before is left out. */
export function sparse(levels: readonly (readonly string[])[], start: number): string[][] {
	const last = levels.length - 1;
	const count = levels[0]?.length ?? 0;
	const made = levels.map((level) => level.slice(0, start + 1));
	for (let i = start + 1; i < count; i++) {
		let isSame = true;
		for (let k = 0; k <= last; k++) {
			const text = levels[k]?.[i] as string;
			if (k === last) isSame = false;
			if (isSame && levels[k]?.[i - 1] === text) made[k]?.push("");
			else {
				isSame = false;
				made[k]?.push(text);
			}
		}
	}
	return made;
}

/** Whether any level has a name. */
export function hasNames({ names }: Index): boolean {
	return names.some((name) => name !== null && name !== undefined);
}
