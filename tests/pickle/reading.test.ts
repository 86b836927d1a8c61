/** What options of reading do: views instead of copies, buffers from outside, a schema. */
import { describe, expect, test } from "vitest";
import { dumps } from "../../src/pickle/dumps.ts";
import { load, loadSync } from "../../src/pickle/load.ts";
import { loads } from "../../src/pickle/loads.ts";
import { PickleBuffer } from "../../src/pickle/pickle-buffer.ts";
import { Unpickler } from "../../src/pickle/unpickler.ts";
import type { StandardSchema } from "../../src/schema.ts";
import { PyByteArray } from "../../src/values/bytearray.ts";
import { repr } from "../../src/values/repr.ts";

const latin1 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe("bytes", () => {
	const long = new Uint8Array(1000).fill(7);
	const data = dumps([Uint8Array.of(1, 2, 3), long, new Uint8Array(0)]);
	test("are copies", () => {
		const input = data.slice();
		const [short, whole] = loads(input) as [Uint8Array, Uint8Array];
		input.fill(0);
		expect([...short]).toEqual([1, 2, 3]);
		expect(whole).toEqual(long);
		for (const bytes of [short, whole]) expect(bytes.byteLength).toBe(bytes.buffer.byteLength);
	});
	test("are views with zeroCopy", () => {
		const input = data.slice();
		const [short, whole, empty] = loads(input, { zeroCopy: true }) as [Uint8Array, Uint8Array, Uint8Array];
		for (const bytes of [short, whole, empty]) expect(bytes.buffer).toBe(input.buffer);
		expect([...short]).toEqual([1, 2, 3]);
		input[short.byteOffset] = 9;
		expect([...short]).toEqual([9, 2, 3]);
		expect(whole).toEqual(long);
	});
	test("that may change are never views: a bytearray", () => {
		const input = dumps(PyByteArray.from([1, 2, 3]));
		const array = loads(input, { zeroCopy: true }) as PyByteArray;
		expect(array).toBeInstanceOf(PyByteArray);
		expect(array.buffer).not.toBe(input.buffer);
	});
	test("of a stream with zeroCopy are the same bytes, wherever it is cut", () => {
		for (let cut = 1; cut < data.length; cut += 13) {
			const chunks = [data.slice(0, cut), data.slice(cut)];
			expect(loadSync(chunks, { zeroCopy: true })).toEqual([Uint8Array.of(1, 2, 3), long, new Uint8Array(0)]);
		}
	});
});

describe("buffers from outside", () => {
	// pickle.dumps(PickleBuffer(bytearray(b"abc")), buffer_callback=…) in Python; READONLY_BUFFER besides for bytes.
	const writable = latin1("\x80\x05\x97.");
	const readonly = latin1("\x80\x05\x97\x98.");
	test("are the very objects", () => {
		const view = new Uint8Array([97, 98, 99]);
		expect(loads(writable, { buffers: [view] })).toBe(view);
		const floats = new Float64Array(2);
		expect(loads(writable, { buffers: [floats] })).toBe(floats);
		expect((loads(writable, { buffers: [view.buffer] }) as Uint8Array).buffer).toBe(view.buffer);
	});
	test("that are read-only are bytes over the same memory", () => {
		const array = PyByteArray.from([97, 98, 99]) as PyByteArray;
		const read = loads(readonly, { buffers: [array] }) as Uint8Array;
		expect(repr(read)).toBe("b'abc'");
		expect(read.buffer).toBe(array.buffer);
		expect(() => loads(latin1("\x80\x05N\x98."))).toThrow(
			"memoryview: a bytes-like object is required, not 'NoneType'",
		);
	});
	test("go out with bufferCallback and come in again", () => {
		const held = new Uint8Array(100_000).fill(5);
		const buffers: PickleBuffer[] = [];
		const bufferCallback = (buffer: unknown): void => void buffers.push(buffer as PickleBuffer);
		const data = dumps({ held: new PickleBuffer(held) }, { bufferCallback });
		expect(data.length).toBeLessThan(50);
		const back = loads(data, { buffers }) as { held: PickleBuffer };
		expect(back.held.raw().buffer).toBe(held.buffer);
	});
	test("that are too few, or none, are CPython's errors; more are left", () => {
		expect(() => loads(writable)).toThrow(
			"pickle stream refers to out-of-band data but no *buffers* argument was given",
		);
		expect(() => loads(writable, { buffers: [] })).toThrow("not enough out-of-band buffers");
		expect(loads(latin1("\x80\x05K\x01."), { buffers: [new Uint8Array(1)] })).toBe(1);
	});
	test("are taken in order over the pickles of one Unpickler", () => {
		const [first, second] = [Uint8Array.of(1), Uint8Array.of(2)];
		const unpickler = new Unpickler([writable, writable], { buffers: [first, second] });
		expect([unpickler.loadSync(), unpickler.loadSync()]).toEqual([first, second]);
	});
});

describe("a schema", () => {
	const schema: StandardSchema<number> = {
		"~standard": {
			version: 1,
			vendor: "test",
			validate: (value) =>
				typeof value === "number" ? { value: value + 1 } : { issues: [{ message: "no number", path: ["a"] }] },
		},
	};
	test("checks and types what is read, at once and from streams", async () => {
		const data = dumps(1);
		const read: number = loads(data, { schema });
		expect(read).toBe(2);
		expect(await load([data], { schema })).toBe(2);
		expect(loadSync([data], { schema })).toBe(2);
	});
	test("refuses with the place in the value", async () => {
		const refused = expect.objectContaining({ code: "schema", path: ".a" });
		expect(() => loads(dumps("1"), { schema })).toThrow(refused);
		await expect(load([dumps("1")], { schema })).rejects.toThrow(refused);
	});
});
