import { createServer, type Server, type Socket } from "node:net";
import { abortError, orAbort } from "../bytes/signal.ts";
import { toOSError } from "../bytes/system-error.ts";
import { OSError } from "../errors.ts";
import { type Address, netAddress } from "./address.ts";
import { answerChallenge, deliverChallenge } from "./authentication.ts";
import { within } from "./client.ts";
import { Connection } from "./connection.ts";
import { type ConnectionOptions, type FullOptions, fullOptions } from "./options.ts";

/** Connections that wait for `accept`, handshakes at once, and failures that nobody has asked for: so many of each at most. */
const BACKLOG = 128;

/** Where a connection came from. */
type From = readonly [host: string, port: number] | undefined;

/** A handshake that has ended. */
type Outcome =
	| { readonly connection: Connection; readonly socket: Socket; readonly from: From }
	| { readonly connection: undefined; readonly error: unknown };

/** Somebody who waits for a handshake to end. */
interface Waiting {
	resolve(outcome: Outcome): void;
	reject(error: unknown): void;
}

/**
 * Waits for connections of Python's `multiprocessing.connection.Client`, or of this module's, as Python's `Listener`. It is
 * an async iterable of connections, and skips those whose key is wrong.
 *
 * Handshakes run beside each other from the moment a socket comes, each with its own `timeout`, so a peer that says nothing
 * keeps nobody else waiting. At most 128 run at once: for one more, the oldest is given up. As many connections wait for
 * `accept` at most; further ones are closed.
 *
 * @example
 * ```ts
 * import { Client, Listener } from "brine/connection";
 * const listener = await Listener.listen(["127.0.0.1", 0], { authkey: "secret" });
 * console.log(listener.address[0]); // 127.0.0.1
 * await listener.close();
 * ```
 */
export class Listener {
	readonly #server: Server;
	readonly #settings: FullOptions;
	readonly #address: Address;
	/** Handshakes that have begun, oldest first, and how each is given up. */
	readonly #handshakes = new Map<Socket, () => void>();
	/** Those that have ended, in that order, and that nobody has asked for. */
	#ended: Outcome[] = [];
	#waiting: Waiting[] = [];
	#closed = false;
	/** Where the last accepted connection came from: host and port; undefined for Unix sockets, and before the first. */
	lastAccepted: readonly [host: string, port: number] | undefined;

