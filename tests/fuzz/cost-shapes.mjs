/**
 * Shapes of pickles and JSON in which a few bytes ask for much: keys of every special kind, again and again; one part that
 * many values are made from; chains of values of one kind, one in the other.
 */
import {
	againPickle,
	backPickle,
	chainMapsPickle,
	equalPickle,
	floodPickle,
	join,
	le,
	sharedKeysPickle,
} from "./cost-tables.mjs";

const text = (string) => join("X", le(Buffer.byteLength(string), 4), Buffer.from(string));
const float = (value) => {
	const bytes = Buffer.alloc(9);
	bytes[0] = 0x47;
	bytes.writeDoubleBE(value, 1);
	return bytes;
};
const count = (most, random) => Math.max(1, Math.floor(most ** (random.below(1001) / 1000)));

/** Names that an engine or Python treats in a way of their own: indexes of every size, and what is nearly one. */
const NAMES = [
	"7",
	"12",
	"255",
	"1023",
	"1024",
	"5000",
	"99999",
	"16777215",
	"33554431",
	"2147483647",
	"4294967294",
	"4294967295",
	"9007199254740993",
	"01",
	"-1",
	"1.5",
	"__proto__",
	"constructor",
	"toJSON",
	"then",
	"length",
	"$class",
	"",
];
/** A name of those; half of the time the largest indexes for which V8 takes an array of that length. */
const nameOf = (random) =>
	random.chance(50) ? String(1023 - random.below(random.pick([1, 100, 600]))) : random.pick(NAMES);

/** Keys that are not strings, as opcodes: equal to others, long, deep, or compared by more than a look. */
const OTHER_KEYS = [
	"N",
	"\x88",
	"K\x01",
	"J\xff\xff\xff\x7f",
	float(1),
	float(-0),
	float(Number.NaN),
	"\x8a\x09\0\0\0\0\0\0\0\0\x01",
	"C\x02ab",
	")",
	"K\x01K\x02\x86",
	join("cdecimal\nDecimal\n", text("1e9"), "\x85R"),
	"cfractions\nFraction\nK\x01K\x03\x86R",
	"c__builtin__\nfrozenset\n]K\x01a\x85R",
	"cm\nC\n)\x81",
	"cm\nC\n",
];

/** What is made of the key in memo 0 and the value in memo 1; each time anew. */
const KEYED = [
	"}h\0h\x01s",
	"}(h\0h\x01h\x01h\0u",
	"(h\0h\x01d",
	"cm\nC\n)\x81}h\0h\x01sb",
	"cm\nC\n)\x81N}h\0h\x01s\x86b",
	"cm\nOwn\n)\x81}h\0h\x01sb",
	"cm\nOwn\n)\x81N}h\0h\x01s\x86b",
	"cm\nC\n)\x81h\0h\x01s",
	"cm\nC\n)}h\0h\x01s\x92",
	"ctypes\nSimpleNamespace\n)R}h\0h\x01sb",
	"c__builtin__\nValueError\n)R}h\0h\x01sb",
	"ccollections\nOrderedDict\n)Rh\0h\x01s",
	"ccollections\ndefaultdict\n)Rh\0h\x01s",
	"ccollections\nCounter\n}h\0h\x01s\x85R",
	"cbuiltins\nfrozendict\n}h\0h\x01s\x85\x81",
	"ccollections\nChainMap\n)\x81}X\x04\0\0\0maps]}h\0h\x01sasb",
	"\x8f(h\0h\x01\x90",
	"(h\0h\x01\x91",
];

/** The same few bytes over and over: a key of a special kind, in whatever has keys or attributes. */
function keyedPickle(random, most) {
	const key = random.chance(75) ? text(nameOf(random)) : random.pick(OTHER_KEYS);
	const value = random.pick(["N", "K\x01", "]", "}", text("value"), float(0.5), key]);
	const unit = random.pick(KEYED);
	const times = count(most / unit.length, random);
	return join("\x80\x04", key, "q\0", value, "q\x01](", unit.repeat(times), "e.");
}

