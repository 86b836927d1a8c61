/**
 * Brine beside running Pythons: real servers on loopback, real libraries of Python in their newest and in older versions, both
 * directions, and every block of docs/beside-python.md. Installs what it needs (setup.mjs) and ends what it starts.
 *
 * node tests/live/run.mjs [--only connection|caches|queues|amqp|services|blocks|airflow] [--new]     after a build; --new is the short form, with the newest libraries
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { removeFolder } from "../remove-folder.mjs";
import { airflow } from "./airflow.mjs";
import { amqp } from "./amqp.mjs";
import { caches } from "./caches.mjs";
import { blocks, runBlock } from "./cookbook-parts.mjs";
import { queues } from "./queues.mjs";
import { services } from "./services.mjs";
import { client, endAll, prepare, startRabbit, startRedis, startWorker } from "./setup.mjs";

const PARTS = { caches, queues, amqp, services };

const { values: options } = parseArgs({
	options: { only: { type: "string" }, new: { type: "boolean", default: false } },
});
let passed = 0;
let skipped = 0;
const failures = [];
let where = "";
function check(name, ok, shown = "") {
	if (ok) passed++;
	else {
		failures.push(`${where}: ${name} ${shown}`);
		console.log(`FAILED ${failures.at(-1)}`);
	}
}
function skip(why) {
	skipped++;
	console.log(`skipped, ${where}: ${why}`);
}

const LIBRARIES = [
	"Django",
	"django-redis",
	"cachelib",
	"Flask-Caching",
	"dogpile.cache",
	"joblib",
	"celery",
	"rq",
	"redis",
];

/** connection.mjs by itself: it needs Pythons, but nothing of theirs. */
function connection() {
	where = "connection";
	const script = fileURLToPath(new URL("connection.mjs", import.meta.url));
	const args = [script, ...(options.new ? ["--only", "3.8,3.11,3.13"] : [])];
	const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", timeout: 240_000 });
	process.stdout.write(stdout);
	const [, good, bad] = /^(\d+) passed, (\d+) failed/m.exec(stdout) ?? [];
	if (good === "0" && bad === "0") skip("no Python is here");
	else if (good === undefined) check("ends", false, stderr);
	else passed += Number(good);
	for (let i = 0; i < Number(bad ?? 0); i++) check("see above", false);
}

/** airflow.mjs with each Airflow that is here. */
async function xcoms(sets) {
	where = "Airflow";
	if (sets.length === 0) skip("Airflow cannot be installed");
	for (const { label, command, version } of sets) {
		const folder = mkdtempSync(join(tmpdir(), "brine-airflow-"));
		// Naive times are of the machine's zone, which is the same for both.
		const { TZ } = process.env;
		process.env.TZ = "Europe/Berlin";
		const script = fileURLToPath(new URL("airflow_worker.py", import.meta.url));
		const env = {
			AIRFLOW_HOME: folder,
			AIRFLOW__CORE__UNIT_TEST_MODE: "False",
			PYTHONDONTWRITEBYTECODE: "",
		};
		const python = startWorker(command, env, script);
		try {
			const [name] = label === "airflow-new" ? ["apache-airflow-core"] : ["apache-airflow"];
			const { [name]: release } = await python("versions", name);
			console.log(`Python ${version}, ${name} ${release}`);
			const before = passed;
			await airflow({ python, check, label: `Airflow ${release}` });
			console.log(`airflow: ${passed - before} comparisons`);
		} finally {
			endAll();
			removeFolder(folder);
			if (TZ === undefined) delete process.env.TZ;
			else process.env.TZ = TZ;
		}
	}
}

async function main() {
	if (options.only === undefined || options.only === "connection") connection();
	if (options.only === "connection") return;
	const isAirflow = (label) => label.startsWith("airflow");
	const found = await prepare((label) => {
		const isPart = options.only === undefined || (options.only === "airflow") === isAirflow(label);
		return isPart && (!options.new || label.endsWith("new"));
	});
	if (found.reason !== undefined) {
		where = "all";
		skip(found.reason);
		return;
	}
	const [{ default: Redis }, { createClient, RESP_TYPES }] = [await client("ioredis"), await client("redis")];
	const sets = found.sets.filter(({ label }) => !isAirflow(label));
	if (options.only === undefined || options.only === "airflow") {
		await xcoms(found.sets.filter(({ label }) => isAirflow(label)));
	}
	if (options.only === "airflow") return;
	for (const set of sets) {
		where = `${set.label} libraries`;
		const [server, rabbit] = await Promise.all([startRedis(), startRabbit()]);
		if (rabbit.reason !== undefined) skip(rabbit.reason);
		const folder = mkdtempSync(join(tmpdir(), "brine-live-"));
		const env = { REDIS_URL: server.url, LIVE_FOLDER: folder };
		if (rabbit.url !== undefined) env.AMQP_URL = rabbit.url;
		const python = startWorker(set.command, env);
		const versions = Object.entries(await python("versions", ...LIBRARIES));
		console.log(`Python ${set.version}, ${versions.map(([name, version]) => `${name} ${version}`).join(", ")}`);
		const ioredis = new Redis(server.url);
		const redis = await createClient({ url: server.url }).connect();
		const context = { python, set, check, skip, folder, ioredis, server, env };
		context.redis = redis.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
		try {
			for (const [name, part] of Object.entries(PARTS)) {
				if (options.only !== undefined && options.only !== name) continue;
				const before = passed;
				const start = Date.now();
				// The parts must not meet each other's keys.
				await ioredis.flushdb();
				await part(context);
				console.log(`${name}: ${passed - before} comparisons in ${((Date.now() - start) / 1000).toFixed(1)} s`);
			}
			await ioredis.flushdb();
			const named = blocks().filter(({ name }) => name !== undefined);
			for (const block of options.only === undefined || options.only === "blocks" ? named : []) {
				if (rabbit.url === undefined && block.code.includes("AMQP_URL")) {
					skip(`block ${block.name}: no RabbitMQ`);
					continue;
				}
				const [more, writes] = await python("seed", block.name);
				const fault = await runBlock(block, { ...env, ...more });
				check(`block ${block.name}`, fault === "", fault);
				if (writes) check(`block ${block.name}: Python reads it`, ...(await python("found", block.name)));
			}
		} finally {
			await python("celery_end").catch(() => {});
			await Promise.all([ioredis.quit(), redis.close(), rabbit.stop?.()]);
			endAll();
			removeFolder(folder);
		}
	}
}

try {
	await main();
} catch (error) {
	failures.push(error.stack);
} finally {
	endAll();
}
for (const failure of failures) console.log(failure);
console.log(`${passed} passed, ${failures.length} failed, ${skipped} skipped`);
process.exitCode = failures.length > 0 ? 1 : 0;
