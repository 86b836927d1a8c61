import { INSPECT, isPlainObject, KEY, type KeyParts, TYPE } from "./brand.ts";
import { Noted } from "./noted.ts";
import { setEntries } from "./own-property.ts";
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
	/** The full name, `module.qualname`. */
	override toString(): string {
		return `${this.module}.${this.qualname}`;
	}
	toJSON(): { $global: string } {
		return { $global: this.toString() };
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
	/** All items appended or added, in order: the contents of a list or set subclass. */
	get items(): unknown[] {
		const items: unknown[] = [];
		for (const operation of this.operations) {
			if (operation.op === "append" || operation.op === "add") for (const item of operation.items) items.push(item);
		}
		return items;
	}
	/** All items set, in order: the contents of a dict subclass. */
	get entries(): [unknown, unknown][] {
		const entries: [unknown, unknown][] = [];
		for (const operation of this.operations) {
			if (operation.op === "setItem") for (const entry of operation.items) entries.push(entry);
		}
		return entries;
	}
	/** The attributes that the states set, `__dict__` first, then slots; later states win. */
	get attributes(): Map<string, unknown> {
		const attributes = new Map<string, unknown>();
		for (const operation of this.operations) {
			if (operation.op !== "build") continue;
			const { state } = operation;
			const pair = state instanceof PyTuple && state.length === 2 ? state : [state];
			for (const part of pair) {
				for (const [key, value] of stringEntries(part)) attributes.set(key, value);
			}
		}
		return attributes;
	}
	/** The class and what is known of the instance; never throws, and never the inverse of anything. */
	toJSON(): unknown {
		const json: Record<string, unknown> = { $class: String(this.pyClass ?? this.callable) };
		if (this.args.length > 0) json["$args"] = this.args;
		setEntries(json, this.attributes);
		if (this.items.length > 0) json["$items"] = this.items;
		if (this.entries.length > 0) json["$entries"] = this.entries;
		return json;
	}
	[INSPECT](_depth: number, options: object, inspect?: (value: unknown, options: object) => string): string {
		const name = `PyObject(${String(this.pyClass ?? this.callable)})`;
		if (inspect === undefined) return name;
		const shown: Record<string, unknown> = {};
		if (this.args.length > 0) shown["args"] = this.args;
		if (this.attributes.size > 0) shown["attributes"] = this.attributes;
		if (this.items.length > 0) shown["items"] = this.items;
		if (this.entries.length > 0) shown["entries"] = this.entries;
		return `${name} ${inspect(shown, options)}`;
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

/** The entries of a dict-like state whose keys are strings. */
function* stringEntries(state: unknown): Iterable<[string, unknown]> {
	if (state instanceof Map) {
		for (const [key, value] of state) if (typeof key === "string") yield [key, value];
	} else if (isPlainObject(state)) {
		for (const key of Object.keys(state)) yield [key, state[key]];
	}
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
