/** Packing what is written, by the last suffix of the name. */
import { Transform } from "node:stream";
import * as zlib from "node:zlib";
import { utf8Encoder } from "../bytes/utf8-encoder.ts";
import { ValueError } from "../errors.ts";
import type { BlockPacker } from "../formats/block-packer.ts";
import { Bzip2Packer } from "../formats/bzip2-writer.ts";
import { Lz4Packer } from "../formats/lz4-writer.ts";
import { LzmaPacker } from "../formats/lzma-encoder.ts";
import { tarOf } from "../formats/tar-writer.ts";
import { XzPacker } from "../formats/xz-writer.ts";
import { writeZip, zipOf } from "../formats/zip-writer.ts";
import type { NewFile, NewFileSync } from "./replace-file.ts";

export interface Packer {
	stream(): Transform;
	sync(bytes: Uint8Array): Uint8Array;
}

/** zstd came with Node 22.15 and 23.8. */
const { createZstdCompress, zstdCompressSync } = zlib as {
	createZstdCompress?: () => Transform;
	zstdCompressSync?: (bytes: Uint8Array) => Uint8Array;
};

const GZIP: Packer = { stream: () => zlib.createGzip(), sync: (bytes) => zlib.gzipSync(bytes) };
const ZLIB: Packer = {
	stream: () => zlib.createDeflate(),
	sync: (bytes) => zlib.deflateSync(bytes),
};

/** A packing that is of this package, not of the platform. */
function ours(make: () => BlockPacker): Packer {
	return {
		stream: () => {
			const packer = make();
			return new Transform({
				transform(chunk: Uint8Array, _encoding, done) {
					for (const piece of packer.write(chunk)) this.push(piece);
					done();
				},
				flush(done) {
					for (const piece of packer.finish()) this.push(piece);
					done();
				},
			});
		},
		sync: (bytes) => {
			const packer = make();
			return Buffer.concat([...packer.write(bytes), ...packer.finish()]);
		},
	};
}

/** Packings and archives that nobody here writes, by suffix; `.Z` is that of `compress`, and is `.z` in other letters. */
const NOT_WRITTEN: Readonly<Record<string, undefined>> = Object.fromEntries(
	[
		"7z",
		"rar",
		"br",
		"lzo",
		"lz",
		"sz",
		"arj",
		"cab",
		"lha",
		"lzh",
		"tgz",
		"tbz",
		"tbz2",
		"txz",
		"tzst",
		"ace",
		"zipx",
	].map((suffix) => [suffix, undefined]),
);

/** Suffixes of packings. Those without a packer are refused, since a file of that name with other content misleads. */
const SUFFIXES: Readonly<Record<string, Packer | undefined>> = {
	gz: GZIP,
	z: ZLIB,
	zlib: ZLIB,
	zst:
		createZstdCompress === undefined || zstdCompressSync === undefined
			? undefined
			: { stream: createZstdCompress, sync: zstdCompressSync },
	bz2: ours(() => new Bzip2Packer()),
	xz: ours(() => new XzPacker()),
	lzma: ours(() => new LzmaPacker()),
	lz4: ours(() => new Lz4Packer()),
	...NOT_WRITTEN,
};

/** An archive of one file, as pandas' `to_pickle` writes it. */
export interface Archive {
	readonly kind: "zip" | "tar";
	/** The name of the file in it: that of the archive without its suffixes. */
	readonly member: string;
	/** How the archive is packed, as in `.tar.gz`. */
	readonly packer: Packer | undefined;
}

/**
 * The archive that a name asks for.
 *
 * @param name the path
 * @returns undefined for one that does not
 * @throws ValueError (`file`) for `.tar.zst` and other packings that this platform does not write
 */
