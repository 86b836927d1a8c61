/** Sockets of the tests of `brine/connection`. */
import { createServer, type Socket } from "node:net";
import { afterEach } from "vitest";
import { Client, type Connection, type ConnectionOptions, Listener } from "../../src/connection/index.ts";

export const KEY = "secret password";
/** What is closed after each test. */
export const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
	await Promise.all(open.splice(0).map((one) => one.close()));
});

/** A connection between two sides of Brine's. */
export async function pair(
	options: ConnectionOptions = { authkey: KEY },
	there = options,
): Promise<[Connection, Connection, Listener]> {
	const listener = await Listener.listen(["127.0.0.1", 0], options);
	open.push(listener);
	const [accepted, client] = await Promise.all([listener.accept(), Client(listener.address, there)]);
	open.push(accepted, client);
	return [accepted, client, listener];
}
/** The error of work that must fail. */
export const caught = (work: Promise<unknown>): Promise<Error & { code?: string }> =>
	work.then(
		() => new Error("nothing thrown"),
		(error) => error as Error,
	);
/** A message of `multiprocessing.connection`. */
export const framed = (payload: Uint8Array | string): Buffer => {
	const body = Buffer.from(payload);
	const header = Buffer.alloc(4);
	header.writeInt32BE(body.length);
	return Buffer.concat([header, body]);
};
export const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A peer that speaks bytes: what it does with the socket is the test's. */
export async function rawServer(handle: (socket: Socket) => void): Promise<{ host: string; port: number }> {
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on("error", () => {});
		handle(socket);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	open.push({
		close: async () => {
			for (const socket of sockets) socket.destroy();
			server.close();
		},
	});
	return { host: "127.0.0.1", port: (server.address() as { port: number }).port };
}
