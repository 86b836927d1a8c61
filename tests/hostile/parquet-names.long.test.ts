/** Names of fields in Parquet and Arrow that V8 takes for indexes, or that change prototypes: records of 100,000 rows take what others do. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as arrow from "apache-arrow";
import { afterAll, expect, it } from "vitest";
import { removeFolder } from "../remove-folder.mjs";

const ROWS = 60_000;
const folder = mkdtempSync(join(tmpdir(), "brine-names-"));
afterAll(() => removeFolder(folder));

function convert(from: string, to: string): void {
	const args = ["--max-old-space-size=300", "dist/cli/main.js", "convert", join(folder, from), join(folder, to)];
	const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
	expect([status, stderr]).toEqual([0, ""]);
}

it.each(["1023", "4294967294", "__proto__", ".1023", "key"])("%s", (name) => {
	const numbers = arrow.vectorFromArray(
		Array.from({ length: ROWS }, (_, i) => i % 8),
		new arrow.Int32(),
	);
	const type = new arrow.Struct([new arrow.Field(name, new arrow.Int32(), true)]);
	const data = arrow.makeData({ type, length: ROWS, nullCount: 0, children: [numbers.data[0] as arrow.Data] });
	writeFileSync(join(folder, "a.arrow"), arrow.tableToIPC(new arrow.Table({ c: new arrow.Vector([data]) }), "file"));
	convert("a.arrow", "b.parquet");
	convert("b.parquet", "c.jsonl");
	const lines = readFileSync(join(folder, "c.jsonl"), "utf8").trim().split("\n");
	expect(lines).toHaveLength(ROWS);
	expect(lines[5]).toBe(`{"c": {"${name}": 5}}`);
});
