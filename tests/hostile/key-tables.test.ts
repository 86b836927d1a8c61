/** Tables of one key each, with a part that all of them share: comparing, copying and writing them works the part out once. */
import { describe, expect, it } from "vitest";
import * as pickle from "../../src/pickle/index.ts";
import { loads } from "../../src/pickle/index.ts";
import { defaultRegistry as registry } from "../../src/registry/default.ts";
import { fromTagged, toTagged } from "../../src/tagged/index.ts";
import { equals } from "../../src/values/equals.ts";
import { toPlain } from "../../src/values/plain.ts";
import { COUNT, MOST } from "./shared-part.ts";

const TABLE_COUNT = COUNT / 4;

/** `[{(t, 0): 1}, {(t, 1): 1}, …]` of one type, with `t` of `TABLE_COUNT` levels. */
function tables(open: string, close: string): unknown {
	const text = `\x80\x04K\x01q\x00${"h\x00h\x00\x86q\x00".repeat(TABLE_COUNT)}0](`;
	const each = Array.from({ length: TABLE_COUNT }, (_, i) => {
		return `${open}h\x00M${String.fromCharCode(i & 255, i >> 8)}\x86${close}`;
	});
	return loads(
		Uint8Array.from(`${text}${each.join("")}e.`, (unit) => unit.charCodeAt(0)),
		{ mode: "exact" },
	);
}
const TABLES: readonly (readonly [open: string, close: string])[] = [
	["ccollections\nCounter\n}", "K\x01s\x85R"],
	["ccollections\nCounter\n}K\x07K\x00s", "K\x01s\x85R"],
	["cbuiltins\nfrozendict\n}", "K\x01s\x85\x81"],
	["ccollections\nOrderedDict\n)R", "K\x01s"],
	["ccollections\ndefaultdict\n)R", "K\x01s"],
	["(", "\x91"],
	["\x8f(", "\x90"],
	["c__builtin__\nset\n]", "a\x85R"],
	["ccollections\nChainMap\n)\x81}X\x04\0\0\0maps](}K\x01K\x01s}", "K\x02sesb"],
	["ccopy_reg\n_reconstructor\ncm\nC\nc__builtin__\ndict\n}", "K\x01s\x87R"],
	["cm\nC\n)\x81}", "K\x01sb"],
	["cm\nC\n)\x81", "K\x01s"],
];

describe(`${TABLE_COUNT.toLocaleString("en")} tables, each of one key with a part that all share`, () => {
	it.each(TABLES)("%j", (open, close) => {
		const [one, other] = [tables(open, close), tables(open, close)];
		const start = process.cpuUsage();
		expect(equals(one, other)).toBe(true);
		pickle.dumps(one, { registry });
		fromTagged(toTagged(one));
		toPlain(one);
		const { user, system } = process.cpuUsage(start);
		expect((user + system) / 1000).toBeLessThan(2 * MOST);
	});
});
