/** The contents of inert objects, by their log: the outline that every view is made from of them. */
import { brandOf, isPlainObject } from "./brand.ts";
import type { Outline, OutlinePart } from "./outline.ts";
import { PyTuple } from "./tuple.ts";

/**
 * Something done to an object after it was made, in the order of the stream.
 *
 * - `build`: `BUILD` gave it a state.
 * - `append`: items were appended (`APPEND`, `APPENDS`).
 * - `setItem`: items were set (`SETITEM`, `SETITEMS`).
 * - `add`: items were added to a set-like object (`ADDITEMS`).
 * - `call`: a function was called with the object as first argument and its result dropped, which is
 *   how the sixth part of a reduce tuple is written. `args` are the arguments after the object.
 */
export type PyOperation =
	| { readonly op: "build"; readonly state: unknown }
	| { readonly op: "append"; readonly items: unknown[] }
	| { readonly op: "setItem"; readonly items: [key: unknown, value: unknown][] }
	| { readonly op: "add"; readonly items: unknown[] }
	| { readonly op: "call"; readonly callable: unknown; readonly args: PyTuple };

/** An inert object, as far as it matters here. */
export interface Inert {
	readonly callable: unknown;
	readonly args: PyTuple;
	readonly kwargs: readonly (readonly [string, unknown])[];
	readonly operations: PyOperation[];
}
/** A class or function. */
interface Name {
	readonly module: string;
	readonly qualname: string;
}
function isName(value: unknown): value is Name {
	return brandOf(value) === "global";
}
function isInert(value: unknown): value is Inert {
	return brandOf(value) === "object";
}

/** The class of an instance: what was called, or the class that a helper of `copyreg` was asked to make. */
export function classOf({ callable, args }: Inert): Name | undefined {
	if (!isName(callable)) return undefined;
	const helper = HELPERS.has(`${callable.module}:${callable.qualname}`);
	const found = helper ? args[0] : callable;
	return isName(found) ? found : undefined;
}

/** Helpers of `copyreg` whose first argument is the class of what they make. */
const HELPERS: ReadonlySet<string> = /* @__PURE__ */ new Set([
	"copyreg:_reconstructor",
	"copyreg:__newobj__",
	"copyreg:__newobj_ex__",
	"copy_reg:_reconstructor",
	"copy_reg:__newobj__",
]);

/** A full name as the data has it. */
export function fullName({ module, qualname }: Name): string {
	return `${module}.${qualname}`;
}

/** Names of a chain of `getattr` that are looked at before it is only an object. */
const MOST_DOTS = 20;

/** All that an inert object or name was given; itself too where what is done to it is its own. */
export function givenTo(object: Given): unknown[] {
	const { callable, args = NONE, kwargs = NONE, operations } = object;
	// A few arguments are a tuple of its own for each object, as copyreg's functions get them.
	const of: unknown[] = [callable, args.length, ...(args.length <= FEW ? args : [args]), kwargs.length > 0 && object];
	for (const operation of operations) {
		if (operation.op === "build") of.push(...statesOf(operation.state));
		else of.push(object);
	}
	return of;
}
/** An inert object, or a name to which the stream did something. */
interface Given {
	readonly callable?: unknown;
	readonly args?: readonly unknown[];
	readonly kwargs?: readonly unknown[];
	readonly operations: readonly PyOperation[];
}
const FEW = 8;
const NONE: readonly never[] = /* @__PURE__ */ Object.freeze([]);

/** The parts that tell the attributes of a state: its dict, or its dict and slots; the pair of them is made for each value. */
function statesOf(state: unknown): readonly unknown[] {
	return state instanceof PyTuple && state.length === 2 && stateDicts(state) ? [0, ...(state as unknown[])] : [state];
}

/** The name of what was called: a class, a function, or an attribute of one; undefined for anything computed. */
function nameOf(called: unknown): string | undefined {
	let name = "";
	let at = called;
	for (let i = 0; i < MOST_DOTS; i++) {
		if (isName(at)) return fullName(at) + name;
		if (!isInert(at) || !isName(at.callable) || at.args.length !== 2) return undefined;
		const attribute = at.args[1];
		if (at.callable.qualname !== "getattr" || typeof attribute !== "string") return undefined;
		name = `.${attribute}${name}`;
		at = at.args[0];
	}
	return undefined;
}

