/** Options of methods and constructors are as those of functions: null is none, a name that there is not is refused. */
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import * as flechette from "@uwdata/flechette";
import { describe, expect, it } from "vitest";
import { Client, type Connection, frames, Listener } from "../src/connection/index.ts";
import { createRegistry, pickle, pprint } from "../src/index.ts";
import { submit, work } from "../src/jobs/index.ts";
import { dumpsBuffer } from "../src/node/index.ts";
import { array, dtype, MaskedArray, Sparse } from "../src/numpy/index.ts";
import { DataFrame, DateOffset, type StringArray, Timestamp } from "../src/pandas/index.ts";
import { dumpsTorch, openShards, SparseTensor, Tensor } from "../src/torch/index.ts";
import { dataclassType, enumType, floatType, intType, PyDateTime, PyTime, strType, utc } from "../src/types/index.ts";
import { ALL, haveFiles, READERS, WRITERS } from "./kinds.ts";

haveFiles();

type Ask = (options: never) => unknown;

const numbers = array([1, 2]);
const mask = array([true, false]);
const masked = new MaskedArray({ dtype: numbers.dtype, shape: [2], data: numbers.data, mask });
const sparse = Sparse.of({ format: "csr", shape: [1, 1], data: [1], indices: [0], indptr: [0, 1] });
const tensor = Tensor.from(new Float32Array([1]), [1]);
const coo = new SparseTensor({
	layout: "sparse_coo",
	shape: [1],
	values: tensor,
	indices: Tensor.from(new BigInt64Array([0n]), [1, 1]),
});
const frame = DataFrame.from({ a: [1, 2], b: ["x", null] });
const table = frame.toArrow(flechette);
const checkpoint = await dumpsTorch({ w: tensor });

class Own {}
/** What takes options and has no row in `kinds.ts`: methods, constructors, and functions of types. */
const METHODS: Readonly<Record<string, Ask>> = {
	"PyTime.constructor": (o) => new PyTime(1, 2, o),
	"PyDateTime.constructor": (o) => new PyDateTime(2024, 2, 29, 1, 2, o),
	"PickleBuffer.constructor": (o) => new pickle.PickleBuffer(new Uint8Array(1), o),
	"NDArray.toArray": (o) => numbers.toArray(o),
	"MaskedArray.toArray": (o) => masked.toArray(o),
	"Sparse.toDense": (o) => sparse.toDense(o),
	"DataFrame.from": (o) => DataFrame.from({ a: [1] }, o),
	"DataFrame.fromArrow": (o) => DataFrame.fromArrow(table, o),
	"DataFrame.toRows": (o) => frame.toRows(o),
	"DataFrame.toColumns": (o) => frame.toColumns(o),
	"DataFrame.toCSV": (o) => frame.toCSV(o),
	"DataFrame.toArrow": (o) => frame.toArrow(flechette, o),
	"DataFrame.print": (o) => frame.print(o),
	"DateOffset.constructor": (o) => new DateOffset("Day", o),
	"Index.toArray": (o) => frame.index.toArray(o),
	"ExtensionArray.toArray": (o) => (DataFrame.from({ a: ["x"] }).column(0).array as StringArray).toArray(o),
	"Series.toArray": (o) => frame.column(0).toArray(o),
	"Series.print": (o) => frame.column(0).print(o),
	"Timestamp.constructor": (o) => new Timestamp(1n, o),
	"Timestamp.from": (o) => Timestamp.from(new Date(0), o),
	"SparseTensor.toDense": (o) => coo.toDense(o),
	"Tensor.toArray": (o) => tensor.toArray(o),
	"Connection.recv": (o) => withPair((connection) => connection.recv(o)),
	"Connection.recvBytes": (o) => withPair((connection) => connection.recvBytes(null, o)),
	dataclassType: (o) => dataclassType("m:Own", Own, o),
	enumType: (o) => enumType("m:E", { A: 1 }, o),
	floatType: (o) => floatType("m:F", o),
	intType: (o) => intType("m:I", o),
	strType: (o) => strType("m:S", o),
	dtype: (o) => dtype("f8", o),
	pprint: (o) => pprint([1], { write: () => undefined }, o),
	dumpsBuffer: (o) => dumpsBuffer([1], o),
	openShards: (o) => openShards(JSON.stringify({ metadata: {}, weight_map: { w: "a.bin" } }), () => checkpoint, o),
};

/** One end of a connection on which a message waits. */
async function withPair(receive: (connection: Connection) => unknown): Promise<void> {
	const listener = await Listener.listen();
	const [here, there] = await Promise.all([listener.accept(), Client(listener.address)]);
	try {
		await there.send([1]);
		await receive(here);
	} finally {
		await Promise.all([here.close(), there.close(), listener.close()]);
	}
}
const outcome = async (ask: Ask, options: unknown): Promise<unknown> => {
	try {
		await ask(options as never);
		return "no error";
	} catch (error) {
		return (error as { code?: unknown }).code ?? error;
	}
};

