/** Own classes of every layout, both ways, with live Pythons that have the classes; without any Python these are skipped. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { dumps } from "../../src/pickle/dumps.ts";
import { loads } from "../../src/pickle/loads.ts";
import { defaultRegistry } from "../../src/registry/default.ts";
import { dataclassType } from "../../src/registry/user-types.ts";
import { findPythons, onePerMinor } from "../python/pythons.mjs";
import { removeFolder } from "../remove-folder.mjs";

const pythons = onePerMinor(await findPythons()).filter(({ version }) => /^3\.([89]|1\d)\./.test(version));

/** What is skipped where there is no Python, so that it is counted. */
const NONE: (typeof pythons)[number] = {
	kind: "path",
	implementation: "CPython",
	version: "3.13.0",
	command: "",
	args: [],
};

/** The classes; each instance has a=1 and b=2. */
const CLASSES = `
import dataclasses, sys, pickle
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
mode, protocol = sys.argv[1], int(sys.argv[2])
if mode == 'write':
    for c in classes:
        if protocol < 2 and '__slots__' in vars(c) and not hasattr(c, '__getstate__'): continue
        try: print(c.__name__, pickle.dumps(c(), protocol).hex())
        except TypeError: pass
else:
    for line in sys.stdin:
        name, data = line.split()
        one = pickle.loads(bytes.fromhex(data))
        print(name, type(one).__name__, one.a, one.b)
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

const folder = mkdtempSync(join(tmpdir(), "brine-layouts-"));
afterAll(() => removeFolder(folder));
// Not by -c, which pyodide's Pythons have not.
const script = join(folder, "layouts.py");
writeFileSync(script, CLASSES);

describe
	.skipIf(pythons.length === 0)
	.each((pythons.length === 0 ? [NONE] : pythons).map((python) => [python.version, python] as const))(
	"Python %s",
	(_, { command, args }) => {
		const python = (mode: string, protocol: number, input = ""): string[] => {
			const run = spawnSync(command, [...args, script, mode, String(protocol)], { input, encoding: "utf8" });
			expect(run.stderr).toBe("");
			return run.stdout.trim().split("\n");
		};
		test.each([0, 1, 2, 3, 4, 5])("protocol %i: every layout, there and back", (protocol) => {
			const written = python("write", protocol);
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
			const answers = python("read", protocol, back.join("\n"));
			expect(answers).toEqual(back.map((line) => `${line.split(" ")[0]} ${line.split(" ")[0]} 1 2`));
		});
	},
);
