/** Random frames of a real pandas: read, written as CSV and printed as it does, and written again in two forms that it reads. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pandasRegistry, registry } from "brine/pandas";
import { dumps, loads } from "brine/pickle";
import { repr } from "brine/types";

export function frames({ python, version }, folder, script, count) {
	const [made, again] = ["made", "again"].map((name) => join(folder, name));
	script(python, "frames.py", ["make", made, String(count), String(count)]);
	const own = pandasRegistry({ pandasVersion: version.slice(0, 3) });
	const isNew = version.startsWith("3.");
	const lines = [];
	const counts = { csv: 0, repr: 0, differ: 0 };
	for (const [i, line] of readFileSync(made, "utf8").trim().split("\n").entries()) {
		const { pickle, csv, repr: printed, series, seriesRepr } = JSON.parse(line);
		const read = (text) => loads(Buffer.from(text, "base64"), { registry, mode: "exact" });
		const frame = read(pickle);
		const tell = (what) => {
			counts.differ++;
			if (counts.differ <= 5) console.log(`FAILED pandas ${version}, frame ${i}: ${what}`);
		};
		if (frame.toCSV({ pandasVersion: version.slice(0, 3) }) === csv) counts.csv++;
		else tell("csv");
		const print = { pandasVersion: version.slice(0, 3) };
		if (frame.print(print) === printed && (!isNew || repr(frame) === printed)) counts.repr++;
		else tell("repr");
		if (series !== undefined) {
			if (read(series).print(print) === seriesRepr) counts.repr++;
			else tell("repr of a series");
		}
		const forms = { portable: dumps(frame, { registry }), own: dumps(frame, { registry: own }) };
		const texts = Object.fromEntries(
			Object.entries(forms).map(([name, data]) => [name, Buffer.from(data).toString("base64")]),
		);
		lines.push(JSON.stringify({ pickle, forms: texts }));
	}
	writeFileSync(again, `${lines.join("\n")}\n`);
	const [good] = script(python, "frames.py", ["check", again]);
	return [counts.csv + counts.repr + good, counts.differ];
}
