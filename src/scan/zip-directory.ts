/** Zip archives as a scanner reads them: by the central directory, by what is before each member, and by what neither lists. */
import type { View } from "./view.ts";

/** A member as one of the directories describes it. */
export interface ZipMember {
	readonly name: string;
	readonly flags: number;
	readonly method: number;
	readonly crc: number;
	readonly packed: number;
	readonly size: number;
	/** Where its local header is. */
	readonly header: number;
}

/** A local header: what is right before the bytes of a member. */
export interface LocalHeader {
	readonly name: string;
	readonly flags: number;
	readonly method: number;
	readonly packed: number;
	/** Where the bytes of the member start. */
	readonly data: number;
}

const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
/** The end record and the longest comment after it. */
const TAIL = 22 + 0xffff;
/** More candidates for an end record than this are not looked at. */
const MOST_ENDS = 8;
/** Members beyond this are not looked at. */
const MOST_MEMBERS = 200_000;

/** The entries of a directory. */
export interface Directory {
	readonly members: readonly ZipMember[];
	/** The error in it. */
	readonly problem: string | undefined;
	/** Where it starts, so that it is known what is before. */
	readonly start: number;
	readonly end: number;
}

function u16(view: DataView, at: number): number {
	return view.getUint16(at, true);
}
function u32(view: DataView, at: number): number {
	return view.getUint32(at, true);
}
function u64(view: DataView, at: number): number {
	return u32(view, at) + u32(view, at + 4) * 2 ** 32;
}
function over(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
/** Names of members: UTF-8 or not, every byte is told apart. */
function nameOf(bytes: Uint8Array): string {
	let name = "";
	for (const byte of bytes.subarray(0, 4096)) name += String.fromCharCode(byte);
	return name;
}

/**
 * Finds every central directory of an archive: a file may end in more than one end record, and readers differ in
 * which they take.
 */
export async function directories(view: View): Promise<Directory[]> {
	const from = Math.max(0, view.size - TAIL);
	const tail = await view.read(from, TAIL);
	const data = over(tail);
	const found: Directory[] = [];
	for (let at = tail.length - 22; at >= 0 && found.length < MOST_ENDS; at--) {
		if (tail[at] !== 0x50 || u32(data, at) !== END) continue;
		for (const always of [false, true]) {
			const one = await directory(view, data, at, from, always);
			if (!found.some(({ start, end }) => start === one.start && end === one.end)) found.push(one);
		}
		if (found.length >= MOST_ENDS)
			found.push({
				members: [],
				problem: "there are more end records than are looked at",
				start: view.size,
				end: view.size,
			});
	}
	return found;
}

/**
 * Reads the directory of an end record.
 *
 * @param always whether the record of 64 bits counts wherever there is one, as for Python, or only where 32 bits are too few
 */
async function directory(view: View, tail: DataView, at: number, from: number, always: boolean): Promise<Directory> {
	let count = u16(tail, at + 10);
	let size = u32(tail, at + 12);
	let offset = u32(tail, at + 16);
	let end = from + at;
	const locator = at >= 20 && u32(tail, at - 20) === LOCATOR64;
	if (locator && (always || count === 0xffff || size === 0xffffffff || offset === 0xffffffff)) {
		// The record is where the locator says, or, with bytes before the archive, right before the locator.
		for (const place of [u64(tail, at - 20 + 8), from + at - 20 - 56]) {
			const record = place >= 0 && place < view.size ? await view.read(place, 56) : new Uint8Array(0);
			if (record.length < 56 || u32(over(record), 0) !== END64) continue;
			count = u64(over(record), 32);
			size = u64(over(record), 40);
			offset = u64(over(record), 48);
			end = place;
			break;
		}
	} else if (locator) {
		// torch writes these records always, and 32 bits are enough.
		const place = from + at - 20 - 56;
		const record = place >= 0 ? await view.read(place, 56) : new Uint8Array(0);
		if (record.length === 56 && u32(over(record), 0) === END64) end = place;
	}
	// A prefix before the archive moves everything by its length.
	const start = end - size;
	const moved = start - offset;
	if (start < 0 || moved < 0 || size > 2 ** 30)
		return { members: [], problem: "the directory does not fit", start: end, end };
	return entries(await view.read(start, size), count, moved, start, end);
}

function entries(bytes: Uint8Array, count: number, moved: number, start: number, end: number): Directory {
	const members: ZipMember[] = [];
	const data = over(bytes);
	let problem: string | undefined;
	let at = 0;
	while (at + 46 <= bytes.length && u32(data, at) === ENTRY) {
		if (members.length >= MOST_MEMBERS) {
			problem = "too many members";
			break;
		}
		const [nameLength, extraLength, commentLength] = [u16(data, at + 28), u16(data, at + 30), u16(data, at + 32)];
		let [packed, size, header] = [u32(data, at + 20), u32(data, at + 24), u32(data, at + 42)];
		const extra = at + 46 + nameLength;
		for (let field = extra; field + 4 <= Math.min(extra + extraLength, bytes.length); ) {
			const length = u16(data, field + 2);
			if (u16(data, field) === 1) {
				let value = field + 4;
				const next = (given: number): number => {
					if (given !== 0xffffffff || value + 8 > Math.min(field + 4 + length, bytes.length)) return given;
					value += 8;
					return u64(data, value - 8);
				};
				size = next(size);
				packed = next(packed);
				header = next(header);
			}
			field += 4 + length;
		}
		members.push({
			name: nameOf(bytes.subarray(at + 46, at + 46 + nameLength)),
			flags: u16(data, at + 8),
			method: u16(data, at + 10),
			crc: u32(data, at + 16),
			packed,
			size,
			header: header + moved,
		});
		at = extra + extraLength + commentLength;
	}
	if (
		problem === undefined &&
		(at !== bytes.length || members.length !== (count % 65536) + (count >= 65536 ? count - (count % 65536) : 0))
	)
		problem = "the directory is broken";
	return { members, problem, start, end };
}

/** Reads the local header at an offset; undefined when there is none. */
export async function localHeader(view: View, at: number): Promise<LocalHeader | undefined> {
	const head = await view.read(at, 30);
	if (head.length < 30) return undefined;
	const data = over(head);
	if (u32(data, 0) !== LOCAL) return undefined;
	const nameLength = u16(data, 26);
	const name = nameOf(await view.read(at + 30, nameLength));
	return {
		name,
		flags: u16(data, 6),
		method: u16(data, 8),
		packed: u32(data, 18),
		data: at + 30 + nameLength + u16(data, 28),
	};
}

/** Where local headers may start in some bytes. */
export function* localHeaders(bytes: Uint8Array): Generator<number, void, undefined> {
	for (let at = bytes.indexOf(0x50); at !== -1; at = bytes.indexOf(0x50, at + 1)) {
		if (bytes[at + 1] === 0x4b && bytes[at + 2] === 3 && bytes[at + 3] === 4) yield at;
	}
}