const names = (size) => Array.from({ length: size }, (_, i) => join("U\x06", `n${String(100_000 + i).slice(1)}`));
const SHARED = {
	dict: (size) => join("}(", ...names(size).map((name) => join(name, "K\x01")), "u"),
	list: (size) => join("](", ...names(size), "e"),
	tuple: (size) => join("(", ...names(size), "t"),
	pairs: (size) => join("](", ...names(size).map((name) => join(name, "K\x01\x86")), "e"),
	numbers: (size) => join("](", ...Array.from({ length: size }, (_, i) => join("M", le(i & 0xffff, 2))), "e"),
	text: (size) => text("7".repeat(6 * size)),
	parts: (size) => text("a/".repeat(3 * size)),
};
/** What many values are made from: the shared part is in memo 0. */
const SHARERS = [
	["dict", "cm\nC\n)\x81h\0b"],
	["dict", "cm\nC\n)\x81Nh\0\x86b"],
	["dict", "cm\nC\n)\x81h\0bh\0b"],
	["dict", "cm\nC\n)\x81h\0bK\x01a"],
	["dict", "cm\nOwn\n)\x81h\0b"],
	["dict", "cm\nC\n)h\0\x92"],
	["dict", "ccopy_reg\n_reconstructor\ncm\nC\nc__builtin__\ndict\nh\0\x87R"],
	["list", "ccopy_reg\n_reconstructor\ncm\nC\nc__builtin__\nlist\nh\0\x87R"],
	["list", "cm\nC\n)\x81h\0b"],
	["tuple", "cm\nC\nh\0\x81"],
	["tuple", "cm\nC\nh\0R"],
	["tuple", "c__builtin__\nValueError\nh\0R"],
	["tuple", "cpathlib\nPurePosixPath\nh\0R"],
	["tuple", "cfunctools\npartial\ncm\nf\n\x85R(cm\nf\nh\0}Ntb"],
	["dict", "cfunctools\npartial\ncm\nf\n\x85R(cm\nf\n)h\0Ntb"],
	["dict", "ctypes\nSimpleNamespace\n)Rh\0b"],
	["dict", "c__builtin__\nValueError\n)Rh\0b"],
	["dict", "ccollections\nOrderedDict\nh\0\x85R"],
	["dict", "ccollections\nOrderedDict\n)Rh\0b"],
	["dict", "ccollections\nCounter\nh\0\x85R"],
	["dict", "cbuiltins\nfrozendict\nh\0\x85\x81"],
	["dict", "ccollections\nChainMap\n)\x81}X\x04\0\0\0maps]h\0asb"],
	["dict", "ccollections\nChainMap\n)\x81}X\x04\0\0\0maps](}h\0esb"],
	["pairs", "ccollections\nOrderedDict\nh\0\x85R"],
	["list", "ccollections\ndeque\nh\0\x85R"],
	["list", "c__builtin__\nset\nh\0\x85R"],
	["list", "c__builtin__\nfrozenset\nh\0\x85R"],
	["numbers", "carray\narray\nU\x01dh\0\x86R"],
	["text", "cdecimal\nDecimal\nh\0\x85R"],
	["text", "cm\nC\n)\x81h\0b"],
	["text", "cfractions\nFraction\nh\0\x85R"],
	["text", "c__builtin__\nbytearray\nh\0U\x07latin-1\x86R"],
	["parts", "cpathlib\nPurePosixPath\nh\0\x85R"],
	["parts", "cre\n_compile\nh\0K\0\x86R"],
	["tuple", "h\0N\x86"],
	["tuple", "}h\0Ns"],
	["text", "c__builtin__\nKeyError\n(h\0K\x01tR"],
];
function sharingPickle(random, most) {
	const [kind, unit] = random.pick(SHARERS);
	const share = random.pick([0.1, 0.5, 0.5, 0.9]);
	const size = count(most, random);
	const shared = SHARED[kind](Math.max(1, Math.floor((size * share) / 8)));
	const times = Math.max(1, Math.floor((size * (1 - share)) / unit.length));
	return join("\x80\x04", shared, "q\0](", unit.repeat(times), "e.");
}

