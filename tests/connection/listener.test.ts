/** `Listener`: who is accepted, in which order, and how many may wait. */
import { createHmac } from "node:crypto";
import { connect, type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { Client, type Connection, Listener } from "../../src/connection/index.ts";
import { pickle } from "../../src/index.ts";
import { caught, framed, KEY, later, open } from "./sockets.ts";

describe("a listener", () => {
	it("does not give the next connection to one who has given up waiting", async () => {
		const controller = new AbortController();
		const listener = await Listener.listen(undefined, { signal: controller.signal });
		open.push(listener);
		const waiting = caught(listener.accept());
		controller.abort();
		expect((await waiting).code).toBe("aborted");
		const [host, port] = listener.address as readonly [string, number];
		const socket = connect(port, host).on("error", () => {});
		await new Promise((resolve) => socket.once("connect", resolve));
		await later(20);
		const closed = new Promise((resolve) => socket.once("close", resolve));
		await listener.close();
		await closed;
	});
	it("iterates over connections and passes over those that fail", async () => {
		const listener = await Listener.listen(undefined, { authkey: KEY });
		open.push(listener);
		const seen: unknown[] = [];
		const serving = (async () => {
			for await (const connection of listener) {
				seen.push(await connection.recv());
				await connection.close();
				if (seen.length === 2) break;
			}
		})();
		for (const key of [KEY, "wrong", KEY]) {
			const client = await Client(listener.address, { authkey: key }).catch(() => undefined);
			await client?.send(key);
			await client?.close();
		}
		await serving;
		expect(seen).toEqual([KEY, KEY]);
	});
	it("says that an address is taken, or that nobody is there", async () => {
		const listener = await Listener.listen();
		open.push(listener);
		expect((await caught(Listener.listen(listener.address))).message).toMatch(/EADDRINUSE|address/i);
		const { address } = listener;
		await listener.close();
		expect((await caught(Client(address))).message).toBe("[Errno 111] Connection refused");
		expect((await caught(listener.accept())).message).toBe("Listener is closed");
		expect((await caught(Client(["x"] as unknown as [string, number]))).name).toBe("TypeError");
	});
	it("ends a waiting accept when it is closed or given up", async () => {
		const controller = new AbortController();
		const listener = await Listener.listen(undefined, { signal: controller.signal });
		const waiting = caught(listener.accept());
		controller.abort();
		expect((await waiting).code).toBe("aborted");
		await listener.close();
	});
});

describe("handshakes", () => {
	/** A peer that connects and says nothing; what it hears ends with its socket. */
	async function silent(listener: Listener): Promise<{ socket: Socket; closed: Promise<unknown> }> {
		const [host, port] = listener.address as readonly [string, number];
		const socket = connect(port, host).on("error", () => {});
		open.push({ close: async () => void socket.destroy() });
		const closed = new Promise((resolve) => socket.once("close", resolve));
		await new Promise((resolve) => socket.once("data", resolve));
		return { socket: socket.resume(), closed };
	}
	const client = async (listener: Listener): Promise<Connection> => {
		const made = await Client(listener.address, { authkey: KEY, timeout: 5 });
		open.push(made);
		return made;
	};

	it("run beside each other: a silent peer keeps nobody waiting, and is given up in its own time", async () => {
		const listener = await Listener.listen(undefined, { authkey: KEY, timeout: 2 });
		open.push(listener);
		const start = performance.now();
		const quiet = await silent(listener);
		const got: unknown[] = [];
		const serving = (async () => {
			for await (const connection of listener) {
				open.push(connection);
				got.push(await connection.recv());
				if (got.length === 3) break;
			}
		})();
		for (const value of ["a", "b", "c"]) await (await client(listener)).send(value);
		await serving;
		expect(got).toEqual(["a", "b", "c"]);
		expect(performance.now() - start).toBeLessThan(1900);
		await quiet.closed;
		const error = await caught(listener.accept());
		expect([error.name, error.code, error.message]).toEqual(["OSError", "timeout", "no handshake within 2 seconds"]);
	});
	it("end in the order in which they are done", async () => {
		const listener = await Listener.listen(undefined, { authkey: KEY, timeout: 5 });
		open.push(listener);
		const [host, port] = listener.address as readonly [string, number];
		// The first to come answers the challenge last.
		const slow = connect(port, host).on("error", () => {});
		open.push({ close: async () => void slow.destroy() });
		const asked = await new Promise<Buffer>((resolve) => slow.once("data", resolve));
		const fast = await client(listener);
		const first = await listener.accept();
		open.push(first);
		await fast.send("fast");
		expect(await first.recv()).toBe("fast");
		const digest = createHmac("sha256", KEY).update(asked.subarray(15)).digest();
		slow.write(framed(Buffer.concat([Buffer.from("{sha256}"), digest])));
		slow.write(framed(Buffer.concat([Buffer.from("#CHALLENGE#{sha256}"), Buffer.alloc(40, 7)])));
		slow.write(framed("#WELCOME#"));
		slow.write(framed(pickle.dumps("slow")));
		const second = await listener.accept();
		open.push(second);
		expect(await second.recv()).toBe("slow");
		expect(listener.lastAccepted?.[1]).toBe(slow.localPort);
	});
	it("are 128 at once: the oldest is given up for one more, and others get through", async () => {
		const listener = await Listener.listen(undefined, { authkey: KEY, timeout: 5 });
		open.push(listener);
		const peers: Awaited<ReturnType<typeof silent>>[] = [];
		for (let i = 0; i < 128; i++) peers.push(await silent(listener));
		const there = await client(listener);
		await peers[0]?.closed;
		expect(peers.filter(({ socket }) => !socket.destroyed).length).toBe(127);
		const error = await caught(listener.accept());
		expect([error.name, error.code]).toEqual(["OSError", "source"]);
		const here = await listener.accept();
		open.push(here);
		await there.send("through");
		expect(await here.recv()).toBe("through");
		await listener.close();
		await Promise.all(peers.map(({ closed }) => closed));
	});
	it("that are done wait for accept, 128 of them, and nothing of theirs is read before", async () => {
		const listener = await Listener.listen(undefined, { authkey: KEY, timeout: 5 });
		open.push(listener);
		const clients: Connection[] = [];
		for (let i = 0; i < 128; i++) clients.push(await client(listener));
		const refused = await caught(Client(listener.address, { authkey: KEY, timeout: 5 }));
		expect(refused.name).toMatch(/^(EOFError|OSError|BrokenPipeError)$/);
		let sent = 0;
		const sending = (async () => {
			for (; sent < 100; sent++) await clients[0]?.sendBytes(new Uint8Array(1_000_000));
		})();
		await later(100);
		expect(sent).toBeLessThan(50);
		const here = await listener.accept();
		open.push(here);
		for (let i = 0; i < 100; i++) expect((await here.recvBytes()).length).toBe(1_000_000);
		await sending;
		const next = await listener.accept();
		open.push(next);
		await clients[1]?.send(1);
		expect([await next.poll(5), await next.recv()]).toEqual([true, 1]);
		// There is a place again, and the rest ends with the listener.
		await client(listener);
		await listener.close();
		expect((await caught(clients[5]?.recv() as Promise<unknown>)).name).toMatch(/^(EOFError|OSError)$/);
	});
	it("that fail while nobody asks are known afterwards, the newest 128 of them", async () => {
		const listener = await Listener.listen(undefined, { authkey: KEY, timeout: 5 });
		open.push(listener);
		for (let i = 0; i < 130; i++) await caught(Client(listener.address, { authkey: "wrong", timeout: 5 }));
		await client(listener);
		for (let i = 0; i < 128; i++) expect((await caught(listener.accept())).name).toBe("AuthenticationError");
		open.push(await listener.accept());
	});
	it("end with the signal", async () => {
		const controller = new AbortController();
		const listener = await Listener.listen(undefined, { authkey: KEY, signal: controller.signal });
		open.push(listener);
		const { closed } = await silent(listener);
		controller.abort();
		await closed;
		expect((await caught(listener.accept())).code).toBe("aborted");
	});
});
