/** Sources of pickles are read in time linear in their bytes, pickle by pickle, and left where they should be. */
import { describe, expect, test } from "vitest";
import { dumps } from "../../src/pickle/dumps.ts";
import { load, loadAll, loadSync } from "../../src/pickle/load.ts";
import { loads } from "../../src/pickle/loads.ts";
import { Unpickler } from "../../src/pickle/unpickler.ts";
import { IS_SHORT } from "../effort.ts";
import { stopwatch } from "../stopwatch.ts";
import { File, inPieces, slowly } from "./pieces.ts";

describe("the work is linear", () => {
	/** The size of a long operand. */
	const MIB = IS_SHORT ? 8 : 64;
	const SIZE = MIB << 20;
	const length = (size: number, bytes: number): Buffer => {
		const made = Buffer.alloc(bytes);
		made.writeUInt32LE(size);
		return made;
	};
	function seconds(work: () => unknown): number {
		const elapsed = stopwatch();
		work();
		return elapsed() / 1000;
	}
	function line(opcode: string, length: number, end = "\n."): Uint8Array {
		return Buffer.concat([Buffer.from(opcode), Buffer.alloc(length, "a"), Buffer.from(end)]);
	}

	test("for 400 KB in chunks of one byte", () => {
		const value = Array.from({ length: IS_SHORT ? 10_000 : 20_000 }, (_, i) => [i, `text ${i}`]);
		for (const protocol of [0, 2, 4]) {
			const data = dumps(value, { protocol }).subarray();
			expect(data.length).toBeGreaterThan(IS_SHORT ? 100_000 : 200_000);
			let back: unknown;
			expect(seconds(() => (back = loadSync(inPieces(data, 1))))).toBeLessThan(20);
			expect(back).toEqual(value);
		}
	});

	const operand = Buffer.alloc(SIZE, "a");
	test.each([
		["UNICODE", line("V", SIZE)],
		["STRING", line("S'", SIZE, "'\n.")],
		["the second line of GLOBAL", line("cm\n", SIZE)],
		["BINUNICODE", Buffer.concat([Buffer.from("X"), length(SIZE, 4), operand, Buffer.from(".")])],
		["BINBYTES", Buffer.concat([Buffer.from("B"), length(SIZE, 4), operand, Buffer.from(".")])],
		["BYTEARRAY8", Buffer.concat([Buffer.of(0x96), length(SIZE, 8), operand, Buffer.from(".")])],
		[
			"a frame",
			Buffer.concat([
				Buffer.of(0x95),
				length(SIZE + 6, 8),
				Buffer.from("B"),
				length(SIZE, 4),
				operand,
				Buffer.from("."),
			]),
		],
	] as const)(`for ${MIB} MiB of %s in chunks of 64 KiB`, (_name, data) => {
		const whole = seconds(() => loads(data));
		const chunked = seconds(() => loadSync(inPieces(data, 2 ** 16)));
		expect(chunked).toBeLessThan(whole * 8 + 20 / (IS_SHORT ? 8 : 1));
	});

	test("for a long line from an object with read() and readline()", () => {
		const file = new File(line("V", 2 ** 24));
		expect(
			seconds(() => {
				file.position = 0;
				expect(loadSync(file)).toHaveLength(2 ** 24);
			}),
		).toBeLessThan(30);
		expect(file.reads).toBeLessThan(1000);
	});
});

describe("many pickles in one stream", () => {
	const values = [1, "two", [3], { four: 4 }, null];
	const data = Buffer.concat(values.map((value) => dumps(value)));

	test("are read one after the other, then comes EOFError", () => {
		for (const source of [data, inPieces(data, 1), inPieces(data, 3), inPieces(data, 1000), new File(data)]) {
			const unpickler = new Unpickler(source);
			for (const value of values) expect(unpickler.loadSync()).toEqual(value);
			expect(() => unpickler.loadSync()).toThrow("Ran out of input");
			expect(() => unpickler.loadSync()).toThrow("Ran out of input");
		}
	});
	test("are read one after the other from async sources", async () => {
		for (const source of [slowly(inPieces(data, 1)), slowly(inPieces(data, 7)), new Blob([data]), new File(data)]) {
			const unpickler = new Unpickler(source);
			for (const value of values) expect(await unpickler.load()).toEqual(value);
			await expect(unpickler.load()).rejects.toThrow("Ran out of input");
			await unpickler.close();
		}
	});
	test("are all given by loadAll()", async () => {
		for (const size of [1, 2, 5, 1000]) {
			const found: unknown[] = [];
			for await (const value of loadAll(slowly(inPieces(data, size)))) found.push(value);
			expect(found).toEqual(values);
		}
	});
	test("end loadAll() with the error of one that is cut off", async () => {
		const found: unknown[] = [];
		const read = async (): Promise<void> => {
			for await (const value of loadAll(slowly([data, dumps("cut off").subarray(0, 9)]))) found.push(value);
		};
		await expect(read()).rejects.toMatchObject({ name: "UnpicklingError" });
		expect(found).toEqual(values);
	});

	test("share the memo of one Unpickler", () => {
		const list: unknown[] = ["shared"];
		const two = Buffer.from("\x80\x02]q\x00X\x06\x00\x00\x00sharedq\x01a.\x80\x02h\x00h\x01\x86.", "latin1");
		const unpickler = new Unpickler(two);
		const first = unpickler.loadSync();
		const [again, text] = unpickler.loadSync() as [unknown, unknown];
		expect(first).toEqual(list);
		expect(again).toBe(first);
		expect(text).toBe("shared");
		expect(unpickler.memo.get(0)).toBe(first);
		expect(() => loads(two.subarray(20))).toThrow("Memo value not found at index 0");
	});
	test("need no memo after clearMemo()", () => {
		const unpickler = new Unpickler(Buffer.from("\x80\x02]q\x00.\x80\x02h\x00.", "latin1"));
		unpickler.loadSync();
		unpickler.clearMemo();
		expect(unpickler.memo.size).toBe(0);
		expect(() => unpickler.loadSync()).toThrow("Memo value not found at index 0");
	});
	test("MEMOIZE goes on counting from one pickle to the next, as in CPython", () => {
		const unpickler = new Unpickler(Buffer.from("\x80\x04]\x94.\x80\x04\x8c\x01a\x94h\x00h\x01\x86.", "latin1"));
		const first = unpickler.loadSync();
		expect(unpickler.loadSync()).toEqual([first, "a"]);
	});
});

