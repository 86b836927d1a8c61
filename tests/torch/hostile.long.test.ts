/** Files that are broken, or made to mislead: each ends in a typed error, within the limits. */
import { describe, expect, it } from "vitest";
import { crc32 } from "../../src/formats/crc32.ts";
import { writeZip, type ZipMember } from "../../src/formats/zip-writer.ts";
import { dumps, loads } from "../../src/pickle/index.ts";
import { loadIndex, loadTorch, namedTensors, registry, Size, stateDict, Tensor } from "../../src/torch/index.ts";
import { PyGlobal, PyObject, PyOrderedDict, tuple } from "../../src/types/index.ts";
import { CountingSource, fileOf, files } from "./golden.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const float = new PyGlobal("torch", "FloatStorage");

async function zip(members: readonly ZipMember[]): Promise<Buffer> {
	const pieces: Uint8Array[] = [];
	for await (const piece of writeZip(members)) pieces.push(piece);
	return Buffer.concat(pieces);
}
/** A call of torch with a storage by its id. */
function pickleOf(shape: unknown, stride: unknown, offset: unknown, count: unknown, type = float): Uint8Array {
	const storage = {};
	const call = new PyObject({
		via: "REDUCE",
		callable: new PyGlobal("torch._utils", "_rebuild_tensor_v2"),
		args: tuple(storage, offset, shape, stride, false, new PyOrderedDict()),
	});
	const id = tuple("storage", type, "0", "cpu", count);
	return dumps(call, { protocol: 2, persistentId: (value) => (value === storage ? id : undefined) });
}
const archive = (pickle: Uint8Array, data = new Uint8Array(16)): Promise<Buffer> =>
	zip([
		{ name: "archive/data.pkl", data: pickle },
		{ name: "archive/data/0", data },
		{ name: "archive/version", data: bytesOf("3\n") },
	]);

describe("a tensor", () => {
	it("is read where all is right", async () => {
		const tensor = (await loadTorch(await archive(pickleOf(tuple(2, 2), tuple(2, 1), 0, 4)))) as Tensor;
		expect(tensor.toArray()).toEqual([
			[0, 0],
			[0, 0],
		]);
	});
	it.each([
		["longer than its storage", tuple(5), tuple(1), 0],
		["after the end of its storage", tuple(2), tuple(1), 3],
		["with a stride beyond its storage", tuple(2), tuple(4), 0],
		["of 2^52 items", tuple(2 ** 52), tuple(1), 0],
		["with a stride of 2^52", tuple(2), tuple(2 ** 52), 0],
		["of 2^62 items", tuple(2n ** 62n), tuple(1), 0],
		["of 2^40 x 2^40 items", tuple(2 ** 40, 2 ** 40), tuple(0, 0), 0],
	])("%s is an error", async (_, shape, stride, offset) => {
		await expect(loadTorch(await archive(pickleOf(shape, stride, offset, 4)))).rejects.toMatchObject({
			name: "UnpicklingError",
			code: "build",
		});
	});
	it("of a few bytes and many items is not expanded without asking the limit", async () => {
		const tensor = (await loadTorch(await archive(pickleOf(tuple(2 ** 20, 2 ** 20), tuple(0, 0), 0, 4)))) as Tensor;
		expect(tensor.size).toBe(2 ** 40);
		expect(() => tensor.toArray()).toThrow(expect.objectContaining({ name: "LimitError", limit: "memory" }));
	});
	it.each([
		["a negative stride", tuple(2), tuple(-1), 1],
		["a negative offset", tuple(2), tuple(1), -1],
		["an offset that is a float", tuple(2), tuple(1), 0.5],
	])("with %s stays inert", async (_, shape, stride, offset) => {
		expect(await loadTorch(await archive(pickleOf(shape, stride, offset, 4)))).toBeInstanceOf(PyObject);
	});
	it("cannot be given a state, a keyword or another function's arguments", () => {
		expect(
			loads(dumps(new PyObject({ via: "REDUCE", callable: new PyGlobal("torch", "Size"), args: tuple(3) })), {
				registry,
			}),
		).toBeInstanceOf(PyObject);
		expect(loads(dumps(new Size([2]), { registry }), { registry })).toEqual(new Size([2]));
	});
});

