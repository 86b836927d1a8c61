import { describe, expect, it } from "vitest";
import {
	IndexBuffer,
	indexOf,
	isFar,
	mayBeIndex,
	overwriteOwn,
	setEntries,
	setOwn,
	tabledObject,
} from "./own-property.ts";

/** Objects that V8 would keep in sparse arrays: as many as would take two gigabytes so. */
const MANY = 160_000;

describe("own properties of plain objects", () => {
	it("are data, whatever their names", () => {
		const object = {};
		setOwn(object, "__proto__", 1);
		setEntries(object, [
			["constructor", 2],
			["7", 3],
			["1023", 4],
			["4294967294", 5],
			["4294967295", 6],
			["01", 7],
		]);
		expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
		expect(Object.entries(object)).toEqual([
			["7", 3],
			["1023", 4],
			["4294967294", 5],
			["__proto__", 1],
			["constructor", 2],
			["4294967295", 6],
			["01", 7],
		]);
		overwriteOwn(object, "__proto__", 8);
		expect(Object.entries(object)).toHaveLength(7);
	});
	it("tell which keys are indexes", () => {
		const keys = ["0", "10", "4294967294", "4294967295", "00", "01", "1.5", "1e3", "99999999999", "1a", "12 "];
		expect(keys.map(indexOf)).toEqual([0, 10, 4294967294, -1, -1, -1, -1, -1, -1, -1, -1]);
		expect([...keys, "", "-1", "a"].map(mayBeIndex)).toEqual([...keys.map(() => true), false, false, false]);
	});
	it("keep the last index in a table", () => {
		for (const keys of [
			["4294967294"],
			["500", "4294967294", "600", "5000"],
			["0", "4294967294", "90", "4294967294"],
		]) {
			const object = {};
			setEntries(
				object,
				keys.map((key) => [key, key]),
			);
			for (const key of keys) setOwn(object, key, key);
			expect(object).toEqual(Object.fromEntries(keys.map((key) => [key, key])));
		}
		expect(Object.keys(tabledObject())).toEqual([]);
	});
	it("go to a table when the next index is far", () => {
		const room = new IndexBuffer();
		const object = {};
		for (let i = 0; i < 1000; i += 3) room.prepare(object, i);
		expect(room.isTable).toBe(false);
		room.prepare(object, -1);
		room.prepare(object, 3);
		expect(room.isTable).toBe(false);
		room.prepare(object, 2100);
		expect(room.isTable).toBe(true);
		expect(Object.keys(object)).toEqual([]);
		expect([7, 11, 12].map(isFar)).toEqual([false, false, true]);
	});
	it("take little room for sparse index keys", () => {
		const kept: object[] = [];
		for (let i = 0; i < MANY; i++) {
			const object = {};
			if (i % 2 === 0) setOwn(object, "1023", i);
			else setEntries(object, [["1022", i]]);
			kept.push(object);
		}
		expect(kept).toHaveLength(MANY);
	});
	it("take linear time for keys that make V8 turn its array into a table and back", () => {
		const entries: [string, number][] = [];
		let next = 300_000;
		for (let i = 0; i < 200_000; i++) entries.push([String(i), i]);
		for (let i = 0; i < 2000; i++, next += 1035) entries.push([String(next), i], [String(next + 5), i]);
		const object = {};
		// V8 alone takes 100 seconds.
		setEntries(object, entries);
		expect(Object.keys(object)).toHaveLength(204_000);
	});
});
