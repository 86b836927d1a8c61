import type { VersionNumber } from "../options.ts";
import { isPrintable } from "./printable.ts";
import { bytesRepr, strRepr } from "./str-repr.ts";

/**
 * How long a repr is, in characters as Python counts them, without making it. Lengths of pieces add up, but
 * for the quotes, which depend on the whole.
 */
class ReprLength {
	#plain = 0;
	#single = 0;
	#double = 0;

	get total(): number {
		const escapes = this.#single > 0 && this.#double > 0 ? this.#single : 0;
		return 2 + this.#plain + this.#single + this.#double + escapes;
	}
	plus(other: ReprLength): ReprLength {
		const sum = new ReprLength();
		sum.#plain = this.#plain + other.#plain;
		sum.#single = this.#single + other.#single;
		sum.#double = this.#double + other.#double;
		return sum;
	}
	static ofText(text: string, version: VersionNumber): ReprLength {
		const length = new ReprLength();
		for (let i = 0; i < text.length; i++) {
			const point = text.codePointAt(i) as number;
			if (point > 0x5c && point < 0x7f) {
				length.#plain++;
				continue;
			}
			if (point > 0xffff) i++;
			if (point === 0x27) length.#single++;
			else if (point === 0x22) length.#double++;
			else if (point === 0x5c || point === 0x09 || point === 0x0a || point === 0x0d) length.#plain += 2;
			else if (isPrintable(point, version)) length.#plain++;
			else length.#plain += point < 0x100 ? 4 : point < 0x10000 ? 6 : 10;
		}
		return length;
	}
	static ofBytes(bytes: Uint8Array): ReprLength {
		const length = new ReprLength();
		for (const byte of bytes) {
			if (byte === 0x27) length.#single++;
			else if (byte === 0x22) length.#double++;
			else if (byte === 0x5c || byte === 0x09 || byte === 0x0a || byte === 0x0d) length.#plain += 2;
			else length.#plain += byte >= 0x20 && byte < 0x7f ? 1 : 4;
		}
		return length;
	}
}

/** Whether Python's `str.splitlines` cuts after a character. */
function endsLine(code: number): boolean {
	return (code >= 0x0a && code <= 0x0d) || (code >= 0x1c && code <= 0x1e) || code === 0x85 || (code | 1) === 0x2029;
}
/** Whether a character is white space to Python's regular expressions. */
function isSpace(code: number): boolean {
	if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x1f);
	return SPACES.has(code) || (code >= 0x2000 && code <= 0x200a);
}
const SPACES: ReadonlySet<number> = /* @__PURE__ */ new Set([
	0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000,
]);

/** Where the line that begins at a place ends, after what ends it. */
function lineEnd(text: string, from: number): number {
	for (let i = from; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (endsLine(code)) return code === 0x0d && text.charCodeAt(i + 1) === 0x0a ? i + 2 : i + 1;
	}
	return text.length;
}
/** Where the word that begins at a place of a line ends, after the white space that follows it. */
function wordEnd(line: string, from: number): number {
	for (let i = from + 1; i < line.length; i++)
		if (isSpace(line.charCodeAt(i - 1)) && !isSpace(line.charCodeAt(i))) return i;
	return line.length;
}

/**
 * A long text as several literals, cut at its lines and, where those are too long, between words.
 *
 * @param width columns that each literal may take
 * @param allowance columns that the last one leaves free
 */
export function* wrapText(text: string, width: number, allowance: number, version: VersionNumber): Iterable<string> {
	for (let at = 0; at < text.length; ) {
		const end = lineEnd(text, at);
		const line = text.slice(at, end);
		at = end;
		const free = at === text.length ? allowance : 0;
		if (ReprLength.ofText(line, version).total <= width - free) {
			yield strRepr(line, version);
			continue;
		}
		let from = 0;
		let length = new ReprLength();
		for (let next = 0; next < line.length; ) {
			const start = next;
			next = wordEnd(line, start);
			const added = ReprLength.ofText(line.slice(start, next), version);
			const candidate = length.plus(added);
			if (candidate.total > width - (next === line.length ? free : 0)) {
				if (start > from) yield strRepr(line.slice(from, start), version);
				from = start;
				length = added;
			} else {
				length = candidate;
			}
		}
		yield strRepr(line.slice(from), version);
	}
}

/** Long bytes as several literals, cut at multiples of four; see {@link wrapText}. */
export function* wrapBytes(bytes: Uint8Array, width: number, allowance: number): Iterable<string> {
	const last = bytes.length - (bytes.length % 4);
	let room = width;
	let from = 0;
	let length = new ReprLength();
	for (let at = 0; at < bytes.length; at += 4) {
		const added = ReprLength.ofBytes(bytes.subarray(at, at + 4));
		const candidate = length.plus(added);
		if (at === last) room -= allowance;
		// One more for the b before the quotes.
		if (candidate.total + 1 > room) {
			if (at > from) yield bytesRepr(bytes.subarray(from, at));
			from = at;
			length = added;
		} else {
			length = candidate;
		}
	}
	if (from < bytes.length) yield bytesRepr(bytes.subarray(from));
}
