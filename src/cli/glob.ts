/** Files that a shell did not name: patterns and folders. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join, normalize } from "node:path";
import { unpackedName } from "../formats/packed-name.ts";
import { complain, reportFailure } from "./output.ts";

/** Names that pickles go by, in a folder full of other things. */
const PICKLE = /\.(pkl|pickle|pck|pcl|p|db|joblib)$/i;

/** A file to read, and how it came to be on the list. */
export interface Named {
	readonly path: string;
	/** Whether the user named this very file. */
	readonly named: boolean;
}

/**
 * The files that the arguments mean. A folder means the pickles in it, at any depth; a name with `*`, `?` or `[…]`
 * that is not a file means those that match, `**` at any depth; everything else means itself.
 *
 * @param without told of each folder that has no pickle in it
 */
export function expand(names: readonly string[], without?: (folder: string) => void): Named[] {
	const files: Named[] = [];
	for (const name of names) {
		if (name === "-") files.push({ path: name, named: true });
		else if (isFolder(name)) {
			const before = files.length;
			for (const path of walk(name)) if (PICKLE.test(unpackedName(path))) files.push({ path, named: false });
			if (files.length === before) without?.(name);
		}
		if (name === "-" || isFolder(name)) continue;
		const found = /[*?[]/.test(name) && !existsSync(name) ? matching(name) : [];
		if (found.length === 0) files.push({ path: name, named: true });
		for (const path of found) files.push({ path, named: false });
	}
	return files;
}

/** Says on standard error that a folder has no pickle in it, and has the command fail. */
export function complainOfNone(command: string): (folder: string) => void {
	return (folder) => {
		complain(`${command}: ${folder}: no file in this folder has a name that pickles go by, such as x.pkl`);
		reportFailure();
	};
}

function isFolder(path: string): boolean {
	return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** All files below a folder, in order of their names. */
function* walk(folder: string): Generator<string> {
	const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
	for (const entry of entries) {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) yield* walk(path);
		else if (entry.isFile() || (entry.isSymbolicLink() && !isFolder(path))) yield path;
	}
}

function matching(pattern: string): string[] {
	const parts = pattern.split("/");
	// Everything before the first special character is a folder to start from.
	const fixed = parts.findIndex((part) => /[*?[]/.test(part));
	const base = parts.slice(0, fixed).join("/") || (pattern.startsWith("/") ? "/" : ".");
	if (!isFolder(base)) return [];
	const expression = new RegExp(
		`^${parts.slice(fixed).map(partExpression).join("/").replaceAll("\0/", "(?:.*/)?")}$`,
		"u",
	);
	// `walk()` returns the folder first, in its shortest form, and with nothing for this one.
	const start = normalize(base);
	const prefix = start === "." ? 0 : start.length + (start.endsWith("/") ? 0 : 1);
	return [...walk(base)].filter((path) => expression.test(path.slice(prefix)));
}

/**
 * Whether a path is meant by a pattern: by the whole of it, or, when the pattern has no slash, by its last part.
 *
 * @param pattern with `*`, `?`, `[…]` and `**`
 */
export function matcher(pattern: string): (path: string) => boolean {
	const parts = pattern.split("/").map(partExpression).join("/").replaceAll("\0/", "(?:.*/)?").replaceAll("\0", ".*");
	const expression = new RegExp(`^${parts}$`, "u");
	if (pattern.includes("/")) return (path) => expression.test(normalize(path));
	return (path) => expression.test(basename(path));
}

/** One part of a pattern as a regular expression; NUL represents `**`. */
function partExpression(part: string): string {
	if (part === "**") return "\0";
	return part.replace(/\[!?[^\]]+\]|[\s\S]/gu, (piece) => {
		if (piece === "*") return "[^/]*";
		if (piece === "?") return "[^/]";
		if (piece.length > 2)
			return `[${piece
				.slice(1, -1)
				.replace(/^!/, "^")
				.replace(/[\\[\]]/g, "\\$&")}]`;
		return piece.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
	});
}
