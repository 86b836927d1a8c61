/** Files of tables by the command, both ways: what it writes is read by pandas, and what pandas writes by it. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { dumpFile } from "brine/node";
import { DataFrame, registry } from "brine/pandas";

const MAIN = fileURLToPath(new URL("../../../dist/cli/main.js", import.meta.url));

function convert(from, to) {
	const { status, stderr } = spawnSync(process.execPath, [MAIN, "convert", from, to], { encoding: "utf8" });
	if (status !== 0) console.log(`FAILED convert ${from.slice(from.lastIndexOf("/"))}: ${stderr.trim()}`);
}

/** Archives and packings that dumpFile writes by the name, which pandas reads. */
export async function archives({ python }, folder, script) {
	const frame = DataFrame.from({ i: [1, 2], s: ["a", "\u00e9"] });
	const kinds = ["gz", "bz2", "xz", "zip", "tar", "tar.gz", "tar.bz2", "tar.xz"].map((packing) => `pkl.${packing}`);
	for (const kind of ["pkl", ...kinds]) await dumpFile(frame, join(folder, `frame.${kind}`), { registry });
	return script(python, "files.py", ["archives", folder]);
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
