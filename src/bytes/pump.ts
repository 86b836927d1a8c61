/** Pieces into a sink: each is read while the one before it is written. */
import type { AbortSignalLike } from "./signal.ts";
import { openSink, type Sink } from "./sink.ts";

/**
 * Writes pieces to a sink, one after the other, and lets the sink go. No more than two of them are in memory: one that is being
 * written, and one that is being read meanwhile.
 *
 * @param pieces what is written
 * @param sink where to; its `write` is not called again before it is done
 * @param signal stops the writing
 * @throws what the pieces throw, and what the sink fails with; see {@link openSink}
 */
export async function pump(pieces: AsyncIterable<Uint8Array>, sink: Sink, signal?: AbortSignalLike): Promise<void> {
	const writer = openSink(sink, signal);
	let failure: { readonly error: unknown } | undefined;
	let writing: Promise<void> | undefined;
	const settle = async (): Promise<void> => {
		await writing;
		writing = undefined;
		if (failure !== undefined) throw failure.error;
	};
	try {
		for await (const piece of pieces) {
			await settle();
			// A write that fails while the next piece is read is heard when that is there.
			writing = writer.write(piece)?.catch((error: unknown) => {
				failure = { error };
			});
		}
		await settle();
	} catch (error) {
		await writing;
		await writer.abort(error);
		throw error;
	}
	await writer.close();
}
