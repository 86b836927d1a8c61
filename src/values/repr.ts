import { RecursionError } from "../errors.ts";
import { checkOptions, parsePythonVersion, type VersionNumber } from "../options.ts";
import { brandOf, isPlainObject, REPR } from "./brand.ts";
import type { PyConstant } from "./constants.ts";
import { floatRepr } from "./float-repr.ts";
import { intRepr } from "./int-repr.ts";
import { nativeRepr } from "./native-repr.ts";
import { isIntNumber, type PyFloat } from "./numbers.ts";
import { OpenMap } from "./open-map.ts";
import { outlineOf } from "./outline.ts";
import {
	DONE,
	EntriesFrame,
	IterableFrame,
	PartsFrame,
	type ReprFrame,
	type ReprParts,
	SequenceFrame,
} from "./repr-frames.ts";
import { type TextLimits, textLimits } from "./repr-limits.ts";
import { type GlobalName, globalRepr, outlineRepr } from "./repr-opaque.ts";
import { addByteArrayRepr, addBytesRepr, addStrRepr } from "./str-repr.ts";
import { TextBuilder, TextMemo } from "./text-builder.ts";

export type { ReprParts };

/** A `PyComplex`, and a `PyRange` or `PySlice`, whose own modules import this one. */
interface Complex {
	readonly real: number;
	readonly imag: number;
}
interface Bounds {
	readonly start: unknown;
	readonly stop: unknown;
	readonly step: unknown;
}

/** Options of {@link repr}. */
export interface ReprOptions {
	/** The Python whose text is wanted; newer ones print more characters as they are. @defaultValue `"3.14"` */
	readonly pythonVersion?: string;
	/** How long the text and the ints in it may be. */
	readonly limits?: TextLimits;
}

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["pythonVersion", "limits"]);

/**
 * The text that Python's `repr()` returns for a value.
 *
 * Exact for everything that is data in Python. An instance of an unknown class, which Python would show by running
 * the class's own code, is shown as the call that would make it: `geometry.Point(x=1, y=2)`.
 *
 * @param value any value; JavaScript's own types appear as their Python counterparts
 * @param options see {@link ReprOptions}
 * @returns the text; shared objects are written out each time, recursive ones as Python does (`[...]`)
 * @throws ValueError (`number`) for an int of more than 4300 digits, as in Python
 * @throws LimitError (`limit`) when the text gets longer than `limits.text`
 * @throws RecursionError (`depth`) for a cycle in which Python would recurse for ever
 * @example
 * ```ts
 * import { repr, tuple } from "brine";
 * repr(tuple(1, "it's", null)); // (1, "it's", None)
 * repr({ a: [1.5, true] }); // {'a': [1.5, True]}
 * ```
 */
export function repr(value: unknown, options?: ReprOptions | null): string {
	checkOptions("repr", options, OPTIONS);
	const version = parsePythonVersion(options?.pythonVersion);
	const { text, digits } = textLimits(options?.limits, version);
	const out = new TextBuilder(text);
	writeRepr(value, { version, digits, out });
	return out.toString();
}

/** The settings of a string in the making. */
export interface ReprContext {
	readonly version: VersionNumber;
	readonly digits: number;
	readonly out: TextBuilder;
	/** Where the texts of earlier values in `out` are, if there were some. */
	readonly memo?: TextMemo;
}

/** Writes a value's text; with its own stack, so that no depth is too deep. */
export function writeRepr(root: unknown, context: ReprContext): void {
	const { out } = context;
	const stack: ReprFrame[] = [];
	const open = new OpenMap<object, ReprFrame>();
	const { memo = new TextMemo() } = context;
	let guarded = 0;
	let recursions = 0;
	let value = root;
	for (;;) {
		// Asked first: to look through the parts takes time, and each part may lead back.
		const before = typeof value === "object" && value !== null ? open.get(value) : undefined;
		const frame = before?.recursive === undefined ? start(value, context) : undefined;
		if (before?.recursive !== undefined) {
			out.add(before.recursive);
			recursions++;
		} else if (frame !== undefined) {
			const { node } = frame;
			if (before?.guarded === guarded) {
				// It was met inside itself with no guarded container between: Python would never come back.
				throw new RecursionError("maximum recursion depth exceeded", { code: "depth" });
			}
			if (node === undefined || memo.isEmpty || !memo.write(node, 0, out)) {
				if (node !== undefined) {
					frame.outer = before;
					frame.start = out.length;
					frame.recursions = recursions;
					frame.guarded = guarded;
					open.set(node, frame);
					if (frame.recursive !== undefined) guarded++;
				}
				stack.push(frame);
			}
		}
		for (;;) {
			const last = stack[stack.length - 1];
			if (last === undefined) return;
			const next = last.advance(out);
			if (next !== DONE) {
				value = next;
				break;
			}
			stack.pop();
			const { node } = last;
			if (node === undefined) continue;
			if (last.recursive !== undefined) guarded--;
			if (last.outer === undefined) open.delete(node);
			else open.set(node, last.outer);
			// With no recursion in it, nothing around the node can change its text.
			if (last.recursions === recursions) memo.note(node, 0, last.start, out);
		}
	}
}

