/** The process that works on items: replaced when it dies, when it takes too long or too much, and the items are sent again. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { OSError } from "../errors.ts";
import { type AnswerError, answerOfDead, failedAnswer } from "./answer.ts";
import { AnswerCutter } from "./cutter.ts";
import { answerFrame, nameOf, type Request, requestFrame } from "./requests.ts";
import { mostBytes, type ProcessSettings } from "./settings.ts";

/** The exit code of a process that wants to be replaced before it takes the next item. */
export const REPLACE_ME = 75;
/** The line that the watch of a process writes to standard error before it ends it. */
export const TOO_MUCH_MEMORY = "brine worker: too much memory";

/** How often the time of an item is looked at, in milliseconds. */
const TICK = 100;
/** Processes that an item may end before it is given up, if nothing says that it was the item's fault. */
const MOST_TRIES = 3;
/** Those that somebody else ended: a person, an engine, the system when memory ran out. They may hit the same slow item again. */
const MOST_KILLED = 10;
/** The part of standard error that is kept. */
const TAIL = 4096;

/** Settings of {@link ItemProcess}. */
export interface ItemProcessSettings extends ProcessSettings {
	readonly maxSeconds: number;
}

interface Pending {
	readonly request: Request;
	/** Processes that died with it as the first item in hand. */
	deaths: number;
	resolve(json: Uint8Array | string): void;
	reject(error: unknown): void;
}

/** A child, and what is known of it. */
class Child {
	readonly process: ChildProcess;
	/** It has started and answers. */
	isReady = false;
	/** Items that it answered. */
	answered = 0;
	/** How long it has been working on the first item in hand, in milliseconds in which this process could have heard of it. */
	elapsed = 0;
	isOverTime = false;
	stderr = "";
	constructor(process: ChildProcess) {
		this.process = process;
	}
}

/** Works on items one after the other, in a process of its own that no item can end for the others. */
export class ItemProcess {
	readonly #settings: ItemProcessSettings;
	readonly #pending: Pending[] = [];
	#child: Child | undefined;
	#timer: NodeJS.Timeout | undefined;
	#lastTick = 0;
	/** Deaths without a sign of life. */
	#stillborn = 0;
	#isEnding = false;
	/** The answer for an item that ended a process is being made; no process is there. */
	#isBurying = false;
	#whenEnded: (() => void) | undefined;
	/** Bytes of items that are not answered. */
	bytesInHand = 0;

	constructor(settings: ItemProcessSettings) {
		this.#settings = settings;
	}
	/** Items that are not answered. */
	get inHand(): number {
		return this.#pending.length;
	}
	/** The number of the process that works now. */
	get pid(): number | undefined {
		return this.#child?.process.pid;
	}

