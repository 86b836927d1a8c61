/**
 * Python's hash and equality for keys: what `1 == 1.0 == True`, tuples, bytes and frozensets need in a
 * JavaScript `Map`, which compares objects by identity only.
 *
 * Every key has a canonical form. Strings, ordinary numbers, null and objects that compare by identity
 * are their own. A value that equals a number becomes that number. Everything else becomes a string that is equal
 * exactly when the keys are. A composite's text is made of small ids of its parts (hash-consing), so a
 * tuple that doubles itself sixty times has a string of a few characters, not of 2^60.
 */
import { PyTypeError, RecursionError } from "../errors.ts";
import { KEY, type KeyParts, TYPE } from "./brand.ts";
import { Collisions } from "./collisions.ts";
import { bigIntText, ENTRY_COST, KeyInterner, KeyText, NAN_NODE, NO_NODE, TABLE_COST } from "./key-interner.ts";
import { normalInt, PyFloat } from "./numbers.ts";
import { typeName, typeNameInC } from "./type-name.ts";

/** A key that cannot be in a table, since one of its parts is not. */
export const ABSENT: unique symbol = Symbol("absent");

type KeyMethod = (memo?: Map<unknown, unknown>) => number | bigint | string | Uint8Array | KeyParts;

/**
 * The keys of one dict or set whose canonical form is not themselves: from that form to the key as it
 * was first stored.
 */
export class KeyIndex {
	/** Keys equal to a plain number or bigint, such as `true` (1) or a `PyFloat`. */
	#aliases: Map<unknown, unknown> | undefined;
	/** Whether a key is stored that equals a string and is none, such as a `numpy.str_`, so that strings must be looked for. */
	hasNames = false;
	/** Keys known by a string. */
	#texts: Map<string, unknown> | undefined;
	#space: KeyInterner | undefined;
	#collisions: Collisions | undefined;

