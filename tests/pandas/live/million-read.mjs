/** node tests/pandas/live/million-read.mjs FILE: as `million.py read`, by the built package; then to Arrow, and the first screen. */
import { readFileSync } from "node:fs";
import * as flechette from "@uwdata/flechette";
import { registry } from "brine/pandas";
import { loads } from "brine/pickle";

const data = new Uint8Array(readFileSync(process.argv[2]));
const peak = () => process.resourceUsage().maxRSS / 1024;
const before = peak();
const times = [];
let after = 0;
let frame;
for (let i = 0; i < 5; i++) {
	const start = performance.now();
	frame = loads(data, { registry, limits: { memory: 2 ** 32 } });
	times.push(performance.now() - start);
	if (i === 0) after = peak();
}
const start = performance.now();
frame.toArrow(flechette, { limits: { memory: 2 ** 32 } });
const arrow = performance.now() - start;
console.log(Math.round(Math.min(...times)), Math.round(times[0]), Math.round(after - before), Math.round(arrow));
