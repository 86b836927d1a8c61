/** `brine/connection` over real sockets of this machine; tests/live/connection.mjs asks real Pythons. */
import { createHmac } from "node:crypto";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FrameReader } from "../../src/connection/frame-reader.ts";
import { Client, type Connection, type ConnectionOptions, frames, Listener } from "../../src/connection/index.ts";
import { LimitError } from "../../src/errors.ts";
import { PyDecimal, pickle } from "../../src/index.ts";
import { caught, framed, KEY, later, open, pair, rawServer } from "./sockets.ts";

describe("values and bytes", () => {
	it("go both ways, in order, of any size", async () => {
		const [here, there, listener] = await pair();
		const large = new Uint8Array(3_000_000).map((_, i) => i * 7);
		const values = [null, 1, "日本", [1, [2]], { a: new PyDecimal("1.50") }];
		await Promise.all(values.map((value) => there.send(value)));
		for (const value of values) expect(await here.recv()).toEqual(value);
		await there.send(large);
		expect(Buffer.compare((await here.recv()) as Uint8Array, large)).toBe(0);
		await here.sendBytes(new Uint8Array(0));
		await here.sendBytes(new Uint8Array([1, 2]));
		expect([await there.recvBytes(), await there.recvBytes()]).toEqual([new Uint8Array(0), new Uint8Array([1, 2])]);
		expect(listener.lastAccepted?.[0]).toBe("127.0.0.1");
	});
	it("are waited for by several, each in its turn", async () => {
		const [here, there] = await pair();
		const got = [here.recv(), here.recv(), here.recv()];
		for (const value of ["a", "b", "c"]) await there.send(value);
		expect(await Promise.all(got)).toEqual(["a", "b", "c"]);
	});
	it("are iterated to the end of the connection", async () => {
		const [here, there] = await pair();
		for (let i = 0; i < 5; i++) await there.send(i);
		await there.close();
		const got: unknown[] = [];
		for await (const value of here) got.push(value);
		expect(got).toEqual([0, 1, 2, 3, 4]);
	});
	it("are bytes of any kind, and nothing else: what is not bytes sends nothing", async () => {
		const [here, there] = await pair();
		const bytes = new Uint8Array([1, 2, 3, 4]);
		for (const form of [bytes.buffer, new DataView(bytes.buffer), new Uint16Array(bytes.buffer), Buffer.from(bytes)]) {
			await here.sendBytes(form);
			expect([...(await there.recvBytes())]).toEqual([1, 2, 3, 4]);
		}
		for (const wrong of ["abc", 3, null, undefined, [1]]) {
			expect((await caught(here.sendBytes(wrong as never))).name).toBe("TypeError");
		}
		await here.send("still in step");
		expect(await there.recv()).toBe("still in step");
		expect((await caught(there.recvBytes(-1))).message).toBe("negative maxlength");
		expect((await caught(there.recvBytes("9" as never))).name).toBe("TypeError");
		expect((await caught(there.poll(Number.NaN))).name).toBe("TypeError");
	});
	it("that come in tiny pieces while nobody reads are copied a bounded number of times", () => {
		const reader = new FrameReader("u32be", 2 ** 30);
		const piece = new Uint8Array(1);
		reader.push(piece);
		const copied: number[] = [];
		const set = Uint8Array.prototype.set;
		try {
			Uint8Array.prototype.set = function (this: Uint8Array, from: ArrayLike<number>, at?: number) {
				copied.push(from.length);
				set.call(this, from, at);
			};
			for (let i = 0; i < 100_000; i++) reader.push(piece);
		} finally {
			Uint8Array.prototype.set = set;
		}
		expect(reader.buffered).toBe(100_001);
		expect(copied.reduce((sum, count) => sum + count, 0)).toBeLessThan(400_000);
	});
	it("go over a Unix socket", async () => {
		const path = join(tmpdir(), `brine-${process.pid}.sock`);
		const listener = await Listener.listen(path, { authkey: KEY });
		open.push(listener);
		const [here, there] = await Promise.all([listener.accept(), Client(path, { authkey: KEY })]);
		open.push(here, there);
		await here.send("over a path");
		expect([await there.recv(), listener.address, listener.lastAccepted]).toEqual(["over a path", path, undefined]);
	});
	it("run nothing: an unknown class stays inert, and a broken pickle leaves the connection usable", async () => {
		const [here, there] = await pair();
		await there.sendBytes(Buffer.from("cos\nsystem\n(S'id'\ntR."));
		await there.sendBytes(Buffer.from("\x80\x04K"));
		await there.send("still here");
		expect(String(await here.recv())).toContain("system");
		expect((await caught(here.recv())).name).toBe("UnpicklingError");
		expect(await here.recv()).toBe("still here");
	});
	it("obey the options of loads and dumps", async () => {
		const [here, there] = await pair({ loads: { mode: "exact" }, dumps: { protocol: 2 } });
		await there.send({ a: 1 });
		await there.send({ a: 1 });
		expect((await here.recvBytes())[1]).toBe(2);
		expect(await here.recv()).toBeInstanceOf(Map);
	});
});

