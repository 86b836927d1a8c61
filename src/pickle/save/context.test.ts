import { expect, test } from "vitest";
import { defaultRegistry } from "../../registry/default.ts";
import { defineType } from "../../registry/define-type.ts";
import { dumps } from "../dumps.ts";

class Point {}

test("reducers are given one context for a whole pickle, which they cannot change", () => {
	const seen: unknown[] = [];
	const entry = defineType({
		names: ["m:Point"],
		type: Point,
		load: () => new Point(),
		reduce: (_value, _protocol, context) => {
			seen.push(context);
			return { callable: "m:Point", args: [] };
		},
	});
	dumps([new Point(), new Point()], { registry: defaultRegistry.with(entry) });
	expect(seen).toHaveLength(2);
	expect(seen[0]).toBe(seen[1]);
	expect(Object.isFrozen(seen[0])).toBe(true);
	expect(seen[0]).toMatchObject({ protocol: 5, nested: false });
});
