/**
 * Values of very many parts, and everything that is done with them, in a process with a small stack: what hands parts on as
 * the arguments of a call (`push(...items)`) ends in an error of V8 here as it would with some hundred thousand parts in
 * any other. Prints a line for each error that is not one of ours.
 *
 * node --stack-size=80 tests/hostile/many-parts.mjs COUNT [KIND …] [--commands]      after a build
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { inspect, parseArgs } from "node:util";
import {
	createRegistry,
	dataclassType,
	defaultRegistry,
	equals,
	fromTagged,
	json,
	PyError,
	PyObject,
	pformat,
	pickle,
	pickletools,
	repr,
	toPlain,
	toTagged,
} from "../../dist/index.js";
import { registry as numpyTypes } from "../../dist/numpy/index.js";
import { scan } from "../../dist/scan/index.js";
import { namedTensors, registry as torchTypes } from "../../dist/torch/index.js";

const { values: options, positionals } = parseArgs({
	allowPositionals: true,
	options: { commands: { type: "boolean" } },
});
const count = Number(positionals[0]);
const only = positionals.slice(1);
const registry = createRegistry(defaultRegistry, numpyTypes, torchTypes, dataclassType("m:Own", class Own {}));
const limits = { text: 1e7 };

const each = (make) => Array.from({ length: count }, (_, i) => make(i)).join("");
const int = (i) => `M${String.fromCharCode(i & 255, i >> 8)}`;
const name = (i) => `U\x07${String(count - i).padStart(7, "a")}`;
const [ones, texts, ints, lists] = ["K\x01", "U\x01a", "", "]"].map((part, i) => each(i === 2 ? int : () => part));
const named = each((i) => `${name(i)}K\x01`);
const numbered = each((i) => `${int(i)}N`);
const call = (path, args) => `c${path.replace(".", "\n")}\n(${args}tR`;

const VALUES = {
	list: `](${ones}e`,
	tuple: `(${ones}t`,
	dict: `}(${named}u`,
	"dict of ints": `}(${numbered}u`,
	set: `\x8f(${ints}\x90`,
	frozenset: `(${ints}\x91`,
	arguments: call("m.C", ones),
	"arguments of INST": `(${ones}im\nC\n`,
	"arguments of OBJ": `(cm\nC\n${ones}o`,
	"arguments of NEWOBJ": `cm\nC\n(${ones}t\x81`,
	"arguments of _reconstructor": `ccopyreg\n_reconstructor\n(cm\nC\n${ones}tR`,
	"a list in _reconstructor": `ccopyreg\n_reconstructor\n(cm\nC\nc__builtin__\nlist\n](${ones}etR`,
	keywords: `cm\nC\n)}(${named}u\x92`,
	"calls of calls": `cm\nC\n(${ones}tR(${ones}tR`,
	items: `cm\nC\n)\x81(${ones}e`,
	"items one by one": `cm\nC\n)\x81${"K\x01a".repeat(count)}`,
	entries: `cm\nC\n)\x81(${numbered}u`,
	attributes: `cm\nC\n)\x81}(${named}ub`,
	slots: `cm\nC\n)\x81N}(${named}u\x86b`,
	states: `cm\nC\n)\x81${"K\x01b".repeat(count)}`,
	"dropped calls": `cm\nC\n)\x81q\0${"cm\nf\nh\0K\x01\x86R0".repeat(count)}`,
	"arguments of a dropped call": `cm\nC\n)\x81q\0cm\nf\n(h\0${ones}tR0`,
	"attributes of a class of one's own": `cm\nOwn\n)\x81}(${named}ub`,
	"a persistent id": `(${ones}tQ`,
	OrderedDict: `ccollections\nOrderedDict\n)R(${named}u`,
	"the state of an OrderedDict": `ccollections\nOrderedDict\n)R}(${named}ub`,
	"the state of a SimpleNamespace": `ctypes\nSimpleNamespace\n)R}(${named}ub`,
	"the keywords of a SimpleNamespace": `ctypes\nSimpleNamespace\n)}(${named}u\x92`,
	"an exception": call("builtins.ValueError", ones),
	"an OSError": call("builtins.OSError", ones),
	"the state of an exception": `cbuiltins\nValueError\n)R}(${named}ub`,
	"a group of exceptions": `cbuiltins\nExceptionGroup\nU\x01a](${"cbuiltins\nKeyError\n)R".repeat(count)}e\x86R`,
	Counter: `ccollections\nCounter\n}(${named}u\x85R`,
	defaultdict: `ccollections\ndefaultdict\nc__builtin__\nint\n\x85R(${named}u`,
	deque: `ccollections\ndeque\n)R(${ones}e`,
	ChainMap: call("collections.ChainMap", "}".repeat(count)),
	"a path": call("pathlib.PurePosixPath", texts),
	"an array": `carray\narray\nU\x01i](${ones}e\x86R`,
	partial: `cfunctools\npartial\ncm\nf\n\x85R(cm\nf\n(${ones}t}Ntb`,
	"keywords of a partial": `cfunctools\npartial\ncm\nf\n\x85R(cm\nf\n)}(${named}uNtb`,
	itemgetter: call("operator.itemgetter", ones),
	attrgetter: call("operator.attrgetter", texts),
	methodcaller: call("operator.methodcaller", `U\x01a${ones}`),
	"digits of a Decimal": `cdecimal\nDecimal\nK\0(${ones}tK\0\x87\x85R`,
	bytearray: `cbuiltins\nbytearray\n](${ones}e\x85R`,
	iter: `cbuiltins\niter\n](${ones}e\x85R`,
	map: call("builtins.map", `cm\nf\n${lists}`),
	chain: call("itertools.chain", lists),
	"fields of a dtype": `cnumpy\ndtype\nU\x02V8\x89\x88\x87R(K\x03U\x01|N(${each(name)}t}(${each((i) => `${name(i)}cnumpy\ndtype\nU\x02i1\x89\x88\x87RK\0\x86`)}uK\x08K\x01K\0tb`,
	"axes of an array": `cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85U\x01b\x87R(K\x01(${ones}tcnumpy\ndtype\nU\x02i4\x89\x88\x87R\x89U\x04abcdtb`,
	"torch.Size": `ctorch\nSize\n(${ones}t\x85R`,
	"classes of many names": `](${each((i) => `cm\nC${i}\n`)}e`,
};

function attempt(kind, what, work) {
	try {
		return work();
	} catch (error) {
		const isPlatforms = /BigInt|circular/.test(error.message);
		if (!(error instanceof PyError) && !isPlatforms)
			console.log(`${kind}: ${what}: ${error.name}: ${error.message}`, error.stack.split("\n")[1]);
		return undefined;
	}
}

function use(kind, read) {
	const value = attempt(kind, "loads", read);
	if (value === undefined) return;
	const other = read();
	const works = {
		repr: () => repr(value, { limits }),
		String: () => String(value),
		pformat: () => pformat(value, { limits }),
		inspect: () => inspect(value, { depth: null, maxArrayLength: null }),
		equals: () => equals(value, other),
		toPlain: () => toPlain(value),
		"toPlain json": () => toPlain(value, { preset: "json" }),
		"toPlain text": () => toPlain(value, { keys: "text" }),
		tagged: () => fromTagged(toTagged(value, { registry }), { registry }),
		"json.dumps": () => json.dumps(value, { skipKeys: true, limits, default: toTagged }),
		"json.dumps sorted": () => json.dumps(value, { sortKeys: true, limits, default: String }),
		iterencode: () => [...json.iterencode(value, { default: String })].length,
		stringify: () => JSON.stringify(value),
		namedTensors: () => namedTensors(value),
		"what was changed": () => {
			if (!(value instanceof PyObject)) return;
			const { attributes } = value;
			attributes.set("b", 2);
			attributes.delete("b");
			pickle.dumps(value, { registry });
		},
	};
	for (const protocol of [0, 2, 5]) works[`dumps ${protocol}`] = () => pickle.dumps(value, { protocol, registry });
	for (const [what, work] of Object.entries(works)) attempt(kind, what, work);
}

const COMMAND = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
/** Kinds that the command is asked about: it has little of its own. */
const ASKED = ["dict of ints", "arguments", "items", "arguments of a dropped call", "classes of many names"];
const LINES = [["show"], ["show", "--tree"], ["show", "--json"], ["convert", "--to", "json"], ["dis"], ["scan"]];

