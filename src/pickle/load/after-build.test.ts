import { describe, expect, it } from "vitest";
import { defaultRegistry } from "../../registry/default.ts";
import { defineType } from "../../registry/define-type.ts";
import { PyObject } from "../../values/opaque.ts";
import { dumps } from "../dumps.ts";
import { load } from "../load.ts";
import { loads } from "../loads.ts";
import type { LoadsOptions } from "../options.ts";

/** A value that is followed by its bytes, and by a pickle: `state` says how many bytes, and how many pickles. */
class Blob {
	bytes = new Uint8Array(0);
	readonly pickles: unknown[] = [];
	state: readonly number[] = [];
	readonly nested: boolean;
	constructor(nested: boolean) {
		this.nested = nested;
	}
}

const blob = defineType<Blob>({
	names: ["store:Blob"],
	type: Blob,
	load: (_args, _kwargs, { nested }) => new Blob(nested === true),
	setState: (target, state) => {
		target.state = state as number[];
	},
	*readAfter(target) {
		const [length, pickles, padded] = target.state as [number, number, number];
		if (padded === 1) {
			const [padding] = (yield { bytes: 1 }) as Uint8Array;
			yield { bytes: padding as number };
		}
		target.bytes = (yield { bytes: length }) as Uint8Array<ArrayBuffer>;
		for (let i = 0; i < pickles; i++) target.pickles.push(yield "pickle");
		return target;
	},
	reduce: (value) => ({
		via: "NEWOBJ",
		callable: "store:Blob",
		args: [],
		state: [value.bytes.length, value.pickles.length, 1],
		*after(position) {
			const padding = 15 - (position % 16);
			yield new Uint8Array(1 + padding).fill(0xff).fill(padding, 0, 1);
			yield value.bytes;
			for (const pickle of value.pickles) yield { pickle };
		},
	}),
});
const registry = defaultRegistry.with(blob);

function made(length: number, ...pickles: unknown[]): Blob {
	const value = new Blob(false);
	value.bytes = Uint8Array.from({ length }, (_, i) => i);
	value.pickles.push(...pickles);
	return value;
}

async function inChunks(data: Uint8Array, size: number, options: LoadsOptions): Promise<unknown> {
	async function* chunks(): AsyncGenerator<Uint8Array> {
		for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size);
	}
	return load(chunks(), options);
}

describe("raw bytes and pickles after a BUILD", () => {
	const value = { a: [made(5), made(70_000, { x: [1, 2] }, "two")], b: made(0, [made(3, made(2))]), end: "end" };

	for (const protocol of [0, 1, 2, 3, 4, 5]) {
		it(`are read where a protocol ${protocol} pickle has them, at bytes and in chunks cut anywhere`, async () => {
			const data = dumps(value, { registry, protocol });
			const read = loads(data, { registry }) as typeof value;
			expect(read.a[0]?.bytes).toEqual(value.a[0]?.bytes);
			// Vitest takes a second for what Buffer compares at once.
			expect(Buffer.compare(read.a[1]?.bytes as Uint8Array, value.a[1]?.bytes as Uint8Array)).toBe(0);
			expect(read.a[1]?.pickles).toEqual([{ x: [1, 2] }, "two"]);
			const [within] = read.b.pickles[0] as [Blob];
			expect([within.bytes.length, within.nested, (within.pickles[0] as Blob).bytes.length]).toEqual([3, true, 2]);
			expect(read.end).toBe("end");
			const small = dumps([made(3, "x"), 1], { registry, protocol });
			for (const size of [1, 2, 3])
				expect(await inChunks(small, size, { registry })).toEqual(loads(small, { registry }));
			for (const size of [13, 64, 1000, 66_000]) {
				const again = dumps(await inChunks(data, size, { registry }), { registry, protocol });
				expect(Buffer.compare(again, data)).toBe(0);
			}
		});
	}
	it("begin at the position that the writer was told", () => {
		const data = dumps([1, made(3)], { registry });
		const at = data.findIndex((byte, i) => byte === 0 && data[i + 1] === 1 && data[i + 2] === 2);
		expect(at % 16).toBe(0);
	});
	it("are written again for a value that comes twice, since the memo has what was there before them", () => {
		const shared = made(1000);
		const data = dumps([shared, shared], { registry });
		expect(data.length).toBeGreaterThan(2000);
		const [one, two] = loads(data, { registry }) as [Blob, Blob];
		expect([one === two, two.bytes]).toEqual([false, shared.bytes]);
	});
	it("are views of the input where that is asked for", () => {
		const data = dumps(made(100), { registry });
		expect((loads(data, { registry, zeroCopy: true }) as Blob).bytes.buffer).toBe(data.buffer);
		expect((loads(data, { registry }) as Blob).bytes.buffer).not.toBe(data.buffer);
	});
	it("give the memo and the stack of the outer pickle back", () => {
		const key = "a long key";
		const read = loads(dumps([{ [key]: made(1, { [key]: 1 }) }, { [key]: 2 }], { registry }), { registry });
		expect((read as [object, object])[1]).toEqual({ [key]: 2 });
	});
	it("are opcodes to whom the registry has no such entry", () => {
		const data = dumps(made(0), { registry, protocol: 2 });
		const end = data.lastIndexOf(0x62) + 1;
		expect(loads(Uint8Array.from([...data.subarray(0, end), 0x2e]))).toBeInstanceOf(PyObject);
	});
});