describe("what stands behind a pickle", () => {
	const data = Buffer.concat([dumps({ a: [1, 2.5, "x"] }), Buffer.from("behind")]);

	test("is ignored by loads()", () => {
		expect(loads(data)).toEqual({ a: [1, 2.5, "x"] });
	});
	test("is the rest of a source that is read ahead", async () => {
		for (const size of [1, 2, 10, 1000]) {
			const sync = new Unpickler(inPieces(data, size));
			sync.loadSync();
			const waiting = new Unpickler(slowly(inPieces(data, size)));
			await waiting.load();
			for (const { rest } of [sync, waiting]) expect("behind".startsWith(Buffer.from(rest).toString())).toBe(true);
			if (size === 1000) expect(Buffer.from(sync.rest).toString()).toBe("behind");
		}
		const bytes = new Unpickler(data);
		bytes.loadSync();
		expect(Buffer.from(bytes.rest).toString()).toBe("behind");
	});
	test("is left to an object with read(), sync and async", async () => {
		const sync = new File(data);
		loadSync(sync);
		expect(Buffer.from(sync.read(100)).toString()).toBe("behind");
		const file = new File(data);
		await load({ read: async (size: number) => file.read(size) });
		expect(Buffer.from(file.read(100)).toString()).toBe("behind");
	});
	test("is never asked for: a source that would wait for ever does not matter", async () => {
		async function* endless(): AsyncGenerator<Uint8Array> {
			yield dumps([1]);
			await new Promise(() => undefined);
		}
		expect(await new Unpickler(endless()).load()).toEqual([1]);
	});
});

describe("a source", () => {
	test("that gives text is refused as in Python", async () => {
		await expect(load(slowly(["N."] as unknown as Uint8Array[]))).rejects.toThrow(
			"a bytes-like object is required, not 'str'",
		);
		expect(() => loadSync(["N."])).toThrow("a bytes-like object is required, not 'str'");
	});
	test.each([5, "text", null, undefined, true, Symbol("x"), () => 0])(
		"that is %s is refused as in Python",
		(source) => {
			expect(() => new Unpickler(source as never)).toThrow("file must have 'read' and 'readline' attributes");
		},
	);
	test("that is an empty object is refused", async () => {
		await expect(load({} as never)).rejects.toThrow("file must have 'read' and 'readline' attributes");
		expect(() => loadSync({} as never)).toThrow("file must have 'read' and 'readline' attributes");
	});
	test("that fails passes its error on, and can be tried again", async () => {
		const data = dumps([1, 2, 3]);
		async function* failing(): AsyncGenerator<Uint8Array> {
			yield data.subarray(0, 5);
			throw new Error("disk on fire");
		}
		await expect(load(failing())).rejects.toThrow("disk on fire");
	});
	test("is given up when the signal fires", async () => {
		const controller = new AbortController();
		let returned = false;
		const source = {
			async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
				try {
					yield new Uint8Array([0x80, 4]);
					await new Promise((resolve) => setTimeout(resolve, 20));
					yield new Uint8Array([0x4e]);
					await new Promise((resolve) => setTimeout(resolve, 20));
				} finally {
					returned = true;
				}
			},
		};
		const loading = load(source, { signal: controller.signal });
		controller.abort();
		await expect(loading).rejects.toMatchObject({ code: "aborted" });
		await new Promise((resolve) => setTimeout(resolve, 60));
		expect(returned).toBe(true);
	});
	test("may be an ArrayBuffer, a view, a Node Buffer, shared memory or a DataView", () => {
		const data = dumps([1, "a"]);
		const shared = new SharedArrayBuffer(data.length);
		new Uint8Array(shared).set(data);
		const padded = new Uint8Array([9, 9, ...data, 9]);
		for (const source of [
			data.buffer,
			shared,
			Buffer.from(data),
			new DataView(padded.buffer, 2, data.length),
			padded.subarray(2),
		] as (Uint8Array | ArrayBuffer)[]) {
			expect(loads(source)).toEqual([1, "a"]);
		}
	});
});
