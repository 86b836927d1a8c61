/** Wrappers around a file, told by its first bytes: gzip, zlib, bzip2, xz. */
import { pipeline, Readable } from "node:stream";
import { createGunzip, createInflate } from "node:zlib";
import { OSError, PyError } from "../errors.ts";

type Bytes = AsyncIterable<Uint8Array>;

interface Wrapper {
	readonly name: string;
	/** Whether a file that starts with these bytes has this wrapper. No pickle and no JSON starts like one of them. */
	matches(head: Uint8Array): boolean;
	open(source: Bytes): Bytes | Promise<Bytes>;
}

function starts(...bytes: number[]): (head: Uint8Array) => boolean {
	return (head) => bytes.every((byte, index) => head[index] === byte);
}

const WRAPPERS: readonly Wrapper[] = [
	{ name: "gzip", matches: starts(0x1f, 0x8b), open: (source) => through(source, createGunzip()) },
	{
		name: "zlib",
		// Method 8 with the usual window, and a header that is a multiple of 31. A smaller window's 0x58 starts pickles.
		matches: ([first, second = 0]) => first === 0x78 && (first * 256 + second) % 31 === 0,
		open: (source) => through(source, createInflate()),
	},
	{
		name: "bzip2",
		// "BZh", a digit, and the six bytes that start a block (pi) or the end (its square root).
		matches: (head) =>
			starts(0x42, 0x5a, 0x68)(head) && [0x31, 0x17].includes(head[4] ?? 0) && [0x41, 0x72].includes(head[5] ?? 0),
		open: async (source) => (await import("./bzip2.ts")).bunzip2(source),
	},
	{ name: "xz", matches: starts(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00), open: unxz },
];

/** As many bytes as the longest signature has. */
const HEAD = 6;

/** And as many as are of use to those who look at what is inside. */
const MAX_HEAD = 64;

/** A wrapper may be inside another, but not for ever. */
const MAX_WRAPPERS = 4;

/** Whether what starts with these bytes is wrapped. */
export function isWrapped(head: Uint8Array): boolean {
	return WRAPPERS.some((wrapper) => wrapper.matches(head));
}

/**
 * Takes the wrappers off a file, if it has any.
 *
 * @param source the bytes as they are
 * @returns the bytes inside
 */
export async function unwrap(source: Bytes): Promise<Bytes> {
	let bytes = source;
	for (let depth = 0; depth < MAX_WRAPPERS; depth++) {
		const [head, all] = await peek(bytes);
		const wrapper = WRAPPERS.find((candidate) => candidate.matches(head));
		if (wrapper === undefined) return all;
		bytes = explained(await wrapper.open(all), wrapper.name);
	}
	return bytes;
}

/** Says which wrapper is broken. */
async function* explained(source: Bytes, name: string): AsyncGenerator<Uint8Array, void, undefined> {
	try {
		yield* source;
	} catch (error) {
		if (error instanceof PyError) throw error; // of the file, or of a wrapper further in
		const text = error instanceof Error ? error.message : String(error);
		throw new OSError(`cannot decompress ${name}: ${text}`, { code: "source", cause: error });
	}
}

/** The first bytes, or as many as there are, and the whole as before. */
export async function peek(source: Bytes): Promise<[head: Uint8Array, all: Bytes]> {
	const iterator = source[Symbol.asyncIterator]();
	const seen: Uint8Array[] = [];
	let length = 0;
	while (length < HEAD) {
		const step = await iterator.next();
		if (step.done) break;
		seen.push(step.value);
		length += step.value.length;
	}
	const head = Buffer.concat(seen.map((chunk) => chunk.subarray(0, MAX_HEAD))).subarray(0, MAX_HEAD);
	const rest = { [Symbol.asyncIterator]: () => iterator };
	return [
		head,
		(async function* () {
			yield* seen;
			yield* rest;
		})(),
	];
}

function through(source: Bytes, transform: NodeJS.ReadWriteStream & AsyncIterable<Uint8Array>): Bytes {
	// Failures of either end come out of the transform.
	pipeline(Readable.from(source), transform, () => undefined);
	return transform;
}

async function unxz(source: Bytes): Promise<Bytes> {
	const { default: xz } = await import("xz-decompress");
	const stream = Readable.toWeb(Readable.from(source)) as ConstructorParameters<typeof xz.XzReadableStream>[0];
	return new xz.XzReadableStream(stream) as unknown as Bytes;
}
