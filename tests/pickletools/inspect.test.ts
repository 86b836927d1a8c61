/** pickletools over every golden pickle, next to the loader, and over bytes that are no pickles. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PyError } from "../../src/errors.ts";
import { loads } from "../../src/pickle/loads.ts";
import { dis, genops, globals, opcodes, optimize, type PickleNode, tree } from "../../src/pickletools/index.ts";
import { equals } from "../../src/values/equals.ts";
import { PyGlobal } from "../../src/values/opaque.ts";
import { repr } from "../../src/values/repr.ts";
import { effort, oneIn, some } from "../effort.ts";
import { goldenVersions, readGolden } from "../golden/golden.mjs";
import { withoutStacks } from "../without-stacks.ts";

/** Golden pickles that need nothing from outside. */
function* goldens(version: string): Generator<[name: string, data: Uint8Array]> {
	for (const { name, protocols, buffers, persistent, extensions } of readGolden(version).cases) {
		if (buffers !== undefined || persistent || extensions) continue;
		for (const [protocol, data] of Object.entries(protocols)) yield [`${name}, protocol ${protocol}`, data];
	}
}

/** Long pickles that a version before wrote, byte for byte: going through them once is enough. */
function* unlessSeen(all: Iterable<[string, Uint8Array]>, seen: Set<string>): Generator<[string, Uint8Array]> {
	for (const [name, data] of all) {
		const key = Buffer.from(data).toString("latin1");
		if (data.length > 1000 && seen.has(key)) continue;
		seen.add(key);
		yield [name, data];
	}
}
const optimized = new Set<string>();
const drawn = new Set<string>();

const text = (value: unknown): string => repr(value, { limits: { digits: 0 } });

describe.each(some(goldenVersions()))("golden pickles of Python %s", (version) => {
	const pythonVersion = version.startsWith("2.") ? "3.14" : version.replace(/rc\d+/, "");
	const all = oneIn(4, [...goldens(version)]);

	test("globals() names what the loader asks for", () => {
		const wrong: unknown[] = [];
		for (const [name, data] of all) {
			const asked = new Set<string>();
			const findClass = (module: string, qualname: string): PyGlobal => {
				asked.add(`${module}:${qualname}`);
				return new PyGlobal(module, qualname);
			};
			loads(data, { findClass, pythonVersion, mode: "exact", encoding: "latin1" });
			const { imports, error, frameError, complete, end } = globals(data, { pythonVersion });
			const named = new Set(imports.map((found) => `${found.module}:${found.name}`));
			const same = named.size === asked.size && [...named].every((found) => asked.has(found));
			const whole = error === undefined && frameError === undefined && complete && end === data.length;
			if (!same || !whole) wrong.push([name, [...named], [...asked], error, frameError, complete, end, data.length]);
		}
		expect(wrong).toEqual([]);
	});
	test("optimize() keeps the value, and is done the first time", () => {
		const wrong: string[] = [];
		const options = { pythonVersion, mode: "exact", encoding: "latin1" } as const;
		for (const [name, data] of unlessSeen(all, optimized)) {
			// Up to 3.13 names have to be ASCII; ints of any length only 3.6 takes.
			const follow = { pythonVersion: version.startsWith("3.6.") && data.length > 4300 ? "3.6" : "3.14" };
			const small = optimize(data, follow);
			const again = optimize(small, follow);
			if (small.length > data.length + 18 || Buffer.compare(small, again) !== 0) wrong.push(name);
			const [one, other] = [loads(small, options), loads(data, options)];
			// NaN and exceptions are no more equal to others than in Python.
			if (!equals(one, other) && text(one) !== text(other)) wrong.push(name);
		}
		expect(wrong).toEqual([]);
	});
	test("tree() puts parts inside of what they are part of", () => {
		const wrong: string[] = [];
		for (const [name, data] of unlessSeen(all, drawn)) {
			const { root } = tree(data, { pythonVersion });
			const seen = new Set<PickleNode>();
			const stack = [root as PickleNode];
			let inside = (root as PickleNode).end < data.length;
			for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
				if (seen.has(node)) continue;
				seen.add(node);
				inside &&= node.start <= node.at && node.at < node.end;
				for (const part of node.parts) {
					inside &&= node.start <= part.start && part.start < node.end;
					stack.push(part.node);
				}
			}
			if (!inside) wrong.push(name);
		}
		expect(wrong).toEqual([]);
	});
});

describe("any bytes at all", () => {
	withoutStacks();
	const opcode = fc.constantFrom(...opcodes.map(({ code }) => code.charCodeAt(0)));
	const byte = fc.oneof({ weight: 3, arbitrary: opcode }, fc.integer({ min: 0, max: 255 }), fc.constantFrom(0, 10, 39));
	const bytes = fc.array(byte, { maxLength: 60 }).map((numbers) => Uint8Array.from([...numbers, 0x2e]));

	/** What a function that may refuse gives. */
	const attempt = <T>(run: () => T): T | undefined => {
		try {
			return run();
		} catch (error) {
			if (!(error instanceof PyError)) throw error;
			return undefined;
		}
	};

	test("globals() and tree() never throw, and tell what genops tells", () => {
		fc.assert(
			fc.property(bytes, (data) => {
				const all = globals(data);
				const { imports, complete, end } = tree(data);
				// A tree is of one pickle.
				expect(all.imports.slice(0, imports.length)).toMatchObject(
					imports.map(({ module, name }) => ({ module, name })),
				);
				const found = globals(data.subarray(0, end));
				if (complete) expect([found.imports.length, found.end]).toEqual([imports.length, end]);
				const ops = attempt(() => [...genops(data)]);
				if (ops === undefined) return;
				expect([found.complete, found.end]).toEqual([true, (ops.at(-1)?.pos ?? 0) + 1]);
				const asking = ops
					.filter(({ opcode }) => /^(GLOBAL|STACK_GLOBAL|INST|EXT\d)$/.test(opcode.name))
					.map(({ pos }) => pos);
				expect(found.imports.map(({ offset }) => offset)).toEqual(asking);
			}),
			{ numRuns: effort(5000) },
		);
	});
	test("what loads has every name it asks for among the imports", () => {
		fc.assert(
			fc.property(bytes, (data) => {
				const asked: string[] = [];
				const findClass = (module: string, name: string): PyGlobal => {
					asked.push(`${module}:${name}`);
					return new PyGlobal(module, name);
				};
				const loaded = attempt(() => ({
					value: loads(data, { findClass, persistentLoad: "keep", encoding: "latin1" }),
				}));
				const { imports, error } = globals(data.subarray(0, tree(data).end));
				const named = new Set(imports.map((found) => `${found.module}:${found.name}`));
				for (const name of asked) expect(named).toContain(name);
				// What a loader takes, this takes too.
				if (loaded !== undefined) expect(error).toBeUndefined();
			}),
			{ numRuns: effort(5000) },
		);
	});
	test("dis, genops and optimize refuse with errors of ours", () => {
		fc.assert(
			fc.property(bytes, (data) => {
				attempt(() => dis(data, { annotate: 20 }));
				attempt(() => [...genops(data)]);
				const small = attempt(() => optimize(data));
				if (small !== undefined) attempt(() => optimize(small));
			}),
			{ numRuns: effort(5000) },
		);
	});
});