describe("a storage", () => {
	it.each([
		["that is shorter than its id says", 5, "has 16 bytes, and its tensors say 20"],
		["that is longer", 3, "has 16 bytes, and its tensors say 12"],
		["of 2^53 bytes", 2 ** 51, "has more bytes than can be"],
		["with a count that is no number", "4", "a part is not what it should be"],
	])("%s is an error", async (_, count, why) => {
		await expect(loadTorch(await archive(pickleOf(tuple(1), tuple(1), 0, count)))).rejects.toThrow(why);
	});
	it("that is not there, or is none, is an error", async () => {
		const none = await zip([{ name: "archive/data.pkl", data: pickleOf(tuple(1), tuple(1), 0, 4) }]);
		await expect(loadTorch(none)).rejects.toThrow('the storage "0" is not in the archive');
		const other = await archive(pickleOf(tuple(1), tuple(1), 0, 4, new PyGlobal("os", "system")));
		await expect(loadTorch(other)).rejects.toThrow("os.system is not a class of storages");
	});
	it("of more bytes than the limit is not read", async () => {
		const big = await archive(pickleOf(tuple(1), tuple(1), 0, 1 << 20), new Uint8Array(1 << 22));
		const options = { limits: { memory: 1 << 20 } };
		const source = new CountingSource(big);
		await expect(loadTorch(source, options)).rejects.toMatchObject({ limit: "memory" });
		expect(source.fetched).toBeLessThan(1 << 18);
		// What is in memory already is not counted.
		expect(await loadTorch(big, options)).toBeInstanceOf(Tensor);
	});
});

describe("an archive", () => {
	it("with two folders is an error", async () => {
		const { data } = fileOf("views.torch2.15.pt");
		expect(data.length).toBeGreaterThan(0);
		const two = await zip([
			{ name: "a/data.pkl", data: dumps(1) },
			{ name: "b/data.pkl", data: dumps(2) },
		]);
		await expect(loadTorch(two)).rejects.toThrow("its members are not all in one folder");
		await expect(loadTorch(await zip([{ name: "x.npy", data: dumps(1) }]))).rejects.toMatchObject({
			hint: expect.stringContaining("openNpz"),
		});
	});
	it("with one name twice is an error", async () => {
		const twice = await zip([
			{ name: "a/data.pkl", data: dumps(1) },
			{ name: "a/data.pkl", data: dumps(2) },
		]);
		await expect(loadTorch(twice)).rejects.toThrow('two members are named "a/data.pkl"');
	});
	it("whose local header says another name or size is an error", async () => {
		const whole = await archive(pickleOf(tuple(1), tuple(1), 0, 4));
		const renamed = Buffer.from(whole);
		renamed.write("archive/data.pkx", whole.indexOf("archive/data.pkl"));
		await expect(loadTorch(renamed)).rejects.toMatchObject({ name: "OSError", code: "source" });
		const resized = Buffer.from(whole);
		resized.writeUInt32LE(99, whole.indexOf("archive/data/0") - 30 + 22);
		await expect(loadTorch(resized)).rejects.toMatchObject({ name: "OSError", code: "source" });
	});
	it("whose members overlap, or are after the end, is an error", async () => {
		const whole = await archive(pickleOf(tuple(1), tuple(1), 0, 4));
		const entry = whole.lastIndexOf("archive/data/0") - 46;
		for (const [field, value] of [
			[42, 0],
			[42, 0xfffffff0],
			[24, 0x7fffffff],
			[20, 0x7fffffff],
		] as const) {
			const broken = Buffer.from(whole);
			broken.writeUInt32LE(value, entry + field);
			await expect(loadTorch(broken), `${field} ${value}`).rejects.toMatchObject({ code: "source" });
		}
	});
	it("with a bomb in it stops at the limit", async () => {
		const zeros = new Uint8Array(1 << 24);
		const bomb = await zip([{ name: "a/data.pkl", data: zeros, isDeflated: true }]);
		expect(bomb.length).toBeLessThan(1 << 16);
		await expect(loadTorch(bomb, { limits: { memory: 1 << 20 } })).rejects.toMatchObject({ name: "LimitError" });
		const packed = await zip([
			{ name: "a/data.pkl", data: pickleOf(tuple(1), tuple(1), 0, 1 << 22) },
			{ name: "a/data/0", data: zeros, isDeflated: true },
		]);
		await expect(loadTorch(new CountingSource(packed), { limits: { memory: 1 << 20 } })).rejects.toMatchObject({
			name: "LimitError",
		});
	});
	it("may have wrong check sums, which torch can leave out", async () => {
		const { data } = fileOf("no_crc32.torch2.15.pt");
		expect(crc32(data)).toBeGreaterThan(0);
		expect(((await loadTorch(data)) as Tensor).toArray()).toEqual([1, 1]);
	});
});

