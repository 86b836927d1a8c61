import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { caught } from "../../tests/caught.ts";
import { isA, type PyError } from "../errors.ts";
import { openSink, openSyncSink, type Sink } from "./sink.ts";

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Takes a chunk of a Node stream. */
const take =
	(taken: unknown[]) =>
	(chunk: unknown, _: string, done: () => void): void => {
		taken.push(chunk);
		done();
	};

describe("openSink() writes to", () => {
	const kinds: Record<string, () => { sink: Sink; open: () => boolean; taken: () => unknown[] }> = {
		"a web stream": () => {
			const taken: unknown[] = [];
			const sink = new WritableStream({ write: (chunk) => void taken.push(chunk) });
			return { sink, taken: () => taken, open: () => !sink.locked };
		},
		"the writable half of a pair": () => {
			const taken: unknown[] = [];
			const writable = new WritableStream({ write: (chunk) => void taken.push(chunk) });
			return { sink: { writable } as unknown as Sink, taken: () => taken, open: () => !writable.locked };
		},
		"a Node stream": () => {
			const taken: unknown[] = [];
			const sink = new Writable({ write: take(taken) });
			return {
				sink,
				taken: () => taken,
				open: () => sink.writable && sink.listenerCount("error") + sink.listenerCount("close") === 0,
			};
		},
		"a slow Node stream with little room": () => {
			const taken: unknown[] = [];
			const sink = new Writable({
				highWaterMark: 1,
				write: (chunk, encoding, done) => void setTimeout(take(taken), 1, chunk, encoding, done),
			});
			return { sink, taken: () => taken, open: () => sink.writable && sink.listenerCount("drain") === 0 };
		},
	};
	for (const [name, make] of Object.entries(kinds)) {
		it(`${name}, text as UTF-8, and leaves it open`, async () => {
			const { sink, taken, open: isOpen } = make();
			const writer = openSink(sink);
			for (const chunk of [bytes(1, 2), "é", "", "a\ud83d", "\ude00b", bytes()]) await writer.write(chunk);
			await writer.close();
			expect(Buffer.concat(taken() as Uint8Array[])).toEqual(
				Buffer.concat([bytes(1, 2), Buffer.from("é"), Buffer.from("a😀b")]),
			);
			expect(isOpen()).toBe(true);
		});
		it(`${name}, and refuses a lone surrogate as Python's files do`, async () => {
			const writer = openSink(make().sink);
			const error = await caught(() => writer.write("a\ud800b"));
			expect(`${error.name}: ${error.message}`).toBe(
				"UnicodeEncodeError: 'utf-8' codec can't encode character '\\ud800' in position 1: surrogates not allowed",
			);
			await writer.write("x\ud83d");
			expect((await caught(() => writer.close())).name).toBe("UnicodeEncodeError");
		});
	}

	it("objects with write, text as text, and waits for their promises", async () => {
		const taken: unknown[] = [];
		const writer = openSink({
			write: async (chunk: unknown) => {
				await turn();
				taken.push(chunk);
			},
		});
		await writer.write("a\ud800");
		await writer.write(bytes(1));
		await writer.close();
		expect(taken).toEqual(["a\ud800", bytes(1)]);
		const sync = openSyncSink({ write: (chunk: unknown) => taken.push(chunk) });
		sync.write("b");
		sync.close();
		expect(taken[2]).toBe("b");
		expect((await caught(() => openSyncSink({ write: async () => 1 }).write("b"))).name).toBe("TypeError");
	});
	it("a Node stream in object mode, text as text", async () => {
		const taken: unknown[] = [];
		const sink = new Writable({ objectMode: true, write: take(taken) });
		await openSink(sink).write("a");
		expect(taken).toEqual(["a"]);
	});
	it("a corked Node stream without waiting for its owner", async () => {
		const stream = new PassThrough();
		stream.cork();
		const writer = openSink(stream);
		await writer.write("a");
		await writer.close();
		stream.uncork();
		expect(String(stream.read())).toBe("a");
	});
});

