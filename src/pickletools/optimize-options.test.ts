import { describe, expect, it } from "vitest";
import { dumps } from "../pickle/dumps.ts";
import { optimize } from "./optimize.ts";

describe("optimize", () => {
	const data = dumps(Array.from({ length: 50_000 }, (_, i) => `item ${i}`));
	it("tells how far it has come, from 0 to 1 and never back", () => {
		const told: number[] = [];
		const bytes = optimize(data, { progress: (done) => told.push(done) });
		// A matcher takes seconds for so many bytes.
		const plain = optimize(data);
		expect([bytes.length, bytes.every((byte, i) => byte === plain[i])]).toEqual([plain.length, true]);
		expect(told.length).toBeGreaterThan(20);
		expect(told).toEqual(told.toSorted((a, b) => a - b));
		expect(told[0]).toBeLessThan(0.1);
		expect(told.at(-1)).toBe(1);
		// Half of the work is the first pass, and that is what it says.
		expect(Math.min(...told.map((done) => Math.abs(done - 0.5)))).toBeLessThan(0.05);
	});
	it("refuses a progress that is not a function, and limits that it does not have", () => {
		expect(() => optimize(data, { progress: 1 as never })).toThrow("progress must be a function, not int");
		expect(() => optimize(data, { limits: { nonsense: 1 } as never })).toThrow("unknown limit: 'nonsense'");
	});
	it("reads ints of so many digits as it is told", () => {
		const long = new TextEncoder().encode(`I${"7".repeat(5000)}\n.`);
		expect(() => optimize(long)).toThrow(/4300/);
		expect(optimize(long, { limits: { digits: 6000 } })).toEqual(long);
	});
});
