import type { SyncSource } from "../bytes/source.ts";
import type { StandardSchema } from "../schema.ts";
import type { BytesLike } from "./loads.ts";
import { type LoadsOptions, refuseSignal } from "./options.ts";
import { type LoadOptions, type PickleSource, Unpickler } from "./unpickler.ts";

/**
 * Reads one value from a source, as Python's `pickle.load`. A file handle or `{ read }` object is left right
 * after the value, so that it can be read from again.
 *
 * @param source anything with bytes to give: a stream, an iterable of chunks, a `Blob`, a `Response`, a file handle, `{ read(n) }`
 * @param options as those of `loads`, and `signal`
 * @returns the value
 * @throws EOFError (`eof`) `Ran out of input` when the source is empty: the file was opened for writing, or never
 *   written; and everything that `loads` throws
 * @example
 * ```ts
 * import { pickle } from "brine";
 * await pickle.load(new Blob([pickle.dumps([1, 2, 3])]).stream()); // [1, 2, 3]
 * ```
 */
export async function load<Output>(
	source: PickleSource,
	options: LoadOptions & { readonly schema: StandardSchema<Output> },
): Promise<Output>;
export async function load(source: PickleSource, options?: LoadOptions | null): Promise<unknown>;
export async function load(source: PickleSource, options?: LoadOptions | null): Promise<unknown> {
	const unpickler = new Unpickler(source, options ?? {});
	try {
		return await unpickler.load();
	} finally {
		await unpickler.close();
	}
}

/**
 * Reads all values of a source that holds one pickle after the other, such as a file that was appended to.
 * Each is read on its own, without the memo of those before.
 *
 * @param source see {@link load}
 * @param options as those of `loads`, and `signal`
 * @returns the values, as they come; with a `schema` each is checked and has its type
 * @throws everything that `loads` throws; a clean end between two pickles is the end of the values
 * @example
 * ```ts
 * import { pickle } from "brine";
 * for await (const value of pickle.loadAll(new Blob([pickle.dumps(1), pickle.dumps(2)]))) console.log(value); // 1, 2
 * ```
 */
export function loadAll<Output>(
	source: PickleSource,
	options: LoadOptions & { readonly schema: StandardSchema<Output> },
): AsyncGenerator<Output, void, undefined>;
export function loadAll(source: PickleSource, options?: LoadOptions | null): AsyncGenerator<unknown, void, undefined>;
export async function* loadAll(
	source: PickleSource,
	options?: LoadOptions | null,
): AsyncGenerator<unknown, void, undefined> {
	const unpickler = new Unpickler(source, options ?? {});
	try {
		while (await unpickler.hasNext()) {
			yield await unpickler.load();
			unpickler.clearMemo();
		}
	} finally {
		await unpickler.close();
	}
}

/**
 * As {@link load}, at once.
 *
 * @param file bytes, an object with Python's `read(n)` (and `readline()`), or an iterable of chunks
 * @param options as those of `loads`
 * @returns the value
 */
export function loadSync<Output>(
	file: BytesLike | SyncSource,
	options: LoadsOptions & { readonly schema: StandardSchema<Output> },
): Output;
export function loadSync(file: BytesLike | SyncSource, options?: LoadsOptions | null): unknown;
export function loadSync(file: BytesLike | SyncSource, options?: LoadsOptions | null): unknown {
	refuseSignal("loadSync", options);
	const unpickler = new Unpickler(file, options ?? {});
	try {
		return unpickler.loadSync();
	} finally {
		unpickler.closeSync();
	}
}
