import { ValueError } from "../../errors.ts";
import { DEFAULT_VERSION, type VersionNumber } from "../../options.ts";
import { KEY, type KeyParts, REPR, TYPE } from "../../values/brand.ts";
import { normalInt } from "../../values/numbers.ts";
import { qualnameOf } from "../../values/py-name.ts";
import type { ReprParts } from "../../values/repr-frames.ts";
import { int } from "../arguments.ts";
import type { PyName, TypeEntry } from "../registry.ts";
import { UninternedString } from "../uninterned.ts";
import { PyStdValue } from "./value.ts";

/** The classes of `ipaddress`. */
export type IPKind = "IPv4Address" | "IPv4Network" | "IPv4Interface" | "IPv6Address" | "IPv6Network" | "IPv6Interface";

const KINDS: readonly IPKind[] = [
	"IPv4Address",
	"IPv4Network",
	"IPv4Interface",
	"IPv6Address",
	"IPv6Network",
	"IPv6Interface",
];

/**
 * An address, network or interface of Python's `ipaddress`.
 *
 * @example
 * ```ts
 * import { PyIP } from "brine/types";
 * new PyIP("IPv6Address", "2001:db8::1").int; // 42540766411282592856903984951653826561n
 * new PyIP("IPv4Network", "192.0.2.0/24").prefixlen; // 24
 * ```
 */
export class PyIP extends PyStdValue {
	/** Its Python class. */
	readonly kind: IPKind;
	/** The address as a number. */
	readonly int: bigint;
	/** How many bits name the network; undefined for an address. */
	readonly prefixlen: number | undefined;
	/** The zone of a link-local IPv6 address, such as `"eth0"`; null for most. */
	readonly scope: string | null;

	/**
	 * @param kind the Python class
	 * @param value text as Python prints it; for an address its number too
	 * @throws ValueError (`argument`) for other text, or a network with bits set after its prefix
	 */
	constructor(kind: IPKind, value: string | bigint) {
		super();
		const parsed = parse(kind, value);
		if (parsed === undefined) {
			throw new ValueError(`'${value}' does not appear to be an ${kind}`, { code: "argument" });
		}
		this.kind = kind;
		[this.int, this.prefixlen, this.scope] = parsed;
	}
	/** 4 or 6. */
	get version(): 4 | 6 {
		return this.kind.startsWith("IPv4") ? 4 : 6;
	}
	/** The text that Python's `str()` returns; from 3.13 on with a dotted end for mapped IPv4 addresses. */
	text(version: VersionNumber = DEFAULT_VERSION): string {
		const address = this.version === 4 ? dotted(this.int) : hextets(this.int, version);
		const scope = this.scope === null ? "" : `%${this.scope}`;
		return `${address}${scope}${this.prefixlen === undefined ? "" : `/${this.prefixlen}`}`;
	}
	override toString(): string {
		return this.text();
	}
	toJSON(): string {
		return this.text();
	}
	get [TYPE](): string {
		return `ipaddress.${this.kind}`;
	}
	[KEY](): KeyParts {
		return { tag: this.kind, parts: [this.int, this.prefixlen ?? null, this.scope] };
	}
	override [REPR](version?: VersionNumber): ReprParts {
		return { parts: [`${this.kind}('${this.text(version)}')`] };
	}
}

type Parsed = readonly [int: bigint, prefixlen: number | undefined, scope: string | null];

function parse(kind: IPKind, value: string | bigint): Parsed | undefined {
	const bits = kind.startsWith("IPv4") ? 32 : 128;
	const isAddress = kind.endsWith("Address");
	if (typeof value === "bigint") {
		return isAddress && value >= 0n && value < 1n << BigInt(bits) ? [value, undefined, null] : undefined;
	}
	const match = /^([^/%]*)(?:%([^/%]+))?(?:\/(\d{1,3}))?$/.exec(value);
	if (match === null || (match[2] !== undefined && bits === 32)) return undefined;
	const found = bits === 32 ? parseDotted(match[1] as string) : parseHextets(match[1] as string);
	if (found === undefined) return undefined;
	const scope = match[2] ?? null;
	if (isAddress) return match[3] === undefined ? [found, undefined, scope] : undefined;
	const prefixlen = Number(match[3] ?? bits);
	if (prefixlen > bits) return undefined;
	const host = found & ((1n << BigInt(bits - prefixlen)) - 1n);
	return kind.endsWith("Network") && host !== 0n ? undefined : [found, prefixlen, scope];
}

function parseDotted(text: string): bigint | undefined {
	const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
	if (match === null) return undefined;
	let value = 0n;
	for (const octet of match.slice(1)) {
		if (Number(octet) > 255 || (octet.length > 1 && octet.startsWith("0"))) return undefined;
		value = value * 256n + BigInt(octet);
	}
	return value;
}

/** Characters of the longest IPv6 address, with a dotted end. */
const LONGEST = 45;

function parseHextets(text: string): bigint | undefined {
	if (text.length > LONGEST) return undefined;
	const last = text.lastIndexOf(":") + 1;
	let given = text;
	if (text.includes(".")) {
		const end = parseDotted(text.slice(last));
		if (end === undefined) return undefined;
		given = `${text.slice(0, last)}${(end >> 16n).toString(16)}:${(end & 0xffffn).toString(16)}`;
	}
	const halves = given.split("::");
	const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
	const missing = 8 - head.length - tail.length;
	if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return undefined;
	const all = [...head, ...new Array<string>(missing).fill("0"), ...tail];
	if (!all.every((hextet) => /^[\da-f]{1,4}$/i.test(hextet))) return undefined;
	return BigInt(`0x${all.map((hextet) => hextet.padStart(4, "0")).join("")}`);
}

function dotted(value: bigint): string {
	return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join(".");
}

/** Eight groups, the longest run of two or more zeros left out, the first of equal ones. */
function hextets(value: bigint, version: VersionNumber): string {
	if (version >= 31300 && value >> 32n === 0xffffn) return `::ffff:${dotted(value & 0xffffffffn)}`;
	const groups = Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(112 - 16 * i)) & 0xffffn));
	let [best, length] = [0, 1];
	for (let from = 0; from < 8; from++) {
		const end = groups.findIndex((group, i) => i >= from && group !== 0);
		const run = (end === -1 ? 8 : end) - from;
		if (run > length) [best, length] = [from, run];
	}
	const text = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(":");
	if (length === 1) return text(groups);
	return `${text(groups.slice(0, best))}::${text(groups.slice(best + length))}`;
}

/** An address by its number, from 3.11 on IPv6 by its text; networks and interfaces by their text. */
export const ipType: TypeEntry<PyIP> = {
	names: KINDS.map((kind): PyName => `ipaddress:${kind}`) as [PyName, ...PyName[]],
	type: PyIP,
	load: (args, _kwargs, { name }) => {
		const kind = qualnameOf(name) as IPKind;
		const [given] = args;
		const number = int(given);
		const value = typeof given === "string" ? given : number === undefined ? undefined : BigInt(number);
		const known = args.length === 1 && value !== undefined && parse(kind, value) !== undefined;
		return known ? new PyIP(kind, value) : undefined;
	},
	reduce: (value, _protocol, { version }) => {
		const byNumber = value.kind === "IPv4Address" || (value.kind === "IPv6Address" && version < 31100);
		return {
			callable: `ipaddress:${value.kind}`,
			args: [byNumber ? normalInt(value.int) : new UninternedString(value.text(version))],
		};
	},
};
