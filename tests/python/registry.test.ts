/** Standard library values with a live Python on the other side; without any Python these are skipped. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dumps, loads } from "../../src/pickle/index.ts";
import { defaultRegistry } from "../../src/registry/default.ts";
import { PyDict } from "../../src/values/dict.ts";
import { repr } from "../../src/values/repr.ts";
import { findPythons, NONE, onePerMinor, type PythonWorker, startWorker } from "../python/pythons.mjs";

const pythons = onePerMinor(await findPythons({ pyodide: false })).filter(({ version }) =>
	/^3\.([6-9]|1\d)\./.test(version),
);
const COUNT = Number(process.env["BRINE_RANDOM"] ?? 200);

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const fromBase64 = (text = ""): Uint8Array => new Uint8Array(Buffer.from(text, "base64"));

/** JavaScript values, and what Python reads of them. */
const NATIVES: readonly (readonly [name: string, value: unknown, text: string])[] = [
	[
		"Date",
		new Date(1_600_000_000_123),
		"datetime.datetime(2020, 9, 13, 12, 26, 40, 123000, tzinfo=datetime.timezone.utc)",
	],
	["Int8Array", new Int8Array([-1, 2]), "array('b', [-1, 2])"],
	["Uint8ClampedArray", new Uint8ClampedArray([255]), "array('B', [255])"],
	["Uint16Array", new Uint16Array([65535]), "array('H', [65535])"],
	["Int32Array", new Int32Array([-(2 ** 31)]), "array('i', [-2147483648])"],
	["BigInt64Array", new BigInt64Array([-(2n ** 63n)]), "array('q', [-9223372036854775808])"],
	["BigUint64Array", new BigUint64Array([2n ** 64n - 1n]), "array('Q', [18446744073709551615])"],
	["Float32Array", new Float32Array([0.5]).subarray(0, 1), "array('f', [0.5])"],
	["Float64Array", new Float64Array([1, -0]), "array('d', [1.0, -0.0])"],
	["ArrayBuffer", new Uint8Array([97, 98]).buffer, "b'ab'"],
	["DataView", new DataView(new Uint8Array([97, 98, 99]).buffer, 1), "b'bc'"],
	["Buffer", Buffer.from("ab"), "b'ab'"],
	["URL", new URL("https://example.org/a?b=c"), "'https://example.org/a?b=c'"],
	[
		"RegExp",
		/a(?<name>b)\k<name>\/\(?<=/ims,
		"re.compile('a(?P<name>b)(?P=name)/\\\\(?<=', re.IGNORECASE|re.MULTILINE|re.DOTALL)",
	],
	["TypeError", new TypeError("bad"), "TypeError('bad')"],
	["RangeError", new RangeError("far"), "ValueError('far')"],
	["Error", Object.assign(new Error("odd"), { name: "Mine" }), "Exception('odd')"],
	[
		"PyDict",
		new PyDict<unknown, unknown>([[new Date(0), null]]),
		"{datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc): None}",
	],
];

describe
	.skipIf(pythons.length === 0)
	.each((pythons.length === 0 ? [NONE] : pythons).map((python) => [python.version, python] as const))(
	"Python %s",
	(version, python) => {
		let worker: PythonWorker;
		const short = version.replace(/\.\d+\w*$/, "");
		beforeAll(() => {
			worker = startWorker(python);
		});
		afterAll(() => worker.close());

		test.each(NATIVES)("reads what %s is written as", async (_name, value, text) => {
			const old = Number(short.slice(2)) < 7;
			const expected = old ? text.replace(/^(\w+Error|Exception)\(('.*')\)$/, "$1($2,)") : text;
			for (let protocol = 0; protocol <= (Number(short.slice(2)) < 8 ? 4 : 5); protocol++) {
				const data = base64(dumps(value, { protocol, pythonVersion: short }));
				const answer = await worker.ask({ command: "loads", data, allow: "any" });
				expect(answer.repr ?? answer.error, `protocol ${protocol}`).toBe(expected);
			}
		});

		test("has what the entries are named after", async () => {
			/** Names of other versions and of a package. */
			const elsewhere =
				/^(pathlib\._local|backports|zoneinfo|array:typecodes|types:SimpleNamespace)|frozendict|ImportCycleError|Encoding|Group|PythonFinalization|_Incomplete|ModuleNotFound/;
			const names = new Set(
				defaultRegistry.entries
					.filter((entry) => entry.load !== undefined || "value" in entry)
					.flatMap((entry) => entry.names)
					.filter((name) => !elsewhere.test(name)),
			);
			const batch = [...names].map((name) => {
				const [module = "", qualname = ""] = name.split(":");
				return {
					expression: `__import__("functools").reduce(getattr, ${JSON.stringify(qualname)}.split("."), __import__("importlib").import_module(${JSON.stringify(module)})) and 1`,
				};
			});
			const { answers = [] } = await worker.ask({ command: "dumps", protocol: 2, batch });
			expect([...names].filter((_, i) => answers[i]?.ok !== true)).toEqual([]);
		});

		test("writes random values that are read as they are, and written back the same", async () => {
			const protocols = Number(short.slice(2)) < 8 ? [0, 1, 2, 3, 4] : [0, 1, 2, 3, 4, 5];
			const { answers = [] } = await worker.ask({
				command: "random",
				seed: 1,
				count: COUNT,
				protocol: protocols,
				kinds: ["builtins", "stdlib"],
				singleSets: true,
			});
			expect(answers.length).toBe(COUNT);
			const back: { data: string }[] = [];
			for (const { data, repr: text } of answers) {
				const value = loads(fromBase64(data), { mode: "exact" });
				if (text) expect(repr(value, { pythonVersion: short })).toBe(text);
				const protocol = protocols[back.length % protocols.length] as number;
				back.push({ data: base64(dumps(value, { protocol, pythonVersion: short })) });
			}
			const batch = answers.map(({ data }, i) => ({ left: { data }, right: back[i] }));
			const compared = await worker.ask({ command: "equal", batch });
			expect(compared.answers?.filter(({ equal }) => !equal)).toEqual([]);
		});
	},
);
