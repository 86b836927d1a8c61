/** Files of real torches: what they hold, at once and by ranges, written again, and what torch's own loader takes. */
import { describe, expect, it } from "vitest";
import { opcodes } from "../../src/pickletools/index.ts";
import { dumpsTorch, loadIndex, loadTorch, type TorchVersion, weightsOnly } from "../../src/torch/index.ts";
import { RESTRICTED } from "../../src/torch/weights-only-data.ts";
import { CountingSource, fileOf, files, torches } from "./golden.ts";
import { spell } from "./spell.ts";

const whole = files.filter(({ expected }) => expected !== undefined);
const CODES = new Map(opcodes.map(({ name, code }) => [name, code.charCodeAt(0)]));
/** Of these two the corpus says in words what they are. */
const SPOKEN = /^(torchscript|skip_data)\./;
const readable = whole.filter(({ file }) => !SPOKEN.test(file));

/** What torch 1.13 itself does not say of a sparse tensor in its file. */
function expectedOf(file: string, expected: unknown): unknown {
	const text = JSON.stringify(expected);
	return JSON.parse(file.startsWith("sparse_coo.torch1.13") ? text.replace(/"is_coalesced":\w+,/, "") : text);
}

describe("files of torch 1.13 and 2.15", () => {
	it("are all here", () => {
		expect([files.length, whole.length, readable.length]).toEqual([132, 129, 126]);
	});
	it.each(readable)("$file is read at once", async ({ file, data, expected }) => {
		const value = await loadTorch(data, { mode: "exact" });
		expect(JSON.parse(JSON.stringify(spell(value)))).toEqual(expectedOf(file, expected));
	});
	it.each(readable)("$file is read by ranges", async ({ file, data, expected }) => {
		const source = new CountingSource(data);
		const index = await loadIndex(source, { mode: "exact" });
		// A file of tensors has numbers that were not asked for yet.
		for (const storage of index.storages) {
			if (storage.nbytes > 0) expect(storage.isLoaded).toBe(false);
			await storage.load();
		}
		expect(JSON.parse(JSON.stringify(spell(index.value)))).toEqual(expectedOf(file, expected));
	});
	it.each(readable)("$file is written, and read again", async ({ file, data, expected }) => {
		const written = await dumpsTorch(await loadTorch(data, { mode: "exact" }));
		const again = await loadIndex(written, { mode: "exact" });
		for (const storage of again.storages) await storage.load();
		expect(again.format).toBe("zip");
		expect(JSON.parse(JSON.stringify(spell(again.value)))).toEqual(expectedOf(file, expected));
		// The storages are where a memory map wants them.
		const view = Buffer.from(written);
		for (const name of again.members) {
			const at = view.indexOf(`archive/${name}`);
			const extra = view.readUInt16LE(at - 2);
			expect([name, (at + 8 + name.length + extra) % 64]).toEqual([name, 0]);
		}
	});
	it.each(files.filter(({ expected }) => expected === undefined))(
		"$file was left by a torch that could not save it",
		async ({ data }) => {
			await expect(loadTorch(data)).rejects.toThrow("it has no data.pkl");
		},
	);
	it.each(whole.filter(({ file }) => file.startsWith("skip_data")))(
		"$file has its storages, of zeros",
		async ({ data }) => {
			expect((await loadIndex(data)).storages.map(({ nbytes }) => nbytes)).toEqual([8]);
		},
	);
});

describe("TorchScript", () => {
	const scripts = whole.filter(({ file }) => file.startsWith("torchscript"));
	it.each(scripts)("$file is an inert module, with its code as text and its constants", async ({ data }) => {
		const index = await loadIndex(data);
		expect(index.format).toBe("torchscript");
		expect([...index.tensors.keys()]).toEqual(["w"]);
		const weight = await index.tensors.get("w")?.load();
		expect(weight?.toJSON()).toMatchObject({ dtype: "torch.float32", shape: [2] });
		expect((await index.code()).get("__torch__.py")).toContain("class M(Module):");
		expect(spell(await index.constants())).toEqual({ $tuple: [] });
	});
});

describe("weights_only", () => {
	const versions: TorchVersion[] = ["1.13", "2.15"];
	it.each(versions.map((torch, i) => [torch, i] as const))("knows the names of torch %s", (torch, i) => {
		expect(torches[i]?.torch.startsWith(torch)).toBe(true);
		expect([...RESTRICTED[torch].names].sort()).toEqual(torches[i]?.names.split(" ").sort());
	});
	const named = whole.flatMap(({ file, data, weightsOnly: said }) =>
		versions.map((torch, i) => ({ file, data, torch, said: said[i] as string | true })),
	);
	it.each(named)("is for $file what torch $torch says", async ({ data, torch, said }) => {
		const verdict = (await loadIndex(data)).weightsOnly(torch);
		expect(verdict.isAllowed).toBe(said === true);
		const blocked = /Unsupported (?:class|global: GLOBAL) (\S+)/.exec(String(said))?.[1];
		if (blocked !== undefined) expect(verdict.name).toBe(blocked);
		const code = /Unsupported operand (\d+)/.exec(String(said))?.[1];
		if (code !== undefined) expect(CODES.get(verdict.opcode ?? "")).toBe(Number(code));
	});
	it("refuses what only another loader would take", () => {
		const module = fileOf("protocol_4.torch2.15.pt");
		expect(module.weightsOnly[1]).not.toBe(true);
		expect(() => weightsOnly(new Uint8Array(0), { torch: "9.9" as TorchVersion })).toThrow("unknown torch: '9.9'");
		expect(weightsOnly(new Uint8Array(0)).isAllowed).toBe(false);
	});
});
