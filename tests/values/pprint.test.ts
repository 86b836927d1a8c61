/** What CPython's pprint makes of values, written by make_pprint.py and kept in pprint-golden.json. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { encodeUtf8 } from "../../src/bytes/utf8.ts";
import { loads } from "../../src/pickle/loads.ts";
import { type PformatOptions, pformat } from "../../src/values/pprint.ts";

type Short = string | { length: number; sha256: string };
type Rows = Record<string, [versions: string, row: [data: string, texts: Short[]]][]>;
const golden = JSON.parse(readFileSync(new URL("pprint-golden.json", import.meta.url), "utf8")) as Rows;

/** The same as STYLES of make_pprint.py. */
const STYLES: PformatOptions[] = [
	{},
	{ width: 40 },
	{ width: 20, indent: 4 },
	{ compact: true },
	{ depth: 2 },
	{ depth: 1, compact: true, width: 30 },
	{ indent: 0, width: 1 },
];

function short(text: string): Short {
	const ids = new Map<string, number>();
	const shown = text.replaceAll(/(?<= with id=)\d+/g, (id) => {
		ids.set(id, ids.get(id) ?? ids.size + 1);
		return String(ids.get(id));
	});
	const length = [...shown].length;
	return length <= 4000 ? shown : { length, sha256: createHash("sha256").update(encodeUtf8(shown)).digest("hex") };
}

describe.each(Object.keys(golden))("pformat() of %s", (name) => {
	test.each(
		(golden[name] ?? []).flatMap(([versions, row]) => versions.split(" ").map((version) => [version, row] as const)),
	)("as Python %s", (version, [data, texts]) => {
		const value = loads(new Uint8Array(Buffer.from(data, "base64")), { mode: "exact" });
		for (const [i, style] of STYLES.entries()) {
			const shown = JSON.stringify(style);
			expect(short(pformat(value, { ...style, pythonVersion: version })), shown).toEqual(texts[i]);
		}
	});
});
