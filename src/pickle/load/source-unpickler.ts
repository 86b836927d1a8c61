import { type AbortSignalLike, abortError } from "../../bytes/signal.ts";
import {
	type ChunkReader,
	openSource,
	openSyncSource,
	type Source,
	type SyncChunkReader,
	type SyncSource,
} from "../../bytes/source.ts";
import { PyTypeError } from "../../errors.ts";
import { checkOptions } from "../../options.ts";
import { checkSchema, type StandardSchema, validate, validateAsync } from "../../schema.ts";
import { PyObject } from "../../values/opaque.ts";
import { type BytesLike, bytesOf, isBytes } from "../loads.ts";
import { type LoadsOptions, refusePolicy } from "../options.ts";
import { hintForArgument } from "./argument-hint.ts";
import { PendingList } from "./fast/pending.ts";
import { Feed } from "./feed.ts";
import type { Loader } from "./loader.ts";

/** Options of what reads from a source. */
export interface LoadOptions extends LoadsOptions {
	/** Stops the reading: the promise is rejected with code `aborted`, and the source is given up. */
	readonly signal?: AbortSignalLike;
}

/** The options of an unpickler, whose values have the type of the `schema`. */
export type UnpicklerOptions<Output> = LoadOptions & { readonly schema?: StandardSchema<Output> | undefined };

/** Bytes, or anything that yields bytes. */
export type PickleSource = BytesLike | Source | SyncSource;

/** The common part of `Unpickler` and `BareUnpickler`, which differ in the loader. */
export abstract class SourceUnpickler<Output = unknown> {
	readonly #machine: Loader;
	readonly #feed: Feed;
	readonly #options: LoadOptions;
	readonly #source: PickleSource;
	#reader: ChunkReader | undefined;
	#syncReader: SyncChunkReader | undefined;
	#bytesGiven = false;
	/** The value of the last load. */
	#last: unknown;

	protected constructor(
		source: PickleSource,
		given: UnpicklerOptions<Output> | null | undefined,
		makeLoader: (options: LoadsOptions) => unknown,
	) {
		const options = given ?? {};
		checkOptions("Unpickler", options);
		const { signal: _signal, ...rest } = options;
		refusePolicy(options);
		const hooks: { -readonly [key in keyof LoadsOptions]: LoadsOptions[key] } = { ...rest };
		if (this.findClass !== SourceUnpickler.prototype.findClass) hooks.findClass = (m, n) => this.findClass(m, n);
		if (this.persistentLoad !== SourceUnpickler.prototype.persistentLoad) {
			hooks.persistentLoad = (id) => this.persistentLoad(id);
		}
		// The declarations of the package have no machine.
		this.#machine = makeLoader(hooks) as Loader;
		checkSchema(options.schema);
		this.#feed = new Feed(this.#machine);
		this.#options = options;
		this.#source = source;
		if (isBytes(source)) {
			this.#feed.push(bytesOf(source));
			this.#feed.end();
			this.#bytesGiven = true;
		} else if (!canRead(source)) {
			throw new PyTypeError("file must have 'read' and 'readline' attributes", {
				code: "source",
				hint: hintForArgument(source),
			});
		}
	}

	/**
	 * Called once for every class or function that a pickle names, by the name in the pickle; to be overridden. Throw to
	 * refuse it.
	 *
	 * @returns undefined to go on as usual, a type entry, or a value to put in its place
	 */
	findClass(_module: string, _name: string): object | undefined {
		return undefined;
	}
	/** Called for every persistent id; to be overridden. */
	persistentLoad(_id: unknown): unknown {
		return undefined;
	}

