/** Writing zip archives: each member's sizes and check sum are in its local header, so that any reader can read it. */
import { encodeUtf8 } from "../bytes/utf8.ts";
import { OSError } from "../errors.ts";
import { compress } from "./compress.ts";
import { crc32 } from "./crc32.ts";

/** A member to be written. */
export interface ZipMember {
	/** Its name, with `/` between folders. */
	readonly name: string;
	/** Its content: bytes, pieces, or what yields the pieces when they are written, which are then never together in memory. */
	readonly data: Uint8Array | readonly Uint8Array[] | ZipContent;
	/** Whether it is deflated. @defaultValue false */
	readonly isDeflated?: boolean;
	/** A multiple of which the place of the content in the archive is to be; 64 for torch. @defaultValue 1 */
	readonly align?: number;
}

/** A content that is read as it is written; it is stored, and its check sum comes after it. */
export interface ZipContent {
	/** How many bytes the pieces have together. */
	readonly size: number;
	/** Returns them. */
	pieces(): AsyncIterable<Uint8Array>;
}

/** How an archive is written. */
export interface ZipWriteOptions {
	/** Always write the records of zip64, as torch does; else only where sizes need them. @defaultValue false */
	readonly zip64?: boolean;
}

const MAX16 = 0xffff;
const MAX32 = 0xffffffff;
/** 1980-01-01, the first day that zip has; what is written depends on the members alone. */
const DATE = 0x21;

/**
 * Writes an archive as it goes: one member after the other, each whole in memory unless it is given as {@link ZipContent}.
 *
 * @param members what to write, in this order
 * @param options how
 * @returns the bytes, in pieces
 */
export async function* writeZip(
	members: Iterable<ZipMember> | AsyncIterable<ZipMember>,
	options: ZipWriteOptions = {},
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
	const records: Uint8Array<ArrayBuffer>[] = [];
	let offset = 0;
	for await (const member of members) {
		const name = encodeUtf8(member.name);
		if ("pieces" in member.data) {
			const about = yield* streamed(name, member.data, offset, member.align ?? 1, options.zip64 === true);
			records.push(entryOf(about));
			offset = about.end;
			continue;
		}
		const content = Array.isArray(member.data) ? member.data : [member.data as Uint8Array];
		const method = member.isDeflated === true ? 8 : 0;
		let crc = 0;
		for (const piece of content) crc = crc32(piece, crc);
		const packed = method === 0 ? content : await deflated(content);
		const about = { name, method, crc, size: lengthOf(content), packedSize: lengthOf(packed), offset, flags: 0 };
		const header = localHeader(about, member.align ?? 1, options.zip64 === true);
		yield header;
		for (const piece of packed) yield piece as Uint8Array<ArrayBuffer>;
		records.push(entryOf(about));
		offset += header.length + about.packedSize;
	}
	let size = 0;
	for (const record of records) {
		yield record;
		size += record.length;
	}
	yield endOf(records.length, size, offset, options.zip64 === true);
}

/**
 * An archive of one member, whose bytes have been deflated.
 *
 * @param member its name
 * @param content its bytes
 * @param packed its bytes, deflated
 * @returns the bytes of the archive, in pieces
 */
export function* zipOf(
	member: string,
	content: readonly Uint8Array[],
	packed: Uint8Array,
): Generator<Uint8Array, void, undefined> {
	const name = encodeUtf8(member);
	let crc = 0;
	for (const piece of content) crc = crc32(piece, crc);
	const about = { name, method: 8, crc, size: lengthOf(content), packedSize: packed.length, offset: 0, flags: 0 };
	const header = localHeader(about, 1, false);
	yield header;
	yield packed;
	const entry = entryOf(about);
	yield entry;
	yield endOf(1, entry.length, header.length + packed.length, false);
}

interface About {
	readonly name: Uint8Array;
	readonly method: number;
	readonly crc: number;
	readonly size: number;
	readonly packedSize: number;
	readonly offset: number;
	/** Bit 3: the check sum comes after the content. */
	readonly flags: number;
}

/** Writes a member whose pieces are not there yet; returns what the directory says of it, and where it ends. */
async function* streamed(
	name: Uint8Array,
	{ size, pieces }: ZipContent,
	offset: number,
	align: number,
	always64: boolean,
): AsyncGenerator<Uint8Array<ArrayBuffer>, About & { readonly end: number }, undefined> {
	const about = { name, method: 0, crc: 0, size, packedSize: size, offset, flags: 8 };
	const header = localHeader(about, align, always64);
	yield header;
	let crc = 0;
	let length = 0;
	for await (const piece of pieces()) {
		crc = crc32(piece, crc);
		length += piece.length;
		if (length <= size) yield piece as Uint8Array<ArrayBuffer>;
	}
	if (length !== size) {
		throw new OSError(`a member gave ${length} bytes instead of ${size}`, { code: "source" });
	}
	const width = always64 || size >= MAX32 ? 8 : 4;
	const descriptor = record([4, 0x08074b50], [4, crc], [width, size], [width, size]);
	yield descriptor;
	return { ...about, crc, end: offset + header.length + size + descriptor.length };
}

