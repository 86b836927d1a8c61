/** What no torch since 0.4 writes, and every torch reads: views of storages, and hooks. */
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { dumps, loads } from "../../src/pickle/index.ts";
import { dumpsTorch, loadIndex, loadTorch, registry, Tensor, toSafetensors } from "../../src/torch/index.ts";
import { PyGlobal, PyObject, PyOrderedDict, repr, tuple } from "../../src/types/index.ts";
import { CountingSource } from "./golden.ts";

/**
 * The form of torch 0.3, whose ids of storages have a view as their sixth part: ten floats, of which "view" and "again" are in
 * items 2 to 5 and "tail" in items 5 to 9. torch 1.13 and 2.15 load it so, and a change of one shows in the others.
 */
const VIEWS = gunzipSync(
	Buffer.from(
		"H4sIAAAAAAACA3WRy04bMRSGPTcC00LDpRfKpVlmFYXLvrBhY4FK2MymGg3Bio1G4/wzZ0AgIWWTgPoMLFjyGDwKWx4BiUXPJKooCyz/tnx8zv/5MnD/hOnL7d5z4/T+13Jr4O4/eTxeQTSjuhCin1uyXZvGZyovjM3gcEI0yzupIUpVrLITk2Rwb6KQg3TRV3FhLlUB7wp+Mwo4WGibEwLpRh6vTEaYkn7kVx4266Em/bL8x6yiubUEp0s27+pWXJJJizDO1XFp0pOYVFbYPITbbEa1ypzTkp6CN8kP91Kb0NEkGMKPpjhnY7vdbm8gGPO7/ZL54QGhdiiFdGUwwrQMpDPCDCHs4MP4EGdGneOjZoz2tK8DzTWvZpuY5Ur/GnOET4fSkd4QdekMMU9Y6GBxfO+kl5gMS289NFd8noDdEb7wxOCvhG8dLI/BlJgU398Db2GFzxpcY5WwVtkEQ6xrpv7ooFG94m+I/+/sJK3qX17b4CcPO9xZA9Yd64H1yBK7QtR3/wID/Kp4EwIAAA==",
		"base64",
	),
);

describe("views of storages", () => {
	const expected = {
		root: [
			[0, 1, 2, 3, 4],
			[5, 6, 7, 8, 9],
		],
		view: [3, 4, 5],
		again: [
			[2, 3],
			[4, 5],
		],
		tail: [5, 6, 7, 8, 9],
	};
	const shown = (value: unknown): unknown =>
		Object.fromEntries(
			Object.entries(value as Record<string, Tensor>).map(([name, tensor]) => [name, tensor.toArray()]),
		);
	it("are over the bytes of their storage", async () => {
		const value = (await loadTorch(VIEWS)) as Record<string, Tensor>;
		expect(shown(value)).toEqual(expected);
		const [root, view] = [value["root"], value["view"]].map((tensor) => tensor?.storage?.data as Uint8Array);
		expect([view?.buffer === root?.buffer, (view?.byteOffset ?? 0) - (root?.byteOffset ?? 0)]).toEqual([true, 8]);
	});
	it("are read alone", async () => {
		const source = new CountingSource(VIEWS);
		const { value, storages } = await loadIndex(source);
		expect(storages.length).toBe(1);
		source.fetched = 0;
		const { view, again } = value as Record<string, Tensor>;
		expect((await view?.read())?.toArray()).toEqual([3, 4, 5]);
		// The items, and the count of the storage.
		expect(source.fetched).toBe(12 + 8);
		await again?.load();
		expect([again?.toArray(), view?.storage?.isLoaded, storages[0]?.isLoaded]).toEqual([expected.again, true, true]);
		view?.storage?.release();
		expect(storages[0]?.isLoaded).toBe(false);
	});
	it("share their bytes in what is written", async () => {
		const written = await dumpsTorch(await loadTorch(VIEWS));
		const { value, storages } = await loadIndex(written);
		expect(storages.map(({ nbytes }) => nbytes)).toEqual([40]);
		for (const storage of storages) await storage.load();
		expect(shown(value)).toEqual(expected);
		expect((await toSafetensors(value)).names).toEqual(["again", "root", "tail", "view"]);
	});
});

describe("hooks", () => {
	it("are shown, and written back", () => {
		const hooks = new PyOrderedDict([[3, new PyGlobal("my_hooks", "log")]]);
		const tensor = new PyObject({
			via: "REDUCE",
			callable: new PyGlobal("torch._utils", "_rebuild_parameter"),
			args: tuple<unknown[]>(Tensor.from(new Float32Array([1])), true, hooks),
		});
		const read = loads(dumps(tensor, { registry }), { registry, mode: "exact" });
		expect(read).toBeInstanceOf(Tensor);
		expect(repr(read)).toContain("my_hooks.log");
		expect(repr(loads(dumps(read, { registry }), { registry, mode: "exact" }))).toBe(repr(read));
	});
});
