/** Containers of leaves are written without a task of their own; nothing else changes by that. */
import { describe, expect, it } from "vitest";
import { PyDict } from "../../values/dict.ts";
import { tuple } from "../../values/tuple.ts";
import { dumps } from "../dumps.ts";
import { saverOptions } from "../pickler.ts";
import { Saver } from "./saver.ts";
import { writeBytesHeader } from "./strings.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const strings = { shareStrings: "keys" } as const;

describe("a container of leaves", () => {
	it("shares keys alone when only keys are shared", () => {
		const maps = [new PyDict([["k", "v"]]), new PyDict([["k", "v"]])];
		const objects = [{ k: "v" }, { k: "v" }];
		expect(hex(dumps(maps, strings))).toBe(hex(dumps(objects, strings)));
		expect(hex(dumps(maps, strings)).match(/8c0176/g)).toHaveLength(2);
		expect(hex(dumps(maps, strings)).match(/8c016b/g)).toHaveLength(1);
	});
	it("is written as it is where each value is shown to a hook", () => {
		const value = [
			[1, "a", null],
			tuple(1, 2, 3, 4),
			new PyDict<unknown, unknown>([
				["a", 1],
				[2, true],
			]),
			new PyDict([[1, 2]]),
			[1],
		];
		const hooked = { persistentId: (): undefined => undefined };
		for (const protocol of [2, 3, 4, 5]) {
			expect(hex(dumps(value, { protocol }))).toBe(hex(dumps(value, { protocol, ...hooked })));
		}
	});
	it("goes on with what is no leaf, from where it was", () => {
		const value = [
			[1, "a", [2], null],
			tuple(1, [2], 3),
			new PyDict<unknown, unknown>([
				["a", 1],
				["b", [1]],
				["c", 2],
			]),
			new PyDict([["a", [1]]]),
		];
		const hooked = { persistentId: (): undefined => undefined };
		for (const pythonVersion of ["3.13", "3.15"]) {
			expect(hex(dumps(value, { pythonVersion }))).toBe(hex(dumps(value, { pythonVersion, ...hooked })));
		}
	});
	it("counts where depth is limited", () => {
		expect(() => dumps([[1]], { limits: { depth: 1 } })).toThrow("depth");
		expect(dumps([1], { limits: { depth: 1 } }).length).toBeGreaterThan(0);
	});
});

describe("bytes", () => {
	it("of four gigabytes and more have the opcode that some protocols have", () => {
		const header = (length: number, protocol: number): string => {
			const saver = new Saver(saverOptions("dumps", { protocol }), false);
			writeBytesHeader(saver, length);
			return Buffer.from(saver.out.bytes.subarray(0, saver.out.pos)).toString("hex");
		};
		expect(header(0xffffffff, 3)).toBe("42ffffffff");
		expect(header(2 ** 32, 4)).toBe("8e0000000001000000");
		// As pickle.dumps(bytes(2**32), 3) of CPython.
		expect(() => header(2 ** 32, 3)).toThrow(
			"serializing a bytes object larger than 4 GiB requires pickle protocol 4 or higher",
		);
	});
});
