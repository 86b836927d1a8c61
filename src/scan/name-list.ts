/** Names that pickles may hold and names that do harm, as data with a date. */
import { once } from "../kept.ts";
import { ALLOWED, DATE, RULES, VERSIONS } from "./allow-data.ts";
import { DENIED } from "./deny-data.ts";
import { KNOWN_LIBRARIES, STDLIB_MODULES } from "./modules-data.ts";
import { hasDunder, isNamePath, listed, type Name } from "./names.ts";
import { parseRules, type Rule } from "./rules.ts";

/** The uses that a name allows; `call-result` is calling what a call of it returned, `keywords` giving `__new__` keyword arguments. */
export type UseKind = "ref" | "call" | "new" | "build" | "append" | "additems" | "setitem" | "call-result" | "keywords";

/** The list's row of a name. */
export interface Entry {
	readonly kinds: ReadonlySet<string>;
	readonly rules: readonly Rule[];
	/** Whether it is `unknown` at best. */
	readonly unknown: boolean;
	/** Whether it is the caller's, so that other uses are as unknown as without it. */
	readonly own?: boolean;
	/** The verdict when it is used in another way. */
	readonly harm?: string | undefined;
}

/** How a name is before anything is done with it. */
export type Standing =
	| { readonly kind: "listed"; readonly entry: Entry }
	| { readonly kind: "denied"; readonly why: string }
	| { readonly kind: "odd"; readonly why: string }
	| { readonly kind: "stdlib" | "library" | "own" };

/** A name of the caller's that is allowed, and for what. */
export interface AllowedName {
	/** `module.name`; a `*` at the end represents everything below, as in `"shop.models.*"`. */
	readonly name: string;
	/** The uses that it allows. @defaultValue `["ref", "new", "build"]` */
	readonly kinds?: readonly UseKind[];
}

/** Options of a list. */
export interface PolicyOptions {
	/** Names that are allowed besides the list; names that are known to be harmful stay so. */
	readonly allow?: readonly (string | AllowedName)[];
	/** Rows of a file as `allow.tsv`: `library`, `seen_in`, `module`, `name`, `operations`, `arguments`, tab-separated. */
	readonly rows?: string;
}

/** A list of what pickles may do, with the day on which it was made. */
export class NameList {
	/** The day on which the list was made, as `2026-11-29`. */
	readonly date: string = DATE;
	/** Versions of the libraries that it was made from. */
	readonly versions: string = VERSIONS;
	readonly #own = new Map<string, Entry>();
	readonly #below: (readonly [prefix: string, entry: Entry])[] = [];
	readonly #standings = new Map<string, Standing>();

	constructor(options: PolicyOptions = {}) {
		for (const allowed of options.allow ?? []) this.#allow(typeof allowed === "string" ? { name: allowed } : allowed);
		if (options.rows !== undefined) this.#addRows(options.rows);
	}

	#allow({ name, kinds = ["ref", "new", "build"] }: AllowedName): void {
		const entry: Entry = { kinds: new Set(kinds), rules: [], unknown: false, own: true };
		if (name.endsWith(".*")) this.#below.push([listed(name.slice(0, -1)), entry]);
		else this.#own.set(listed(name), entry);
	}
	#addRows(text: string): void {
		for (const [index, line] of text.split("\n").entries()) {
			const cells = line.replace("\r", "").split("\t");
			if (line.trim() === "" || line.startsWith("#") || (index === 0 && cells[0] === "library")) continue;
			const [, , module, name, operations = "", rules = ""] = cells;
			if (module === undefined || name === undefined) throw new TypeError(`line ${index + 1} is not a row of a list`);
			const kinds = new Set(operations.split(","));
			this.#own.set(`${listed(module)}.${name}`, { kinds, rules: parseRules(rules), unknown: kinds.delete("unknown") });
		}
	}

	/**
	 * How a name is, for itself alone.
	 *
	 * @param name as the pickle writes it
	 */
	standing(name: Name): Standing {
		const key = `${name.module}\n${name.name}`;
		let standing = this.#standings.get(key);
		if (standing === undefined) {
			standing = this.#find(name);
			if (this.#standings.size >= 10_000) this.#standings.clear();
			this.#standings.set(key, standing);
		}
		return standing;
	}
	#find(name: Name): Standing {
		if (!isNamePath(name)) return { kind: "odd", why: "is not a name that Python writes" };
		const harm = denied(name);
		const module = listed(name.module);
		const given = tables().allowed.get(`${module}\n${name.name}`);
		if (given !== undefined) return { kind: "listed", entry: harm === undefined ? given : { ...given, harm } };
		if (harm !== undefined) return { kind: "denied", why: harm };
		const entry = this.#ownEntry(`${module}.${name.name}`);
		if (entry !== undefined) return { kind: "listed", entry };
		// Classes of a TorchScript program, which is in the archive itself.
		if (name.module === "__torch__" || name.module.startsWith("__torch__.")) return { kind: "own" };
		if (hasDunder(name)) return { kind: "odd", why: "reaches for one of Python's special attributes" };
		const [top = ""] = name.module.split(".");
		if (tables().stdlib.has(top)) return { kind: "stdlib" };
		return { kind: tables().libraries.has(top) ? "library" : "own" };
	}
	#ownEntry(path: string): Entry | undefined {
		const own = this.#own.get(path);
		if (own !== undefined) return own;
		return this.#below.find(([prefix]) => path.startsWith(prefix))?.[1];
	}
}