describe("files of older torch", () => {
	const old = files.filter(({ file, expected }) => /^(legacy|tar)/.test(file) && expected !== undefined);
	it.each(old)("$file, cut anywhere, is a typed error", async ({ data }) => {
		let complete = 0;
		for (let end = 0; end < data.length; end += data.length > 4000 ? 97 : 19) {
			try {
				await loadTorch(data.subarray(0, end));
				complete = end;
			} catch (error) {
				expect(error).toHaveProperty("code");
			}
		}
		// Only the blocks at the end of a tar archive say nothing.
		expect(complete === 0 || data.length > 4000).toBe(true);
	});
	it("with counts that differ from the tensors' are errors", async () => {
		const { data } = fileOf("legacy_strides.torch2.15.pt");
		const wrong = data.slice();
		wrong[data.length - 28] = 9;
		await expect(loadTorch(wrong)).rejects.toThrow("a storage has 9 items in the file");
	});
	it("are not nested without end in pickles", () => {
		let inner: Uint8Array = dumps(1, { protocol: 2 });
		for (let i = 0; i < 50; i++) {
			inner = dumps(
				new PyObject({
					via: "REDUCE",
					callable: new PyGlobal("torch.storage", "_load_from_bytes"),
					args: tuple(inner),
				}),
				{ protocol: 4 },
			);
		}
		expect(() => loads(inner, { registry })).toThrow("not a file of torch");
	});
});

describe("every file", () => {
	it.each(files.filter(({ file }) => /^(views|parameter|sparse_coo|quant_per_channel|torchscript)\.torch2/.test(file)))(
		"$file with any byte changed is read, or ends in a typed error",
		async ({ data }) => {
			for (let at = 0; at < data.length; at += 11) {
				const changed = data.slice();
				changed[at] = (changed[at] as number) ^ 0x55;
				try {
					const index = await loadIndex(changed);
					for (const tensor of index.tensors.values()) await tensor.load();
				} catch (error) {
					expect(error, `byte ${at}: ${String(error)}`).toHaveProperty("code");
				}
			}
		},
	);
});

describe("modules", () => {
	const module = (parts: Record<string, unknown>): PyObject => {
		const made = new PyObject({ callable: new PyGlobal("m", "Module") });
		made.operations.push({
			op: "build",
			state: new Map(Object.entries({ _parameters: {}, _buffers: {}, _modules: {}, ...parts })),
		});
		return made;
	};
	it("that contain themselves, or each other many times, end", () => {
		const loop = module({});
		(loop.attributes.get("_modules") as Record<string, unknown>)["self"] = loop;
		expect(stateDict(loop).size).toBe(0);
		let shared = module({ _parameters: { w: Tensor.from(new Float32Array(1)) } });
		for (let i = 0; i < 60; i++) shared = module({ _modules: { a: shared, b: shared } });
		expect(() => stateDict(shared)).toThrow("a module of too many modules");
		let deep: unknown = Tensor.from(new Float32Array(1));
		for (let i = 0; i < 100_000; i++) deep = [deep];
		expect(namedTensors(deep).size).toBe(1);
	});
	it("leave out buffers that are not persistent", () => {
		const one = Tensor.from(new Float32Array(1));
		const model = module({ _buffers: { kept: one, scratch: one }, _non_persistent_buffers_set: new Set(["scratch"]) });
		expect([...stateDict(model).keys()]).toEqual(["kept"]);
	});
});
