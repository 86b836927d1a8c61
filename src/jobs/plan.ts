/** Plans: all files of some folders, in an order that does not change, cut into shards. */
import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { toOSError } from "../bytes/system-error.ts";
import { ValueError } from "../errors.ts";
import { givenOptions } from "../options.ts";
import type { ManifestEntry } from "./manifest.ts";
import { bytesOfName, nameOf } from "./requests.ts";

/** Options of {@link plan}. */
export interface PlanOptions {
	/** Most bytes of a shard; a longer file is a shard of its own. @defaultValue 2^26 (64 MiB) */
	readonly shardBytes?: number | undefined;
	/** Most files of a shard. @defaultValue 1000 */
	readonly shardFiles?: number | undefined;
	/** Whether a file is left out. @defaultValue none is */
	readonly ignore?: ((path: string) => boolean) | undefined;
	/** Is told of what is left out, and why: `"ignored"`, or `"special"` for what is neither file nor folder. */
	readonly onLeftOut?: ((path: string, why: "ignored" | "special") => void) | undefined;
}

const OPTIONS: ReadonlySet<string> = new Set(["shardBytes", "shardFiles", "ignore", "onLeftOut"]);
const SHARD_BYTES = 2 ** 26;
const SHARD_FILES = 1000;
const SLASH = Buffer.from("/");

/**
 * Plans the work on many files: each with its size, its time, and the shard it belongs to. The same files make the same plan.
 *
 * Folders are gone through in the order of the bytes of names, links are followed, and each folder is gone through once. Content
 * is not looked at, so a plan costs a listing; an archive is one file.
 *
 * @param paths files and folders, as every machine finds them
 * @param options how large shards are, and what is left out; see {@link PlanOptions}
 * @returns the entries of a manifest, as they are found
 * @throws FileNotFoundError, PermissionError, … (`file`), from the iteration
 * @throws PyTypeError, ValueError (`option`) for options that do not exist or are not numbers above 0
 * @example
 * ```ts
 * import { mkdirSync, writeFileSync } from "node:fs";
 * import { plan } from "brine/jobs";
 * mkdirSync("models", { recursive: true });
 * for (const name of ["a.pkl", "b.pkl", "c.pkl"]) writeFileSync(`models/${name}`, "N.");
 * const entries = [...plan(["models"], { shardFiles: 2 })];
 * console.log(entries.map(({ shard, path }) => `${shard} ${path}`)); // [ '0 models/a.pkl', '0 models/b.pkl', '1 models/c.pkl' ]
 * ```
 */
export function* plan(
	paths: readonly string[],
	options?: PlanOptions | null,
): Generator<ManifestEntry, void, undefined> {
	const given = givenOptions("plan", options, OPTIONS);
	const { shardBytes = SHARD_BYTES, shardFiles = SHARD_FILES, ignore, onLeftOut } = given;
	for (const [name, value] of [
		["shardBytes", shardBytes],
		["shardFiles", shardFiles],
	] as const) {
		if (!(value > 0)) throw new ValueError(`'${name}' must be a number above 0`, { code: "option" });
	}
	let shard = 0;
	let bytes = 0;
	let files = 0;
	for (const { path, about } of found(paths, onLeftOut)) {
		if (ignore?.(path) === true) {
			onLeftOut?.(path, "ignored");
			continue;
		}
		if (files > 0 && (files >= shardFiles || bytes + about.size > shardBytes)) {
			shard++;
			bytes = 0;
			files = 0;
		}
		bytes += about.size;
		files++;
		yield { shard, path, size: about.size, mtime: Math.max(0, Math.floor(about.mtimeMs)) };
	}
}

interface Found {
	readonly path: string;
	readonly about: Stats;
}

/** All files that paths mean. */
function* found(paths: readonly string[], onLeftOut: PlanOptions["onLeftOut"]): Generator<Found, void, undefined> {
	for (const given of paths) {
		const seen = new Set<string>();
		const open: Buffer[] = [bytesOfName(given)];
		for (let path = open.pop(); path !== undefined; path = open.pop()) {
			const name = nameOf(path);
			const about = statOf(path, name);
			if (about.isFile()) yield { path: name, about };
			else if (!about.isDirectory()) onLeftOut?.(name, "special");
			else if (isNew(path, seen)) for (const entry of inside(path, name).reverse()) open.push(entry);
		}
	}
}

function statOf(path: Buffer, name: string): Stats {
	try {
		return statSync(path);
	} catch (error) {
		throw toOSError(error, "file", name);
	}
}

/** Whether a folder was not gone through yet: links may lead back. */
function isNew(path: Buffer, seen: Set<string>): boolean {
	const real = realpathSync(path, { encoding: "latin1" } as never) as unknown as string;
	if (seen.has(real)) return false;
	seen.add(real);
	return true;
}

/** The content of a folder, in the order of the bytes of its names. */
function inside(folder: Buffer, name: string): Buffer[] {
	let entries: Dirent<Buffer>[];
	try {
		entries = readdirSync(folder, { withFileTypes: true, encoding: "buffer" }) as unknown as Dirent<Buffer>[];
	} catch (error) {
		throw toOSError(error, "file", name);
	}
	const slash = folder.at(-1) === SLASH[0] ? [] : [SLASH];
	return entries
		.map((entry) => entry.name)
		.sort((a, b) => Buffer.compare(a, b))
		.map((entry) => Buffer.concat([folder, ...slash, entry]));
}