export function objectOutline(object: Inert): Outline {
	const { callable } = object;
	const called = classOf(object) ?? callable;
	const name = nameOf(called);
	const parts: OutlinePart[] = name === undefined ? [{ kind: "callable", value: callable }] : [];
	const made = isName(callable) && callable !== called ? callable.qualname : "";
	for (const part of argumentParts(object, made)) parts.push(part);
	for (const [keyword, value] of object.kwargs) parts.push({ kind: "keyword", name: keyword, value });
	for (const part of operationParts(object.operations)) parts.push(part);
	return { className: name ?? "object", parts };
}

/** The arguments, without the class that a helper of `copyreg` is handed; the contents of a list or dict as such. */
function argumentParts(object: Inert, helper: string): OutlinePart[] {
	const rest = helper === "" ? [...object.args] : object.args.slice(1);
	const content = reconstructed(object);
	if (content !== undefined) return [contentPart(content)];
	// (class, base, content of the base): a bare instance has `object` and None.
	const isBased = helper === "_reconstructor" && rest.length === 2;
	const shown = !isBased ? rest : rest[1] === null ? [] : rest.slice(1);
	return shown.map((value) => ({ kind: "argument", value }));
}
function contentPart({ base, value }: Content): OutlinePart {
	if (base === "list") return { kind: "items", size: (value as unknown[]).length, items: value as unknown[] };
	const entries = dictEntries(value as Map<unknown, unknown>);
	return { kind: "entries", size: entries.length, entries };
}

/** The contents of a list or dict that protocols 0 and 1 hand to `copyreg._reconstructor`. */
export interface Content {
	readonly base: "list" | "dict";
	readonly value: unknown;
}
export function reconstructed({ callable, args }: Inert): Content | undefined {
	if (!isName(callable) || callable.qualname !== "_reconstructor" || args.length !== 3) return undefined;
	const [cls, type, value] = args;
	const base = isName(type) && isName(cls) && HELPERS.has(`${callable.module}:_reconstructor`) ? type.qualname : "";
	if (base === "list") return Array.isArray(value) && !(value instanceof PyTuple) ? { base, value } : undefined;
	return base === "dict" && isDict(value) ? { base, value } : undefined;
}

/** All operations as parts, in order; a dict that sets attributes again, as a thousand states may be one, is a state. */
export function operationParts(operations: readonly PyOperation[]): OutlinePart[] {
	const seen = new Set<unknown>();
	return operations.flatMap((operation) => partsOf(operation, seen));
}
function partsOf(operation: PyOperation, seen: Set<unknown>): OutlinePart[] {
	switch (operation.op) {
		case "append":
		case "add":
			return [{ kind: "items", size: operation.items.length, items: operation.items }];
		case "setItem":
			return [{ kind: "entries", size: operation.items.length, entries: operation.items }];
		case "call":
			return [{ kind: "call", callable: operation.callable, args: operation.args }];
		case "build":
			return stateParts(operation.state, seen);
	}
}

/** Attributes where the state is a dict, or a dict and slots, of names; else the state as it is. */
function stateParts(state: unknown, seen: Set<unknown>): OutlinePart[] {
	const dicts = stateDicts(state);
	if (dicts === undefined) return [{ kind: "state", value: state }];
	return dicts.flatMap((dict): OutlinePart[] => {
		if (seen.has(dict)) return [{ kind: "state", value: dict }];
		seen.add(dict);
		return dictEntries(dict).map(([name, value]) => ({ kind: "attribute", name, value }));
	});
}

/** The dicts of a state that sets attributes: one, or one and the slots, of which one may be None. */
function stateDicts(state: unknown): (Map<string, unknown> | Record<string, unknown>)[] | undefined {
	const isPair = state instanceof PyTuple && state.length === 2;
	const found = isPair ? state.filter((part) => part !== null) : [state];
	return found.length > 0 && found.every(hasNames) ? found : undefined;
}
export function isDict(value: unknown): value is Map<unknown, unknown> | Record<string, unknown> {
	return value instanceof Map || isPlainObject(value);
}
function hasNames(value: unknown): value is Map<string, unknown> | Record<string, unknown> {
	if (!(value instanceof Map)) return isPlainObject(value);
	for (const key of value.keys()) if (typeof key !== "string") return false;
	return true;
}
/** The entries of a dict in either form. */
export function dictEntries<K>(dict: Map<K, unknown> | Record<string, unknown>): [K | string, unknown][] {
	if (dict instanceof Map) return [...dict];
	// A quarter of the time of Object.entries for an object of a thousand keys.
	return Object.keys(dict).map((key) => [key, dict[key]]);
}
