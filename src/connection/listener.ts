import { createServer, type Server, type Socket } from "node:net";
import { orAbort } from "../bytes/signal.ts";
import { toOSError } from "../bytes/system-error.ts";
import { OSError } from "../errors.ts";
import { type Address, netAddress } from "./address.ts";
import { answerChallenge, deliverChallenge } from "./authentication.ts";
import { within } from "./client.ts";
import { Connection } from "./connection.ts";
import { type ConnectionOptions, type FullOptions, fullOptions } from "./options.ts";

/** Sockets that wait for `accept`; more have to wait in the system, or are refused there. */
const BACKLOG = 128;

/** Somebody who waits for a socket. */
interface Waiting {
	resolve(socket: Socket): void;
	reject(error: unknown): void;
}

/**
 * Waits for connections of Python's `multiprocessing.connection.Client`, or of this module's, as Python's `Listener`. It is
 * an async iterable of connections, and skips those whose key is wrong.
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
	readonly #arrived: Socket[] = [];
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
	static async listen(address: Address = ["127.0.0.1", 0], options?: ConnectionOptions): Promise<Listener> {
		const settings = fullOptions("Listener.listen", options);
		const where = netAddress(address);
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
	 * Waits for the next connection, as Python's `accept`.
	 *
	 * @returns the connection, once both sides have proved that they have the key
	 * @throws AuthenticationError (`authentication`) when the other side's key is wrong; the listener stays usable
	 * @throws EOFError, OSError (`source`, `timeout`) when the other side goes away, or does not answer in time
	 * @throws OSError (`source`) when the listener is closed
	 */
	async accept(): Promise<Connection> {
		const socket = await this.#next();
		const { remoteAddress, remotePort } = socket;
		const connection = await within(socket, this.#settings, async () => {
			const made = new Connection(socket, this.#settings);
			socket.resume();
			if (this.#settings.authkey !== undefined) {
				await deliverChallenge(made, this.#settings.authkey);
				await answerChallenge(made, this.#settings.authkey);
			}
			return made;
		});
		this.lastAccepted =
			remoteAddress === undefined || remotePort === undefined ? undefined : [remoteAddress, remotePort];
		return connection;
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
		for (const { reject } of this.#waiting) reject(new OSError("Listener is closed", { code: "source" }));
		for (const socket of this.#arrived) socket.destroy();
		// It waits for connections that are still open otherwise.
		this.#server.close();
		await new Promise((resolve) => setImmediate(resolve));
	}

	#arrive(socket: Socket): void {
		// Until somebody has it, a failure is nobody's.
		socket.on("error", () => {});
		const first = this.#waiting.shift();
		if (first !== undefined) first.resolve(socket);
		else if (this.#arrived.length < BACKLOG) this.#arrived.push(socket);
		else socket.destroy();
	}

	#next(): Promise<Socket> {
		if (this.#closed) return Promise.reject(new OSError("Listener is closed", { code: "source" }));
		const socket = this.#arrived.shift();
		if (socket !== undefined) return Promise.resolve(socket);
		let waiting: Waiting | undefined;
		const next = new Promise<Socket>((resolve, reject) => {
			waiting = { resolve, reject };
			this.#waiting.push(waiting);
		});
		// One who has given up must get no socket, which nobody would close.
		return orAbort(next, this.#settings.signal).finally(() => {
			this.#waiting = this.#waiting.filter((other) => other !== waiting);
		});
	}
}
