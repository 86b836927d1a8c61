/** Real pandas, each in a virtual environment of its own under the user's cache; made when they are asked for the first time. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { findPythons } from "../../python/pythons.mjs";

/** Which pandas with which Python, and what goes with it. */
const WANTED = [
	{ pandas: "3.1.1", python: "3.13", packages: ["numpy==2.5.5", "pyarrow==26.0.1", "geopandas", "zstandard"] },
	{ pandas: "2.2.3", python: "3.12", packages: ["numpy==2.2.6", "pyarrow==26.0.1", "geopandas", "zstandard"] },
	{ pandas: "1.5.3", python: "3.10", packages: ["numpy==1.23.5", "pyarrow==15.0.2", "zstandard"] },
	{ pandas: "1.4.4", python: "3.9", packages: ["numpy==1.21.6"] },
	{ pandas: "1.3.5", python: "3.9", packages: ["numpy==1.21.6"] },
	{ pandas: "1.2.5", python: "3.8", packages: ["numpy==1.19.5"] },
	{ pandas: "1.0.5", python: "3.8", packages: ["numpy==1.17.5"] },
	{ pandas: "0.25.3", python: "3.7", packages: ["numpy==1.17.5"] },
	{ pandas: "0.24.2", python: "3.7", packages: ["numpy==1.16.6"] },
];

function run(command, args) {
	const { status, stderr } = spawnSync(command, args, { encoding: "utf8" });
	if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr.slice(-2000)}`);
}

/**
 * The pandas that could be had; says what it installs, and where.
 *
 * @param {readonly string[]} versions which of them, as `3.1`; all without any
 */
export async function pandases(versions = []) {
	const pythons = await findPythons({ pyodide: false });
	const found = [];
	for (const { pandas, python, packages } of WANTED) {
		if (versions.length > 0 && !versions.some((version) => pandas.startsWith(version))) continue;
		const base = pythons.find((one) => one.version.startsWith(`${python}.`));
		const folder = join(homedir(), ".cache", "brine", `pandas-${pandas}`);
		const own = join(folder, "bin", "python");
		if (!existsSync(own)) {
			if (base === undefined) {
				console.log(`skipped: no Python ${python} here for pandas ${pandas}`);
				continue;
			}
			const all = [`pandas==${pandas}`, ...packages];
			console.log(`installing ${all.join(", ")} into ${folder}`);
			mkdirSync(folder, { recursive: true });
			run(base.command, [...base.args, "-m", "venv", folder]);
			run(own, ["-m", "pip", "install", "--quiet", "--only-binary", ":all:", ...all]);
		}
		found.push({ version: pandas, python: own });
	}
	return found;
}
