/** Pickles that do harm, in every form and every container: what a scan must never call harmless. */
import { readFileSync } from "node:fs";
import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
export const join = (...parts: readonly (Uint8Array | string)[]): Uint8Array =>
	new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === "string" ? latin1(part) : part))));
const short = (text: string): string => `\x8c${String.fromCharCode(text.length)}${text}`;
const long = (text: string): string => `X${String.fromCharCode(text.length & 255, text.length >> 8, 0, 0)}${text}`;

/** The ways to get at a function and to call it. */
export const FORMS: Readonly<Record<string, (module: string, name: string) => string>> = {
	reduce: (m, n) => `c${m}\n${n}\n(S'x'\ntR.`,
	"reduce, protocol 2": (m, n) => `\x80\x02c${m}\n${n}\nq\0${long("x")}q\x01\x85q\x02Rq\x03.`,
	inst: (m, n) => `(S'x'\ni${m}\n${n}\n.`,
	obj: (m, n) => `(c${m}\n${n}\nS'x'\no.`,
	newobj: (m, n) => `\x80\x02c${m}\n${n}\n${long("x")}\x85\x81.`,
	newobj_ex: (m, n) => `\x80\x04${short(m)}${short(n)}\x93)}\x92.`,
	stack_global: (m, n) => `\x80\x04${short(m)}\x94${short(n)}\x94\x93\x94${short("x")}\x85R.`,
	"strings of Python 2": (m, n) => `S'${m}'\nU${String.fromCharCode(n.length)}${n}\x93(S'x'\ntR.`,
	"escapes in a string": (m, n) =>
		`V${[...m].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`).join("")}\nV${n}\n\x93)R.`,
	memo: (m, n) => `\x80\x04${short(m)}q\x05${short(n)}q\x0600h\x05h\x06\x93q\x070h\x07)R.`,
	"memo written over": (m, n) => `\x80\x04c${m}\n${n}\nq\0Nq\x0100h\0)R.`,
	dup: (m, n) => `c${m}\n${n}\n2)R0)R.`,
	"result dropped": (m, n) => `c${m}\n${n}\n(S'x'\ntR0N.`,
	"dropped with a mark": (m, n) => `N(c${m}\n${n}\n)R1.`,
	dotted: (m, n) => `\x80\x04${short("pathlib")}${short(`${m}.${n}`)}\x93)R.`,
	"in a container": (m, n) => `](c${m}\n${n}\n)Re.`,
	"as a key": (m, n) => `}c${m}\n${n}\n)RNs.`,
	"in a state": (m, n) => `cdatetime\nTZ\n)R}S'a'\nc${m}\n${n}\n)Rsb.`,
	"as an argument": (m, n) => `cfunctools\npartial\n(c${m}\n${n}\ntR.`,
	"as a factory": (m, n) => `ccollections\ndefaultdict\n(c${m}\n${n}\ntR.`,
	"by a helper": (m, n) => `ccopy_reg\n_reconstructor\n(c${m}\n${n}\nc__builtin__\nobject\nNtR.`,
	"by getattr": (m, n) => `c__builtin__\ngetattr\n(c__builtin__\n__import__\n(S'${m}'\ntRS'${n}'\ntR(S'x'\ntR.`,
	"by map": (m, n) => `c__builtin__\nmap\n(c${m}\n${n}\n(lS'x'\natR.`,
	"as an id": (m, n) => `c${m}\n${n}\n)RQ.`,
	"given a state": (m, n) => `c${m}\n${n}\n}S'shape'\nNsb.`,
	"after a failure": (m, n) => `c${m}\n${n}\n)Rh\x63.`,
	"in the second pickle": (m, n) => `N.c${m}\n${n}\n)R.`,
	"in the second pickle, from the first's memo": (m, n) => `c${m}\n${n}\nq\0.h\0)R.`,
	"in a frame that is too long": (m, n) => `\x80\x04\x95\xff\xff\0\0\0\0\0\0c${m}\n${n}\n)R.`,
	"after a dropped part of a frame": (m, n) => {
		// Read from a file, the operand crosses the end of the frame, and what was left of the frame is dropped.
		const after = `c${m}\n${n}\n)R.`;
		const hidden = "A".repeat(16);
		return `\x80\x04\x95\x08\0\0\0\0\0\0\0X\x10\0\0\0AAA${hidden}${after}`;
	},
	"with a memo of text": (m, n) => `c${m}\n${n}\np+1\n0g1\n)R.`,
	"with arguments that are a list": (m, n) => `c${m}\n${n}\n](S'x'\neR.`,
	"with a carriage return": (m, n) => `c${m}\r\n${n}\r\n)R.`,
	"after a newline": (m, n) => `N.\nc${m}\n${n}\n)R.`,
	"protocol 9": (m, n) => `\x80\x09c${m}\n${n}\n)R.`,
	"cut off": (m, n) => `c${m}\n${n}\n)R`,
	"only imported": (m, n) => `c${m}\n${n}\n.`,
	"imported and dropped": (m, n) => `c${m}\n${n}\n0N.`,
};

/** Names of Python 2 and of accelerators for the same functions. */
export const ALIASES: readonly (readonly [module: string, name: string])[] = [
	["__builtin__", "eval"],
	["builtins", "exec"],
	["posix", "system"],
	["nt", "system"],
	["commands", "getoutput"],
	["_posixsubprocess", "fork_exec"],
	["_io", "open"],
	["_pickle", "loads"],
	["cPickle", "loads"],
	["_operator", "methodcaller"],
	["_codecs", "lookup"],
	["urllib2", "urlopen"],
	["_thread", "start_new_thread"],
	["thread", "start_new_thread"],
	["imp", "load_source"],
	["_functools", "partial"],
	["__builtin__", "reduce"],
];

/** A member of a zip archive. */
export interface Member {
	readonly name: string;
	readonly data: Uint8Array;
	readonly deflated?: boolean;
	readonly localName?: string;
	readonly flags?: number;
	readonly crc?: number;
	/** Whether the directory leaves it out. */
	readonly unlisted?: boolean;
}

function crc32(bytes: Uint8Array): number {
	let crc = 0xffffffff;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
	}
	return ~crc >>> 0;
}
const u16 = (value: number): string => String.fromCharCode(value & 255, (value >> 8) & 255);
const u32 = (value: number): string => u16(value & 0xffff) + u16(Math.floor(value / 65536));

/** A zip archive, with whatever is wrong with it. */
export function zip(members: readonly Member[]): Uint8Array {
	const parts: Uint8Array[] = [];
	const directory: Uint8Array[] = [];
	let at = 0;
	for (const { name, data, deflated = false, localName = name, flags = 0, crc = crc32(data), unlisted } of members) {
		const packed = deflated ? new Uint8Array(deflateRawSync(data)) : data;
		const method = deflated ? 8 : 0;
		const common = u16(20) + u16(flags) + u16(method) + u32(0) + u32(crc) + u32(packed.length) + u32(data.length);
		const local = join(`PK\x03\x04${common}${u16(localName.length)}${u16(0)}${localName}`, packed);
		if (unlisted !== true)
			directory.push(
				join(
					`PK\x01\x02${u16(20)}${common}${u16(name.length)}${u16(0)}${u16(0)}${u16(0)}${u16(0)}${u32(0)}${u32(at)}${name}`,
				),
			);
		parts.push(local);
		at += local.length;
	}
	const size = directory.reduce((sum, { length }) => sum + length, 0);
	const count = directory.length;
	return join(
		...parts,
		...directory,
		`PK\x05\x06${u16(0)}${u16(0)}${u16(count)}${u16(count)}${u32(size)}${u32(at)}${u16(0)}`,
	);
}

/** A tar archive of one file. */
export function tar(name: string, data: Uint8Array): Uint8Array {
	const octal = (value: number, length: number): string => `${value.toString(8).padStart(length - 1, "0")}\0`;
	const head = (sum: string): string =>
		`${name.padEnd(100, "\0")}${octal(0o644, 8)}${octal(0, 8)}${octal(0, 8)}${octal(data.length, 12)}${octal(0, 12)}${sum}0`.padEnd(
			257,
			"\0",
		) + "ustar\x0000".padEnd(255, "\0");
	const total = [...head("        ")].reduce((sum, character) => sum + character.charCodeAt(0), 0);
	return join(head(`${octal(total, 7)} `), data, new Uint8Array(((512 - (data.length % 512)) % 512) + 1024));
}

/** A numpy file of objects. */
function npy(pickle: Uint8Array): Uint8Array {
	const text = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }".padEnd(117).concat("\n");
	return join(`\x93NUMPY\x01\0${u16(text.length)}${text}`, pickle);
}

const MAGIC = "\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.";
const legacy = (pickle: Uint8Array): Uint8Array =>
	join(MAGIC, "\x80\x02M\xe9\x03.", "\x80\x02}q\0.", pickle, "\x80\x02]q\0.");
const plain = latin1("\x80\x04N.");

/** Files that a pickle may be in. */
export const CONTAINERS: Readonly<Record<string, (pickle: Uint8Array) => Uint8Array>> = {
	itself: (pickle) => pickle,
	gzip: (pickle) => new Uint8Array(gzipSync(pickle)),
	// Its extra flags and its system are what a header of safetensors begins with.
	"gzip that looks like safetensors": (pickle) => {
		const packed = new Uint8Array(gzipSync(pickle));
		packed.set([0, 0, 0, 0, 0x7b, 0x22], 4);
		return packed;
	},
	"the second member of gzip": (pickle) => join(gzipSync(plain), gzipSync(pickle)),
	zlib: (pickle) => new Uint8Array(deflateSync(pickle)),
	"gzip in gzip": (pickle) => new Uint8Array(gzipSync(gzipSync(pickle))),
	"joblib's old zlib": (pickle) => join(`ZF0x${pickle.length.toString(16)}`.padEnd(21), deflateSync(pickle)),
	zip: (pickle) => zip([{ name: "a/b.txt", data: pickle }]),
	"deflated in zip": (pickle) => zip([{ name: "x", data: pickle, deflated: true }]),
	"torch's zip": (pickle) =>
		zip([
			{ name: "archive/data.pkl", data: pickle },
			{ name: "archive/version", data: latin1("3\n") },
		]),
	"another member of torch's zip": (pickle) =>
		zip([
			{ name: "archive/data.pkl", data: plain },
			{ name: "archive/data/0", data: pickle },
		]),
	"zip with two names": (pickle) => zip([{ name: "a.pkl", localName: "b.pkl", data: pickle }]),
	"zip with a flag": (pickle) => zip([{ name: "a.pkl", flags: 1, data: pickle }]),
	"zip with a wrong checksum": (pickle) => zip([{ name: "a.pkl", crc: 1, data: pickle }]),
	"zip after other bytes": (pickle) => join("hello", zip([{ name: "a.pkl", data: pickle }])),
	"zip in which it is not listed": (pickle) =>
		zip([
			{ name: "a", data: plain },
			{ name: "b", data: pickle, unlisted: true },
		]),
	"zip with the same name twice": (pickle) =>
		zip([
			{ name: "a", data: pickle },
			{ name: "a", data: plain },
		]),
	"zip in zip": (pickle) => zip([{ name: "a.zip", data: zip([{ name: "a", data: pickle, deflated: true }]) }]),
	"zip after a pickle": (pickle) => join(plain, zip([{ name: "a", data: pickle }])),
	npz: (pickle) => zip([{ name: "a.npy", data: npy(pickle) }]),
	npy,
	tar: (pickle) => tar("pickle", pickle),
	"torch's legacy file": legacy,
	"torch's bytes": (pickle) => {
		const inner = legacy(pickle);
		return join(`\x80\x03ctorch.storage\n_load_from_bytes\nB${u32(inner.length)}`, inner, "\x85R.");
	},
	"after a pickle": (pickle) => join(plain, pickle),
	"packed after a pickle": (pickle) => join(plain, deflateSync(pickle)),
	"after a safe pickle and other bytes": (pickle) =>
		join("\x80\x02ccollections\nOrderedDict\n)R.", "\xff\xff\xff", pickle),
	"joblib's array of objects": (pickle) =>
		join(
			"\x80\x04\x8c\x13joblib.numpy_pickle\x8c\x11NumpyArrayWrapper\x93)\x81}(\x8c\x08subclass\x8c\x05numpy\x8c\x07ndarray\x93",
			"\x8c\x05shapeK\x01\x85\x8c\x05order\x8c\x01C\x8c\x05dtype\x8c\x05numpy\x8c\x05dtype\x93\x8c\x02O8\x89\x88\x87Rub",
			pickle,
			".",
		),
	"after joblib's array": (pickle) =>
		join(
			"\x80\x04](\x8c\x13joblib.numpy_pickle\x8c\x11NumpyArrayWrapper\x93)\x81}(\x8c\x08subclass\x8c\x05numpy\x8c\x07ndarray\x93",
			"\x8c\x05shapeK\x02\x85\x8c\x05order\x8c\x01C\x8c\x05dtype\x8c\x05numpy\x8c\x05dtype\x93\x8c\x02u1\x89\x88\x87Rub",
			"\x2e\x2e",
			pickle.subarray(0, pickle.length - (pickle.at(-1) === 0x2e ? 1 : 0)),
			"e.",
		),
};

/** The rows of the list of harmful names, each with a name that it means. */
export function deniedNames(): (readonly [module: string, name: string])[] {
	const rows = readFileSync(new URL("../../scripts/scan-list/deny.tsv", import.meta.url), "utf8")
		.trim()
		.split("\n")
		.slice(1);
	return rows.map((row) => {
		const [module = "", name = ""] = row.split("\t");
		return [module, name === "*" ? "anything" : name];
	});
}

export { latin1 };
