/** One kind of input: whatever takes bytes takes them in every form, and null is "not given" everywhere. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Client, type Connection, frames, Listener } from "../src/connection/index.ts";
import {
	fromTagged,
	json,
	pformat,
	pickle,
	pickletools,
	repr,
	type StandardSchema,
	toPlain,
	toTagged,
} from "../src/index.ts";
import { dumpsJoblib, loadJoblib, writeJoblib } from "../src/joblib/index.ts";
import { plan } from "../src/jobs/index.ts";
import { dumpFile, dumpFileSync, loadFile, loadFileSync, scanFile, unpacked } from "../src/node/index.ts";
import {
	array,
	dumpsNpy,
	dumpsNpz,
	loadNpy,
	loadNpySync,
	numpyRegistry,
	openNpy,
	openNpz,
	streamNpy,
	writeNpz,
} from "../src/numpy/index.ts";
import { pandasRegistry } from "../src/pandas/index.ts";
import { createPolicy, scan } from "../src/scan/index.ts";
import {
	dumpsTorch,
	dumpTorch,
	fromSafetensors,
	loadIndex,
	loadTorch,
	splitShards,
	Tensor,
	toSafetensors,
	weightsOnly,
	writeSafetensors,
} from "../src/torch/index.ts";
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
		expect(await outcome({ limits: null })).toEqual(plain);
		expect(((await outcome({ limits: { nonsense: 1 } })) as { code?: string }).code).toBe("option");
	});
});

const numbers = array([1, 2]);
const tensors = { w: Tensor.from(new Float32Array([1]), [1]) };
const FILES = {
	npy: dumpsNpy(numbers),
	npz: await dumpsNpz({ numbers }),
	joblib: await dumpsJoblib([1]),
	torch: await dumpsTorch(tensors),
	safetensors: (await toSafetensors(tensors)).data,
	frame: Uint8Array.of(0, 0, 0, DATA.length, ...DATA),
};
const nowhere = (): { write(chunk: Uint8Array | string): void } => ({ write: () => undefined });
type Reader = (data: never, options?: never) => unknown;
/** What reads files: the file, whether it waits, and whether it takes streams. */
const READERS: Readonly<Record<string, readonly [work: Reader, file: Uint8Array, waits: boolean, streams: boolean]>> = {
	"numpy.openNpy": [openNpy, FILES.npy, true, false],
	"numpy.loadNpy": [loadNpy, FILES.npy, true, true],
	"numpy.loadNpySync": [loadNpySync, FILES.npy, false, false],
	"numpy.streamNpy": [(data, options) => collect(streamNpy(data, options)), FILES.npy, true, true],
	"numpy.openNpz": [openNpz, FILES.npz, true, false],
	"joblib.loadJoblib": [loadJoblib, FILES.joblib, true, true],
	"torch.loadTorch": [loadTorch, FILES.torch, true, true],
	"torch.loadIndex": [loadIndex, FILES.torch, true, true],
	"torch.fromSafetensors": [fromSafetensors, FILES.safetensors, true, true],
	"torch.weightsOnly": [weightsOnly, DATA, false, false],
	"scan.scan": [(data, options) => collect(scan(data, options)), DATA, true, true],
	"connection.frames": [
		(data, options) => collect(frames(data, { length: "u32be", ...(options as object | undefined) })),
		FILES.frame,
		true,
		true,
	],
	"node.unpacked": [(data, options) => collect(unpacked(data, options)), DATA, true, true],
};
/** Connects to a listener that takes whatever comes. */
async function withServer(connect: (address: Listener["address"]) => Promise<Connection>): Promise<void> {
	const listener = await Listener.listen();
	const accepted = listener.accept().then(
		(connection) => connection.close(),
		() => undefined,
	);
	try {
		await (await connect(listener.address)).close();
		await accepted;
	} finally {
		await listener.close();
	}
}
type Option = Readonly<Record<string, unknown>> | null;
/** What takes options and no file. */
const WRITERS: Readonly<Record<string, readonly [work: (options: never) => unknown, waits: boolean]>> = {
	"numpy.dumpsNpy": [(o) => dumpsNpy(numbers, o), false],
	"numpy.dumpsNpz": [(o) => dumpsNpz({ numbers }, o), false],
	"numpy.writeNpz": [(o) => writeNpz({ numbers }, nowhere(), o), false],
	"joblib.dumpsJoblib": [(o) => dumpsJoblib([1], o), true],
	"joblib.writeJoblib": [(o) => writeJoblib([1], nowhere(), o), true],
	"torch.dumpsTorch": [(o) => dumpsTorch(tensors, o), false],
	"torch.dumpTorch": [(o) => dumpTorch(tensors, nowhere(), o), true],
	"torch.toSafetensors": [(o) => toSafetensors(tensors, o), false],
	"torch.writeSafetensors": [(o) => writeSafetensors(tensors, nowhere(), o), true],
	toTagged: [(o) => toTagged([1], o), false],
	fromTagged: [(o) => fromTagged([1], o), false],
	toPlain: [(o) => toPlain([1], o), false],
	repr: [(o) => repr([1], o), false],
	pformat: [(o) => pformat([1], o), false],
	"json.dumps": [(o) => json.dumps([1], o), false],
	"json.iterencode": [(o) => [...json.iterencode([1], o)], false],
	"json.dump": [(o) => json.dump([1], nowhere(), o), true],
	"json.dumpSync": [(o) => json.dumpSync([1], nowhere(), o), false],
	"json.dumpLines": [(o) => json.dumpLines([1], nowhere(), o), true],
	"json.dumpLinesSync": [(o) => json.dumpLinesSync([1], nowhere(), o), false],
	"json.JSONEncoder": [(o) => new json.JSONEncoder(o), false],
	"json.JSONDecoder": [(o) => new json.JSONDecoder(o), false],
	"pickle.dumps": [(o) => pickle.dumps([1], o), false],
	"pickle.dump": [(o) => pickle.dump([1], nowhere(), o), true],
	"pickle.dumpSync": [(o) => pickle.dumpSync([1], nowhere(), o), false],
	"numpy.array": [(o) => array([1], o), false],
	"numpy.numpyRegistry": [(o) => numpyRegistry(o), false],
	"pandas.pandasRegistry": [(o) => pandasRegistry(o), false],
	"torch.splitShards": [(o) => splitShards(tensors, o), false],
	"scan.createPolicy": [(o) => createPolicy(o), false],
	"node.scanFile": [(o) => collect(scanFile(pkl, o)), true],
	"jobs.plan": [(o) => [...plan([folder], o)], false],
	"connection.Client": [(o) => withServer((address) => Client(address, o)), true],
	"connection.Listener.listen": [(o) => Listener.listen(null, o).then((listener) => listener.close()), true],
	"json.PartialDecoder": [(o) => new json.PartialDecoder(o), false],
	"pickle.Pickler": [(o) => new pickle.Pickler(nowhere(), o).dump([1]), true],
};
const codeOf = async (work: () => unknown): Promise<unknown> => {
	try {
		await work();
		return "no error";
	} catch (error) {
		return (error as { code?: unknown }).code ?? error;
	}
};

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