function lengthOf(pieces: readonly Uint8Array[]): number {
	let length = 0;
	for (const piece of pieces) length += piece.length;
	return length;
}

async function deflated(pieces: readonly Uint8Array[]): Promise<Uint8Array[]> {
	async function* source(): AsyncGenerator<Uint8Array> {
		yield* pieces;
	}
	const packed: Uint8Array[] = [];
	for await (const piece of compress(source(), "deflate-raw")) packed.push(piece);
	return packed;
}

/** Little-endian numbers in a row: [bytes, value]. */
function record(
	...fields: readonly (readonly [size: 2 | 4 | 8, value: number] | Uint8Array)[]
): Uint8Array<ArrayBuffer> {
	const length = fields.reduce((sum, field) => sum + (field instanceof Uint8Array ? field.length : field[0]), 0);
	const bytes = new Uint8Array(length);
	const view = new DataView(bytes.buffer);
	let at = 0;
	for (const field of fields) {
		if (field instanceof Uint8Array) {
			bytes.set(field, at);
			at += field.length;
			continue;
		}
		const [size, value] = field;
		if (size === 2) view.setUint16(at, value, true);
		else view.setUint32(at, value % 2 ** 32, true);
		if (size === 8) view.setUint32(at + 4, Math.floor(value / 2 ** 32), true);
		at += size;
	}
	return bytes;
}

/** Version 2.0, or 4.5 for zip64; the names are UTF-8 where they are not ASCII. */
function common({ name, method, crc, size, packedSize, flags: given }: About, is64: boolean): [2 | 4, number][] {
	const flags = given | (name.some((byte) => byte > 127) ? 0x800 : 0);
	return [
		[2, is64 ? 45 : 20],
		[2, flags],
		[2, method],
		[2, 0],
		[2, DATE],
		[4, crc],
		[4, is64 ? MAX32 : packedSize],
		[4, is64 ? MAX32 : size],
		[2, name.length],
	];
}

function localHeader(about: About, align: number, always64: boolean): Uint8Array<ArrayBuffer> {
	const is64 = always64 || about.size >= MAX32 || about.packedSize >= MAX32;
	// Readers that do not look at the directory take the sizes from here; of 32 bits they come after the content.
	const wide = is64 ? record([2, 1], [2, 16], [8, about.size], [8, about.packedSize]) : new Uint8Array(0);
	const bare = about.offset + 30 + about.name.length + wide.length;
	// The padding is an extra field of its own, as torch writes it; its header counts.
	const over = align > 1 ? (bare + 4) % align : 0;
	const padding = align > 1 ? record([2, 0x4246], [2, (align - over) % align], filler((align - over) % align)) : wide;
	const extra = align > 1 ? record(wide, padding) : wide;
	const known = (about.flags & 8) !== 0 && !is64 ? { ...about, size: 0, packedSize: 0 } : about;
	return record([4, 0x04034b50], ...common(known, is64), [2, extra.length], about.name, extra);
}
function filler(length: number): Uint8Array {
	return new Uint8Array(length).fill(0x5a);
}

function entryOf(about: About): Uint8Array<ArrayBuffer> {
	const is64 = about.size >= MAX32 || about.packedSize >= MAX32 || about.offset >= MAX32;
	const extra = is64
		? record([2, 1], [2, 24], [8, about.size], [8, about.packedSize], [8, about.offset])
		: new Uint8Array(0);
	return record(
		[4, 0x02014b50],
		[2, is64 ? 45 : 20],
		...common(about, is64),
		[2, extra.length],
		[2, 0],
		[2, 0],
		[2, 0],
		[4, 0],
		[4, is64 ? MAX32 : about.offset],
		about.name,
		extra,
	);
}

function endOf(count: number, size: number, offset: number, always64: boolean): Uint8Array<ArrayBuffer> {
	const is64 = always64 || count >= MAX16 || size >= MAX32 || offset >= MAX32;
	const end = record(
		[4, 0x06054b50],
		[2, 0],
		[2, 0],
		[2, Math.min(count, MAX16)],
		[2, Math.min(count, MAX16)],
		[4, Math.min(size, MAX32)],
		[4, Math.min(offset, MAX32)],
		[2, 0],
	);
	if (!is64) return end;
	const wide = record(
		[4, 0x06064b50],
		[8, 44],
		[2, 45],
		[2, 45],
		[4, 0],
		[4, 0],
		[8, count],
		[8, count],
		[8, size],
		[8, offset],
	);
	return record(wide, record([4, 0x07064b50], [4, 0], [8, offset + size], [4, 1]), end);
}
