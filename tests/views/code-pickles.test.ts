/** Pickles of dill and cloudpickle, which are odd everywhere: every view shows every string in them, and nothing is lost on the way. */
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { equals, fromTagged, json, pformat, pickle, repr, toPlain, toTagged } from "../../src/index.ts";
import golden from "./code-pickles.json" with { type: "json" };

/** The strings that the makers of the pickles put in, which are in the bytes as they are. */
const leavesOf = (bytes: Buffer): string[] => [...new Set(bytes.toString("latin1").match(/leaf-[a-z]+!/g))];

describe.each(golden.pickles.map(({ name, data }) => [name, Buffer.from(data, "base64")] as const))(
	"%s",
	(name, bytes) => {
		const leaves = leavesOf(bytes);
		const modes = ["plain", "exact"] as const;
		const missing = (text: string): string[] => leaves.filter((leaf) => !text.includes(leaf));

		it.each(modes)("every view of mode %s", (mode) => {
			const value = pickle.loads(bytes, { mode });
			expect(leaves.length).toBeGreaterThan(0);
			const views = {
				repr: repr(value),
				pformat: pformat(value),
				inspect: inspect(value, { depth: null, maxArrayLength: null, maxStringLength: null }),
				toPlain: json.dumps(toPlain(value, { preset: "json" })),
				tagged: json.dumps(toTagged(value)),
			};
			// Python's own text of an OrderedDict leaves out its attributes.
			const left = name.includes("reduced") ? ["leaf-state!"] : [];
			for (const [view, text] of Object.entries(views)) {
				const own = view === "repr" || view === "pformat" ? left : [];
				expect([view, missing(text)]).toEqual([view, own]);
			}
		});
		it.each(modes)("tagged and back, and written again, in mode %s", (mode) => {
			const value = pickle.loads(bytes, { mode });
			const back = fromTagged(JSON.parse(json.dumps(toTagged(value))), { mode });
			expect(repr(back)).toBe(repr(value));
			expect([equals(back, value), equals(value, back)]).toEqual([true, true]);
			expect(equals(toPlain(back, { preset: "json" }), toPlain(value, { preset: "json" }))).toBe(true);
			const again = pickle.loads(pickle.dumps(value), { mode });
			expect(repr(again)).toBe(repr(value));
			expect([equals(again, value), equals(value, again)]).toEqual([true, true]);
		});
	},
);
