/** The central directory of a zip archive: what it says, checked against itself and against where things are. */
import type { Ranges } from "../bytes/ranges.ts";
import { decodeUtf8Strict } from "../bytes/utf8.ts";
import { LimitError, OSError } from "../errors.ts";
import { AGAIN } from "./damaged.ts";

/** A member of a zip archive, as the directory has it. */
export interface ZipEntry {
	/** Its name with its folders, `/` between them, as it is in the archive; it may be anything. */
	readonly name: string;
	/** 0 stored, 8 deflated; others cannot be read. */
	readonly method: number;
	/** Bytes of its content. */
	readonly size: number;
	/** Bytes that it takes in the archive. */
	readonly packedSize: number;
	/** CRC-32 of its content. */
	readonly crc: number;
	/** Whether it is encrypted; such members cannot be read. */
	readonly isEncrypted: boolean;
	/** @internal Where its local header starts, and where what comes after the member does. */
	readonly offset: number;
	readonly limit: number;
	/** @internal Its name and flags as they are in the archive, which the local header must repeat. */
	readonly rawName: Uint8Array;
	readonly flags: number;
}

const DAMAGED_ZIP = `a zip archive, as .npz and .pt files are, that is cut short or damaged: ${AGAIN}`;

/** An archive that is damaged, or that two readers would read differently. */
export function badZip(reason: string, hint: string = DAMAGED_ZIP): OSError {
	return new OSError(`bad zip archive: ${reason}`, { code: "source", hint });
}

/** An archive that may be whole, but uses what is not read. */
export function unsupportedZip(reason: string): OSError {
	return badZip(reason, "unpack it with another program first");
}

/** Bytes of the records without their variable parts. */
const END = 22;
const END64 = 56;
const LOCATOR = 20;
const ENTRY = 46;
export const LOCAL = 30;
const LONGEST_COMMENT = 0xffff;
/** Estimated bytes of heap of an entry, besides its name. */
const COST = 300;

const MAX16 = 0xffff;
const MAX32 = 0xffffffff;

interface Directory {
	readonly count: number;
	readonly size: number;
	readonly offset: number;
}

/**
 * Reads and checks the directory.
 *
 * @param ranges the archive
 * @param memory how many bytes of heap it may take
 * @returns the members in the order of the directory
 */
export async function readDirectory(ranges: Ranges, memory: number): Promise<ZipEntry[]> {
	const { byteLength } = ranges;
	const tailStart = Math.max(0, byteLength - END - LONGEST_COMMENT - LOCATOR);
	const tail = await ranges.read(tailStart, byteLength);
	const at = findEnd(tail);
	if (at === -1) throw badZip(byteLength < END ? "too short" : "no end of the central directory");
	const end = tailStart + at;
	const view = viewOf(tail);
	const directory = (await readEnd64(ranges, tail, at, tailStart)) ?? readEnd(view, at);
	const { count, size, offset } = directory;
	if (offset + size > end) throw badZip("the central directory is not before its end");
	if (size < count * ENTRY) throw badZip("the central directory is too small for its entries");
	const cost = size + count * COST;
	if (cost > memory) throw new LimitError("memory", memory);
	// Bytes before the first member, or between the directory and its end, are read by some and not by others.
	if (!(await isJoined(ranges, offset + size, end))) throw badZip("the central directory is not just before its end");
	return parseEntries(await ranges.read(offset, offset + size), count, offset);
}

/** The end record whose comment reaches just to the end, from the last place on. */
function findEnd(tail: Uint8Array): number {
	const view = viewOf(tail);
	for (let at = tail.length - END; at >= 0; at--) {
		if (tail[at] !== 0x50 || view.getUint32(at, true) !== 0x06054b50) continue;
		if (view.getUint16(at + 20, true) === tail.length - at - END) return at;
	}
	return -1;
}

