/** Files of safetensors: written, read, and refused. */
import { describe, expect, it } from "vitest";
import type { NDArray } from "../../src/numpy/index.ts";
import {
	fromSafetensors,
	loadTorch,
	Parameter,
	shardIndex,
	stateDict,
	Tensor,
	toSafetensors,
	writeSafetensors,
} from "../../src/torch/index.ts";
import { CountingSource, fileOf, files } from "./golden.ts";

const load = (name: string): Promise<unknown> => loadTorch(fileOf(name).data, { mode: "exact" });
const f32 = (...values: number[]): Tensor => Tensor.from(new Float32Array(values));

/** A file with a header of the caller's own. */
function file(header: string, data = new Uint8Array(0), length = Buffer.byteLength(header)): Uint8Array {
	const prefix = new Uint8Array(8);
	new DataView(prefix.buffer).setBigUint64(0, BigInt(length), true);
	return Buffer.concat([prefix, Buffer.from(header), data]);
}

describe("toSafetensors", () => {
	it("puts wide items first, and the bytes at a multiple of eight", async () => {
		const value = { b: Tensor.from(new Uint8Array([1])), a: f32(1), c: Tensor.from(new Float64Array([2])) };
		const { data, names } = await toSafetensors(value, { metadata: {} });
		expect(names).toEqual(["c", "a", "b"]);
		const length = Number(new DataView(data.buffer).getBigUint64(0, true));
		expect(length % 8).toBe(0);
		expect(JSON.parse(Buffer.from(data.subarray(8, 8 + length)).toString())).toEqual({
			c: { dtype: "F64", shape: [1], data_offsets: [0, 8] },
			a: { dtype: "F32", shape: [1], data_offsets: [8, 12] },
			b: { dtype: "U8", shape: [1], data_offsets: [12, 13] },
		});
	});
	const single = files.filter(({ file: name }) => /^(dtype|strides|shape|byteorder)_.*\.pt$/.test(name));
	it.each(single.filter(({ file: name, expected }) => expected !== undefined && !/complex/.test(name)))(
		"keeps the items of $file",
		async ({ file: name }) => {
			const tensor = (await load(name)) as Tensor;
			const { data } = await toSafetensors({ tensor });
			const { tensors, metadata } = await fromSafetensors(data);
			expect([...metadata]).toEqual([["format", "pt"]]);
			const back = tensors.get("tensor") as Tensor;
			expect([back.dtype, back.shape, back.isContiguous]).toEqual([tensor.dtype, tensor.shape, true]);
			expect(back.toArray()).toEqual(tensor.toArray());
		},
	);
	it("gives tensors that share a storage their own bytes", async () => {
		const { data, names } = await toSafetensors(await load("views.torch2.15.pt"));
		const { tensors } = await fromSafetensors(data);
		expect(names).toEqual(["base", "mat", "other", "view"]);
		expect(tensors.get("mat")?.toArray()).toEqual([
			[0, 4],
			[1, 5],
			[2, 6],
			[3, 7],
		]);
		expect(tensors.get("view")?.toArray()).toEqual([2, 3, 4]);
	});
	it("takes the state dict of a module and of a checkpoint", async () => {
		expect((await toSafetensors(await load("module_seq.torch2.15.pt"))).names).toEqual(["0.bias", "0.weight"]);
		const { names, dropped } = await toSafetensors(await load("checkpoint.torch2.15.pt"), { drop: true });
		expect(names).toEqual(["bias", "weight"]);
		expect(dropped).toEqual(["epoch", "loss", "optimizer", "tags", "size", "dtype", "device"]);
	});
	it("writes conjugate and negative views as what they show", async () => {
		const { data } = await toSafetensors({ neg: await load("neg.torch2.15.pt") });
		expect((await fromSafetensors(data)).tensors.get("neg")?.toArray()).toEqual([-2]);
	});
	it.each([
		["quant_qint8.torch2.15.pt", "is quantized"],
		["sparse_coo.torch2.15.pt", "is sparse"],
		["meta.torch2.15.pt", "is on meta, without any bytes"],
		["dtype_complex64.torch2.15.pt", "is of complex64"],
		["dtype_complex32.torch2.15.pt", "is of complex32"],
		["size.torch2.15.pt", "is not a tensor"],
	])("refuses %s by name: it %s", async (name, why) => {
		const value = { good: f32(1), bad: await load(name) };
		await expect(toSafetensors(value)).rejects.toThrow(`safetensors cannot hold everything: "bad" ${why}`);
		const { names, dropped } = await toSafetensors(value, { drop: true });
		expect([names, dropped]).toEqual([["good"], ["bad"]]);
	});
	it("names all that is no tensor in a value without a state dict", async () => {
		const value = { lr: 0.1, nested: { deep: [new Parameter(f32(1, 2)), "text", null] } };
		const { names, dropped } = await toSafetensors(value, { drop: true });
		expect([names, dropped]).toEqual([["nested.deep.0"], ["lr", "nested.deep.1", "nested.deep.2"]]);
		await expect(toSafetensors(value)).rejects.toThrow(/"lr" is not a tensor.*"nested.deep.1"/);
	});
	it("refuses a name that the format keeps, and options that it has not", async () => {
		await expect(toSafetensors({ __metadata__: f32(1) })).rejects.toThrow("keeps for itself");
		await expect(toSafetensors({}, { compress: true } as object)).rejects.toThrow("'compress'");
	});
	it("writes piece after piece, and stops when the sink fails", async () => {
		const big = Tensor.from(new Float32Array(3 << 20));
		const sizes: number[] = [];
		await writeSafetensors({ big }, { write: (piece: Uint8Array) => void sizes.push(piece.length) });
		expect(Math.max(...sizes)).toBeLessThanOrEqual(1 << 22);
		expect(sizes.slice(1).reduce((sum, size) => sum + size, 0)).toBe(big.nbytes);
		const sink = {
			write: (): never => {
				throw new Error("full");
			},
		};
		await expect(writeSafetensors({ big }, sink)).rejects.toThrow("full");
	});
});

