/**
 * Shapes of dicts and sets that ask for much: keys made to collide, keys and tables that share one large part, ChainMaps over
 * one another, values that lead back to themselves, parts that no memo holds.
 */
export const latin1 = (string) => Buffer.from(string, "latin1");
export const join = (...parts) => Buffer.concat(parts.map((part) => (typeof part === "string" ? latin1(part) : part)));
export const le = (value, size) => {
	const bytes = Buffer.alloc(size);
	bytes.writeUIntLE(value, 0, size);
	return bytes;
};
const int = (i) => join("M", le(i & 0xffff, 2));
/** A size near the most: quadratic work shows there. */
const large = (most, random) => Math.max(64, Math.floor(most * random.pick([0.3, 0.6, 0.9, 1])));
const TABLES = [
	["}(", "N", "u"],
	["\x8f(", "", "\x90"],
	["(", "", "\x91"],
	["ccollections\nCounter\n}(", "K\x01", "u\x85R"],
	["ccollections\nOrderedDict\n)R(", "N", "u"],
	["c__builtin__\nset\n](", "", "e\x85R"],
];

const MASK = (1n << 64n) - 1n;
const inverse = (factor) => {
	let found = 1n;
	for (let i = 0; i < 7; i++) found = (found * (2n - factor * found)) & MASK;
	return found;
};
const unshifted = (hash, by) => {
	let found = hash;
	for (let i = 0; i < 64 / Number(by) + 1; i++) found = hash ^ (found >> by);
	return found & MASK;
};
const [OF_21, OF_65, OF_SHIFT] = [inverse(21n), inverse(65n), inverse((1n << 18n) - 1n)];
/** The 64 bits that V8 hashes to a number. */
function bitsOf(hash) {
	let bits = (unshifted(hash, 22n) * OF_65) & MASK;
	bits = (unshifted(bits, 11n) * OF_21) & MASK;
	return ((unshifted(bits, 31n) + 1n) * OF_SHIFT) & MASK;
}
/** The int of 32 bits that V8 hashes to a number of 32 bits. */
function intOf(hash) {
	let bits = Math.imul((hash ^ (hash >>> 16)) | 0, INT_OF_2057);
	for (const [by, factor] of [
		[4, INT_OF_5],
		[12, INT_OF_SHIFT],
	]) {
		let found = bits;
		for (let i = 0; i < 32 / by; i++) found = bits ^ (found >>> by);
		// ~k + (k << 15) is k times (2^15 - 1), less one.
		bits = Math.imul(by === 12 ? found + 1 : found, factor);
	}
	return bits;
}
const int32 = (factor) => Number(BigInt.asIntN(32, inverse(factor)));
const [INT_OF_2057, INT_OF_5, INT_OF_SHIFT] = [int32(2057n), int32(5n), int32((1n << 15n) - 1n)];
const eight = (bits, write) => {
	const bytes = Buffer.alloc(8);
	bytes[write](bits);
	return bytes;
};

/** Ints, floats, int64 or ints beyond them whose hash in V8 is the same, or nearly. */
export function floodPickle(random, most) {
	const [open, item, end] = random.pick(TABLES);
	const kind = random.pick(["float", "int", "long", "wide", "deep"]);
	const keys = [];
	const longest = large(most, random);
	for (let i = 1n, size = 0; size < longest; i++) {
		let key;
		if (kind === "int") {
			key = Buffer.alloc(5, "J");
			// The lowest 18 bits are the same; there are no more of these.
			if (i >= 1n << 14n) break;
			key.writeInt32LE(intOf(Number(i << 18n) | 0), 1);
		} else if (kind === "wide") key = join("\x8a\x0b", Buffer.alloc(8), le(Number(i), 2), "\0");
		else {
			const bits = bitsOf((i << 30n) & MASK);
			if (kind === "long") {
				if (bits >> 63n || bits < 1n << 54n) continue;
				key = join("\x8a\x08", eight(bits, "writeBigUInt64LE"));
			} else {
				const bytes = eight(bits, "writeBigUInt64BE");
				const value = bytes.readDoubleBE(0);
				if (!Number.isFinite(value) || Number.isInteger(value)) continue;
				key = join("G", bytes, kind === "deep" ? "\x85" : "");
			}
		}
		keys.push(key, item);
		size += key.length + item.length;
		if (i > 60_000n) break;
	}
	return join("\x80\x04", open, ...keys, end, ".");
}

/** One part that all keys share. */
const PARTS = [
	(size) => join("K\x01q\0", "h\0h\0\x86q\0".repeat(size / 7)),
	(size) => join("K\x01", "\x85".repeat(size), "q\0"),
	(size) => join("G\x7f\xf8\0\0\0\0\0\0", "\x85".repeat(size), "q\0"),
	(size) => join("(", ...Array.from({ length: size / 4 }, (_, i) => join(int(i), "\x85")), "tq\0"),
	(size) => join("(", ...Array.from({ length: size / 4 }, (_, i) => join(int(i), "\x85")), "\x91q\0"),
	(size) => join("\x8b", le(size & ~1, 4), Buffer.alloc(size & ~1, 97), "q\0"),
	(size) => join("B", le(size & ~1, 4), Buffer.alloc(size & ~1, 97), "q\0"),
	(size) => join("cdecimal\nDecimal\nX", le(size & ~1, 4), Buffer.alloc(size & ~1, "1"), "\x85Rq\0"),
];
/** Keys of one table, or tables of one key each. */
export function sharedKeysPickle(random, most) {
	const size = large(most, random);
	const share = random.pick([0.2, 0.4, 0.6]);
	const part = random.pick(PARTS)(Math.floor(size * share));
	const key = random.pick(["h\0#\x86", "#h\0\x86", "h\0\x85#\x86", "(h\0#\x91"]);
	const [open, item, end] = random.pick(TABLES);
	const isMany = random.chance(50);
	const each = isMany ? open.length + end.length + item.length + key.length + 3 : key.length + item.length + 3;
	// An int or bytes in so many keys are written again at each use, as in Python.
	const most2 = part.length > 2 && (part[0] === 0x8b || part[0] === 0x42) ? 2 ** 28 / part.length : size;
	const times = Math.max(1, Math.floor(Math.min(most2, (size * (1 - share)) / each)));
	const keys = Array.from({ length: times }, (_, i) => {
		const made = join(...key.split("#").flatMap((piece, at) => (at === 0 ? [piece] : [int(i), piece])), item);
		return isMany ? join(open, made, end) : made;
	});
	return isMany ? join("\x80\x04", part, "](", ...keys, "e.") : join("\x80\x04", part, open, ...keys, end, ".");
}

