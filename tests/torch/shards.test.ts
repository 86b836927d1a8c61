/** Models in parts: cut as huggingface_hub cuts them, opened lazily, and checked. */
import { describe, expect, it } from "vitest";
import { dumpsTorch, openShards, shardIndex, splitShards, Tensor, toSafetensors } from "../../src/torch/index.ts";
import { CountingSource } from "./golden.ts";

const sized = (...sizes: number[]): Map<string, Tensor> =>
	new Map(sizes.map((size, i) => [`t${i}`, Tensor.from(new Uint8Array(size).fill(i))]));
const layout = (value: unknown, maxShardSize: number | string): string[] =>
	[...splitShards(value, { maxShardSize }).shards.values()].map((part) => [...part.keys()].join());

describe("splitShards", () => {
	// Each as huggingface_hub 1.x's split_torch_state_dict_into_shards answers.
	it.each([
		[
			[6, 6, 2, 6, 2, 2],
			["t0", "t1,t2", "t3,t4,t5"],
		],
		[
			[4, 12, 4, 4, 4],
			["t1", "t0,t2", "t3,t4"],
		],
		[
			[10, 10],
			["t0", "t1"],
		],
		[[3, 3, 3], ["t0,t1,t2"]],
		[[20], ["t0"]],
		[
			[2, 10, 9, 30, 1, 1],
			["t0", "t1", "t3", "t2,t4", "t5"],
		],
	])("cuts sizes %j", (sizes, parts) => {
		expect(layout(sized(...sizes), 10)).toEqual(parts);
	});
	it("names the files and writes their index", () => {
		const { shards, index, indexName } = splitShards(sized(6, 6), { maxShardSize: 10 });
		expect([...shards.keys()]).toEqual(["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"]);
		expect(indexName).toBe("model.safetensors.index.json");
		expect(index).toBe(
			'{\n  "metadata": {\n    "total_size": 12\n  },\n  "weight_map": {\n    "t0": "model-00001-of-00002.safetensors",\n    "t1": "model-00002-of-00002.safetensors"\n  }\n}',
		);
		expect(splitShards(sized(1))).toMatchObject({
			isSharded: false,
			index: expect.stringContaining('"t0": "model.safetensors"'),
		});
		expect([...splitShards(sized(1), { filenamePattern: "m{suffix}.x" }).shards.keys()]).toEqual(["m.x"]);
	});
	it("knows sizes as Hugging Face spells them, and refuses others", () => {
		expect(layout(sized(900, 200), "1KB")).toEqual(["t0", "t1"]);
		expect(layout(sized(900, 100), " 0.001 mb ")).toEqual(["t0,t1"]);
		for (const maxShardSize of ["5", "5GiB", "GB", "-1GB", 0, -1, Number.NaN]) {
			expect(() => splitShards(sized(1), { maxShardSize }), String(maxShardSize)).toThrow("maxShardSize must be");
		}
		for (const filenamePattern of ["model", "a/{suffix}", "{suffix}{suffix}", "..\\{suffix}"]) {
			expect(() => splitShards(sized(1), { filenamePattern })).toThrow("filenamePattern");
		}
	});
	it("refuses what safetensors cannot hold, or names it", () => {
		const value = { a: Tensor.from(new Uint8Array(1)), epoch: 3 };
		expect(() => splitShards(value)).toThrow('"epoch" is not a tensor');
		expect(splitShards(value, { drop: true }).dropped).toEqual(["epoch"]);
	});
});

describe("openShards", () => {
	const parts = async (): Promise<Map<string, Uint8Array>> => {
		const { shards } = splitShards(sized(3000, 3000, 5), { maxShardSize: 3005 });
		const files = new Map<string, Uint8Array>();
		for (const [name, part] of shards) files.set(name, (await toSafetensors(part)).data);
		return files;
	};
	it("reads the heads of the files, and a tensor when it is asked for", async () => {
		const { index } = splitShards(sized(3000, 3000, 5), { maxShardSize: 3005 });
		const sources = new Map([...(await parts())].map(([name, data]) => [name, new CountingSource(data)]));
		const opened: string[] = [];
		const tensors = await openShards(index, (name) => {
			opened.push(name);
			return sources.get(name) as CountingSource;
		});
		expect(opened).toEqual([...sources.keys()]);
		expect([...tensors.keys()]).toEqual(["t0", "t1", "t2"]);
		const [first] = sources.values();
		const before = first?.fetched ?? 0;
		const array = await (tensors.get("t0") as Tensor).read();
		expect([array.size, (first?.fetched ?? 0) - before]).toEqual([3000, 3000]);
	});
	it("takes files of torch, bytes, blobs and streams", async () => {
		const map = { weight_map: { a: "1.bin", b: "2.bin", c: "3.safetensors" } };
		const one = (name: string): Map<string, Tensor> => new Map([[name, Tensor.from(new Float32Array([1]))]]);
		const files: Record<string, Uint8Array | Blob | ReadableStream<Uint8Array>> = {
			"1.bin": await dumpsTorch(one("a")),
			"2.bin": new Blob([(await dumpsTorch(one("b"))) as Uint8Array<ArrayBuffer>]),
			"3.safetensors": new Blob([(await toSafetensors(one("c"))).data as Uint8Array<ArrayBuffer>]).stream(),
		};
		const tensors = await openShards(JSON.stringify(map), async (name) => files[name] as Blob);
		for (const tensor of tensors.values()) expect((await (tensor as Tensor).read()).toArray()).toEqual([1]);
	});
	it.each([
		["a tensor that is not in its file", { t0: 1, t1: 2, t2: 2, t9: 1 }, 'has no tensor "t9"'],
		["a tensor of a file that is not in the index", { t0: 1, t1: 2 }, 'does not say that "t2" is in'],
		["a tensor in another file", { t0: 2, t1: 1, t2: 2 }, 'has no tensor "t0"'],
	])("refuses %s", async (_, map, why) => {
		const files = [...(await parts()).entries()];
		const weights = Object.fromEntries(Object.entries(map).map(([name, i]) => [name, files[i - 1]?.[0]]));
		const opened = openShards(
			JSON.stringify({ weight_map: weights }),
			(name) => new Map(files).get(name) as Uint8Array,
		);
		await expect(opened).rejects.toThrow(why);
		await expect(opened).rejects.toMatchObject({ name: "ValueError", code: "source" });
	});
	it("keeps to its limit for streams", async () => {
		const { data } = await toSafetensors(sized(5000));
		const opened = openShards(
			'{"weight_map": {"t0": "x"}}',
			() => new Blob([data as Uint8Array<ArrayBuffer>]).stream(),
			{
				limits: { memory: 1000 },
			},
		);
		await expect(opened).rejects.toMatchObject({ limit: "memory" });
	});
});

it("an index is text or bytes of any kind", () => {
	const text = '{"metadata": {}, "weight_map": {"a": "model-1.bin", "b": "model-2.bin"}}';
	const bytes = new TextEncoder().encode(text);
	for (const given of [text, bytes, bytes.buffer, new DataView(bytes.buffer)]) {
		expect(shardIndex(given).names).toEqual(["model-1.bin", "model-2.bin"]);
	}
	expect(() => shardIndex(Uint8Array.of(0xff))).toThrow("it is not JSON");
});
