/** Names and ids that stand in a line of an old protocol. Found by fuzzing: a newline in them made opcodes of the rest. */
import { describe, expect, it } from "vitest";
import { PyGlobal, PyPersistentId } from "../../values/opaque.ts";
import { dumps } from "../dumps.ts";
import { loads } from "../loads.ts";

describe("a newline", () => {
	const name = new PyGlobal("app", "Thing\ncos\nsystem");
	it.each([0, 1, 2, 3])("is refused in a name at protocol %d", (protocol) => {
		expect(() => dumps(name, { protocol })).toThrow(expect.objectContaining({ name: "PicklingError", code: "global" }));
		expect(() => dumps(new PyGlobal("a\nb", "C"), { protocol })).toThrow(expect.objectContaining({ code: "global" }));
	});
	it.each([4, 5])("is part of a name at protocol %d", (protocol) => {
		expect((loads(dumps(name, { protocol })) as PyGlobal).qualname).toBe(name.qualname);
	});
	it("is refused in a persistent id at protocol 0, and is part of one later", () => {
		const id = new PyPersistentId("one\ntwo");
		expect(() => dumps(id, { protocol: 0 })).toThrow(expect.objectContaining({ code: "persistent-id" }));
		expect(loads(dumps(id, { protocol: 1 }), { persistentLoad: (given) => given })).toBe("one\ntwo");
	});
});

describe("an empty name", () => {
	it.each([0, 1, 2, 3])("is refused at protocol %d, where no reader takes it", (protocol) => {
		expect(() => dumps(new PyGlobal("app", "..x"), { protocol })).toThrow(expect.objectContaining({ code: "global" }));
		expect(() => dumps(new PyGlobal("", "x"), { protocol })).toThrow(expect.objectContaining({ code: "global" }));
	});
	it("is kept at protocol 4", () => {
		expect((loads(dumps(new PyGlobal("app", "..x"))) as PyGlobal).qualname).toBe("..x");
	});
});
