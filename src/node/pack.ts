/** Packing what is written, by the last suffix of the name. */
import * as zlib from "node:zlib";
import { utf8Encoder } from "../bytes/utf8-encoder.ts";
import { ValueError } from "../errors.ts";
import type { NewFile, NewFileSync } from "./replace-file.ts";

interface Packer {
	stream(): zlib.Gzip;
	sync(bytes: Uint8Array): Uint8Array;
}

/** zstd came with Node 22.15 and 23.8. */
const { createZstdCompress, zstdCompressSync } = zlib as {
	createZstdCompress?: () => zlib.Gzip;
	zstdCompressSync?: (bytes: Uint8Array) => Uint8Array;
};

const GZIP: Packer = { stream: () => zlib.createGzip(), sync: (bytes) => zlib.gzipSync(bytes) };
const ZLIB: Packer = {
	stream: () => zlib.createDeflate() as unknown as zlib.Gzip,
	sync: (bytes) => zlib.deflateSync(bytes),
};

/** Suffixes of packings. Those without a packer are refused, since a file of that name with other content misleads. */
const SUFFIXES: Readonly<Record<string, Packer | undefined>> = {
	gz: GZIP,
	z: ZLIB,
	zlib: ZLIB,
	zst:
		createZstdCompress === undefined || zstdCompressSync === undefined
			? undefined
			: { stream: createZstdCompress, sync: zstdCompressSync },
	bz2: undefined,
	xz: undefined,
	lzma: undefined,
	lz4: undefined,
	zip: undefined,
};

/**
 * How a file is to be packed.
 *
 * @param name the path
 * @returns undefined for one that is not to be packed
 * @throws ValueError (`file`) for a suffix of a packing that this platform does not write
 */
export function packerOf(name: string): Packer | undefined {
	const suffix = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
	if (!Object.hasOwn(SUFFIXES, suffix)) return undefined;
	const packer = SUFFIXES[suffix];
	if (packer !== undefined) return packer;
	throw new ValueError(`cannot write a file packed as .${suffix}: '${name}'`, {
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
