/** Every way to an object of JavaScript with a key that looks like an index: V8 alone takes 12.4 kB for one of `{"1023": 1}`. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as flechette from "@uwdata/flechette";
import * as arrow from "apache-arrow";
import { describe, expect, it } from "vitest";
import { frames } from "../../src/connection/index.ts";
import {
	createRegistry,
	dataclassType,
	defineType,
	fromTagged,
	json,
	PyDict,
	PyGlobal,
	PyObject,
	pickle,
	toPlain,
	toTagged,
} from "../../src/index.ts";
import { array, fromTransfer, MaskedArray, toTransfer } from "../../src/numpy/index.ts";
import { DataFrame } from "../../src/pandas/index.ts";
import { dumpTorch, loadTorch } from "../../src/torch/index.ts";
import { bytes, unicode } from "./bytes.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Objects that each way makes. */
const MANY = 2000;
/** Bytes of heap that each may take, with what it is made of where that stays: most take 100 to 400. */
const MOST = 2000;
/** The largest index is 2^32 - 2; what is beyond is a name as any other. */
const KEYS = ["12", "1023", "99999", "4294967294", "4294967295"];

class Model {}
const models = createRegistry(dataclassType("m:C", Model));
/** As it, with a schema that takes any state. */
const checkedModels = createRegistry(
	defineType<Model, Record<string, unknown>>({
		names: ["m:C"],
		type: Model,
		load: () => new Model(),
		stateSchema: {
			"~standard": { version: 1, vendor: "test", validate: (value) => ({ value: value as Record<string, unknown> }) },
		},
		setState: (model, state) => {
			Object.assign(model, { state });
		},
		reduce: () => "m:C",
	}),
);
const each = <T>(make: (i: number) => T): T[] => Array.from({ length: MANY }, (_, i) => make(i));
const dict = (key: string): PyDict => new PyDict([[key, 1]]);
const text = (key: string): string => `[${each(() => `{"${key}":1}`).join()}]`;
const record = (key: string): readonly [string, string][] => [
	["a", "i4"],
	[key, "i4"],
];
const pickled = (key: string, item: string): Uint8Array =>
	bytes("\x80\x04", unicode(key), "\x94K\x01\x94](", item.repeat(MANY), "e.");
async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
	const made: T[] = [];
	for await (const item of items) made.push(item);
	return made;
}
async function* cut(whole: Uint8Array): AsyncGenerator<Uint8Array> {
	for (let i = 0; i < whole.length; i += 1000) yield whole.subarray(i, i + 1000);
}

