/** Files whose parts hold each other, so that a few kilobytes have more members than anybody can look at. */
import { deflateRawSync } from "node:zlib";
import { expect, it } from "vitest";
import { loads } from "../../src/pickle/loads.ts";
import { createPolicy, type Finding, scan, verdict } from "../../src/scan/index.ts";
import { bytes, time, u4 } from "../hostile/bytes.ts";

function u2(value: number): Uint8Array {
	return u4(value).subarray(0, 2);
}
interface Member {
	readonly name: string;
	readonly method?: number;
	readonly packed?: number;
	readonly nameLength?: number;
}
function local({ name, method = 0, packed = 0, nameLength = name.length }: Member): Uint8Array {
	const lengths = bytes(u4(0), u4(0), u4(packed), u4(packed), u2(nameLength), u2(0));
	return bytes("PK\x03\x04", u2(20), u2(8), u2(method), lengths, name);
}
function entry({ name, method = 0, packed = 0 }: Member, header: number): Uint8Array {
	const lengths = bytes(u4(0), u4(0), u4(packed), u4(packed), u2(name.length), new Uint8Array(12));
	return bytes("PK\x01\x02", u2(20), u2(20), u2(0), u2(method), lengths, u4(header), name);
}
function directory(entries: Uint8Array, count: number, offset: number): Uint8Array {
	return bytes(entries, "PK\x05\x06", u4(0), u2(count), u2(count), u4(entries.length), u4(offset), u2(0));
}

/** Headers of members that no directory lists, and that have no length. */
const unlisted = (count: number): Uint8Array =>
	bytes(...Array.from({ length: count }, (_, i) => local({ name: `m${i}` })));

/** Members each of which goes on to the end of the archive, with the directory that lists them. */
function overlapping(count: number, method = 0): Uint8Array {
	const names = Array.from({ length: count }, (_, i) => `n${String(i).padStart(5, "0")}`);
	const size = count * (36 + 52) + 22;
	const entries = names.map((name, i) => entry({ name, method, packed: size - (i + 1) * 36 }, i * 36));
	return bytes(...names.map((name) => local({ name, method })), directory(bytes(...entries), count, count * 36));
}

/** A pickle that loads one string of bytes so many times, in which another does, and so on. */
function loading(times: number, depth: number, innermost: string): Uint8Array {
	let inner = bytes(innermost);
	for (let i = 0; i < depth; i++) {
		const head = bytes("\x80\x02(ctorch.storage\n_load_from_bytes\nq\x00B", u4(inner.length), inner, "q\x01");
		inner = bytes(head, "h\x00h\x01\x85R".repeat(times), "l.");
	}
	return inner;
}

const SYSTEM = "\x80\x02cos\nsystem\n.";
const FILES: Readonly<Record<string, Uint8Array>> = {
	"40 members that no directory lists": unlisted(40),
	"3,000 members that no directory lists": unlisted(3000),
	"members that no directory lists, before one that it does": bytes(
		unlisted(60),
		directory(entry({ name: "m0" }, 0), 1, 60 * 32 - 10),
	),
	"30 members that overlap": overlapping(30),
	"2,000 members that overlap": overlapping(2000),
	"2,000 packed members that overlap": overlapping(2000, 8),
	"names that overlap": bytes(
		...Array.from({ length: 3000 }, () => local({ name: "", nameLength: 65535 })),
		"A".repeat(65535),
	),
	"three loads of three, twelve deep": loading(3, 12, SYSTEM),
	"a hundred loads of a hundred": loading(100, 8, SYSTEM),
	"20,000 loads of 50 kB": loading(20_000, 1, `\x80\x02(${"N".repeat(50_000)}l.`),
};

async function found(data: Uint8Array): Promise<Finding[]> {
	const findings: Finding[] = [];
	for await (const finding of scan(data)) findings.push(finding);
	return findings;
}
function isLimited(findings: readonly Finding[]): boolean {
	return findings.some(({ rule, unscannable }) => rule === "limit" && unscannable);
}

it.each(Object.entries(FILES))("%s are looked at in part, and the scan says so", async (_, data) => {
	const start = process.cpuUsage();
	const findings = await found(data);
	const { user, system } = process.cpuUsage(start);
	expect((user + system) / 1000).toBeLessThan(4000);
	expect(isLimited(findings)).toBe(true);
	expect(["safe", "no-pickle"]).not.toContain(verdict(findings));
});

it.each(["three loads of three, twelve deep", "20,000 loads of 50 kB"])("a policy ends, too: %s", (name) => {
	const work = (): void => {
		expect(() => loads(FILES[name] as Uint8Array, { policy: createPolicy() })).toThrow(/the pickle is /);
	};
	expect(time(work, 3000)).toBeLessThan(3000);
});

it("archives in archives, and many short members, are looked at whole", async () => {
	let deep = bytes(SYSTEM);
	for (let i = 0; i < 11; i++) {
		// Packed, as the end of an archive in an archive is one more end otherwise.
		const data = deflateRawSync(deep);
		const member = { name: "a", method: 8, packed: data.length };
		deep = bytes(local(member), data, directory(entry(member, 0), 1, local(member).length + data.length));
	}
	const nested = await found(deep);
	expect([verdict(nested), isLimited(nested)]).toEqual(["dangerous", false]);
	const member = { name: "n", packed: 2 };
	const count = 4000;
	const locals = Array.from({ length: count }, () => bytes(local(member), "N."));
	const entries = Array.from({ length: count }, (_, i) => entry({ ...member, name: `n${i}` }, i * 33));
	expect(isLimited(await found(bytes(...locals, directory(bytes(...entries), count, count * 33))))).toBe(false);
});
