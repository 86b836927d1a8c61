/**
 * What the live tests need: a redis-server of Debian, two sets of Python libraries (the newest, and older ones), and the
 * clients of npm. All is kept under ~/.cache/brine and .cache/live for the next run.
 */
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import { findPythons, onePerMinor } from "../python/pythons.mjs";
import { removeFolder } from "../remove-folder.mjs";

const VERSIONS = JSON.parse(readFileSync(new URL("versions.json", import.meta.url), "utf8"));
const WORKER = fileURLToPath(new URL("worker.py", import.meta.url));
/** Seconds that one installation may take. */
const INSTALL = 400;

/** The folder in which `import "brine"` and the clients of npm are found, as in somebody's project. */
export const PROJECT = resolve(".cache/live");

function quietly(command, args, options = {}) {
	return execFileSync(command, args, { stdio: ["ignore", "pipe", "pipe"], timeout: INSTALL * 1000, ...options });
}

function has(command) {
	try {
		quietly("which", [command]);
		return true;
	} catch {
		return false;
	}
}

/** Whether a server of Debian is here, or could be installed. */
export function debian(command, ...packages) {
	if (has(command)) return true;
	if (process.getuid?.() !== 0 || !has("apt-get")) return false;
	const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
	try {
		quietly("apt-get", ["update", "-q"], { env });
		quietly("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...packages], { env });
	} catch {
		return false;
	}
	return has(command);
}

/** The Pythons for the newest and for the older libraries. */
async function chosenPythons() {
	const native = onePerMinor(await findPythons({ pyodide: false })).filter(
		({ implementation }) => implementation === "CPython",
	);
	const minor = ({ version }) => Number(version.split(".")[1]);
	const fit = native.filter(({ version }) => version.startsWith("3.") && !/[a-z]/.test(version));
	const old = fit
		.filter((one) => minor(one) >= 8 && minor(one) <= 11)
		.at(minor(fit.at(-1) ?? { version: "3.0" }) > 11 ? 1 : 0);
	return {
		new: fit.filter((one) => minor(one) >= 10 && minor(one) <= 14).at(-1),
		old,
		"airflow-new": fit.filter((one) => minor(one) >= 10 && minor(one) <= 13).at(-1),
		"airflow-old": fit.find((one) => minor(one) >= 9 && minor(one) <= 12),
	};
}

/** An environment with the libraries of one set; undefined, with the reason printed, where it cannot be made. */
function environment(label, python) {
	const wanted = VERSIONS[label];
	const hash = createHash("sha256")
		.update(JSON.stringify([wanted, python.version]))
		.digest("hex")
		.slice(0, 8);
	const folder = join(homedir(), ".cache/brine", `live-${label}-py${python.version}-${hash}`);
	const command = join(folder, "bin/python");
	if (existsSync(join(folder, "complete"))) return command;
	try {
		rmSync(folder, { recursive: true, force: true });
		mkdirSync(folder, { recursive: true });
		quietly(python.command, [...python.args, "-m", "venv", folder]);
		quietly(command, [
			"-m",
			"pip",
			"install",
			"-q",
			// Airflow takes half a minute to import otherwise.
			...(label.startsWith("airflow") ? [] : ["--no-compile"]),
			"--prefer-binary",
			"--disable-pip-version-check",
			...wanted,
		]);
	} catch (error) {
		console.log(
			`no ${label} libraries for Python ${python.version}: ${String(error.stderr ?? error)
				.trim()
				.split("\n")
				.at(-1)}`,
		);
		return undefined;
	}
	writeFileSync(join(folder, "complete"), "");
	return command;
}

/** The clients of npm; false where they cannot be installed. */
function npmClients() {
	mkdirSync(PROJECT, { recursive: true });
	const manifest = JSON.stringify({ private: true, type: "module", dependencies: VERSIONS.npm });
	const file = join(PROJECT, "package.json");
	const link = join(PROJECT, "node_modules/brine");
	if (!existsSync(link) || readFileSync(file, "utf8") !== manifest) {
		writeFileSync(file, manifest);
		try {
			quietly("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock"], { cwd: PROJECT });
		} catch (error) {
			console.log(
				`no clients of npm: ${String(error.stderr ?? error)
					.trim()
					.split("\n")
					.at(-1)}`,
			);
			return false;
		}
		rmSync(link, { recursive: true, force: true });
		symlinkSync(resolve("."), link);
	}
	return true;
}

/** A module that is installed in {@link PROJECT}. */
export function client(name) {
	return import(pathToFileURL(createRequire(join(PROJECT, "x.js")).resolve(name)).href);
}

