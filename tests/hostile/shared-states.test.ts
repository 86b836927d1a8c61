/** One large state that a thousand objects have, or one object a thousand times: a console shows a few of them whole, and ends. */
import { inspect } from "node:util";
import { expect, it } from "vitest";
import { type PyObject, toPlain } from "../../src/index.ts";
import { loads } from "../../src/pickle/loads.ts";
import { bytes, computed, unicode } from "./bytes.ts";

const OBJECTS = 120;
const ENTRIES = 2000;
const dict = (prefix: string): Uint8Array =>
	bytes("}(", ...Array.from({ length: ENTRIES }, (_, i) => bytes(unicode(`${prefix}${i}`), "K\x01")), "u");
const objects = (each: string, prefix = "n"): Uint8Array =>
	bytes("\x80\x02", dict(prefix), "q\x000](", each.repeat(OBJECTS), "e.");
const states = (made: string, build: string): Uint8Array =>
	bytes("\x80\x02", dict("n"), "q\x000", made, build.repeat(OBJECTS), ".");

const SHARED: Readonly<Record<string, Uint8Array>> = {
	"a state twice of each object": objects("cm\nC\n)\x81h\x00bh\x00b"),
	"a state and slots": objects("cm\nC\n)\x81h\x00h\x00\x86b"),
	"a state with names of ours": objects("cm\nC\n)\x81h\x00b", "$"),
	"a state of what differs else": objects("cm\nC\n(]t\x81h\x00b"),
	"a state, again and again, of one object": states("cm\nC\n)\x81", "h\x00b"),
	"slots, again and again, of one object": states("cm\nC\n)\x81", "Nh\x00\x86b"),
	"a state, again and again, of one class": states("cm\nC\n", "h\x00b"),
};

it.each(Object.entries(SHARED))("%s", async (_, data) => {
	for (const options of [{}, { mode: "exact" }] as const) {
		const value = loads(data, options);
		for (const depth of [0, 1, 2]) {
			const start = computed();
			const text = inspect(value, { depth });
			expect(computed() - start).toBeLessThan(1000 + text.length / 2000);
			if (Array.isArray(value) && depth > 0) expect(text).toMatch(/PyObject\(m\.C\) \{.*\[PyObject\]/s);
			// What was shown is forgotten in the next turn of the event loop.
			await Promise.resolve();
		}
		const start = computed();
		try {
			toPlain(value);
		} catch (error) {
			expect(error).toMatchObject({ limit: "text" });
		}
		expect(computed() - start).toBeLessThan(2000);
	}
});

it("objects that share nothing are each shown whole, however many there are", () => {
	const one = bytes("cm\nC\n)\x81", dict("n"), "b");
	const value = loads(bytes("\x80\x02](", ...Array.from({ length: 30 }, () => one), "e."));
	expect(inspect(value)).not.toContain("[PyObject]");
});

it("a state that was set twice is shown, and what it is set to again is a state", () => {
	const value = loads(bytes("\x80\x02}", unicode("a"), "K\x01sq\x000cm\nC\n)\x81h\x00bh\x00b."));
	expect(inspect(value)).toBe("PyObject(m.C) { a: 1, '$state': { a: 1 } }");
	expect(toPlain(value)).toEqual({ $class: "m.C", a: 1, $state: { a: 1 } });
});

it.each(["h\x00b", "Nh\x00\x86b", "h\x00h\x00\x86bh\x00b"])(
	"attributes of an object whose states are one (%j) are live",
	(build) => {
		const value = loads(states("cm\nC\n)\x81", build.repeat(20))) as PyObject;
		const start = computed();
		const { attributes } = value;
		expect(attributes.size).toBe(ENTRIES);
		attributes.set("n7", 7).set("new", 8);
		attributes.delete("n8");
		expect([...value.attributes.keys()].length).toBe(ENTRIES);
		expect([value.attributes.get("n7"), value.attributes.get("new"), value.attributes.has("n8")]).toEqual([
			7,
			8,
			false,
		]);
		attributes.clear();
		expect(value.attributes.size).toBe(0);
		expect(computed() - start).toBeLessThan(1000);
	},
);

it("later states win, also one that was set before", () => {
	const name = (text: string): Uint8Array => unicode(text);
	const made = bytes("\x80\x02}", name("a"), "K\x01sq\x000}", name("a"), "K\x02sq\x010cm\nC\n)\x81");
	const read = (builds: string): unknown => [...(loads(bytes(made, builds, ".")) as PyObject).attributes];
	expect([read("h\x00bh\x01b"), read("h\x00bh\x01bh\x00b")]).toEqual([[["a", 2]], [["a", 1]]]);
});
