/** Every example runs as its reader would run it, and prints what it says. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const folder = new URL("../../examples/", import.meta.url);
const python = spawnSync("python3", ["-c", "print(1)"]).status === 0;

/** A line that the output must hold; an example that has none here fails. */
const expected: Record<string, string> = {
	"start.mjs": "Written back: 566 bytes, the same as Python's.",
	"settings.mjs": "window: { width: 1280.5, full: false }",
	"http.mjs": "{ received: 2, id: 9007199254740993n }",
	"with-python.mjs": python
		? "pickle: the same objects came back\njson: the same objects came back"
		: "no Python here to talk to",
	"type-table.mjs": "9007199254740993   Python 9007199254740993   JavaScript bigint",
	"dumps-and-dump.mjs": "EOFError: Ran out of input",
	"own-class.mjs": "true 5\ngeometry.Point { x: 3, y: 4 }",
	"signed-json.mjs": '{"id": 505874924095815681, "price": 1.0, "who": "Zo\\u00eb"}',
};

for (const file of readdirSync(folder).filter((name) => name.endsWith(".mjs"))) {
	test(`examples/${file} runs`, () => {
		const run = spawnSync(process.execPath, [fileURLToPath(new URL(file, folder))], { encoding: "utf8" });
		expect(run.stderr).toBe("");
		expect(run.status).toBe(0);
		expect(run.stdout).toContain(expected[file] ?? "an expectation in examples.test.ts");
	});
}
