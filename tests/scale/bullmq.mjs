/** BullMQ with three workers on a real Redis: workers, their processes and Redis itself are killed while they work. */
import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { numbers } from "./files.mjs";
import { answerIn, differences, MAIN } from "./reference.mjs";
import { below, installed, PROJECT } from "./setup.mjs";

const WORKERS = 3;

async function freePort() {
	const server = createServer();
	await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
	const { port } = server.address();
	await new Promise((closed) => server.close(closed));
	return port;
}

/** A Redis that keeps what it was told, and can be started again. */
class Redis {
	constructor(folder, port) {
		this.folder = folder;
		this.port = port;
	}
	async start() {
		const args = [
			"--port",
			this.port,
			"--bind",
			"127.0.0.1",
			"--save",
			"",
			"--appendonly",
			"yes",
			"--dir",
			this.folder,
		];
		this.child = spawn("redis-server", args.map(String), { stdio: ["ignore", "pipe", "inherit"] });
		for await (const line of createInterface({ input: this.child.stdout })) if (line.includes("Ready to accept")) break;
		this.child.stdout.resume();
	}
	async kill() {
		const ended = new Promise((done) => this.child.once("exit", done));
		this.child.kill("SIGKILL");
		await ended;
	}
}

/** Workers that are started again when they die. */
class Workers {
	constructor(args) {
		this.args = args;
		this.children = new Set();
		this.isEnding = false;
	}
	start() {
		const child = spawn(process.execPath, this.args, { stdio: ["ignore", "ignore", "inherit"], cwd: PROJECT });
		this.children.add(child);
		child.once("exit", () => {
			this.children.delete(child);
			if (!this.isEnding) setTimeout(() => this.isEnding || this.start(), 200);
		});
	}
	/** Ends them in peace; true if all end by themselves. */
	async end() {
		this.isEnding = true;
		const codes = [...this.children].map(
			(child) => new Promise((done) => child.once("exit", (code, signal) => done(code ?? signal))),
		);
		for (const child of this.children) child.kill("SIGTERM");
		const late = setTimeout(() => {
			for (const child of this.children) child.kill("SIGKILL");
		}, 30_000);
		const ended = await Promise.all(codes);
		clearTimeout(late);
		return ended;
	}
}

/** Kills a worker, the process of its items, or Redis, at random times. */
async function killer(workers, redis, next, signal, killed) {
	while (!signal.aborted) {
		await new Promise((resolve_) => setTimeout(resolve_, 300 + next(2000)));
		if (signal.aborted) return;
		const which = next(8);
		const children = [...workers.children];
		const worker = children[next(Math.max(1, children.length))];
		if (which === 0) {
			await redis.kill();
			await new Promise((resolve_) => setTimeout(resolve_, next(1000)));
			await redis.start();
			killed.redis++;
		} else if (worker !== undefined && which < 4) {
			worker.kill("SIGKILL");
			killed.workers++;
		} else if (worker?.pid !== undefined) {
			const [item] = below(worker.pid).filter(({ command }) => command.includes("item-worker"));
			if (item === undefined) continue;
			try {
				process.kill(item.pid, "SIGKILL");
				killed.items++;
			} catch {
				// It has ended by itself.
			}
		}
	}
}

/** Rounds of a queue in which processes are killed. */
export async function queueRounds({ folder, input, wanted, rounds, seed, check }) {
	const { Queue } = await installed("bullmq");
	// As in somebody's project: the script is there, and brine in node_modules.
	const script = join(PROJECT, "worker.mjs");
	copyFileSync(new URL("bullmq-worker.mjs", import.meta.url), script);
	const manifest = join(folder, "manifest.jsonl");
	const planned = execFileSync(process.execPath, [MAIN, "jobs", "plan", input, "--shard-files", "40"], {
		stdio: ["ignore", "pipe", "ignore"],
		maxBuffer: 2 ** 28,
	});
	const { writeFileSync } = await import("node:fs");
	writeFileSync(manifest, planned);
	const { submit, status } = await import("brine/jobs");
	const next = numbers(seed + 7);
	const killed = { workers: 0, items: 0, redis: 0 };
	for (let round = 0; round < rounds; round++) {
		const task = round % 2 === 0 ? "convert" : "scan";
		const home = join(folder, `redis-${round}`);
		const out = join(folder, `out-${round}`);
		mkdirSync(home);
		const redis = new Redis(home, await freePort());
		await redis.start();
		const queue = new Queue("brine", {
			connection: { host: "127.0.0.1", port: redis.port, maxRetriesPerRequest: null },
		});
		queue.on("error", () => undefined);
		const workers = new Workers([script, PROJECT, redis.port, "brine", task, resolve(out)].map(String));
		const control = new AbortController();
		try {
			const first = await submit(manifest, { queue });
			const again = await submit(manifest, { queue });
			const counts = await queue.getJobCounts();
			const jobs = Object.values(counts).reduce((sum, count) => sum + count, 0);
			check(
				`round ${round}: submitted twice, there once`,
				jobs === first.shards && again.shards === jobs,
				JSON.stringify(counts),
			);
			for (let i = 0; i < WORKERS; i++) workers.start();
			const start = Date.now();
			const killing = killer(workers, redis, next, control.signal, killed);
			let now;
			do {
				await new Promise((resolve_) => setTimeout(resolve_, 300));
				now = await status(queue);
			} while (!now.isDone && Date.now() - start < 400_000);
			control.abort();
			await killing;
			check(`round ${round}: all jobs are completed`, now.jobs.completed === first.shards, JSON.stringify(now));
			const merged = join(folder, `merged-${round}.jsonl`);
			execFileSync(process.execPath, [MAIN, "jobs", "merge", "--manifest", manifest, "--out", out, "--into", merged]);
			const answers = readFileSync(merged, "utf8").split("\n").slice(0, -1).map(answerIn);
			const wrong = differences(wanted[task], answers);
			check(`round ${round}, ${task}`, wrong.length === 0, wrong.slice(0, 3).join("\n"));
			const job = (await queue.getJobs(["completed"], 0, 0))[0];
			check(
				`round ${round}: progress`,
				job?.progress?.files > 0 && job.progress.total > 0,
				JSON.stringify(job?.progress),
			);
			const ended = await workers.end();
			check(
				`round ${round}: workers end`,
				ended.every((code) => code === 0 || code === "SIGTERM"),
				String(ended),
			);
			console.log(`round ${round}: ${task}, ${first.shards} jobs, ${((Date.now() - start) / 1000).toFixed(1)} s`);
		} finally {
			control.abort();
			await workers.end();
			await queue.close().catch(() => undefined);
			await redis.kill();
		}
	}
	console.log(`killed: ${JSON.stringify(killed)}`);
}
