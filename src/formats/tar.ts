/** Tar archives, read as they come: POSIX (ustar, pax) and GNU, names of any length. */
import { OSError } from "../errors.ts";
import { DAMAGED } from "./damaged.ts";

const BLOCK = 512;
/** The longest name, and the longest set of attributes of pax. */
const MOST_NAME = 1 << 20;

/** A member of a tar archive that is a file. Its bytes are to be read, or left, before the next member is asked for. */
export interface TarMember {
	/** The bytes of its name. */
	readonly name: Uint8Array;
	readonly size: number;
	/** All its bytes. */
	read(): Promise<Uint8Array>;
}

/**
 * The files of a tar archive, in its order. Folders and links are left out.
 *
 * @param source the bytes of the archive
 * @throws OSError (`source`) from the iteration, for what is not a tar archive or is cut short
 */
export async function* tarFiles(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarMember, void, undefined> {
	const input = new Input(source);
	let longName: Uint8Array | undefined;
	let pax: Map<string, Uint8Array> = new Map();
	try {
		for (;;) {
			const head = await input.take(BLOCK, true);
			if (head === undefined || head.every((byte) => byte === 0)) return;
			if (!hasRightSum(head)) throw broken("a header is damaged");
			const type = head[156] ?? 0;
			const size = sizeOf(head, pax.get("size"));
			const padded = Math.ceil(size / BLOCK) * BLOCK;
			const isNote = type === 0x4c || type === 0x4b || type === 0x78 || type === 0x67;
			if (isNote) {
				if (size > MOST_NAME) throw broken("a name is too long");
				const note = (await input.take(padded))?.subarray(0, size) as Uint8Array;
				if (type === 0x4c) longName = untilNul(note);
				else if (type === 0x78) pax = attributesOf(note);
				continue;
			}
			const name = pax.get("path") ?? longName ?? nameIn(head);
			longName = undefined;
			pax = new Map();
			// "0", NUL and "7" are files; a link, folder or device has no bytes.
			if (type !== 0 && type !== 0x30 && type !== 0x37) {
				await input.skip(type >= 0x31 && type <= 0x36 ? 0 : padded);
				continue;
			}
			let isRead = false;
			const read = async (): Promise<Uint8Array> => {
				isRead = true;
				const bytes = await input.take(padded);
				return (bytes as Uint8Array).subarray(0, size);
			};
			yield { name, size, read };
			if (!isRead) await input.skip(padded);
		}
	} finally {
		await input.close();
	}
}

function broken(why: string): OSError {
	return new OSError(`not a whole tar archive: ${why}`, { code: "source", hint: DAMAGED });
}

/** Bytes taken from a source. */
class Input {
	readonly #iterator: AsyncIterator<Uint8Array>;
	#held: Uint8Array = new Uint8Array(0);
	constructor(source: AsyncIterable<Uint8Array>) {
		this.#iterator = source[Symbol.asyncIterator]();
	}
	/** So many bytes; undefined at the end, where an end is in order. */
	async take(count: number, mayEnd = false): Promise<Uint8Array | undefined> {
		if (this.#held.length >= count) return this.#cut(count);
		const pieces = [this.#held];
		let have = this.#held.length;
		this.#held = new Uint8Array(0);
		while (have < count) {
			const step = await this.#iterator.next();
			if (step.done === true) {
				if (have === 0 && mayEnd) return undefined;
				throw broken("it is cut short");
			}
			pieces.push(step.value);
			have += step.value.length;
		}
		const all = pieces.length === 1 ? (pieces[0] as Uint8Array) : joined(pieces, have);
		this.#held = all;
		return this.#cut(count);
	}
	async skip(count: number): Promise<void> {
		let missing = count;
		while (missing > this.#held.length) {
			missing -= this.#held.length;
			const step = await this.#iterator.next();
			if (step.done === true) throw broken("it is cut short");
			this.#held = step.value;
		}
		this.#held = this.#held.subarray(missing);
	}
	async close(): Promise<void> {
		await this.#iterator.return?.();
	}
	#cut(count: number): Uint8Array {
		const part = this.#held.subarray(0, count);
		this.#held = this.#held.subarray(count);
		return part;
	}
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
	const all = new Uint8Array(length);
	let at = 0;
	for (const piece of pieces) {
		all.set(piece, at);
		at += piece.length;
	}
	return all;
}

/** The sum of a header, in which its own eight bytes count as spaces; old programs summed signed bytes. */
function hasRightSum(head: Uint8Array): boolean {
	let unsigned = 0;
	let signed = 0;
	for (let i = 0; i < BLOCK; i++) {
		const byte = i >= 148 && i < 156 ? 0x20 : (head[i] as number);
		unsigned += byte;
		signed += byte < 128 ? byte : byte - 256;
	}
	const sum = octal(head, 148, 8);
	return sum === unsigned || sum === signed;
}

function octal(head: Uint8Array, at: number, length: number): number | undefined {
	const text = String.fromCharCode(...head.subarray(at, at + length))
		.replace(/\0[\s\S]*$/, "")
		.trim();
	return /^[0-7]*$/.test(text) ? Number.parseInt(text || "0", 8) : undefined;
}

/** The size in octal digits; GNU's form for sizes from 8 GiB has the top bit set; that of pax counts first. */
function sizeOf(head: Uint8Array, pax: Uint8Array | undefined): number {
	let size: number | undefined;
	if (pax !== undefined) size = Number(/^\d{1,15}$/.exec(text(pax))?.[0] ?? Number.NaN);
	else if (((head[124] as number) & 0x80) !== 0) {
		size = (head[124] as number) & 0x7f;
		for (let i = 125; i < 136; i++) size = size * 256 + (head[i] as number);
	} else size = octal(head, 124, 12);
	if (size === undefined || !Number.isSafeInteger(size)) throw broken("a size is damaged");
	return size;
}

function text(bytes: Uint8Array): string {
	return String.fromCharCode(...bytes.subarray(0, 64));
}
function untilNul(bytes: Uint8Array): Uint8Array {
	const end = bytes.indexOf(0);
	return end < 0 ? bytes : bytes.subarray(0, end);
}

/** The name in a header; POSIX has its beginning in a field of its own. */
function nameIn(head: Uint8Array): Uint8Array {
	const name = untilNul(head.subarray(0, 100));
	const isPosix = text(head.subarray(257, 265)) === "ustar\x0000";
	const prefix = isPosix ? untilNul(head.subarray(345, 500)) : new Uint8Array(0);
	return prefix.length === 0 ? name : joined([prefix, Uint8Array.of(0x2f), name], prefix.length + 1 + name.length);
}

/** The attributes of pax: each is its length, a space, a name, `=` and a value. */
function attributesOf(note: Uint8Array): Map<string, Uint8Array> {
	const attributes = new Map<string, Uint8Array>();
	for (let at = 0; at < note.length; ) {
		const [, digits = ""] = /^(\d{1,7}) /.exec(text(note.subarray(at, at + 9))) ?? [];
		const length = Number(digits);
		if (length <= digits.length + 1 || at + length > note.length) throw broken("attributes are damaged");
		const pair = note.subarray(at + digits.length + 1, at + length - 1);
		const equals = pair.indexOf(0x3d);
		if (equals > 0) attributes.set(text(pair.subarray(0, equals)), pair.subarray(equals + 1));
		at += length;
	}
	return attributes;
}
