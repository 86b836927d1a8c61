import { INSPECT, isPlainObject, KEY, type KeyParts, OUTLINE, TYPE } from "./brand.ts";
import { jsonView } from "./json-view.ts";
import { Noted } from "./noted.ts";
import { inspectOutline, type Outline, type OutlinePart } from "./outline.ts";
import { repr } from "./repr.ts";
import { escapeName } from "./str-repr.ts";
import { PyTuple } from "./tuple.ts";

/**
 * Something done to an object after it was made, in the order of the stream.
 *
 * - `build`: `BUILD` gave it a state.
 * - `append`: items were appended (`APPEND`, `APPENDS`).
 * - `setItem`: items were set (`SETITEM`, `SETITEMS`).
 * - `add`: items were added to a set-like object (`ADDITEMS`).
 * - `call`: a function was called with the object as first argument and its result dropped, which is
 *   how the sixth part of a reduce tuple is written. `args` are the arguments behind the object.
 */
export type PyOperation =
	| { readonly op: "build"; readonly state: unknown }
	| { readonly op: "append"; readonly items: unknown[] }
	| { readonly op: "setItem"; readonly items: [key: unknown, value: unknown][] }
	| { readonly op: "add"; readonly items: unknown[] }
	| { readonly op: "call"; readonly callable: unknown; readonly args: PyTuple };

/** The opcode that made an object. */
export type PyVia = "REDUCE" | "NEWOBJ" | "NEWOBJ_EX" | "INST" | "OBJ";

const NO_KWARGS: readonly (readonly [string, unknown])[] = /* @__PURE__ */ Object.freeze([]);
const NO_OPERATIONS: readonly PyOperation[] = Object.freeze([]);

/**
 * A Python class or function: a name, never the thing itself. Two globals of one name are one object
 * within a load.
 */
export class PyGlobal extends Noted {
	/** The module, such as `"collections"`. */
	readonly module: string;
	/** The name in it, dotted for what is inside a class. */
	readonly qualname: string;
	/** What the stream did to the class or function itself; empty for all ordinary pickles. */
	operations: readonly PyOperation[];

	constructor(module: string, qualname: string) {
		super();
		this.module = module;
		this.qualname = qualname;
		this.operations = NO_OPERATIONS;
	}
	get [TYPE](): "global" {
		return "global";
	}
	[KEY](): KeyParts {
		return { tag: "global", parts: [this.module, this.qualname] };
	}
	/** The full name, `module.qualname`, with control and other unprintable characters escaped as `repr()` does. */
	override toString(): string {
		return escapeName(fullName(this));
	}
	toJSON(): { $global: string } {
		return { $global: fullName(this) };
	}
	[INSPECT](): string {
		return `PyGlobal(${this.toString()})`;
	}
}

/** What an object is made from. */
export interface PyObjectParts {
	/** The opcode that made it. Default: `"NEWOBJ"`. */
	readonly via?: PyVia;
	/** The class or function that Python would have called. */
	readonly callable: unknown;
	/** The positional arguments. Default: none. */
	readonly args?: PyTuple;
	/** The keyword arguments, as entries. Default: none. */
	readonly kwargs?: readonly (readonly [string, unknown])[];
	/** What was done to it since. Default: nothing. */
	readonly operations?: readonly PyOperation[];
}

/**
 * An instance of a class that no registry entry knows: inert, inspectable, and written back with the
 * same meaning. It keeps what it was made from and the ordered log of what was done to it; `state`,
 * `items`, `entries` and `attributes` are read from that log.
 *
 * @example
 * ```ts
 * import { PyObject, pickle, tuple, PyGlobal } from "brine";
 * const point = new PyObject({ callable: new PyGlobal("geometry", "Point") });
 * point.operations.push({ op: "build", state: { x: 1, y: 2 } });
 * point.attributes.get("x"); // 1
 * pickle.dumps(point); // loads in Python as geometry.Point with x and y
 * ```
 */
export class PyObject extends Noted {
	/** The opcode that made it. */
	readonly via: PyVia;
	/** The class or function that Python would have called. */
	readonly callable: unknown;
	/** The positional arguments. */
	readonly args: PyTuple;
	/** The keyword arguments, as entries in order. */
	readonly kwargs: readonly (readonly [string, unknown])[];
	/** What was done to it since, in order. */
	readonly operations: PyOperation[];

