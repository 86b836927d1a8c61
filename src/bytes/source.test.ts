import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { PassThrough, Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { caught } from "../../tests/caught.ts";
import { drain } from "../../tests/drain.ts";
import { isA } from "../errors.ts";
import { openSource, openSyncSource, type Source } from "./source.ts";

const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(values);

describe("openSource() reads", () => {
	const data = bytes(1, 2, 3, 4, 5);
	const web = (): ReadableStream =>
		new ReadableStream({
			start(controller) {
				controller.enqueue(data.subarray(0, 2));
				controller.enqueue(new Uint8Array(0));
				controller.enqueue(data.subarray(2));
				controller.close();
			},
		});
	const sources: Record<string, () => Source> = {
		"a web stream": web,
		"a Response": () => new Response(web()),
		"a Request": () => new Request("http://x.invalid", { method: "POST", body: web(), duplex: "half" } as RequestInit),
		"a Blob": () => new Blob([data]),
		"a Node stream": () => Readable.from([Buffer.from(data.subarray(0, 3)), Buffer.from(data.subarray(3))]),
		"a Node stream made from a web stream": () => Readable.fromWeb(web() as never),
		"a PassThrough": () => {
			const stream = new PassThrough();
			stream.end(Buffer.from(data));
			return stream;
		},
		"an async generator": async function* () {
			yield data.subarray(0, 1);
			yield new Uint8Array(0);
			yield data.subarray(1);
		} as unknown as () => Source,
		"a generator": function* () {
			yield data.slice(0, 4).buffer;
			yield new DataView(data.slice(4).buffer);
		} as unknown as () => Source,
		"an array of chunks": () => [data.subarray(0, 2), Buffer.from(data.subarray(2))],
		"an array of promises of chunks": () => [Promise.resolve(data)] as never,
		"the readable half of a pair": () => {
			const pair = new TransformStream();
			const writer = pair.writable.getWriter();
			writer.write(data).then(() => writer.close());
			return pair as unknown as Source;
		},
	};
	for (const [name, make] of Object.entries(sources)) {
		it(name, async () => {
			const reader = openSource(make());
			expect(reader.exact).toBe(false);
			const chunks = await drain(reader);
			for (const chunk of chunks) expect(Object.getPrototypeOf(chunk)).toBe(Uint8Array.prototype);
			expect(Buffer.concat(chunks as Uint8Array[])).toEqual(Buffer.from(data));
		});
	}

	it("text, as text", async () => {
		expect(await drain(openSource(["ab", "", "c"]))).toEqual(["ab", "c"]);
		expect(await drain(openSource(Readable.from(["ab", "c"])))).toEqual(["ab", "c"]);
	});
	it("a Response without a body as nothing", async () => {
		expect(await drain(openSource(new Response(null, { status: 204 })))).toEqual([]);
	});
	it("a large Blob", async () => {
		const chunks = await drain(openSource(new Blob([new Uint8Array(300_000), "tail"])));
		expect(Buffer.concat(chunks as Uint8Array[]).length).toBe(300_004);
	});
});

describe("openSource() reads { read } objects", () => {
	const file = (text: string): { read(n: number): string; readline(): string; at: number } => ({
		at: 0,
		read(n) {
			const piece = text.slice(this.at, this.at + n);
			this.at += piece.length;
			return piece;
		},
		readline() {
			const end = text.indexOf("\n", this.at);
			return this.read(end < 0 ? text.length : end + 1 - this.at);
		},
	});
	it("exactly", async () => {
		const source = file("abcdef");
		const reader = openSource(source);
		expect(reader.exact).toBe(true);
		expect(await reader.next(2)).toBe("ab");
		expect(source.at).toBe(2);
		expect(await drain(reader, 3)).toEqual(["cde", "f"]);
	});
	it("by the line where they have readline", async () => {
		const reader = openSource(file("ab\ncd"));
		expect(await reader.readline?.()).toBe("ab\n");
		expect(await reader.readline?.()).toBe("cd");
		expect(await reader.readline?.()).toBeUndefined();
	});
	it("that answer with promises, null at the end, or more than was asked", async () => {
		const answers = [bytes(1, 2, 3), null];
		const reader = openSource({ read: async () => answers.shift() });
		expect(await drain(reader, 2)).toEqual([bytes(1, 2), bytes(3)]);
		const sync = ["abc", undefined];
		const syncReader = openSyncSource({ read: () => sync.shift() });
		expect([syncReader.next(2), syncReader.next(2), syncReader.next(2)]).toEqual(["ab", "c", undefined]);
	});
	it("without asking for more than they should allocate", async () => {
		let asked = 0;
		await openSource({
			read(n: number) {
				asked = n;
				return "";
			},
		}).next(2 ** 50);
		expect(asked).toBe(1 << 20);
	});
	it("and passes what they throw, unchanged", async () => {
		const failure = new RangeError("mine");
		const read = (): never => {
			throw failure;
		};
		expect(await caught(() => openSource({ read }).next(1))).toBe(failure);
		expect(await caught(() => openSyncSource({ read }).next(1))).toBe(failure);
	});
	it("synchronously, but not their promises", async () => {
		const error = await caught(() => openSyncSource({ read: () => Promise.resolve("") as never }).next(1));
		expect(error.name).toBe("TypeError");
	});
});

describe("openSyncSource()", () => {
	it("reads iterables of chunks", () => {
		let ended = false;
		const reader = openSyncSource(
			(function* () {
				try {
					yield "";
					yield "ab";
					yield bytes(1);
					yield "never";
				} finally {
					ended = true;
				}
			})(),
		);
		expect([reader.next(1), reader.next(1)]).toEqual(["ab", bytes(1)]);
		reader.close();
		expect(ended).toBe(true);
	});
});

describe("openSource() refuses", () => {
	const wrong: unknown[] = [undefined, null, 5, true, "text", bytes(1), new ArrayBuffer(1), {}, { read: 1 }, () => 1];
	for (const source of wrong) {
		it(`${typeof source} ${Object.prototype.toString.call(source)}`, async () => {
			for (const opened of [openSource, openSyncSource]) {
				const error = await caught(() => opened(source as never));
				expect([error.name, error.code, error.message]).toEqual([
					"TypeError",
					"source",
					"file must have 'read' and 'readline' attributes",
				]);
			}
		});
	}
	it("chunks of other types", async () => {
		for (const [chunk, kind] of [
			[5, "int"],
			[null, "NoneType"],
			[[1], "list"],
			[new Date(), "Date"],
		] as const) {
			const error = await caught(() => openSource([chunk] as never).next(1));
			expect(`${error.name}: ${error.message}`).toBe(`TypeError: a bytes-like object is required, not '${kind}'`);
		}
	});
	it("a stream that is locked, and a Response that was used", async () => {
		const stream = new ReadableStream();
		stream.getReader();
		expect(await caught(() => openSource(stream))).toMatchObject({ name: "OSError", code: "source" });
		const response = new Response("x");
		await response.text();
		expect(await caught(() => openSource(response).next(1))).toMatchObject({ name: "OSError", code: "source" });
	});
});

describe("a source that fails", () => {
	it("gives an OSError with its cause, of Python's class", async () => {
		const failure = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
		const web = new ReadableStream({
			pull(controller) {
				controller.error(failure);
			},
		});
		const node = new Readable({
			read() {
				this.destroy(failure);
			},
		});
		for (const source of [web, node]) {
			const error = await caught(() => openSource(source).next(1));
			expect(error).toMatchObject({ name: "OSError", code: "source", errno: "ECONNRESET", cause: failure });
			expect(error.message).toBe("[Errno 104] Connection reset by peer");
		}
	});
	it("by closing early does not look like an end", async () => {
		const stream = new PassThrough();
		stream.write("abc");
		const reader = openSource(stream);
		await reader.next(1);
		const next = reader.next(1);
		setImmediate(() => stream.destroy());
		expect(await caught(() => next)).toMatchObject({ name: "OSError", code: "source" });
		const dead = new PassThrough();
		dead.destroy();
		expect(isA(await caught(() => openSource(dead).next(1)), "OSError")).toBe(true);
	});
	it("is a generator: its error passes unchanged, and it is not asked again", async () => {
		const failure = new Error("mine");
		const reader = openSource(
			(async function* () {
				yield "a";
				throw failure;
			})(),
		);
		await reader.next(1);
		expect(await caught(() => reader.next(1))).toBe(failure);
		expect(await reader.next(1)).toBeUndefined();
	});
});

describe("close()", () => {
	it("returns generators and cancels web streams", async () => {
		let ended = 0;
		const reader = openSource(
			(async function* () {
				try {
					for (;;) yield "a";
				} finally {
					ended++;
				}
			})(),
		);
		await reader.next(1);
		await reader.close();
		await reader.close();
		const web = new ReadableStream({
			pull: (controller) => controller.enqueue(bytes(1)),
			cancel: () => void ended++,
		});
		const second = openSource(web);
		await second.next(1);
		await second.close();
		expect(ended).toBe(2);
		expect(web.locked).toBe(false);
	});
	it("destroys Node streams that can only be read, also before the first read", async () => {
		const streams = [Readable.from(["a", "b"]), Readable.from(["a", "b"])];
		for (const [index, stream] of streams.entries()) {
			const reader = openSource(stream);
			if (index === 1) await reader.next(1);
			await reader.close();
			expect(stream.destroyed).toBe(true);
		}
	});
	it("leaves a stream that can be written open", async () => {
		const stream = new PassThrough();
		stream.write("abc");
		const reader = openSource(stream);
		await reader.next(1);
		await reader.close();
		expect(stream.destroyed).toBe(false);
		stream.write("more");
		const [chunk] = await drain(openSource(stream.end()));
		expect(chunk).toEqual(new Uint8Array(Buffer.from("more")));
	});
	it("leaves an HTTP request open for its response", async () => {
		const server = createServer(async (request, response) => {
			const reader = openSource(request);
			const chunk = await reader.next(1);
			await reader.close();
			response.end(`got ${chunk?.[0]}`);
		});
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
		const { port } = server.address() as AddressInfo;
		const answer = await fetch(`http://127.0.0.1:${port}/`, {
			method: "POST",
			body: new Uint8Array(1_000_000).fill(7),
		});
		expect(await answer.text()).toBe("got 7");
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});
});

describe("a signal", () => {
	const never: Record<string, () => [Source, () => boolean]> = {
		"a web stream": () => {
			let cancelled = false;
			return [new ReadableStream({ cancel: () => void (cancelled = true) }), () => cancelled];
		},
		"a Node stream": () => {
			const stream = new Readable({ read() {} });
			return [stream, () => stream.destroyed];
		},
		"a socket": () => {
			const stream = new PassThrough();
			return [stream, () => stream.destroyed];
		},
		"a generator": () => {
			const generator = (async function* () {
				await new Promise(() => undefined);
				yield "";
			})();
			return [generator, () => true];
		},
		"a { read } object": () => [{ read: () => new Promise<never>(() => undefined) }, () => true],
	};
	for (const [name, make] of Object.entries(never)) {
		it(`ends a wait for ${name} that never answers`, async () => {
			const control = new AbortController();
			const [source, released] = make();
			const reader = openSource(source, control.signal);
			const next = reader.next(1);
			setImmediate(() => control.abort("enough"));
			expect(await caught(() => next)).toMatchObject({ code: "aborted", cause: "enough" });
			expect(await caught(() => reader.next(1))).toMatchObject({ code: "aborted" });
			await new Promise(setImmediate);
			expect(released()).toBe(true);
		});
	}
	it("that has fired releases the source at once", async () => {
		const stream = Readable.from(["a"]);
		const error = await caught(() => openSource(stream, AbortSignal.abort()));
		expect(error.code).toBe("aborted");
		expect(stream.destroyed).toBe(true);
	});
	it("leaves no listener behind", async () => {
		let listeners = 0;
		const signal = {
			aborted: false,
			addEventListener: () => void listeners++,
			removeEventListener: () => void listeners--,
		};
		await drain(openSource(["a", "b"], signal));
		expect(listeners).toBe(0);
	});
});
