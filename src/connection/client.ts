import { connect, type Socket } from "node:net";
import { orAbort } from "../bytes/signal.ts";
import { toOSError } from "../bytes/system-error.ts";
import { OSError } from "../errors.ts";
import { type Address, netAddress } from "./address.ts";
import { answerChallenge, deliverChallenge } from "./authentication.ts";
import { Connection } from "./connection.ts";
import { type ConnectionOptions, type FullOptions, fullOptions } from "./options.ts";

/**
 * Connects to a `Listener` of Python's `multiprocessing.connection`, or of this module, as Python's `Client`.
 *
 * @param address where the listener is: `[host, port]`, `{ host, port }`, or the path of a Unix socket
 * @param options key, limits and how values are read and written; see {@link ConnectionOptions}
 * @returns the connection, once both sides have proved that they have the key
 * @throws AuthenticationError (`authentication`) when a key is wrong
 * @throws OSError (`source`) when nobody listens there; (`timeout`) when the handshake takes too long
 * @throws PyTypeError, ValueError (`option`, `argument`) for options or addresses that do not exist
 * @example
 * ```ts
 * import { Client, Listener } from "brine/connection";
 * // In Python: Listener(("127.0.0.1", 0), authkey=b"secret password")
 * const listener = await Listener.listen(["127.0.0.1", 0], { authkey: "secret password" });
 * const accepted = listener.accept();
 * const connection = await Client(listener.address, { authkey: "secret password" });
 * await connection.send({ name: "bob", age: 20 });
 * console.log(await (await accepted).recv()); // { name: 'bob', age: 20 }
 * await connection.close();
 * await listener.close();
 * ```
 */
export async function Client(address: Address, options?: ConnectionOptions | null): Promise<Connection> {
	const settings = fullOptions("Client", options);
	const where = netAddress(address);
	const socket = connect("path" in where ? { path: where.path } : { host: where.host, port: where.port });
	const opened = new Promise<void>((resolve, reject) => {
		socket.once("connect", resolve);
		socket.once("error", (error) => reject(toOSError(error, "source")));
	});
	return within(socket, settings, async () => {
		await opened;
		const connection = new Connection(socket, settings);
		if (settings.authkey !== undefined) {
			await answerChallenge(connection, settings.authkey);
			await deliverChallenge(connection, settings.authkey);
		}
		return connection;
	});
}

/** Runs a handshake within its time; a socket whose handshake fails is destroyed. */
export async function within<T>(socket: Socket, settings: FullOptions, work: () => Promise<T>): Promise<T> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<never>((_, reject) => {
		const { timeout } = settings;
		const give = (): void => reject(new OSError(`no handshake within ${timeout} seconds`, { code: "timeout" }));
		timer = setTimeout(give, Math.min(timeout * 1000, 2 ** 31 - 1));
	});
	try {
		return await orAbort(Promise.race([work(), late]), settings.signal);
	} catch (error) {
		// The error of all that comes after it is known.
		socket.on("error", () => {});
		socket.destroy();
		throw error;
	} finally {
		clearTimeout(timer);
	}
}
