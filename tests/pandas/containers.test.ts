import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { kindOf } from "../../src/formats/kind.ts";
import { writeZip } from "../../src/formats/zip-writer.ts";
import { dumpFile, dumpFileSync, loadFile, loadFileSync } from "../../src/node/index.ts";
import { DataFrame, registry } from "../../src/pandas/index.ts";
import { dumps } from "../../src/pickle/index.ts";
import { brineInOneProcess } from "../cli/one-process.ts";
import { some } from "../effort.ts";
import { removeFolder } from "../remove-folder.mjs";

const brine = brineInOneProcess();
const folder = mkdtempSync(join(tmpdir(), "brine-containers-"));
afterAll(() => removeFolder(folder));

/** What `to_pickle` of pandas 3.1 wrote, by name. */
const golden = Object.entries(
	JSON.parse(
		gunzipSync(readFileSync(new URL("../golden/pandas/containers.json.gz", import.meta.url))).toString(),
	) as Record<string, string>,
).filter(([name]) => name !== "cases.json");
const bytesOf = (text: string): Buffer => Buffer.from(text, "base64");

describe("what to_pickle packs", () => {
	test("there is one of each kind", () => expect(golden.length).toBe(8));
	test.each(golden)("%s is read, whatever it is called", async (name, text) => {
		for (const path of [join(folder, name), join(folder, `${name}.of.another.name.pkl`)]) {
			writeFileSync(path, bytesOf(text));
			const frame = (await loadFile(path, { registry })) as DataFrame;
			expect(frame).toBeInstanceOf(DataFrame);
			expect(frame.toRows()).toEqual([
				[1, 0.5],
				[2, -1.5],
			]);
		}
	});
	test.each(some(golden))("%s is shown and converted", async (name, text) => {
		const files = { [name]: bytesOf(text) };
		expect((await brine(["show", name], { files })).stdout).toContain("10  1  0.5");
		const { written, code } = await brine(["convert", name, "out.csv"], { files });
		expect(code).toBe(0);
		expect(String(written["out.csv"])).toBe(",i,f\n10,1,0.5\n20,2,-1.5\n");
	});
});

describe("what dumpFile packs by its name", () => {
	const frame = DataFrame.from({ i: [1, 2], f: [0.5, -1.5] });
	const kinds = ["gz", "zip", "tar", "tar.gz", "TAR", "bz2", "xz", "tar.bz2", "tar.xz", "XZ", "lz4", "tar.lz4"];
	test.each(kinds)("frame.pkl.%s is read", async (kind) => {
		const path = join(folder, `written.pkl.${kind}`);
		await dumpFile(frame, path, { registry });
		expect(kindOf(readFileSync(path))).toBe(
			kind
				.toLowerCase()
				.replace(/.*gz/, "gzip")
				.replace(/.*bz2/, "bzip2")
				.replace(/.*xz/, "xz")
				.replace(/.*lz4/, "lz4"),
		);
		expect(((await loadFile(path, { registry })) as DataFrame).toRows()).toEqual(frame.toRows());
	});
	test.each(kinds)("frame.pkl.%s at once", async (kind) => {
		const path = join(folder, `atonce.pkl.${kind}`);
		dumpFileSync(frame, path, { registry });
		expect(((await loadFile(path, { registry })) as DataFrame).toRows()).toEqual(frame.toRows());
	});
	test("JSON too", async () => {
		for (const name of ["x.json.zip", "x.json.tar", "x.json.tar.gz", "x.tar.json"]) {
			await dumpFile({ a: ["é"] }, join(folder, name));
			expect(await loadFile(join(folder, name))).toEqual({ a: ["é"] });
		}
	});
	test("the archives of both are read at once where Node can, else the error names what reads them", () => {
		for (const kind of kinds) {
			const path = join(folder, `atonce.pkl.${kind}`);
			if (/^(gz)$/.test(kind)) {
				expect((loadFileSync(path, { registry }) as DataFrame).toRows()).toEqual(frame.toRows());
				continue;
			}
			expect(() => loadFileSync(path, { registry })).toThrow(
				expect.objectContaining({
					name: "OSError",
					code: "source",
					hint: expect.stringContaining("loadFile") as string,
				}),
			);
		}
	});
});

describe("other archives", () => {
	const [, frame] = golden.find(([name]) => name === "frame.pkl") as [string, string];
	const zipOf = async (names: readonly string[]): Promise<Uint8Array> => {
		const parts: Uint8Array[] = [];
		const members = names.map((name) => ({ name, data: new Uint8Array(bytesOf(frame)), isDeflated: true }));
		for await (const part of writeZip(members)) parts.push(part);
		return Buffer.concat(parts);
	};
	const failure = async (bytes: Uint8Array, options: object = {}): Promise<{ name: string; hint?: string }> => {
		const path = join(folder, "other.pkl");
		writeFileSync(path, bytes);
		return loadFile(path, { registry, ...options }).then(
			() => ({ name: "none" }),
			(error: { name: string; hint?: string }) => error,
		);
	};
	test("of several files are refused, with what they are", async () => {
		const error = await failure(await zipOf(["a.pkl", "b.pkl"]));
		expect(error.name).toBe("UnpicklingError");
		expect(error.hint).toContain("zip");
	});
	test("that are damaged or too large end in typed errors", async () => {
		const zip = await zipOf(["a.pkl"]);
		for (let at = 4; at < zip.length; at += 97) {
			const changed = Uint8Array.from(zip);
			changed[at] = (changed[at] as number) ^ 0xff;
			expect(["none", "OSError", "UnpicklingError", "EOFError"]).toContain((await failure(changed)).name);
		}
		for (const [name, text] of golden.filter(([name]) => /zip|tar/.test(name)))
			expect((await failure(bytesOf(text), { limits: { memory: 100 } })).name, name).toBe("LimitError");
	});
	test("are not opened with decompress: false", async () => {
		expect((await failure(await zipOf(["a.pkl"]), { decompress: false })).name).toBe("UnpicklingError");
	});
	test("of one array of numpy stay what they are", async () => {
		expect((await failure(await zipOf(["arr_0.npy"]))).hint).toContain("zip");
	});
	test("may be packed themselves", async () => {
		const path = join(folder, "twice.gz");
		writeFileSync(path, gzipSync(await zipOf(["a.pkl"])));
		expect(dumps(await loadFile(path, { registry }), { registry }).length).toBeGreaterThan(100);
	});
});
