/** Own classes of every layout, both ways, with live Pythons that have the classes; without any Python these are skipped. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dumps } from "../../src/pickle/dumps.ts";
import { loads } from "../../src/pickle/loads.ts";
import { defaultRegistry } from "../../src/registry/default.ts";
import { Registry } from "../../src/registry/registry.ts";
import { dataclassType } from "../../src/registry/user-types.ts";
import { PyGlobal, type PyObject } from "../../src/values/opaque.ts";
import { tuple } from "../../src/values/tuple.ts";
import { findPythons, NONE, onePerMinor, type PythonWorker, startWorker } from "../python/pythons.mjs";
import { removeFolder } from "../remove-folder.mjs";

const pythons = onePerMinor(await findPythons()).filter(({ version }) => /^3\.([89]|1\d)\./.test(version));

/** The classes; each instance has a=1 and b=2. */
const CLASSES = `
import dataclasses, json, sys, pickle
class Plain:
    def __init__(self): self.a, self.b = 1, 2
@dataclasses.dataclass
class Data:
    a: int = 1
    b: int = 2
class Slots:
    __slots__ = ('a', 'b')
    def __init__(self): self.a, self.b = 1, 2
class Base:
    __slots__ = ('b',)
class Child(Base):
    def __init__(self): self.a, self.b = 1, 2
class SlotsChild(Base):
    __slots__ = ('a',)
    def __init__(self): self.a, self.b = 1, 2
class WithDict(Base):
    __slots__ = ('__dict__',)
    def __init__(self): self.a, self.b = 1, 2
@dataclasses.dataclass
class DataChild(Base):
    a: int = 1
    def __post_init__(self): self.b = 2
classes = [Plain, Data, Slots, Child, SlotsChild, WithDict, DataChild]
if sys.version_info >= (3, 10):
    @dataclasses.dataclass(slots=True)
    class DataSlots:
        a: int = 1
        b: int = 2
    @dataclasses.dataclass(slots=True, frozen=True)
    class DataFrozenSlots:
        a: int = 1
        b: int = 2
    classes += [DataSlots, DataFrozenSlots]
# Six parts: what makes it leaves it empty, and a function sets its state.
def make(*given):
    one = object.__new__(Six)
    one.a = one.b = None
    return one
def put(one, state):
    one.a, one.b = state
class Six:
    def __init__(self): self.a, self.b = 1, 2
    def __reduce_ex__(self, protocol): return make, (), (self.a, self.b), None, None, put
class SixItems(list):
    def __init__(self): self.a, self.b = 1, 2
    def __reduce_ex__(self, protocol): return filled, (), (self.a, self.b), iter([5]), None, put
def filled():
    one = list.__new__(SixItems)
    one.a = one.b = None
    return one
def answer(mode, protocol, lines):
    if mode == 'six':
        # The second of one pickle is written with what the memo has of the first.
        for c in (Six, SixItems): yield c.__name__, pickle.dumps([c(), c()], protocol).hex()
    elif mode == 'lists':
        for name, data in lines:
            for one in pickle.loads(bytes.fromhex(data)): yield name, type(one).__name__, one.a, one.b, *(one if name == 'SixItems' else ())
    elif mode == 'write':
        for c in classes:
            if protocol < 2 and '__slots__' in vars(c) and not hasattr(c, '__getstate__'): continue
            try: yield c.__name__, pickle.dumps(c(), protocol).hex()
            except TypeError: pass
    else:
        for name, data in lines:
            one = pickle.loads(bytes.fromhex(data))
            yield name, type(one).__name__, one.a, one.b
for line in sys.stdin:
    asked = json.loads(line)
    lines = answer(asked['command'], asked['protocol'], [one.split() for one in asked['lines']])
    print(json.dumps({'ok': True, 'output': '\\n'.join(' '.join(map(str, one)) for one in lines)}), flush=True)
`;

/** How each class is mapped. */
const OPTIONS = {
	Plain: {},
	Data: {},
	Slots: { layout: "slots" },
	Child: { slots: ["b"] },
	SlotsChild: { layout: "slots" },
	WithDict: { slots: ["b"] },
	DataChild: { slots: ["b"] },
	DataSlots: { layout: "slots" },
	DataFrozenSlots: { layout: "frozen-slots", fields: ["a", "b"] },
} as const;
type Name = keyof typeof OPTIONS;

class Pair {
	a = 1;
	b = 2;
}
const classOf = Object.fromEntries(
	Object.keys(OPTIONS).map((name) => [name, class extends Pair {}]),
) as unknown as Record<Name, typeof Pair>;
const registry = defaultRegistry.with(
	...(Object.keys(OPTIONS) as Name[]).map((name) => dataclassType(`__main__:${name}`, classOf[name], OPTIONS[name])),
);