describe("poll", () => {
	it("is true when there is a message, and at the end", async () => {
		const [here, there] = await pair();
		expect([await here.poll(), await here.poll(0.02)]).toEqual([false, false]);
		const waiting = here.poll(5);
		await there.send(1);
		expect([await waiting, await here.poll(), await here.recv(), await here.poll()]).toEqual([true, true, 1, false]);
		await there.close();
		expect(await here.poll(5)).toBe(true);
		expect((await caught(here.recv())).name).toBe("EOFError");
	});
});

describe("limits", () => {
	it("refuse a message before it is read, whatever length is declared", async () => {
		const address = await rawServer((socket) => {
			const header = Buffer.alloc(12);
			header.writeInt32BE(-1);
			header.writeBigUInt64BE(2n ** 62n, 4);
			socket.write(header);
		});
		const connection = await Client(address);
		open.push(connection);
		const before = process.memoryUsage().rss;
		const error = (await caught(connection.recv())) as LimitError;
		expect([error.name, error.limit, error.value]).toEqual(["LimitError", "message", 2 ** 30]);
		expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
	});
	it("allocate nothing for bytes that do not come", async () => {
		const address = await rawServer((socket) => socket.end(Buffer.from([0x3f, 0xff, 0xff, 0xff, 1, 2])));
		const connection = await Client(address);
		open.push(connection);
		const before = process.memoryUsage().arrayBuffers;
		const error = await caught(connection.recvBytes());
		expect([error.name, error.message]).toEqual(["OSError", "got end of file during message"]);
		expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1e6);
	});
	it("are those of recvBytes too, after which nothing can be received", async () => {
		const [here, there] = await pair();
		await there.sendBytes(new Uint8Array(10));
		expect((await caught(here.recvBytes(9))).message).toBe("bad message length");
		expect((await caught(here.recvBytes())).name).toBe("OSError");
	});
	it("can be set, and nothing else can", async () => {
		const [here, there] = await pair({ limits: { message: 100 } });
		await there.sendBytes(new Uint8Array(101));
		expect(await caught(here.recv())).toBeInstanceOf(LimitError);
		const wrong = { limits: { memory: 1 } } as unknown as ConnectionOptions;
		expect((await caught(Client(["127.0.0.1", 1], wrong))).message).toBe("unknown limit: 'memory'");
		expect((await caught(Client(["127.0.0.1", 1], { key: 1 } as unknown as ConnectionOptions))).message).toContain(
			"'key'",
		);
	});
	it("make a sender wait for a reader that does not read", async () => {
		const [here, there] = await pair();
		let sent = 0;
		const sending = (async () => {
			for (; sent < 400; sent++) await there.sendBytes(new Uint8Array(1_000_000));
		})();
		await later(200);
		expect(sent).toBeLessThan(200);
		for (let i = 0; i < 400; i++) expect((await here.recvBytes()).length).toBe(1_000_000);
		await sending;
	});
});

