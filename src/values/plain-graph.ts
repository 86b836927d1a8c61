/** A graph of values in JavaScript's plain terms; the machine of `toPlain()` and of every `toJSON()`. */
import { LimitError, PyTypeError, RecursionError, ValueError } from "../errors.ts";
import { brandOf, isPlainObject } from "./brand.ts";
import { outlineOf, outlineRecord } from "./outline.ts";
import { IndexRoom, indexOf, mayBeIndex, overwriteOwn } from "./own-property.ts";
import { typeName } from "./type-name.ts";

/** How a graph becomes plain; the words are those of `PlainOptions`. */
export interface PlainStyle {
	readonly keys: "pairs" | "map" | "text" | "error";
	readonly cycles: "keep" | "ref" | "error";
	/** The text of a key that is not a `str`, for `keys: "text"`. */
	keyText(key: unknown): string;
	/** The plain form of what has no parts. */
	leaf(value: unknown): unknown;
	/** Takes account of a string that is made of nothing in the graph. */
	made?(text: string): string;
	/** Characters that may come of it as JSON, in which what is shared is written each time. */
	readonly text: number;
	/** Levels that it may have. */
	readonly depth: number;
}

/** What a container became, and what that takes as JSON. */
interface Made {
	readonly plain: unknown;
	size: number;
	depth: number;
}

/** A container whose parts are being converted. */
interface Frame extends Made {
	readonly source: object;
	readonly parts: Iterator<unknown>;
	/** Takes the plain form of the part that came last. */
	put(plain: unknown): void;
	/** The key or index of that part. */
	place(): string;
}

/**
 * Converts a graph: containers are made before their parts, and parts wait on a stack of our own, so that no depth
 * is too deep and what was shared is shared still.
 *
 * @throws ValueError (`circular`) for a cycle, unless the style keeps or marks it; LimitError for more text than
 *   allowed; RecursionError (`depth`) for more levels; PyTypeError (`json-key`)
 */
export function plainGraph(root: unknown, style: PlainStyle): unknown {
	const done = new Map<object, Made>();
	const open = new Map<object, Frame>();
	const stack: Frame[] = [];
	const over = (size: number): void => {
		if (size > style.text) throw new LimitError("text", style.text);
	};
	/** The plain form of a part that is known at once; otherwise its frame is on the stack now. */
	const enter = (value: unknown): Made | undefined => {
		if (typeof value !== "object" || value === null) return leafOf(style.leaf(value));
		const known = done.get(value);
		if (known !== undefined) return known;
		const around = open.get(value);
		if (around !== undefined) {
			if (style.cycles === "keep") return { plain: around.plain, size: 0, depth: 0 };
			if (style.cycles === "ref") {
				const path = pointer(stack, around);
				return leafOf({ $ref: style.made === undefined ? path : style.made(path) });
			}
			throw new ValueError("Circular reference detected", { code: "circular" });
		}
		const shown = standIn(value);
		const frame = typeof shown === "object" && shown !== null ? frameOf(value, shown, style) : undefined;
		if (frame === undefined) {
			const made = leafOf(style.leaf(shown));
			done.set(value, made);
			return made;
		}
		if (stack.length >= style.depth) {
			throw new RecursionError("maximum recursion depth exceeded while making JSON of an object", { code: "depth" });
		}
		open.set(value, frame);
		stack.push(frame);
		return undefined;
	};
	let made = enter(root);
	for (;;) {
		const frame = stack[stack.length - 1];
		if (frame === undefined) return made?.plain;
		if (made !== undefined) {
			frame.put(made.plain);
			frame.size += made.size + 1;
			over(frame.size);
			frame.depth = Math.max(frame.depth, made.depth + 1);
			if (stack.length + made.depth > style.depth) {
				throw new RecursionError("maximum recursion depth exceeded while making JSON of an object", { code: "depth" });
			}
		}
		const { done: ended, value } = frame.parts.next();
		if (ended === true) {
			stack.pop();
			open.delete(frame.source);
			done.set(frame.source, frame);
			made = frame;
			// The root has nobody to take it.
			if (stack.length === 0) return frame.plain;
		} else {
			made = enter(value);
		}
	}
}

