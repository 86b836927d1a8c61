/** Checkpoints of torch and files of safetensors, at a prompt. */
import { describe, expect, it } from "vitest";
import { dumpsTorch, fromSafetensors, loadTorch, stateDict, Tensor, toSafetensors } from "../../src/torch/index.ts";
import { fileOf } from "../torch/golden.ts";
import { brine } from "./run.ts";

const f32 = (...values: number[]): Tensor => Tensor.from(new Float32Array(values));
const checkpoint = fileOf("checkpoint.torch2.15.pt").data;

describe("brine show", () => {
	it("lists the tensors of a checkpoint, and what else is in it", async () => {
		const { stdout, code } = await brine(["show", "model.pt"], { files: { "model.pt": checkpoint } });
		expect(code).toBe(0);
		expect(stdout).toBe(
			[
				"name          dtype    shape   bytes",
				"model.weight  float32  (1, 2)      8",
				"model.bias    float32  (1,)        4",
				"zip: 2 tensors, 3 items, 12 bytes",
				"also: epoch (int), loss (float), optimizer (dict), tags (list), size (torch.Size), dtype (global), device (torch.device)",
				"torch 2.15 loads it with weights_only=True",
				"",
			].join("\n"),
		);
	});
	it.each(["views.torch2.15.pt", "legacy_views.torch1.13.pt"])(
		"shows numbers and shared storages of %s, also from a pipe",
		async (name) => {
			const { data } = fileOf(name);
			const { stdout } = await brine(["show", "--stats", "model.pt"], { files: { "model.pt": data } });
			expect(stdout).toContain("view   float32  (3,)       12    2    4     3\n");
			expect(stdout).toContain("one storage: base, view, mat\n");
			expect((await brine(["show", "--stats", "-"], { stdin: data })).stdout).toBe(stdout);
		},
	);
	it("gives the same as JSON", async () => {
		const { stdout } = await brine(["show", "--json", "model.pt"], {
			files: { "model.pt": fileOf("module_linear.torch2.15.pt").data },
		});
		expect(JSON.parse(stdout)).toEqual({
			format: "zip",
			tensors: [
				{ name: "weight", dtype: "float32", shape: [1, 2], bytes: 8 },
				{ name: "bias", dtype: "float32", shape: [1], bytes: 4 },
			],
			total: { tensors: 2, items: 3, bytes: 12 },
			shared: [],
			other: [{ name: "", type: "Linear" }],
			weightsOnly: {
				torch: "2.15",
				isAllowed: false,
				reason: "torch.nn.modules.linear.Linear is not one of the names that it takes",
			},
		});
	});
	it("shows a tree, and tensors within other pickles", async () => {
		const tree = await brine(["show", "--tree", "model.pt"], { files: { "model.pt": checkpoint } });
		expect(tree.stdout).toContain("'epoch': int 3");
		const plain = await brine(["show", "t.pkl"], { files: { "t.pkl": fileOf("plain_pickle.torch2.15.pkl").data } });
		expect(plain.stdout).toContain("'t': torch.Tensor(dtype='torch.float32', shape=[3])");
	});
	it("says what is wrong with a damaged one", async () => {
		const { stdout, stderr, code } = await brine(["show", "model.pt"], {
			files: { "model.pt": checkpoint.subarray(0, 900) },
		});
		expect([stdout, code]).toEqual(["", 1]);
		expect(stderr).toContain("zip");
	});
});

