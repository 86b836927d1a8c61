/** What the tests at scale need: the engines from PyPI and npm, kept under ~/.cache/brine-scale for the next run; a JDK and redis-server of Debian. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { findPythons, onePerMinor } from "../python/pythons.mjs";

const VERSIONS = JSON.parse(readFileSync(new URL("versions.json", import.meta.url), "utf8"));
/** Seconds that one installation may take. */
const INSTALL = 900;

/** The folder in which `import "brine"`, `bullmq` and `ioredis` are found, as in somebody's project. */
export const PROJECT = resolve(".cache/scale");

function quietly(command, args, options = {}) {
	return execFileSync(command, args, { stdio: ["ignore", "pipe", "pipe"], timeout: INSTALL * 1000, ...options });
}
function lastLine(error) {
	return String(error.stderr ?? error)
		.trim()
		.split("\n")
		.at(-1);
}

/** The Python that the engines of a set run on; undefined where none fits. */
async function pythonFor([least, most]) {
	const native = onePerMinor(await findPythons({ pyodide: false })).filter(
		({ implementation, version }) => implementation === "CPython" && /^3\.\d+\.\d+$/.test(version),
	);
	const minor = ({ version }) => Number(version.split(".")[1]);
	return native.filter((one) => minor(one) >= least && minor(one) <= most).at(-1);
}

/** An environment with the engines of a set, or the reason why there is none. */
export async function environment(label) {
	const { python: range, packages } = VERSIONS[label];
	const python = await pythonFor(range);
	if (python === undefined) return { reason: `no Python 3.${range[0]} to 3.${range[1]} is here` };
	const hash = createHash("sha256")
		.update(JSON.stringify([packages, python.version]))
		.digest("hex")
		.slice(0, 8);
	const folder = join(homedir(), ".cache/brine-scale", `${label}-py${python.version}-${hash}`);
	const command = join(folder, "bin/python");
	if (existsSync(join(folder, "complete"))) return { command };
	try {
		rmSync(folder, { recursive: true, force: true });
		mkdirSync(folder, { recursive: true });
		quietly(python.command, [...python.args, "-m", "venv", folder]);
		quietly(command, ["-m", "pip", "install", "-q", "--prefer-binary", "--disable-pip-version-check", ...packages]);
	} catch (error) {
		return { reason: `${packages[0]} cannot be installed: ${lastLine(error)}` };
	}
	writeFileSync(join(folder, "complete"), "");
	return { command };
}

/** Whether there is a Java that Spark 3.5 runs on. */
export function hasJava() {
	try {
		execFileSync("java", ["-version"], { stdio: "ignore" });
		return true;
	} catch {
		return false;
	}
}

/** The clients of npm, or the reason why there are none. */
export function project() {
	mkdirSync(PROJECT, { recursive: true });
	const manifest = JSON.stringify({ private: true, type: "module", dependencies: VERSIONS.npm });
	const file = join(PROJECT, "package.json");
	const link = join(PROJECT, "node_modules/brine");
	if (existsSync(link) && readFileSync(file, "utf8") === manifest) return undefined;
	writeFileSync(file, manifest);
	try {
		quietly("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock"], { cwd: PROJECT });
	} catch (error) {
		return `bullmq cannot be installed: ${lastLine(error)}`;
	}
	rmSync(link, { recursive: true, force: true });
	symlinkSync(resolve("."), link);
	return undefined;
}

/** A module that is installed in {@link PROJECT}. */
export function installed(name) {
	return import(pathToFileURL(createRequire(join(PROJECT, "x.js")).resolve(name)).href);
}

/** All processes with what they were started as and by whom. */
export function processes() {
	const found = [];
	for (const name of readdirSync("/proc")) {
		if (!/^\d+$/.test(name)) continue;
		try {
			const stat = readFileSync(`/proc/${name}/stat`, "latin1");
			const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
			if (state === "Z") continue;
			const command = readFileSync(`/proc/${name}/cmdline`, "latin1").replaceAll("\0", " ");
			found.push({ pid: Number(name), parent: Number(parent), command });
		} catch {
			// It has ended.
		}
	}
	return found;
}

/** Those that were started below a process, at any depth. */
export function below(pid, all = processes()) {
	const found = [];
	const open = [pid];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		for (const one of all.filter(({ parent }) => parent === next)) {
			found.push(one);
			open.push(one.pid);
		}
	}
	return found;
}
