/** Names, texts and bytes of a pickle that mean something to JavaScript: here they are data. */
import { describe, expect, test } from "vitest";
import { loads } from "../../src/pickle/loads.ts";
import type { PyDict } from "../../src/values/dict.ts";
import { PyGlobal, PyObject } from "../../src/values/opaque.ts";
import { toPlain } from "../../src/values/plain.ts";

describe("names that JavaScript gives a meaning", () => {
	const bytes = (text: string): Uint8Array => Buffer.from(text, "latin1");
	const key = (text: string): string => `X${String.fromCharCode(text.length)}\0\0\0${text}`;
	const NAMES = ["__proto__", "constructor", "prototype", "toJSON", "then", "valueOf", "toString", "hasOwnProperty"];

	test.each(NAMES)("%s is an ordinary key", async (name) => {
		const data = bytes(`}(${key(name)}}${key("polluted")}K\x01s${key("b")}K\x02u.`);
		const plain = loads(data) as Record<string, unknown>;
		expect(Object.hasOwn(plain, name)).toBe(true);
		expect(Object.keys(plain)).toEqual([name, "b"]);
		expect(Object.getPrototypeOf(plain)).toBe(Object.prototype);
		expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
		const exact = loads(data, { mode: "exact" }) as PyDict<string, unknown>;
		expect([...exact.keys()]).toEqual([name, "b"]);
		expect(Object.keys(toPlain(exact) as object)).toEqual([name, "b"]);
		// Waiting for it must not call what it holds.
		expect(await Promise.resolve(plain).then((value) => Object.keys(value))).toEqual([name, "b"]);
	});
	test.each(NAMES)("%s is an ordinary name in a state", (name) => {
		const object = loads(bytes(`cm\nC\n)\x81}${key(name)}K\x01sb.`)) as PyObject;
		expect(object).toBeInstanceOf(PyObject);
		expect(object.attributes.get(name)).toBe(1);
		expect(Object.getPrototypeOf(object)).toBe(PyObject.prototype);
		expect(JSON.stringify(object)).toContain(name);
		const error = loads(bytes(`cbuiltins\nValueError\n)R}${key(name)}K\x01sb.`)) as {
			attributes: Map<string, unknown>;
		};
		expect(error.attributes.get(name)).toBe(1);
		expect(Object.hasOwn(error, name)).toBe(false);
	});
	test.each(NAMES)("%s is no way out of a module or class", (name) => {
		expect(loads(bytes(`c${name}\n${name}\n.`))).toEqual(new PyGlobal(name, name));
		const dotted = loads(bytes(`\x80\x04${key("builtins")}${key(`${name}.constructor`)}\x93)R.`));
		expect(dotted).toBeInstanceOf(PyObject);
		expect((dotted as PyObject).callable).toEqual(new PyGlobal("builtins", `${name}.constructor`));
	});
	test("bytes are copies: no other request's memory is behind them", () => {
		const pool = Buffer.from("C\x03abc.", "latin1");
		const read = loads(pool) as Uint8Array;
		expect(read.buffer.byteLength).toBe(3);
		pool.fill(0);
		expect([...read]).toEqual([97, 98, 99]);
	});
	test("a text keeps its BOM and its surrogates", () => {
		expect(loads(bytes("X\x03\0\0\0\xef\xbb\xbf."))).toBe("\ufeff");
		expect(loads(bytes("X\x03\0\0\0\xed\xa0\x80."))).toBe("\ud800");
	});
	test("a regular expression is text and flags, and never run", () => {
		const data = bytes(`cre\n_compile\n${key("(a+)+$")}K\x20\x86R.`);
		expect(loads(data)).toMatchObject({ pattern: "(a+)+$" });
		expect(loads(data)).not.toBeInstanceOf(RegExp);
	});
});