/** A port that is free now. */
export async function freePort() {
	const server = createServer();
	await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
	const { port } = server.address();
	await new Promise((closed) => server.close(closed));
	return port;
}

const started = new Set();

/** Starts a program that ends when this one does. */
export function start(command, args, options = {}) {
	const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"], ...options });
	started.add(child);
	child.once("exit", () => started.delete(child));
	return child;
}

/** Ends all that was started. */
export function endAll() {
	for (const child of started) child.kill();
}

/** A redis-server on loopback that keeps nothing. */
export async function startRedis() {
	const port = await freePort();
	const child = start(
		"redis-server",
		["--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"].map(String),
		{
			stdio: ["ignore", "pipe", "inherit"],
		},
	);
	for await (const line of createInterface({ input: child.stdout })) if (line.includes("Ready to accept")) break;
	child.stdout.resume();
	return { port, url: `redis://127.0.0.1:${port}/0` };
}

/** Debian's RabbitMQ on loopback, with a port mapper and a folder of its own; or why there is none. */
export async function startRabbit() {
	if (!debian("rabbitmq-server", "rabbitmq-server", "erlang-base")) {
		return { reason: "rabbitmq-server is not here, and apt-get cannot install it" };
	}
	const folder = mkdtempSync(join(tmpdir(), "brine-rabbit-"));
	const [port, distribution, mapper] = [await freePort(), await freePort(), await freePort()];
	const env = {
		...process.env,
		HOME: folder,
		RABBITMQ_MNESIA_BASE: join(folder, "mnesia"),
		RABBITMQ_LOG_BASE: join(folder, "log"),
		RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, "plugins"),
		RABBITMQ_PID_FILE: join(folder, "pid"),
		RABBITMQ_NODENAME: `brine${process.pid}@localhost`,
		RABBITMQ_NODE_IP_ADDRESS: "127.0.0.1",
		RABBITMQ_NODE_PORT: String(port),
		RABBITMQ_DIST_PORT: String(distribution),
		RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "+S 1:1",
		ERL_EPMD_ADDRESS: "127.0.0.1",
		ERL_EPMD_PORT: String(mapper),
	};
	// One of its own, which ends with this; RabbitMQ would leave one running.
	const epmd = start("epmd", ["-port", String(mapper)], { env, stdio: "ignore" });
	const server = start("/usr/lib/rabbitmq/bin/rabbitmq-server", [], { env, stdio: ["ignore", "pipe", "ignore"] });
	const ended = new Promise((resolve) => server.once("exit", resolve));
	const stop = async () => {
		server.kill();
		await ended;
		epmd.kill();
		removeFolder(folder);
	};
	const late = setTimeout(() => server.kill(), 60_000);
	const said = [];
	for await (const line of createInterface({ input: server.stdout })) {
		said.push(line);
		if (!line.includes("Starting broker... completed")) continue;
		clearTimeout(late);
		server.stdout.resume();
		return { url: `amqp://guest:guest@127.0.0.1:${port}/`, stop };
	}
	clearTimeout(late);
	await stop();
	return { reason: `RabbitMQ did not start within a minute: ${said.join(" ").slice(-300)}` };
}

/** A Python that answers calls of the functions of worker.py, or of a script that uses it. */
export function startWorker(command, env = {}, script = WORKER) {
	const child = start(command, ["-W", "ignore", script], {
		env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", PYTHONUTF8: "1", ...env },
	});
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	return async (name, ...args) => {
		child.stdin.write(`${JSON.stringify([name, args])}\n`);
		const { value } = await lines.next();
		if (value === undefined) throw new Error(`${name}: the worker has ended`);
		const answer = JSON.parse(value);
		if ("error" in answer) throw new Error(`${name}: ${answer.error}`);
		return answer.result;
	};
}

/**
 * Everything that is needed.
 *
 * @param isWanted which sets, by their labels; the others are not installed
 * @returns what is there: the sets of Python libraries with the commands of their Pythons; or why nothing can be tested
 */
export async function prepare(isWanted = () => true) {
	if (!debian("redis-server", "redis-server"))
		return { reason: "redis-server is not here, and apt-get cannot install it" };
	if (!npmClients()) return { reason: "the clients of npm cannot be installed" };
	const pythons = await chosenPythons();
	const sets = [];
	for (const label of ["new", "old", "airflow-new", "airflow-old"].filter(isWanted)) {
		const command = pythons[label] && environment(label, pythons[label]);
		if (command) sets.push({ label, command, version: pythons[label].version });
	}
	return sets.length === 0 ? { reason: "the Python libraries cannot be installed" } : { sets };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await prepare());
