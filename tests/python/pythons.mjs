// Finds the Pythons of this machine and talks to them. Tests and scripts that need a live Python ask here; without any they skip.
import { execFile, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const here = dirname(fileURLToPath(import.meta.url));
const run = promisify(execFile);

const PYODIDE_PACKAGES = ["pyodide", "pyodide-315"];
const WHO_ARE_YOU =
	"import sys,platform;v=sys.version_info;print('%d.%d.%d%s %s %s'%(v[:3]+('' if v[3]=='final' else v[3][0].replace('c','rc')+str(v[4]),platform.python_implementation(),sys.executable)))";

/** Every Python here, one per version, oldest first: those of pyenv, those on the PATH, and pyodide's. */
export async function findPythons(options = {}) {
	const found = new Map();
	const add = (python) => {
		const key = `${python.implementation} ${python.version}`;
		if (!found.has(key)) found.set(key, python);
	};
	const asked = new Set();
	for (const candidate of nativeCandidates()) {
		const path = realpathSync(candidate);
		if (asked.has(path)) continue;
		asked.add(path);
		const python = await interrogate(candidate);
		if (python) add(python);
	}
	if (options.pyodide !== false) for (const python of pyodides()) add(python);
	return [...found.values()].sort((left, right) => compareVersions(left.version, right.version));
}

/** Takes the place of a Python where there is none: what would ask it is skipped, and counted. */
export const NONE = { kind: "path", implementation: "CPython", version: "3.13.0", command: "", args: [] };

/** The Pythons of `findPythons`, but only the newest micro release of each minor version and implementation. */
export function onePerMinor(pythons) {
	const chosen = new Map();
	for (const python of pythons) {
		const key = `${python.implementation} ${python.version.split(".").slice(0, 2).join(".")}`;
		const other = chosen.get(key);
		if (
			!other ||
			rank(python) > rank(other) ||
			(rank(python) === rank(other) && compareVersions(python.version, other.version) > 0)
		) {
			chosen.set(key, python);
		}
	}
	return pythons.filter((python) => [...chosen.values()].includes(python));
}

/** Installed on purpose (pyenv) before what the system happens to have, native before pyodide. */
function rank(python) {
	return { pyenv: 2, path: 1, pyodide: 0 }[python.kind];
}

/** Runs a script to its end and gives what it printed. */
export async function runScript(python, script, scriptArguments = [], options = {}) {
	const { stdout } = await run(python.command, [...python.args, script, ...scriptArguments], {
		encoding: "utf8",
		maxBuffer: 2 ** 30,
		env: { ...process.env, PYTHONHASHSEED: "0", PYTHONDONTWRITEBYTECODE: "1", PYTHONIOENCODING: "utf-8" },
		...options,
	});
	return stdout;
}

/**
 * Starts worker.py in one Python. `ask` sends one command and resolves to its answer; commands may be sent without waiting.
 * If the process dies, every open question is rejected and `alive` turns false: start another.
 */
export function startWorker(python, options = {}) {
	const workerArguments = options.memory ? ["--memory", String(options.memory)] : [];
	const script = options.script ?? join(here, "worker.py");
	const child = spawn(python.command, [...python.args, script, ...workerArguments], {
		stdio: ["pipe", "pipe", "pipe"],
		env: { ...process.env, PYTHONHASHSEED: "0", PYTHONDONTWRITEBYTECODE: "1", PYTHONIOENCODING: "utf-8" },
	});
	const waiting = [];
	let partial = [];
	let complaints = "";
	let alive = true;

	const fail = (reason) => {
		if (!alive) return;
		alive = false;
		const last = complaints.trim().split("\n").slice(-12).join("\n");
		const error = new Error(`Python ${python.version} worker ended: ${reason}${last ? `\n${last}` : ""}`);
		for (const question of waiting.splice(0)) question.reject(error);
	};

	child.stdout.setEncoding("utf8");
	child.stdout.on("data", (text) => {
		const lines = text.split("\n");
		partial.push(lines[0]);
		for (const next of lines.slice(1)) {
			const line = partial.join("");
			partial = [next];
			const question = waiting.shift();
			if (!question) continue;
			clearTimeout(question.timer);
			try {
				question.resolve(JSON.parse(line));
			} catch (error) {
				question.reject(
					new Error(`Python ${python.version} worker answered no JSON: ${line.slice(0, 300)}`, { cause: error }),
				);
			}
		}
	});
	child.stderr.setEncoding("utf8");
	child.stderr.on("data", (text) => {
		complaints = (complaints + text).slice(-20_000);
	});
	child.stdin.on("error", () => {});
	child.on("error", (error) => fail(error.message));
	child.on("close", (code, signal) => fail(signal ? `signal ${signal}` : `exit code ${code}`));

	return {
		python,
		get alive() {
			return alive;
		},
		ask(command, { timeout } = {}) {
			if (!alive) return Promise.reject(new Error(`Python ${python.version} worker has ended`));
			return new Promise((resolve, reject) => {
				const question = { resolve, reject, timer: undefined };
				if (timeout) {
					question.timer = setTimeout(() => {
						child.kill("SIGKILL");
						fail(`no answer within ${timeout} ms`);
					}, timeout);
				}
				waiting.push(question);
				child.stdin.write(`${JSON.stringify(command)}\n`);
			});
		},
		async close() {
			if (!alive) return;
			const ended = new Promise((resolve) => child.once("close", resolve));
			child.stdin.end();
			const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
			await ended;
			clearTimeout(timer);
		},
	};
}

export function compareVersions(left, right) {
	const parts = (version) => version.match(/\d+|[a-z]+/g).map((part) => (/\d/.test(part) ? Number(part) : part));
	const a = parts(left);
	const b = parts(right);
	for (let index = 0; index < Math.max(a.length, b.length); index++) {
		if (a[index] === b[index]) continue;
		// A version that ends here is final and newer than its candidates, but older than its next part.
		if (a[index] === undefined) return typeof b[index] === "string" ? 1 : -1;
		if (b[index] === undefined) return typeof a[index] === "string" ? -1 : 1;
		return a[index] < b[index] ? -1 : 1;
	}
	return 0;
}

function* nativeCandidates() {
	for (const root of [process.env.PYENV_ROOT, join(homedir(), ".pyenv")]) {
		const versions = root && join(root, "versions");
		if (!versions || !existsSync(versions)) continue;
		for (const name of readdirSync(versions)) {
			const path = join(versions, name, "bin", "python");
			if (existsSync(path)) yield path;
		}
	}
	const named = /^(python2\.7|python3|python3\.\d+|pypy3)(\.exe)?$/;
	for (const folder of (process.env.PATH ?? "").split(delimiter)) {
		if (!folder || /[\\/]shims$/.test(folder) || !existsSync(folder)) continue;
		let names = [];
		try {
			names = readdirSync(folder);
		} catch {}
		for (const name of names.sort()) if (named.test(name)) yield join(folder, name);
	}
}

async function interrogate(path) {
	try {
		const { stdout } = await run(path, ["-B", "-c", WHO_ARE_YOU], { encoding: "utf8", timeout: 20_000 });
		const [version, implementation] = stdout.trim().split(" ");
		const kind = /[\\/]versions[\\/]/.test(path) ? "pyenv" : "path";
		return { version, implementation, kind, command: path, args: [] };
	} catch {
		return undefined;
	}
}

function* pyodides() {
	const require = createRequire(import.meta.url);
	for (const name of PYODIDE_PACKAGES) {
		let folder;
		try {
			folder = dirname(require.resolve(`${name}/package.json`));
		} catch {
			continue;
		}
		const lock = JSON.parse(readFileSync(join(folder, "pyodide-lock.json"), "utf8"));
		yield {
			version: lock.info.python,
			implementation: "CPython",
			kind: "pyodide",
			command: process.execPath,
			args: [join(here, "pyodide-worker.mjs"), name],
		};
	}
}