function readEnd(view: DataView, at: number): Directory {
	const count = view.getUint16(at + 10, true);
	const isOneDisk = view.getUint16(at + 4, true) === 0 && view.getUint16(at + 6, true) === 0;
	if (!isOneDisk || view.getUint16(at + 8, true) !== count)
		throw unsupportedZip("archives on several disks are not read");
	return { count, size: view.getUint32(at + 12, true), offset: view.getUint32(at + 16, true) };
}

/** The end record of zip64, if there is one; where both say something they must agree. */
async function readEnd64(
	ranges: Ranges,
	tail: Uint8Array,
	at: number,
	tailStart: number,
): Promise<Directory | undefined> {
	const view = viewOf(tail);
	const from = at - LOCATOR;
	const short = { count: view.getUint16(at + 10, true), size: view.getUint32(at + 12, true) };
	const shortOffset = view.getUint32(at + 16, true);
	const needs64 = short.count === MAX16 || short.size === MAX32 || shortOffset === MAX32;
	if (from < 0 || view.getUint32(from, true) !== 0x07064b50) {
		if (needs64 && (short.size === MAX32 || shortOffset === MAX32)) throw badZip("no zip64 end record");
		return undefined;
	}
	if (view.getUint32(from + 4, true) !== 0 || view.getUint32(from + 16, true) > 1) {
		throw unsupportedZip("archives on several disks are not read");
	}
	const where = number64(view, from + 8);
	if (where + END64 > tailStart + from) throw badZip("the zip64 end record is not before its locator");
	const record = await ranges.read(where, where + END64);
	const wide = viewOf(record);
	if (wide.getUint32(0, true) !== 0x06064b50) throw badZip("no zip64 end record where its locator says");
	const length = number64(wide, 4) + 12;
	if (where + length !== tailStart + from) throw badZip("the zip64 end record has another length");
	if (wide.getUint32(16, true) !== 0 || wide.getUint32(20, true) !== 0) {
		throw unsupportedZip("archives on several disks are not read");
	}
	const made = { count: number64(wide, 32), size: number64(wide, 40), offset: number64(wide, 48) };
	const agree = (narrow: number, most: number, value: number): boolean => narrow === most || narrow === value;
	const isSame =
		agree(short.count, MAX16, made.count) &&
		agree(short.size, MAX32, made.size) &&
		agree(shortOffset, MAX32, made.offset) &&
		number64(wide, 24) === made.count;
	if (!isSame) throw badZip("the two ends of the central directory do not agree");
	return made;
}

/** Whether only the end records come after the directory. */
async function isJoined(ranges: Ranges, from: number, end: number): Promise<boolean> {
	const gap = end - from;
	if (gap === 0) return true;
	if (gap < LOCATOR + END64) return false;
	const record = viewOf(await ranges.read(from, from + END64));
	return record.getUint32(0, true) === 0x06064b50 && number64(record, 4) + 12 + LOCATOR === gap;
}

