/** What a value is called in a tree, and what is inside it. */
import { isObject, isTuple, PyGlobal, type PyObject, repr } from "../types/index.ts";

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
		if (isObject(value)) return nameOf(value);
		const type: unknown = (value as { [TYPE]?: unknown })[TYPE];
		if (typeof type === "string") return type;
		return Array.isArray(value) ? "list" : "bytes";
	}
	if (typeof value === "boolean") return "bool";
	if (typeof value === "string") return "str";
	return typeof value === "bigint" || (Number.isInteger(value) && !Object.is(value, -0)) ? "int" : "float";
}

function nameOf(object: PyObject): string {
	const made = object.pyClass ?? object.callable;
	const name = made instanceof PyGlobal ? `${made.module}.${made.qualname}` : "object";
	return object.pyClass === undefined ? `${name}()` : name;
}

/** What is inside a value; undefined for what is shown on its own line. */
export function branches(value: unknown): Branches | undefined {
	if (typeof value !== "object" || value === null || value instanceof Uint8Array) return undefined;
	if (isObject(value)) return objectBranches(value);
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

/** What an instance was made of and what was done to it. */
function objectBranches(object: PyObject): Branches {
	const made =
		object.pyClass === undefined ? object.args : object.args.filter((argument) => argument !== object.pyClass);
	const children: [string, unknown][] = [];
	for (const [index, argument] of made.entries()) children.push([`argument ${index}`, argument]);
	for (const [name, argument] of object.kwargs) children.push([`argument ${name}`, argument]);
	const { attributes, state } = object;
	for (const [name, attribute] of attributes) children.push([`.${name}`, attribute]);
	if (attributes.size === 0 && state !== undefined && state !== null && !isEmpty(state))
		children.push(["state", state]);
	for (const [index, item] of object.items.entries()) children.push([String(index), item]);
	for (const [key, item] of object.entries) children.push([`[${shortRepr(key)}]`, item]);
	return many("part", children.length, children);
}

function isEmpty(state: unknown): boolean {
	return (isTuple(state) && state.length === 0) || (state instanceof Map && state.size === 0);
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
