// A class of your own, read and written as the Python class of the same name.
import { defaultRegistry, defineType, pickle } from "brine";

class Point {
	constructor(x = 0, y = 0) {
		this.x = x;
		this.y = y;
	}
	length() {
		return Math.hypot(this.x, this.y);
	}
}
const registry = defaultRegistry.with(
	defineType({
		names: ["geometry:Point"],
		type: Point,
		load: () => new Point(),
		setState: (point, state) => Object.assign(point, { x: Number(state.x), y: Number(state.y) }),
		reduce: ({ x, y }) => ({ via: "NEWOBJ", callable: "geometry:Point", args: [], state: { x, y } }),
	}),
);
const bytes = pickle.dumps([new Point(3, 4)], { registry });
const [point] = pickle.loads(bytes, { registry });
console.log(point instanceof Point, point.length());

// Without the entry it is inert: nothing runs, nothing is lost.
const [inert] = pickle.loads(bytes);
console.log(String(inert.pyClass), Object.fromEntries(inert.attributes));
