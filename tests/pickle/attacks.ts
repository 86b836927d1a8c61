/**
 * What hostile pickles try, each as a function that is run in another process, with little memory and little time:
 * `node bundle.mjs NAME…` prints what came of each as a line of JSON.
 */

import { dumps } from "../../src/pickle/dumps.ts";
import { loadSync } from "../../src/pickle/load.ts";
import { loads } from "../../src/pickle/loads.ts";
import { PyDict } from "../../src/values/dict.ts";
import { equals } from "../../src/values/equals.ts";
import { repr } from "../../src/values/repr.ts";
import type { PySet } from "../../src/values/set.ts";
import { effort } from "../effort.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text, "latin1");
const repeated = (text: string, count: number): Uint8Array => {
	const piece = Buffer.from(text, "latin1");
	return Buffer.alloc(piece.length * count, piece);
};
const join = (...parts: Uint8Array[]): Uint8Array => Buffer.concat(parts);
const joined = (parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts);
function u32(value: number): string {
	return String.fromCharCode(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24);
}
function u64(value: bigint): string {
	return u32(Number(value & 0xffffffffn)) + u32(Number(value >> 32n));
}

/** How deep what is read is, and what is worked on afterwards. */
const LEVELS = effort(1_000_000);
const FEWER = effort(30_000);
/** What takes many microseconds a level is nested a tenth as deep: the time is linear. */
const levelsOf = (name: string): number => (/frozensets|states|inert/.test(name) ? LEVELS / 10 : LEVELS);
/** A billion laughs: every level holds the one below ten times. */
const laughs = join(
	bytes("]"),
	repeated("222222222(", 0),
	...Array.from({ length: 30 }, () => bytes("q\x00(h\x00h\x00h\x00h\x00h\x00h\x00h\x00h\x00h\x00l")),
	bytes("."),
);
/** A tuple that doubles itself sixty times. */
const doubled = repeated("2\x86", 60);

/** How deep a value is nested, found without recursion. */
function depth(value: unknown): number {
	let levels = 0;
	for (let at = value; typeof at === "object" && at !== null; levels++) at = firstOf(at);
	return levels;
}
function firstOf(value: object): unknown {
	if (Array.isArray(value)) return value[0];
	if (value instanceof Map || value instanceof Set) return value.values().next().value;
	return (value as Record<string, unknown>)["a"];
}
type Nested = (levels: number) => Uint8Array;
function nested(open: string, close: string, end = "N"): Nested {
	return (levels) => join(repeated(open, levels), bytes(end), repeated(close, levels), bytes("."));
}
const DEEP: Readonly<Record<string, Nested>> = {
	lists: nested("]", "a", "]"),
	"marked lists": nested("(", "l"),
	tuples: nested("", "\x85"),
	"marked tuples": nested("(", "t"),
	dicts: nested("}X\x01\0\0\0a", "s"),
	frozensets: nested("(", "\x91"),
	"inert objects": nested("cm\nC\n", "\x85R"),
	states: nested("cm\nC\n)\x81", "b", "}"),
};

