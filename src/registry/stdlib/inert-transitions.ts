/** The transitions that dateutil 2 keeps in the pickle of a `tzfile`. */
import { PyObject } from "../../values/opaque.ts";
import { type LocalTime, PyTimeDelta } from "./timedelta.ts";

/** The offset of one of the times between transitions. */
function offsetOf(info: unknown): number | undefined {
	const value = info instanceof PyObject ? info.attributes.get("delta") : undefined;
	return value instanceof PyTimeDelta ? value.totalSeconds() : undefined;
}

/** Local times of transitions, ascending, and the offsets before, between and after them. */
interface Transitions {
	readonly times: readonly number[];
	readonly offsets: readonly number[];
	readonly before: number;
	readonly standard: number;
}

function read(object: PyObject): Transitions | undefined {
	const { attributes } = object;
	const times = attributes.get("_trans_list");
	const infos = attributes.get("_trans_idx");
	const before = offsetOf(attributes.get("_ttinfo_before"));
	const standard = offsetOf(attributes.get("_ttinfo_std"));
	if (!Array.isArray(times) || !Array.isArray(infos) || standard === undefined) return undefined;
	const offsets = infos.map(offsetOf);
	if (!times.every((time) => typeof time === "number") || offsets.includes(undefined)) return undefined;
	if (times.length !== offsets.length) return undefined;
	return { times: times as number[], offsets: offsets as number[], before: before ?? standard, standard };
}

const known = /* @__PURE__ */ new WeakMap<PyObject, Transitions>();

/** The offset at a local time by the transitions in the pickle, as dateutil finds it; undefined without any. */
export function transitionsOf(object: PyObject): ((when: LocalTime | null) => PyTimeDelta | null) | undefined {
	const found = known.get(object) ?? read(object);
	if (found === undefined) return undefined;
	known.set(object, found);
	return (when) => {
		if (when === null) return null;
		const { times, offsets, before, standard } = found;
		const local = Math.floor(when.localMilliseconds / 1000);
		const offsetAt = (index: number): number =>
			index + 1 >= times.length ? standard : index < 0 ? before : (offsets[index] as number);
		let index = lastBefore(times, local);
		if (index > 0 && when.fold === 0) {
			const back = offsetAt(index - 1) - offsetAt(index);
			if (local < (times[index] as number) + back) index--;
		}
		return new PyTimeDelta(0, offsetAt(index));
	};
}
/** The index of the last transition that is not after a time; -1 for none. */
function lastBefore(times: readonly number[], time: number): number {
	let low = 0;
	let high = times.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (time < (times[middle] as number)) high = middle;
		else low = middle + 1;
	}
	return low - 1;
}
