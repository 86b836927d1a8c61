/** What pandas 3.1 wrote, written here in the form that every pandas from 0.24 on reads, and read by each. */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { registry } from "brine/pandas";
import { dumps, loads } from "brine/pickle";
import { pandases } from "./venvs.mjs";

let made;
async function frames(script) {
	if (made !== undefined) return made;
	const [newest] = await pandases(["3.1"]);
	const folder = mkdtempSync(join(tmpdir(), "brine-portable-"));
	script(newest.python, "portable.py", ["make", folder]);
	for (const file of readdirSync(folder).filter((name) => name.endsWith(".pkl"))) {
		const frame = loads(readFileSync(join(folder, file)), { registry, mode: "exact" });
		writeFileSync(join(folder, file.replace(".pkl", ".portable.pkl")), dumps(frame, { registry, protocol: 4 }));
	}
	made = folder;
	return folder;
}

export async function portable({ python }, _folder, script) {
	return script(python, "portable.py", ["check", await frames(script)]);
}
