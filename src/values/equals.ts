import { brandOf, isPlainObject, KEY, type KeyParts, SYNCHRONIZE } from "./brand.ts";
import { PyDict } from "./dict.ts";
import { INTERNER, KeyInterner, SHARE } from "./key-interner.ts";
import { LayeredPairs } from "./layered.ts";
import type { PyObject, PyOperation } from "./opaque.ts";
import { PySet } from "./set.ts";

/**
 * Whether two values are equal as Python's `==` has it.
 *
 * Numbers compare exactly across `int`, `float`, `bool` and `complex`; `bytes` and `bytearray`, `set` and
 * `frozenset` by content; a list is not a tuple. NaN equals nothing, but a container holds one object equal to
 * itself. Beyond Python: cyclic values are equal when no path tells them apart (Python gives up with a
 * `RecursionError`), and instances of unknown classes, which Python would ask, are equal when they were
 * made from equal parts by equal steps.
 *
 * @param a any value
 * @param b any value
 * @returns whether they are equal; takes time in the size of the graphs, not of their texts
 * @throws LimitError (`text`) for ChainMaps in ChainMaps of which too many have to be opened again and again
 * @example
 * ```ts
 * import { equals, PyDict, tuple } from "brine";
 * equals(new PyDict([[1, tuple("a")]]), new PyDict([[true, tuple("a")]])); // true
 * equals([1], tuple(1)); // false
 * ```
 */
export function equals(a: unknown, b: unknown): boolean {
	if (a === b) return !holdsNaN(a);
	const held = new FrozenKeys();
	try {
		return areEqual(a, b, new Classes(), held);
	} finally {
		held.thaw();
	}
}

/** As {@link equals}, of values that are not the same, going on with what is known of others. @internal */
export function areEqual(a: unknown, b: unknown, merged: Classes, held: FrozenKeys): boolean {
	const stack: Pairs[] = [arrayPairs([a], [b])];
	for (;;) {
		const pairs = stack[stack.length - 1];
		if (pairs === undefined) return true;
		const { done, value } = pairs.next();
		if (done === true) {
			stack.pop();
			continue;
		}
		const [x, y] = value;
		if (x === y || merged.same(x, y)) continue;
		let parts: boolean | Pairs | undefined = merged.layers(x, y, held);
		if (parts === undefined) {
			const [left, right] = [merged.shown(x, held), merged.shown(y, held)];
			if (left === right || merged.same(left, right)) continue;
			held.freeze(left);
			held.freeze(right);
			parts = compare(view(left, held), view(right, held), held);
			if (parts !== false) merged.merge(left, right);
		}
		if (parts === false) return false;
		merged.merge(x, y);
		if (parts !== true) stack.push(parts);
	}
}

/** Tables whose keys keep their forms as long as nothing changes: one that many keys share is worked out once. @internal */
export class FrozenKeys {
	readonly #interners: KeyInterner[] = [];
	/** That of the tables that are made for the comparison. */
	readonly keys: KeyInterner = new KeyInterner(true);

	/** Has the keys of a dict or set keep their forms. */
	freeze(value: unknown): void {
		if (!(value instanceof Map || value instanceof Set)) return;
		const interner = (value as { [INTERNER]?: KeyInterner })[INTERNER];
		if (interner?.freeze() === true) this.#interners.push(interner);
	}
	/** Lets them go: from now on values may change. */
	thaw(): void {
		for (const interner of this.#interners) interner.thaw();
		this.keys.thaw();
	}
}

type Pairs = Generator<readonly [unknown, unknown], void>;

/** A float or complex with NaN in it does not even equal itself. */
function holdsNaN(value: unknown): boolean {
	const brand = brandOf(value);
	if (brand === "complex") {
		const { real, imag } = value as { readonly real: number; readonly imag: number };
		return Number.isNaN(real) || Number.isNaN(imag);
	}
	return brand === "float" && Number.isNaN((value as { readonly value: number }).value);
}

/**
 * Objects already found or assumed equal. Since equality is transitive, a graph of n objects needs at most
 * n comparisons, whatever its sharing and its cycles.
 *
 * @internal
 */
export class Classes {
	readonly #parents = new Map<object, object>();
	#layered: LayeredPairs | undefined;
	#dicts: Map<object, Dict> | undefined;
	/** Notes of ChainMaps on each other, and their layers that are not empty. */
	#known: Map<unknown, unknown> | undefined;
	#full: Map<readonly object[], readonly object[]> | undefined;

