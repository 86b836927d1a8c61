/** `.npy` and `.npz` files that numpy wrote: read from every kind of source, in parts, and written again. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
	array,
	DType,
	dtype,
	dumpNpy,
	dumpNpz,
	dumpsNpy,
	dumpsNpz,
	loadNpy,
	loadNpySync,
	NDArray,
	openNpy,
	openNpz,
	streamNpy,
	writeNpz,
} from "../../src/numpy/index.ts";
import { spell } from "../science/spell.ts";

interface Golden {
	readonly cases: readonly {
		readonly file: string;
		readonly what: string;
		readonly data: string;
		readonly expected: string;
	}[];
}
const { cases } = JSON.parse(readFileSync("tests/numpy/npy-golden.json", "utf8")) as Golden;
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, "base64"));
const arrays = cases.filter(({ file }) => file.endsWith(".npy"));

async function* pieces(data: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size);
}
/** A source of ranges that says what was asked of it. */
function ranges(data: Uint8Array): {
	byteLength: number;
	asked: number;
	slice(start: number, end: number): Promise<Uint8Array>;
} {
	return {
		byteLength: data.length,
		asked: 0,
		async slice(start, end) {
			this.asked += end - start;
			return data.slice(start, end);
		},
	};
}
function made(header: string, version = 1, data = new Uint8Array(0)): Uint8Array {
	const text = new TextEncoder().encode(`${header}\n`);
	const start = version === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0];
	return Uint8Array.from([0x93, ...Buffer.from("NUMPY"), version, 0, ...start, ...text, ...data]);
}

describe("files of numpy", () => {
	for (const { file, what, data, expected } of arrays) {
		it(`${file} is read from bytes, a Blob, ranges and chunks cut anywhere: ${what}`, async () => {
			const bytes = bytesOf(data);
			expect(spell(loadNpySync(bytes))).toEqual(JSON.parse(expected));
			for (const source of [
				bytes,
				bytes.buffer,
				new Blob([bytes]),
				ranges(bytes),
				pieces(bytes, 1),
				pieces(bytes, 61),
			]) {
				expect(spell(await loadNpy(source))).toEqual(JSON.parse(expected));
			}
		});
		if (!file.includes("objects")) {
			it(`${file} is written again as the same bytes`, () => {
				const bytes = bytesOf(data);
				const version = bytes[6] as number;
				// Where another version was asked for, numpy writes the oldest that will do.
				const written = dumpsNpy(loadNpySync(bytes));
				if (version === 1 || file.includes("utf8")) expect(Buffer.from(written)).toEqual(Buffer.from(bytes));
				else expect(spell(loadNpySync(written))).toEqual(JSON.parse(expected));
			});
		}
	}
	it("with objects are written so that they are read again", () => {
		const { data, expected } = arrays.find(({ file }) => file.includes("objects")) as (typeof arrays)[0];
		expect(spell(loadNpySync(dumpsNpy(loadNpySync(bytesOf(data)))))).toEqual(JSON.parse(expected));
	});
	it("that are in memory and aligned are not copied", () => {
		const file = dumpsNpy(array(new Float64Array([1, 2, 3])));
		expect((loadNpySync(file).data as Float64Array).buffer).toBe(file.buffer);
	});
});

