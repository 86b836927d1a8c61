/** Dask and Ray: the processes of Node are killed while they work, and the workers of Dask too. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { numbers } from "./files.mjs";
import { answerOf, differences, rowsIn } from "./reference.mjs";
import { below, processes } from "./setup.mjs";

const DRIVER = fileURLToPath(new URL("pydata_driver.py", import.meta.url));
const KINDS = {
	dask: [/main\.js worker /, /item-worker\.js/, /multiprocessing\.spawn|--multiprocessing-fork/],
	// Ray starts its actors from a daemon of its own.
	ray: [/main\.js worker .*--max-memory/, /item-worker\.js/],
};

/** Rounds of an engine in which processes are killed. */
export async function pydataRounds({ engine, python, folder, input, wanted, options, rounds, seed, check }) {
	const next = numbers(seed + 31);
	let killed = 0;
	for (let round = 0; round < rounds; round++) {
		const task = round % 2 === 0 ? "convert" : "scan";
		const result = join(folder, `rows-${round}`);
		const child = spawn(python, ["-W", "ignore", DRIVER, engine, input, task, JSON.stringify(options[task]), result], {
			stdio: ["ignore", "pipe", "pipe"],
			env: { ...process.env, RAY_USAGE_STATS_ENABLED: "0" },
		});
		let log = "";
		child.stderr.on("data", (piece) => {
			log = (log + piece).slice(-4000);
		});
		const ended = once(child, "exit");
		let isOver = false;
		const told = [];
		for await (const line of createInterface({ input: child.stdout })) {
			told.push(line);
			if (line !== "started") {
				isOver = true;
				continue;
			}
			void (async () => {
				while (!isOver && child.exitCode === null) {
					await new Promise((resolve) => setTimeout(resolve, 1500 + next(4000)));
					const kind = KINDS[engine][next(KINDS[engine].length)];
					const mine =
						engine === "dask"
							? below(child.pid)
							: processes().filter(
									({ command }) => command.includes("main.js worker") || command.includes("item-worker"),
								);
					const found = isOver ? [] : mine.filter(({ command }) => kind.test(command));
					if (found.length === 0) continue;
					try {
						process.kill(found[next(found.length)].pid, "SIGKILL");
						killed++;
					} catch {
						// It has ended by itself.
					}
				}
			})();
		}
		const [code] = await ended;
		check(`${engine}, round ${round}: it ends well`, code === 0, log);
		if (code !== 0) continue;
		const wrong = differences(wanted[task], rowsIn(result).map(answerOf));
		check(`${engine}, round ${round}, ${task}`, wrong.length === 0, wrong.slice(0, 3).join("\n"));
		console.log(`${engine}, round ${round}: ${task}, ${Number(told.at(-1)).toFixed(1)} s, ${killed} killed so far`);
	}
}
