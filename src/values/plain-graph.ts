/** A graph of values in JavaScript's plain terms; the machine of `toPlain()` and of every `toJSON()`. */
import { LimitError, RecursionError, ValueError } from "../errors.ts";
import { brandOf, isPlainObject, PLAIN } from "./brand.ts";
import { outlineIn, outlineRecord } from "./outline.ts";
import { IndexBuffer, indexOf, mayBeIndex, overwriteOwn } from "./own-property.ts";

/** How a graph becomes plain. */
export interface PlainStyle {
	/** The plain form of what has no parts. */
	leaf(value: unknown): unknown;
	/** A dict that has a key that is not a `str`. */
	dict(dict: Map<unknown, unknown>): PlainFrame;
	/**
	 * The form of a container in a place inside of itself.
	 *
	 * @param stack all containers around that place
	 */
	cycle(around: PlainFrame, stack: readonly PlainFrame[]): Leaf;
	/**
	 * Where values that were made from the same have their one record. Default: each has its own
	 *
	 * @param known what the graph knows of its values
	 */
	place?(value: object, known: Known): { record?: PlainFrame } | undefined;
	/** Is told of what a value class has made of a value: its parts, or the only one. */
	made?(parts: readonly unknown[]): void;
	/** Characters that may come of it as JSON, in which what is shared is written each time. */
	readonly text: number;
	/** Characters that parts which are shown again may count for. */
	readonly again: number;
	/** Levels that it may have. */
	readonly depth: number;
}

/** Notes of values on other values of the same graph; see `shared-parts.ts`. */
type Known = Map<unknown, unknown>;

/** The type that a container is made into. */
type Kind = "list" | "object" | "pairs" | "map";

/** A container whose parts are being converted, and in the end what it became. */
export class PlainFrame {
	readonly kind: Kind;
	/** The value that is converted: items, values, or keys and values by turns. */
	readonly parts: readonly unknown[];
	/** The keys of an object. */
	readonly keys: readonly string[];
	readonly plain: unknown;
	/** Characters as JSON, at least, and levels. */
	size = 2;
	depth = 1;
	at = 0;
	/** Whether it is not complete: what leads to it is a cycle. */
	isOpen = true;
	#key: unknown;
	#room: IndexBuffer | undefined;

