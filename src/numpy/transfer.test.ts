import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { PyDict } from "../values/dict.ts";
import { PyFrozenSet } from "../values/set.ts";
import { PyTuple, tuple } from "../values/tuple.ts";
import { array, scalar } from "./array.ts";
import { dtype } from "./dtype-spec.ts";
import { MaskedArray } from "./masked.ts";
import { NDArray } from "./ndarray.ts";
import { fromTransfer, toTransfer } from "./transfer.ts";

function across<T>(value: T): T {
	const { message, transfer } = toTransfer(value);
	return fromTransfer(structuredClone(message, { transfer })) as T;
}

describe("toTransfer and fromTransfer", () => {
	it("hand the memory of arrays over, and do not copy it", () => {
		const data = new Float64Array([1, 2.5, 3]);
		const got = across(array(data));
		expect([got.toArray(), data.length]).toEqual([[1, 2.5, 3], 0]);
	});
	it("copy what is a view of more", () => {
		const data = new Float64Array(8).subarray(2, 4);
		expect(across(array(data)).toArray()).toEqual([0, 0]);
		expect(data.length).toBe(2);
	});
	it("keep layouts, dtypes, masks, scalars, containers, sharing and cycles", () => {
		const made = array(
			[
				[1, 2, 3],
				[4, 5, 6],
			],
			{ dtype: "i2", order: "F" },
		);
		const records = array([{ a: 1, b: "x" }], {
			dtype: dtype([
				["a", "i4"],
				["b", "U3"],
			]),
		});
		const mask = array([true, false]);
		const masked = new MaskedArray({ dtype: "f8", shape: [2], data: new Float64Array([1, 2]), mask });
		const objects = array([null, "two", tuple(3)], { dtype: "O" });
		(objects.data as unknown[])[0] = objects;
		const value = {
			made: [made, made],
			part: made.slice(null, 1),
			records,
			masked,
			objects,
			time: scalar("2024-02-29", "M8[D]"),
			dict: new PyDict<unknown, unknown>([[tuple(1, 2), new PyFrozenSet([tuple("a")])]]),
		};
		const got = across(value);
		expect(got.made[0]).toBe(got.made[1]);
		expect([got.made[0]?.toArray(), got.made[0]?.order, got.part.toArray()]).toEqual([
			[
				[1, 2, 3],
				[4, 5, 6],
			],
			"F",
			[2, 5],
		]);
		expect([got.records.get(0), got.records.dtype.names]).toEqual([{ a: 1, b: "x" }, ["a", "b"]]);
		expect([got.masked instanceof MaskedArray, got.masked.toArray()]).toEqual([true, [null, 2]]);
		expect(got.objects.get(0)).toBe(got.objects);
		expect(got.objects.get(2)).toBeInstanceOf(PyTuple);
		expect(got.time.toString()).toBe("2024-02-29");
		expect([...(got.dict.get(tuple(1, 2)) as PyFrozenSet)]).toEqual([tuple("a")]);
	});
	it("go through a real worker and back", async () => {
		const worker = new Worker(
			'const { parentPort } = require("node:worker_threads"); parentPort.on("message", (m) => { parentPort.postMessage(m); parentPort.close(); });',
			{ eval: true },
		);
		const { message, transfer } = toTransfer([array(new Int32Array([7, 8]))]);
		const back = new Promise((resolve) => worker.once("message", resolve));
		worker.postMessage(message, transfer);
		const [got] = fromTransfer(await back) as [NDArray];
		expect([got instanceof NDArray, got.toArray()]).toEqual([true, [7, 8]]);
		await worker.terminate();
	});
	it("refuse what they do not know", () => {
		expect(() => toTransfer(new URL("data:,"))).toThrow("cannot be transferred");
		expect(() => fromTransfer(1)).toThrow("not a message of toTransfer");
	});
});
