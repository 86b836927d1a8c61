/** Replacing a file as a whole, at once; step by step as in `replace.ts`. */
import {
	accessSync,
	chmodSync,
	chownSync,
	closeSync,
	constants,
	fsyncSync,
	lstatSync,
	openSync,
	readlinkSync,
	renameSync,
	type Stats,
	statSync,
	unlinkSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { failure, MAX_LINKS, targetOf } from "./replace.ts";
import { removeLeftOvers } from "./temporary.ts";

function behindLinks(path: string): string {
	let at = path;
	for (let links = 0; links <= MAX_LINKS; links++) {
		if (lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return at;
		at = resolve(dirname(at), readlinkSync(at));
	}
	throw failure("ELOOP");
}

/**
 * Replaces the content of a file.
 *
 * @param path the file; it need not exist
 * @param write writes the new content to the file descriptor it is given
 */
export function replaceContentSync(path: string, write: (descriptor: number) => void): void {
	const real = behindLinks(path);
	const target = targetOf(real, statSync(real, { throwIfNoEntry: false }));
	if (target.old !== undefined) accessSync(real, constants.W_OK);
	if (target.temporary === undefined) {
		writeTo(openSync(real, "w"), write);
		return;
	}
	const descriptor = openSync(target.temporary, "wx", target.old === undefined ? 0o666 : 0o600);
	try {
		writeTo(descriptor, (at) => {
			write(at);
			if (target.old !== undefined) copyOwner(target.temporary as string, target.old);
			fsyncSync(at);
		});
		renameSync(target.temporary, real);
		removeLeftOvers(real);
	} catch (error) {
		quietly(() => unlinkSync(target.temporary as string));
		throw error;
	}
	quietly(() => writeTo(openSync(dirname(real), "r"), fsyncSync));
}

function writeTo(descriptor: number, write: (descriptor: number) => void): void {
	try {
		write(descriptor);
	} finally {
		closeSync(descriptor);
	}
}

function copyOwner(path: string, old: Stats): void {
	const now = statSync(path);
	if (now.uid !== old.uid || now.gid !== old.gid) quietly(() => chownSync(path, old.uid, old.gid));
	chmodSync(path, old.mode & 0o7777);
}

function quietly(work: () => void): void {
	try {
		work();
	} catch {
		// Not possible here, and not needed for the content to be whole.
	}
}
