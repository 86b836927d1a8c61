/**
 * How time grows with size: records of about 1, 3, 10, 30 and 100 MB, read and written; per megabyte it stays the same.
 *
 * node --expose-gc --max-old-space-size=8000 bench/growth.mjs [--quick]
 */
const { json, pickle } = await import(process.env.BRINE_DIST ?? "../dist/index.js");
const sizes = process.argv.includes("--quick") ? [1, 3] : [1, 3, 10, 30, 100];

function records(count) {
	return Array.from({ length: count }, (_, i) => ({
		id: i,
		name: `user${i}`,
		email: `user${i}@example.com`,
		active: i % 3 === 0,
		score: ((i * 7919) % 1000) / 7,
		tags: [`a${i % 7}`, `b${i % 11}`],
		address: { city: `City ${i % 100}`, zip: 10000 + (i % 9000) },
		note: null,
	}));
}
function seconds(work) {
	globalThis.gc?.();
	const start = process.hrtime.bigint();
	work();
	return Number(process.hrtime.bigint() - start) / 1e9;
}
const median = (work) => [seconds(work), seconds(work), seconds(work)].sort((a, b) => a - b)[1];

for (const [name, { dumps, loads }] of Object.entries({ pickle, json })) {
	const perMegabyte = dumps(records(1000)).length / 1000;
	for (const size of sizes) {
		const value = records(Math.round((size * 1e6) / perMegabyte));
		const data = dumps(value);
		const rate = (work) => `${((median(work) * 1000) / (data.length / 1e6)).toFixed(1).padStart(6)} ms per MB`;
		console.log(
			`${name.padEnd(6)} ${String(size).padStart(3)} MB  dumps ${rate(() => dumps(value))}  loads ${rate(() => loads(data))}`,
		);
	}
}
