import { describe, expect, test } from "vitest";
import { createPolicy, report, scan } from "../../src/scan/index.ts";
import { deniedNames, FORMS, latin1 } from "./attacks.ts";
import { GADGETS } from "./gadgets.ts";
import { ODD_ARCHIVES } from "./odd-archives.ts";

const policy = createPolicy();

describe("names of the list alone do no harm in", () => {
	test.each(Object.entries(GADGETS))("%s", async (_, pickle) => {
		const bytes = latin1(pickle);
		const { verdict } = await report("", scan(bytes, { policy }));
		expect(["suspicious", "dangerous"]).toContain(verdict);
		expect(() => policy.check(bytes)).toThrow();
	});
});

describe("a pickle is found in", () => {
	const names = deniedNames();
	test.each(Object.entries(ODD_ARCHIVES))("%s", async (_, pack) => {
		const passed: string[] = [];
		for (const [index, [label, form]] of Object.entries(FORMS).entries()) {
			const [module, name] = names[(index * 7) % names.length] as (typeof names)[number];
			const { verdict } = await report("", scan(pack(latin1(form(module, name))), { policy }));
			if (verdict !== "suspicious" && verdict !== "dangerous") passed.push(`${label}: ${verdict}`);
		}
		expect(passed).toEqual([]);
	});
});

test("an array whose dtype is called object is read as a pickle", async () => {
	const header = "{'descr': 'object', 'fortran_order': False, 'shape': (1,), }".padEnd(117).concat("\n");
	const misuse = "cnumpy.core\n_ufunc_reconstruct\n(S'a'\nS'b'\ntR.";
	const { verdict } = await report("", scan(latin1(`\x93NUMPY\x01\0v\0${header}${misuse}`), { policy }));
	expect(verdict).toBe("suspicious");
});
