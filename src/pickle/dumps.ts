import type { Sink, SyncSink } from "../bytes/sink.ts";
import { kept, takeIdle } from "../kept.ts";
import { DEFAULT_PROTOCOL, HIGHEST_PROTOCOL } from "./opcodes.ts";
import { type DumpsOptions, refuseSignal } from "./options.ts";
import { type DumpOptions, Pickler, saverOptions } from "./pickler.ts";
import { CHANGED } from "./save/fast/object-memo.ts";
import { Saver } from "./save/saver.ts";
import { taskShapes } from "./save/shapes.ts";

/**
 * Writes a value as bytes, as Python's `pickle.dumps`: the very bytes that CPython's C pickler writes for the
 * counterpart of the value.
 *
 * @param value any value of the value table: a safe-integer `number` or a `bigint` is an `int`, any other
 *   `number` a `float`
 * @param options see {@link DumpsOptions}
 * @returns the pickle
 * @throws PicklingError (`unpicklable`, `reduce`, …) with the `path` to what cannot be written
 * @throws ValueError (`option`) `pickle protocol must be <= 5`
 * @throws PyTypeError (`option`) for unknown options
 * @example
 * ```ts
 * import { pickle } from "brine";
 * pickle.dumps(1, { protocol: 5 }); // bytes 80 05 4b 01 2e
 * ```
 */
export function dumps(value: unknown, given?: DumpsOptions | null): Uint8Array<ArrayBuffer> {
	const options = given ?? NO_OPTIONS;
	const protocol = options === NO_OPTIONS ? DEFAULT_PROTOCOL : plainProtocol(options);
	const saver = takeIdle(idle, protocol) ?? new Saver(saverOptions("dumps", options), false);
	try {
		saver.begin(value);
		saver.run();
	} catch (error) {
		if (error !== CHANGED) throw error;
		return writtenCarefully(value, options);
	}
	const written = saver.out.join();
	saver.clear();
	if (protocol >= 0) {
		kept.dumps ??= taskShapes(saver);
		idle[protocol] = saver;
	}
	return written;
}

/** Writes a value whose arrays change while they are looked at: by identity alone, from the start. */
function writtenCarefully(value: unknown, options: DumpsOptions): Uint8Array<ArrayBuffer> {
	const saver = new Saver(saverOptions("dumps", options), false, true);
	saver.begin(value);
	saver.run();
	return saver.out.join();
}

const NO_OPTIONS: DumpsOptions = /* @__PURE__ */ Object.freeze({});

/** The protocol, when nothing else is asked for; otherwise -1. */
function plainProtocol(options: DumpsOptions): number {
	if (typeof options !== "object" || options === null) return -1;
	for (const name in options) if (name !== "protocol") return -1;
	const { protocol } = options;
	return typeof protocol === "number" && protocol >= 0 && protocol <= HIGHEST_PROTOCOL ? protocol : -1;
}

/** Savers without options but the protocol, by that. One that has failed is not kept. */
const idle: (Saver | undefined)[] = [];

/**
 * Writes a value to a sink, as Python's `pickle.dump`. The sink stays open, so that more can be written to it.
 *
 * @param value see {@link dumps}
 * @param sink a `WritableStream`, a Node stream, a file handle, or `{ write(chunk) }`
 * @param options as those of `dumps`, and `signal`
 * @throws everything that `dumps` throws; OSError (`sink`) when the sink fails
 * @example
 * ```ts
 * import { pickle } from "brine";
 * const { readable, writable } = new TransformStream();
 * const [value] = await Promise.all([pickle.load(readable), pickle.dump([1, 2], writable)]); // [1, 2]
 * ```
 */
export async function dump(value: unknown, sink: Sink, options?: DumpOptions | null): Promise<void> {
	const pickler = new Pickler(sink, options);
	try {
		await pickler.dump(value);
	} catch (error) {
		await pickler.abort(error);
		throw error;
	}
	await pickler.close();
}

/**
 * As {@link dump}, at once.
 *
 * @param value see {@link dumps}
 * @param file an object with a synchronous `write(chunk)`
 * @param options as those of `dumps`
 */
export function dumpSync(value: unknown, file: SyncSink, options?: DumpsOptions | null): void {
	refuseSignal("dumpSync", options ?? {});
	new Pickler(file, options).dumpSync(value);
}
