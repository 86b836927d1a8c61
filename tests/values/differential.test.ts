/** repr() against live Pythons, for random values. Runs where Pythons are (`npm run test:python`). */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loads } from "../../src/pickle/loads.ts";
import { repr } from "../../src/values/repr.ts";
import { findPythons, onePerMinor, type Python, type PythonWorker, startWorker } from "../python/pythons.mjs";

const COUNT = Number(process.env["BRINE_COUNT"] ?? 20_000);
/** Natively and in WebAssembly; others are asked a tenth. */
const FULL = new Set(["3.13", "3.14"]);

const pythons: Python[] = process.env["BRINE_PYTHON"]
	? onePerMinor(await findPythons()).filter(({ version, implementation }) => {
			return implementation === "CPython" && !version.startsWith("2.");
		})
	: [];

describe.skipIf(pythons.length === 0).each(pythons.length === 0 ? [{ version: "none" } as Python] : pythons)(
	"repr() against live Python $version",
	(python) => {
		const pythonVersion = python.version.replace(/rc\d+/, "");
		const minor = pythonVersion.split(".").slice(0, 2).join(".");
		const count = FULL.has(minor) ? COUNT : Math.ceil(COUNT / 10);
		let worker: PythonWorker;
		beforeAll(() => {
			worker = startWorker(python);
		});
		afterAll(() => worker.close());

		test.each([["builtins"], ["stdlib"]])(`${count} random values: %s`, { timeout: 1_800_000 }, async (kind) => {
			const wrong: unknown[] = [];
			let compared = 0;
			for (let seed = 1; compared < count; seed++) {
				const { answers = [] } = await worker.ask({
					command: "random",
					seed: seed * 7919,
					count: 500,
					protocol: 4,
					kinds: [kind],
					singleSets: true,
				});
				for (const { data, repr: text } of answers) {
					compared++;
					if (typeof text !== "string") continue;
					const bytes = new Uint8Array(Buffer.from(data as string, "base64"));
					const ours = repr(loads(bytes, { mode: "exact", pythonVersion }), { pythonVersion });
					if (ours !== text) wrong.push([ours, text, data]);
				}
			}
			expect(wrong.slice(0, 5)).toEqual([]);
		});
	},
);
