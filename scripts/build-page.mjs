/**
 * Builds the page of `brine view` and of the site into dist/page: node scripts/build-page.mjs, after a build.
 *
 * Its own tools are locked in page/ and installed there by the first run.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

process.chdir(join(dirname(fileURLToPath(import.meta.url)), ".."));
// Not `npm ci`: a package that Vite asks for on Windows alone is not in every registry, and so not in the lock.
const install = ["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts"];
if (!existsSync("page/node_modules/vite")) run("npm", install, "page");
run(process.execPath, ["page/scripts/samples.mjs"]);
run("npm", ["run", "--silent", "build", "--", "--logLevel", "warn"], "page");

function run(command, args, cwd = ".") {
	const { status } = spawnSync(command, args, { stdio: "inherit", cwd, shell: process.platform === "win32" });
	if (status !== 0) process.exit(1);
}
