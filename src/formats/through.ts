/** Bytes through a transforming stream of the platform. */
import type { Transform, WebTransform } from "./platform.ts";

/** Through a stream of Node. Whoever ends the iteration early ends the source too. */
export async function* throughNode(
	source: AsyncIterable<Uint8Array>,
	transform: Transform,
	onEnd?: (taken: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
	let failure: { readonly error: unknown } | undefined;
	let open = true;
	const feed = async (): Promise<void> => {
		try {
			for await (const piece of source) {
				if (!open) return;
				if (!transform.write(piece)) await room(transform);
				if (!open) return;
			}
			transform.end();
		} catch (error) {
			failure = { error };
			transform.destroy(error as Error);
		}
	};
	transform.once("close", () => {
		open = false;
	});
	const feeding = feed();
	try {
		yield* transform;
		onEnd?.(transform.bytesWritten);
	} catch (error) {
		throw failure === undefined ? error : failure.error;
	} finally {
		open = false;
		transform.destroy();
		await feeding;
	}
}

function room(transform: Transform): Promise<void> {
	return new Promise((resolve) => {
		const done = (): void => {
			transform.removeListener("drain", done);
			transform.removeListener("close", done);
			resolve();
		};
		transform.once("drain", done);
		transform.once("close", done);
	});
}

/** Through a web stream. Whoever ends the iteration early ends the source too. */
export async function* throughWeb(
	source: AsyncIterable<Uint8Array>,
	stream: WebTransform,
): AsyncGenerator<Uint8Array, void, undefined> {
	const reader = stream.readable.getReader();
	const writer = stream.writable.getWriter();
	let failure: { readonly error: unknown } | undefined;
	const feed = async (): Promise<void> => {
		try {
			for await (const piece of source) await writer.write(piece);
			await writer.close();
		} catch (error) {
			// A write that is refused since the data is damaged rejects the reader too, with the reason.
			failure = { error };
			await writer.abort(error).catch(() => undefined);
		}
	};
	const feeding = feed();
	try {
		for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value as Uint8Array;
	} catch (error) {
		throw failure === undefined ? error : failure.error;
	} finally {
		await reader.cancel().catch(() => undefined);
		await feeding;
	}
}