describe("parts of a .npy file", () => {
	const table = array(
		Float64Array.from({ length: 3000 }, (_, i) => i),
		{ shape: [1000, 3] },
	);
	const fortran = new NDArray({
		dtype: "f8",
		shape: [1000, 3],
		order: "F",
		data: Float64Array.from({ length: 3000 }, (_, i) => i),
	});

	for (const [order, whole] of [
		["C", table],
		["F", fortran],
	] as const) {
		it(`are rows in ${order} order, read without the rest of the file`, async () => {
			const source = ranges(dumpsNpy(whole));
			const file = await openNpy(source);
			expect([file.shape, file.dtype.str, file.order, file.version, file.nbytes]).toEqual([
				[1000, 3],
				"<f8",
				order,
				1,
				24_000,
			]);
			expect((await file.rows(10, 12)).toArray()).toEqual(whole.slice([10, 12]).toArray());
			expect((await file.rows(-2)).toArray()).toEqual(whole.slice([998, 1000]).toArray());
			expect((await file.rows(5, 2)).shape).toEqual([0, 3]);
			expect((await file.rows(990, 5000)).shape).toEqual([10, 3]);
			expect(source.asked).toBeLessThan(1000);
			expect((await file.read()).equals(whole)).toBe(true);
		});
		it(`are blocks in ${order} order, of a stream in pieces of any size`, async () => {
			for (const size of [7, 1000, 100_000]) {
				let [count, sum] = [0, 0];
				for await (const block of streamNpy(pieces(dumpsNpy(whole), size), { lines: order === "C" ? 300 : 2 })) {
					count++;
					for (const x of block.toTyped() as Float64Array) sum += x;
				}
				expect([count, sum]).toEqual([order === "C" ? 4 : 2, (2999 * 3000) / 2]);
			}
			const blocks: NDArray[] = [];
			for await (const block of (await openNpy(dumpsNpy(whole))).blocks()) blocks.push(block);
			expect(blocks.map(({ shape }) => shape)).toEqual([[1000, 3]]);
		});
	}
	it("are not of objects or of arrays without axes", async () => {
		for (const one of [array([null], { dtype: "O" }), array(5)]) {
			const file = await openNpy(dumpsNpy(one));
			await expect(file.rows(0)).rejects.toMatchObject({ code: "argument" });
		}
	});
	it("take memory for a block alone", async () => {
		const header = dumpsNpy(new NDArray({ dtype: "u1", shape: [0, 1000], data: new Uint8Array(0) }));
		const text = new TextDecoder("latin1").decode(header).replace("(0, 1000)", "(300000, 1000)");
		async function* large(): AsyncGenerator<Uint8Array> {
			yield Uint8Array.from(text.replace(/ {5}\n$/, "\n"), (char) => char.charCodeAt(0));
			for (let i = 0; i < 300; i++) yield new Uint8Array(1_000_000).fill(1);
		}
		// The header's length is as it was; five spaces went for five digits.
		let sum = 0;
		for await (const block of streamNpy(large(), { lines: 1000, limits: { memory: 1e7 } })) sum += block.size;
		expect(sum).toBe(300_000_000);
	});
});

describe("archives", () => {
	for (const { file, data, expected } of cases.filter((it) => it.file.endsWith(".npz"))) {
		it(`${file} of numpy is read, member by member`, async () => {
			const bytes = bytesOf(data);
			const wanted = (JSON.parse(expected) as { $npz: [string, unknown][] }).$npz;
			for (const source of [bytes, new Blob([bytes]), ranges(bytes)]) {
				const npz = await openNpz(source);
				expect([...npz.names].sort()).toEqual(wanted.map(([name]) => name).sort());
				for (const [name, value] of wanted) expect(spell(await npz.get(name))).toEqual(value);
			}
		});
	}
	const members = {
		a: array([1, 2, 3]),
		big: array(new Float32Array(100_000).fill(1.5), { shape: [1000, 100] }),
		é: array(["x"]),
	};
	for (const compress of [false, true]) {
		it(`are written ${compress ? "deflated" : "as they are"}, and read in parts`, async () => {
			const data = await dumpsNpz(members, { compress });
			const source = ranges(data);
			const npz = await openNpz(source);
			expect([npz.names, npz.otherNames, npz.has("a"), npz.has("b")]).toEqual([["a", "big", "é"], [], true, false]);
			const part = await (await npz.open("big")).rows(500, 502);
			expect([part.shape, (part.data as Float32Array)[199]]).toEqual([[2, 100], 1.5]);
			// Most of it is where the end of the directory may be.
			if (!compress) expect(source.asked).toBeLessThan(70_000);
			let count = 0;
			for await (const block of (await npz.open("big")).blocks(300)) count += block.shape[0] as number;
			expect(count).toBe(1000);
			for await (const [name, member] of npz) expect(member.equals(members[name as "a"])).toBe(true);
			const chunks: Uint8Array[] = [];
			await writeNpz(members, { write: (chunk: Uint8Array) => void chunks.push(chunk) }, { compress });
			expect(Buffer.concat(chunks).equals(data)).toBe(true);
		});
	}
	it("have no member that is not there", async () => {
		await expect((await openNpz(await dumpsNpz({}))).get("x")).rejects.toThrow("x is not a file in the archive");
	});
});

