/** Spark, with two executors in processes of their own: Node processes, Python workers and executors are killed while it works. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { numbers } from "./files.mjs";
import { answerOf, differences, rowsIn } from "./reference.mjs";
import { below } from "./setup.mjs";

const DRIVER = fileURLToPath(new URL("spark_driver.py", import.meta.url));

/** A running session. */
export class Spark {
	constructor(python, master, env = {}) {
		this.child = spawn(python, [DRIVER, master], {
			stdio: ["pipe", "pipe", "pipe"],
			env: { ...process.env, SPARK_LOCAL_IP: "127.0.0.1", ...env },
		});
		this.log = "";
		this.child.stderr.on("data", (piece) => {
			if (this.log.length < 200_000) this.log += piece;
		});
		this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
	}
	async next() {
		const { value, done } = await this.lines.next();
		if (done) throw new Error(`Spark has ended: ${this.log.slice(this.log.indexOf("Traceback")).slice(0, 6000)}`);
		return value;
	}
	async ready() {
		while ((await this.next()) !== "ready") {}
	}
	/** Runs a job, while something else may go on. */
	async run(job, meanwhile = async () => {}) {
		this.child.stdin.write(`${JSON.stringify({ options: {}, ...job })}\n`);
		const control = new AbortController();
		const other = meanwhile(control.signal);
		try {
			for (;;) {
				const line = await this.next();
				if (line.startsWith("{")) return JSON.parse(line);
			}
		} finally {
			control.abort();
			await other;
		}
	}
	async end() {
		this.child.stdin.end();
		const timer = setTimeout(() => this.child.kill("SIGKILL"), 30_000);
		if (this.child.exitCode === null) await once(this.child, "exit");
		clearTimeout(timer);
		for (const { pid } of below(this.child.pid)) process.kill(pid, "SIGKILL");
	}
}

/** The processes that may be killed, by kind. */
const KINDS = {
	"a worker of Node": /main\.js worker /,
	"the process of an item": /item-worker\.js/,
	"a worker of Python": /pyspark[./]daemon|pyspark\.worker/,
	"an executor": /CoarseGrainedExecutorBackend/,
};

/** Kills something below a process, at random times. */
async function killer(pid, next, kinds, signal, killed) {
	while (!signal.aborted) {
		await new Promise((resolve) => setTimeout(resolve, 1000 + next(4000)));
		if (signal.aborted) break;
		const kind = kinds[next(kinds.length)];
		const found = below(pid).filter(({ command }) => KINDS[kind].test(command));
		const one = found[next(Math.max(1, found.length))];
		if (one === undefined) continue;
		try {
			process.kill(one.pid, "SIGKILL");
			killed[kind] = (killed[kind] ?? 0) + 1;
		} catch {
			// It has ended by itself.
		}
	}
}

/** Rounds of a job in which processes are killed. */
export async function sparkRounds({ python, folder, input, wanted, options, rounds, seed, check }) {
	const spark = new Spark(python, "local-cluster[2,1,1024]", { BRINE_PARTITION: "256k" });
	const next = numbers(seed);
	const killed = {};
	try {
		await spark.ready();
		for (let round = 0; round < rounds; round++) {
			const task = round % 2 === 0 ? "convert" : "scan";
			const [out, result] = ["parquet", "rows"].map((name) => join(folder, `${name}-${round}`));
			// Without an executor's death no task fails: not for a file's sake, and not for Node's.
			const isMild = round % 3 === 2;
			const kinds = Object.keys(KINDS).slice(0, isMild ? 2 : 4);
			const mounted = round % 4 < 2 ? 2 ** 18 : 0;
			const job = { task, in: input, out, result, options: { ...options[task] }, mounted };
			const about = await spark.run(job, (signal) => killer(spark.child.pid, next, kinds, signal, killed));
			// Spark's own reader leaves out files without a byte.
			const known = new Map([...wanted[task]].filter(([, { size }]) => mounted || size !== 0));
			const wrong = differences(known, rowsIn(result).map(answerOf));
			check(`round ${round}, ${task}`, wrong.length === 0, wrong.slice(0, 3).join("\n"));
			if (isMild) check(`round ${round}: no task failed`, about.failed === 0, JSON.stringify(about));
			console.log(
				`round ${round}: ${task}${mounted ? ", mounted" : ""}, ${about.tasks} tasks, ${about.failed} failed, ${about.seconds.toFixed(1)} s`,
			);
		}
	} finally {
		await spark.end();
	}
	console.log(`killed: ${JSON.stringify(killed)}`);
	return killed;
}
