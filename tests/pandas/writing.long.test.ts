/** Every golden pickle that was read is written, in the portable form and in those of three pandas, and read again. */
import { describe, expect, it } from "vitest";
import { pandasRegistry, registry } from "../../src/pandas/registry.ts";
import { dumps } from "../../src/pickle/dumps.ts";
import { loads } from "../../src/pickle/loads.ts";
import { PyObject } from "../../src/values/opaque.ts";
import { bytesOf } from "../golden/science-cases.ts";
import { pandasCases, portable } from "./cases.ts";
import { spell } from "./spell.ts";

/** What the portable form has otherwise: nanoseconds, and objects for the strings of pandas 3. */
function inPortable(text: string): string {
	return (
		text
			.replace(/"unit":"(s|ms|us)"/g, '"unit":"ns"')
			.replace(/(datetime64|timedelta64)\[(s|ms|us)/g, "$1[ns")
			.replace(/"(name|dtype)":"str"/g, '"$1":"object"')
			// Letters of the dtype for its offset.
			.replace(/"freq":"(M|Q-NOV)"/g, (_, letters: string) => `"freq":"${letters.replace(/^./, "$&E")}"`)
	);
}

const cases = pandasCases();

describe.each(cases)("$name", ({ pickles }) => {
	it.each([undefined, "1.5", "2.2", "3.0"])("is written and read again (%s)", (pandasVersion) => {
		const own = pandasVersion === undefined ? registry : pandasRegistry({ pandasVersion });
		for (const { data, buffers, by } of pickles) {
			const options = { registry, mode: "exact", encoding: "latin1" } as const;
			const value = loads(data, buffers === undefined ? options : { ...options, buffers });
			for (const protocol of [2, 5]) {
				const again = loads(dumps(value, { registry: own, protocol }), options);
				expect(again instanceof PyObject, by[0]).toBe(value instanceof PyObject);
				const shown = (given: unknown): string => inPortable(JSON.stringify(spell(given)));
				if (!(value instanceof PyObject)) expect(shown(again), by[0]).toBe(shown(value));
			}
		}
	});
});

describe("the portable form", () => {
	it.each(Object.keys(portable))("is read: %s", (name) => {
		const { data } = portable[name] as { data: string };
		const value = loads(bytesOf(data), { registry, mode: "exact" });
		expect(value).not.toBeInstanceOf(PyObject);
		const again = loads(dumps(value, { registry, protocol: 2 }), { registry, mode: "exact" });
		expect(spell(again)).toEqual(spell(value));
	});
});