/** What is read, and what is measured of it. */
const WAYS: Readonly<Record<string, (key: string) => unknown>> = {
	"pickle: SETITEM": (key) => pickle.loads(pickled(key, "}h\0h\x01s")),
	"pickle: SETITEMS": (key) => pickle.loads(pickled(key, "}(h\0h\x01u")),
	"pickle: DICT": (key) => pickle.loads(pickled(key, "(h\0h\x01d")),
	"pickle from a stream": (key) => pickle.load(cut(pickled(key, "}h\0h\x01s"))),
	"pickle: many in a stream": (key) => all(pickle.loadAll(each(() => bytes("\x80\x04}", unicode(key), "K\x01s.")))),
	"pickle with persistentLoad": (key) => pickle.loads(pickled(key, "}h\0h\x01s"), { persistentLoad: () => null }),
	"pickle: the state of a class of one's own": (key) =>
		pickle.loads(pickled(key, "cm\nC\n)\x81}h\0h\x01sb"), { registry: models }),
	"pickle: slots of a class of one's own": (key) =>
		pickle.loads(pickled(key, "cm\nC\n)\x81N}h\0h\x01s\x86b"), { registry: models }),
	"json beside NaN": (key) => json.loads(text(key).replace("[", "[NaN,")),
	"json beside a long int": (key) => json.loads(text(key), { parseInt: Number }),
	"json: objectHook": (key) => json.loads(text(key), { objectHook: (object) => object }),
	"json: objectPairsHook": (key) => json.loads(text(key), { objectPairsHook: Object.fromEntries }),
	"json: load": (key) => json.load([text(key)], { limits: { depth: 10 } }),
	"json: items": (key) => all(json.items(text(key), "item")),
	"json: kvitems": async (key) => {
		const doc = `[${each(() => `{"a":{"${key}":1}}`).join()}]`;
		return (await all(json.kvitems(doc, "item"))).map(([, value]) => value);
	},
	"json: loadLines": (key) => all(json.loadLines(each(() => `{"${key}":1, "b":NaN}\n`))),
	"json: jsonc": (key) => json.loads(`// a\n${text(key)}`, { jsonc: true }),
	"json: duplicateKeys": (key) => json.loads(text(key), { duplicateKeys: "error" }),
	toPlain: (key) => toPlain(each(() => dict(key))),
	"toPlain of texts": (key) =>
		toPlain(
			each(() => new PyDict([[Number(key), 1]])),
			{ keys: "text" },
		),
	toJSON: (key) => each(() => dict(key).toJSON()),
	toTagged: (key) => toTagged(each(() => dict(key))),
	fromTagged: (key) => fromTagged(each(() => ({ $dict: [[key, 1]] }))),
	"attributes of an inert object": (key) =>
		toPlain(
			each(() => new PyObject({ callable: new PyGlobal("m", "C"), operations: [{ op: "build", state: dict(key) }] })),
		),
	"numpy: records": (key) =>
		array(
			each(() => [1, 2]),
			{ dtype: record(key) },
		).toArray(),
	"numpy: one record": (key) => {
		const records = array(
			each(() => [1, 2]),
			{ dtype: record(key) },
		);
		return each((i) => records.get(i));
	},
	"numpy: masked records": (key) => {
		const { dtype, shape, data } = array(
			each(() => [1, 2]),
			{ dtype: record(key) },
		);
		const mask = array(
			each(() => [true, false]),
			{
				dtype: [
					["a", "?"],
					[key, "?"],
				],
			},
		);
		return new MaskedArray({ dtype, shape, data, mask }).toArray();
	},
	"numpy: fromTransfer": (key) => fromTransfer(structuredClone(toTransfer(toPlain(each(() => dict(key)))).message)),
	"pickle: a state that a schema checks": (key) =>
		pickle.loads(pickled(key, "cm\nC\n)\x81}h\0h\x01sb"), { registry: checkedModels, mode: "exact" }),
	"connection: messages of a stream": async (key) => {
		const message = bytes("\x80\x04}", unicode(key), "K\x01s.");
		const made: unknown[] = [];
		const stream = each(() => [Uint8Array.of(0, 0, 0, message.length), message]).flat();
		for await (const one of frames(stream, { length: "u32be" })) made.push(pickle.loads(one));
		return made;
	},
	"torch: a checkpoint": async (key) => {
		const written: Uint8Array[] = [];
		await dumpTorch(
			each(() => dict(key)),
			{ write: (chunk: Uint8Array) => void written.push(chunk.slice()) },
		);
		return loadTorch(new Blob(written as BlobPart[]));
	},
	"Arrow: records of a column": (key) => {
		const numbers = arrow.vectorFromArray(
			each((i) => i),
			new arrow.Int32(),
		);
		const type = new arrow.Struct([new arrow.Field(key, new arrow.Int32(), true)]);
		const data = arrow.makeData({ type, length: MANY, nullCount: 0, children: [numbers.data[0] as arrow.Data] });
		const table = new arrow.Table({ c: new arrow.Vector([data]) });
		return DataFrame.fromArrow(flechette.tableFromIPC(arrow.tableToIPC(table))).toRows({ objects: true });
	},
	"pandas: toRows": (key) => DataFrame.from([[key, each((i) => i)]]).toRows({ objects: true }),
	"pandas: toColumns": (key) => {
		const frame = DataFrame.from([[key, [1]]]);
		return each(() => frame.toColumns());
	},
};

describe.each(Object.entries(WAYS))("%s", (_name, way) => {
	it.each(KEYS)("%s", async (key) => {
		collect();
		const before = process.memoryUsage().heapUsed;
		const made = await way(key);
		collect();
		const each = (process.memoryUsage().heapUsed - before) / MANY;
		expect(Array.isArray(made) ? made.length : 0).toBeGreaterThanOrEqual(MANY);
		expect(each).toBeLessThan(MOST);
	});
});