/** Every attack, and what it gives. */
export const ATTACKS: Readonly<Record<string, () => unknown>> = {
	"billion laughs": () => depth(loads(laughs)),
	"billion laughs, written": () => dumps(loads(laughs)).length < 10_000,
	"billion laughs, compared": () => equals(loads(laughs), loads(laughs)),
	"billion laughs, shown": () => repr(loads(laughs)),
	"billion laughs, shown within a limit": () => repr(loads(laughs), { limits: { text: 1000 } }),
	"hash bomb as a dict key": () => (loads(join(bytes("}N\x85"), doubled, bytes("Ns."))) as Map<unknown, unknown>).size,
	"hash bomb as a set item": () => (loads(join(bytes("\x8f(N\x85"), doubled, bytes("\x90."))) as Set<unknown>).size,
	"hash bomb twice": () => {
		const bomb = join(bytes("N\x85"), doubled);
		return (loads(join(bytes("\x8f("), bomb, bomb, bytes("\x90."))) as Set<unknown>).size;
	},
	"hash bomb of frozensets": () => {
		const layers = Array.from({ length: 60 }, (_, i) => bytes(`q\x00(h\x00K${String.fromCharCode(i)}h\x00\x86\x91`));
		return (loads(join(bytes("\x8f(N\x85"), ...layers, bytes("\x90."))) as Set<unknown>).size;
	},
	"hash bomb of classes": () => {
		const data = join(bytes("}cm\nC\n"), repeated("2\x86", 60), bytes("Ns."));
		return (loads(data) as Map<unknown, unknown>).size;
	},
	"equal bombs compared": () =>
		equals(loads(join(bytes("N\x85"), doubled, bytes("."))), loads(join(bytes("N\x85"), doubled, bytes(".")))),
	"memo index 2^32 - 1": () => loads(bytes("Nr\xff\xff\xff\xffj\xff\xff\xff\xff\x86.")),
	"memo index 2^62": () => loads(bytes(`Np${2n ** 62n}\ng${2n ** 62n}\n.`)),
	"many sparse memo indexes": () => {
		const puts = Array.from({ length: effort(300_000) }, (_, i) => bytes(`r${u32(i * 4096 + 7)}`));
		return loads(join(bytes("K\x01"), joined(puts), bytes(".")));
	},
	"the memo counted backwards": () => {
		const puts = Array.from({ length: effort(300_000) }, (_, i) => bytes(`r${u32(effort(300_000) - i)}`));
		return loads(join(bytes("K\x01"), joined(puts), bytes("\x94h\x01.")));
	},
	"declared lengths": () => {
		const found = new Set<string>();
		for (const opcode of "\x8d\x8e\x96\x95") {
			for (const length of [2n ** 62n, 2n ** 40n, 2n ** 32n, 2n ** 31n, 2n ** 30n]) {
				for (const read of [loads, (data: Uint8Array) => loadSync([data.subarray(0, 5), data.subarray(5)])]) {
					found.add(failure(() => read(join(bytes(opcode + u64(length)), repeated("a", 100)))));
				}
			}
		}
		for (const opcode of "XBT\x8b") {
			for (const length of [2 ** 32 - 1, 2 ** 31 - 1, 2 ** 30]) {
				for (const read of [loads, (data: Uint8Array) => loadSync([data.subarray(0, 5), data.subarray(5)])]) {
					found.add(failure(() => read(join(bytes(opcode + u32(length)), repeated("a", 100)))));
				}
			}
		}
		return [...found].sort();
	},
	"a million declared lengths": () => failure(() => loads(repeated(`C\xff${"a".repeat(255)}0`, effort(10_000)))),
	"a long decimal": () => failure(() => loads(join(bytes("L"), repeated("9", effort(10_000_000)), bytes("L\n.")))),
	"a long decimal INT": () => failure(() => loads(join(bytes("I"), repeated("9", effort(10_000_000)), bytes("\n.")))),
	"a long decimal PUT": () => failure(() => loads(join(bytes("Np"), repeated("9", effort(10_000_000)), bytes("\n.")))),
	"a long hexadecimal": () => {
		const data = join(bytes("I0x"), repeated("f", effort(2_000_000)), bytes("\n."));
		return typeof loads(data, { pythonVersion: "3.13" });
	},
	"a long LONG4": () =>
		typeof loads(join(bytes(`\x8b${u32(effort(50_000_000))}`), repeated("\x7f", effort(50_000_000)), bytes("."))),
	"many spaces before an int": () => loads(join(bytes("I"), repeated(" ", effort(10_000_000)), bytes("7\n."))),
	"many underscores": () => failure(() => loads(join(bytes("L"), repeated("1_", effort(2_000_000)), bytes("\n.")))),
	"a long float": () => loads(join(bytes("F"), repeated("1", effort(5_000_000)), bytes(`e-${effort(5_000_000)}\n.`))),
	"many backslashes": () =>
		(loads(join(bytes("S'"), repeated("\\\\", effort(5_000_000)), bytes("'\n."))) as string).length,
	"many half escapes": () => failure(() => loads(join(bytes("V"), repeated("\\u12", effort(1_000_000)), bytes("\n.")))),
	"a million marks": () => failure(() => loads(join(repeated("(", effort(2_000_000)), bytes("N.")))),
	"marks opened and closed": () =>
		(loads(join(bytes("]"), repeated("(1", effort(3_000_000)), bytes("."))) as unknown[]).length,
	"batches that append nothing": () =>
		(loads(join(bytes("]"), repeated("(e", effort(3_000_000)), bytes("."))) as unknown[]).length,
	"one value doubled": () => loads(join(bytes("N"), repeated("2", effort(8_000_000)), bytes("."))),
	"a name again and again": () => failure(() => loads(repeated("cmodule\nName\n0", effort(300_000)))),
	"names without end": () => {
		const names = Array.from({ length: effort(200_000) }, (_, i) => bytes(`cm\nn${i}\n0`));
		return loads(join(joined(names), bytes("N.")));
	},
	"a dict that gets another kind of key, in a cycle": () => {
		const data = join(bytes("}q\x00"), repeated("X\x01\0\0\0ah\x00s", effort(100_000)), bytes("K\x01h\x00s."));
		const dict = loads(data) as Map<unknown, unknown>;
		return dict instanceof PyDict && dict.get(1) === dict && dict.get("a") === dict;
	},
	"many dicts that get another kind of key": () => {
		const one = "}q\x00X\x01\0\0\0ah\x00sK\x01h\x00sa";
		const list = loads(join(bytes("]"), repeated(one, effort(50_000)), bytes("."))) as unknown[];
		return list.every((dict) => dict instanceof PyDict && dict.get("a") === dict);
	},
	"dicts replaced again and again": () => {
		const data = join(bytes("]q\x01"), repeated("}q\x00h\x01h\x00a0K\x01Ns0", effort(30_000)), bytes("."));
		return failure(() => loads(data));
	},
	"bigints that collide": () => {
		const keys = Array.from({ length: effort(40_000) }, (_, i) => bytes(`\x8a\x0c\0\0\0\0\0\0\0\0${u32(i + 1)}N`));
		return (loads(join(bytes("}("), joined(keys), bytes("u."))) as Map<unknown, unknown>).size;
	},
	"tuples that collide": () => {
		const keys = Array.from({ length: effort(100_000) }, (_, i) => bytes(`J${u32(i)}J${u32(i)}\x86N`));
		return (loads(join(bytes("}("), joined(keys), bytes("u."))) as Map<unknown, unknown>).size;
	},
	"NaN as a key, many times": () => {
		const keys = repeated("G\x7f\xf8\0\0\0\0\0\0N", effort(100_000));
		return (loads(join(bytes("}("), keys, bytes("u."))) as Map<unknown, unknown>).size;
	},
	"a set of sets": () =>
		(loads(join(bytes("\x8f("), repeated("(\x91", effort(200_000)), bytes("\x90."))) as PySet).size,
	"a long tuple as a key": () => {
		const one = join(bytes("("), repeated("K\x01", effort(500_000)), bytes("t"));
		return (loads(join(bytes("\x8f("), one, one, bytes("\x90."))) as PySet).size;
	},
	"long bytes as a key": () => {
		const one = join(bytes(`B${u32(effort(5_000_000))}`), repeated("x", effort(5_000_000)));
		return (loads(join(bytes("\x8f("), one, one, bytes("\x90."))) as PySet).size;
	},
	"items of an inert object in a million batches": () =>
		failure(() => loads(join(bytes("cm\nC\n)\x81"), repeated("K\x01a", effort(1_000_000)), bytes(".")))),
	"states of an inert object": () =>
		failure(() => loads(join(bytes("cm\nC\n)\x81"), repeated("Nb", effort(1_000_000)), bytes(".")))),
	"calls dropped on an object": () =>
		failure(() => loads(join(bytes("cm\nC\n)\x81q\x00"), repeated("cm\nf\nh\x00\x85R0", effort(100_000)), bytes(".")))),
	"a call with itself, again and again": () =>
		failure(() => loads(join(bytes("cm\nC\n)R"), repeated("2\x85R", effort(300_000)), bytes(".")))),
	"a deque that is full": () => {
		const data = join(bytes("ccollections\ndeque\n)K\x01\x86R("), repeated("N", effort(1_000_000)), bytes("e."));
		return (loads(data) as { length: number }).length;
	},
	"one list copied into a million sets": () => {
		const list = join(bytes("]q\x00("), repeated("K\x01K\x02K\x03K\x04K\x05", 20_000), bytes("e"));
		const copies = repeated("h\x01h\x00\x85R", 1_000_000);
		return failure(() => loads(join(list, bytes("c__builtin__\nset\nq\x01"), copies, bytes("."))));
	},
	"one list copied into a million deques": () => {
		const list = join(bytes("]q\x00("), repeated("N", 100_000), bytes("e"));
		const copies = repeated("h\x01h\x00\x85R", 1_000_000);
		return failure(() => loads(join(list, bytes("ccollections\ndeque\nq\x01"), copies, bytes("."))));
	},
	"one state given to a million objects": () => {
		const state = Array.from({ length: 20_000 }, (_, i) => bytes(`X${u32(6)}${String(i).padStart(6, "k")}N`));
		const objects = repeated("h\x01)Rh\x00b", 1_000_000);
		const data = join(bytes("}q\x00("), joined(state), bytes("ucbuiltins\nValueError\nq\x01"), objects, bytes("."));
		return failure(() => loads(data, { limits: { memory: 2 ** 25 } }));
	},
	"one long tuple as the key of a million dicts": () => {
		const key = join(bytes("("), repeated("K\x01", 300_000), bytes("tq\x00"));
		return failure(() => loads(join(key, repeated("}h\x00Ns0", 300_000), bytes("."))));
	},
	"one deep tuple as the key of many dicts": () => {
		const key = join(bytes("N"), repeated("\x85", effort(100_000)), bytes("q\x00"));
		return failure(() => loads(join(key, repeated("}h\x00Ns0", effort(300_000)), bytes("."))));
	},
	"one deep frozenset in many sets": () => {
		const key = join(repeated("(", effort(50_000)), bytes("N"), repeated("\x91", effort(50_000)), bytes("q\x00"));
		return failure(() => loads(join(key, repeated("\x8f(h\x00\x900", effort(300_000)), bytes("."))));
	},
	"long bytes as the key of many dicts": () => {
		const key = join(bytes(`B${u32(2_000_000)}`), repeated("x", 2_000_000), bytes("q\x00"));
		return failure(() => loads(join(key, repeated("}h\x00Ns0", 300_000), bytes("."))));
	},
	"a long int as the key of many dicts": () => {
		const key = join(bytes(`\x8b${u32(1_000_000)}`), repeated("\x7f", 1_000_000), bytes("q\x00"));
		return failure(() => loads(join(key, repeated("}h\x00Ns0", 300_000), bytes(".")), { limits: { memory: 2 ** 27 } }));
	},
	"a long name, a million times": () => {
		const name = join(bytes(`X${u32(1_000_000)}`), repeated("n", 1_000_000), bytes("q\x00"));
		const data = join(name, repeated("h\x00h\x00\x930", 100_000), bytes("."));
		return failure(() => loads(data, { limits: { memory: effort(2 ** 30) } }));
	},
	"getattr on getattr, a million times": () => {
		return failure(() =>
			loads(
				join(
					bytes("cbuiltins\ngetattr\nq\x00cm\nC\nq\x010"),
					repeated("h\x00h\x01X\x01\0\0\0a\x86Rq\x010", effort(100_000)),
					bytes("N."),
				),
			),
		);
	},
	"bytearray(3000000000)": () => repr(loads(bytes("\x80\x02c__builtin__\nbytearray\n\x8a\x05\0\x5e\xd0\xb2\0\x85R."))),
	"set(range(2**40))": () =>
		repr(loads(bytes("\x80\x02c__builtin__\nset\nc__builtin__\nxrange\nK\0\x8a\x06\0\0\0\0\0\x01K\x01\x87R\x85R."))),
	"Decimal of a long exponent as a key": () => {
		const data = bytes("}cdecimal\nDecimal\nX\x0b\0\0\x001E999999999\x85RNs.");
		return (loads(data) as Map<unknown, unknown>).size;
	},
	"an array of many zeros": () => failure(() => loads(bytes(`carray\narray\nX\x01\0\0\0bX${u32(3)}abc\x86R.`))),
	...Object.fromEntries(
		Object.entries(DEEP).flatMap(([name, data]) => [
			[`very many ${name}`, () => depth(loads(data(levelsOf(name)))) >= 1],
			[`many ${name}, exactly`, () => depth(loads(data(levelsOf(name) / 5), { mode: "exact" })) >= 1],
			[`many ${name}, written`, () => dumps(loads(data(FEWER))).length > FEWER],
			[`many ${name}, shown`, () => repr(loads(data(FEWER))).length > FEWER],
			[`many ${name}, compared`, () => equals(loads(data(FEWER)), loads(data(FEWER)))],
		]),
	),
};

/** What a call ends in: its error as `Name: message`, or "done". */
function failure(work: () => unknown): string {
	try {
		work();
		return "done";
	} catch (error) {
		return errorText(error);
	}
}
function outcome(work: () => unknown): unknown {
	try {
		return work();
	} catch (error) {
		return errorText(error);
	}
}
/** `Name: message`, cut short; a stack overflow or another error of JavaScript's own shows by its name. */
function errorText(error: unknown): string {
	const { name, message, code } = error as Error & { code?: unknown };
	return code === undefined ? `not typed: ${name}: ${message}` : `${name}: ${message}`.slice(0, 120);
}

for (const name of process.argv.slice(2)) {
	if (!Object.hasOwn(ATTACKS, name)) continue;
	const attack = ATTACKS[name] as () => unknown;
	const start = performance.now();
	const result = outcome(attack);
	const seconds = (performance.now() - start) / 1000;
	const peak = process.resourceUsage().maxRSS / 1024;
	console.log(JSON.stringify({ name, result: String(result).slice(0, 400), seconds, peak }));
}