/** What opens and closes a level around the value on the stack. */
const CHAINS = [
	["cm\nC\n)\x81}X\x01\0\0\0a", "sb"],
	["cm\nOwn\n)\x81}X\x01\0\0\0a", "sb"],
	["cm\nC\n)\x81N}X\x01\0\0\0a", "s\x86b"],
	["ctypes\nSimpleNamespace\n)R}X\x01\0\0\0a", "sb"],
	["c__builtin__\nValueError\n", "\x85R"],
	["c__builtin__\nValueError\n)R}X\x01\0\0\0a", "sb"],
	["ccollections\nChainMap\n)\x81}X\x04\0\0\0maps]", "asb"],
	["ccollections\ndefaultdict\n)RK\x01", "s"],
	["ccollections\ndeque\n)R", "a"],
	["cfunctools\npartial\ncm\nf\n\x85R(cm\nf\n", "\x85}Ntb"],
	["c__builtin__\ngetattr\n", "X\x01\0\0\0a\x86R"],
	["cm\nf\n", "\x85R)R"],
	["ccopy_reg\n_reconstructor\ncm\nC\nc__builtin__\nlist\n]", "a\x87R"],
	["ccollections\nOrderedDict\n]K\x01", "\x86a\x85R"],
	["c__builtin__\nslice\nN", "N\x87R"],
	["c__builtin__\nfrozenset\n]", "a\x85R"],
	["P1\n0", ""],
	["", "Q"],
];
function chainPickle(random, most) {
	const [open, close] = random.pick(CHAINS);
	const levels = count(most / (open.length + close.length), random);
	return join("\x80\x02", open.repeat(levels), random.pick(["N", "K\x01", "]", "}"]), close.repeat(levels), ".");
}

/** Keys in steps: ascending, descending, or as they come. */
function steppedNames(size, random) {
	const step = random.pick([1, 2, 7, 900, 1100, 32_768, 65_536, 1 << 20]);
	const order = random.pick([(i) => i, (i) => size - i, (i) => (i * 7919) % size, (i) => (i % 2 === 0 ? i : size - i)]);
	return Array.from({ length: size }, (_, i) => String(order(i) * step));
}
function steppedPickle(random, most) {
	const keys = steppedNames(count(most / 12, random), random).map((name) => join("U", le(name.length, 1), name));
	const head = random.pick(["}(", "cm\nC\n)\x81}(", "ctypes\nSimpleNamespace\n)R}(", "cm\nOwn\n)\x81}("]);
	return join("\x80\x04", head, ...keys.map((key) => join(key, "N")), "u", head === "}(" ? "" : "b", ".");
}

/** A size near the most: what is quadratic shows there. */
const large = (most, random) => Math.max(1, Math.floor(most * random.pick([0.3, 0.6, 0.9, 1])));

/** Bytes of ints that `dumps` is asked to write at most; it ends in a `LimitError` before. */
const MOST_WRITTEN = 2 ** 28;
const LONG_INT = (size) => join("\x8b", le(size, 4), Buffer.alloc(size, 97));
const PADDED_INT = (size) => join("\x8b", le(size, 4), Buffer.alloc(size - 1), Buffer.from([97]));