	#root(object: object): object {
		let root = object;
		for (let up = this.#parents.get(root); up !== undefined; up = this.#parents.get(root)) root = up;
		for (let at = object; at !== root; ) {
			const up = this.#parents.get(at) as object;
			this.#parents.set(at, root);
			at = up;
		}
		return root;
	}
	same(a: unknown, b: unknown): boolean {
		return isObject(a) && isObject(b) && this.#parents.size > 0 && this.#root(a) === this.#root(b);
	}
	merge(a: unknown, b: unknown): void {
		if (!isObject(a) || !isObject(b)) return;
		const [root, other] = [this.#root(a), this.#root(b)];
		// An object that led to itself would have no end.
		if (root !== other) this.#parents.set(root, other);
	}
	/** The values that two ChainMaps over dicts that fit have to compare yet; undefined for other values. */
	layers(a: unknown, b: unknown, held: FrozenKeys): Pairs | undefined {
		const [left, right] = [this.#layersOf(a, held), this.#layersOf(b, held)];
		if (left === undefined || right === undefined) return undefined;
		// One list of maps that many have has one list of layers.
		if (left === right || this.same(left, right)) return listed([]);
		this.#layered ??= new LayeredPairs();
		const pairs = this.#layered.of(left, right, (layer) => this.#dict(layer, held));
		if (pairs === undefined) return undefined;
		this.merge(left, right);
		return listed(pairs);
	}
	/** The dict that a ChainMap over it alone compares as; any other value itself. */
	shown(value: unknown, held: FrozenKeys): unknown {
		const layers = this.#layersOf(value, held);
		const only = layers?.length === 1 ? layers[0] : undefined;
		// An OrderedDict has no order there, and a Counter no zeros.
		const brand = brandOf(only);
		return brand === "collections.OrderedDict" || brand === "collections.Counter" ? value : (only ?? value);
	}
	/** The dicts of a ChainMap that are not empty, the one that wins first; undefined for any other value. */
	#layersOf(value: unknown, held: FrozenKeys): readonly object[] | undefined {
		if (brandOf(value) !== "collections.ChainMap") return undefined;
		this.#known ??= new Map();
		this.#full ??= new Map();
		const { layers = [] } = (value as { [KEY](known: Map<unknown, unknown>): KeyParts })[KEY](this.#known);
		const known = this.#full.get(layers);
		if (known !== undefined) return known;
		const full = layers.filter((layer) => this.#dict(layer, held).size > 0);
		this.#full.set(layers, full);
		return full;
	}
	#dict(layer: object, held: FrozenKeys): Dict {
		this.#dicts ??= new Map();
		const known = this.#dicts.get(layer);
		if (known !== undefined) return known;
		held.freeze(layer);
		const made =
			layer instanceof Map
				? (comparable(layer, held) as Map<unknown, unknown>)
				: objectDict(layer as Record<string, unknown>);
		this.#dicts.set(layer, made);
		return made;
	}
}

function isObject(value: unknown): value is object {
	return typeof value === "object" && value !== null;
}

/** A value as it compares. */
type View =
	| { readonly kind: "scalar"; readonly value: unknown }
	| { readonly kind: "bytes"; readonly items: Uint8Array }
	| { readonly kind: "tuple" | "list" | "array"; readonly items: ArrayLike<unknown> }
	| { readonly kind: "parts"; readonly tag: string; readonly items: readonly unknown[] }
	| { readonly kind: "dict"; readonly dict: Dict; readonly brand: string | undefined }
	| { readonly kind: "set"; readonly set: ReadonlySet<unknown> }
	| { readonly kind: "object"; readonly object: PyObject };

interface Dict {
	readonly size: number;
	has(key: unknown): boolean;
	get(key: unknown): unknown;
	keys(): Iterator<unknown> & Iterable<unknown>;
	entries(): Iterable<readonly [unknown, unknown]>;
}

function view(value: unknown, held: FrozenKeys): View {
	if (typeof value !== "object" || value === null) return { kind: "scalar", value };
	const brand = brandOf(value);
	if (value instanceof Map) return { kind: "dict", dict: comparable(value, held), brand };
	const method: unknown = (value as { [KEY]?: unknown })[KEY];
	if (typeof method === "function") {
		const key = (method as () => number | bigint | string | Uint8Array | KeyParts).call(value);
		if (key instanceof Uint8Array) return { kind: "bytes", items: key };
		// A ChainMap equals the dict that it shows.
		if (brand === "collections.ChainMap") return view((key as KeyParts).parts[0], held);
		return typeof key === "object" ? { kind: "parts", tag: key.tag, items: key.parts } : { kind: "scalar", value: key };
	}
	if (Array.isArray(value)) return { kind: brand === "tuple" ? "tuple" : "list", items: value as unknown[] };
	if (value instanceof Set) return { kind: "set", set: comparable(value, held) };
	if (brand === "object") return { kind: "object", object: value as PyObject };
	if (isPlainObject(value)) return { kind: "dict", dict: objectDict(value), brand };
	if (value instanceof Uint8Array) return { kind: "bytes", items: value };
	if (value instanceof ArrayBuffer) return { kind: "bytes", items: new Uint8Array(value) };
	if (ArrayBuffer.isView(value) && "length" in value)
		return { kind: "array", items: value as unknown as ArrayLike<unknown> };
	if (value instanceof Date) return { kind: "parts", tag: "datetime", items: [value.getTime()] };
	if (value instanceof RegExp) return { kind: "parts", tag: "RegExp", items: [value.source, value.flags] };
	return { kind: "scalar", value };
}

/** A `Map` or `Set` of JavaScript's own, which looks keys up in its own way, as one of Python's. */
function comparable<T extends Map<unknown, unknown> | Set<unknown>>(value: T, { keys }: FrozenKeys): T {
	if (brandOf(value) !== undefined) return value;
	try {
		if (value instanceof Set) {
			const set = new PySet()[SHARE](keys);
			for (const item of value) set.add(item);
			return set as unknown as T;
		}
		const dict = new PyDict()[SHARE](keys);
		for (const [key, item] of value as Map<unknown, unknown>) dict.set(key, item);
		return dict as unknown as T;
	} catch {
		return value; // a key that Python cannot hash
	}
}

function objectDict(object: Record<string, unknown>): Dict {
	const keys = Object.keys(object).filter((key) => object[key] !== undefined);
	const has = (key: unknown): boolean =>
		typeof key === "string" && Object.prototype.propertyIsEnumerable.call(object, key) && object[key] !== undefined;
	const get = (key: unknown): unknown => object[key as string];
	const entries = (): Iterable<readonly [unknown, unknown]> => keys.map((key) => [key, object[key]]);
	return { size: keys.length, has, get, keys: () => keys.values(), entries };
}

/** Whether two values are equal, as far as that shows without their parts; otherwise the parts to compare. */
function compare(a: View, b: View, held: FrozenKeys): boolean | Pairs {
	if (a.kind === "scalar" || b.kind === "scalar") {
		return a.kind === "scalar" && b.kind === "scalar" && sameScalar(a.value, b.value);
	}
	switch (a.kind) {
		case "bytes":
			return b.kind === "bytes" && sameBytes(a.items, b.items);
		case "tuple":
		case "list":
		case "array":
			return b.kind === a.kind && a.items.length === b.items.length && arrayPairs(a.items, b.items);
		case "parts":
			if (b.kind !== "parts" || a.tag !== b.tag || a.items.length !== b.items.length) return false;
			return arrayPairs(a.items, b.items);
		case "dict":
			return b.kind === "dict" && compareDicts(a, b, held);
		case "set":
			return b.kind === "set" && a.set.size === b.set.size && keyPairs(a.set.values(), b.set.values(), a.set, b.set);
		case "object":
			return b.kind === "object" && objectPairs(a.object, b.object);
	}
}

/** Two OrderedDicts have one order; what a Counter has not, it has none of. */
function compareDicts(a: View & { kind: "dict" }, b: View & { kind: "dict" }, held: FrozenKeys): boolean | Pairs {
	const both = (brand: string): boolean => a.brand === brand && b.brand === brand;
	const counts = both("collections.Counter");
	const [left, right] = counts ? [withoutZeros(a.dict, held), withoutZeros(b.dict, held)] : [a.dict, b.dict];
	return left.size === right.size && dictPairs(left, right, both("collections.OrderedDict"));
}
function withoutZeros(dict: Dict, { keys }: FrozenKeys): Dict {
	let made: PyDict | undefined;
	let seen = 0;
	for (const [key, count] of dict.entries()) {
		const isZero = equals(count, 0);
		if (isZero && made === undefined) {
			made = new PyDict()[SHARE](keys);
			let n = 0;
			for (const [earlier, value] of dict.entries()) if (n++ < seen) made.set(earlier, value);
		}
		if (!isZero) made?.set(key, count);
		seen++;
	}
	return made ?? dict;
}

/** JavaScript compares a bigint with a number exactly; with a string it must not. */
function sameScalar(a: unknown, b: unknown): boolean {
	if (a === b) return true;
	const [x, y] = [typeof a === "boolean" ? Number(a) : a, typeof b === "boolean" ? Number(b) : b];
	if (typeof x !== "number" && typeof x !== "bigint") return false;
	// biome-ignore lint/suspicious/noDoubleEquals: both are numbers, and only == compares the two kinds
	return typeof y === "number" || typeof y === "bigint" ? x == y : false;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
	if (a.length !== b.length) return false;
	for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
	return true;
}

function* listed(pairs: readonly (readonly [unknown, unknown])[]): Pairs {
	yield* pairs;
}

function* arrayPairs(a: ArrayLike<unknown>, b: ArrayLike<unknown>): Pairs {
	for (let i = 0; i < a.length; i++) {
		// Most parts are equal texts and numbers: no need to look further.
		if (a[i] !== b[i]) yield [a[i], b[i]];
	}
}

/** A key that is in both by Python's rules is paired so; the rest, instances that compare by identity, in order. */
function* keyPairs(
	a: Iterable<unknown>,
	b: Iterable<unknown>,
	inA: { has(key: unknown): boolean },
	inB: { has(key: unknown): boolean },
): Pairs {
	const left: unknown[] = [];
	for (const key of a) if (!inB.has(key)) left.push(key);
	if (left.length === 0) return;
	const right: unknown[] = [];
	for (const key of b) if (!inA.has(key)) right.push(key);
	yield [left.length, right.length];
	yield* arrayPairs(left, right);
}

function* dictPairs(a: Dict, b: Dict, ordered: boolean): Pairs {
	if (ordered) {
		const others = b.keys();
		for (const key of a.keys()) yield [key, others.next().value];
	}
	for (const [key, value] of a.entries()) if (b.has(key)) yield [value, b.get(key)];
	for (const [key, other] of keyPairs(a.keys(), b.keys(), a, b)) {
		yield [key, other];
		if (a.has(key) && b.has(other)) yield [a.get(key), b.get(other)];
	}
}

function* objectPairs(a: PyObject, b: PyObject): Pairs {
	for (const object of [a, b]) object[SYNCHRONIZE]?.();
	yield [a.callable, b.callable];
	yield [a.args, b.args];
	yield [a.kwargs, b.kwargs];
	yield [steps(a.operations), steps(b.operations)];
}

/** Operations as lists, those of one kind in a row as one: how a stream cuts them into batches says nothing. */
function steps(operations: readonly PyOperation[]): unknown[] {
	const made: unknown[][] = [];
	for (const operation of operations) {
		const last = made[made.length - 1];
		if (operation.op === "build") made.push([operation.op, operation.state]);
		else if (operation.op === "call") made.push([operation.op, operation.callable, operation.args]);
		else if (last !== undefined && last[0] === operation.op) {
			for (const item of operation.items) (last[1] as unknown[]).push(item);
		} else made.push([operation.op, [...operation.items]]);
	}
	return made;
}