/** The command says what went wrong in a line, whatever it was. */
function command(kind, bytes) {
	for (const line of LINES) {
		const { stdout, stderr } = spawnSync(process.execPath, ["--stack-size=120", COMMAND, ...line, "-"], {
			input: bytes,
			encoding: "utf8",
			maxBuffer: 2 ** 28,
		});
		const found = /RangeError|call stack/.exec(stdout + stderr);
		if (found !== null) console.log(`${kind}: brine ${line.join(" ")}: ${found[0]}`);
	}
}

for (const [kind, body] of Object.entries(VALUES)) {
	if (only.length > 0 && !only.includes(kind)) continue;
	const bytes = Uint8Array.from(`\x80\x04${body}.`, (unit) => unit.charCodeAt(0));
	for (const mode of ["plain", "exact"])
		use(kind, () => pickle.loads(bytes, { mode, registry, persistentLoad: "keep" }));
	const works = {
		dis: () => pickletools.dis(bytes, { limits }),
		tree: () => pickletools.tree(bytes),
		globals: () => pickletools.globals(bytes),
		optimize: () => pickletools.optimize(bytes),
	};
	for (const [what, work] of Object.entries(works)) attempt(kind, what, work);
	const about = JSON.stringify(scan(bytes));
	if (/RangeError|call stack/.test(about)) console.log(`${kind}: scan: ${about.slice(0, 200)}`);
	if (options.commands && ASKED.includes(kind)) command(kind, bytes);
}
