/** What a registry entry may do besides making values: refuse a state, charge the load, and be asked about the call of a call. */
import { describe, expect, it } from "vitest";
import { array, scalar } from "../../src/numpy/array.ts";
import { registry as numpy } from "../../src/numpy/registry.ts";
import { dumps } from "../../src/pickle/dumps.ts";
import { loads } from "../../src/pickle/loads.ts";
import { defaultRegistry } from "../../src/registry/default.ts";
import { defineType } from "../../src/registry/define-type.ts";
import { PyDict } from "../../src/values/dict.ts";
import { PyGlobal, PyObject } from "../../src/values/opaque.ts";
import { tuple } from "../../src/values/tuple.ts";

class Even {
	value = 0;
}
const even = defineType<Even>({
	names: ["m:Even"],
	type: Even,
	refuses: true,
	load: () => new Even(),
	setState: (target, state) => {
		if (typeof state !== "number" || state % 2 !== 0) return false;
		target.value = state;
		return true;
	},
});
const registry = defaultRegistry.with(even);

/** A list of one object three times, with a state. */
function threeTimes(state: unknown): Uint8Array {
	const object = new PyObject({ callable: new PyGlobal("m", "Even"), operations: [{ op: "build", state }] });
	return dumps([object, [object], { object }]);
}

describe("an entry that refuses a state", () => {
	it("keeps what it takes", () => {
		const [made] = loads(threeTimes(2), { registry }) as [Even];
		expect([made instanceof Even, made.value]).toEqual([true, 2]);
	});
	it("leaves the object inert, one object wherever it is", () => {
		const [first, [second], { object }] = loads(threeTimes(3), { registry }) as [
			PyObject,
			[PyObject],
			{ object: PyObject },
		];
		expect([first instanceof PyObject, first.state, second === first, object === first]).toEqual([true, 3, true, true]);
		expect(dumps([first, [first], { object: first }])).toEqual(threeTimes(3));
	});
});

it("an entry charges the load before it makes something large", () => {
	const large = defineType({
		names: ["m:Large"],
		load: (args, _kwargs, { charge }) => {
			charge(Number(args[0]));
			return { size: args[0] };
		},
	});
	const data = dumps(new PyObject({ via: "REDUCE", callable: new PyGlobal("m", "Large"), args: tuple(2 ** 31) }));
	expect(() => loads(data, { registry: defaultRegistry.with(large) })).toThrow("limit exceeded: memory");
	expect(loads(data, { registry: defaultRegistry.with(large), limits: { memory: 2 ** 32 } })).toEqual({
		size: 2 ** 31,
	});
});

it("an entry is asked about a call whose callable is itself a call", () => {
	const partial = new PyObject({
		via: "REDUCE",
		callable: new PyGlobal("functools", "partial"),
		args: tuple(new PyGlobal("m", "f")),
		operations: [{ op: "build", state: tuple<unknown[]>(new PyGlobal("m", "f"), tuple(), { ndim: 2 }, null) }],
	});
	const data = dumps(new PyObject({ via: "REDUCE", callable: partial, args: tuple(1, 2) }));
	const asked = defineType({
		names: ["functools:partial"],
		loadCall: (callable, args) =>
			String((callable.state as unknown[])[0]) === "m.f" ? { called: [...args], state: callable.state } : undefined,
	});
	const made = loads(data, { registry: defaultRegistry.with(asked) }) as { called: unknown[] };
	expect(made.called).toEqual([1, 2]);
	expect(loads(data)).toBeInstanceOf(PyObject);
});

it("a numpy scalar is found as a key by its number", () => {
	const dict = new PyDict<unknown, string>([
		[scalar(5, "i4"), "int"],
		[scalar(0.5, "f4"), "float"],
		[tuple(scalar(1, "i8"), scalar(2, "i8")), "tuple"],
	]);
	const read = loads(dumps(dict, { registry: numpy }), { registry: numpy, mode: "exact" }) as PyDict<unknown, string>;
	expect([read.get(5), read.get(0.5), read.get(tuple(1, 2))]).toEqual(["int", "float", "tuple"]);
	expect(read.get(scalar(5, "u1"))).toBe("int");
	expect(() => new PyDict([[array([1]), 1]])).toThrow("unhashable type");
});
