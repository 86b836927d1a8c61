/** Frames to a worker and back: every value of the corpus, and the memory that goes with it. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { ValueError } from "../../src/errors.ts";
import { NDArray } from "../../src/numpy/ndarray.ts";
import { ArrowArray } from "../../src/pandas/arrays.ts";
import { DataFrame } from "../../src/pandas/frame.ts";
import { pandasRegistry, registry } from "../../src/pandas/registry.ts";
import { fromTransfer, toTransfer } from "../../src/pandas/transfer.ts";
import { dumps } from "../../src/pickle/dumps.ts";
import { loads } from "../../src/pickle/loads.ts";
import { IS_SHORT, oneIn } from "../effort.ts";
import { pandasCases } from "./cases.ts";
import { spell } from "./spell.ts";

const posted = (value: unknown): unknown => {
	const { message, transfer } = toTransfer(value);
	return fromTransfer(structuredClone(message, { transfer }));
};

/** A period's frequency has two names, as an offset and as letters. */
const named = (value: unknown): string =>
	JSON.stringify(spell(value)).replace(/"freq":"(\d*)(M|Q|Y)E(-\w+)?"/g, '"freq":"$1$2$3"');

describe("every value of the corpus", () => {
	it("comes back as it was", () => {
		let count = 0;
		for (const { name, pickles } of pandasCases()) {
			for (const { data, buffers, by } of oneIn(6, pickles)) {
				const options = { registry, mode: "exact", encoding: "latin1" } as const;
				const read = (): unknown =>
					loads(data, buffers === undefined ? options : { ...options, buffers: buffers.map((b) => b.slice()) });
				const wanted = { name, by, value: named(read()) };
				expect({ name, by, value: named(posted(read())) }).toEqual(wanted);
				count++;
			}
		}
		expect(count).toBeGreaterThan(IS_SHORT ? 200 : 1000);
	});
});

describe("memory", () => {
	it("of numbers, times and Arrow's buffers is handed over, not copied", () => {
		const numbers = new Float64Array([1, 2, 3]);
		const times = new BigInt64Array([1n, 2n, 3n]);
		const frame = DataFrame.from({ n: numbers, t: new NDArray({ dtype: "M8[ns]", shape: [3], data: times }) });
		const { message, transfer } = toTransfer(frame);
		expect(new Set(transfer)).toEqual(new Set([numbers.buffer, times.buffer]));
		const sent = structuredClone(message, { transfer });
		expect([numbers.length, times.length]).toEqual([0, 0]);
		expect((fromTransfer(sent) as DataFrame).toRows().map(([n]) => n)).toEqual([1, 2, 3]);
	});
	it("of strings of Arrow too, shared between columns once", () => {
		const bytes = new Uint8Array([97, 98]);
		const values = new Uint8Array(new Int32Array([0, 1, 2]).buffer);
		const none = { offset: 0, validity: null, children: [], dictionary: null };
		const data = { type: { kind: "string" }, length: 2, values, bytes, ...none } as const;
		const s = new ArrowArray(
			[data],
			DataFrame.from({ s: ["a"] }, { dtypes: { s: "string" } }).column(0).dtype as never,
		);
		const { message, transfer } = toTransfer(DataFrame.from({ s, again: s }));
		expect(new Set(transfer)).toEqual(new Set([bytes.buffer, values.buffer]));
		expect((fromTransfer(structuredClone(message, { transfer })) as DataFrame).toRows()).toEqual([
			["a", "a"],
			["b", "b"],
		]);
	});
	it("of a part goes as a whole", () => {
		const frame = DataFrame.from({ n: new Float64Array([1, 2, 3]) });
		expect((posted(frame.slice(1)) as DataFrame).toRows()).toEqual([[2], [3]]);
	});
});

it("keeps the class of a subclass, and what else a frame has", () => {
	const own = "shop.frames:Orders";
	const read = pandasRegistry({ frames: [own] });
	const { manager } = DataFrame.from({ a: [1] }) as unknown as { manager: never };
	const Frame = DataFrame as unknown as new (manager: never, parts: object) => DataFrame;
	const frame = new Frame(manager, {
		pyClass: own,
		attrs: new Map([["k", 1]]),
		allowsDuplicateLabels: false,
		extra: new Map([["crs", "x"]]),
	});
	const back = posted(frame) as DataFrame;
	expect([back.pyClass, back.allowsDuplicateLabels, back.extra.get("crs")]).toEqual([own, false, "x"]);
	expect([...(back.attrs as Map<unknown, unknown>)]).toEqual([["k", 1]]);
	expect((loads(dumps(back, { registry: read }), { registry: read }) as DataFrame).pyClass).toBe(own);
});

it("works with a real worker", async () => {
	const worker = new Worker(
		`const { parentPort } = require("node:worker_threads");
		parentPort.once("message", async (message) => {
			const { fromTransfer, toTransfer } = await import(${JSON.stringify(new URL("../../dist/pandas/index.js", import.meta.url).href)});
			const { message: back, transfer } = toTransfer(fromTransfer(message).slice(1));
			parentPort.postMessage(back, transfer);
		});`,
		{ eval: true },
	);
	try {
		const { message, transfer } = toTransfer(DataFrame.from({ n: new Float64Array([1, 2]), s: ["a", null] }));
		worker.postMessage(message, transfer);
		const [back] = (await once(worker, "message")) as [unknown];
		expect((fromTransfer(back) as DataFrame).toRows()).toEqual([[2, null]]);
	} finally {
		await worker.terminate();
	}
});

it("refuses what toTransfer did not make", () => {
	for (const message of [null, {}, { pickle: 1 }, []]) expect(() => fromTransfer(message)).toThrow(ValueError);
});