	/**
	 * Works on an item.
	 *
	 * @returns the JSON of the answer; answers come in the order of the calls
	 * @throws OSError (`file`) when no process can be started
	 */
	handle(request: Request): Promise<Uint8Array | string> {
		return new Promise((resolve, reject) => {
			const pending: Pending = { request, deaths: 0, resolve, reject };
			this.#pending.push(pending);
			this.bytesInHand += request.bytes?.length ?? 0;
			if (this.#child !== undefined) this.#send(pending);
			else if (!this.#isBurying) this.#start();
			this.#answerRefused();
		});
	}
	/** Ends the process when all items are answered. */
	async end(): Promise<void> {
		this.#isEnding = true;
		if (this.#child === undefined && this.#pending.length === 0) return;
		const ended = new Promise<void>((resolve) => {
			this.#whenEnded = resolve;
		});
		this.#endIfDone();
		await ended;
	}
	/**
	 * Ends the process now.
	 *
	 * @param reason what the calls whose items were in hand throw. Default: they wait for ever
	 */
	kill(reason?: unknown): void {
		this.#isEnding = true;
		if (reason === undefined) this.#pending.length = 0;
		else this.#fail(reason);
		this.#child?.process.kill("SIGKILL");
	}

	#start(): void {
		const { maxSeconds: _, ...settings } = this.#settings;
		const heap = Math.ceil(this.#settings.maxMemory / 2 ** 20);
		const args = [`--max-old-space-size=${heap}`, workerScript()];
		const child = new Child(spawn(process.execPath, args, { stdio: ["pipe", "pipe", "pipe"], windowsHide: true }));
		this.#child = child;
		const { stdin, stdout, stderr } = child.process;
		const cutter = new AnswerCutter();
		stdout?.on("data", (piece: Buffer) => {
			cutter.push(piece);
			for (let json = cutter.next(); json !== undefined; json = cutter.next()) this.#hear(child, json);
		});
		stderr?.on("data", (piece: Buffer) => {
			child.stderr = (child.stderr + piece.toString("latin1")).slice(-TAIL);
		});
		// Its end says why.
		stdin?.on("error", () => undefined);
		child.process.once("error", (error) => {
			child.stderr = error.message;
			if (child.process.pid === undefined) void this.#ended(child, null, null);
		});
		child.process.once("close", (code, signal) => void this.#ended(child, code, signal));
		stdin?.write(answerFrame(Buffer.from(JSON.stringify(settings))));
		for (const pending of this.#pending) this.#send(pending);
		this.#startClock();
	}
	#send({ request }: Pending): void {
		const stdin = this.#child?.process.stdin;
		if (stdin === undefined || stdin === null || request.refused !== undefined) return;
		// Small items go together.
		if (stdin.writableCorked === 0) {
			stdin.cork();
			process.nextTick(() => stdin.uncork());
		}
		for (const piece of requestFrame(request)) stdin.write(piece);
	}

	/** An answer came; the first one is empty and says that the process is there. */
	#hear(child: Child, json: Uint8Array): void {
		child.elapsed = 0;
		if (!child.isReady) {
			child.isReady = true;
			this.#stillborn = 0;
		} else {
			child.answered++;
			this.#settle(json);
		}
		this.#answerRefused();
		this.#endIfDone();
	}
	#settle(json: Uint8Array | string): void {
		const first = this.#pending.shift();
		this.bytesInHand -= first?.request.bytes?.length ?? 0;
		first?.resolve(json);
	}
	/** Items that were too long were not sent; their answers keep the order. */
	#answerRefused(): void {
		for (;;) {
			const request = this.#pending[0]?.request;
			if (request?.refused === undefined) return;
			const { id, bytes, refused } = request;
			const error =
				bytes === undefined
					? { name: "OSError", message: "[Errno 36] File name too long", code: "file" }
					: tooMuch(`it has ${refused} bytes, and at most ${mostBytes(this.#settings.maxMemory)} are held`);
			this.#settle(failedAnswer(nameOf(id), null, bytes === undefined ? null : refused, error));
		}
	}

	#startClock(): void {
		if (this.#timer !== undefined) return;
		this.#lastTick = performance.now();
		this.#timer = setInterval(() => this.#tick(), TICK);
	}
	/** Only time in which this process was awake counts: whoever reads its answers may let it wait. */
	#tick(): void {
		const now = performance.now();
		const passed = Math.min(now - this.#lastTick, 2 * TICK);
		this.#lastTick = now;
		const child = this.#child;
		if (child === undefined || !child.isReady || this.#pending.length === 0) return;
		child.elapsed += passed;
		if (child.elapsed < this.#settings.maxSeconds * 1000 || child.isOverTime) return;
		child.isOverTime = true;
		child.process.kill("SIGKILL");
	}

	#endIfDone(): void {
		const stdin = this.#child?.process.stdin;
		if (this.#isEnding && this.#pending.length === 0 && stdin?.writableEnded === false) stdin.end();
	}

	async #ended(child: Child, code: number | null, signal: NodeJS.Signals | null): Promise<void> {
		if (this.#child !== child) return;
		this.#child = undefined;
		const first = this.#pending[0];
		if (first !== undefined && code !== REPLACE_ME) {
			if (!child.isReady && ++this.#stillborn > MOST_TRIES) {
				this.#fail(new OSError(`no process can be started: ${child.stderr.trim()}`, { code: "file" }));
			} else if (child.isReady) {
				first.deaths++;
				const error = this.#fault(child, first, code, signal);
				if (error !== undefined) {
					this.#isBurying = true;
					const json = await answerOfDead(first.request, error, this.#settings.maxSeconds * 1000);
					this.#isBurying = false;
					this.#settle(json);
					this.#answerRefused();
				}
			}
		}
		if (this.#pending.length > 0) {
			this.#start();
			return;
		}
		clearInterval(this.#timer);
		this.#timer = undefined;
		if (this.#isEnding) this.#whenEnded?.();
	}
	/** Whether the first item in hand is at fault; undefined if it is tried again. */
	#fault(child: Child, first: Pending, code: number | null, signal: string | null): AnswerError | undefined {
		const { maxSeconds, maxMemory } = this.#settings;
		if (child.isOverTime) {
			return {
				name: "TimeoutError",
				message: `it took more than ${maxSeconds} seconds`,
				code: "timeout",
				hint: "give more with --max-seconds (maxSeconds)",
			};
		}
		// Others before it may have left something: what an item needs is known of a process that had nothing else.
		const isMemory = child.stderr.includes(TOO_MUCH_MEMORY) || /out of memory|allocation failed/i.test(child.stderr);
		if (isMemory && child.answered === 0) return tooMuch(`it needs more than ${maxMemory} bytes of memory`);
		if (first.deaths < (signal === "SIGKILL" && !isMemory ? MOST_KILLED : MOST_TRIES)) return undefined;
		if (isMemory) return tooMuch(`it needs more than ${maxMemory} bytes of memory`);
		return {
			name: "ChildProcessError",
			message: `${first.deaths} processes ended when they worked on it, the last one by ${signal ?? `exit code ${code}`}`,
			code: "error",
		};
	}
	#fail(error: unknown): void {
		for (const pending of this.#pending.splice(0)) pending.reject(error);
	}
}

function tooMuch(message: string): AnswerError {
	return { name: "MemoryError", message, code: "limit", hint: "give more with --max-memory (maxMemory)" };
}

/** The script of the process, which is bundled with the command. */
function workerScript(): string {
	// From `dist/jobs`, `dist/chunks`, `dist/cli` and `dist/cli/chunks`, and from the sources.
	for (const place of [
		"../cli/item-worker.js",
		"./item-worker.js",
		"../item-worker.js",
		"../../dist/cli/item-worker.js",
	]) {
		const path = fileURLToPath(new URL(place, import.meta.url));
		if (existsSync(path)) return path;
	}
	throw new OSError("the script of the worker is not where the package has it", { code: "file" });
}
