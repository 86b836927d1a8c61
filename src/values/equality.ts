/**
 * Python's hash and equality for keys: what `1 == 1.0 == True`, tuples, bytes and frozensets need in a
 * JavaScript `Map`, which compares objects by identity only.
 *
 * Every key has a canonical form. Strings, ordinary numbers, null and objects that compare by identity
 * are their own. What equals a number becomes that number. Everything else becomes a text that is equal
 * exactly when the keys are. A composite's text is made of small ids of its parts (hash-consing), so a
 * tuple that doubles itself sixty times has a text of a few characters, not of 2^60.
 */
import { LimitError, PyTypeError, RecursionError } from "../errors.ts";
import { KEY, type KeyParts, TYPE } from "./brand.ts";
import { normalInt, PyFloat } from "./numbers.ts";
import { typeName, typeNameInC } from "./type-name.ts";

/** Key of the method by which the tables of one load are given what they know together; see {@link KeySpace}. */
export const SHARE: unique symbol = Symbol("share");

/** A key that cannot be in a table, since one of its parts is not. */
export const ABSENT: unique symbol = Symbol("absent");

/**
 * What several dicts and sets know together about their keys: ids for the parts that composites are made of. All
 * those of one load share one, so that a key is looked through once, however many tables and other keys it is in.
 *
 * @internal
 */
export class KeySpace {
	readonly #ids = new Map<unknown, number>();
	readonly #texts = new Map<string, number>();
	#next = 0;
	/** Forms and ids of objects, as long as nothing can change these: while a load goes on, so that they need not be weak. */
	#forms: Map<object, KeyText> | undefined;
	#nodes: Map<object, number> | undefined;
	/** Estimated bytes taken since somebody asked. */
	#cost = 0;

	constructor(isLoading = false) {
		if (!isLoading) return;
		this.#forms = new Map();
		this.#nodes = new Map();
	}

