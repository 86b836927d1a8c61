/** What frames and the things of pyarrow hold, in every view of them. */
import { inspect } from "node:util";
import { tableFromArrays, utf8 } from "@uwdata/flechette";
import { describe, expect, it } from "vitest";
import { defaultRegistry, json, pickle, toPlain, toTagged } from "../../src/index.ts";
import type { ArrowArray } from "../../src/pandas/arrays.ts";
import { DataFrame, Series } from "../../src/pandas/index.ts";
import { PyArrow } from "../../src/pandas/pyarrow.ts";
import { registry as pandas } from "../../src/pandas/registry.ts";

const registry = defaultRegistry.with(pandas);
const again = (value: unknown): unknown => pickle.loads(pickle.dumps(value, { registry }), { registry });

describe("what a user or a subclass keeps with a frame or series", () => {
	const kept = {
		attrs: new Map([["source", "attrs-leaf"]]),
		extra: new Map([["_geometry_column_name", "extra-leaf"]]),
		allowsDuplicateLabels: false,
	};
	const frame = DataFrame.from({ a: [1, 2] });
	/** As the registry makes one. */
	const Made = DataFrame as unknown as new (manager: unknown, parts: object) => DataFrame;
	const { manager } = frame as unknown as { readonly manager: unknown };
	const values: Readonly<Record<string, object>> = {
		"a frame": new Made(manager, kept),
		"a series": new Series(frame.column(0).array, { ...kept, name: "a" }),
	};
	it.each(Object.entries(values))("is in each view of %s", (_, value) => {
		for (const one of [value, again(value)]) {
			const views = [JSON.stringify(one), JSON.stringify(toPlain(one)), json.dumps(toTagged(one, { registry }))];
			for (const view of views) {
				expect(view).toContain("attrs-leaf");
				expect(view).toContain("extra-leaf");
			}
			expect(views[0]).toContain('"allowsDuplicateLabels":false');
		}
	});
	it("is not there where there is none", () => {
		expect(Object.keys(toPlain(frame) as object)).toEqual(["$class", "shape", "index", "$entries"]);
	});
});

describe("a frame on a console", () => {
	it("is as pandas prints it, without obeying its data", () => {
		const frame = DataFrame.from({ a: [1, 2], b: ["x\u001b[31m", "ü"] });
		const shown = inspect(frame);
		expect(shown).toBe("DataFrame(2 x 2)\n   a       b\n0  1  x\\x1b[31m\n1  2       ü");
		expect(inspect(frame.column(0))).toBe("Series(2)\n0    1\n1    2\nName: a, dtype: int64");
		expect(inspect(DataFrame.from({ n: new Float64Array(1e6) })).length).toBeLessThan(400);
	});
});

describe("things of pyarrow outside of a frame", () => {
	const table = tableFromArrays({ s: ["leaf", null] }, { types: { s: utf8() } });
	const text = DataFrame.fromArrow(table).column(0).array as ArrowArray;
	const { chunks } = text;
	const type = { kind: "string" } as const;
	it("show their items, and what the type says", () => {
		const array = new PyArrow("array", chunks[0]);
		const all = new PyArrow("chunks", { chunks: [...chunks, ...chunks], type });
		expect(toPlain([array, all])).toEqual([
			{ $class: "pyarrow.lib.array", $args: ["string"], $items: ["leaf", null] },
			{ $class: "pyarrow.lib.chunks", $args: ["string"], $items: ["leaf", null, "leaf", null] },
		]);
		expect(inspect(all)).toContain("'leaf', null, 'leaf', null");
		expect(JSON.stringify(again([all]))).toContain("leaf");
	});
	it("say of a field whether it may be null", () => {
		const field = (nullable: boolean): unknown => toPlain(new PyArrow("field", { name: "a", type, nullable }));
		expect(field(true)).toEqual({ $class: "pyarrow.lib.field", $args: ["a: string"] });
		expect(field(false)).toEqual({ $class: "pyarrow.lib.field", $args: ["a: string not null"] });
	});
});
