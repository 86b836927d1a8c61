import type { Socket } from "node:net";
import { type AbortSignalLike, orAbort } from "../bytes/signal.ts";
import { toOSError } from "../bytes/system-error.ts";
import { EOFError, OSError, type PyError, PyTypeError, ValueError } from "../errors.ts";
import { checkOptions } from "../options.ts";
import { dumps } from "../pickle/dumps.ts";
import { type BytesLike, bytesOf, loads } from "../pickle/loads.ts";
import type { DumpsOptions, LoadsOptions } from "../pickle/options.ts";
import { FrameReader, frameHeader } from "./frame-reader.ts";

const FORM = "i32be+i64be";
/** Bytes that are kept for a reader that does not ask; beyond, the other side has to wait. */
const HIGH_WATER = 1 << 20;
/** Bytes that are handed to the socket at once. */
const PIECE = 1 << 26;

/** How a connection reads and writes. */
export interface ConnectionSettings {
	readonly limit: number;
	readonly loads: LoadsOptions | undefined;
	readonly dumps: DumpsOptions | undefined;
}

/** How long a call waits. */
export interface WaitOptions {
	/** Stops the waiting. */
	readonly signal?: AbortSignalLike | null;
}

const WAIT_OPTIONS: ReadonlySet<string> = new Set(["signal"]);

/** Somebody who waits for a message, or for word that one is there. */
interface Waiting {
	readonly limit: number | undefined;
	readonly take: boolean;
	resolve(message: Uint8Array): void;
	reject(error: unknown): void;
}

/**
 * One end of a connection, as Python's `multiprocessing.connection.Connection`. Made by {@link Client} and
 * {@link Listener.accept}. Messages are read by `pickle.loads` with the options of the connection, so nothing runs.
 *
 * It is an async iterable of the values that come, up to the end of the connection.
 *
 * @example
 * ```ts
 * import { Client, Listener } from "brine/connection";
 * const listener = await Listener.listen(["127.0.0.1", 0], { authkey: "secret" });
 * const [here, there] = await Promise.all([listener.accept(), Client(listener.address, { authkey: "secret" })]);
 * await there.send({ job: 7 });
 * console.log(await here.recv()); // { job: 7 }
 * await Promise.all([here.close(), there.close(), listener.close()]);
 * ```
 */
export class Connection {
	readonly #socket: Socket;
	readonly #settings: ConnectionSettings;
	readonly #reader: FrameReader;
	#waiting: Waiting[] = [];
	/** A complete message that nobody has asked for, kept for `poll`. */
	#ready: Uint8Array | undefined;
	/** Why nothing more comes. */
	#end: PyError | undefined;
	#closed = false;
	#sending: Promise<void> = Promise.resolve();