/** Opcodes of one value of about so many bytes that takes a pass over it to compare: a key of many dicts. */
const HEAVY = [
	(size) => join("B", le(size, 4), Buffer.alloc(size, 97)),
	LONG_INT,
	PADDED_INT,
	(size) => text("a".repeat(size)),
	(size) => join("cpathlib\nPurePosixPath\n", text("a/".repeat(size >> 1)), "\x85R"),
	(size) => join("cdecimal\nDecimal\n", text(`1${"0".repeat(size)}1`), "\x85R"),
	(size) => join("cfractions\nFraction\n", "\x8b", le(size, 4), Buffer.alloc(size, 97), "K\x03\x86R"),
	(size) => join("K\x01", "\x85".repeat(size)),
	(size) => join(float(Number.NaN), "\x85".repeat(size)),
	(size) => join("(", ...Array.from({ length: size / 3 }, (_, i) => join("M", le(i & 0xffff, 2))), "t"),
	(size) => join("(", ...Array.from({ length: size / 3 }, (_, i) => join("M", le(i & 0xffff, 2))), "\x91"),
	(size) => join("K\x01q\x05", "h\x05h\x05\x86q\x05".repeat(size / 8)),
	(size) => join("c__builtin__\nrange\nK\0\x8b", le(size, 4), Buffer.alloc(size, 97), "K\x07\x87R"),
	(size) => join("cbuiltins\nfrozendict\n}(", text("a"), "B", le(size, 4), Buffer.alloc(size, 97), "u\x85\x81"),
];
/** How the part in memo 0 is a key; `#` is a number that differs each time. */
const HEAVY_USES = [
	"h\0",
	"h\0\x85",
	"h\0h\0\x86",
	"h\0#\x86",
	"#h\0\x86",
	"h\0\x85\x85",
	"(h\0#\x91",
	"h\0N\x86h\0\x86",
];

/** One large part that is a key, or a part of keys, again and again: its form is to be worked out once. */
function heavyKeyPickle(random, longest) {
	const size = large(longest, random);
	const share = random.pick([0.3, 0.5, 0.7]);
	const kind = random.pick(HEAVY);
	const part = kind(Math.max(16, Math.floor(size * share)));
	const use = random.pick(HEAVY_USES);
	const [open, item, end] = random.pick([
		["}(", "N", "u"],
		["}(", "N", "u"],
		["\x8f(", "", "\x90"],
		["](", "}h\0Ns", "e"],
		["ccollections\nOrderedDict\n)R(", "N", "u"],
		["ccollections\nCounter\n}(", "K\x01", "u\x85R"],
	]);
	// A pickle has no memo for ints: `dumps` writes one at each use, as Python does, which is to fit into memory.
	const most = kind === LONG_INT || kind === PADDED_INT ? MOST_WRITTEN / part.length : Number.POSITIVE_INFINITY;
	const times = Math.max(1, Math.floor(Math.min(most, (size * (1 - share)) / (use.length + item.length + 2))));
	const keys = Array.from({ length: times }, (_, i) =>
		join(...use.split("#").flatMap((piece, at) => (at === 0 ? [piece] : ["M", le(i & 0xffff, 2), piece])), item),
	);
	return join("\x80\x04", part, "q\0", open, ...keys, end, ".");
}

/** Bytes of ints that differ where a hash may not look: above 64 bits, in a few bits, or in steps. */
const WIDE_KEYS = [
	(i, _step) => join("\x8a\x0b", Buffer.alloc(8), le(i, 2), "\0"),
	(i, step) => join("\x8a\x10", le(step, 4), Buffer.alloc(8), le(i, 3), "\0"),
	(i, step) => join("\x8a\x09", le(i * step, 6), "\0\0\x01"),
	(i, step) => join("\x8a\x08", le(i, 3), "\0\0\0", Buffer.from([step & 127, 1])),
	(i, step) => join("\x8a\x08\0\0", le(i * step, 5), "\x01"),
	(i, step) => float(i * step),
	(i, step) => float(i / step),
	(i, step) => float((i * step + 1) * 2 ** 40),
	(i, _step) => float(2 ** (i % 1023) * (1 + i / 65536)),
	(i, step) => join("J", le((i * step) >>> 0, 4)),
	(i, step) => join("cdecimal\nDecimal\n", text(`${i * step}.5`), "\x85R"),
	(i, _step) => join("M", le(i & 0xffff, 2), "\x8a\x09", Buffer.alloc(8), Buffer.from([1]), "\x86"),
];
function wideKeysPickle(random, most) {
	const make = random.pick(WIDE_KEYS);
	const step = random.pick([1, 3, 64, 1024, 65_536, 1 << 20]);
	const [open, item, end] = random.pick([
		["}(", "N", "u"],
		["\x8f(", "", "\x90"],
		["(", "", "\x91"],
	]);
	const times = Math.max(1, Math.floor(large(most, random) / (make(0, step).length + item.length)));
	const keys = Array.from({ length: times }, (_, i) => join(make(i, step), item));
	return join("\x80\x04", open, ...keys, end, ".");
}

