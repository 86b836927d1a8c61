/** A bar on standard error while long work goes on, for people who watch a terminal. */

/** Work that is done by then shows no bar. */
const DELAY = 500;

/**
 * Passes bytes through and shows how far they have come.
 *
 * @param source the bytes
 * @param name what is being read
 * @param size how many bytes there are; undefined shows none
 */
export async function* withProgress(
	source: AsyncIterable<Uint8Array>,
	name: string,
	size: number | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
	if (!process.stderr.isTTY || size === undefined || size === 0) {
		yield* source;
		return;
	}
	const start = Date.now();
	let bar: { update(value: number): void; stop(): void } | undefined;
	let done = 0;
	try {
		for await (const chunk of source) {
			yield chunk;
			done += chunk.length;
			if (bar === undefined && Date.now() - start > DELAY && done < size) bar = await makeBar(name, size);
			bar?.update(done);
		}
	} finally {
		bar?.stop();
	}
}

async function makeBar(name: string, size: number): Promise<{ update(value: number): void; stop(): void }> {
	const { default: progress } = await import("cli-progress");
	const bar = new progress.SingleBar(
		{ format: `${name} {bar} {percentage} %, {eta_formatted} left`, stream: process.stderr, clearOnComplete: true },
		progress.Presets.shades_classic,
	);
	bar.start(size, 0);
	return bar;
}
