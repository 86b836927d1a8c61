/** `brine worker`: a process that answers one request after the other, for what runs on many machines. */
import { once } from "node:events";
import type { ArgumentParser } from "argparse";
import { EOFError } from "../errors.ts";
import { LineCutter, RequestCutter } from "../jobs/cutter.ts";
import { ItemProcess } from "../jobs/item-process.ts";
import { answerFrame, type Request } from "../jobs/requests.ts";
import { mostBytes, TASKS, type Task } from "../jobs/settings.ts";
import { toOSError } from "../node/index.ts";
import type { Command } from "./command.ts";
import { addTaskArguments, type TaskArguments, taskOptions } from "./task-arguments.ts";

interface Options extends TaskArguments {
	readonly task: Task;
	readonly frames: boolean;
	readonly null: boolean;
}

/** The most bytes that may be read before an answer: so many items, or so many bytes, and one item in any case. */
const MOST_ITEMS = 256;
const MOST_BYTES = 1 << 24;
const NEWLINE = 10;
const LINE_END = Buffer.of(NEWLINE);

export const worker: Command<Options> = {
	name: "worker",
	description:
		"Answer requests from standard input on standard output, one JSON object for each, in their order, until the input ends. With --lines, the default, a request is a line with the path of a file, and an answer a line. With --frames a request is an id and bytes, each after its length in four bytes, the highest first, and an answer comes after its length. A file that is bad, takes too long or needs too much memory costs its own answer: the work is done by a process that is replaced.",
	examples: [
		["find . -name '*.pkl' | brine worker scan", "a verdict for each file"],
		["ls *.pkl | brine worker convert --default str >values.jsonl", "their values"],
		['find . -print0 | xargs -0 -n 500 -P 8 sh -c \'printf "%s\\n" "$@" | brine worker scan\' -', "in 8 processes"],
		["brine worker convert --frames --max-memory 1G", "what integrations/spark starts"],
	],
	define: defineArguments,
	run: answerAll,
};

function defineArguments(parser: ArgumentParser): void {
	parser.add_argument("task", {
		choices: TASKS,
		help: "convert: JSON of the value; scan: what it would do; show: the value as Python prints it",
	});
	const form = parser.add_mutually_exclusive_group();
	form.add_argument("--lines", { action: "store_true", help: "requests are paths, one on each line (default)" });
	form.add_argument("--frames", { action: "store_true", help: "requests are an id and bytes, each after its length" });
	form.add_argument("-0", "--null", {
		action: "store_true",
		help: "as --lines, with a NUL after each path, as find -print0 writes them",
	});
	addTaskArguments(parser);
}

async function answerAll(options: Options): Promise<void> {
	const { task, max_memory: maxMemory, max_seconds: maxSeconds } = options;
	const process_ = new ItemProcess({ task, options: taskOptions(task, options), maxMemory, maxSeconds });
	const answers = new Answers(options.frames);
	const end = (signal: NodeJS.Signals): void => {
		process_.kill();
		process.off("SIGTERM", end).off("SIGINT", end);
		// Only whole answers were written.
		process.kill(process.pid, signal);
	};
	process.on("SIGTERM", end).on("SIGINT", end);
	process.stdout.once("close", () => process_.kill());
	try {
		for await (const request of requests(options)) {
			answers.expect(process_.handle(request));
			while (process_.inHand >= MOST_ITEMS || process_.bytesInHand >= MOST_BYTES) await answers.next();
			await answers.drained();
		}
	} finally {
		await answers.end();
		await process_.end();
		process.off("SIGTERM", end).off("SIGINT", end);
	}
}

/** The requests of standard input. */
async function* requests(options: Options): AsyncGenerator<Request, void, undefined> {
	const frames = new RequestCutter(mostBytes(options.max_memory));
	const lines = new LineCutter(options.null ? 0 : NEWLINE);
	for await (const piece of input()) {
		if (!options.frames) {
			yield* lines.requests(piece);
			continue;
		}
		frames.push(piece);
		for (let request = frames.next(); request !== undefined; request = frames.next()) yield request;
	}
	const last = lines.last();
	if (last !== undefined) yield last;
	if (frames.inside) throw new EOFError("the input ends within a request", { code: "truncated" });
}

async function* input(): AsyncGenerator<Uint8Array, void, undefined> {
	try {
		for await (const piece of process.stdin) yield piece as Uint8Array;
	} catch (error) {
		throw toOSError(error);
	}
}

/** Writes answers as they come, in the order of the requests. */
class Answers {
	readonly #isFrames: boolean;
	#last: Promise<void> = Promise.resolve();
	#newest: (() => void)[] = [];
	#failure: { readonly error: unknown } | undefined;

	constructor(isFrames: boolean) {
		this.#isFrames = isFrames;
	}
	/** An answer is to come. */
	expect(answer: Promise<Uint8Array | string>): void {
		this.#last = Promise.all([answer, this.#last]).then(([json]) => this.#write(json), this.#fail);
	}
	/** Waits for the next answer that is written. */
	async next(): Promise<void> {
		if (this.#failure !== undefined) throw this.#failure.error;
		await new Promise<void>((resolve) => this.#newest.push(resolve));
	}
	/** Waits until whoever reads the answers has taken them. */
	async drained(): Promise<void> {
		if (process.stdout.writableNeedDrain) await once(process.stdout, "drain");
	}
	async end(): Promise<void> {
		await this.#last;
		if (this.#failure !== undefined) throw this.#failure.error;
	}
	#write(json: Uint8Array | string): void {
		const bytes = typeof json === "string" ? Buffer.from(json) : json;
		const { stdout } = process;
		// Small answers go together.
		if (stdout.writableCorked === 0) {
			stdout.cork();
			setImmediate(() => stdout.uncork());
		}
		if (this.#isFrames) stdout.write(answerFrame(bytes));
		else {
			stdout.write(bytes);
			stdout.write(LINE_END);
		}
		this.#wake();
	}
	readonly #fail = (error: unknown): void => {
		this.#failure ??= { error };
		this.#wake();
	};
	#wake(): void {
		for (const wake of this.#newest.splice(0)) wake();
	}
}
