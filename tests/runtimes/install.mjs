// Fetches the runtimes from the npm registry into .cache/runtimes, once.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const CACHE = resolve(".cache/runtimes");
export const MODULES = join(CACHE, "node_modules");

const platform = `${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
const bun = `@oven/bun-${platform}`;

const PACKAGES = [
	...[20, 22, 24, 26].map((major) => `node${major}@npm:node-${platform}@${major}`),
	`${bun}@1`,
	"deno@2",
	// For the tests in a page.
	"buffer@6",
	"fflate@0.8",
];

/** The runtimes: name, engine, command and what stands before the script. */
export const RUNTIMES = [
	...[20, 22, 24, 26].map((major) => ({
		name: `Node ${major}`,
		engine: "node",
		command: join(MODULES, `node${major}/bin/node`),
		args: [],
	})),
	{ name: "Bun", engine: "bun", command: join(MODULES, bun, "bin/bun"), args: ["run"] },
	{
		name: "Deno",
		engine: "deno",
		command: process.execPath,
		args: [join(MODULES, "deno/bin.cjs"), "run", "-A", "--no-config"],
	},
];

/** Installs what is missing. Nothing of what is fetched runs on the way. */
export function install() {
	const wanted = PACKAGES.map((spec) => spec.replace(/(?<=.)@.*$/, ""));
	if (wanted.every((name) => existsSync(join(MODULES, name)))) return;
	mkdirSync(CACHE, { recursive: true });
	writeFileSync(join(CACHE, "package.json"), '{ "private": true, "type": "module" }\n');
	const npm = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", ...PACKAGES], {
		cwd: CACHE,
		stdio: "inherit",
		shell: process.platform === "win32",
	});
	if (npm.status !== 0) throw new Error("npm could not install the runtimes");
}
