/**
 * Brine beside running Pythons: real servers on loopback, real libraries of Python in their newest and in older versions, both
 * directions, and every block of docs/beside-python.md. Installs what it needs (setup.mjs) and ends what it starts.
 *
 * node tests/live/run.mjs [--only connection|caches] [--new]     after a build; --new is the short form, with the newest libraries
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { removeFolder } from "../remove-folder.mjs";
import { caches } from "./caches.mjs";
import { blocks, runBlock } from "./cookbook-parts.mjs";
import { queues } from "./queues.mjs";
import { services } from "./services.mjs";
import { client, endAll, prepare, startRedis, startWorker } from "./setup.mjs";

const PARTS = { caches, queues, services };

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

async function main() {
	if (options.only === undefined || options.only === "connection") connection();
	if (options.only === "connection") return;
	const found = await prepare();
	if (found.reason !== undefined) {
		where = "all";
		skip(found.reason);
		return;
	}
	const [{ default: Redis }, { createClient, RESP_TYPES }] = [await client("ioredis"), await client("redis")];
	const sets = found.sets.filter(({ label }) => !options.new || label === "new");
	for (const set of sets) {
		const server = await startRedis();
		const folder = mkdtempSync(join(tmpdir(), "brine-live-"));
		const env = { REDIS_URL: server.url, LIVE_FOLDER: folder };
		const python = startWorker(set.command, env);
		const versions = Object.entries(await python("versions", ...LIBRARIES));
		where = `${set.label} libraries`;
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
			for (const block of blocks().filter(({ name }) => name !== undefined)) {
				const [more, writes] = await python("seed", block.name);
				const fault = await runBlock(block, { ...env, ...more });
				check(`block ${block.name}`, fault === "", fault);
				if (writes) check(`block ${block.name}: Python reads it`, ...(await python("found", block.name)));
			}
		} finally {
			await python("celery_end").catch(() => {});
			await Promise.all([ioredis.quit(), redis.close()]);
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
