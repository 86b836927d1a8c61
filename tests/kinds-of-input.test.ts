/** One kind of input: whatever takes bytes takes them in every form, and null is "not given" everywhere. */
import { describe, expect, it } from "vitest";
import { pickle, pickletools } from "../src/index.ts";

const DATA = pickle.dumps([1, "two", { three: 3 }], { protocol: 2 });

/** The same bytes in every form, with others around them where the form can have an offset. */
const FORMS: Readonly<Record<string, (data: Uint8Array) => pickle.BytesLike>> = {
	Uint8Array: (data) => data.slice(),
	"a view of a part": (data) => around(data).subarray(8, 8 + data.length),
	Buffer: (data) => Buffer.from(data),
	ArrayBuffer: (data) => data.slice().buffer,
	SharedArrayBuffer: (data) => {
		const shared = new SharedArrayBuffer(data.length);
		new Uint8Array(shared).set(data);
		return shared;
	},
	DataView: (data) => new DataView(around(data).buffer, 8, data.length),
	Int8Array: (data) => new Int8Array(around(data).buffer, 8, data.length),
	Uint8ClampedArray: (data) => new Uint8ClampedArray(data),
	Uint16Array: (data) => new Uint16Array(around(data).buffer, 8, data.length / 2),
	Float64Array: (data) => new Float64Array(around(data).buffer, 8, data.length / 8),
};
function around(data: Uint8Array): Uint8Array<ArrayBuffer> {
	const all = new Uint8Array(data.length + 16);
	all.set(data, 8);
	return all;
}
/** What follows STOP is ignored, so that a form of longer items can hold the pickle. */
const PADDED = new Uint8Array(Math.ceil(DATA.length / 8) * 8);
PADDED.set(DATA);

const collect = async (values: AsyncIterable<unknown>): Promise<unknown> => {
	for await (const value of values) return value;
	return undefined;
};
const FUNCTIONS: Readonly<Record<string, (data: pickle.BytesLike, options?: null) => unknown>> = {
	loads: (data, options) => pickle.loads(data, options),
	load: (data, options) => pickle.load(data, options),
	loadSync: (data, options) => pickle.loadSync(data, options),
	loadAll: (data, options) => collect(pickle.loadAll(data, options)),
	Unpickler: (data) => new pickle.Unpickler(data).load(),
	dis: (data, options) => pickletools.dis(data, options as never),
	genops: (data, options) => [...pickletools.genops(data, options as never)].map((op) => op.pos),
	optimize: (data, options) => pickletools.optimize(data, options as never),
	globals: (data, options) => pickletools.globals(data, options as never).count,
	tree: (data, options) => pickletools.tree(data, options as never).end,
};

describe.each(Object.entries(FUNCTIONS))("%s", (_, work) => {
	it("takes bytes in every form", async () => {
		const expected = await work(PADDED);
		for (const [form, make] of Object.entries(FORMS)) {
			expect([form, await work(make(PADDED))]).toEqual([form, expected]);
		}
	});
	it("takes null for no options", async () => {
		expect(await work(DATA, null)).toEqual(await work(DATA));
	});
	it("refuses other things with a Python exception and a code", async () => {
		for (const wrong of [undefined, null, 1, {}, "text", Symbol("s")]) {
			const error = await (async () => work(wrong as never))().catch((thrown: unknown) => thrown);
			expect(String((error as Error).name)).toMatch(/^(TypeError|AttributeError|EOFError)$/);
			expect((error as { code?: string }).code).toMatch(/^(argument|source|eof)$/);
		}
	});
});

describe("an option that is null", () => {
	it("is one that is not given", async () => {
		for (const options of [{ limits: null }, { schema: null }, { buffers: null }]) {
			expect(pickle.loads(DATA, options as never)).toEqual(pickle.loads(DATA));
			expect(await pickle.load(DATA, options as never)).toEqual(pickle.loads(DATA));
		}
		for (const options of [{ limits: null }, { protocol: null }, { bufferCallback: null }, null]) {
			expect(pickle.dumps([1], options as never)).toEqual(pickle.dumps([1]));
		}
	});
});