describe.each(Object.entries(METHODS))("%s", (_, ask) => {
	it("takes null and undefined for no options", async () => {
		expect(await outcome(ask, undefined)).toBe("no error");
		expect(await outcome(ask, null)).toBe("no error");
		expect(await outcome(ask, {})).toBe("no error");
	});
	it("refuses an option that it does not have, and what is not options", async () => {
		for (const wrong of [{ nonsense: 1 }, { limits: { nonsense: 1 } }, "text", 1, true]) {
			expect([wrong, await outcome(ask, wrong)]).toEqual([wrong, "option"]);
		}
	});
});

describe("an option of a method that is null", () => {
	it("is one that is not given", () => {
		expect(frame.print({ width: null, maxRows: null, pandasVersion: null } as never)).toBe(frame.print());
		expect(frame.toCSV({ index: null, header: null, limits: null } as never)).toBe(frame.toCSV());
		expect(frame.toRows({ objects: null, limits: { memory: null } })).toEqual(frame.toRows());
		expect(frame.toArrow(flechette, { index: null } as never).numCols).toBe(table.numCols);
		expect(numbers.toArray({ limits: { memory: null } })).toEqual([1, 2]);
		expect(String(new PyTime(1, 2, { second: null, tzinfo: null } as never))).toBe("01:02:00");
		expect(new DateOffset("Day", { n: null }).n).toBe(1);
		expect(new Timestamp(1n, { unit: null } as never).unit).toBe("ns");
		expect(dataclassType("m:Own", Own, { layout: null } as never).names).toEqual(["m:Own"]);
	});
	it("of a limit is a number, or refused", () => {
		for (const memory of ["9", -1, Number.NaN]) {
			expect(() => numbers.toArray({ limits: { memory: memory as never } })).toThrow(/limit 'memory' must be/);
			expect(() => frame.toColumns({ limits: { memory: memory as never } })).toThrow(/limit 'memory' must be/);
		}
	});
});

describe("the parts of a time", () => {
	it("may be another time, which has them and more", () => {
		const when = new PyDateTime(2024, 2, 29, 1, 2, { second: 3, microsecond: 4, tzinfo: utc, fold: 1 });
		expect(new PyTime(5, 6, when).isoformat()).toBe("05:06:03.000004+00:00");
		expect(new PyDateTime(2025, 1, 1, 5, 6, when).fold).toBe(1);
	});
});

describe("options that have to be given", () => {
	it("are asked for by name where there are none", async () => {
		const queue = { name: "q", opts: {}, addBulk: async () => [], getJobCounts: async () => ({}) };
		for (const none of [undefined, null]) {
			expect(await outcome((o) => submit([], o), none)).toBe("option");
			expect(await outcome((o) => work(queue, "scan", o), none)).toBe("option");
			expect(await outcome((o) => frames(new Uint8Array(), o).next(), none)).toBe("option");
		}
	});
});

/** The names of all options that there are, and of all limits. */
function optionNames(): { readonly options: string[]; readonly limits: string[] } {
	const report = readFileSync(new URL("./package/api.txt", import.meta.url), "utf8");
	const named = (kind: RegExp): string[] => {
		const blocks = report.matchAll(/^interface (\w+)[^{]*\{\n([^}]*(?:\{[^}]*\}[^}]*)*)^\}/gm);
		const found = [...blocks]
			.filter(([, name]) => kind.test(name as string))
			.flatMap(([, , body]) => {
				return [...(body as string).matchAll(/^ {4}readonly (\w+)\?:/gm)].map(([, option]) => option as string);
			});
		return [...new Set(found)];
	};
	return { options: named(/Options?$/), limits: named(/Limits$/) };
}

