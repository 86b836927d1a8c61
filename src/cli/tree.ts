/** A value as a tree of lines: types, sizes, and every shared object once. */
import { THEME } from "./colors.ts";
import { visibleLine } from "./output.ts";
import { type Branches, branches, shortRepr, typeOf } from "./tree-node.ts";

export interface TreeOptions {
	/** How many levels are shown. Default: all. */
	readonly depth: number | undefined;
	/** How many items of each container are shown. Default: all. */
	readonly items: number | undefined;
	readonly colors: boolean;
	/** The Python whose text is wanted. */
	readonly pythonVersion?: string;
}

/** A container whose items are being shown. */
interface Level {
	readonly children: Iterator<readonly [label: string, value: unknown]>;
	readonly prefix: string;
	readonly path: string;
	/** Items that are shown, of all. */
	readonly shown: number;
	readonly total: number;
	index: number;
}

/** The lines of a tree, one by one. */
export function* treeLines(root: unknown, options: TreeOptions): Generator<string, void, undefined> {
	const seen = new Map<object, string>();
	const levels: Level[] = [];
	const paint = painter(options.colors);

	/** The text of a value, and its items on the stack if they are to be shown. */
	const visit = (value: unknown, prefix: string, path: string): string => {
		const inner = branches(value);
		const type = paint("builtin", visibleLine(typeOf(value)));
		if (inner === undefined) return leaf(value, type, paint, options.pythonVersion);
		const before = seen.get(value as object);
		if (before !== undefined) return `${type} ${paint("comment", `same as ${before}`)}`;
		seen.set(value as object, path);
		if (levels.length < (options.depth ?? Number.POSITIVE_INFINITY)) push(levels, inner, prefix, path, options.items);
		return `${type} ${inner.count}`;
	};

	yield visit(root, "", "$");
	for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
		if (level.index === level.shown) {
			levels.pop();
			if (level.shown < level.total) yield `${level.prefix}└─ … ${level.total - level.shown} more`;
			continue;
		}
		level.index++;
		// There are as many as was said.
		const [label, value] = level.children.next().value as readonly [label: string, value: unknown];
		const last = level.index === level.total;
		const shown = visibleLine(label);
		const prefix = level.prefix + (last ? "   " : "│  ");
		const text = visit(value, prefix, `${level.path}[${shown}]`);
		yield `${level.prefix}${last ? "└─ " : "├─ "}${paint("definition", shown)}: ${text}`;
	}
}

function push(levels: Level[], inner: Branches, prefix: string, path: string, items: number | undefined): void {
	const total = inner.size;
	const shown = Math.min(total, items ?? total);
	levels.push({ children: inner.children[Symbol.iterator](), prefix, path, shown, total, index: 0 });
}

type Paint = (color: Exclude<keyof typeof THEME, "reset">, text: string) => string;

function painter(colors: boolean): Paint {
	return (color, text) => (colors ? `${THEME[color]}${text}${THEME.reset}` : text);
}

function leaf(value: unknown, type: string, paint: Paint, version: string | undefined): string {
	if (value === null || typeof value === "boolean")
		return paint("keyword", value === null ? "None" : value ? "True" : "False");
	const text = visibleLine(shortRepr(value, version));
	if (typeof value === "string") {
		const length = value.length > 40 ? ` ${value.length} characters` : "";
		return `${type}${length} ${paint("string", text)}`;
	}
	if (value instanceof Uint8Array) return `${type} ${value.length} bytes ${paint("string", text)}`;
	if (typeof value !== "object") return `${type} ${paint("number", text)}`;
	// Most texts name their type themselves.
	return text.startsWith(visibleLine(typeOf(value)).replace(/^.*\./, "").slice(0, 4)) ? text : `${type} ${text}`;
}
