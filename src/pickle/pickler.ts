import type { AbortSignalLike } from "../bytes/signal.ts";
import { type ChunkWriter, openSink, openSyncSink, type Sink, type SyncSink } from "../bytes/sink.ts";
import { PyTypeError, ValueError } from "../errors.ts";
import { checkOptions, parsePythonVersion } from "../options.ts";
import { defaultRegistry } from "../registry/default.ts";
import { checkChoice } from "../values/option-values.ts";
import { fullLimits } from "./limits.ts";
import { checkFunction, checkProtocol, checkRegistry, DUMP_OPTIONS, type DumpsOptions } from "./options.ts";
import { Saver } from "./save/saver.ts";
import type { SaverOptions } from "./save/saver-options.ts";

/** Options of what writes to a sink. */
export interface DumpOptions extends DumpsOptions {
	/** Stops the writing: the promise is rejected with code `aborted`. */
	readonly signal?: AbortSignalLike;
}

/** How many bytes are gathered before they are handed to a sink. */
const CHUNK = 64 * 1024;

/** Checks and completes options. */
export function saverOptions(callee: string, given: DumpsOptions | null): SaverOptions {
	const options = given ?? {};
	checkOptions(callee, options, DUMP_OPTIONS);
	const version = parsePythonVersion(options.pythonVersion);
	const protocol = checkProtocol(options.protocol, version);
	checkChoice("shareStrings", options.shareStrings, ["all", "keys", "none"]);
	checkFunction("persistentId", options.persistentId);
	checkFunction("reducerOverride", options.reducerOverride);
	const callback = options.bufferCallback ?? undefined;
	checkFunction("bufferCallback", callback);
	if (callback !== undefined && protocol < 5) {
		throw new ValueError("buffer_callback needs protocol >= 5", { code: "option" });
	}
	checkRegistry(options.registry);
	return {
		protocol,
		version,
		fixImports: options.fixImports !== false,
		registry: options.registry ?? defaultRegistry,
		limits: fullLimits(options.limits, version),
		shareStrings: options.shareStrings ?? "all",
		toJSON: options.toJSON === true,
		bufferCallback: callback as SaverOptions["bufferCallback"],
		persistentId: options.persistentId ?? undefined,
		reducerOverride: options.reducerOverride ?? undefined,
		dispatchTable: options.dispatchTable ?? undefined,
	};
}

/**
 * Writes values one after the other, as Python's `pickle.Pickler`: the memo stays, so that what several
 * values share is written once, for one `Unpickler` to read.
 *
 * @example
 * ```ts
 * import { pickle } from "brine";
 * const chunks: Uint8Array[] = [];
 * const pickler = new pickle.Pickler({ write: (chunk: Uint8Array) => { chunks.push(chunk); } });
 * await pickler.dump({ a: 1 });
 * await pickler.dump({ a: 2 }); // the key is a reference to the first one
 * ```
 */
export class Pickler {
	readonly #saver: Saver;
	readonly #sink: Sink | SyncSink;
	readonly #signal: AbortSignalLike | undefined;
	#writer: ChunkWriter | undefined;

	/**
	 * @param sink a `WritableStream`, a Node stream, a file handle, or `{ write(chunk) }`
	 * @param options as those of `dumps`, and `signal`
	 * @throws PyTypeError (`sink`) `file must have a 'write' attribute`
	 */
	constructor(sink: Sink | SyncSink, options?: DumpOptions | null) {
		checkOptions("Pickler", options);
		const { signal, ...rest } = options ?? {};
		const hooks: { -readonly [key in keyof DumpsOptions]: DumpsOptions[key] } = { ...rest };
		if (this.persistentId !== Pickler.prototype.persistentId) hooks.persistentId = (value) => this.persistentId(value);
		if (this.reducerOverride !== Pickler.prototype.reducerOverride) {
			hooks.reducerOverride = (value) => this.reducerOverride(value);
		}
		if (typeof sink !== "object" || sink === null || ArrayBuffer.isView(sink)) {
			throw new PyTypeError("file must have a 'write' attribute", { code: "sink" });
		}
		this.#saver = new Saver(saverOptions("Pickler", hooks), true);
		this.#sink = sink;
		this.#signal = signal ?? undefined;
	}

	/** Returns the persistent id of a value, or undefined; to be overridden. */
	persistentId(_value: unknown): unknown {
		return undefined;
	}
	/** Returns a reduction for an object, or undefined; to be overridden. */
	reducerOverride(_value: unknown): unknown {
		return undefined;
	}

	/** Without memo: faster, nothing is shared, and cycles are an error. Deprecated in Python too. */
	get fast(): boolean {
		return this.#saver.fast;
	}
	set fast(value: boolean) {
		this.#saver.fast = value;
	}
	/** Forgets what has been written, so that the next pickle is alone. */
	clearMemo(): void {
		this.#saver.clearMemo();
	}
	/** The objects in the memo with their indexes; a copy. */
	get memo(): Map<object, number> {
		return new Map(this.#saver.objects.entries());
	}

	/**
	 * Writes a value. Frames leave as they close, and the sink's back-pressure is waited for.
	 *
	 * @throws PicklingError and the other exceptions of CPython's pickler, with `path`
	 * @throws OSError (`sink`) when the sink fails
	 */
	async dump(value: unknown): Promise<void> {
		const writer = (this.#writer ??= openSink(this.#sink as Sink, this.#signal));
		const saver = this.#saver;
		try {
			saver.begin(value);
			for (;;) {
				const done = saver.run(CHUNK);
				if (done) saver.out.flush();
				for (const chunk of saver.out.takeChunks()) {
					const wait = writer.write(chunk);
					if (wait !== undefined) await wait;
				}
				if (done) return;
			}
		} catch (error) {
			saver.out.flush();
			saver.out.takeChunks();
			throw error;
		}
	}
	/** As {@link dump}, at once, to a sink with a synchronous `write(chunk)`. */
	dumpSync(value: unknown): void {
		const writer = openSyncSink(this.#sink as SyncSink);
		const saver = this.#saver;
		saver.begin(value);
		for (let done = false; !done; ) {
			done = saver.run(CHUNK);
			if (done) saver.out.flush();
			for (const chunk of saver.out.takeChunks()) writer.write(chunk);
		}
	}
	/** Waits until the sink has everything, and lets go of it; it stays open, as Python's files do. */
	async close(): Promise<void> {
		await this.#writer?.close();
		this.#writer = undefined;
	}
	/** Lets go of the sink after an error. */
	async abort(error: unknown): Promise<void> {
		await this.#writer?.abort(error);
		this.#writer = undefined;
	}
}