/** Why a name is known to be harmful; with everything below it. */
function denied(name: Name): string | undefined {
	const { denied: names } = tables();
	const full = `${name.module}.${name.name}`;
	for (let dot = full.indexOf("."); ; dot = full.indexOf(".", dot + 1)) {
		const prefix = dot === -1 ? full : full.slice(0, dot);
		// A module with all that is in it, or a name in a module.
		const why = names.get(`${prefix}.*`) ?? names.get(prefix);
		if (why !== undefined) return why;
		if (dot === -1) break;
	}
	// A module's own imports are reached by a dot: `pathlib` has `os`.
	const parts = name.name.split(".");
	if (parts.length === 1) return undefined;
	for (const part of parts) {
		const why = names.get(`${part}.*`);
		if (why !== undefined) return why;
	}
	return undefined;
}

interface Tables {
	readonly allowed: ReadonlyMap<string, Entry>;
	readonly denied: ReadonlyMap<string, string>;
	readonly stdlib: ReadonlySet<string>;
	readonly libraries: ReadonlySet<string>;
}

/** The data, taken apart when it is first needed. */
const tables: () => Tables = /* @__PURE__ */ once(() => ({
	allowed: allowedNames(),
	denied: deniedNames(),
	stdlib: words(STDLIB_MODULES),
	libraries: words(KNOWN_LIBRARIES),
}));

function words(text: string): ReadonlySet<string> {
	return new Set(text.split(" "));
}

const LETTERS: Readonly<Record<string, UseKind>> = {
	r: "ref",
	c: "call",
	n: "new",
	b: "build",
	a: "append",
	d: "additems",
	s: "setitem",
	x: "call-result",
	k: "keywords",
};

/** One line for each module: `module kinds:name,name kinds:name`, with `/number` for the rules of arguments. */
function allowedNames(): ReadonlyMap<string, Entry> {
	const rules = RULES.map(parseRules);
	const entries = new Map<string, Entry>();
	const names = new Map<string, Entry>();
	for (const line of ALLOWED.split("\n")) {
		const [module, ...groups] = line.split(" ");
		for (const group of groups) {
			const [kinds = "", list = ""] = group.split(":");
			let entry = entries.get(kinds);
			if (entry === undefined) {
				const [letters = "", rule] = kinds.split("/");
				const allowed = [...letters].flatMap((letter) => LETTERS[letter] ?? []);
				entry = {
					kinds: new Set(allowed),
					rules: rule === undefined ? [] : (rules[Number(rule)] as readonly Rule[]),
					unknown: letters.includes("u"),
				};
				entries.set(kinds, entry);
			}
			for (const name of list.split(",")) names.set(`${module}\n${name}`, entry);
		}
	}
	return names;
}

/** One line for each reason: the reason, then names. */
function deniedNames(): ReadonlyMap<string, string> {
	const names = new Map<string, string>();
	for (const line of DENIED.split("\n")) {
		const [why = "", list = ""] = line.split(": ");
		for (const name of list.split(" ")) names.set(name, why);
	}
	return names;
}