describe("an option of a function that is null", () => {
	const { options, limits } = optionNames();
	const functions: Readonly<Record<string, Ask>> = {
		...Object.fromEntries(Object.entries(ALL).map(([name, [ask]]) => [name, ask as Ask])),
		...Object.fromEntries(
			Object.entries(READERS).map(([name, [read, file]]) => [name, (o: never) => read(file as never, o)]),
		),
		...Object.fromEntries(Object.entries(WRITERS).map(([name, [write]]) => [name, write])),
		...METHODS,
	};
	const result = async (ask: Ask, given: object): Promise<string> => {
		try {
			return inspect(await ask(given as never), { depth: 4 });
		} catch (error) {
			if (/unexpected keyword|unknown limit/.test(String(error))) return "unknown";
			return `${(error as Error).name}: ${(error as Error).message}`;
		}
	};
	/** Not options, whatever they have in them: each is what some mistake passes, and would say nothing if it were ignored. */
	const others: readonly unknown[] = [
		Promise.resolve({}),
		new Map([["limits", 1]]),
		new Set(),
		[],
		new Uint8Array(),
		new ArrayBuffer(1),
		() => ({}),
		class {},
		new Date(0),
		/x/,
		new WeakMap(),
		Symbol("options"),
		1n,
	];
	// The row of `frames` adds the options to one that has to be given.
	const asked = Object.keys(functions).filter((name) => name !== "connection.frames");
	it.each(asked)("is no promise, map, list or function, of %s", async (name) => {
		for (const other of others) {
			const error = await Promise.resolve()
				.then(() => (functions[name] as Ask)(other as never))
				.then(
					() => "no error",
					(reason: unknown) => reason as { readonly code?: unknown; readonly hint?: unknown },
				);
			expect([name, other, error]).toEqual([name, other, expect.objectContaining({ code: "option" })]);
			expect(String((error as { hint?: unknown }).hint)).toMatch(/\{ \w+: \w+ \}/);
		}
	});
	it.each(asked)("have limits that are an object, of %s", async (name) => {
		const ask = async (limits: unknown): Promise<unknown> => {
			try {
				return await (functions[name] as Ask)({ limits } as never);
			} catch (reason) {
				return reason;
			}
		};
		// One that has no limits says so of all names.
		if (/unexpected keyword/.test(String(await ask({})))) return;
		for (const limits of [...others, 5, 1.5, true, "memory"]) {
			expect([limits, await ask(limits)]).toEqual([limits, expect.objectContaining({ code: "option" })]);
		}
	});
	it("may be an instance of a class", () => {
		class Config {
			readonly mode = "exact";
		}
		class Later {
			get mode(): string {
				return "exact";
			}
		}
		const data = pickle.dumps(1.5);
		for (const options of [Object.freeze(new Config()), new Later(), Object.create(null)]) {
			expect(() => pickle.loads(data, options as never)).not.toThrow();
		}
	});
	it("is known by name", () => {
		expect(options.length).toBeGreaterThan(80);
		expect(limits).toEqual(expect.arrayContaining(["memory", "text", "digits", "depth", "items", "stack"]));
	});
	it.each(Object.keys(functions))("is one that is not given, of %s", async (name) => {
		const ask = functions[name] as Ask;
		const plain = await result(ask, {});
		for (const option of options) {
			const answer = await result(ask, { [option]: null });
			if (answer !== "unknown") expect([option, answer]).toEqual([option, plain]);
		}
		for (const limit of limits) {
			const answer = await result(ask, { limits: { [limit]: null } });
			if (answer !== "unknown") expect([limit, answer]).toEqual([limit, plain]);
		}
	});
});

describe("the API report", () => {
	/** Everything that has a parameter of options: `Class.method`, or the name of a function. */
	function* takers(report: string): Generator<string, void> {
		let owner = "";
		for (const line of report.split("\n")) {
			const top = /^(?:abstract )?(class|function|interface|type) (\w+)/.exec(line);
			if (top !== null) owner = top[1] === "class" ? (top[2] as string) : "";
			if (!/\b(?:options|given)\??: (?:\(?\w*(?:Options|Omit<)|\{$)/.test(line)) continue;
			if (top?.[1] === "function") yield top[2] as string;
			else if (owner !== "" && !line.includes("[INSPECT]"))
				yield `${owner}.${/(\w+)(?:<.*>)?\(/.exec(line)?.[1] ?? ""}`;
		}
	}
	it("has none that is not in this table or in that of the functions", () => {
		const report = readFileSync(new URL("./package/api.txt", import.meta.url), "utf8");
		/** `Class.constructor` has its row under the name of the class, and aliases that of what they are aliases of. */
		const asked = [...Object.keys(ALL), ...Object.keys(READERS), ...Object.keys(WRITERS)].map((name) => {
			return name.replace(/ of .*|^\w+\./, "");
		});
		const isAsked = (name: string): boolean => name in METHODS || asked.includes(name.replace(/\.constructor$/, ""));
		const aliases = ["dumpNpy", "dumpNpz", "dumpJoblib"];
		const required = ["submit", "work", "frames", "BareUnpickler.constructor"];
		const all = [...new Set(takers(report))].filter((name) => ![...aliases, ...required].includes(name));
		expect(all.length).toBeGreaterThan(70);
		expect(all.filter((name) => !isAsked(name))).toEqual([]);
	});
});

it("a registry is made of entries and registries alone", () => {
	for (const item of [{}, null, undefined, 5, "m:C", [], new Map(), () => undefined]) {
		expect(() => createRegistry(item as never)).toThrow(expect.objectContaining({ code: "option" }));
		expect(() => createRegistry().with(item as never)).toThrow(expect.objectContaining({ code: "option" }));
	}
});