	/**
	 * Reads the next value.
	 *
	 * @returns the value
	 * @throws EOFError (`eof`) at the end; everything that `loads` throws
	 */
	async load(): Promise<Output> {
		const { signal } = this.#options;
		if (signal?.aborted === true) throw abortError(signal);
		this.#start();
		const feed = this.#feed;
		try {
			while (!(feed.ready && feed.run())) {
				if (this.#bytesGiven) {
					feed.run();
					break;
				}
				this.#reader ??= openSource(this.#source as Source, this.#options.signal);
				const { readline } = this.#reader;
				const isLine = feed.wantsLine && readline !== undefined;
				const chunk = await (isLine ? readline() : this.#reader.next(feed.wanted));
				if (this.#take(chunk)) break;
			}
			await this.#reader?.leave();
		} catch (error) {
			if (this.#reader !== undefined && this.#options.signal?.aborted === true) this.#reader.abort(error);
			throw error;
		}
		return validateAsync(this.#options.schema, this.#end()) as Promise<Output>;
	}

	/** As {@link load}, at once: over bytes, an iterable of chunks, or an object with `read(n)`. */
	loadSync(): Output {
		this.#start();
		const feed = this.#feed;
		while (!(feed.ready && feed.run())) {
			if (this.#bytesGiven) {
				feed.run();
				break;
			}
			this.#syncReader ??= openSyncSource(this.#source as SyncSource);
			const { readline } = this.#syncReader;
			const isLine = feed.wantsLine && readline !== undefined;
			if (this.#take(isLine ? readline() : this.#syncReader.next(feed.wanted))) break;
		}
		return validate(this.#options.schema, this.#end()) as Output;
	}

	#start(): void {
		const machine = this.#machine;
		// Only a second load can meet what the first one gave away.
		if (this.#last !== undefined) machine.dicts.left(this.#last, machine.memo);
		machine.reset();
	}
	/** Feeds a chunk, or the end; true when that completed the value. */
	#take(chunk: Uint8Array | string | undefined): boolean {
		if (chunk === undefined) {
			this.#feed.end();
			this.#bytesGiven = true;
			return this.#feed.run();
		}
		if (typeof chunk === "string") {
			throw new PyTypeError("a bytes-like object is required, not 'str'", { code: "source" });
		}
		this.#feed.push(chunk);
		return false;
	}
	#end(): unknown {
		const machine = this.#machine;
		const value = machine.result;
		machine.result = undefined;
		this.#last = value;
		return value;
	}

	/** Whether there is another value; waits for the source. */
	async hasNext(): Promise<boolean> {
		if (this.#feed.hasRest) return true;
		if (this.#bytesGiven) return false;
		this.#reader ??= openSource(this.#source as Source, this.#options.signal);
		const chunk = await this.#reader.next(1);
		if (chunk === undefined) {
			this.#feed.end();
			this.#bytesGiven = true;
			return false;
		}
		this.#take(chunk);
		return true;
	}
	/** The bytes that the source had returned beyond the last value. Empty for file handles and `{ read }` objects: they stand right after it. */
	get rest(): Uint8Array {
		return this.#feed.rest();
	}
	/** The memo: what later values of the same stream may refer to, by index. A copy. */
	get memo(): Map<number, unknown> {
		this.#machine.completeLists();
		const memo = new Map<number, unknown>();
		const present = (value: unknown): unknown => (value instanceof PendingList ? value.present(this.#machine) : value);
		for (const value of this.#machine.memo) memo.set(memo.size, present(value));
		for (const [index, value] of this.#machine.sparse ?? []) memo.set(index, present(value));
		return memo;
	}
	/**
	 * The values on the stack of the machine: after a load that failed, all that was complete by then and in no other
	 * value, so that a broken file can be looked into. A copy.
	 */
	get stack(): unknown[] {
		this.#machine.completeLists();
		return this.#machine.stack.slice(0, this.#machine.sp).map((value) => {
			return typeof value === "object" && value !== null ? this.#machine.fetched(value) : value;
		});
	}
	/**
	 * The inert objects that the last pickle makes and drops, so that they are no part of its value: calls that Python
	 * would run for their effect. At most 1000.
	 */
	get dropped(): unknown[] {
		return [...(this.#machine.dropped ?? []), ...this.stack.filter((value) => value instanceof PyObject)];
	}
	/** Forgets the memo; what follows must not refer to what came before. */
	clearMemo(): void {
		this.#machine.memo.clear();
		this.#machine.sparse = undefined;
	}
	/** Done with the source before its end; see `Source` for what is closed. */
	async close(): Promise<void> {
		this.closeSync();
		await this.#reader?.close();
	}
	/** As {@link close}, for a source that was read with {@link loadSync}. */
	closeSync(): void {
		this.#syncReader?.close();
	}
}

/** A first look, so that the constructor can refuse what is not a source at all, as Python's does. */
function canRead(source: unknown): boolean {
	return typeof source === "object" && source !== null;
}