function parseEntries(bytes: Uint8Array, count: number, directoryStart: number): ZipEntry[] {
	const view = viewOf(bytes);
	const entries: ZipEntry[] = [];
	let at = 0;
	for (let i = 0; i < count; i++) {
		if (at + ENTRY > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw badZip("an entry is damaged");
		const nameEnd = at + ENTRY + view.getUint16(at + 28, true);
		const extraEnd = nameEnd + view.getUint16(at + 30, true);
		const next = extraEnd + view.getUint16(at + 32, true);
		if (next > bytes.length) throw badZip("an entry is longer than the directory");
		const rawName = bytes.slice(at + ENTRY, nameEnd);
		const flags = view.getUint16(at + 8, true);
		const narrow = [
			view.getUint32(at + 24, true),
			view.getUint32(at + 20, true),
			view.getUint32(at + 42, true),
		] as const;
		const [size, packedSize, offset] = widened(narrow, bytes.subarray(nameEnd, extraEnd));
		const disk = view.getUint16(at + 34, true);
		if (disk !== 0 && disk !== MAX16) throw unsupportedZip("archives on several disks are not read");
		// Python's zipfile takes such a name for what is before the zero.
		if (rawName.includes(0)) throw badZip("a name has a zero in it");
		entries.push({
			name: nameOf(rawName, flags),
			method: view.getUint16(at + 10, true),
			size,
			packedSize,
			crc: view.getUint32(at + 16, true),
			isEncrypted: (flags & 0x41) !== 0,
			offset,
			limit: directoryStart,
			rawName,
			flags,
		});
		at = next;
	}
	if (at !== bytes.length) throw badZip("the central directory has more than its entries");
	return placed(entries, directoryStart);
}

/** Sizes and offset, in 64 bits where the extra field has them. */
function widened(narrow: readonly [number, number, number], extra: Uint8Array): readonly [number, number, number] {
	if (!narrow.includes(MAX32)) return narrow;
	const field = extraField(extra, 1);
	const view = field === undefined ? undefined : viewOf(field);
	let at = 0;
	const wide = narrow.map((value) => {
		if (value !== MAX32) return value;
		if (view === undefined || at + 8 > view.byteLength) throw badZip("sizes of zip64 are missing");
		at += 8;
		return number64(view, at - 8);
	});
	return wide as unknown as readonly [number, number, number];
}

/**
 * A field of the extra fields by its number.
 *
 * @throws OSError (`source`) when there are two, of which some readers take the first and others the last
 */
export function extraField(extra: Uint8Array, wanted: number): Uint8Array | undefined {
	const view = viewOf(extra);
	let found: Uint8Array | undefined;
	for (let at = 0; at + 4 <= extra.length; ) {
		const end = at + 4 + view.getUint16(at + 2, true);
		if (end > extra.length) return found;
		if (view.getUint16(at, true) === wanted) {
			if (found !== undefined) throw badZip("an extra field is there twice");
			found = extra.subarray(at + 4, end);
		}
		at = end;
	}
	return found;
}

/** The entries with where each may reach to; none may overlap another or come twice. */
function placed(entries: readonly ZipEntry[], directoryStart: number): ZipEntry[] {
	const names = new Set<string>();
	for (const { name } of entries) {
		if (names.has(name)) throw badZip(`two members are named ${JSON.stringify(name)}`);
		names.add(name);
	}
	const inOrder = [...entries].sort((a, b) => a.offset - b.offset);
	const limits = new Map<ZipEntry, number>();
	for (const [i, entry] of inOrder.entries()) {
		const limit = inOrder[i + 1]?.offset ?? directoryStart;
		if (entry.offset + LOCAL + entry.rawName.length + entry.packedSize > limit) {
			throw badZip(`${JSON.stringify(entry.name)} overlaps what comes after it`);
		}
		limits.set(entry, limit);
	}
	return entries.map((entry) => ({ ...entry, limit: limits.get(entry) as number }));
}

/** The upper half of code page 437, in which names are that are not marked as UTF-8. */
const CP437 =
	"ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";

function nameOf(raw: Uint8Array, flags: number): string {
	if ((flags & 0x800) !== 0) return decodeUtf8(raw);
	let name = "";
	for (const byte of raw) name += byte < 128 ? String.fromCharCode(byte) : (CP437[byte - 128] as string);
	return name;
}
function decodeUtf8(raw: Uint8Array): string {
	try {
		return decodeUtf8Strict(raw, 0, raw.length);
	} catch {
		throw badZip("a name is not UTF-8");
	}
}

export function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
/** An unsigned number of 64 bits; what is beyond 2^53 is beyond any archive. */
export function number64(view: DataView, at: number): number {
	const value = view.getUint32(at + 4, true) * 2 ** 32 + view.getUint32(at, true);
	if (!Number.isSafeInteger(value)) throw badZip("a number is too large");
	return value;
}