	/** @internal */
	constructor(socket: Socket, settings: ConnectionSettings) {
		this.#socket = socket;
		this.#settings = settings;
		this.#reader = new FrameReader(FORM, settings.limit);
		socket.setNoDelay(true);
		socket.on("data", (chunk: Uint8Array) => this.#push(chunk));
		socket.on("end", () => this.#finish(this.#ended()));
		socket.on("error", (error) => this.#finish(toOSError(error, "source")));
		socket.on("close", () => this.#finish(this.#ended()));
	}

	/** Whether {@link close} was called, or the connection failed. */
	get closed(): boolean {
		return this.#closed;
	}

	/**
	 * Sends a value, pickled, as Python's `send`.
	 *
	 * @param value anything that `pickle.dumps` takes
	 * @returns when the socket has room again
	 * @throws what `pickle.dumps` throws; OSError (`sink`) when the connection is closed or the other side is gone
	 */
	async send(value: unknown): Promise<void> {
		await this.sendBytes(dumps(value, this.#settings.dumps));
	}

	/**
	 * Receives the next value, as Python's `recv`. Calls are answered in their order.
	 *
	 * @param options `signal` stops the waiting; the message stays for the next call
	 * @returns the value, by `pickle.loads` with the connection's options
	 * @throws EOFError (`eof`) when the other side closed the connection
	 * @throws LimitError (`limit`: `message`) before a message is read that is longer than the limit; the connection is closed
	 * @throws what `pickle.loads` throws for a broken pickle; the connection stays usable
	 */
	async recv(options?: WaitOptions | null): Promise<unknown> {
		checkOptions("recv", options, WAIT_OPTIONS);
		return loads(await this.#next(undefined, options?.signal), this.#settings.loads);
	}

	/**
	 * Sends bytes as they are, as Python's `send_bytes`.
	 *
	 * @param message the bytes; they are not copied, so they must not change until the promise is fulfilled
	 * @returns when the socket has room again
	 * @throws PyTypeError (`argument`) for what is not bytes, before anything is sent
	 * @throws OSError (`sink`) when the connection is closed or the other side is gone
	 */
	async sendBytes(message: BytesLike): Promise<void> {
		const bytes = bytesOf(message);
		const sent = this.#sending.then(() => this.#write(bytes));
		this.#sending = sent.catch(() => {});
		await sent;
	}

	/**
	 * Receives the bytes of the next message, as Python's `recv_bytes`.
	 *
	 * @param maxLength most bytes of it. Default: the connection's limit
	 * @param options `signal` stops the waiting; the message stays for the next call
	 * @returns the bytes, in an array of their own
	 * @throws PyTypeError, ValueError (`argument`) for a `maxLength` that is not a number from 0 up
	 * @throws OSError (`source`): `bad message length` for one above `maxLength`, after which nothing more can be received
	 * @throws EOFError (`eof`) when the other side closed the connection
	 */
	async recvBytes(maxLength?: number | null, options?: WaitOptions | null): Promise<Uint8Array> {
		checkOptions("recv_bytes", options, WAIT_OPTIONS);
		if (maxLength !== undefined && maxLength !== null) checkNumber("maxlength", maxLength);
		return this.#next(maxLength ?? undefined, options?.signal);
	}

	/**
	 * Whether there is a message to receive, or the end, as Python's `poll`.
	 *
	 * @param timeout seconds to wait for one. Default: 0, a look at what has come
	 * @returns true when `recv` would not wait
	 * @throws PyTypeError (`argument`) for a `timeout` that is not a number
	 */
	async poll(timeout = 0): Promise<boolean> {
		if (typeof timeout !== "number" || Number.isNaN(timeout)) throw notNumber("timeout", timeout);
		if (this.#readable()) return true;
		if (timeout <= 0) {
			// Bytes that the system has already may be handed over first.
			await new Promise((resolve) => setImmediate(resolve));
			return this.#readable();
		}
		let timer: ReturnType<typeof setTimeout> | undefined;
		const waiting = { limit: undefined, take: false } as { -readonly [name in keyof Waiting]: Waiting[name] };
		const come = new Promise<boolean>((resolve) => {
			waiting.resolve = () => resolve(true);
			waiting.reject = () => resolve(true);
			timer = setTimeout(() => resolve(false), Math.min(timeout * 1000, 2 ** 31 - 1));
		});
		this.#waiting.push(waiting);
		this.#socket.resume();
		try {
			return await come;
		} finally {
			clearTimeout(timer);
			this.#waiting = this.#waiting.filter((other) => other !== waiting);
		}
	}

	/**
	 * Closes the connection once what was sent is on its way, as Python's `close`. May be called again.
	 *
	 * @returns when the socket is closed
	 */
	async close(): Promise<void> {
		this.#closed = true;
		await this.#sending;
		const { promise, resolve } = settled();
		if (this.#socket.destroyed) resolve();
		else {
			this.#socket.once("close", resolve);
			this.#socket.end(() => this.#socket.destroy());
		}
		await promise;
	}

	/** Ends the connection at once; what was not sent is lost. */
	destroy(error?: PyError): void {
		this.#closed = true;
		this.#finish(error ?? new OSError("handle is closed", { code: "source" }));
		this.#socket.destroy();
	}

	/** The values that come, to the end of the connection. */
	async *[Symbol.asyncIterator](): AsyncGenerator<unknown, void, undefined> {
		for (;;) {
			let message: Uint8Array;
			try {
				message = await this.#next(undefined, undefined);
			} catch (error) {
				if (error instanceof EOFError && error.code === "eof") return;
				throw error;
			}
			yield loads(message, this.#settings.loads);
		}
	}

	#readable(): boolean {
		if (this.#waiting.some(({ take }) => take)) return false;
		this.#advance();
		return this.#ready !== undefined || this.#end !== undefined;
	}

	#next(limit: number | undefined, signal: AbortSignalLike | null | undefined): Promise<Uint8Array> {
		if (this.#closed) return Promise.reject(new OSError("handle is closed", { code: "source" }));
		let waiting: Waiting | undefined;
		const message = new Promise<Uint8Array>((resolve, reject) => {
			waiting = { limit, take: true, resolve, reject };
			this.#waiting.push(waiting);
			this.#advance();
			this.#socket.resume();
		});
		if (signal === undefined || signal === null) return message;
		return orAbort(message, signal).finally(() => {
			this.#waiting = this.#waiting.filter((other) => other !== waiting);
		});
	}

	#push(chunk: Uint8Array): void {
		this.#reader.push(chunk);
		this.#advance();
		if (this.#waiting.length === 0 && this.#reader.buffered > HIGH_WATER) this.#socket.pause();
	}

	/** Hands messages to those who wait, and the end after the last. */
	#advance(): void {
		for (;;) {
			const first = this.#waiting[0];
			if (this.#ready === undefined && this.#end === undefined) {
				try {
					this.#ready = this.#reader.next(first?.limit);
				} catch (error) {
					// Where the next message begins is not known any more.
					this.#end = error as PyError;
					this.#socket.destroy();
				}
			}
			if (first === undefined || (this.#ready === undefined && this.#end === undefined)) return;
			this.#waiting.shift();
			if (!first.take) first.resolve(EMPTY);
			else if (this.#ready === undefined) first.reject(this.#end);
			else if (first.limit !== undefined && this.#ready.length > first.limit) {
				first.reject(new OSError("bad message length", { code: "source" }));
				this.destroy();
			} else {
				const message = this.#ready;
				this.#ready = undefined;
				first.resolve(message);
			}
		}
	}

	#ended(): PyError {
		return this.#reader.inside
			? new OSError("got end of file during message", { code: "truncated" })
			: new EOFError("", { code: "eof" });
	}

	#finish(error: PyError): void {
		if (this.#end !== undefined) return;
		// Messages that came before the end are still there.
		this.#advance();
		this.#end ??= error;
		this.#advance();
	}

	async #write(message: Uint8Array): Promise<void> {
		if (this.#closed) throw new OSError("handle is closed", { code: "sink" });
		const header = frameHeader(message.length, FORM);
		this.#socket.cork();
		await this.#put(header, false);
		for (let at = 0; at < message.length; at += PIECE) {
			const last = at + PIECE >= message.length;
			const written = this.#put(message.subarray(at, at + PIECE), !last);
			if (at === 0) this.#socket.uncork();
			await written;
		}
		if (message.length === 0) this.#socket.uncork();
		if (this.#socket.writableNeedDrain) await this.#drained();
	}

	/** Writes a piece; waits for the socket to have taken it only when asked to. */
	async #put(piece: Uint8Array, wait: boolean): Promise<void> {
		if (this.#socket.destroyed || !this.#socket.writable) throw this.#gone();
		const room = this.#socket.write(piece);
		if (wait && !room) await this.#drained();
	}

	#gone(): PyError {
		return this.#end !== undefined && this.#end.code !== "eof" ? this.#end : toOSError({ code: "EPIPE" }, "sink");
	}

	#drained(): Promise<void> {
		return new Promise((resolve, reject) => {
			const socket = this.#socket;
			const stop = (): void => {
				socket.off("drain", done);
				socket.off("close", failed);
			};
			const done = (): void => {
				stop();
				resolve();
			};
			const failed = (): void => {
				stop();
				reject(this.#gone());
			};
			socket.once("drain", done);
			socket.once("close", failed);
		});
	}
}

const EMPTY = new Uint8Array(0);

function notNumber(name: string, value: unknown): PyTypeError {
	return new PyTypeError(`${name} must be a number, not ${String(value)}`, { code: "argument" });
}

function checkNumber(name: string, value: unknown): void {
	if (typeof value !== "number" || Number.isNaN(value)) throw notNumber(name, value);
	if (value < 0) throw new ValueError(`negative ${name}`, { code: "argument" });
}

function settled(): { readonly promise: Promise<void>; readonly resolve: () => void } {
	let resolve = (): void => {};
	const promise = new Promise<void>((done) => {
		resolve = done;
	});
	return { promise, resolve };
}
