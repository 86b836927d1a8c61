/**
 * Calls one function on one family for half a second, says WARM, and goes on for a third: for `node --trace-deopt`.
 *
 * node --trace-deopt again.mjs FOLDER_OF_WARM_UP FILE FORMAT loads|loads-exact|dumps PROTOCOL
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [, , folder, file, format, kind, protocol] = process.argv;
const isJson = format === "json";
const library = await import(`${process.env.BRINE_DIST ?? "../../dist"}/${format}/index.js`);
const read = (path) => (isJson ? readFileSync(path, "utf8") : new Uint8Array(readFileSync(path)));
const exact = (data) => library.loads(data, { mode: "exact" });
const options = isJson ? {} : { protocol: Number(protocol) };
for (const name of readdirSync(folder).filter((entry) => entry.startsWith("warm-"))) {
	const data = read(join(folder, name));
	const value = exact(data);
	for (let i = 0; i < 50; i++) {
		library.loads(data);
		exact(data);
		library.dumps(value, options);
	}
}
const data = read(file);
const value = exact(data);
const work = {
	loads: () => library.loads(data),
	"loads-exact": () => exact(data),
	dumps: () => library.dumps(value, options),
}[kind];
function callFor(microseconds) {
	const start = process.cpuUsage();
	for (;;) {
		work();
		const { user, system } = process.cpuUsage(start);
		if (user + system > microseconds) return;
	}
}
callFor(500_000);
console.log("WARM");
callFor(330_000);
