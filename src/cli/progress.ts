/** A bar on standard error while long work goes on, for people who watch a terminal. */

/** Work that is done by then shows no bar. */
const DELAY = 500;

/** The bar moves after each so many bytes that were worked on. */
const PIECE = 1 << 18;

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
	let bar: Bar | undefined;
	let done = 0;
	try {
		for await (const chunk of source) {
			// A whole file in one piece would be at its end before the work on it has begun.
			for (let at = 0; at < chunk.length; at += PIECE) {
				const piece = chunk.subarray(at, at + PIECE);
				yield piece;
				done += piece.length;
				if (bar === undefined && Date.now() - start > DELAY && done < size) bar = await makeBar(name, size);
				bar?.update(done);
			}
		}
	} finally {
		bar?.stop();
	}
}

/** A bar for work that does not wait. */
export interface Meter {
	/** So many bytes more are done. */
	add(count: number): void;
	stop(): void;
}

/**
 * Makes a bar for bytes that are read at once. Where the output goes to a terminal there is none, since both would mix.
 *
 * @param name what is being read
 * @param size how many bytes there are
 */
export async function meterOf(name: string, size: number): Promise<Meter> {
	const { stderr, stdout } = process;
	if (stderr.isTTY !== true || stdout.isTTY === true || size < 2 * PIECE)
		return { add: () => undefined, stop: () => undefined };
	const start = Date.now();
	const make = await barMaker(name, size);
	let bar: Bar | undefined;
	let done = 0;
	return {
		add(count) {
			done += count;
			if (bar === undefined && Date.now() - start > DELAY && done < size) bar = make();
			bar?.update(done);
		},
		stop: () => bar?.stop(),
	};
}

/**
 * Makes a line that says how much has been written. How much there will be nobody knows before it is written, so it has no
 * percentage.
 *
 * @param name what is being written
 * @param toTerminal whether the output itself goes to the terminal: then there is no line
 */
export async function writingMeter(name: string, toTerminal: boolean): Promise<Meter> {
	const { stderr } = process;
	if (stderr.isTTY !== true || toTerminal) return { add: () => undefined, stop: () => undefined };
	const start = Date.now();
	const { default: progress } = await import("cli-progress");
	const format = `${name} {megabytes} MB written`;
	let bar: InstanceType<typeof progress.SingleBar> | undefined;
	let done = 0;
	return {
		add(count) {
			done += count;
			const payload = { megabytes: (done / 1e6).toFixed(1) };
			if (bar === undefined) {
				if (Date.now() - start <= DELAY) return;
				bar = new progress.SingleBar(
					{ format, stream: stderr, clearOnComplete: true },
					progress.Presets.shades_classic,
				);
				bar.start(1, 0, payload);
			} else bar.update(0, payload);
		},
		stop: () => bar?.stop(),
	};
}

interface Bar {
	update(value: number): void;
	stop(): void;
}

async function makeBar(name: string, size: number): Promise<Bar> {
	return (await barMaker(name, size))();
}

async function barMaker(name: string, size: number): Promise<() => Bar> {
	const { default: progress } = await import("cli-progress");
	const format = `${name} {bar} {percentage} %, {eta_formatted} left`;
	return () => {
		const options = { format, stream: process.stderr, clearOnComplete: true };
		const bar = new progress.SingleBar(options, progress.Presets.shades_classic);
		bar.start(size, 0);
		return bar;
	};
}
