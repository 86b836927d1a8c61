/** Frames of a real pandas to Arrow by both libraries of JavaScript, read by pyarrow; and pyarrow's own, read here. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as flechette from "@uwdata/flechette";
import * as apache from "apache-arrow";
import { DataFrame, pandasRegistry, registry } from "brine/pandas";
import { dumps, loads } from "brine/pickle";

const LIBRARIES = {
	flechette: (frame) => flechette.tableToIPC(frame.toArrow(flechette), { format: "file" }),
	apache: (frame) => apache.tableToIPC(frame.toArrow(apache), "file"),
};

export function arrow({ python, version }, folder, script) {
	script(python, "arrow.py", ["make", folder]);
	const frames = loads(readFileSync(join(folder, "frames.pkl")), { registry });
	for (const [name, frame] of Object.entries(frames)) {
		for (const [library, write] of Object.entries(LIBRARIES)) {
			writeFileSync(join(folder, `${name}.${library}.arrow`), write(frame));
		}
	}
	const own = { registry: pandasRegistry({ pandasVersion: version.slice(0, 3) }) };
	for (const file of readdirSync(folder).filter((name) => name.endsWith(".pyarrow.arrow"))) {
		const table = flechette.tableFromIPC(readFileSync(join(folder, file)), { useBigInt: true });
		writeFileSync(join(folder, file.replace(".pyarrow.arrow", ".pkl")), dumps(DataFrame.fromArrow(table), own));
	}
	return script(python, "arrow.py", ["check", folder]);
}