describe("fromSafetensors", () => {
	it("reads the header alone until a tensor is wanted", async () => {
		const { data } = await toSafetensors({ a: Tensor.from(new Float32Array(10000)), b: f32(1, 2, 3) });
		const source = new CountingSource(data);
		const { tensors } = await fromSafetensors(source);
		expect(source.fetched).toBeLessThan(300);
		expect((await tensors.get("b")?.read())?.toArray()).toEqual([1, 2, 3]);
		expect(source.fetched).toBeLessThan(400);
	});
	it("is over the bytes that it is given", async () => {
		const { data } = await toSafetensors({ a: f32(1, 2) });
		const array = (await fromSafetensors(data)).tensors.get("a")?.toNDArray();
		expect((array as NDArray).data).toHaveProperty("buffer", data.buffer);
	});
	const one = '"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}';
	it.each([
		["a short file", new Uint8Array(4), "it is too short"],
		["a header beyond the end", file("{}", undefined, 1000), "it ends within its header"],
		["a header of 2^62 bytes", file("{}", undefined, 2 ** 62), "its header is longer than any may be"],
		["a header that is a list", file("[]"), "is not an object of JSON"],
		["a header that ends early", file('{"a":'), "is not JSON"],
		["a header that is not UTF-8", file("{\u0000}").map((byte) => (byte === 0 ? 0xff : byte)), "its header"],
		["a name twice", file(`{${one},${one}}`, new Uint8Array(1)), "is there twice"],
		["an unknown dtype", file('{"a":{"dtype":"Q9","shape":[1],"data_offsets":[0,1]}}', new Uint8Array(1)), "dtype"],
		["another size", file('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,1]}}', new Uint8Array(1)), "shape"],
		[
			"2^62 items",
			file('{"a":{"dtype":"U8","shape":[4611686018427387904],"data_offsets":[0,1]}}', new Uint8Array(1)),
			"shape",
		],
		["a product beyond", file('{"a":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,0]}}'), "shape"],
		["a negative length", file('{"a":{"dtype":"U8","shape":[-1],"data_offsets":[1,0]}}', new Uint8Array(1)), "shape"],
		["a gap", file('{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}', new Uint8Array(2)), "does not begin"],
		[
			"an overlap",
			file(`{${one},"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}`, new Uint8Array(1)),
			"does not begin",
		],
		["bytes after it", file(`{${one}}`, new Uint8Array(2)), "another length"],
		["metadata of numbers", file('{"__metadata__":{"a":1}}'), "metadata"],
	])("refuses %s", async (_, data, why) => {
		await expect(fromSafetensors(data)).rejects.toThrow(why);
		await expect(fromSafetensors(data)).rejects.toMatchObject({ name: "ValueError", code: "source" });
	});
	it("has `__proto__` as a name like others", async () => {
		const { data } = await toSafetensors(new Map([["__proto__", f32(1)]]));
		expect([...(await fromSafetensors(data)).tensors.keys()]).toEqual(["__proto__"]);
	});
});

describe("shardIndex", () => {
	it("tells which tensor is in which file", () => {
		const index = shardIndex('{"metadata":{"total_size":3},"weight_map":{"a":"m-1.bin","b":"m-2.bin","c":"m-1.bin"}}');
		expect(index.names).toEqual(["m-1.bin", "m-2.bin"]);
		expect(index.files.get("c")).toBe("m-1.bin");
	});
	it.each([
		["a path", '{"weight_map":{"a":"../x"}}'],
		["the folder above", '{"weight_map":{"a":".."}}'],
		["a drive", '{"weight_map":{"a":"c:x"}}'],
		["no map", "{}"],
		["no JSON", "{"],
	])("refuses %s", (_, text) => {
		expect(() => shardIndex(text)).toThrow("not the index of a model in parts");
	});
});

describe("stateDict", () => {
	it("is that of Lightning and of plain state dicts", () => {
		const state = new Map([["w", f32(1)]]);
		expect([...stateDict({ state_dict: state, epoch: 1 }).keys()]).toEqual(["w"]);
		expect([...stateDict(state).keys()]).toEqual(["w"]);
		expect(() => stateDict([1])).toThrow("there is no module and no state dict");
	});
});
