/** Pickles in the middle of other bytes: where a reader could be made to start. */
import type { NameList } from "./name-list.ts";
import { Observations } from "./observations.ts";
import { scanPickles } from "./scan-pickles.ts";

/** How many times the bytes are followed at most, in all. */
const EFFORT = 4;

/**
 * Looks for pickles after an offset that no reader gets to by itself.
 *
 * @param bytes all bytes
 * @param from where to begin
 * @param list what is allowed
 * @returns what they would do
 */
export function hiddenPickles(bytes: Uint8Array, from: number, list: NameList): Observations {
	const observations = new Observations();
	let effort = EFFORT * bytes.length + 4096;
	for (let at = from; at < bytes.length && effort > 0; at++) {
		if (!mayStart(bytes, at)) continue;
		const part = bytes.subarray(at);
		const scan = scanPickles(part, { list });
		effort -= Math.max(scan.reached, 64);
		if (!scan.acts) continue;
		observations.addAll(scan.observations);
		observations.add({ verdict: "suspicious", rule: "hidden", why: "a pickle is hidden in other data", offset: at });
		at += Math.max(scan.reached - 1, 0);
	}
	return observations;
}

/** PROTO with a number that there is, or GLOBAL or INST with two lines of names. */
function mayStart(bytes: Uint8Array, at: number): boolean {
	const byte = bytes[at];
	if (byte === 0x80) return (bytes[at + 1] ?? 255) <= 5 && bytes[at + 1] !== 0;
	if (byte !== 0x63 && byte !== 0x69) return false;
	const first = lineOfNames(bytes, at + 1);
	return first > 0 && lineOfNames(bytes, first) > 0;
}
function lineOfNames(bytes: Uint8Array, from: number): number {
	for (let at = from; at < from + 128; at++) {
		const byte = bytes[at] ?? 0;
		if (byte === 0x0a) return at > from ? at + 1 : -1;
		const isName = (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
		if (!isName && byte !== 0x5f && byte !== 0x2e) return -1;
	}
	return -1;
}