describe("openSink() refuses", () => {
	for (const sink of [undefined, null, 5, "text", {}, { write: 1 }, bytes(1), []]) {
		it(`${typeof sink} ${Object.prototype.toString.call(sink)}`, async () => {
			for (const opened of [openSink, openSyncSink]) {
				const error = await caught(() => opened(sink as never));
				expect([error.name, error.code, error.message]).toEqual([
					"TypeError",
					"sink",
					"file must have a 'write' attribute",
				]);
			}
		});
	}
	it("streams that are locked, ended, destroyed or broken", async () => {
		const web = new WritableStream();
		web.getWriter();
		expect(await caught(() => openSink(web))).toMatchObject({ name: "OSError", code: "sink" });
		const ended = new PassThrough();
		ended.end();
		const destroyed = new PassThrough();
		destroyed.destroy();
		for (const sink of [ended, destroyed]) {
			const error = await caught(() => openSink(sink));
			expect([error.name, error.code, error.message]).toEqual(["ValueError", "sink", "write to closed file"]);
		}
		const broken = new PassThrough();
		const failure = new Error("mine");
		broken.once("error", () => undefined);
		broken.destroy(failure);
		expect(await caught(() => openSink(broken))).toMatchObject({ name: "OSError", cause: failure });
		await turn();
	});
});

describe("back-pressure", () => {
	it("of a web stream is waited for", async () => {
		let room: () => void = () => undefined;
		const sink = new WritableStream({ write: () => new Promise<void>((resolve) => void (room = resolve)) });
		const writer = openSink(sink);
		const wait = writer.write("a");
		let done = false;
		const waited = wait?.then(() => void (done = true));
		await turn();
		expect(done).toBe(false);
		room();
		await waited;
		expect(done).toBe(true);
	});
	it("of a Node stream is waited for", async () => {
		let room: () => void = () => undefined;
		const sink = new Writable({ highWaterMark: 2, write: (_, __, done) => void (room = done) });
		const writer = openSink(sink);
		expect(writer.write("a")).toBeUndefined();
		let done = false;
		const waited = writer.write("bcd")?.then(() => void (done = true));
		await turn();
		expect(done).toBe(false);
		room();
		await turn();
		room();
		await waited;
	});
});

