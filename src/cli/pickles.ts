/** The pickles of a file, and what had been understood of one that is broken. */
import { PyError } from "../errors.ts";
import * as pickle from "../pickle/index.ts";

/** A pickle that does not load. */
export class BrokenPickle extends Error {
	readonly error: unknown;
	/** The values that were complete by then and in no other. */
	readonly understood: readonly unknown[];
	constructor(error: unknown, understood: readonly unknown[]) {
		super("a pickle is broken");
		this.error = error;
		this.understood = understood;
	}
}

/**
 * Reads all pickles of a file. A newline after the last one, as editors and redis-cli add, is none.
 *
 * @param source the bytes
 * @param options those of `pickle.load`
 * @param dropped is told of the objects of each pickle that are no part of its value
 * @returns the values, at least one
 * @throws BrokenPickle with the error of `load`
 */
export async function* pickles(
	source: AsyncIterable<Uint8Array>,
	options: pickle.LoadOptions,
	dropped: (values: readonly unknown[]) => void = () => undefined,
): AsyncGenerator<unknown, void, undefined> {
	const tail = new Tail(source);
	const unpickler = new pickle.Unpickler(tail, options);
	let count = 0;
	try {
		while (count === 0 || ((await unpickler.hasNext()) && !(tail.ended && isNewline(unpickler.rest)))) {
			let value: unknown;
			try {
				value = await unpickler.load();
			} catch (error) {
				throw new BrokenPickle(error, await understood(unpickler, error, options));
			}
			yield value;
			if (unpickler.dropped.length > 0) dropped(unpickler.dropped);
			unpickler.clearMemo();
			count++;
		}
	} finally {
		await unpickler.close();
	}
}

/** The length of a frame, which comes after the opcode. */
const FRAME = 8;

/** The values on the stack; of a pickle whose first frame is cut short, what there is of the frame. */
async function understood(
	unpickler: pickle.Unpickler,
	error: unknown,
	options: pickle.LoadOptions,
): Promise<readonly unknown[]> {
	const { stack } = unpickler;
	if (stack.length > 0 || !(error instanceof PyError) || error.opcode !== "FRAME") return stack;
	const inside = new pickle.Unpickler(unpickler.rest.subarray(FRAME), options);
	await inside.load().catch(() => undefined);
	return inside.stack;
}

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

function isNewline(bytes: Uint8Array): boolean {
	const [first, second] = bytes;
	return (
		(bytes.length === 1 && first === NEWLINE) || (bytes.length === 2 && first === CARRIAGE_RETURN && second === NEWLINE)
	);
}

/** A source that says when its last piece has been handed out, and hands out a newline at its end alone. */
class Tail implements AsyncIterable<Uint8Array> {
	ended = false;
	readonly #source: AsyncIterable<Uint8Array>;
	constructor(source: AsyncIterable<Uint8Array>) {
		this.#source = source;
	}
	async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
		let held: Uint8Array = new Uint8Array(0);
		for await (const piece of this.#source) {
			const last = piece.at(-1);
			if (last !== NEWLINE && last !== CARRIAGE_RETURN) {
				if (held.length > 0) yield held;
				held = new Uint8Array(0);
				yield piece;
				continue;
			}
			const whole = held.length === 0 ? piece : Buffer.concat([held, piece]);
			const from = Math.max(0, whole.length - 2);
			if (from > 0) yield whole.subarray(0, from);
			held = whole.subarray(from);
		}
		const kept = held.length === 2 && held[0] !== CARRIAGE_RETURN ? 1 : 0;
		if (kept > 0) yield held.subarray(0, kept);
		this.ended = true;
		if (held.length > kept) yield held.subarray(kept);
	}
}
