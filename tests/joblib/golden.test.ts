/** Files of joblib 0.8 to 1.6: read from bytes and in chunks cut anywhere, and written again. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { dumpsJoblib, type JoblibLoadOptions, loadJoblib, registry, writeJoblib } from "../../src/joblib/index.ts";
import { array, type NDArray } from "../../src/numpy/index.ts";
import { loads } from "../../src/pickle/index.ts";
import { equals, PyObject } from "../../src/types/index.ts";
import { IS_SHORT } from "../effort.ts";
import { spell } from "../science/spell.ts";
import { withoutStacks } from "../without-stacks.ts";

interface Generation {
	readonly generator: string;
	readonly cases: readonly {
		readonly name: string;
		readonly what: string;
		readonly data: string;
		readonly others: Readonly<Record<string, string>>;
		readonly expected: string;
	}[];
}
const generations = JSON.parse(readFileSync("tests/joblib/golden.json", "utf8")) as readonly Generation[];
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, "base64"));

async function* pieces(data: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size);
}

/** Each file is written in each of these ways; in `npm test` in one of them. */
const WRITTEN = [
	{},
	{ align: true },
	{ compress: "zlib" },
	{ compress: "gzip", level: 9 },
	{ compress: "lz4" },
	{ protocol: 2 },
] as const;

/** joblib 1.1 and newer give arrays in native order; here the dtype stays as it was written, and the items are the same. */
function native(value: unknown): unknown {
	return JSON.parse(JSON.stringify(value).replaceAll('"str":">', '"str":"<'));
}

for (const { generator, cases } of generations) {
	describe(`files of ${generator}`, () => {
		for (const [i, { name, what, data, others, expected }] of cases.entries()) {
			// A masked array is not an array to joblib: it is pickled whole.
			const isMasked = name === "masked";
			it(`${name} is read${what === "" ? "" : `: ${what}`}`, async () => {
				const bytes = bytesOf(data);
				const options: JoblibLoadOptions = {
					mode: "exact",
					sibling: (file) => (others[file] === undefined ? undefined : bytesOf(others[file])),
					...(generator.includes("py2") ? { encoding: "latin1" } : {}),
				};
				const sizes = IS_SHORT ? [7] : [1, 7, 100];
				for (const source of [bytes, new Blob([bytes]), bytes.buffer, ...sizes.map((size) => pieces(bytes, size))]) {
					const value = await loadJoblib(source, options);
					// joblib before 0.10 lost the items of a matrix, and numpy 2 makes an array of it.
					if (name === "matrix")
						expect([(value as NDArray).toArray(), String((value as NDArray).pyClass).endsWith("matrix")]).toEqual([
							[[1, 2]],
							true,
						]);
					else if (isMasked) expect(value).toBeTypeOf("object");
					else if (name === "array_big" || name === "protocol_big")
						expect(native(spell(value))).toEqual(native(JSON.parse(expected)));
					else expect(spell(value)).toEqual(JSON.parse(expected));
				}
			});
			if (!isMasked) {
				it(`${name} is written so that it is read again`, async () => {
					const siblings = { sibling: (file: string) => bytesOf(others[file] as string), encoding: "latin1" } as const;
					const value = await loadJoblib(bytesOf(data), { mode: "exact", ...siblings });
					for (const options of IS_SHORT ? WRITTEN.slice(i % WRITTEN.length).slice(0, 1) : WRITTEN) {
						const written = await dumpsJoblib(value, options);
						expect(spell(await loadJoblib(written, { mode: "exact" }))).toEqual(spell(value));
					}
				});
			}
		}
	});
}

describe("a file of joblib", () => {
	const value = { x: array([[1.5, 2.5]]), y: [array(["a"], { dtype: "O" }), "text"], z: array([1, 2, 3]) };

	it("is read by loads when it is not compressed and has its types in the registry", async () => {
		const read = loads(await dumpsJoblib(value), { registry }) as typeof value;
		expect([read.x.toArray(), (read.y[0] as NDArray).toArray(), read.z.toArray()]).toEqual([
			[[1.5, 2.5]],
			["a"],
			[1, 2, 3],
		]);
	});
	it("has its arrays at multiples of 16 when that is asked for", async () => {
		for (let i = 1; i < 20; i++) {
			const data = Buffer.from(
				await dumpsJoblib({ ["k".repeat(i)]: array(new Uint8Array([11, 22, 33, 44, 55])) }, { align: true }),
			);
			expect(data.indexOf(Uint8Array.of(11, 22, 33, 44, 55)) % 16).toBe(0);
		}
	});
	it("goes to a sink in pieces", async () => {
		const chunks: Uint8Array[] = [];
		await writeJoblib(value, { write: (chunk: Uint8Array) => void chunks.push(chunk) }, { compress: "gzip" });
		expect(Buffer.concat(chunks).equals(Buffer.from(await dumpsJoblib(value, { compress: "gzip" })))).toBe(true);
	});
	it("has an array that is twice in a value twice, as joblib's own", async () => {
		const one = array(new Float64Array(100));
		const read = (await loadJoblib(await dumpsJoblib([one, one]))) as NDArray[];
		expect([read[0] === read[1], read[1]?.equals(one)]).toEqual([false, true]);
	});
	it("has arrays as views of the input where that is asked for and they are aligned", async () => {
		const data = await dumpsJoblib(array(new Float64Array([1, 2])), { align: true });
		const read = (await loadJoblib(data, { zeroCopy: true })) as NDArray;
		expect((read.data as Float64Array).buffer).toBe(data.buffer);
	});
});

