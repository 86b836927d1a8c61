import { describe, expect, it } from "vitest";
import { json, pickle, pickletools, type StandardSchema } from "../src/index.ts";
import { codeOf } from "./caught.ts";
import { ALL, collect, DATA, haveFiles, JSON_BYTES, READERS, TEXT, WRITERS } from "./kinds.ts";

haveFiles();

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

type Input = string | ArrayBufferView | ArrayBuffer;

const JSON_READERS: Readonly<Record<string, (data: Input, options?: object | null) => unknown>> = {
	loads: (data, options) => json.loads(data as never, options as never),
	load: (data, options) => json.load(data as never, options as never),
	loadSync: (data, options) => json.loadSync(data as never, options as never),
	loadAll: (data, options) => collect(json.loadAll(data as never, options as never)),
	loadLines: (data, options) => collect(json.loadLines(data as never, options as never)),
	loadLinesSync: (data, options) => [...json.loadLinesSync(data as never, options as never)][0],
	items: (data, options) => collect(json.items(data as never, "", options as never)),
	events: (data, options) => collect(json.events(data as never, options as never)),
};

describe.each(Object.entries(JSON_READERS))("json.%s", (_, work) => {
	it("takes bytes in every form, and text", async () => {
		const expected = await work(JSON_BYTES);
		for (const [form, make] of Object.entries(FORMS)) {
			expect([form, await work(make(JSON_BYTES) as Input)]).toEqual([form, expected]);
		}
		expect(await work(TEXT)).toEqual(expected);
	});
	it("takes null for no options and for options that are not given", async () => {
		for (const options of [null, { limits: null }, { schema: null }]) {
			expect(await work(TEXT, options)).toEqual(await work(TEXT));
		}
	});
});

/** A schema that says what it is asked of. */
const schema: StandardSchema<string> = {
	"~standard": { version: 1, vendor: "test", validate: () => ({ value: "checked" }) },
};
describe.each(Object.entries(ALL).map(([name, row]) => ({ name, row })))("$name", ({ row: [work, waits, reads] }) => {
	const outcome = async (options: object): Promise<unknown> => {
		try {
			return await work(options);
		} catch (error) {
			return error;
		}
	};
	it("takes a signal if it waits, and refuses one if it does not", async () => {
		const reason = new Error("enough");
		const aborted = await outcome({ signal: AbortSignal.abort(reason) });
		expect(aborted).toBeInstanceOf(Error);
		expect((aborted as { code?: string }).code).toBe(waits ? "aborted" : "option");
		if (waits) expect(await outcome({ signal: new AbortController().signal })).not.toBeInstanceOf(Error);
	});
	it("takes a schema if it reads values, and refuses one if it does not", async () => {
		const checked = await outcome({ schema });
		if (reads) expect(checked).toBe("checked");
		else expect((checked as { code?: string }).code).toBe("option");
	});
	it("refuses what it does not know, and takes null for limits", async () => {
		expect(((await outcome({ nonsense: 1 })) as { code?: string }).code).toBe("option");
		const plain = await outcome({});
		expect(plain).not.toBeInstanceOf(Error);
		expect(await outcome({ limits: null })).toEqual(plain);
		expect(((await outcome({ limits: { nonsense: 1 } })) as { code?: string }).code).toBe("option");
	});
});

type Option = Readonly<Record<string, unknown>> | null;

describe.each(Object.entries(READERS))("%s", (_, [work, file, waits, streams]) => {
	const read = (data: unknown, options?: Option): unknown => work(data as never, options as never);
	it("takes bytes in every form of bytes, and streams if it waits", async () => {
		for (const form of ["Uint8Array", "a view of a part", "Buffer", "ArrayBuffer", "SharedArrayBuffer", "DataView"]) {
			const make = FORMS[form] as (data: Uint8Array) => unknown;
			expect([form, await codeOf(() => read(make(file)))]).toEqual([form, "no error"]);
		}
		if (streams) {
			expect(await codeOf(() => read([file.subarray(0, 3), file.subarray(3)]))).toBe("no error");
			expect(await codeOf(() => read(new Blob([file as Uint8Array<ArrayBuffer>])))).toBe("no error");
		} else expect(await codeOf(() => read([file]))).toMatch(/^(source|argument)$/);
	});
	it("refuses other things with a code", async () => {
		for (const wrong of [undefined, null, 1, {}, "text", Symbol("s")]) {
			expect(await codeOf(() => read(wrong))).toMatch(/^(argument|source|eof)$/);
		}
	});
	it("takes null for no options, a signal if it waits, and nothing that it does not know", async () => {
		expect(await codeOf(() => read(file, null))).toBe("no error");
		expect(await codeOf(() => read(file, { nonsense: 1 }))).toBe("option");
		expect(await codeOf(() => read(file, { limits: { nonsense: 1 } }))).toBe("option");
		expect(await codeOf(() => read(file, { signal: AbortSignal.abort() }))).toBe(waits ? "aborted" : "option");
		if (waits) expect(await codeOf(() => read(file, { signal: null }))).toBe("no error");
	});
});

describe.each(Object.entries(WRITERS))("%s", (_, [work, waits]) => {
	const write = (options: Option): unknown => work(options as never);
	it("takes null for no options, a signal if it waits, and nothing that it does not know", async () => {
		expect(await codeOf(() => write(null))).toBe("no error");
		expect(await codeOf(() => write({ nonsense: 1 }))).toBe("option");
		expect(await codeOf(() => write({ limits: { nonsense: 1 } }))).toBe("option");
		expect(await codeOf(() => write({ signal: AbortSignal.abort() }))).toBe(waits ? "aborted" : "option");
		if (waits) expect(await codeOf(() => write({ signal: null }))).toBe("no error");
	});
});