describe("what is damaged", () => {
	const good = "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }";
	const eight = new Uint8Array(8);
	it("is told from what is right", () => {
		expect(loadNpySync(made(good, 1, eight)).toArray()).toEqual([0]);
		expect(loadNpySync(made(good.replace("(1,)", "(1L,)"), 2, eight)).toArray()).toEqual([0]);
		expect(
			loadNpySync(
				made(
					"{'descr': [(('t', 'a'), '<i4'), ('', '|V4'), (\"b'\\u4e2d\", '|S1', 2), ('c', [('d', '<u2', (1, 2))])], 'fortran_order': False, 'shape': ()}",
					3,
					new Uint8Array(14),
				),
			).dtype.names,
		).toEqual(["a", "b'中", "c"]);
	});
	for (const [name, header] of [
		["another key", good.replace("shape", "form")],
		["one key more", good.replace("}", "'x': 1}")],
		["a call", good.replace("(1,)", "f(1)")],
		["a sum", good.replace("(1,)", "(1+1,)")],
		["a list as shape", good.replace("(1,)", "[1]")],
		["a negative length", good.replace("(1,)", "(-1,)")],
		["a length beyond all bounds", good.replace("(1,)", "(99999999999999999999,)")],
		["a product beyond all bounds", good.replace("(1,)", "(9007199254740991, 3)")],
		["a product of bytes beyond all bounds", good.replace("(1,)", "(9007199254740990,)")],
		["65 axes", good.replace("(1,)", `(${"1,".repeat(65)})`)],
		["no bool", good.replace("False", "0")],
		["no dtype", good.replace("'<f8'", "None")],
		["a dtype that is not known", good.replace("<f8", "<q9")],
		["a dtype that is an array", good.replace("'<f8'", "('<f8', (2,))")],
		["a field twice", good.replace("'<f8'", "[('a', '<i4'), ('a', '<i4')]")],
		["a field of no name", good.replace("'<f8'", "[(1, '<i4')]")],
		["a field of a huge shape", good.replace("'<f8'", "[('a', '<i4', (70000, 70000))]")],
		["brackets without end", good.replace("(1,)", "(".repeat(5000))],
		["a string without end", good.slice(0, 12)],
		["two values", `${good} ${good}`],
		["nothing", " "],
		["a comma too few", good.replace("<f8', ", "<f8' ")],
		["a colon in a tuple", good.replace("(1,)", "(1:2)")],
	] as const) {
		it(`is a header with ${name}`, () => {
			expect(() => loadNpySync(made(header, 2, eight))).toThrow(
				expect.objectContaining({ name: "ValueError", code: "source" }),
			);
		});
	}
	it("is a file cut anywhere", async () => {
		for (const { data } of arrays) {
			const bytes = bytesOf(data);
			for (let end = 0; end < bytes.length; end += 9) {
				expect(() => loadNpySync(bytes.subarray(0, end))).toThrow(
					expect.objectContaining({ code: expect.stringMatching(/^(source|truncated|eof)$/) }),
				);
			}
		}
	});
	it("is what needs more memory than is allowed, before it is gathered", async () => {
		const huge = made(good.replace("(1,)", "(1000000000000,)"), 2);
		expect(() => loadNpySync(huge)).toThrow(expect.objectContaining({ limit: "memory" }));
		await expect(loadNpy(pieces(huge, 10), { limits: { memory: 1e6 } })).rejects.toMatchObject({ limit: "memory" });
	});
	it("is an option that is not one, and a dtype that has no header", () => {
		expect(() => loadNpySync(eight, { mode: "exact" } as never)).toThrow("unexpected keyword argument 'mode'");
		const fields = new Map([
			["a", { dtype: DType.of("i4"), offset: 4 }],
			["b", { dtype: DType.of("i4"), offset: 0 }],
		]);
		const turned = new DType({ kind: "V", itemsize: 8, names: ["a", "b"], fields });
		expect(() => dumpsNpy(new NDArray({ dtype: turned, shape: [0], data: new Uint8Array(0) }))).toThrow("out of order");
	});
	it("stops by the signal", async () => {
		const control = new AbortController();
		async function* slow(): AsyncGenerator<Uint8Array> {
			yield new Uint8Array(5);
			control.abort();
			yield new Uint8Array(5);
		}
		await expect(loadNpy(slow(), { signal: control.signal })).rejects.toMatchObject({ code: "aborted" });
	});
});

describe("dtypes in headers", () => {
	it("come back as they were", () => {
		for (const type of [
			dtype([
				["a", "i4"],
				["b", "f8", 3],
			]),
			dtype(
				[
					["flag", "?"],
					["value", "f8"],
				],
				{ align: true },
			),
			dtype("M8[25s]"),
			dtype("U3"),
			dtype(">c8"),
			dtype([["x", [["y", "S2"]]]]),
		]) {
			const back = loadNpySync(
				dumpsNpy(new NDArray({ dtype: type, shape: [2], data: new Uint8Array(2 * type.itemsize) })),
			).dtype;
			expect([back.str, back.itemsize, back.names]).toEqual([type.str, type.itemsize, type.names]);
		}
	});
});

it("has the names by which people look for it, too", () => {
	expect([dumpNpy, dumpNpz]).toEqual([dumpsNpy, dumpsNpz]);
});
