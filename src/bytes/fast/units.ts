/**
 * Text beyond ASCII from UTF-8, by way of UTF-16: a loop of our own writes the units, and Node's `Buffer` makes a string of
 * them in one copy.
 *
 * PERF(bench: families, strings-non-ascii): a third of the time of the platform's decoder for Cyrillic and CJK.
 */
import { utf16Reader } from "./native-text.ts";

/** Bytes from which on text is left to the platform: what is written and copied once more then is not in the cache. */
const MOST = 1 << 17;
/** How many bytes are looked at before it is thought that all are ASCII. */
const LOOKS = 6;

/** Units of one text, filled and read within one call, and what reads them. */
let units = /* @__PURE__ */ new Uint16Array(0);
let bytesOfUnits = /* @__PURE__ */ new Uint8Array(0);
let reader: ReturnType<typeof utf16Reader>;

/**
 * The text of UTF-8 bytes, if most likely some are beyond ASCII.
 *
 * @returns undefined where another way is as fast, for lone surrogates, and for bytes that are not UTF-8
 */
export function wideText(bytes: Uint8Array, start: number, end: number): string | undefined {
	const length = end - start;
	if (length > MOST) return undefined;
	const step = Math.ceil(length / LOOKS);
	let bits = 0;
	for (let i = start, looks = 0; i < end && looks < LOOKS; i += step, looks++) {
		// Two neighbours, since text may repeat itself in the same steps.
		bits |= bytes[i] as number;
		if (i + 1 < end) bits |= bytes[i + 1] as number;
	}
	if (bits < 0x80 || !makeRoom(length)) return undefined;
	let count = 0;
	let i = start;
	bits = 0;
	while (i < end) {
		const first = bytes[i++] as number;
		let unit = first;
		if (first >= 0x80) {
			const second = (i < end ? (bytes[i++] as number) : 0) ^ 0x80;
			let rest = second;
			if (first < 0xe0) {
				unit = ((first & 0x1f) << 6) | second;
				if (first < 0xc2) return undefined;
			} else {
				const third = (i < end ? (bytes[i++] as number) : 0) ^ 0x80;
				rest |= third;
				unit = ((first & 0x0f) << 12) | (second << 6) | third;
				if (first >= 0xf0) {
					const fourth = (i < end ? (bytes[i++] as number) : 0) ^ 0x80;
					rest |= fourth;
					const point = ((first & 0x07) << 18) | (second << 12) | (third << 6) | fourth;
					if (first > 0xf4 || point < 0x10000 || point > 0x10ffff) return undefined;
					units[count++] = 0xd7c0 + (point >> 10);
					unit = 0xdc00 | (point & 0x3ff);
				} else if (unit < 0x800 || unit >> 11 === 0x1b) {
					return undefined;
				}
			}
			if (rest > 0x3f) return undefined;
		}
		bits |= unit;
		units[count++] = unit;
	}
	if (bits > 0xff) return reader?.toString("utf16le", 0, 2 * count);
	// One byte a character is enough: in place, since none is written before it is read.
	for (let at = 0; at < count; at++) bytesOfUnits[at] = units[at] as number;
	return reader?.toString("latin1", 0, count);
}

/** Whether there is room for so many units, and something to read them. */
function makeRoom(count: number): boolean {
	if (count > units.length) {
		units = new Uint16Array(Math.max(4096, 2 * count));
		bytesOfUnits = new Uint8Array(units.buffer);
		reader = utf16Reader(units);
	}
	return reader !== undefined;
}