function leafOf(plain: unknown): Made {
	return { plain, size: typeof plain === "string" ? plain.length + 2 : 1, depth: 0 };
}

/** Where a container is, as a JSON pointer from the root. */
function pointer(stack: readonly Frame[], to: Frame): string {
	let path = "#";
	for (const frame of stack) {
		if (frame === to) break;
		path += `/${frame.place().replaceAll("~", "~0").replaceAll("/", "~1")}`;
	}
	return path;
}

/** What a value class shows in the place of its value; any other value itself. */
function standIn(value: object): unknown {
	const outline = outlineOf(value);
	if (outline !== undefined) return "plain" in outline ? outline.plain : value;
	const brand = brandOf(value);
	if (brand === undefined || value instanceof Map || value instanceof Set || Array.isArray(value)) return value;
	const method: unknown = value instanceof Uint8Array ? undefined : (value as { toJSON?: unknown }).toJSON;
	return typeof method === "function" ? (method as () => unknown).call(value) : value;
}

/** The frame of what has parts; undefined for a leaf. */
function frameOf(source: object, value: object, style: PlainStyle): Frame | undefined {
	const outline = outlineOf(value);
	if (outline !== undefined) {
		return objectFrame(source, [["$class", outline.className], ...outlineRecord(outline)]);
	}
	if (Array.isArray(value)) return listFrame(source, value as unknown[]);
	if (value instanceof Set) return listFrame(source, value);
	if (value instanceof Map) return dictFrame(source, value as Map<unknown, unknown>, style);
	return isPlainObject(value) ? objectFrame(source, Object.entries(value)) : undefined;
}

function listFrame(source: object, items: Iterable<unknown>): Frame {
	const plain: unknown[] = [];
	const put = (part: unknown): void => {
		plain.push(part);
	};
	return { source, plain, size: 2, depth: 1, parts: items[Symbol.iterator](), put, place: () => String(plain.length) };
}

function objectFrame(source: object, entries: Iterable<readonly [string, unknown]>): Frame {
	const plain: Record<string, unknown> = {};
	let key = "";
	let room: IndexRoom | undefined;
	const put = (part: unknown): void => {
		if (mayBeIndex(key)) {
			room ??= new IndexRoom();
			room.prepare(plain, indexOf(key));
		}
		overwriteOwn(plain, key, part);
	};
	const frame: Frame = {
		source,
		plain,
		size: 2,
		depth: 1,
		parts: values(),
		put,
		place: () => key,
	};
	function* values(): Generator<unknown> {
		for (const [name, value] of entries) {
			key = name;
			frame.size += name.length + 3;
			yield value;
		}
	}
	return frame;
}

function dictFrame(source: object, dict: Map<unknown, unknown>, style: PlainStyle): Frame {
	const { keys } = style;
	let other: unknown;
	let others = false;
	for (const key of dict.keys()) {
		if (typeof key === "string") continue;
		[other, others] = [key, true];
		break;
	}
	if (!others) return objectFrame(source, dict as Map<string, unknown>);
	if (keys === "error") throw new PyTypeError(`keys must be str, not ${typeName(other)}`, { code: "json-key" });
	if (keys === "text") return objectFrame(source, textEntries(dict, style));
	return pairsFrame(source, dict, keys === "map");
}

function* textEntries(dict: Map<unknown, unknown>, style: PlainStyle): Iterable<[string, unknown]> {
	for (const [key, value] of dict) yield [typeof key === "string" ? key : style.keyText(key), value];
}

/** Keys and values by turns, into pairs or a `Map`. */
function pairsFrame(source: object, dict: Map<unknown, unknown>, isMap: boolean): Frame {
	const pairs: [unknown, unknown][] = [];
	const map = new Map<unknown, unknown>();
	let key: unknown;
	let isKey = true;
	const put = (part: unknown): void => {
		if (isKey) key = part;
		else if (isMap) map.set(key, part);
		else pairs.push([key, part]);
		isKey = !isKey;
	};
	function* parts(): Generator<unknown> {
		for (const [name, value] of dict) {
			yield name;
			yield value;
		}
	}
	const place = (): string => `${pairs.length}/${isKey ? 0 : 1}`;
	return { source, plain: isMap ? map : pairs, size: 2, depth: 2, parts: parts(), put, place };
}
