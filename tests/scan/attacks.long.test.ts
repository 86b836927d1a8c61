import { describe, expect, test } from "vitest";
import { createPolicy, type Finding, scan, verdict } from "../../src/scan/index.ts";
import { ALIASES, CONTAINERS, deniedNames, FORMS, latin1 } from "./attacks.ts";

const policy = createPolicy();

async function findingsOf(bytes: Uint8Array): Promise<Finding[]> {
	const findings: Finding[] = [];
	for await (const finding of scan(bytes, { policy })) findings.push(finding);
	return findings;
}

const NAMES = [...deniedNames(), ...ALIASES];

describe("no attack passes", () => {
	test.each(Object.entries(FORMS))("%s, by each name", async (_, form) => {
		const passed: string[] = [];
		for (const [module, name] of NAMES) {
			const found = verdict(await findingsOf(latin1(form(module, name))));
			if (found === "safe" || found === "no-pickle") passed.push(`${module}.${name}`);
		}
		expect(passed).toEqual([]);
	});
	test.each(Object.entries(CONTAINERS))("in %s, in each form", async (_, pack) => {
		const passed: string[] = [];
		let index = 0;
		for (const [label, form] of Object.entries(FORMS)) {
			// Another name for each, so that all come by.
			for (let turn = 0; turn < 3; turn++) {
				const [module, name] = NAMES[index++ % NAMES.length] as (typeof NAMES)[number];
				const found = verdict(await findingsOf(pack(latin1(form(module, name)))));
				if (found === "safe" || found === "no-pickle") passed.push(`${label}: ${module}.${name}`);
			}
		}
		expect(passed).toEqual([]);
	});
});
