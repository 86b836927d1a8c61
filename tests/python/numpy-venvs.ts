/** Real numpys, each in a virtual environment of its own under the user's cache; made when they are asked for the first time. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { findPythons } from "./pythons.mjs";

export interface Numpy {
	readonly version: string;
	/** The Python that has it. */
	readonly python: string;
}

/** Which numpy with which Python, and what goes with it. */
const WANTED = [
	{ numpy: "2.5.5", python: "3.13", packages: ["numpy==2.5.5", "ml_dtypes"] },
	{ numpy: "1.26.4", python: "3.11", packages: ["numpy==1.26.4"] },
];

function run(command: string, args: readonly string[]): void {
	const { status, stderr } = spawnSync(command, args, { encoding: "utf8" });
	if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
}

/** The numpys that could be had; says what it installs, and where. */
export async function numpys(): Promise<Numpy[]> {
	const pythons = await findPythons({ pyodide: false });
	const found: Numpy[] = [];
	for (const { numpy, python, packages } of WANTED) {
		const base = pythons.find((one) => one.version.startsWith(`${python}.`));
		const folder = join(homedir(), ".cache", "brine", `numpy-${numpy}`);
		const own = join(folder, "bin", "python");
		if (!existsSync(own)) {
			if (base === undefined) {
				console.log(`no Python ${python} here: numpy ${numpy} is left out`);
				continue;
			}
			console.log(`installing ${packages.join(", ")} into ${folder}`);
			mkdirSync(folder, { recursive: true });
			run(base.command, [...base.args, "-m", "venv", folder]);
			run(own, ["-m", "pip", "install", "--quiet", ...packages]);
		}
		found.push({ version: numpy, python: own });
	}
	return found;
}