describe("what goes wrong", () => {
	withoutStacks();
	const STEP = IS_SHORT ? 7 : 1;
	const old = generations.find(({ generator }) => generator === "joblib0.9")?.cases ?? [];
	const withSiblings = old.find(({ name }) => name === "array");

	it("is a file beside that is not given, is damaged or is named as another folder's", async () => {
		const data = bytesOf(withSiblings?.data ?? "");
		await expect(loadJoblib(data)).rejects.toMatchObject({ name: "FileNotFoundError" });
		await expect(loadJoblib(data, { sibling: () => new Uint8Array(5) })).rejects.toMatchObject({ code: "source" });
		const asked: string[] = [];
		const name =
			[...data]
				.map((byte) => String.fromCharCode(byte))
				.join("")
				.match(/[\w.]*_01\.npy/)?.[0] ?? "";
		const changed = Buffer.from(data);
		Buffer.from("../").copy(changed, changed.indexOf(name));
		await expect(loadJoblib(changed, { sibling: (file) => void asked.push(file) })).rejects.toMatchObject({
			code: "build",
		});
		expect(asked).toEqual([]);
	});
	it("is a file cut anywhere", async () => {
		for (const { data } of generations.at(-1)?.cases ?? []) {
			const bytes = bytesOf(data);
			for (let end = 0; end < bytes.length; end += 41 * STEP)
				await expect(loadJoblib(bytes.subarray(0, end))).rejects.toMatchObject({ code: expect.any(String) });
		}
	});
	it("is a byte that is changed: an error, or a value, never anything else", async () => {
		for (const { data, name } of generations.flatMap(({ cases }) => cases)) {
			if (!/array|several|compress/.test(name)) continue;
			const bytes = bytesOf(data);
			for (let at = 0; at < bytes.length; at += 31 * STEP) {
				const changed = bytes.slice();
				changed[at] = (changed[at] as number) ^ 0x44;
				await loadJoblib(changed, { limits: { memory: 1e7 } }).catch((error: { code?: unknown }) =>
					expect(typeof error.code).toBe("string"),
				);
			}
		}
	});
	it("is a declared size that nothing pays for", async () => {
		const written = Buffer.from(await dumpsJoblib(array(new Uint8Array(7), { shape: [7] }), { protocol: 2 }));
		// The shape (7,) is K\x07\x85; make it a million times a million.
		const at = written.indexOf(Uint8Array.of(0x4b, 7, 0x85));
		const huge = Buffer.concat([
			written.subarray(0, at),
			Buffer.from([0x4a, 0, 0, 0, 0x7f, 0x85]),
			written.subarray(at + 3),
		]);
		await expect(loadJoblib(huge)).rejects.toMatchObject({ code: "truncated" });
		await expect(loadJoblib(pieces(huge, 10))).rejects.toMatchObject({ code: "truncated" });
	});
	it("is an array without what joblib writes", async () => {
		const cls = "cjoblib.numpy_pickle\nNumpyArrayWrapper\n";
		const file = (state: string): Uint8Array =>
			Buffer.concat([Buffer.from(`${cls})`), Buffer.from([0x81]), Buffer.from(`${state}b.`)]);
		for (const state of ["N", "}", "K\x01", "(V_\nNd", "(Vshape\n(K\x01tVorder\nVC\nVdtype\nNd"]) {
			await expect(loadJoblib(file(state))).rejects.toMatchObject({
				code: expect.stringMatching(/build|stack|mark|unknown/),
			});
		}
		// With arguments it is not one.
		const called = Buffer.concat([Buffer.from(`${cls}(K\x01t`), Buffer.from([0x81, 0x2e])]);
		expect(await loadJoblib(called)).toBeInstanceOf(PyObject);
	});
	it("is an option that is not one", async () => {
		await expect(loadJoblib(new Uint8Array(0), { buffers: [] } as never)).rejects.toThrow("'buffers'");
		await expect(dumpsJoblib(1, { compress: "zstd" as never })).rejects.toMatchObject({ code: "option" });
		await expect(dumpsJoblib(1, { compress: "zlib", level: 10 })).rejects.toMatchObject({ code: "option" });
		await expect(dumpsJoblib(1, { compress: "lz4", level: 3 })).rejects.toMatchObject({ code: "option" });
	});
	it("is packed in every way that joblib has", async () => {
		const value = { x: array(Float64Array.from({ length: 3000 }, (_, i) => i % 10)), s: "text" };
		const sizes = new Set<number>();
		for (const compress of ["zlib", "gzip", "bz2", "xz", "lzma", "lz4"] as const) {
			const file = await dumpsJoblib(value, { compress });
			sizes.add(file.length);
			expect(file.length).toBeLessThan(2000);
			expect(equals(await loadJoblib(file), value)).toBe(true);
			await expect(dumpsJoblib(1, { compress, level: 10 })).rejects.toMatchObject({ code: "option" });
		}
		expect(sizes.size).toBe(6);
	});
	it("is stopped by the signal", async () => {
		const control = new AbortController();
		control.abort();
		await expect(
			loadJoblib(new Blob([(await dumpsJoblib([1])) as Uint8Array<ArrayBuffer>]), { signal: control.signal }),
		).rejects.toMatchObject({
			code: "aborted",
		});
	});
});
