/** Zip archives, read in ranges: `.npz`, torch's `.pt` and anything else that is one. */
import { type RangeSource, Ranges } from "../bytes/ranges.ts";
import type { AbortSignalLike } from "../bytes/signal.ts";
import { LimitError } from "../errors.ts";
import { crc32 } from "./crc32.ts";
import { type Bytes, decompress } from "./decompress.ts";
import {
	badZip,
	extraField,
	LOCAL,
	number64,
	readDirectory,
	unsupportedZip,
	viewOf,
	type ZipEntry,
} from "./zip-directory.ts";

export type { ZipEntry } from "./zip-directory.ts";

/** The limits of reading an archive. */
export interface ZipOptions {
	/** Bytes of heap for the directory, and for each member that is read. @defaultValue 2^30 (1 GiB) */
	readonly memory?: number;
	/** Stops the reading. */
	readonly signal?: AbortSignalLike | undefined;
}

const DEFAULT_MEMORY = 2 ** 30;

/** A zip archive: its directory, and its members as they are asked for. */
export class Zip {
	/** The members in the order of the directory. */
	readonly entries: readonly ZipEntry[];
	readonly #ranges: Ranges;
	readonly #memory: number;
	readonly #byName: ReadonlyMap<string, ZipEntry>;

	private constructor(ranges: Ranges, entries: readonly ZipEntry[], memory: number) {
		this.#ranges = ranges;
		this.entries = entries;
		this.#memory = memory;
		this.#byName = new Map(entries.map((entry) => [entry.name, entry]));
	}
	/**
	 * Opens an archive; only its end and its directory are read.
	 *
	 * @param source the bytes, or what yields parts of them
	 * @param options what may be used
	 * @throws OSError (`source`) for what is not a zip archive, is damaged, or that two readers would read differently: with
	 *   members that overlap or have one name, or with bytes between the directory and its end
	 * @throws LimitError (`limit`) when the directory needs more than `memory`
	 */
	static async open(source: RangeSource, options: ZipOptions = {}): Promise<Zip> {
		const memory = options.memory ?? DEFAULT_MEMORY;
		const ranges = new Ranges(source, options.signal);
		return new Zip(ranges, await readDirectory(ranges, memory), memory);
	}
	/** The member of a name, or undefined. */
	get(name: string): ZipEntry | undefined {
		return this.#byName.get(name);
	}

	/**
	 * Where the packed bytes of a member are in the archive; its local header is compared with the directory.
	 *
	 * @throws OSError (`source`) for a member that is encrypted or whose two headers do not agree
	 */
	async locate(entry: ZipEntry): Promise<{ readonly start: number; readonly end: number }> {
		const quoted = JSON.stringify(entry.name);
		if (entry.isEncrypted) throw unsupportedZip(`${quoted} is encrypted`);
		const { offset, rawName, limit } = entry;
		const head = await this.#ranges.read(offset, Math.min(limit, offset + LOCAL + rawName.length));
		const view = viewOf(head);
		const differ = badZip(`the local header of ${quoted} is not what the directory says`);
		if (head.length < LOCAL + rawName.length || view.getUint32(0, true) !== 0x04034b50) throw differ;
		const nameLength = view.getUint16(26, true);
		const extraLength = view.getUint16(28, true);
		const nameEnd = LOCAL + nameLength;
		const flags = view.getUint16(6, true);
		const isSameName = nameLength === rawName.length && rawName.every((byte, i) => byte === head[LOCAL + i]);
		// Bit 11 says how the name is encoded; the others are hints, or said again.
		if (!isSameName || view.getUint16(8, true) !== entry.method || ((flags ^ entry.flags) & 0x841) !== 0) throw differ;
		const start = offset + nameEnd + extraLength;
		const end = start + entry.packedSize;
		if (end > limit) throw badZip(`${quoted} overlaps what comes after it`);
		const extra = await this.#ranges.read(offset + nameEnd, start);
		if (!hasSizes(view, extra, flags, entry)) throw differ;
		return { start, end };
	}

