/** A value in one line: its class, and as much of it as fits. */
import { branches, typeOf as pythonType, shortRepr } from "../../../src/cli/tree-node.ts";
import { visibleLine } from "../../../src/cli/visible.ts";
import { isGlobal, isObject, outlineOf, repr } from "../../../src/types/index.ts";
import { brackets } from "./children.ts";
import { libraries } from "./libraries.ts";
import { Archive, LazyArray, Several } from "./values.ts";

/** The outcome of looking at a value that was never finished, such as a frame of a file that breaks, which may throw. */
function safely<T>(look: () => T, otherwise: T): T {
	try {
		return look();
	} catch {
		return otherwise;
	}
}

/** The name of the Python class of a value. */
export function typeOf(value: unknown): string {
	return safely(() => typeText(value), "?");
}
function typeText(value: unknown): string {
	if (value instanceof Several) return value.title;
	if (value instanceof Archive) return "archive";
	if (value instanceof LazyArray) return "numpy.ndarray";
	if (isGlobal(value)) return "class or function";
	return visibleLine(pythonType(value));
}

/** How many items are inside a value; undefined for a leaf. */
export function countOf(value: unknown): number | undefined {
	return safely(() => sizeOf(value), undefined);
}
function sizeOf(value: unknown): number | undefined {
	if (typeof value !== "object" || value === null || value instanceof Uint8Array) return undefined;
	if (value instanceof Several) return value.values.length;
	if (value instanceof Archive || value instanceof LazyArray) return undefined;
	if (Array.isArray(value)) return value.length;
	const outline = outlineOf(value);
	if (outline === undefined && (value instanceof Map || value instanceof Set)) return value.size;
	return branches(value)?.size;
}

/** Items of a container that its line shows. */
const SHOWN = 4;
/** Characters of one of them. */
const WIDTH = 28;
/** Characters of a leaf. */
const LINE = 300;

/** One line for a value. */
export function summaryOf(value: unknown): string {
	return safely(() => lineOf(value), "…");
}
function lineOf(value: unknown): string {
	if (typeof value !== "object" || value === null) return leaf(value);
	if (value instanceof Several) return "";
	if (value instanceof Archive) return `${value.members.length} members`;
	if (value instanceof LazyArray) return `${value.dtype.name} ${shape(value.shape)}`;
	const known = libraries()?.summaryOf(value);
	if (known !== undefined) return known;
	if (value instanceof Uint8Array) return `${value.length.toLocaleString("en")} bytes  ${leaf(value)}`;
	const inner = isObject(value) ? undefined : previewOf(value);
	if (inner !== undefined) return inner;
	if (isObject(value)) {
		const parts = [...value.attributes].slice(0, SHOWN).map(([name, item]) => `${visibleLine(name)}=${short(item)}`);
		return parts.join(", ") + (value.attributes.size > SHOWN ? ", …" : "");
	}
	return said(value) ?? leaf(value);
}

function shape(lengths: readonly number[]): string {
	return `(${lengths.join(", ")}${lengths.length === 1 ? "," : ""})`;
}

/** Python's `str()` of dates, Decimals, UUIDs, exceptions; undefined where `repr()` is better. */
export function said(value: unknown): string | undefined {
	if (typeof value !== "object" || value === null) return undefined;
	const type = pythonType(value);
	if (!/^(datetime|decimal|uuid|fractions|ipaddress|pathlib|zoneinfo|pandas\.)/.test(type)) return undefined;
	try {
		return visibleLine(String(value)).slice(0, LINE);
	} catch {
		return undefined;
	}
}

function leaf(value: unknown): string {
	if (typeof value === "string") {
		const text = visibleLine(repr(value.length > LINE ? value.slice(0, LINE) : value));
		return value.length > LINE ? `${text}… ${value.length.toLocaleString("en")} characters` : text;
	}
	if (typeof value === "object" && value !== null && !(value instanceof Uint8Array)) {
		try {
			return visibleLine(repr(value, { limits: { text: 4 * LINE } })).slice(0, LINE);
		} catch {
			return "…";
		}
	}
	return visibleLine(shortRepr(value));
}

/** A part of a line. */
function short(value: unknown): string {
	if (typeof value === "object" && value !== null) {
		if (value instanceof Uint8Array) return "bytes";
		if (Array.isArray(value) || value instanceof Map || value instanceof Set) {
			const [open, close] = brackets(value);
			const size = Array.isArray(value) ? value.length : value.size;
			return size === 0 ? open + close : `${open}…${close}`;
		}
		const text = said(value);
		if (text !== undefined) return cut(text);
		if (countOf(value) !== undefined) return `${typeOf(value).replace(/^.*\./, "")}(…)`;
	}
	return cut(visibleLine(shortRepr(typeof value === "string" ? value.slice(0, WIDTH + 1) : value)));
}
function cut(text: string): string {
	return text.length > WIDTH ? `${text.slice(0, WIDTH - 1)}…` : text;
}

/** The first items of a list, dict or set. */
function previewOf(value: object): string | undefined {
	const [open, close] = brackets(value);
	const parts: string[] = [];
	let size: number;
	if (Array.isArray(value)) {
		size = value.length;
		for (let i = 0; i < Math.min(size, SHOWN); i++) parts.push(short(value[i]));
	} else if (value instanceof Map) {
		({ size } = value);
		for (const [key, item] of value as Map<unknown, unknown>) {
			parts.push(`${short(key)}: ${short(item)}`);
			if (parts.length === SHOWN) break;
		}
	} else if (value instanceof Set) {
		({ size } = value);
		for (const item of value as Set<unknown>) {
			parts.push(short(item));
			if (parts.length === SHOWN) break;
		}
	} else {
		return undefined;
	}
	return `${open}${parts.join(", ")}${size > parts.length ? ", …" : ""}${close}`;
}
