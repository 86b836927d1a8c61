/**
 * Replacing a file as a whole: others see the old file or the new one, never half of one.
 *
 * A new file is written beside the old one, under a random name that nobody else has, and takes its place by a rename
 * when all of it is on the disk.
 */
import { constants, type Stats } from "node:fs";
import { access, chmod, chown, type FileHandle, lstat, open, readlink, rename, stat, unlink } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { removeLeftOvers, temporaryName } from "./temporary.ts";

/** As many symbolic links as Linux follows. */
export const MAX_LINKS = 40;

/** Where a file is to be written. */
export interface Target {
	/** The file itself, with all symbolic links resolved. */
	readonly path: string;
	/** The file that is there now. */
	readonly old: Stats | undefined;
	/** Where the new file grows; undefined when the target cannot be replaced but only written: a pipe, a device. */
	readonly temporary: string | undefined;
}

/** A system error as Node makes them, for what only Brine notices. */
export function failure(code: string): Error {
	return Object.assign(new Error(code), { code });
}

/** The facts of a file as a target; refuses folders. */
export function targetOf(path: string, old: Stats | undefined): Target {
	if (old?.isDirectory()) throw failure("EISDIR");
	const replaceable = old === undefined || old.isFile();
	return { path, old, temporary: replaceable ? temporaryName(path) : undefined };
}

async function missing<T>(work: Promise<T>): Promise<T | undefined> {
	try {
		return await work;
	} catch (error) {
		if ((error as { code?: unknown }).code === "ENOENT") return undefined;
		throw error;
	}
}

/** Follows symbolic links, also one that leads to a file that does not exist yet. */
async function behindLinks(path: string): Promise<string> {
	let at = path;
	for (let links = 0; links <= MAX_LINKS; links++) {
		const about = await missing(lstat(at));
		if (about === undefined || !about.isSymbolicLink()) return at;
		at = resolve(dirname(at), await readlink(at));
	}
	throw failure("ELOOP");
}

/**
 * Replaces the content of a file.
 *
 * @param path the file; it need not exist
 * @param write writes the new content to the handle it is given
 */
export async function replaceContent(path: string, write: (handle: FileHandle) => Promise<void>): Promise<void> {
	const real = await behindLinks(path);
	const target = targetOf(real, await missing(stat(real)));
	// A rename asks the folder for permission; whoever made the file read-only meant the file.
	if (target.old !== undefined) await access(real, constants.W_OK);
	if (target.temporary === undefined) return writeInPlace(real, write);
	const handle = await open(target.temporary, "wx", target.old === undefined ? 0o666 : 0o600);
	try {
		try {
			await write(handle);
			if (target.old !== undefined) await copyOwner(target.temporary, target.old);
			await handle.sync();
		} finally {
			await handle.close();
		}
		await rename(target.temporary, real);
		removeLeftOvers(real);
	} catch (error) {
		await unlink(target.temporary).catch(() => undefined);
		throw error;
	}
	await syncFolder(dirname(real));
}

async function writeInPlace(path: string, write: (handle: FileHandle) => Promise<void>): Promise<void> {
	const handle = await open(path, "w");
	try {
		await write(handle);
	} finally {
		await handle.close();
	}
}

/** Sets the old file's owner on the new one, as far as that is allowed, and its permissions. */
async function copyOwner(path: string, old: Stats): Promise<void> {
	const now = await stat(path);
	if (now.uid !== old.uid || now.gid !== old.gid) await chown(path, old.uid, old.gid).catch(() => undefined);
	await chmod(path, old.mode & 0o7777);
}

/** Puts the new name itself on the disk. Windows cannot, and needs it not. */
async function syncFolder(path: string): Promise<void> {
	const folder = await open(path, "r").catch(() => undefined);
	try {
		await folder?.sync().catch(() => undefined);
	} finally {
		await folder?.close();
	}
}
