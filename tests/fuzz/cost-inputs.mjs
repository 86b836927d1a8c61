/** Inputs for the cost mode of the fuzzer: pickles and JSON of up to 200 kB that repeat, nest and share whatever may be slow. */

const latin1 = (string) => Buffer.from(string, "latin1");
const u32 = (value) => {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
};
const join = (...parts) => Buffer.concat(parts.map((part) => (typeof part === "string" ? latin1(part) : part)));
const unicode = (string) => join("X", u32(Buffer.byteLength(string)), Buffer.from(string));
const long4 = (bytes) => join("\x8b", u32(bytes.length), bytes);

/** A length between 1 and `most`, each order of magnitude as likely as another. */
function lengthUpTo(most, random) {
	return Math.max(1, Math.floor(most ** (random.below(1001) / 1000)));
}

function randomBytes(length, random) {
	const kind = random.below(4);
	if (kind === 0) return Buffer.alloc(length, random.below(256));
	const bytes = Buffer.alloc(length);
	for (let i = 0; i < length; i++) bytes[i] = kind === 1 && i % 2 === 1 ? 0 : random.below(256);
	return bytes;
}

const UNITS = [
	"0",
	"1",
	"9",
	"10",
	"1_",
	"_",
	" ",
	".",
	"0.",
	":",
	"::",
	"/",
	"a/",
	"../",
	"(",
	"[",
	"\\",
	"\\u12",
	"\\x41",
	"'",
	'"',
	"é",
	"日",
	"\u202e",
	"\n",
	"-",
	"+",
	"e",
	"E9",
	"f",
	"ff",
	"1:",
	"1.",
	"a",
	"nan",
	"%",
	"\0",
	"\x1b[",
	"\ud7ff",
	"😀",
	"P1D",
	"Z",
	"T",
	"}",
	"{",
	",",
];
/** A string of a repeated unit, with another beginning and end. */
export function longString(most, random) {
	const unit = random.pick(UNITS);
	const length = lengthUpTo(most, random);
	return (
		random.pick(["", "1", "0x", "-", "a", "."]) +
		unit.repeat(Math.ceil(length / unit.length)) +
		random.pick(["", "1", "z", "."])
	);
}
const asciiLine = (most, random) => longString(most, random).replace(/[^ -~]|\n/g, "7");

const KEYS = [
	"1023",
	"4294967294",
	"4294967295",
	"99999",
	"0",
	"1",
	"-1",
	"__proto__",
	"constructor",
	"then",
	"a",
	"é",
];

const NAMES = [
	["decimal", "Decimal", 1],
	["fractions", "Fraction", 2],
	["fractions", "Fraction", 1],
	["uuid", "UUID", 1],
	["collections", "OrderedDict", 0],
	["collections", "OrderedDict", 1],
	["collections", "Counter", 1],
	["collections", "defaultdict", 1],
	["collections", "defaultdict", 0],
	["collections", "deque", 2],
	["collections", "deque", 1],
	["collections", "ChainMap", 1],
	["collections", "ChainMap", 3],
	["array", "array", 2],
	["pathlib", "PurePosixPath", 1],
	["pathlib", "PureWindowsPath", 1],
	["pathlib", "PurePosixPath", 3],
	["builtins", "ValueError", 2],
	["builtins", "KeyError", 1],
	["re", "_compile", 2],
	["ipaddress", "IPv4Address", 1],
	["ipaddress", "IPv6Address", 1],
	["ipaddress", "IPv4Network", 1],
	["ipaddress", "IPv6Network", 1],
	["ipaddress", "IPv6Interface", 1],
	["builtins", "set", 1],
	["builtins", "frozenset", 1],
	["builtins", "bytearray", 1],
	["builtins", "bytearray", 2],
	["builtins", "complex", 2],
	["builtins", "range", 3],
	["builtins", "slice", 3],
	["builtins", "frozendict", 1],
	["datetime", "date", 1],
	["datetime", "datetime", 1],
	["datetime", "datetime", 2],
	["datetime", "time", 1],
	["datetime", "timedelta", 3],
	["datetime", "timezone", 2],
	["zoneinfo", "ZoneInfo._unpickle", 2],
	["types", "SimpleNamespace", 0],
	["_codecs", "encode", 2],
	["copy_reg", "_reconstructor", 3],
	["builtins", "getattr", 2],
	["app", "Model", 1],
	["app", "Model", 3],
	["app", "Outer.Inner", 0],
];