describe("what goes wrong after a BUILD", () => {
	const text = (source: string): Uint8Array => new TextEncoder().encode(source);

	it("is truncated bytes, with the place", () => {
		const data = Uint8Array.from([...text("cstore\nBlob\n)"), 0x81, ...text("(K\x05K\0K\0lb123")]);
		expect(() => loads(data, { registry })).toThrow(expect.objectContaining({ code: "truncated", opcode: "BUILD" }));
	});
	it("is a length that nothing pays for", async () => {
		const start = [0x80, 2, ...text("cstore\nBlob\n)"), 0x81];
		const data = Uint8Array.from([...start, ...text("(J"), 0, 0, 0x20, 0, ...text("K\0K\0lb")]);
		async function* chunks(): AsyncGenerator<Uint8Array> {
			yield data;
			for (let i = 0; i < 3000; i++) yield new Uint8Array(1000);
		}
		const limits = { memory: 1e6 };
		await expect(load(chunks(), { registry, limits })).rejects.toMatchObject({ code: "limit", limit: "memory" });
		data.set([0xff, 0xff, 0xff, 0x7f], data.indexOf(0x4a) + 1);
		await expect(load(chunks(), { registry })).rejects.toMatchObject({ code: "truncated" });
	});
	it("is a pickle that breaks, with its own place in the input", () => {
		const good = dumps(made(2, [1]), { registry, protocol: 2 });
		const at = good.lastIndexOf(0x80);
		good[at + 2] = 0xff;
		expect(() => loads(good, { registry })).toThrow(
			expect.objectContaining({ offset: at + 2, code: "unknown-opcode" }),
		);
	});
	it("is a BUILD within a frame, after which readers disagree", () => {
		const good = dumps([made(2), 1], { registry, protocol: 4 });
		good[3] = (good[3] as number) + 2;
		for (const pythonVersion of ["3.14", "3.15"]) {
			expect(() => loads(good, { registry, pythonVersion })).toThrow(
				expect.objectContaining({ code: "frame", opcode: "BUILD" }),
			);
		}
	});
	it("is depth without end when pickles are within pickles, and memory is charged for each", () => {
		const one = dumps(made(0, 0), { registry, protocol: 2 });
		const inner = one.lastIndexOf(0x80);
		const start = one.subarray(0, inner);
		const deep = new Uint8Array(start.length * 100_000);
		for (let i = 0; i < 100_000; i++) deep.set(start, i * start.length);
		expect(() => loads(deep, { registry, limits: { memory: 1e8 } })).toThrow(
			expect.objectContaining({ code: "limit" }),
		);
		let value = made(1);
		for (let i = 0; i < 100; i++) value = made(1, value);
		expect(() => dumps(value, { registry })).toThrow(expect.objectContaining({ limit: "depth" }));
	});
	it("is an entry that asks for what is not a length, or writes what is neither bytes nor a pickle", () => {
		const asks = defineType({
			...blob,
			*readAfter() {
				yield { bytes: -1 };
				return 0;
			},
		});
		expect(() => loads(dumps(made(1), { registry }), { registry: registry.with(asks) })).toThrow("asked for");
		const writes = defineType({
			...blob,
			reduce: () => ({ callable: "store:Blob", args: [], state: 1, after: () => [1 as never] }),
		});
		expect(() => dumps(made(1), { registry: registry.with(writes) })).toThrow(
			expect.objectContaining({ code: "reduce" }),
		);
		const stateless = defineType({ ...blob, reduce: () => ({ callable: "store:Blob", args: [], after: () => [] }) });
		expect(() => dumps(made(1), { registry: registry.with(stateless) })).toThrow("needs a state");
	});
});
