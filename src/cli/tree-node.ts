/** The name of a value in a tree, and its children. */
import { isObject, type Outline, outlineOf, PyTuple, repr } from "../types/index.ts";

/** The items of a container. */
export interface Branches {
	/** How many there are, in words. */
	readonly count: string;
	readonly size: number;
	readonly children: Iterable<readonly [label: string, value: unknown]>;
}

/** The brand that all value classes carry: the name of the Python type. */
const TYPE = Symbol.for("brine.type");

/** Text of a value that takes no more than this much of a line. */
const WIDTH = 60;

/** The name of the Python type of a value that was read in exact mode. */
export function typeOf(value: unknown): string {
	if (value === null) return "None";
	if (typeof value === "object") {
		const outline = outlineOf(value);
		if (outline !== undefined)
			return isObject(value) && value.pyClass === undefined ? `${outline.className}()` : outline.className;
		const type: unknown = (value as { [TYPE]?: unknown })[TYPE];
		if (typeof type === "string") return type;
		return Array.isArray(value) ? "list" : "bytes";
	}
	if (typeof value === "boolean") return "bool";
	if (typeof value === "string") return "str";
	return typeof value === "bigint" || (Number.isInteger(value) && !Object.is(value, -0)) ? "int" : "float";
}

/** The children of a value; undefined for what is shown on its own line. */
export function branches(value: unknown): Branches | undefined {
	if (typeof value !== "object" || value === null || value instanceof Uint8Array) return undefined;
	const outline = outlineOf(value);
	if (outline !== undefined) return outlineBranches(outline);
	if (Array.isArray(value)) return many("item", value.length, indexed(value as unknown[]));
	if (value instanceof Map) return many("key", value.size, keyed(value as Map<unknown, unknown>));
	if (value instanceof Set) return many("item", value.size, members(value));
	const type = typeOf(value);
	if (type === "collections.deque") {
		const items = [...(value as Iterable<unknown>)];
		return many("item", items.length, indexed(items));
	}
	return undefined;
}

function many(what: string, size: number, children: Branches["children"]): Branches {
	return { count: `${size} ${what}${size === 1 ? "" : "s"}`, size, children };
}

function* indexed(items: readonly unknown[]): Generator<[string, unknown]> {
	for (let i = 0; i < items.length; i++) yield [String(i), items[i]];
}
function* keyed(dict: Map<unknown, unknown>): Generator<[string, unknown]> {
	for (const [key, value] of dict) yield [shortRepr(key), value];
}
function* members(set: Iterable<unknown>): Generator<[string, unknown]> {
	for (const value of set) yield ["·", value];
}

/** The parts of an outline, items and entries one by one. */
function outlineBranches({ parts }: Outline): Branches {
	const size = parts.reduce((sum, part) => sum + ("size" in part ? part.size : 1), 0);
	return many("part", size, labelledParts(parts));
}
function* labelledParts(parts: Outline["parts"]): Generator<[string, unknown]> {
	let argument = 0;
	let index = 0;
	for (const part of parts) {
		switch (part.kind) {
			case "argument":
				yield [`argument ${argument++}`, part.value];
				break;
			case "keyword":
				yield [`argument ${part.name}`, part.value];
				break;
			case "attribute":
				yield [`.${part.name}`, part.value];
				break;
			case "state":
			case "callable":
				yield [part.kind, part.value];
				break;
			case "items":
				for (const item of part.items) yield [String(index++), item];
				break;
			case "entries":
				for (const [key, item] of part.entries) yield [`[${shortRepr(key)}]`, item];
				break;
			case "call":
				yield ["call", PyTuple.from([part.callable, ...part.args])];
				break;
		}
	}
}

/** Python's text for a value, cut to the width of a line. */
export function shortRepr(value: unknown, version?: string): string {
	const short = shortened(value);
	let text: string;
	try {
		text = repr(short, { limits: { text: 4096 }, ...(version !== undefined && { pythonVersion: version }) });
	} catch {
		return "…";
	}
	return text.length > WIDTH || short !== value ? `${text.slice(0, WIDTH - 1)}…` : text;
}

/** Only as much of a long text as can be seen. */
function shortened(value: unknown): unknown {
	if (typeof value === "string" && value.length > WIDTH) return value.slice(0, WIDTH);
	if (value instanceof Uint8Array && value.length > WIDTH) return value.subarray(0, WIDTH);
	return value;
}