describe("brine convert", () => {
	it("turns a checkpoint into safetensors and back", async () => {
		const state = fileOf("state_dict.torch2.15.pt").data;
		const there = await brine(["convert", "model.pt", "model.safetensors"], { files: { "model.pt": state } });
		expect([there.stderr, there.code]).toEqual(["", 0]);
		const safe = there.written["model.safetensors"] as Buffer;
		expect([...(await fromSafetensors(safe)).tensors.keys()]).toEqual(["bias", "weight"]);
		const back = await brine(["convert", "a.safetensors", "b.pt"], { files: { "a.safetensors": safe } });
		const [first, again] = [await loadTorch(state), await loadTorch(back.written["b.pt"] as Buffer)].map(stateDict);
		for (const name of ["weight", "bias"]) {
			const [was, is] = [first, again].map((found) => found?.get(name) as Tensor | undefined);
			expect(is?.toArray()).toEqual(was?.toArray());
			expect(is?.size).toBeGreaterThan(0);
		}
		expect((await brine(["show", "-"], { stdin: safe })).stdout).toContain("safetensors: 2 tensors, 3 items, 12 bytes");
	});
	it("refuses what safetensors cannot hold, or leaves it out and says so", async () => {
		const files = { "model.ckpt": checkpoint };
		const refused = await brine(["convert", "model.ckpt", "model.safetensors"], { files });
		expect([refused.code, Object.keys(refused.written)]).toEqual([1, []]);
		expect(refused.stderr).toContain('"epoch" is not a tensor');
		expect(refused.stderr).toMatch(/hint: give --drop to leave out the rest/);
		const dropped = await brine(["convert", "--drop", "model.ckpt", "model.safetensors"], { files });
		expect(dropped.stderr).toContain("brine convert: left out: optimizer\n");
		expect(Object.keys(dropped.written)).toEqual(["model.safetensors"]);
		expect((await brine(["convert", "--drop", "model.ckpt", "model.pkl"], { files })).stderr).toContain(
			"--drop is for safetensors",
		);
	});
	it("puts a model in parts together, of pickles and of safetensors", async () => {
		const files = {
			"pytorch_model.bin.index.json": JSON.stringify({
				metadata: {},
				weight_map: { a: "p-1.bin", b: "p-2.bin", c: "p-1.bin" },
			}),
			"p-1.bin": await dumpsTorch(
				new Map([
					["a", f32(1)],
					["c", f32(3, 4)],
				]),
			),
			"p-2.bin": (await toSafetensors({ b: f32(2) })).data,
		};
		const { written, stderr, code } = await brine(["convert", "pytorch_model.bin.index.json", "all.safetensors"], {
			files,
		});
		expect([stderr, code]).toEqual(["", 0]);
		const { tensors } = await fromSafetensors(written["all.safetensors"] as Buffer);
		expect([...tensors].map(([name, tensor]) => [name, tensor.toArray()])).toEqual([
			["a", [1]],
			["b", [2]],
			["c", [3, 4]],
		]);
		const wrong = { ...files, "pytorch_model.bin.index.json": '{"weight_map": {"x": "p-1.bin"}}' };
		const missing = await brine(["convert", "pytorch_model.bin.index.json", "all.safetensors"], { files: wrong });
		expect([missing.code, missing.stderr.includes('"p-1.bin" has no tensor "x"')]).toEqual([1, true]);
	});
	it("writes a model in parts with their index, which is read and shown as one", async () => {
		const model = new Map(["a", "b", "c"].map((name, i) => [name, f32(i, i, i)] as const));
		const files = { "model.pt": await dumpsTorch(model) };
		const args = ["convert", "--max-shard-size", "0.03KB", "model.pt", "out.safetensors"];
		const { written, stderr } = await brine(args, { files });
		const names = ["out-00001-of-00002.safetensors", "out-00002-of-00002.safetensors"];
		expect([stderr, Object.keys(written).sort()]).toEqual(["", [...names, "out.safetensors.index.json"]]);
		expect(JSON.parse(String(written["out.safetensors.index.json"]))).toEqual({
			metadata: { total_size: 36 },
			weight_map: { a: names[0], b: names[0], c: names[1] },
		});
		const back = await brine(["convert", "out.safetensors.index.json", "all.pt"], { files: written });
		const value = stateDict(await loadTorch(back.written["all.pt"] as Buffer));
		expect([...value].map(([name, tensor]) => [name, (tensor as Tensor).toArray()])).toEqual([
			["a", [0, 0, 0]],
			["b", [1, 1, 1]],
			["c", [2, 2, 2]],
		]);
		const shown = await brine(["show", "out.safetensors.index.json"], { files: written });
		expect(shown.stdout).toContain("parts: 3 tensors, 9 items, 36 bytes");
		const one = await brine(["convert", "--max-shard-size", "1GB", "model.pt", "out.safetensors"], { files });
		expect(Object.keys(one.written)).toEqual(["out.safetensors"]);
		for (const [size, why] of [
			["many", "not 'many'"],
			["0", "not '0'"],
		] as const) {
			const bad = await brine(["convert", "--max-shard-size", size, "model.pt", "out.safetensors"], { files });
			expect([bad.code, bad.stderr.includes(why)]).toEqual([1, true]);
		}
		expect((await brine(["convert", "--max-shard-size", "1GB", "model.pt", "out.pkl"], { files })).stderr).toContain(
			"--max-shard-size is for files of safetensors",
		);
	});
	it("writes more than 64 MiB of a file that is read by its parts", async () => {
		const model = { w: Tensor.from(new Float32Array(40 * 2 ** 20)) };
		const { written, stderr } = await brine(["convert", "model.pt", "model.safetensors"], {
			files: { "model.pt": await dumpsTorch(model) },
		});
		expect([stderr, (written["model.safetensors"] as Buffer).length > 160 * 2 ** 20]).toEqual(["", true]);
	});
	it("writes tensors as lists in JSON, and the tensors of JSON's neighbours", async () => {
		const { stdout } = await brine(["convert", "model.pt", "-", "--to", "json"], {
			files: { "model.pt": fileOf("views.torch2.15.pt").data },
		});
		expect(JSON.parse(stdout)).toMatchObject({
			view: [2, 3, 4],
			mat: [
				[0, 4],
				[1, 5],
				[2, 6],
				[3, 7],
			],
		});
		const pickled = await brine(["convert", "model.pt", "model.pkl"], {
			files: { "model.pt": fileOf("views.torch2.15.pt").data },
		});
		const back = await brine(["convert", "model.pkl", "again.pt"], {
			files: { "model.pkl": pickled.written["model.pkl"] as Buffer },
		});
		const value = (await loadTorch(back.written["again.pt"] as Buffer)) as Record<string, Tensor>;
		expect(value["view"]?.toArray()).toEqual([2, 3, 4]);
	});
});
