/** Files in the making: their names say who writes them, so that those of dead writers are known and removed. */

import { createHash, randomBytes } from "node:crypto";
import { opendirSync, readFileSync, readlinkSync, statSync, unlinkSync } from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { once } from "../kept.ts";

/** File systems allow 255 bytes for a name; a character has at most three per UTF-16 unit. */
const NAME = 64;

/** Names in a folder that are looked at, so that writing costs the same in the largest. */
const MOST = 10_000;

/** A file of a writer that cannot be asked, on another machine or in another container, counts as left over after a day without a write. */
const FORGOTTEN = 86_400_000;

/**
 * A name beside a file, that nobody can have guessed: `.NAME.PLACE-PID-START-RANDOM.brine-tmp`.
 *
 * @param path the file that is to be replaced
 */
export function temporaryName(path: string): string {
	const random = randomBytes(8).toString("hex");
	return join(dirname(path), `${prefix(path)}${place()}-${process.pid}-${startOf("self")}-${random}.brine-tmp`);
}

function prefix(path: string): string {
	return `.${basename(path).slice(0, NAME)}.`;
}

/**
 * Removes the temporary files of a file whose writers are gone, such as those that were killed. A file that cannot be
 * removed is left.
 *
 * @param path the file that was replaced
 */
export function removeLeftOvers(path: string): void {
	const folder = dirname(path);
	const start = prefix(path);
	try {
		const entries = opendirSync(folder, { bufferSize: 1024 });
		try {
			let entry = entries.readSync();
			for (let count = 0; entry !== null && count < MOST; entry = entries.readSync(), count++) {
				if (entry.name.startsWith(start) && isLeftOver(join(folder, entry.name), entry.name.slice(start.length))) {
					unlinkSync(join(folder, entry.name));
				}
			}
		} finally {
			entries.closeSync();
		}
	} catch {
		// A folder that may be written but not read, or another writer who was quicker: the new file is in its place.
	}
}

function isLeftOver(path: string, rest: string): boolean {
	const match = /^([\da-f]{8})-(\d{1,10})-(\d{1,20})-[\da-f]{16}\.brine-tmp$/.exec(rest);
	if (match === null) return false;
	const [, where, pid, start] = match as unknown as [string, string, string, string];
	if (where !== place()) return Date.now() - statSync(path).mtimeMs > FORGOTTEN;
	return !isAlive(Number(pid)) || (start !== "0" && startOf(pid) !== start);
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// One that belongs to another user is alive.
		return (error as { code?: unknown }).code !== "ESRCH";
	}
}

/** When a process started, in the ticks of Linux, since numbers of processes come again; 0 where nothing says so. */
function startOf(pid: string): string {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
		// The name of the program, in parentheses, may hold any character.
		return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "0";
	} catch {
		return "0";
	}
}

/** Where the numbers of processes mean the same: the machine, and on Linux the container. */
const place: () => string = /* @__PURE__ */ once(() => {
	let namespace = "";
	try {
		namespace = readlinkSync("/proc/self/ns/pid");
	} catch {
		// Not Linux: the machine is all there is.
	}
	return createHash("sha256").update(`${hostname()}\n${namespace}`).digest("hex").slice(0, 8);
});
