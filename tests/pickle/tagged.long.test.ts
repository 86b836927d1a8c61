/** Tagged JSON is lossless: what `fromTagged` makes of what `toTagged` returned is written as the same pickle. */
import { describe, expect, test } from "vitest";
import * as json from "../../src/json/index.ts";
import { dumps } from "../../src/pickle/dumps.ts";
import { loads } from "../../src/pickle/loads.ts";
import type { Registry } from "../../src/registry/registry.ts";
import { fromTagged, toTagged } from "../../src/tagged/tagged.ts";
import { goldenVersions, readGolden } from "../golden/golden.mjs";
import { Values } from "./random-values.ts";
import { goldenRegistry } from "./support.ts";
import { build } from "./tagged-build.ts";

const ROUNDS = Number(process.env["BRINE_TAGGED_ROUNDS"] ?? 600);

/** What a value is after its way through tagged JSON text. */
function throughText(value: unknown, registry?: Registry): unknown {
	const options = registry === undefined ? {} : { registry };
	const text = json.dumps(toTagged(value, options));
	return fromTagged(JSON.parse(text), options);
}
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

describe("fromTagged(toTagged(value))", () => {
	test(`is the same pickle for ${ROUNDS} random values, in types and in sharing`, () => {
		for (let seed = 1; seed <= ROUNDS; seed++) {
			const before = dumps(build(new Values(seed).value()), { protocol: 5 });
			const value = loads(before, { mode: "exact" });
			expect(hex(dumps(throughText(value), { protocol: 5 })), `seed ${seed}`).toBe(hex(dumps(value, { protocol: 5 })));
		}
	}, 600_000);

	// The others take a minute; BRINE_TAGGED_ROUNDS is set for a long run.
	const versions = goldenVersions();
	const chosen = process.env["BRINE_TAGGED_ROUNDS"] === undefined ? [versions[0], versions.at(-1)] : versions;
	test.each(chosen as string[])(
		"is the same pickle for the golden ones of %s, with and without their classes",
		(version) => {
			const failed: string[] = [];
			let count = 0;
			for (const entry of readGolden(version).cases) {
				for (const [protocol, data] of Object.entries(entry.protocols)) {
					if (entry.buffers) continue;
					for (const registry of [goldenRegistry, undefined]) {
						const known = registry === undefined ? {} : { registry };
						let value: unknown;
						let written: Uint8Array;
						try {
							value = loads(data, { mode: "exact", persistentLoad: "keep", ...known });
							written = dumps(value, { protocol: 5, ...known });
						} catch {
							continue; // protocol 5 has no form for it
						}
						count++;
						try {
							if (hex(dumps(throughText(value, registry), { protocol: 5, ...known })) !== hex(written))
								failed.push(`${entry.name}, protocol ${protocol}`);
						} catch (error) {
							failed.push(`${entry.name}, protocol ${protocol}: ${String(error)}`);
						}
					}
				}
			}
			expect(failed).toEqual([]);
			expect(count).toBeGreaterThan(100);
		},
		600_000,
	);
});