describe("a sink that fails", () => {
	const failure = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
	it("gives an OSError with its cause: web stream", async () => {
		const sink = new WritableStream({
			write() {
				throw failure;
			},
		});
		const writer = openSink(sink);
		const error = await caught(async () => {
			for (let i = 0; i < 10; i++) await writer.write("a");
		});
		expect(error).toMatchObject({ name: "OSError", code: "sink", errno: "ENOSPC", cause: failure });
		expect(error.message).toBe("[Errno 28] No space left on device");
		await writer.abort(error);
	});
	it("gives an OSError with its cause: Node stream, at the write or at close()", async () => {
		for (const mark of [1, 1 << 16]) {
			const sink = new Writable({ highWaterMark: mark, write: (_, __, done) => setImmediate(done, failure) });
			const writer = openSink(sink);
			const error = await caught(async () => {
				await writer.write("ab");
				await writer.close();
			});
			expect(error).toMatchObject({ name: "OSError", code: "sink", errno: "ENOSPC", cause: failure });
			await writer.abort(error);
			await turn(); // the stream's own "error" event comes only now
		}
	});
	it("gives its own error unchanged: { write }", async () => {
		const write = (): never => {
			throw failure;
		};
		expect(await caught(() => openSink({ write }).write("a"))).toBe(failure);
		expect(await caught(() => openSink({ write: () => Promise.reject(failure) }).write("a"))).toBe(failure);
		expect(await caught(() => openSyncSink({ write }).write("a"))).toBe(failure);
	});
	it("closed early, while somebody waits for room, gives BrokenPipeError and no hang", async () => {
		for (const end of [(sink: Writable) => sink.destroy(), (sink: Writable) => sink.end()]) {
			const sink = new Writable({ highWaterMark: 1, write: (_, __, done) => setImmediate(done) });
			const writer = openSink(sink);
			const wait = writer.write("abc");
			end(sink);
			const error = await caught(async () => {
				await wait;
				for (let i = 0; i < 5; i++) {
					await writer.write("more");
					await turn();
				}
			});
			expect(error).toMatchObject({ name: "BrokenPipeError", code: "sink", message: "[Errno 32] Broken pipe" });
			expect(isA(error, "OSError")).toBe(true);
			await writer.abort(error);
			await turn();
		}
	});
	it("is a web stream that was aborted by its reader", async () => {
		const pair = new TransformStream();
		const writer = openSink(pair.writable);
		const wait = writer.write("a");
		await pair.readable.cancel("not wanted");
		const error = await caught(async () => {
			await wait;
			await writer.write("b");
			await writer.close();
		});
		expect(error).toMatchObject({ name: "OSError", code: "sink" });
	});
	it("is an HTTP response whose client went away", async () => {
		let told: (error: PyError) => void = () => undefined;
		const error = new Promise<PyError>((resolve) => void (told = resolve));
		const server = createServer(async (_, response: ServerResponse) => {
			const writer = openSink(response);
			try {
				for (;;) await writer.write(new Uint8Array(1 << 16));
			} catch (failed) {
				await writer.abort(failed);
				told(failed as PyError);
			}
		});
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
		const control = new AbortController();
		const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, {
			signal: control.signal,
		});
		await answer.body?.getReader().read();
		control.abort();
		expect(isA(await error, "OSError")).toBe(true);
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});
});

describe("a signal", () => {
	const stuck: Record<string, () => Sink> = {
		"a web stream": () => new WritableStream({ write: () => new Promise(() => undefined) }),
		"a Node stream": () => new Writable({ highWaterMark: 1, write: () => undefined }),
		"a { write } object": () => ({ write: () => new Promise(() => undefined) }),
	};
	for (const [name, make] of Object.entries(stuck)) {
		it(`ends a wait for ${name} that never takes`, async () => {
			const control = new AbortController();
			const writer = openSink(make(), control.signal);
			const wait = writer.write("abc");
			setImmediate(() => control.abort("enough"));
			expect(await caught(() => wait)).toMatchObject({ code: "aborted", cause: "enough" });
			expect(await caught(() => writer.write("x"))).toMatchObject({ code: "aborted" });
			await writer.abort(undefined);
		});
	}
	it("that has fired leaves the sink alone", async () => {
		const sink = new WritableStream();
		expect((await caught(() => openSink(sink, AbortSignal.abort()))).code).toBe("aborted");
		expect(sink.locked).toBe(false);
	});
});

describe("a file handle", () => {
	let folder = "";
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), "brine-"));
	});
	afterAll(() => rm(folder, { recursive: true }));
	it("is written at its own position, and stays open", async () => {
		const path = join(folder, "data");
		const handle = await open(path, "w");
		await handle.write("ab");
		const writer = openSink(handle);
		await writer.write(bytes(99));
		await writer.write("dé");
		await writer.close();
		await handle.write("f");
		await handle.close();
		expect(await readFile(path, "utf8")).toBe("abcdéf");
		expect(await caught(() => openSink(handle).write("x"))).toMatchObject({ name: "OSError", code: "sink" });
	});
	it("opened for reading fails as in Python", async () => {
		const path = join(folder, "read");
		await (await open(path, "w")).close();
		const handle = await open(path, "r");
		const error = await caught(() => openSink(handle).write("x"));
		expect(`${error.name}: ${error.message}`).toBe("OSError: [Errno 9] Bad file descriptor");
		await handle.close();
	});
});
