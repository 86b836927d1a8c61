/** Random pickles of live Pythons through tagged JSON and back: the Python finds them equal. Without any Python these are skipped. */
import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as json from "../../src/json/index.ts";
import { dumps } from "../../src/pickle/dumps.ts";
import { loads } from "../../src/pickle/loads.ts";
import { fromTagged, toTagged } from "../../src/tagged/tagged.ts";
import { findPythons, NONE, onePerMinor, type PythonWorker, startWorker } from "../python/pythons.mjs";

const found = onePerMinor(await findPythons({ pyodide: false })).filter(({ version }) =>
	/^3\.([6-9]|1\d)\./.test(version),
);
const COUNT = Number(process.env["BRINE_RANDOM"] ?? 200);
/** The seed from which on, so that a long run can be cut into pieces. */
const FIRST = Number(process.env["BRINE_FIRST"] ?? 7);

const pythons = found.length === 0 ? [NONE] : found.filter((_, i) => i === 0 || i === found.length - 1);

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
function command(input: Uint8Array, ...args: string[]): Uint8Array {
	const run = spawnSync(process.execPath, ["dist/cli/main.js", "convert", "-", "-", "--default", "tagged", ...args], {
		input,
	});
	expect(String(run.stderr)).toBe("");
	return run.stdout;
}

describe.skipIf(found.length === 0).each(pythons.map((python) => [python.version, python] as const))(
	"Python %s",
	(version, python) => {
		let worker: PythonWorker;
		const short = version.replace(/\.\d+\w*$/, "");
		const protocols = Number(short.slice(2)) < 8 ? [0, 1, 2, 3, 4] : [0, 1, 2, 3, 4, 5];
		beforeAll(() => {
			worker = startWorker(python);
		});
		afterAll(() => worker.close());

		/** Pickles of random values, and whether the Python finds equal what became of them. */
		const check = async (seed: number, count: number, change: (data: Uint8Array, protocol: number) => Uint8Array) => {
			const { answers = [] } = await worker.ask({
				command: "random",
				seed,
				count,
				protocol: protocols,
				kinds: ["builtins", "stdlib"],
				singleSets: true,
			});
			expect(answers.length).toBe(count);
			const batch = answers.map(({ data }, i) => ({
				left: { data },
				right: { data: base64(change(Buffer.from(data ?? "", "base64"), protocols[i % protocols.length] as number)) },
			}));
			const compared = await worker.ask({ command: "equal", batch });
			expect(compared.answers?.filter(({ equal }) => !equal)).toEqual([]);
		};

		test(`finds ${COUNT} values equal, in types and in sharing`, async () => {
			for (let done = 0; done < COUNT; done += 1000) {
				await check(FIRST + done, Math.min(1000, COUNT - done), (data, protocol) => {
					const text = json.dumps(toTagged(loads(data, { mode: "exact" })));
					return dumps(fromTagged(JSON.parse(text)), { protocol, pythonVersion: short });
				});
			}
		}, 600_000);
		test("finds equal what the command converted and back", async () => {
			await check(3, 6, (data, protocol) =>
				command(
					command(data, "--from", "pickle", "--to", "json"),
					"--from",
					"json",
					"--to",
					"pickle",
					"--protocol",
					String(protocol),
					"--python",
					short,
				),
			);
		}, 120_000);
	},
);
