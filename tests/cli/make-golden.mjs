// Writes tests/cli/golden/<version>.json, what Python's own commands do: `node tests/cli/make-golden.mjs [--check]`.
// The reference is 3.14, which npm has as pyodide. --check writes nothing and exits with 1 when the file would change.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { findPythons, runScript } from "../python/pythons.mjs";

const folder = fileURLToPath(new URL("golden/", import.meta.url));
const script = fileURLToPath(new URL("run_cases.py", import.meta.url));
const check = process.argv.includes("--check");
mkdirSync(folder, { recursive: true });

for (const python of await findPythons()) {
	if (!python.version.startsWith("3.14.") || python.kind !== "pyodide") continue;
	const text = await runScript(python, script);
	const path = `${folder}${python.version}.json`;
	const same = existsSync(path) && readFileSync(path, "utf8") === text;
	console.log(`${python.version}: ${JSON.parse(text).length} cases, ${same ? "same" : "different"}`);
	if (check) process.exitCode = same ? 0 : 1;
	else writeFileSync(path, text);
}