	/** @param space what other tables know of keys. Default: nothing is shared */
	constructor(space?: KeyInterner) {
		this.#space = space;
	}
	/** Whether a key is stored that equals a number and is none, so that numbers must be looked for. */
	get hasAliases(): boolean {
		return this.#aliases !== undefined;
	}
	/** The interner that the forms of its keys are made with; undefined where no form is a string. */
	get space(): KeyInterner | undefined {
		return this.#texts === undefined ? undefined : this.#space;
	}
	/** The canonical form; {@link ABSENT} when `create` is false and no equal key can be stored. */
	canonical(key: unknown, create: boolean): Canonical {
		const known = typeof key === "object" && key !== null ? this.#space?.formOf(key) : undefined;
		if (known !== undefined) return known;
		const form = scalar(key, this.#space);
		if (form !== COMPOSITE && !(form instanceof KeyText && form.text.length > FLAT_TEXT)) return form;
		// Where no key is known by a string, it can only be one that equals itself alone.
		if (!create && this.#texts === undefined) return key;
		this.#space ??= new KeyInterner();
		const found = form === COMPOSITE ? composite(key as object, create, this.#space) : form;
		if (!(found instanceof KeyText) || found.text.length <= FLAT_TEXT || typeof key !== "object") return found;
		if (form !== COMPOSITE) keepScalar(key as object, found, this.#space);
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
			this.hasNames ||= typeof form === "string";
			this.#collisions ??= new Collisions();
			this.#collisions.add(form);
		}
	}
	/** An index of the same keys. */
	copy(): KeyIndex {
		const made = new KeyIndex(this.#space);
		this.#space?.spend(ENTRY_COST * ((this.#texts?.size ?? 0) + (this.#aliases?.size ?? 0)));
		if (this.#aliases !== undefined) made.#aliases = new Map(this.#aliases);
		if (this.#texts !== undefined) made.#texts = new Map(this.#texts);
		made.hasNames = this.hasNames;
		made.#collisions = this.#collisions;
		return made;
	}
	delete(form: Canonical): void {
		if (form instanceof KeyText) this.#texts?.delete(form.text);
		else this.#aliases?.delete(form);
	}
}

/** The form of a key: a {@link KeyText}, {@link ABSENT}, or any value that a `Map` compares as Python would. */
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

/** The key that a slot represents; the inverse of {@link slotKey} for bigints. */
export function unboxed<T>(key: T): T {
	return (key instanceof BigInt ? key.valueOf() : key) as T;
}

/**
 * Whether a key is a number that a `Map` compares as Python does: not -0, nor NaN, nor an int beyond 2^53.
 */
export function isOwnForm(key: unknown): boolean {
	if (typeof key !== "number") return false;
	return Number.isInteger(key) ? Number.isSafeInteger(key) && !Object.is(key, -0) : !Number.isNaN(key);
}

const COMPOSITE: unique symbol = Symbol("composite");

/** The canonical form of a key that has no parts, or {@link COMPOSITE}. */
function scalar(key: unknown, space: KeyInterner | undefined): Canonical {
	switch (typeof key) {
		case "string":
			return key;
		case "number":
			return canonicalNumber(key, space);
		case "boolean":
			return key ? 1 : 0;
		case "bigint":
			return canonicalBigInt(key, space);
		case "object":
			return key === null ? null : scalarObject(key, space);
		default:
			return key;
	}
}

function scalarObject(key: object, space: KeyInterner | undefined): Canonical {
	const brand = (key as { [TYPE]?: string })[TYPE];
	if (brand === "tuple" || brand === "frozenset") return COMPOSITE;
	if (key instanceof Uint8Array) {
		if (brand === "bytearray") throw unhashable(key);
		return new KeyText(bytesText(key));
	}
	const parts = (key as { [KEY]?: KeyMethod })[KEY]?.(space?.memo);
	if (parts !== undefined) {
		if (typeof parts === "string") return parts;
		if (parts instanceof Uint8Array) return new KeyText(bytesText(parts));
		// A NaN equals itself only, that is: this very object.
		if (typeof parts === "number") return Number.isNaN(parts) ? key : canonicalNumber(parts, space);
		if (typeof parts === "bigint") return canonicalBigInt(parts, space);
		if (parts.hashable === false) throw unhashable(key);
		return COMPOSITE;
	}
	const name = brand ?? typeName(key);
	if (name === "list" || name === "dict" || name === "set") throw unhashable(key);
	if (brand !== undefined || !(key instanceof Date)) return key;
	// The text of a PyDateTime with the offset 0, which it equals; an invalid date is itself only.
	return Number.isNaN(key.getTime()) ? key : new KeyText(`k${flatText("datetime", [key.getTime()], space)}`);
}

function canonicalNumber(value: number, space: KeyInterner | undefined): Canonical {
	if (Number.isSafeInteger(value)) return value + 0; // -0 becomes 0
	return Number.isInteger(value) ? canonicalBigInt(BigInt(value), space) : value;
}

function canonicalBigInt(value: bigint, space: KeyInterner | undefined): Canonical {
	if (isInt64(value)) return normalInt(value);
	return space === undefined ? bigIntText(value) : space.bigIntForm(value);
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
function flatText(tag: string, parts: readonly unknown[], space: KeyInterner | undefined): string | undefined {
	if (parts.length > 16) return undefined;
	let text = `${tag.length}:${tag}(`;
	for (let i = 0; i < parts.length; i++) {
		const part = parts[i];
		if (typeof part === "object" && part !== null) {
			// A value that has an id is not a scalar, and the form of bytes may be long.
			if (part instanceof Uint8Array || space?.nodeOf(part) !== undefined) return undefined;
		} else if (typeof part === "bigint" && !isInt64(part)) return undefined;
		// Only canonical forms decide, so that equal composites take the same way.
		const form = scalar(part, space);
		if (typeof form === "string") text += `s${form.length}:${form}`;
		else if (typeof form === "number" && !Number.isNaN(form)) text += `n${form},`;
		else if (form === null) text += "z";
		else return undefined;
		if (text.length > FLAT_TEXT) return undefined;
	}
	return text;
}

interface KeyFrame {
	readonly node: object;
	readonly tag: string;
	readonly parts: readonly unknown[];
	readonly ordered: boolean;
	next: number;
	readonly ids: number[];
	/** Whether nothing can change its parts; asked for where the interner keeps what is fixed. */
	isFixed: boolean;
}

function frameOf(node: object, space: KeyInterner): KeyFrame {
	const brand = (node as { [TYPE]?: unknown })[TYPE];
	if (brand === "frozenset") return newFrame(node, "frozenset", [...(node as Set<unknown>)], false);
	if (brand === "tuple") return newFrame(node, "tuple", node as unknown[], true);
	const { tag, parts } = (node as { [KEY]: KeyMethod })[KEY](space.memo) as KeyParts;
	return newFrame(node, tag, parts, true);
}
function newFrame(node: object, tag: string, parts: readonly unknown[], ordered: boolean): KeyFrame {
	return { node, tag, parts, ordered, next: 0, ids: [], isFixed: true };
}

/** Whether a part is always the same to a key: not bytes, a date, or a composite that may change. */
function isFixedPart(part: unknown, table: KeyInterner): boolean {
	if (typeof part !== "object" || part === null || table.nodeOf(part) !== undefined) return true;
	if (table.formOf(part) !== undefined) return true;
	const form = scalar(part, table);
	return form !== COMPOSITE && !(form instanceof KeyText && (part instanceof Uint8Array || part instanceof Date));
}

/** Keeps the form of a large value without parts, such as a Decimal, which is the same each time. */
function keepScalar(key: object, form: KeyText, table: KeyInterner): void {
	if (table.isLasting) table.keepLasting(key, form);
	table.count(form.text.length);
}

/** Keeps of composites that were being looked through, the innermost last, that they have no id. */
function keepAbsent(
	stack: readonly KeyFrame[],
	id: typeof NO_NODE | typeof NAN_NODE,
	table: KeyInterner,
	again: number,
): void {
	table.keepNone(stack, id);
	table.count(again + stack.length);
	if (!table.isLasting) return;
	const { parts, next, isFixed } = stack[stack.length - 1] as KeyFrame;
	if (next < parts.length ? !isFixedPart(parts[next], table) : !isFixed) return;
	for (let i = stack.length - 1; i >= 0; i--) if (!table.keepLasting((stack[i] as KeyFrame).node, id)) return;
}

/**
 * The canonical text of a composite. Parts are visited with an own stack, and each object once, so that
 * neither depth nor sharing can hurt.
 */
function composite(root: object, create: boolean, table: KeyInterner): Canonical {
	const first = frameOf(root, table);
	if (first.ordered) {
		const text = flatText(first.tag, first.parts, table);
		if (text !== undefined) return new KeyText(`k${text}`);
	}
	// Most have no parts to be visited.
	let done: Map<object, number> | undefined;
	let open: Set<object> | undefined;
	const { isLasting } = table;
	// Parts that were known, and were looked through all the same.
	let again = first.parts.length - 1;
	const stack: KeyFrame[] = [first];
	for (;;) {
		const frame = stack[stack.length - 1] as KeyFrame;
		if (frame.next < frame.parts.length) {
			const id = partId(frame.parts[frame.next], table, done, create);
			if (id === NOT_A_NUMBER || id === undefined) {
				keepAbsent(stack, id === undefined ? NO_NODE : NAN_NODE, table, again);
				return id === undefined ? ABSENT : root;
			}
			if (id === COMPOSITE) {
				const node = frame.parts[frame.next] as object;
				open ??= new Set([root]);
				if (open.has(node)) throw new RecursionError("maximum recursion depth exceeded", { code: "depth" });
				open.add(node);
				stack.push(frameOf(node, table));
			} else {
				if (isLasting) frame.isFixed &&= isFixedPart(frame.parts[frame.next], table);
				frame.ids.push(id);
				frame.next++;
			}
			continue;
		}
		if (!frame.ordered) frame.ids.sort((a, b) => a - b);
		const flat = frame.ordered ? flatText(frame.tag, frame.parts, table) : undefined;
		const text = flat === undefined ? `c${frame.tag.length}:${frame.tag}(${frame.ids.join()}` : `k${flat}`;
		stack.pop();
		if (stack.length === 0) {
			const form = new KeyText(text);
			if (isLasting && frame.isFixed && frame.parts.length > FEW) table.keepLasting(root, form);
			table.count(again);
			// A form that took a walk is kept, however short its text: the next table would walk again.
			return table.keepForm(root, form);
		}
		const { size } = table;
		const id = table.id(text, true, create);
		if (id === undefined) {
			keepAbsent([...stack, frame], NO_NODE, table, again);
			return ABSENT;
		}
		if (id < size) again += 1 + frame.parts.length;
		if (isLasting && frame.isFixed) table.keepLasting(frame.node, id);
		open?.delete(frame.node);
		done ??= new Map();
		done.set(frame.node, id);
		table.keepNode(frame.node, id);
	}
}

/** Parts up to which a key itself is looked through each time. */
const FEW = 16;

const NOT_A_NUMBER: unique symbol = Symbol("nan");

/** The id of one part; a composite part that has none yet is to be visited first. */
function partId(
	part: unknown,
	table: KeyInterner,
	done: ReadonlyMap<object, number> | undefined,
	create: boolean,
): number | undefined | typeof COMPOSITE | typeof NOT_A_NUMBER {
	const object = typeof part === "object" && part !== null ? part : undefined;
	if (object !== undefined) {
		const id = done?.get(object) ?? table.nodeOf(object);
		if (id === NO_NODE) return undefined;
		if (id === NAN_NODE) return NOT_A_NUMBER;
		if (id !== undefined) return id;
		// A key of an earlier table.
		const known = table.formOf(object);
		if (known !== undefined) return table.id(known.text, true, create);
	}
	const form = scalar(part, table);
	if (form === COMPOSITE) return COMPOSITE;
	if (typeof form === "number" && Number.isNaN(form)) return NOT_A_NUMBER;
	if (!(form instanceof KeyText)) return table.id(form, false, create);
	const id = table.id(form.text, true, create);
	if (object !== undefined && id !== undefined) {
		table.keepNode(object, id);
		if (form.text.length > LARGE_TEXT) {
			if (table.isLasting) table.keepLasting(object, id);
			table.count(form.text.length);
		}
	}
	return id;
}

/** Characters of a part from which on it is not worked out each time. */
const LARGE_TEXT = 1024;

function unhashable(key: object): PyTypeError {
	return new PyTypeError(`unhashable type: '${typeNameInC(key)}'`, { code: "unhashable" });
}