	/**
	 * The content of a member, as it is unpacked.
	 *
	 * @throws OSError (`source`) from the iteration, for damaged bytes and a wrong check sum or size
	 * @throws LimitError (`limit`) when more than `memory` comes out
	 */
	async *stream(entry: ZipEntry): AsyncGenerator<Uint8Array, void, undefined> {
		const { start, end } = await this.locate(entry);
		const quoted = JSON.stringify(entry.name);
		let sum = 0;
		let length = 0;
		for await (const piece of this.#unpacked(entry, start, end)) {
			length += piece.length;
			if (length > entry.size) break;
			sum = crc32(piece, sum);
			yield piece;
		}
		if (length !== entry.size) throw badZip(`${quoted} has another size than the directory says`);
		if (sum !== entry.crc) throw badZip(`${quoted} has a wrong check sum`);
	}
	#unpacked(entry: ZipEntry, start: number, end: number): Bytes {
		const packed = this.#ranges.stream(start, end);
		if (entry.method === 0) return packed;
		if (entry.method !== 8) {
			throw unsupportedZip(`${JSON.stringify(entry.name)} is compressed by method ${entry.method}, which is not read`);
		}
		return decompress(packed, "deflate-raw", { memory: this.#memory });
	}

	/**
	 * All of a member.
	 *
	 * @returns its bytes; a view of the archive where that is in memory and the member is stored
	 * @throws OSError (`source`), LimitError (`limit`) as {@link stream}
	 */
	async read(entry: ZipEntry): Promise<Uint8Array> {
		const { size, method } = entry;
		if (method === 0 && this.#ranges.whole !== undefined) {
			const { start, end } = await this.locate(entry);
			const bytes = this.#ranges.whole.subarray(start, end);
			if (bytes.length !== size) throw badZip(`${JSON.stringify(entry.name)} has another size than the directory says`);
			if (crc32(bytes) !== entry.crc) throw badZip(`${JSON.stringify(entry.name)} has a wrong check sum`);
			return bytes;
		}
		if (size > this.#memory) throw new LimitError("memory", this.#memory);
		const pieces: Uint8Array[] = [];
		for await (const piece of this.stream(entry)) pieces.push(piece);
		if (pieces.length === 1) return pieces[0] as Uint8Array;
		// Only what has come is allocated: the size was checked against it.
		const whole = new Uint8Array(size);
		let at = 0;
		for (const piece of pieces) {
			whole.set(piece, at);
			at += piece.length;
		}
		return whole;
	}
	/**
	 * A part of a member that is stored, fetched alone; its check sum cannot be looked at.
	 *
	 * @param start the first byte of the content
	 * @param end the byte after the last
	 */
	async readPart(entry: ZipEntry, start: number, end: number): Promise<Uint8Array> {
		if (entry.method !== 0) throw badZip(`a part of ${JSON.stringify(entry.name)} cannot be read: it is compressed`);
		const place = await this.locate(entry);
		if (!(start >= 0 && start <= end && place.start + end <= place.end))
			throw badZip("a part is not within its member");
		return this.#ranges.read(place.start + start, place.start + end);
	}
}

/** Whether sizes and check sum of the local header are those of the directory; with a descriptor they come after the data. */
function hasSizes(view: DataView, extra: Uint8Array, flags: number, entry: ZipEntry): boolean {
	const packed = view.getUint32(18, true);
	const size = view.getUint32(22, true);
	const crc = view.getUint32(14, true);
	if (
		(flags & 8) !== 0 &&
		crc === 0 &&
		(packed === 0 || packed === 0xffffffff) &&
		(size === 0 || size === 0xffffffff)
	) {
		return true;
	}
	if (crc !== entry.crc) return false;
	const field = extraField(extra, 1);
	const wide = field === undefined ? undefined : viewOf(field);
	let at = 0;
	const widened = (narrow: number): number => {
		if (narrow !== 0xffffffff) return narrow;
		if (wide === undefined || at + 8 > wide.byteLength) return narrow;
		at += 8;
		return number64(wide, at - 8);
	};
	return widened(size) === entry.size && widened(packed) === entry.packedSize;
}
