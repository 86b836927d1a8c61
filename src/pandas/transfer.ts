/** Frames on their way to a worker and back: the memory of their arrays is handed over, not copied. */
import { ValueError } from "../errors.ts";
import { NDArray } from "../numpy/ndarray.ts";
import { fromTransfer as arraysBack, toTransfer as arraysTo, type Transfer } from "../numpy/transfer.ts";
import { dumps } from "../pickle/dumps.ts";
import { loads } from "../pickle/loads.ts";
import type { PyName } from "../registry/registry.ts";
import { DataFrame } from "./frame.ts";
import { PyArrow } from "./pyarrow.ts";
import { pandasRegistry } from "./registry.ts";
import { Series } from "./series.ts";

/** All but the memory as a pickle, then arrays and buffers by their places. */
interface Message {
	readonly pickle: Uint8Array;
	readonly arrays: unknown;
	readonly buffers: readonly Uint8Array[];
	readonly frames: readonly PyName[];
	readonly series: readonly PyName[];
}

/** The newest forms, in which nothing is made another dtype. */
const NEWEST = "3.1";

/**
 * Takes a frame, a series, an index or what holds such apart for `postMessage`, so that the memory of its numbers, times,
 * codes and Arrow buffers goes to the other side without being copied; strings that are objects are copied.
 *
 * @param value a frame, series, index, array or scalar of pandas, or a list, dict or object of such
 * @returns what to post, and the memory to hand over: all of an array's that has its own, else a copy of what it shows
 * @throws PyTypeError for a value of a class that has no form in a pickle
 * @example
 * ```ts
 * import { DataFrame, fromTransfer, toTransfer } from "brine/pandas";
 * const { message, transfer } = toTransfer(DataFrame.from({ x: new Float64Array(1000) }));
 * // worker.postMessage(message, transfer), and in the worker: fromTransfer(event.data)
 * const frame = fromTransfer(structuredClone(message, { transfer })) as DataFrame;
 * console.log(frame.shape); // [ 1000, 1 ]
 * ```
 */
export function toTransfer(value: unknown): Transfer {
	const arrays: NDArray[] = [];
	const buffers: Uint8Array[] = [];
	const places = new Map<unknown, number>();
	const [frames, series] = [new Set<PyName>(), new Set<PyName>()];
	const memory = new Set<ArrayBuffer>();
	const hold = (key: object, add: () => number): number => {
		let place = places.get(key);
		if (place === undefined) {
			place = add();
			places.set(key, place);
		}
		return place;
	};
	const pickle = dumps(value, {
		registry: pandasRegistry({ pandasVersion: NEWEST }),
		persistentId: (item) => {
			if (item instanceof DataFrame && item.pyClass !== undefined) frames.add(item.pyClass as PyName);
			if (item instanceof Series && item.pyClass !== undefined) series.add(item.pyClass as PyName);
			if (item instanceof NDArray && !Array.isArray(item.data))
				return ["array", hold(item, () => arrays.push(item) - 1)];
			if (!(item instanceof PyArrow) || item.kind !== "buffer") return undefined;
			const bytes = item.value as Uint8Array;
			return ["buffer", hold(bytes, () => buffers.push(ownMemory(bytes, memory)) - 1)];
		},
	});
	const { message, transfer } = arraysTo(arrays);
	for (const buffer of transfer) memory.add(buffer);
	const whole: Message = { pickle, arrays: message, buffers, frames: [...frames], series: [...series] };
	return { message: whole, transfer: [...memory] };
}

/** The bytes themselves where nothing else is in their memory, else a copy. */
function ownMemory(bytes: Uint8Array, memory: Set<ArrayBuffer>): Uint8Array {
	const isOwn = bytes.buffer instanceof ArrayBuffer && bytes.buffer.byteLength === bytes.byteLength;
	const own = isOwn && !memory.has(bytes.buffer as ArrayBuffer) ? bytes : bytes.slice();
	memory.add(own.buffer as ArrayBuffer);
	return own;
}

/**
 * Makes a value of what {@link toTransfer} took apart.
 *
 * @param message `event.data` on the other side
 * @returns the value, with the same classes, sharing and cycles
 * @throws ValueError (`argument`) for what `toTransfer` did not make
 * @example
 * ```ts
 * import { DataFrame, fromTransfer, toTransfer } from "brine/pandas";
 * fromTransfer(structuredClone(toTransfer([DataFrame.from({ a: [1] })]).message)); // a list with a DataFrame
 * ```
 */
export function fromTransfer(message: unknown): unknown {
	const { pickle, arrays, buffers, frames, series } = (message ?? {}) as Partial<Message>;
	const isMessage = pickle instanceof Uint8Array && Array.isArray(buffers) && Array.isArray(frames);
	if (!isMessage || !Array.isArray(series)) throw new ValueError("not a message of toTransfer", { code: "argument" });
	const held = arraysBack(arrays) as readonly NDArray[];
	const places = new Map<number, PyArrow<Uint8Array>>();
	return loads(pickle, {
		mode: "exact",
		registry: pandasRegistry({ frames: frames as PyName[], series: series as PyName[] }),
		limits: { memory: Number.MAX_SAFE_INTEGER },
		persistentLoad: (id) => {
			const [kind, place] = id as [unknown, number];
			if (kind === "array") return held[place];
			let own = places.get(place);
			if (own === undefined) {
				const bytes: unknown = (buffers as readonly unknown[])[place];
				if (!(bytes instanceof Uint8Array)) throw new ValueError("not a message of toTransfer", { code: "argument" });
				own = new PyArrow("buffer", bytes);
				places.set(place, own);
			}
			return own;
		},
	});
}
