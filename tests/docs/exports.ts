/** What the entries export, and the comment above each declaration. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** An exported name with its comment. */
export interface Exported {
	readonly name: string;
	/** The file that declares it. */
	readonly path: string;
	readonly kind: string;
	/** The comment's text without stars; empty when there is none. */
	readonly comment: string;
}

const sources = new Map<string, string>();
function read(path: string): string {
	const text = sources.get(path) ?? readFileSync(path, "utf8");
	sources.set(path, text);
	return text;
}

/** All names of an entry, as far as they are declared in `src`. */
export function exportsOf(path: string): Exported[] {
	const text = read(path);
	const found: Exported[] = [];
	for (const [, names, from] of text.matchAll(/^export (?:type )?\{([^}]*)\} from "([^"]+)";/gm)) {
		for (const item of (names as string).split(",")) {
			const [name, as] = item
				.trim()
				.replace(/^type /, "")
				.split(" as ") as [string, string | undefined];
			if (name !== "") found.push({ ...declaration(join(dirname(path), from as string), name), name: as ?? name });
		}
	}
	for (const [, as, from] of text.matchAll(/^export \*( as \w+)? from "([^"]+)";/gm)) {
		if (as === undefined) found.push(...exportsOf(join(dirname(path), from as string)));
	}
	for (const [, name] of text.matchAll(DECLARED)) found.push(declaration(path, name as string));
	return [...new Map(found.map((one) => [one.name, one])).values()];
}

const DECLARED = /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|class|const|interface|type) (\w+)/gm;

function declaration(path: string, name: string): Exported {
	if (!existsSync(path)) throw new Error(`${path} is not there`);
	const text = read(path);
	const own = new RegExp(
		`^(?:export )?(?:declare )?(?:abstract )?(?:async )?(function\\*?|class|const|interface|type) ${name}\\b`,
		"m",
	).exec(text);
	if (own !== null) {
		const before = text.slice(0, own.index).replace(/(?:\s*\/\/.*)+\s*$/, "");
		const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/.exec(before)?.[1] ?? "";
		const call = own[1] === "const" && /^[^\n]*=>/.test(text.slice(own.index));
		return { name, path, kind: call ? "function" : (own[1] as string), comment: comment.replace(/^\s*\* ?/gm, "") };
	}
	const passed = new RegExp(`^(?:export|import) (?:type )?\\{[^}]*\\b${name}\\b[^}]*\\} from "([^"]+)";`, "m").exec(
		text,
	);
	if (passed === null) throw new Error(`${path} does not declare ${name}`);
	return declaration(join(dirname(path), passed[1] as string), name);
}