	private constructor(server: Server, address: Address, settings: FullOptions) {
		this.#server = server;
		this.#settings = settings;
		this.#address = address;
		server.on("connection", (socket) => this.#arrive(socket));
	}

	/**
	 * Begins to listen.
	 *
	 * @param address host and port (port 0 is a free one), or the path of a Unix socket. Default: `["127.0.0.1", 0]`
	 * @param options key, limits and how values are read and written; see {@link ConnectionOptions}
	 * @returns the listener, once it can be reached
	 * @throws OSError (`source`) when the address is taken or not to be had
	 * @throws PyTypeError, ValueError (`option`, `argument`) for options or addresses that do not exist
	 */
	static async listen(given?: Address | null, options?: ConnectionOptions | null): Promise<Listener> {
		const address = given ?? ["127.0.0.1", 0];
		const settings = fullOptions("Listener.listen", options);
		const where = netAddress(address);
		if (settings.signal?.aborted === true) throw abortError(settings.signal);
		const server = createServer({ pauseOnConnect: true });
		await new Promise<void>((resolve, reject) => {
			server.once("error", (error) => reject(toOSError(error, "source")));
			server.listen({ ...where, backlog: BACKLOG }, resolve);
		});
		server.on("error", () => {});
		const bound = server.address();
		const known: Address =
			typeof bound === "object" && bound !== null
				? ([bound.address, bound.port] as const)
				: (where as { path: string }).path;
		return new Listener(server, known, settings);
	}

	/** Where it listens: `[host, port]`, or the path of the Unix socket. */
	get address(): Address {
		return this.#address;
	}

	/**
	 * Waits for the next connection, as Python's `accept`; they come in the order in which their handshakes end.
	 *
	 * @returns the connection, once both sides have proved that they have the key
	 * @throws AuthenticationError (`authentication`) when the other side's key is wrong; the listener stays usable
	 * @throws EOFError, OSError (`source`, `timeout`) when the other side goes away, or does not answer in time
	 * @throws OSError (`source`) when the listener is closed
	 */
	async accept(): Promise<Connection> {
		const outcome = await this.#next();
		if (outcome.connection === undefined) throw outcome.error;
		this.lastAccepted = outcome.from;
		outcome.socket.resume();
		return outcome.connection;
	}

	/** Connections as they come, to the closing of the listener; those whose handshake fails are left out. */
	async *[Symbol.asyncIterator](): AsyncGenerator<Connection, void, undefined> {
		while (!this.#closed) {
			let connection: Connection;
			try {
				connection = await this.accept();
			} catch (error) {
				if (this.#settings.signal?.aborted === true) throw error;
				continue;
			}
			yield connection;
		}
	}

	/**
	 * Stops listening, as Python's `close`; connections that were accepted stay open.
	 *
	 * @returns when the address is free again
	 */
	async close(): Promise<void> {
		if (this.#closed) return;
		this.#closed = true;
		for (const { reject } of this.#waiting.splice(0)) reject(new OSError("Listener is closed", { code: "source" }));
		for (const giveUp of this.#handshakes.values()) giveUp();
		for (const { connection } of this.#ended) connection?.destroy();
		this.#ended = [];
		// It waits for connections that are still open otherwise.
		this.#server.close();
		await new Promise((resolve) => setImmediate(resolve));
	}

	#arrive(socket: Socket): void {
		// Until somebody has it, a failure is nobody's.
		socket.on("error", () => {});
		const isFull = this.#ended.filter(({ connection }) => connection !== undefined).length >= BACKLOG;
		if (this.#closed || isFull) {
			socket.destroy();
			return;
		}
		// A peer that is honest is done long before 128 others have come; one that is silent would keep its place.
		if (this.#handshakes.size >= BACKLOG) for (const giveUp of [...this.#handshakes.values()].slice(0, 1)) giveUp();
		this.#shake(socket).then(
			(outcome) => this.#end(outcome),
			(error: unknown) => this.#end({ connection: undefined, error }),
		);
	}

	async #shake(socket: Socket): Promise<Outcome> {
		const { remoteAddress: host, remotePort: port } = socket;
		const connection = new Connection(socket, this.#settings);
		const { authkey } = this.#settings;
		if (authkey !== undefined) {
			const why = "given up: too many handshakes at once, or the listener was closed";
			this.#handshakes.set(socket, () => connection.destroy(new OSError(why, { code: "source" })));
			try {
				await within(socket, this.#settings, async () => {
					socket.resume();
					await deliverChallenge(connection, authkey);
					await answerChallenge(connection, authkey);
				});
			} finally {
				this.#handshakes.delete(socket);
			}
		}
		// Nothing more is read before somebody has it.
		socket.pause();
		return { connection, socket, from: host === undefined || port === undefined ? undefined : [host, port] };
	}

	/** Hands an ended handshake to who waits, or keeps it; of failures that nobody asks for the newest are kept. */
	#end(outcome: Outcome): void {
		// Whoever waits has given up then.
		const first = this.#settings.signal?.aborted === true ? undefined : this.#waiting.shift();
		if (first !== undefined) first.resolve(outcome);
		else if (this.#closed) outcome.connection?.destroy();
		else {
			this.#ended.push(outcome);
			const failures = this.#ended.filter(({ connection }) => connection === undefined);
			if (failures.length > BACKLOG) this.#ended = this.#ended.filter((other) => other !== failures[0]);
		}
	}

	#next(): Promise<Outcome> {
		if (this.#closed) return Promise.reject(new OSError("Listener is closed", { code: "source" }));
		const { signal } = this.#settings;
		if (signal?.aborted === true) return Promise.reject(abortError(signal));
		const outcome = this.#ended.shift();
		if (outcome !== undefined) return Promise.resolve(outcome);
		let waiting: Waiting | undefined;
		const next = new Promise<Outcome>((resolve, reject) => {
			waiting = { resolve, reject };
			this.#waiting.push(waiting);
		});
		// One who has given up must get no connection, which nobody would close.
		return orAbort(next, signal).finally(() => {
			this.#waiting = this.#waiting.filter((other) => other !== waiting);
		});
	}
}