/** Values of one kind, each over the one before it, which is in memo 0: all of them in a list, or the last alone. */
const LEVELS = [
	"ccollections\nChainMap\n)\x81}X\x04\0\0\0maps]h\0asb",
	"ccollections\nChainMap\n)\x81}X\x04\0\0\0maps](}h\0esb",
	"ccollections\nChainMap\n)\x81}X\x04\0\0\0maps](}#Nsh\0esb",
	"ccollections\nChainMap\n)\x81}X\x04\0\0\0maps](h\0}#Nsesb",
	"ccollections\nChainMap\n)\x81}(X\x04\0\0\0maps]h\0aX\x01\0\0\0aNub",
	"cm\nC\n)\x81}X\x01\0\0\0ah\0sb",
	"cm\nC\n)\x81h\0ah\0a",
	"cm\nC\nh\0\x85\x81",
	"cm\nC\nh\0\x85R",
	"ctypes\nSimpleNamespace\n)R}X\x01\0\0\0ah\0sb",
	"ccollections\ndefaultdict\n)R#h\0s",
	"ccollections\nOrderedDict\n)R(#h\0Nh\0u",
	"ccollections\ndeque\n)Rh\0ah\0a",
	"cfunctools\npartial\ncm\nf\n\x85R(cm\nf\nh\0\x85}Ntb",
	"c__builtin__\nValueError\nh\0\x85R",
	"h\0\x85",
	"h\0h\0\x86",
	"]h\0a",
	"](h\0h\0e",
	"}#h\0s",
	"(h\0#\x91",
	"}h\0Ns",
];
const BOTTOMS = ["N", "}", "]", ")", "}K\x01Ns", "cm\nC\n)\x81", "X\x01\0\0\0a", float(Number.NaN)];
function levelsPickle(random, most) {
	const level = random.pick(LEVELS);
	const levels = Math.max(1, Math.floor(large(most, random) / (level.length + 4)));
	const isAll = random.chance(70);
	const each = Array.from({ length: levels }, (_, i) =>
		join(
			...level.split("#").flatMap((piece, at) => (at === 0 ? [piece] : ["M", le(i & 0xffff, 2), piece])),
			"q\0",
			isAll ? "" : "0",
		),
	);
	return join(
		"\x80\x04",
		isAll ? "(" : "",
		random.pick(BOTTOMS),
		"q\0",
		isAll ? "" : "0",
		...each,
		isAll ? "l." : "h\0.",
	);
}

/** The shapes, each as often as it is here: those by which quadratic work was found come twice. */
const SHAPES = [
	chainPickle,
	steppedPickle,
	wideKeysPickle,
	againPickle,
	...[
		backPickle,
		keyedPickle,
		sharingPickle,
		heavyKeyPickle,
		levelsPickle,
		floodPickle,
		sharedKeysPickle,
		chainMapsPickle,
		equalPickle,
	].flatMap((shape) => [shape, shape]),
];

/** A pickle of one of these shapes. */
export function shapedPickle(random, most = 200_000) {
	return random.pick(SHAPES)(random, most);
}

/** A JSON text of one of these shapes. */
export function shapedJson(random, most = 200_000) {
	const name = () => JSON.stringify(nameOf(random));
	if (random.chance(40)) {
		const keys = steppedNames(count(most / 12, random), random);
		return `{${keys.map((key) => `"${key}":${random.pick(["1", "null"])}`).join()}}`;
	}
	const unit = `{${name()}:1${random.pick(["", `,${name()}:NaN`, `,"a":{${name()}:0}`])}}`;
	return `[${random.pick(["", "NaN,"])}${Array(count(most / unit.length, random))
		.fill(unit)
		.join()}]`;
}
