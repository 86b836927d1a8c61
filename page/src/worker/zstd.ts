/** zstd, which browsers do not unpack by themselves. */
import { Decompress } from "fzstd";
import { OSError } from "../../../src/errors.ts";

/** Unpacks as it comes. */
export async function* unzstd(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
	let ready: Uint8Array[] = [];
	const stream = new Decompress((chunk) => void ready.push(chunk));
	try {
		for await (const piece of source) {
			stream.push(piece);
			yield* ready;
			ready = [];
		}
		stream.push(new Uint8Array(0), true);
	} catch (error) {
		throw new OSError(`cannot decompress zstd: ${error instanceof Error ? error.message : String(error)}`, {
			code: "source",
			cause: error,
		});
	}
	yield* ready;
}
