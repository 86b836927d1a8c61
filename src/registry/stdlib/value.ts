import { DEFAULT_VERSION, type VersionNumber } from "../../options.ts";
import { INSPECT, REPR } from "../../values/brand.ts";
import { MemoSlot } from "../../values/memo-slot.ts";
import { repr } from "../../values/repr.ts";
import type { ReprParts } from "../../values/repr-frames.ts";

/** Node's `util.inspect`, as it is handed to a value's own method. */
export type Inspect = (value: unknown, options: object) => string;

/** The base of the value classes of the standard library: they show themselves as Python's `repr()` does. */
export abstract class PyStdValue extends MemoSlot {
	/** The text of Python's `repr()` in pieces. */
	abstract [REPR](version?: VersionNumber): ReprParts;

	/** Python's `str()`, which is `repr()` unless the class has another. */
	override toString(): string {
		return repr(this);
	}
	[INSPECT](depth: number | null, options: object, inspect?: Inspect): string | object {
		if (inspect === undefined) return inspectParts(this[REPR](DEFAULT_VERSION), String);
		if (open.has(this)) return "[Circular]";
		if (depth !== null && depth < 0) return `[${this.constructor.name}]`;
		open.add(this);
		try {
			const nested = { ...options, depth: depth === null ? null : depth - 1 };
			return inspectParts(this[REPR](DEFAULT_VERSION), (part) => inspect(part, nested));
		} catch (error) {
			// Each level of ours takes stack of Node's, which it catches in its own levels only.
			if (!(error instanceof RangeError)) throw error;
			return `[${this.constructor.name}: too deep to show]`;
		} finally {
			open.delete(this);
		}
	}
}

/** The values that a console is being shown: one that leads back to itself is met while it is in here. */
const open = /* @__PURE__ */ new WeakSet<object>();

/** For a console: the literal pieces as they are, values as the console shows them. */
function inspectParts({ parts }: ReprParts, show: (part: unknown) => string): string {
	return parts.map((part, i) => (i % 2 === 0 ? String(part) : show(part))).join("");
}

/** Values as the arguments of a call: `name(a, b)`. */
export function callParts(name: string, values: readonly unknown[]): unknown[] {
	const parts: unknown[] = [`${name}(`];
	for (const [i, value] of values.entries()) parts.push(...(i === 0 ? [value] : [", ", value]));
	if (parts.length % 2 === 0) parts.push(")");
	else parts[0] += ")";
	return parts;
}

/** Attributes as keyword arguments, for {@link PyStdValue}'s parts: `a=1, b=2`. */
export function keywordParts(open: string, entries: Iterable<readonly [string, unknown]>, close: string): unknown[] {
	const parts: unknown[] = [];
	let before = open;
	for (const [name, value] of entries) {
		parts.push(`${before}${name}=`, value);
		before = ", ";
	}
	parts.push(parts.length === 0 ? open + close : close);
	return parts;
}

/** The entries of a dict between braces, as parts. */
export function dictParts(open: string, entries: Iterable<readonly [unknown, unknown]>, close: string): unknown[] {
	const parts: unknown[] = [];
	let before = `${open}{`;
	for (const [key, value] of entries) {
		parts.push(before, key, ": ", value);
		before = ", ";
	}
	parts.push(parts.length === 0 ? `${before}}${close}` : `}${close}`);
	return parts;
}

/** Items between brackets, as parts. */
export function listParts(open: string, items: Iterable<unknown>, close: string): unknown[] {
	const parts: unknown[] = [];
	let before = `${open}[`;
	for (const item of items) {
		parts.push(before, item);
		before = ", ";
	}
	parts.push(parts.length === 0 ? `${before}]${close}` : `]${close}`);
	return parts;
}

/** A number with leading zeros. */
export function pad(value: number | bigint, width = 2): string {
	return String(value).padStart(width, "0");
}
