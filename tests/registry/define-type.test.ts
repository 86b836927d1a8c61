/** `defineType` with a schema for its state, and states of what `copyreg._reconstructor` makes. */
import { describe, expect, it } from "vitest";
import { defaultRegistry, defineType, PyObject, pickle, type StandardSchema } from "../../src/index.ts";

class Point {
	x = 0;
	y = 0;
}
interface PointState {
	x: number;
	y: number;
}
/** A schema as zod makes them: an object with two numbers, of which it makes a new one. */
const pointState: StandardSchema<PointState> = {
	"~standard": {
		version: 1,
		vendor: "test",
		validate: (value) => {
			const { x, y } = (value ?? {}) as Record<string, unknown>;
			if (typeof x === "number" && typeof y === "number") return { value: { x, y } };
			return { issues: [{ message: "expected a point", path: ["x"] }] };
		},
	},
};
const point = defineType<Point, PointState>({
	names: ["geometry:Point"],
	type: Point,
	load: () => new Point(),
	stateSchema: pointState,
	setState: (target, { x, y }) => Object.assign(target, { x, y: y satisfies number }),
	reduce: ({ x, y }, protocol) =>
		protocol < 2
			? { callable: "copyreg:_reconstructor", args: [geometry, object, null], state: { x, y } }
			: { via: "NEWOBJ", callable: "geometry:Point", args: [], state: { x, y } },
});
const geometry = pickle.loads(Buffer.from("cgeometry\nPoint\n.")) as object;
const object = pickle.loads(Buffer.from("c__builtin__\nobject\n.")) as object;
const registry = defaultRegistry.with(point);

describe("stateSchema", () => {
	it("types the state and checks it, at all protocols and in both modes", () => {
		for (const protocol of [0, 1, 2, 3, 4, 5]) {
			const data = pickle.dumps(Object.assign(new Point(), { x: 3, y: 4 }), { registry, protocol });
			for (const mode of ["plain", "exact"] as const) {
				expect(pickle.loads(data, { registry, mode }), `${protocol} ${mode}`).toEqual({ x: 3, y: 4 });
			}
		}
	});
	it("refuses a state that does not fit", () => {
		for (const state of ["(dVx\nVa\ns", "N", "(lI1\na", "(dI1\nI2\ns", "(dV__proto__\n(dVx\nI1\nsVy\nI1\nss"]) {
			for (const mode of ["plain", "exact"] as const) {
				const data = Buffer.from(`cgeometry\nPoint\n)R${state}b.`);
				expect(() => pickle.loads(data, { registry, mode }), state).toThrow("expected a point at .x");
			}
		}
	});
	it("must be a schema; null is none", () => {
		const wrong = { ...point, stateSchema: {} as never };
		const data = Buffer.from("cgeometry\nPoint\n)R(db.");
		const read = (): unknown => pickle.loads(data, { registry: defaultRegistry.with(wrong) });
		expect(read).toThrow("schema must be a Standard Schema");
		const none = { ...point, stateSchema: null, setState: (target: Point) => Object.assign(target, { x: 5 }) };
		expect(pickle.loads(data, { registry: defaultRegistry.with(none) })).toEqual({ x: 5, y: 0 });
	});
});

describe("what copyreg._reconstructor makes", () => {
	it("gets its state as from NEWOBJ, and may refuse it", () => {
		const picky = defineType({
			names: ["geometry:Point"],
			load: () => new Point(),
			refuses: true,
			setState: (target: Point, state: unknown) => state === 7 && Object.assign(target, { x: 7 }) === target,
		});
		const made = "ccopy_reg\n_reconstructor\n(cgeometry\nPoint\nc__builtin__\nobject\nNtR";
		const options = { registry: defaultRegistry.with(picky) };
		expect(pickle.loads(Buffer.from(`${made}I7\nb.`), options)).toEqual({ x: 7, y: 0 });
		const refused = pickle.loads(Buffer.from(`${made}I8\nb.`), options) as PyObject;
		expect(refused).toBeInstanceOf(PyObject);
		expect(refused.state).toBe(8);
	});
});