	constructor(parts: PyObjectParts) {
		super();
		this.via = parts.via ?? "NEWOBJ";
		this.callable = parts.callable;
		this.args = parts.args ?? new PyTuple();
		this.kwargs = parts.kwargs ?? NO_KWARGS;
		this.operations = parts.operations === undefined ? [] : [...parts.operations];
	}
	get [TYPE](): "object" {
		return "object";
	}

	/**
	 * The class of the instance: the callable itself, or the class that a helper of `copyreg` was asked
	 * to make; undefined when a function made it, since only Python knows what that returned.
	 */
	get pyClass(): PyGlobal | undefined {
		const callable = this.callable;
		if (!(callable instanceof PyGlobal)) return undefined;
		const helper = HELPERS.has(`${callable.module}:${callable.qualname}`);
		const found = helper ? this.args[0] : callable;
		return found instanceof PyGlobal ? found : undefined;
	}
	/** The class's name without its module, such as `"Point"`; for a function's result the function's. */
	get className(): string {
		const callable = this.pyClass ?? this.callable;
		return callable instanceof PyGlobal ? callable.qualname : "object";
	}
	/** The last state that `BUILD` gave, or undefined. */
	get state(): unknown {
		for (let i = this.operations.length - 1; i >= 0; i--) {
			const operation = this.operations[i] as PyOperation;
			if (operation.op === "build") return operation.state;
		}
		return undefined;
	}
	/** All items, in order: the contents of a list or set subclass, however the protocol hands them over. */
	get items(): unknown[] {
		const items: unknown[] = [];
		for (const part of objectOutline(this).parts)
			if (part.kind === "items") for (const item of part.items) items.push(item);
		return items;
	}
	/** All entries, in order: the contents of a dict subclass. */
	get entries(): [unknown, unknown][] {
		const entries: [unknown, unknown][] = [];
		for (const part of objectOutline(this).parts) {
			if (part.kind === "entries") for (const [key, value] of part.entries) entries.push([key, value]);
		}
		return entries;
	}
	/** The attributes that the states set, `__dict__` first, then slots; later states win. */
	get attributes(): Map<string, unknown> {
		const attributes = new Map<string, unknown>();
		for (const operation of this.operations) {
			if (operation.op !== "build") continue;
			const { state } = operation;
			for (const part of state instanceof PyTuple && state.length === 2 ? state : [state]) {
				if (!isDict(part)) continue;
				for (const [key, value] of part instanceof Map ? part : Object.entries(part)) {
					if (typeof key === "string") attributes.set(key, value);
				}
			}
		}
		return attributes;
	}
	/** @internal What it holds, for every view. */
	[OUTLINE](): Outline {
		return objectOutline(this);
	}
	/**
	 * The class and everything that is known of the instance: `{ $class, $args, $kwargs, …attributes, $state, $items,
	 * $entries, $calls }`, as far as there is any.
	 *
	 * @throws ValueError (`circular`) when the instance leads back to itself; RecursionError (`depth`) beyond 1,000
	 *   levels; LimitError (`limit`, `text`) for what would take more than 2^29 characters
	 */
	toJSON(): unknown {
		return jsonView(this);
	}
	[INSPECT](): object | string {
		return inspectOutline(this, "PyObject", objectOutline(this));
	}
	/** The text of `repr()`, as Python's `str()` has it for a class without its own. */
	override toString(): string {
		return repr(this);
	}
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
function fullName({ module, qualname }: PyGlobal): string {
	return `${module}.${qualname}`;
}

/** Names of a chain of `getattr` that are looked at before it is only an object. */
const MOST_DOTS = 20;

/** The name of what was called: a class, a function, or an attribute of one; undefined for anything computed. */
function nameOf(called: unknown): string | undefined {
	let name = "";
	let at = called;
	for (let i = 0; i < MOST_DOTS; i++) {
		if (at instanceof PyGlobal) return fullName(at) + name;
		if (!(at instanceof PyObject) || !(at.callable instanceof PyGlobal) || at.args.length !== 2) return undefined;
		const attribute = at.args[1];
		if (at.callable.qualname !== "getattr" || typeof attribute !== "string") return undefined;
		name = `.${attribute}${name}`;
		at = at.args[0];
	}
	return undefined;
}

function objectOutline(object: PyObject): Outline {
	const { callable } = object;
	const called = object.pyClass ?? callable;
	const name = nameOf(called);
	const parts: OutlinePart[] = name === undefined ? [{ kind: "callable", value: callable }] : [];
	const made = callable instanceof PyGlobal && callable !== called ? callable.qualname : "";
	for (const part of argumentParts(object, made)) parts.push(part);
	for (const [keyword, value] of object.kwargs) parts.push({ kind: "keyword", name: keyword, value });
	for (const operation of object.operations) for (const part of operationParts(operation)) parts.push(part);
	return { className: name ?? "object", parts };
}

/** The arguments, without the class that a helper of `copyreg` is handed; the contents of a list or dict as such. */
function argumentParts({ args }: PyObject, helper: string): OutlinePart[] {
	const rest = helper === "" ? [...args] : args.slice(1);
	const shown = (values: readonly unknown[]): OutlinePart[] => values.map((value) => ({ kind: "argument", value }));
	// (class, base, content of the base): a bare instance has `object` and None.
	if (helper !== "_reconstructor" || rest.length !== 2) return shown(rest);
	const [base, content] = rest;
	if (content === null) return [];
	const part = contentPart(base, content);
	return part === undefined ? shown([content]) : [part];
}
function contentPart(base: unknown, content: unknown): OutlinePart | undefined {
	const type = base instanceof PyGlobal ? base.qualname : "";
	if (type === "list" && Array.isArray(content) && !(content instanceof PyTuple)) {
		return { kind: "items", size: content.length, items: content as unknown[] };
	}
	if (type !== "dict" || !isDict(content)) return undefined;
	const entries = content instanceof Map ? [...(content as Map<unknown, unknown>)] : Object.entries(content);
	return { kind: "entries", size: entries.length, entries };
}

function operationParts(operation: PyOperation): OutlinePart[] {
	switch (operation.op) {
		case "append":
		case "add":
			return [{ kind: "items", size: operation.items.length, items: operation.items }];
		case "setItem":
			return [{ kind: "entries", size: operation.items.length, entries: operation.items }];
		case "call":
			return [{ kind: "call", callable: operation.callable, args: operation.args }];
		case "build":
			return stateParts(operation.state);
	}
}

/** Attributes where the state is a dict, or a dict and slots, of names; else the state as it is. */
function stateParts(state: unknown): OutlinePart[] {
	const parts = stateDicts(state);
	if (parts === undefined) return [{ kind: "state", value: state }];
	return parts.flatMap((part) =>
		namedEntries(part).map(([name, value]) => ({ kind: "attribute", name, value }) as const),
	);
}

/** The dicts of a state that gives attributes: one, or one and the slots, of which one may be None. */
function stateDicts(state: unknown): (Map<string, unknown> | Record<string, unknown>)[] | undefined {
	const isPair = state instanceof PyTuple && state.length === 2;
	const found = isPair ? state.filter((part) => part !== null) : [state];
	return found.length > 0 && found.every(hasNames) ? found : undefined;
}
function isDict(value: unknown): value is Map<unknown, unknown> | Record<string, unknown> {
	return value instanceof Map || isPlainObject(value);
}
function hasNames(value: unknown): value is Map<string, unknown> | Record<string, unknown> {
	if (!(value instanceof Map)) return isPlainObject(value);
	for (const key of value.keys()) if (typeof key !== "string") return false;
	return true;
}
function namedEntries(dict: Map<string, unknown> | Record<string, unknown>): [string, unknown][] {
	return dict instanceof Map ? [...dict] : Object.entries(dict);
}

/**
 * A reference that the program which wrote the pickle keeps outside of it: `persistent_id`'s result.
 * Reading with `persistentLoad: "keep"` gives these, and writing puts them back.
 */
export class PyPersistentId {
	/** The id, of any type below protocol 0's line of ASCII text. */
	readonly id: unknown;

	constructor(id: unknown) {
		this.id = id;
	}
	get [TYPE](): "persistent id" {
		return "persistent id";
	}
	[KEY](): KeyParts {
		return { tag: "persistent id", parts: [this.id] };
	}
	toJSON(): { $persistentId: unknown } {
		return { $persistentId: this.id };
	}
}
