/** File handles of Node: read exactly as far as asked, yet not byte by byte. */
import { type ChunkReader, hasMethod, MAX_READ } from "./chunk.ts";
import { toOSError } from "./system-error.ts";

/** A file handle as `open` of `node:fs/promises` returns it. A position of null is the file's current one. */
export interface FileHandleLike {
	readonly fd: number;
	read(
		buffer: Uint8Array,
		offset: number,
		length: number,
		position: number | null,
	): Promise<{ readonly bytesRead: number }>;
	stat?(): Promise<{ isFile(): boolean }>;
}

/** Whether something is a file handle. A Node file stream has `fd` too, but can be piped or ended. */
export function isFileHandle(value: unknown): value is FileHandleLike {
	const { fd } = Object(value) as { readonly fd?: unknown };
	return typeof fd === "number" && hasMethod(value, "read") && !hasMethod(value, "pipe") && !hasMethod(value, "end");
}

/** How far ahead small reads look. */
const AHEAD = 1 << 16;

/**
 * Reads a file handle and leaves it right after the last byte taken.
 *
 * Node cannot set the position of a handle, only move it by reading. Where the position can be learned (a regular
 * file on Linux) small reads are served from a window read ahead at explicit positions, which move nothing, and
 * {@link leave} then reads once more over what was taken. Elsewhere every read is exactly as long as asked.
 */
export class HandleReader implements ChunkReader {
	readonly exact = true;
	readonly #handle: FileHandleLike;
	/** Where the handle itself is; undefined when that is not known; null before it was asked. */
	#position: number | undefined | null = null;
	/** Bytes read ahead, and how many of them were taken. */
	#window: Uint8Array = new Uint8Array(0);
	#taken = 0;

	constructor(handle: FileHandleLike) {
		this.#handle = handle;
	}

	async next(wanted: number): Promise<Uint8Array | undefined> {
		try {
			if (this.#position === null) this.#position = await positionOf(this.#handle);
			if (this.#taken === this.#window.length) {
				if (this.#position === undefined || wanted >= AHEAD) return await this.#readExactly(wanted);
				await this.#lookAhead();
			}
		} catch (error) {
			throw toOSError(error, "source");
		}
		const bytes = this.#window.subarray(this.#taken, this.#taken + wanted);
		this.#taken += bytes.length;
		return bytes.length === 0 ? undefined : bytes;
	}

	/** A sequential read, which moves the handle. */
	async #readExactly(wanted: number): Promise<Uint8Array | undefined> {
		await this.#advance();
		const bytes = new Uint8Array(Math.min(wanted, MAX_READ));
		const { bytesRead } = await this.#handle.read(bytes, 0, bytes.length, null);
		if (typeof this.#position === "number") this.#position += bytesRead;
		return bytesRead === 0 ? undefined : bytes.subarray(0, bytesRead);
	}

	/** A read at an explicit position, which does not. */
	async #lookAhead(): Promise<void> {
		await this.#advance();
		const bytes = new Uint8Array(AHEAD);
		const { bytesRead } = await this.#handle.read(bytes, 0, AHEAD, this.#position as number);
		this.#window = bytes.subarray(0, bytesRead);
	}

	/** Moves the handle over what was taken from the window, and drops the window. */
	async #advance(): Promise<void> {
		let left = this.#taken;
		this.#window = new Uint8Array(0);
		this.#taken = 0;
		const scratch = new Uint8Array(left);
		while (left > 0) {
			const { bytesRead } = await this.#handle.read(scratch, 0, left, null);
			if (bytesRead === 0) break; // the file was cut short meanwhile
			this.#position = (this.#position as number) + bytesRead;
			left -= bytesRead;
		}
	}

	async leave(): Promise<void> {
		try {
			await this.#advance();
		} catch (error) {
			throw toOSError(error, "source");
		}
		// Until the next value the handle is the caller's, who may move it.
		this.#position = null;
	}
	close(): Promise<void> {
		return this.leave();
	}
	abort(): void {}
}

/** The part of Node's `process` that tells a handle's position without an import. */
interface ProcessLike {
	readonly platform?: string;
	getBuiltinModule?(name: string): { readFileSync(path: string, encoding: string): string } | undefined;
}

/** The current position of a handle: of regular files on Linux, which tells it under /proc. */
async function positionOf(handle: FileHandleLike): Promise<number | undefined> {
	const host = (globalThis as { process?: ProcessLike }).process;
	if (host?.platform !== "linux" || handle.stat === undefined) return undefined;
	if (!(await handle.stat()).isFile()) return undefined;
	try {
		const text = host.getBuiltinModule?.("node:fs")?.readFileSync(`/proc/self/fdinfo/${handle.fd}`, "latin1");
		const position = /^pos:\s*(\d+)/m.exec(text ?? "")?.[1];
		return position === undefined ? undefined : Number(position);
	} catch {
		return undefined; // no /proc here
	}
}