	/** The id of a part that is its own canonical form, or of a canonical text; undefined when new and not to be made. */
	id(canonical: unknown, isText: boolean, create: boolean): number | undefined {
		const ids = (isText ? this.#texts : this.#ids) as Map<unknown, number>;
		const found = ids.get(canonical);
		if (found !== undefined || !create) return found;
		if (ids.size === MOST_ENTRIES) throw new LimitError("items", MOST_ENTRIES);
		ids.set(canonical, this.#next);
		this.#cost += ENTRY_COST;
		return this.#next++;
	}
	/** What is known of an object's form. */
	formOf(object: object): KeyText | undefined {
		return this.#forms?.get(object);
	}
	/** What is known of an object's id as a part. */
	nodeOf(object: object): number | undefined {
		return this.#nodes?.get(object);
	}
	/** Notes the form of an object, which nothing can change for now. */
	keepForm(object: object, form: KeyText): KeyText {
		if (this.#forms !== undefined && this.#forms.size < MOST_ENTRIES) this.#forms.set(object, form);
		return form;
	}
	/** As {@link keepForm}, for its id. */
	keepNode(object: object, id: number): void {
		if (this.#nodes !== undefined && this.#nodes.size < MOST_ENTRIES) this.#nodes.set(object, id);
	}
	/** Notes memory that an index takes. */
	spend(bytes: number): void {
		this.#cost += bytes;
	}
	/** How much memory texts and ids have taken since the last time, in bytes as they are estimated. */
	takeCost(): number {
		const cost = this.#cost;
		this.#cost = 0;
		return cost;
	}
	/** From now on objects may change. */
	settle(): void {
		this.#forms = undefined;
		this.#nodes = undefined;
	}
}

/** V8 holds no more in a `Map`. */
const MOST_ENTRIES = 2 ** 24;

/** Estimated bytes of an entry in one of the tables here, with its text, and of an index with its first table. */
const ENTRY_COST = 100;
const TABLE_COST = 240;

/**
 * The keys of one dict or set whose canonical form is not themselves: from that form to the key as it
 * was first stored.
 */
export class KeyIndex {
	/** Keys equal to a plain number or bigint, such as `true` (1) or a `PyFloat`. */
	#aliases: Map<unknown, unknown> | undefined;
	/** Keys known by a text. */
	#texts: Map<string, unknown> | undefined;
	#space: KeySpace | undefined;

	/** @param space what other tables know of keys. Default: nothing is shared */
	constructor(space?: KeySpace) {
		this.#space = space;
	}
	/** The canonical form; {@link ABSENT} when `create` is false and no equal key can be stored. */
	canonical(key: unknown, create: boolean): Canonical {
		const known = typeof key === "object" && key !== null ? this.#space?.formOf(key) : undefined;
		if (known !== undefined) return known;
		const form = scalar(key);
		if (form !== COMPOSITE && !(form instanceof KeyText && form.text.length > FLAT_TEXT)) return form;
		this.#space ??= new KeySpace();
		const found = form === COMPOSITE ? composite(key as object, create, this.#space) : form;
		if (!(found instanceof KeyText) || found.text.length <= FLAT_TEXT || typeof key !== "object") return found;
		return this.#space.keepForm(key as object, found);
	}
	/** The stored key with this canonical form, or {@link ABSENT}. */
	find(form: Canonical): unknown {
		const isText = form instanceof KeyText;
		const table = (isText ? this.#texts : this.#aliases) as Map<unknown, unknown> | undefined;
		if (table === undefined) return ABSENT;
		const key = isText ? form.text : form;
		const found = table.get(key);
		return found === undefined && !table.has(key) ? ABSENT : found;
	}
	add(form: Canonical, key: unknown): void {
		const isFirst = this.#texts === undefined && this.#aliases === undefined;
		this.#space?.spend((form instanceof KeyText ? form.text.length : 0) + ENTRY_COST + (isFirst ? TABLE_COST : 0));
		if (form instanceof KeyText) {
			this.#texts ??= new Map();
			this.#texts.set(form.text, key);
		} else {
			this.#aliases ??= new Map();
			this.#aliases.set(form, key);
		}
	}
	delete(form: Canonical): void {
		if (form instanceof KeyText) this.#texts?.delete(form.text);
		else this.#aliases?.delete(form);
	}
}

/** A canonical form that is a text; wrapped so that no string from data can be mistaken for one. */
export class KeyText {
	readonly text: string;
	constructor(text: string) {
		this.text = text;
	}
}

/** What stands for a key: a {@link KeyText}, {@link ABSENT}, or any value that a `Map` compares as Python would. */
export type Canonical = unknown;

/** Whether V8's `Map` hashes a bigint well: it looks at the low 64 bits only. */
function isInt64(value: bigint): boolean {
	return BigInt.asIntN(64, value) === value;
}

/**
 * The form under which a key is stored in a `Map` or `Set` slot. It is the key itself but for two kinds
 * that the slot would lose or that would be an attack: -0, which a `Map` turns into 0, and bigints
 * beyond int64, which V8 hashes by their low 64 bits only, so that keys `k << 64` all collide. Those
 * bigints are boxed, hence hashed by identity, and {@link unboxed} on the way out.
 */
export function slotKey(key: unknown): unknown {
	if (typeof key === "bigint") return isInt64(key) ? key : Object(key);
	return Object.is(key, -0) ? new PyFloat(-0) : key;
}

/** The key that a slot stands for; the inverse of {@link slotKey} for bigints. */
export function unboxed<T>(key: T): T {
	return (key instanceof BigInt ? key.valueOf() : key) as T;
}

const COMPOSITE: unique symbol = Symbol("composite");

/** The canonical form of a key that has no parts, or {@link COMPOSITE}. */
function scalar(key: unknown): Canonical {
	switch (typeof key) {
		case "string":
			return key;
		case "number":
			return canonicalNumber(key);
		case "boolean":
			return key ? 1 : 0;
		case "bigint":
			return canonicalBigInt(key);
		case "object":
			return key === null ? null : scalarObject(key);
		default:
			return key;
	}
}

function scalarObject(key: object): Canonical {
	const brand = (key as { [TYPE]?: string })[TYPE];
	if (brand === "tuple" || brand === "frozenset") return COMPOSITE;
	if (key instanceof Uint8Array) {
		if (brand === "bytearray") throw unhashable(key);
		return new KeyText(bytesText(key));
	}
	const parts = (key as { [KEY]?(): number | bigint | string | Uint8Array | KeyParts })[KEY]?.();
	if (parts !== undefined) {
		if (typeof parts === "string") return parts;
		if (parts instanceof Uint8Array) return new KeyText(bytesText(parts));
		// A NaN equals itself only, that is: this very object.
		if (typeof parts === "number") return Number.isNaN(parts) ? key : canonicalNumber(parts);
		if (typeof parts === "bigint") return canonicalBigInt(parts);
		if (parts.hashable === false) throw unhashable(key);
		return COMPOSITE;
	}
	const name = brand ?? typeName(key);
	if (/^(list|dict|set)$/.test(name)) throw unhashable(key);
	if (brand !== undefined || !(key instanceof Date)) return key;
	// The text of a PyDateTime with the offset 0, which it equals; an invalid date is itself only.
	return Number.isNaN(key.getTime()) ? key : new KeyText(`k${flatText("datetime", [key.getTime()])}`);
}

function canonicalNumber(value: number): Canonical {
	if (Number.isSafeInteger(value)) return value + 0; // -0 becomes 0
	return Number.isInteger(value) ? canonicalBigInt(BigInt(value)) : value;
}

function canonicalBigInt(value: bigint): Canonical {
	// To a power of two, since other bases take more than linear time.
	return isInt64(value) ? normalInt(value) : new KeyText(`i${value.toString(32)}`);
}

function bytesText(bytes: Uint8Array): string {
	let text = "b";
	for (let i = 0; i < bytes.length; i += 4096) {
		const part = bytes.length > 4096 ? bytes.subarray(i, i + 4096) : bytes;
		text += String.fromCharCode.apply(null, part as unknown as number[]);
	}
	return text;
}

/** Composites whose text is longer than this use ids for their parts. */
const FLAT_TEXT = 96;

/** The text of a composite all of whose parts are short scalars, without ids; undefined for others. */
function flatText(tag: string, parts: readonly unknown[]): string | undefined {
	if (parts.length > 16) return undefined;
	let text = `${tag.length}:${tag}(`;
	for (let i = 0; i < parts.length; i++) {
		// Only canonical forms decide, so that equal composites take the same way.
		const form = scalar(parts[i]);
		if (typeof form === "string") text += `s${form.length}:${form}`;
		else if (typeof form === "number" && !Number.isNaN(form)) text += `n${form},`;
		else if (form === null) text += "z";
		else return undefined;
		if (text.length > FLAT_TEXT) return undefined;
	}
	return text;
}

interface Frame {
	readonly node: object;
	readonly tag: string;
	readonly parts: readonly unknown[];
	readonly ordered: boolean;
	next: number;
	readonly ids: number[];
}

function frameOf(node: object): Frame {
	const brand = (node as { [TYPE]?: unknown })[TYPE];
	if (brand === "frozenset") {
		return { node, tag: "frozenset", parts: [...(node as Set<unknown>)], ordered: false, next: 0, ids: [] };
	}
	if (brand === "tuple") {
		return { node, tag: "tuple", parts: node as unknown[], ordered: true, next: 0, ids: [] };
	}
	const { tag, parts } = (node as { [KEY](): KeyParts })[KEY]();
	return { node, tag, parts, ordered: true, next: 0, ids: [] };
}

/**
 * The canonical text of a composite. Parts are visited with an own stack, and each object once, so that
 * neither depth nor sharing can hurt.
 */
function composite(root: object, create: boolean, table: KeySpace): Canonical {
	const first = frameOf(root);
	if (first.ordered) {
		const text = flatText(first.tag, first.parts);
		if (text !== undefined) return new KeyText(`k${text}`);
	}
	// Most have no parts to be visited.
	let done: Map<object, number> | undefined;
	let open: Set<object> | undefined;
	const stack: Frame[] = [first];
	for (;;) {
		const frame = stack[stack.length - 1] as Frame;
		if (frame.next < frame.parts.length) {
			const id = partId(frame.parts[frame.next], table, done, create);
			if (id === NOT_A_NUMBER) return root;
			if (id === undefined) return ABSENT;
			if (id === COMPOSITE) {
				const node = frame.parts[frame.next] as object;
				open ??= new Set([root]);
				if (open.has(node)) throw new RecursionError("maximum recursion depth exceeded", { code: "depth" });
				open.add(node);
				stack.push(frameOf(node));
			} else {
				frame.ids.push(id);
				frame.next++;
			}
			continue;
		}
		if (!frame.ordered) frame.ids.sort((a, b) => a - b);
		const flat = frame.ordered ? flatText(frame.tag, frame.parts) : undefined;
		const text = flat === undefined ? `c${frame.tag.length}:${frame.tag}(${frame.ids.join()}` : `k${flat}`;
		stack.pop();
		// What took a walk is kept, however short its text: the next table would walk again.
		if (stack.length === 0) return table.keepForm(root, new KeyText(text));
		const id = table.id(text, true, create);
		if (id === undefined) return ABSENT;
		open?.delete(frame.node);
		done ??= new Map();
		done.set(frame.node, id);
		table.keepNode(frame.node, id);
	}
}

const NOT_A_NUMBER: unique symbol = Symbol("nan");

/** The id of one part; a composite part that has none yet is to be visited first. */
function partId(
	part: unknown,
	table: KeySpace,
	done: ReadonlyMap<object, number> | undefined,
	create: boolean,
): number | undefined | typeof COMPOSITE | typeof NOT_A_NUMBER {
	const form = scalar(part);
	if (form === COMPOSITE) {
		const id = done?.get(part as object) ?? table.nodeOf(part as object);
		if (id !== undefined) return id;
		// A key of an earlier table.
		const known = table.formOf(part as object);
		return known === undefined ? COMPOSITE : table.id(known.text, true, create);
	}
	if (typeof form === "number" && Number.isNaN(form)) return NOT_A_NUMBER;
	return form instanceof KeyText ? table.id(form.text, true, create) : table.id(form, false, create);
}

function unhashable(key: object): PyTypeError {
	return new PyTypeError(`unhashable type: '${typeNameInC(key)}'`, { code: "unhashable" });
}