/** ChainMaps: many over one large dict, or each over those before it. */
export function chainMapsPickle(random, most) {
	const size = large(most, random);
	const map = "ccollections\nChainMap\nq\x07";
	const made = random.pick([
		"h\x07)\x81}h\x05]h\0asb",
		"h\x07)\x81}h\x05](}#Nsh\0esb",
		"h\x07)\x81}h\x05](h\0}#Nsesb",
		"h\x07)\x81}h\x05](h\0h\0esb",
		"h\x07)\x81}h\x05](}#Nsh\0}#Nsesb",
	]);
	const isChain = random.chance(50);
	const share = isChain ? 0.02 : random.pick([0.3, 0.6]);
	const dict = join("}(", ...Array.from({ length: (size * share) / 4 }, (_, i) => join(int(i), "N")), "uq\0");
	const times = Math.max(1, Math.floor((size * (1 - share)) / (made.length + 4)));
	const all = Array.from({ length: times }, (_, i) =>
		join(...made.split("#").flatMap((piece, at) => (at === 0 ? [piece] : [int(i), piece])), isChain ? "q\0" : ""),
	);
	return join("\x80\x04X\x04\0\0\0mapsq\x050", map, "0", dict, "0](", ...all, "e.");
}

/** Values that are equal to those of another load part by part: everything shared, in all that `==` looks into. */
export function equalPickle(random, most) {
	const size = large(most, random);
	const level = random.pick([
		"h\0h\0\x86q\0",
		"](h\0h\0eq\0",
		"}(K\x01h\0K\x02h\0uq\0",
		"cm\nC\nh\0h\0\x86\x81q\0",
		"cm\nC\n)\x81(h\0h\0eq\0",
		"ccollections\nOrderedDict\n)R(K\x01h\0K\x02h\0uq\0",
		"ccollections\ndeque\n)R(h\0h\0eq\0",
		"(h\0h\0\x85\x91q\0",
	]);
	return join("\x80\x04K\x01q\0", level.repeat(Math.max(1, Math.floor(size / level.length))), ".");
}

/** A value with many references back to itself. */
export function backPickle(random, most) {
	const size = large(most, random);
	const names = () => Array.from({ length: size / 10 }, (_, i) => join("U\x06", String(1_000_000 + i).slice(1), "h\0"));
	const numbers = () => Array.from({ length: size / 5 }, (_, i) => join(int(i), "h\0"));
	const items = () => ["h\0".repeat(size / 2)];
	const [open, make, end] = random.pick([
		["cm\nC\n)\x81q\0}(", names, "ub"],
		["cm\nC\n)\x81q\0N}(", names, "u\x86b"],
		["cm\nOwn\n)\x81q\0}(", names, "ub"],
		["cm\nC\nq\0}(", names, "ub"],
		["c__builtin__\nValueError\n)Rq\0}(", names, "ub"],
		["cm\nC\n)\x81q\0(", numbers, "u"],
		["cm\nC\n)\x81q\0(", items, "e"],
		["}q\0(", names, "u"],
		["}q\0(", numbers, "u"],
		["ccollections\nOrderedDict\n)Rq\0(", numbers, "u"],
		["ctypes\nSimpleNamespace\n)Rq\0}(", names, "ub"],
		["ccollections\ndeque\n)Rq\0(", items, "e"],
	]);
	return join("\x80\x04", open, ...make(), end, ".");
}

/** A part without a memo, again and again. */
export function againPickle(random, most) {
	const size = large(most, random);
	const long = (length) => join("\x8b", le(length, 4), Buffer.alloc(length, 97));
	const list = (length) => join("](", ...Array.from({ length: length / 3 }, (_, i) => int(i)), "e");
	const dict = (length) => {
		const names = Array.from({ length: length / 10 }, (_, i) => `U\x06n${String(i).padStart(5, "0")}K\x01`);
		return join("}(", ...names, "u");
	};
	const [part, before, unit, isList = true] = random.pick([
		[long, "", "h\0"],
		[long, "", "h\0\x85"],
		[dict, "", "cm\nC\n)\x81h\0bh\0b"],
		[dict, "", "cm\nC\n)\x81Nh\0\x86b"],
		[dict, "cm\nC\n)\x81", "h\0b", false],
		[dict, "cm\nK\n", "Nh\0\x86b", false],
		[list, "ccopy_reg\n_reconstructor\nq\x02cm\nC\nq\x01c__builtin__\nlist\nq\x03", "h\x02h\x01h\x03h\0\x87R"],
	]);
	const [open, end] = isList ? ["](", "e."] : ["", "."];
	return join("\x80\x02", part(size >> 1), "q\0", before, open, unit.repeat((size >> 1) / unit.length), end);
}
