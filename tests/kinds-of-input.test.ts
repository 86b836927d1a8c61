/** One kind of input: whatever takes bytes takes them in every form, and null is "not given" everywhere. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { json, pickle, pickletools, type StandardSchema } from "../src/index.ts";
import { dumpFile, dumpFileSync, loadFile, loadFileSync } from "../src/node/index.ts";
import { removeFolder } from "./remove-folder.mjs";

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

const TEXT = '[1, "two", {"three": 3}]      ';
const JSON_BYTES = new TextEncoder().encode(TEXT.padEnd(Math.ceil(TEXT.length / 8) * 8));
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

const folder = mkdtempSync(join(tmpdir(), "brine-kinds-"));
afterAll(() => removeFolder(folder));
writeFileSync(join(folder, "a.pkl"), DATA);
writeFileSync(join(folder, "a.json"), TEXT);
const [pkl, doc, out] = ["a.pkl", "a.json", "out.pkl"].map((name) => join(folder, name)) as [string, string, string];

/** A schema that says what it is asked of. */
const schema: StandardSchema<string> = {
	"~standard": { version: 1, vendor: "test", validate: () => ({ value: "checked" }) },
};
type Work = (options: object) => unknown;
/** All that reads or writes a value: does it wait, and does it return what a schema could check? */
const ALL: Readonly<Record<string, readonly [work: Work, waits: boolean, reads: boolean]>> = {
	"pickle.loads": [(o) => pickle.loads(DATA, o), false, true],
	"pickle.load": [(o) => pickle.load(DATA, o), true, true],
	"pickle.loadSync": [(o) => pickle.loadSync(DATA, o), false, true],
	"pickle.loadAll": [(o) => collect(pickle.loadAll(DATA, o)), true, true],
	"pickle.Unpickler": [(o) => new pickle.Unpickler(DATA, o).load(), true, true],
	"pickle.dumps": [(o) => pickle.dumps([1], o), false, false],
	"pickle.dump": [(o) => pickle.dump([1], { write: () => undefined }, o), true, false],
	"pickle.dumpSync": [(o) => pickle.dumpSync([1], { write: () => undefined }, o), false, false],
	"pickletools.dis": [(o) => pickletools.dis(DATA, o), false, false],
	"pickletools.genops": [(o) => [...pickletools.genops(DATA, o)], false, false],
	"pickletools.optimize": [(o) => pickletools.optimize(DATA, o), false, false],
	"pickletools.globals": [(o) => pickletools.globals(DATA, o), false, false],
	"pickletools.tree": [(o) => pickletools.tree(DATA, o), false, false],
	"json.loads": [(o) => json.loads(TEXT, o), false, true],
	"json.load": [(o) => json.load([TEXT], o), true, true],
	"json.loadSync": [(o) => json.loadSync([TEXT], o), false, true],
	"json.loadAll": [(o) => collect(json.loadAll([TEXT], o)), true, true],
	"json.loadLines": [(o) => collect(json.loadLines([TEXT], o)), true, true],
	"json.loadLinesSync": [(o) => [...json.loadLinesSync([TEXT], o)][0], false, true],
	"json.items": [(o) => collect(json.items([TEXT], "", o)), true, true],
	"json.kvitems": [(o) => collect(json.kvitems([TEXT], "item", o)), true, true],
	"json.events": [(o) => collect(json.events([TEXT], o)), true, true],
	"json.dumps": [(o) => json.dumps([1], o), false, false],
	"json.dump": [(o) => json.dump([1], { write: () => undefined }, o), true, false],
	"json.dumpSync": [(o) => json.dumpSync([1], { write: () => undefined }, o), false, false],
	"loadFile of a pickle": [(o) => loadFile(pkl, o), true, true],
	"loadFile of JSON": [(o) => loadFile(doc, o), true, true],
	"loadFileSync of a pickle": [(o) => loadFileSync(pkl, o), false, true],
	"loadFileSync of JSON": [(o) => loadFileSync(doc, o), false, true],
	dumpFile: [(o) => dumpFile([1], out, o), true, false],
	dumpFileSync: [(o) => dumpFileSync([1], out, o), false, false],
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
		// What takes no limits refuses them by any value, as every name that it does not know.
		const unlimited = await outcome({ limits: null });
		if (unlimited instanceof Error)
			expect(unlimited.message).toContain("optimize() got an unexpected keyword argument");
		else expect(unlimited).toEqual(plain);
	});
});