describe("the challenge", () => {
	it("refuses a wrong key on both sides", async () => {
		const listener = await Listener.listen(undefined, { authkey: KEY });
		open.push(listener);
		const [accepted, client] = await Promise.all([
			caught(listener.accept()),
			caught(Client(listener.address, { authkey: "other" })),
		]);
		expect([accepted.name, accepted.message]).toEqual(["AuthenticationError", "digest received was wrong"]);
		expect([client.name, client.message, client.code]).toEqual([
			"AuthenticationError",
			"digest sent was rejected",
			"authentication",
		]);
		const [here] = await Promise.all([
			listener.accept(),
			Client(listener.address, { authkey: KEY }).then((one) => open.push(one)),
		]);
		open.push(here);
	});
	it("is that of old Pythons too: 20 bytes, and MD5 without a name", async () => {
		const challenge = Buffer.from("01234567890123456789");
		const md5 = (message: Uint8Array): Buffer => createHmac("md5", KEY).update(message).digest();
		let answer: Buffer | undefined;
		const address = await rawServer((socket) => {
			socket.write(framed(Buffer.concat([Buffer.from("#CHALLENGE#"), challenge])));
			socket.once("data", (first: Buffer) => {
				answer = first;
				socket.write(framed("#WELCOME#"));
				socket.once("data", (second: Buffer) => {
					const asked = second.subarray(4 + "#CHALLENGE#".length);
					socket.once("data", () => socket.write(framed(pickle.dumps("welcome"))));
					socket.write(framed(md5(asked)));
				});
			});
		});
		const connection = await Client(address, { authkey: KEY });
		open.push(connection);
		expect(answer).toEqual(framed(md5(challenge)));
		expect(await connection.recv()).toBe("welcome");
	});
	it("ends in a typed error wherever the other side goes away", async () => {
		const script = Buffer.concat([
			framed(Buffer.concat([Buffer.from("#CHALLENGE#{sha256}"), Buffer.alloc(40, 7)])),
			framed("#WELCOME#"),
			framed("#CHALLENGE#"),
		]);
		for (let cut = 0; cut <= script.length; cut++) {
			const address = await rawServer((socket) => socket.end(script.subarray(0, cut)));
			const error = await caught(Client(address, { authkey: KEY, timeout: 5 }));
			expect([cut, /^(EOFError|OSError|AuthenticationError|BrokenPipeError)$/.test(error.name)]).toEqual([cut, true]);
		}
	});
	it("ends in a typed error wherever a client goes away, whether it closes or only stops sending", async () => {
		const listener = await Listener.listen(["127.0.0.1", 0], { authkey: KEY, timeout: 5 });
		open.push(listener);
		const [host, port] = listener.address as readonly [string, number];
		const digest = (message: Uint8Array): Buffer =>
			Buffer.concat([Buffer.from("{sha256}"), createHmac("sha256", KEY).update(message).digest()]);
		const challenge = framed(Buffer.concat([Buffer.from("#CHALLENGE#{sha256}"), Buffer.alloc(40, 7)]));
		const whole = framed(Buffer.alloc(40)).length + challenge.length + framed("#WELCOME#").length;
		for (let cut = 0; cut <= whole; cut++) {
			const half = cut % 2 === 0;
			const socket = connect(port, host).on("error", () => {});
			socket.once("data", (asked: Buffer) => {
				const script = Buffer.concat([framed(digest(asked.subarray(15))), challenge, framed("#WELCOME#")]);
				expect(script.length).toBe(whole);
				if (half) socket.end(script.subarray(0, cut));
				else socket.write(script.subarray(0, cut), () => socket.destroy());
			});
			const accepted = await listener.accept().then(
				(connection) => connection,
				(error: Error) => error,
			);
			socket.destroy();
			if (cut === whole) {
				expect(accepted).not.toBeInstanceOf(Error);
				open.push(accepted as Connection);
			} else {
				expect([cut, (accepted as Error).name]).toEqual([
					cut,
					expect.stringMatching(/^(EOFError|OSError|AuthenticationError|BrokenPipeError|ConnectionResetError)$/),
				]);
			}
		}
	});
	it("has an end in time, and can be given up", async () => {
		const address = await rawServer(() => {});
		const error = await caught(Client(address, { authkey: KEY, timeout: 0.05 }));
		expect([error.name, error.code]).toEqual(["OSError", "timeout"]);
		const controller = new AbortController();
		const waiting = caught(Client(address, { authkey: KEY, signal: controller.signal }));
		controller.abort();
		expect((await waiting).code).toBe("aborted");
	});
	it("takes no message of more than 256 bytes, and no unknown digest", async () => {
		for (const message of [
			Buffer.alloc(257, 1),
			Buffer.from("#CHALLENGE#{sha1}0123456789012345678901234567"),
			Buffer.from("#CHALLENGE#short"),
			Buffer.from("hello"),
		]) {
			const address = await rawServer((socket) => socket.write(framed(message)));
			expect((await caught(Client(address, { authkey: KEY }))).name).toMatch(/^(AuthenticationError|OSError)$/);
		}
	});
});

describe("frames", () => {
	const collect = async (
		source: Iterable<Uint8Array>,
		length: "u32be" | "i32be+i64be",
		message?: number,
	): Promise<string[]> => {
		const got: string[] = [];
		const limits = message === undefined ? {} : { limits: { message } };
		for await (const one of frames(source, { length, ...limits })) got.push(Buffer.from(one).toString());
		return got;
	};
	const stream = Buffer.concat([framed("one"), framed(""), framed("x".repeat(70_000))]);
	it("are the same wherever chunks end", async () => {
		const want = ["one", "", "x".repeat(70_000)];
		for (const size of [1, 3, 4, 5, 1000, stream.length]) {
			const chunks = Array.from({ length: Math.ceil(stream.length / size) }, (_, i) =>
				stream.subarray(i * size, i * size + size),
			);
			expect([size, (await collect(chunks, "u32be")).join() === want.join()]).toEqual([size, true]);
			expect((await collect(chunks, "i32be+i64be")).length).toBe(3);
		}
	});
	it("may have a length of eight bytes", async () => {
		const header = Buffer.from("ffffffff0000000000000002", "hex");
		expect(await collect([header, Buffer.from("hi")], "i32be+i64be")).toEqual(["hi"]);
	});
	it("end in a typed error within a message, above the limit, and below zero", async () => {
		expect((await caught(collect([stream.subarray(0, 5)], "u32be"))).name).toBe("EOFError");
		expect((await caught(collect([stream], "u32be", 2))).name).toBe("LimitError");
		expect((await caught(collect([Buffer.from("fffffffe", "hex")], "i32be+i64be"))).message).toBe(
			"invalid message length",
		);
		expect((await caught(collect([], "u16" as "u32be"))).name).toBe("ValueError");
	});
	it("come from a socket, as logging's SocketHandler sends them", async () => {
		const record = { name: "app", levelno: 20, msg: "hello %s" };
		const address = await rawServer((socket) => socket.end(framed(pickle.dumps(record, { protocol: 1 }))));
		const socket = connect(address);
		const got: unknown[] = [];
		for await (const message of frames(socket, { length: "u32be" })) got.push(pickle.loads(message));
		expect(got).toEqual([record]);
	});
});