	constructor(kind: Kind, parts: readonly unknown[], keys: readonly string[] = []) {
		this.kind = kind;
		this.parts = parts;
		this.keys = keys;
		this.plain = kind === "object" ? {} : kind === "map" ? new Map() : [];
	}
	/** Takes the plain form of the next part. */
	put(part: unknown): void {
		const at = this.at++;
		if (this.kind === "list") (this.plain as unknown[]).push(part);
		else if (this.kind === "object") this.#putNamed(this.keys[at] as string, part);
		else if (at % 2 === 0) this.#key = part;
		else if (this.kind === "map") (this.plain as Map<unknown, unknown>).set(this.#key, part);
		else (this.plain as unknown[]).push([this.#key, part]);
	}
	#putNamed(key: string, part: unknown): void {
		this.size += key.length + 3;
		if (mayBeIndex(key)) {
			this.#room ??= new IndexBuffer();
			this.#room.prepare(this.plain as object, indexOf(key));
		}
		overwriteOwn(this.plain as object, key, part);
	}
}

/** The result for an object that is not a container. */
export interface Leaf {
	readonly plain: unknown;
	readonly size: number;
	readonly depth: number;
}

/**
 * Converts a graph: containers are made before their parts, and parts wait on a stack of our own, so that no depth
 * is too deep and what was shared is shared still.
 *
 * @throws LimitError for more text than allowed; RecursionError (`depth`) for more levels; what the style throws
 */
export function plainGraph(root: unknown, style: PlainStyle): unknown {
	const graph = new Graph(style);
	return graph.convert(root);
}

/** Values whose forms are values of ours, one in the other: more than that is a circle. */
const MOST_HOPS = 1000;

class Graph {
	readonly #style: PlainStyle;
	/** The results of each object, made or being made. */
	readonly #seen = new Map<object, PlainFrame | Leaf>();
	readonly #stack: PlainFrame[] = [];
	readonly #known: Known = new Map();

	constructor(style: PlainStyle) {
		this.#style = style;
	}
	convert(root: unknown): unknown {
		const frame = new PlainFrame("list", [root]);
		this.#stack.push(frame);
		for (let last: PlainFrame | undefined = frame; last !== undefined; last = this.#stack.at(-1)) {
			if (!this.#fill(last)) continue;
			this.#stack.pop();
			const around = this.#stack.at(-1);
			if (around === undefined) break;
			last.isOpen = false;
			this.#add(around, last);
		}
		return (frame.plain as unknown[])[0];
	}
	/** Converts parts up to the next that has parts itself, which is on the stack then; true when all are done. */
	#fill(frame: PlainFrame): boolean {
		const { parts } = frame;
		while (frame.at < parts.length) {
			const part = parts[frame.at];
			if (typeof part === "object" && part !== null) {
				const made = this.#enter(part);
				if (made === undefined) return false;
				this.#add(frame, made);
			} else {
				const plain = this.#style.leaf(part);
				frame.size += typeof plain === "string" ? plain.length + 3 : 2;
				frame.put(plain);
			}
		}
		if (frame.size > this.#style.text) throw new LimitError("text", this.#style.text);
		return true;
	}
	#add(frame: PlainFrame, made: PlainFrame | Leaf): void {
		const { depth, text } = this.#style;
		frame.put(made.plain);
		frame.size += made.size + 1;
		if (frame.size > text) throw new LimitError("text", text);
		if (made.depth >= frame.depth) frame.depth = made.depth + 1;
		// The list around the root is not a level.
		if (this.#stack.length - 1 + made.depth > depth) throw tooDeep();
	}
	/** The plain form of an object that is known at once; otherwise its frame is on the stack now. */
	#enter(value: object): PlainFrame | Leaf | undefined {
		const known = this.#seen.get(value);
		if (known !== undefined)
			return known instanceof PlainFrame && known.isOpen ? this.#style.cycle(known, this.#stack) : known;
		const place = this.#style.place?.(value, this.#known);
		if (place?.record?.isOpen === false) {
			this.#seen.set(value, place.record);
			return place.record;
		}
		const { again } = this.#style;
		let shown = standIn(value, this.#known, again);
		// A member of an enum may have a value of ours as its own, which has a form of its own again.
		for (let inner: unknown = value, hops = 0; shown !== inner && typeof shown === "object" && shown !== null; hops++) {
			if (hops > this.#style.depth || hops > MOST_HOPS) throw tooDeep();
			inner = shown;
			shown = standIn(shown, this.#known, again);
		}
		const frame = typeof shown === "object" && shown !== null ? frameOf(shown, this.#style, this.#known) : undefined;
		if (shown !== value) this.#style.made?.(frame?.parts ?? [shown]);
		if (frame === undefined) {
			const plain = this.#style.leaf(shown);
			const made = { plain, size: typeof plain === "string" ? plain.length + 2 : 1, depth: 0 };
			this.#seen.set(value, made);
			return made;
		}
		if (this.#stack.length > this.#style.depth) throw tooDeep();
		if (place !== undefined) place.record = frame;
		this.#seen.set(value, frame);
		this.#stack.push(frame);
		return undefined;
	}
}

/** The error of a container inside of itself. */
export function circular(): ValueError {
	return new ValueError("Circular reference detected", { code: "circular" });
}

function tooDeep(): RecursionError {
	return new RecursionError("maximum recursion depth exceeded while making JSON of an object", { code: "depth" });
}

/** The value that a value class shows in the place of its own; any other value itself. */
function standIn(value: object, known: Known, again: number): unknown {
	const outline = outlineIn(value, known, again);
	if (outline !== undefined) return "plain" in outline ? outline.plain : value;
	const brand = brandOf(value);
	if (brand === undefined || value instanceof Map || value instanceof Set || Array.isArray(value)) return value;
	const level: unknown = (value as { [PLAIN]?: unknown })[PLAIN];
	if (typeof level === "function") return (level as (known: Known, again: number) => unknown).call(value, known, again);
	const method: unknown = value instanceof Uint8Array ? undefined : (value as { toJSON?: unknown }).toJSON;
	return typeof method === "function" ? (method as () => unknown).call(value) : value;
}

/** The frame of what has parts; undefined for a leaf. */
function frameOf(value: object, style: PlainStyle, known: Known): PlainFrame | undefined {
	const outline = outlineIn(value, known, style.again);
	if (outline !== undefined) {
		const record = outlineRecord(outline);
		const values = [outline.className, ...record.map(([, part]) => part)];
		return new PlainFrame("object", values, ["$class", ...record.map(([key]) => key)]);
	}
	if (Array.isArray(value)) return new PlainFrame("list", value as unknown[]);
	if (value instanceof Set) return new PlainFrame("list", [...(value as Set<unknown>)]);
	if (value instanceof Map) return dictFrame(value as Map<unknown, unknown>, style);
	if (!isPlainObject(value)) return undefined;
	const keys = Object.keys(value);
	return new PlainFrame(
		"object",
		keys.map((key) => value[key]),
		keys,
	);
}

function dictFrame(dict: Map<unknown, unknown>, style: PlainStyle): PlainFrame {
	const keys = [...dict.keys()];
	if (keys.some((key) => typeof key !== "string")) return style.dict(dict);
	return new PlainFrame("object", [...dict.values()], keys as string[]);
}

/** A dict as a list of pairs. */
export function pairsFrame(dict: Map<unknown, unknown>, kind: "pairs" | "map" = "pairs"): PlainFrame {
	const frame = new PlainFrame(kind, [...dict].flat(), []);
	// Each pair is a list in the list.
	if (kind === "pairs") frame.depth = 2;
	return frame;
}
