import type { VersionNumber } from "../../options.ts";
import { KEY, type KeyParts, REPR, TYPE } from "../../values/brand.ts";
import { qualnameOf } from "../../values/py-name.ts";
import type { ReprParts } from "../../values/repr-frames.ts";
import type { PyName, TypeEntry } from "../registry.ts";
import { PyStdValue } from "./value.ts";

/** The classes of `pathlib` that instances have. */
export type PathKind = "PurePosixPath" | "PureWindowsPath" | "PosixPath" | "WindowsPath";

const KINDS: readonly PathKind[] = ["PurePosixPath", "PureWindowsPath", "PosixPath", "WindowsPath"];

/** Drive, root and names of a path. */
type Parsed = readonly [drive: string, root: string, names: readonly string[]];

/**
 * A path of Python's `pathlib`: text only, it touches no files.
 *
 * @example
 * ```ts
 * import { PyPath } from "brine/types";
 * const path = new PyPath("PurePosixPath", "/srv", "data.csv");
 * path.toString(); // "/srv/data.csv"
 * path.name; // "data.csv"
 * ```
 */
export class PyPath extends PyStdValue {
	/** Its Python class. */
	readonly kind: PathKind;
	/** The segments it was made of; joined as Python joins them. */
	readonly segments: readonly string[];
	#parsed: Parsed | undefined;
	#key: KeyParts | undefined;

	/**
	 * @param kind the Python class
	 * @param segments joined with the separator; an absolute one starts over
	 */
	constructor(kind: PathKind, ...segments: string[]) {
		super();
		this.kind = kind;
		this.segments = segments;
	}
	/** Whether it is a path of Windows. */
	get isWindows(): boolean {
		return this.kind.endsWith("WindowsPath");
	}
	get #all(): Parsed {
		this.#parsed ??= this.isWindows ? parseWindows(this.segments) : parsePosix(this.segments);
		return this.#parsed;
	}
	/** The drive letter or share, or `""`. */
	get drive(): string {
		return this.#all[0];
	}
	/** The separator that makes it absolute, or `""`. */
	get root(): string {
		return this.#all[1];
	}
	/** Drive and root as one, when there are any, then the names. */
	get parts(): string[] {
		const [drive, root, names] = this.#all;
		return drive + root === "" ? [...names] : [drive + root, ...names];
	}
	/** The last name, or `""`. */
	get name(): string {
		return this.#all[2].at(-1) ?? "";
	}
	/** The path that Python's `str()` returns. */
	override toString(): string {
		const [drive, root, names] = this.#all;
		const separator = this.isWindows ? "\\" : "/";
		if (drive + root !== "") return drive + root + names.join(separator);
		const mistakable = this.isWindows && splitRoot(names[0] ?? "")[0] !== "";
		return (mistakable ? [".", ...names] : names).join(separator) || ".";
	}
	/** The path with forward slashes. */
	asPosix(): string {
		return this.isWindows ? this.toString().replaceAll("\\", "/") : this.toString();
	}
	get [TYPE](): string {
		return `pathlib.${this.kind}`;
	}
	/** Pure and concrete paths are equal; those of Windows also in any case. One string, which V8 hashes once. */
	[KEY](): KeyParts {
		this.#key ??= {
			tag: this.isWindows ? "pathlib.Windows" : "pathlib.Posix",
			parts: [this.isWindows ? this.toString().toLowerCase() : this.toString()],
		};
		return this.#key;
	}
	override [REPR](): ReprParts {
		return { parts: [`${this.kind}(`, this.asPosix(), ")"] };
	}
	toJSON(): string {
		return this.toString();
	}
}

/** Names between separators, without empty ones and `.`. */
function namesIn(path: string, separator: string): string[] {
	return path.split(separator).filter((name) => name !== "" && name !== ".");
}

function parsePosix(segments: readonly string[]): Parsed {
	const from = Math.max(
		0,
		segments.findLastIndex((segment) => segment.startsWith("/")),
	);
	// All in one: a string that grows is copied whenever its end is looked at. Empty names between are left out later.
	const path = segments.slice(from).join("/");
	const first = segments[from] ?? "";
	// POSIX lets exactly two slashes mean something of their own.
	const root = first.startsWith("//") && !first.startsWith("///") ? "//" : first.startsWith("/") ? "/" : "";
	return ["", root, namesIn(path, "/")];
}

/** Drive, root and rest of a Windows path written with backslashes. */
function splitRoot(path: string): [drive: string, root: string, rest: string] {
	if (path.startsWith("\\\\")) {
		const start = path.slice(0, 8).toUpperCase() === "\\\\?\\UNC\\" ? 8 : 2;
		const share = path.indexOf("\\", start);
		const end = share === -1 ? -1 : path.indexOf("\\", share + 1);
		return end === -1 ? [path, "", ""] : [path.slice(0, end), "\\", path.slice(end + 1)];
	}
	if (path.startsWith("\\")) return ["", "\\", path.slice(1)];
	if (path[1] !== ":") return ["", "", path];
	return path[2] === "\\" ? [path.slice(0, 2), "\\", path.slice(3)] : [path.slice(0, 2), "", path.slice(2)];
}

/** Python's `ntpath.join`, written with backslashes. */
function joinWindows(segments: readonly string[]): string {
	let [drive, root, path] = ["", "", ""];
	// Whether the path is empty or ends in a backslash; it is not looked at itself, which would copy it each time.
	let isOpen = true;
	for (const segment of segments) {
		const [newDrive, newRoot, rest] = splitRoot(segment.replaceAll("/", "\\"));
		const other = newDrive !== "" && newDrive.toLowerCase() !== drive.toLowerCase();
		if (newDrive !== "") drive = newDrive;
		if (newRoot !== "" || other) [root, path] = [newRoot, rest];
		else path += isOpen ? rest : `\\${rest}`;
		isOpen = rest === "" || rest.endsWith("\\");
	}
	const apart = path !== "" && root === "" && drive !== "" && !/[:\\]$/.test(drive);
	return drive + (apart ? "\\" : root) + path;
}

function parseWindows(segments: readonly string[]): Parsed {
	const [drive, root, rest] = splitRoot(joinWindows(segments));
	const pieces = drive.split("\\");
	// The root of a share goes without saying.
	const share =
		drive.startsWith("\\") && !drive.endsWith("\\") && pieces.length === 4 && !"?.".includes(pieces[2] as string);
	return [drive, share || pieces.length === 6 ? "\\" : root, namesIn(rest, "\\")];
}

function moduleOf(version: VersionNumber): string {
	return version >= 31300 && version < 31400 ? "pathlib._local" : "pathlib";
}

/** Texts: the parts up to 3.12, from 3.13 on what the path was made of. */
export const pathType: TypeEntry<PyPath> = {
	names: KINDS.flatMap((kind): PyName[] => [`pathlib:${kind}`, `pathlib._local:${kind}`]) as [PyName, ...PyName[]],
	type: PyPath,
	load: (args, _kwargs, { name }) => {
		if (!args.every((segment) => typeof segment === "string")) return undefined;
		const made = new PyPath(qualnameOf(name) as PathKind);
		return args.length === 0 ? made : Object.assign(made, { segments: [...args] });
	},
	reduce: (value, _protocol, { version }) => ({
		callable: `${moduleOf(version)}:${value.kind}`,
		args: version < 31300 ? value.parts : value.segments,
	}),
};