/** Writes a value that has no parts, or returns the frame of one that has. */
function start(value: unknown, context: ReprContext): ReprFrame | undefined {
	const { out } = context;
	switch (typeof value) {
		case "string":
			addStrRepr(value, context.version, out);
			return undefined;
		case "number":
			out.add(isIntNumber(value) ? String(value) : floatRepr(value));
			return undefined;
		case "bigint":
			out.add(intRepr(value, context.digits, context.version));
			return undefined;
		case "boolean":
			out.add(value ? "True" : "False");
			return undefined;
		case "object":
			return value === null ? none(out) : startObject(value, context);
		default:
			out.add(nativeRepr(value, context.version).parts[0] as string);
			return undefined;
	}
}

function none(out: TextBuilder): undefined {
	out.add("None");
}

function startObject(value: object, context: ReprContext): ReprFrame | undefined {
	const { out, version } = context;
	const hook: unknown = (value as { [REPR]?: unknown })[REPR];
	if (typeof hook === "function") {
		const { parts, recursive } = (hook as (version: VersionNumber) => ReprParts).call(value, version);
		return new PartsFrame(value, parts, recursive);
	}
	const outline = outlineOf(value);
	if (outline !== undefined) {
		const { parts, recursive } = outlineRepr(outline, version);
		return new PartsFrame(value, parts, recursive);
	}
	switch (brandOf(value)) {
		case "float":
			out.add(floatRepr((value as PyFloat).value));
			return undefined;
		case "complex":
			out.add(complexRepr(value as Complex));
			return undefined;
		case "bytearray":
			addByteArrayRepr(value as Uint8Array, version, out);
			return undefined;
		case "set":
			return setFrame(value as Set<unknown>, "{", "}", "set");
		case "frozenset":
			return setFrame(value as Set<unknown>, "frozenset({", "})", "frozenset");
		case "range":
			return new PartsFrame(undefined, rangeParts(value as Bounds));
		case "slice": {
			const { start, stop, step } = value as Bounds;
			return new PartsFrame(value, ["slice(", start, ", ", stop, ", ", step, ")"]);
		}
		case "ellipsis":
		case "NotImplementedType":
			out.add((value as PyConstant).name);
			return undefined;
		case "global":
			out.add(globalRepr(value as unknown as GlobalName, version));
			return undefined;
		case "persistent id":
			return new PartsFrame(value, ["<persistent id ", (value as { readonly id?: unknown }).id, ">"]);
		case "tuple":
			return tupleFrame(value as readonly unknown[]);
	}
	if (Array.isArray(value)) return new SequenceFrame(value, value as unknown[], "[", "]", "[...]");
	if (value instanceof Map) return new EntriesFrame(value, value as Map<unknown, unknown>);
	if (value instanceof Set) return setFrame(value as Set<unknown>, "{", "}", "set");
	if (isPlainObject(value)) return new EntriesFrame(value, definedEntries(value));
	if (value instanceof Uint8Array) {
		addBytesRepr(value, out);
		return undefined;
	}
	const { parts, recursive } = nativeRepr(value, version);
	return new PartsFrame(value, parts, recursive);
}

function tupleFrame(value: readonly unknown[]): ReprFrame {
	return new SequenceFrame(value, value, "(", value.length === 1 ? ",)" : ")", "(...)");
}

function setFrame(value: Set<unknown>, open: string, close: string, name: string): ReprFrame {
	if (value.size === 0) return new PartsFrame(value, [`${name}()`]);
	return new IterableFrame(value, value, open, close, `${name}(...)`);
}

function rangeParts({ start, stop, step }: Bounds): readonly unknown[] {
	return step === 1 || step === 1n
		? ["range(", start, ", ", stop, ")"]
		: ["range(", start, ", ", stop, ", ", step, ")"];
}

/** The properties that are data: an undefined one is left out, as in writing. */
function* definedEntries(object: Record<string, unknown>): Iterable<[string, unknown]> {
	for (const key of Object.keys(object)) {
		const value = object[key];
		if (value !== undefined) yield [key, value];
	}
}

/** Python's `repr()` of a `complex`: the parts without `.0`, the real one left out when it is +0. */
export function complexRepr({ real, imag }: { readonly real: number; readonly imag: number }): string {
	const part = (value: number): string => floatRepr(value).replace(/\.0$/, "");
	if (Object.is(real, 0)) return `${part(imag)}j`;
	const sign = imag < 0 || Object.is(imag, -0) ? "" : "+";
	return `(${part(real)}${sign}${part(imag)}j)`;
}