/** A value for an argument, key or item, as opcodes that push one object. */
export function atom(random, most = 2000) {
	switch (random.below(14)) {
		case 0:
			return "N";
		case 1:
			return latin1(`K${String.fromCharCode(random.below(256))}`);
		case 2:
			return join("J", u32(random.below(2 ** 32)));
		case 3: {
			const bytes = Buffer.alloc(9);
			bytes[0] = 0x47;
			bytes.writeDoubleBE(random.pick([0.5, 1, -0, 1e300, Number.NaN, random.below(1e6) / 7]), 1);
			return bytes;
		}
		case 4:
		case 5:
			return unicode(longString(lengthUpTo(most, random), random));
		case 6:
			return long4(randomBytes(lengthUpTo(most, random), random));
		case 7: {
			const bytes = randomBytes(lengthUpTo(most, random), random);
			return join("B", u32(bytes.length), bytes);
		}
		case 8:
			return unicode(random.pick(KEYS));
		case 9:
			return join("(", ...repeat(random, () => atom(random, 30)), random.pick(["t", "l"]));
		case 10:
			return join("(", ...repeat(random, () => join(unicode(random.pick(KEYS)), atom(random, 30))), "d");
		case 11:
			return call(random, most);
		case 12: {
			if (random.chance(90))
				return join(
					"L",
					random
						.pick(["7", "-12", "90"])
						.repeat(lengthUpTo(1400, random))
						.replace(/(?!^)-/g, ""),
					"L\n",
				);
			return join(random.pick(["I", "L", "F"]), asciiLine(lengthUpTo(most, random), random), "\n");
		}
		default:
			return join("h", Buffer.from([random.below(6)]));
	}
}
function repeat(random, make) {
	return Array.from({ length: random.pick([0, 1, 2, 3]) }, make);
}
function call(random, most) {
	const [module, name, arity] = random.pick(NAMES);
	const args = Array.from({ length: arity }, () => atom(random, most));
	return join(
		"\x8c",
		Buffer.from([module.length]),
		module,
		"\x8c",
		Buffer.from([name.length]),
		name,
		"\x93",
		"(",
		...args,
		"t",
		random.pick(["R", "R", "R", "\x81"]),
	);
}

/** Objects that later parts fetch from the memo by 0 to 5. */
function preamble(random) {
	const parts = [];
	for (let i = 0; i < 6; i++) {
		let part = atom(random, 20_000);
		const nest = random.chance(30) ? lengthUpTo(2000, random) : 0;
		if (nest > 0) part = join(part, random.pick(["\x85", "\x85", "\x91"]) === "\x85" ? "\x85".repeat(nest) : "");
		if (random.chance(15)) part = join(part, `q\x05${"h\x05h\x05\x86q\x05".repeat(random.below(60))}`);
		parts.push(part, latin1(`q${String.fromCharCode(i)}0`));
	}
	// The memo has to hold 0 to 5 for the parts themselves.
	return join(..."012345".split("").map((_, i) => latin1(`Nq${String.fromCharCode(i)}0`)), ...parts);
}

/** What is repeated: opcodes that leave one object, or a key and a value. */
function unit(random, keyed) {
	const key = () => (random.chance(50) ? unicode(random.pick(KEYS)) : atom(random, 50));
	const value = () => {
		switch (random.below(6)) {
			case 0:
				return join("}", unicode(random.pick(KEYS)), atom(random, 20), "s");
			case 1:
				return join("h", Buffer.from([random.below(6)]), "\x85");
			case 2:
				return join(call(random, 40), random.pick(["", join(atom(random, 40), "b")]));
			case 3:
				return random.pick(["]", "}", ")", "\x8f", "N"]);
			default:
				return atom(random, 50);
		}
	};
	return keyed ? join(key(), value()) : value();
}

/** A unit that is repeated with a counter inside, so that keys differ. */
function counted(count, random, keyed) {
	const step = random.pick([1, 2, 7, 32768, 65536, 1 << 20]);
	const kind = random.below(5);
	const parts = [];
	for (let i = 0; i < count; i++) {
		let key;
		if (kind === 0) key = join("J", u32((i * step) >>> 0));
		else if (kind === 1) key = unicode(String(i * step));
		else if (kind === 2) {
			key = Buffer.alloc(9);
			key[0] = 0x47;
			key.writeDoubleBE(i * step + 0.5, 1);
		} else if (kind === 3) key = join("h", Buffer.from([random.below(6)]), "J", u32(i), "\x86");
		else {
			const bytes = Buffer.alloc(11);
			bytes.writeUInt16LE(i, 9);
			bytes[8] = step & 127;
			key = join("\x8a", Buffer.from([11]), bytes);
		}
		parts.push(key);
		if (keyed) parts.push(latin1("N"));
	}
	return parts;
}

const HEADS = [
	["]", "e", false],
	["}", "u", true],
	["\x8f", "\x90", false],
	["ccollections\nOrderedDict\n)R", "u", true],
	["ccollections\ndefaultdict\n)R", "u", true],
	["ccollections\ndeque\n)R", "e", false],
	["cm\nC\n)\x81", "e", false],
	["cm\nC\n)\x81", "u", true],
	["carray\narray\nX\x01\0\0\0d]\x86R", "e", false],
];