class Six extends Pair {}
class SixItems extends Pair {
	readonly items: unknown[] = [];
}
/** What makes it, what sets its state, and how it is written: in six parts. */
const six = defaultRegistry.with(
	{ names: ["__main__:make"], load: () => Object.assign(new Six(), { a: 0, b: 0 }) },
	{
		names: ["__main__:filled"],
		load: () => Object.assign(new SixItems(), { a: 0, b: 0 }),
	},
	{
		names: ["__main__:put"],
		load: ([one, state]) => {
			if (!(one instanceof Pair) || !Array.isArray(state)) return undefined;
			[one.a, one.b] = state as [number, number];
			return null;
		},
	},
	{
		names: ["__main__:Six"],
		type: Six,
		reduce: ({ a, b }: Six) => ({
			callable: "__main__:make",
			args: [],
			state: tuple(a, b),
			stateSetter: "__main__:put",
		}),
	},
	{
		names: ["__main__:SixItems"],
		type: SixItems,
		append: (one: SixItems, item: unknown) => one.items.push(item),
		reduce: ({ a, b, items }: SixItems) => ({
			callable: "__main__:filled",
			args: [],
			items,
			state: tuple(a, b),
			stateSetter: "__main__:put",
		}),
	},
);

const folder = mkdtempSync(join(tmpdir(), "brine-layouts-"));
afterAll(() => removeFolder(folder));
// Not by -c, which pyodide's Pythons have not.
const script = join(folder, "layouts.py");
writeFileSync(script, CLASSES);

describe
	.skipIf(pythons.length === 0)
	.each((pythons.length === 0 ? [NONE] : pythons).map((python) => [python.version, python] as const))(
	"Python %s",
	(_, one) => {
		let worker: PythonWorker | undefined;
		beforeAll(() => {
			worker = startWorker(one, { script });
		});
		afterAll(() => worker?.close());
		const python = async (command: string, protocol: number, lines: readonly string[] = []): Promise<string[]> => {
			const answer = await worker?.ask({ command, protocol, lines });
			return String(answer?.output).split("\n");
		};
		test.each([0, 1, 2, 3, 4, 5])("protocol %i: every layout, there and back", async (protocol) => {
			const written = await python("write", protocol);
			// Before protocol 2 Python writes slots only for a class that has a __getstate__ of its own.
			expect(written.length).toBeGreaterThan(protocol < 2 ? 1 : 6);
			const back: string[] = [];
			for (const line of written) {
				const [name, data] = line.split(" ") as [Name, string];
				const read = loads(Buffer.from(data, "hex"), { registry });
				expect([name, read]).toEqual([name, new classOf[name]()]);
				expect(read).toBeInstanceOf(classOf[name]);
				for (const value of [read, new classOf[name]()]) {
					back.push(`${name} ${Buffer.from(dumps(value, { registry, protocol })).toString("hex")}`);
				}
			}
			const answers = await python("read", protocol, back);
			expect(answers).toEqual(back.map((line) => `${line.split(" ")[0]} ${line.split(" ")[0]} 1 2`));
		});
		test.each([0, 1, 2, 3, 4, 5])(
			"protocol %i: reductions of six parts, inert, edited and mapped",
			async (protocol) => {
				const written = (await python("six", protocol)).map((line) => line.split(" ") as [string, string]);
				const back: string[] = [];
				const wanted: string[] = [];
				const add = (name: string, value: unknown, options: object, numbers: string): void => {
					back.push(`${name} ${Buffer.from(dumps(value, { protocol, ...options })).toString("hex")}`);
					const line = `${name} ${name} ${numbers}${name === "SixItems" ? " 5" : ""}`;
					wanted.push(line, line);
				};
				for (const [name, data] of written) {
					const bytes = Buffer.from(data, "hex");
					for (const mode of ["plain", "exact"] as const) add(name, loads(bytes, { mode }), {}, "1 2");
					const inert = loads(bytes) as PyObject[];
					for (const { operations } of inert) {
						const at = operations.findIndex(({ op }) => op === "call");
						expect(operations[at]).toMatchObject({ args: [[1, 2]] });
						operations[at] = { op: "call", callable: new PyGlobal("__main__", "put"), args: tuple(tuple(3, 4)) };
					}
					add(name, inert, {}, "3 4");
					const mapped = loads(bytes, { registry: six });
					const one = name === "Six" ? new Six() : Object.assign(new SixItems(), { items: [5] });
					expect(mapped).toEqual([one, one]);
					add(name, mapped, { registry: six }, "1 2");
					// Without its setter the state of a mapped value would be lost.
					const unset = new Registry(six.entries.filter(({ names }) => names[0] !== "__main__:put"));
					expect(() => loads(bytes, { registry: unset })).toThrow("'__main__.put' is not registered");
				}
				expect(await python("lists", protocol, back)).toEqual(wanted);
			},
		);
	},
);