export function archiveOf(name: string): Archive | undefined {
	const file = name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1);
	const [suffix = ""] = /\.zip$|\.tar$|\.tar\.\w+$/i.exec(file) ?? [];
	if (suffix === "") return undefined;
	const member = file.slice(0, -suffix.length);
	const kind = suffix.slice(1).toLowerCase();
	if (kind === "zip" || kind === "tar") return { kind, member, packer: undefined };
	const packer = packerOf(name);
	return packer && { kind: "tar", member, packer };
}

/** Writes one file into an archive; it is gathered, since its size comes first. */
export async function archived(
	file: NewFile,
	{ kind, member, packer }: Archive,
	write: (out: NewFile) => Promise<void>,
): Promise<void> {
	const { put, finish } = gathering();
	await write({ write: async (chunk) => put(chunk) });
	const pieces = finish();
	const all = kind === "tar" ? tarOf(member, pieces) : writeZip([{ name: member, data: pieces, isDeflated: true }]);
	const copy = async (out: NewFile): Promise<void> => {
		for await (const piece of all) await out.write(piece);
	};
	await (packer === undefined ? copy(file) : packed(file, packer, copy));
}

/** {@link archived}, at once. */
export function archivedSync(
	file: NewFileSync,
	{ kind, member, packer }: Archive,
	write: (out: NewFileSync) => void,
): void {
	const { put, finish } = gathering();
	write({ write: put });
	const copy = (out: NewFileSync): void => {
		const pieces = finish();
		const all =
			kind === "tar" ? tarOf(member, pieces) : zipOf(member, pieces, zlib.deflateRawSync(Buffer.concat(pieces)));
		for (const piece of all) out.write(piece);
	};
	if (packer === undefined) copy(file);
	else packedSync(file, packer, copy);
}

function gathering(): { put(chunk: Uint8Array | string): void; finish(): Uint8Array[] } {
	const encode = utf8Encoder();
	const pieces: Uint8Array[] = [];
	return {
		put: (chunk) => void pieces.push(encode(chunk)),
		finish: () => {
			encode(undefined);
			return pieces;
		},
	};
}

/**
 * How a file is to be packed.
 *
 * @param name the path
 * @returns undefined for one that is not to be packed
 * @throws ValueError (`file`) for a suffix of a packing that this platform does not write
 */
export function packerOf(name: string): Packer | undefined {
	const given = name.slice(name.lastIndexOf(".") + 1);
	const suffix = given.toLowerCase();
	if (!Object.hasOwn(SUFFIXES, suffix)) return undefined;
	const packer = SUFFIXES[suffix];
	// That of `compress`, which is not zlib.
	if (packer !== undefined && given !== "Z") return packer;
	throw new ValueError(`cannot write a file packed as .${given === "Z" ? given : suffix}: '${name}'`, {
		code: "file",
		hint: "write it without this suffix and pack it then, or as .gz",
	});
}

/** Writes through a packer. */
export async function packed(file: NewFile, packer: Packer, write: (out: NewFile) => Promise<void>): Promise<void> {
	const stream = packer.stream();
	const writing = (async () => {
		for await (const chunk of stream) await file.write(chunk as Uint8Array);
	})();
	// A failure is looked at below.
	writing.catch(() => undefined);
	const encode = utf8Encoder();
	const put = (bytes: Uint8Array): Promise<void> =>
		new Promise((resolve, reject) => stream.write(bytes, (error) => (error ? reject(error) : resolve())));
	try {
		await write({ write: (chunk) => put(encode(chunk)) });
		encode(undefined);
		stream.end();
		await writing;
	} catch (error) {
		const failure = stream.destroyed
			? await writing.then(
					() => error,
					(first: unknown) => first,
				)
			: error;
		stream.destroy();
		throw failure;
	}
}

/** {@link packed}, at once; what is to be packed is gathered. */
export function packedSync(file: NewFileSync, packer: Packer, write: (out: NewFileSync) => void): void {
	const encode = utf8Encoder();
	const chunks: Uint8Array[] = [];
	write({ write: (chunk) => void chunks.push(encode(chunk)) });
	encode(undefined);
	file.write(packer.sync(Buffer.concat(chunks)));
}