/** A pickle of at most about `most` bytes. */
export function costlyPickle(random, most = 200_000) {
	const size = lengthUpTo(most, random);
	const head = random.chance(70) ? preamble(random) : latin1("");
	const kind = random.below(10);
	let body;
	if (kind < 5) {
		const [open, end, keyed] = random.pick(HEADS);
		const piece = unit(random, keyed);
		const count = Math.max(1, Math.floor(size / Math.max(1, piece.length)));
		const parts = random.chance(35)
			? counted(Math.min(count, 20_000), random, keyed)
			: [Buffer.alloc(piece.length * count, piece)];
		body = join(open, "(", ...parts, end);
	} else if (kind < 7) {
		// Nested: what opens, then what closes.
		const [open, close] = random.pick([
			["(", "t"],
			["(", "l"],
			["", "\x85"],
			["]", "a"],
			["}N", "s"],
			["(", "\x91"],
			["cm\nC\n", "\x85\x81"],
			["cm\nC\n)\x81", "b"],
			["}X\x01\0\0\0a", "s"],
			["]q\x00", "a"],
			["ccollections\nOrderedDict\n)RN", "s"],
			["(", "d"],
			["cm\nC\n)\x81", "a"],
		]);
		const count = Math.max(1, Math.floor(size / (open.length + close.length)));
		body = join(open.repeat(count), random.pick(["N", "K\x01", atom(random)]), close.repeat(close === "d" ? 0 : count));
	} else if (kind === 7) {
		body = join(atom(random, size));
	} else if (kind === 8) {
		const laughs = random.pick([
			"h\x00h\x00\x86q\x00",
			"(h\x00h\x00lq\x00",
			"}K\x00h\x00sK\x01h\x00sq\x00",
			"cm\nC\nh\x00h\x00\x86\x81q\x00",
			"(h\x00h\x00\x86h\x00\x91q\x00",
		]);
		const count = random.pick([5, 14, 30, 60, 1000]);
		body = join("K\x01q\x00", laughs.repeat(count), random.pick(["", "}h\x00Ns", "\x8f(h\x00\x90"]));
	} else {
		body = join(call(random, size), random.pick(["", join(atom(random, size), "b")]));
	}
	const whole = join("\x80\x04", head, body, ".");
	if (!random.chance(25)) return whole;
	const broken = Buffer.from(whole);
	for (let i = 0; i < 3; i++) broken[random.below(broken.length)] = random.below(256);
	return broken;
}

/** A JSON text of at most about `most` characters. */
export function costlyJson(random, most = 200_000) {
	const size = lengthUpTo(most, random);
	const scalar = () =>
		random.pick([
			"0",
			"-0",
			"1.5",
			"1e5",
			"NaN",
			"123456789012345678",
			"9007199254740993",
			'"a"',
			'"\\n"',
			'"\\ud83d\\ude00"',
			"null",
			'"é"',
			"1e400",
			JSON.stringify(longString(lengthUpTo(Math.min(size, 5000), random), random)),
			asciiDigits(lengthUpTo(4000, random), random),
		]);
	const key = () => JSON.stringify(random.pick(KEYS));
	const piece = () =>
		random.pick([
			scalar,
			() => `{${key()}:${scalar()}}`,
			() => `[${scalar()}]`,
			() => `{"a":${scalar()},${key()}:${scalar()}}`,
			() => "[]",
			() => "{}",
		])();
	const repeated = (make) => {
		const parts = [make(), make(), make()];
		const count = Math.max(1, Math.floor(size / (parts[0].length + 1)));
		return Array.from({ length: count }, (_, i) => parts[i % random.pick([1, 2, 3])] ?? parts[0]);
	};
	let body;
	switch (random.below(6)) {
		case 0:
		case 1:
			body = `[${repeated(piece).join(",")}]`;
			break;
		case 2:
			body = `{${repeated(piece)
				.map((part, i) => `"${i * random.pick([1, 7, 1000])}":${part}`)
				.join(",")}}`;
			break;
		case 3: {
			const [open, close] = random.pick([
				["[", "]"],
				['{"a":', "}"],
				['{"1023":', "}"],
				["[0,", "]"],
			]);
			const count = Math.max(1, Math.floor(size / (open.length + close.length)));
			body = open.repeat(count) + scalar() + close.repeat(random.chance(80) ? count : 0);
			break;
		}
		case 4:
			body = JSON.stringify(longString(size, random));
			break;
		default:
			body = `[${random.pick(["NaN,", ""])}${repeated(piece).join(" , ")}]`;
	}
	return random.chance(20) ? body.slice(0, random.below(body.length)) + random.pick(["", ",", '"', "}"]) : body;
}
function asciiDigits(length, random) {
	return random.pick(["1", "-9", "0.", "1e"]) + random.pick(["0", "7", "123"]).repeat(Math.ceil(length / 3));
}
