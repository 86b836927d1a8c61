/** All files that the arguments of a scan mean: nothing in a folder is passed over. */
import { readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { expand, matcher } from "./glob.ts";

/** The files, and how many were left out since they were to be ignored. */
export interface FileList {
	readonly files: readonly string[];
	readonly ignored: number;
}

/** The files that paths mean. A folder means everything in it, whatever it is called; links are followed. */
export function filesIn(paths: readonly string[], ignore: readonly string[]): FileList {
	const patterns = ignore.map(matcher);
	const files: string[] = [];
	let ignored = 0;
	const add = (path: string): void => {
		if (patterns.some((matches) => matches(path))) ignored++;
		else files.push(path);
	};
	for (const path of paths) {
		if (path !== "-" && isFolder(path)) for (const file of walk(path, new Set())) add(file);
		else for (const { path: file } of expand([path])) add(file);
	}
	return { files, ignored };
}

function isFolder(path: string): boolean {
	return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** All files below a folder in order of their names; folders that links lead to are gone through once. */
function* walk(folder: string, seen: Set<string>): Generator<string, void, undefined> {
	const open = [folder];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		if (!isFolder(next)) {
			yield next;
			continue;
		}
		const real = realpathSync(next);
		if (seen.has(real)) continue;
		seen.add(real);
		const names = readdirSync(next).sort().reverse();
		for (const name of names) open.push(join(next, name));
	}
}
