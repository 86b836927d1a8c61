/** A subclass of pandas' frames by one call: what was not known in it stays as it is, and is written back. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DataFrame, pandasRegistry } from "brine/pandas";
import { dumps, loads } from "brine/pickle";

export function geopandas({ python, version }, folder, script) {
	const file = join(folder, "geo.pkl");
	script(python, "geopandas.py", ["make", file]);
	const frames = ["geopandas.geodataframe:GeoDataFrame"];
	const registry = pandasRegistry({ frames, pandasVersion: version.slice(0, 3) });
	const frame = loads(readFileSync(file), { registry, mode: "exact" });
	if (!(frame instanceof DataFrame))
		throw new Error(`read as ${frame.constructor.name}: ${String(frame).slice(0, 2000)}`);
	if (frame.pyClass !== frames[0] || String(frame.column("name").get(1)) !== "b") throw new Error("not as it was");
	writeFileSync(file, dumps(frame, { registry }));
	return script(python, "geopandas.py", ["check", file]);
}
