/** Files of tables by the command, both ways: what it writes is read by pandas, and what pandas writes by it. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../../dist/cli/main.js", import.meta.url));

function convert(from, to) {
	const { status, stderr } = spawnSync(process.execPath, [MAIN, "convert", from, to], { encoding: "utf8" });
	if (status !== 0) console.log(`FAILED convert ${from.slice(from.lastIndexOf("/"))}: ${stderr.trim()}`);
}

export function files({ python }, folder, script) {
	script(python, "files.py", ["make", folder]);
	for (const file of readdirSync(folder)) {
		const path = join(folder, file);
		if (!file.endsWith(".pkl")) convert(path, `${path}.pkl`);
		else for (const kind of ["parquet", "arrow"]) convert(path, path.replace(/pkl$/, `brine.${kind}`));
	}
	return script(python, "files.py", ["check", folder]);
}
