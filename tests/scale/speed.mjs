/** How fast engines are beside a bare process of Node that does the same work without them. */
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFiles } from "./files.mjs";
import { filesOf, MAIN } from "./reference.mjs";
import { Spark } from "./spark.mjs";

/** Seconds of a bare worker on a list of files. */
function bare(paths, task = "convert") {
	const start = process.hrtime.bigint();
	const { status, stderr } = spawnSync(process.execPath, [MAIN, "worker", task], {
		input: paths.map((path) => `${path}\n`).join(""),
		stdio: ["pipe", "ignore", "pipe"],
	});
	if (status !== 0) throw new Error(String(stderr));
	return Number(process.hrtime.bigint() - start) / 1e9;
}

/** Seconds of as many bare workers as there are shares. */
async function bareOn(shares) {
	const start = performance.now();
	await Promise.all(
		shares.map(
			(paths) =>
				new Promise((done) => {
					const child = spawn(process.execPath, [MAIN, "worker", "convert"], { stdio: ["pipe", "ignore", "inherit"] });
					child.stdin.end(paths.map((path) => `${path}\n`).join(""));
					child.once("exit", done);
				}),
		),
	);
	return (performance.now() - start) / 1000;
}

const halves = (paths) => [0, 1].map((k) => paths.filter((_, i) => i % 2 === k));

/** Small and large files through Spark, and through `brine jobs`, beside bare workers on as many cores. */
export async function speed({ python, folder, check }) {
	const spark = python === undefined ? undefined : new Spark(python, "local-cluster[2,1,1024]");
	try {
		await spark?.ready();
		for (const [name, count, rows] of [
			["10,000 files of 4 kB", 10_000, 36],
			["100 files of 20 MB", 100, 180_000],
		]) {
			const input = join(folder, name.replaceAll(/\W/g, "-"));
			mkdirSync(input);
			// Large files are copies, since making them takes longer than reading them.
			makeFiles(input, count > 1000 ? count : 2, { rows, bad: false });
			if (count <= 1000) {
				const [first] = filesOf(input);
				for (let i = 2; i < count; i++) cpSync(first, join(input, `copy-${String(i).padStart(3, "0")}.pkl`));
			}
			const paths = filesOf(input);
			const alone = await bareOn(halves(paths));
			const report = (what, seconds) => {
				const part = alone / seconds;
				console.log(
					`${name}: two bare workers ${alone.toFixed(1)} s, ${what} ${seconds.toFixed(1)} s: ${(100 * part).toFixed(0)} %`,
				);
				check(`${name}, ${what}: at least 70 % of bare workers`, part >= 0.7, `${(100 * part).toFixed(0)} %`);
			};
			const manifest = join(folder, `${count}.jsonl`);
			writeFileSync(
				manifest,
				spawnSync(process.execPath, [MAIN, "jobs", "plan", input], { maxBuffer: 2 ** 28 }).stdout,
			);
			const start = performance.now();
			spawnSync(process.execPath, [
				MAIN,
				"jobs",
				"run",
				"--manifest",
				manifest,
				"--out",
				join(folder, `out-${count}`),
				"--jobs",
				"2",
			]);
			report("brine jobs", (performance.now() - start) / 1000);
			if (spark === undefined) continue;
			const job = { task: "convert", in: input, out: join(folder, `parquet-${count}`) };
			// The first run starts the workers of Python and of Node.
			await spark.run({ ...job, out: `${job.out}-warm` });
			const reader = (await spark.run(job)).seconds;
			console.log(`${name}: Spark's binaryFile ${reader.toFixed(1)} s: ${((100 * alone) / reader).toFixed(0)} %`);
			await spark.run({ ...job, mounted: 2 ** 26, out: `${job.out}-warm` });
			const seconds = [];
			// Of short jobs several: Java is still compiling.
			for (let i = 0; i < (count > 1000 ? 3 : 1); i++)
				seconds.push((await spark.run({ ...job, mounted: 2 ** 26 })).seconds);
			seconds.sort((a, b) => a - b);
			report("Spark, files()", seconds[seconds.length >> 1]);
		}
	} finally {
		await spark?.end();
	}
}

/** Time grows as the files do. */
export async function growth({ folder, check, most }) {
	const input = join(folder, "many");
	mkdirSync(input);
	makeFiles(input, most, { rows: 4, bad: false });
	const paths = filesOf(input);
	const rates = [];
	for (let count = 1000; count <= most; count *= 10) {
		const seconds = bare(paths.slice(0, count)) - bare(paths.slice(0, 1));
		rates.push(seconds / count);
		console.log(`${count} files: ${seconds.toFixed(2)} s, ${((1e6 * seconds) / count).toFixed(0)} µs each`);
	}
	check("time grows as the files do", Math.max(...rates.slice(1)) < 1.5 * rates[0], rates.join(" "));
}
