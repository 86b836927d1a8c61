import { INSPECT, KEY, type KeyParts, OUTLINE, PLAIN, RECORD, SYNCHRONIZE, TYPE } from "./brand.ts";
import {
	classOf,
	fullName,
	givenTo,
	objectOutline,
	operationParts,
	type PyOperation,
	reconstructed,
} from "./inert-outline.ts";
import { jsonView } from "./json-view.ts";
import { DictEntries, LiveAttributes, liveEntries, liveItems } from "./live-parts.ts";
import { MemoSlot } from "./memo-slot.ts";
import { inspectLater, type Outline } from "./outline.ts";
import { repr } from "./repr.ts";
import { sharedPlace } from "./shared-parts.ts";
import { consoleName, escapeName } from "./str-repr.ts";
import { PyTuple } from "./tuple.ts";

export type { PyOperation };

/** The opcode that made an object. */
export type PyVia = "REDUCE" | "NEWOBJ" | "NEWOBJ_EX" | "INST" | "OBJ";

const NO_KWARGS: readonly (readonly [string, unknown])[] = /* @__PURE__ */ Object.freeze([]);
const NO_OPERATIONS: readonly PyOperation[] = Object.freeze([]);

/**
 * A Python class or function: a name, never the thing itself. Two globals of one name are one object
 * within a load.
 */
export class PyGlobal extends MemoSlot {
	/** The module, such as `"collections"`. */
	readonly module: string;
	/** The name in it, dotted for what is inside a class. */
	readonly qualname: string;
	/** The operations of the stream on the class or function itself; empty for all ordinary pickles. */
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
	/** @internal What was done to it; undefined for all ordinary classes. */
	[OUTLINE](): Outline | undefined {
		if (this.operations.length === 0) return undefined;
		return { className: fullName(this), parts: operationParts(this.operations) };
	}
	/** @internal */
	[RECORD](known: Map<unknown, unknown>, most: number): object | undefined {
		return sharedPlace(givenTo(this), known, most);
	}
	/** Its name; for one to which the stream did something, what an inert object has. */
	toJSON(): unknown {
		return this.operations.length === 0 ? { $global: fullName(this) } : jsonView(this);
	}
	[INSPECT](depth?: number | null, options?: { readonly depth?: number | null }): object | string {
		return this.operations.length === 0
			? `PyGlobal(${consoleName(fullName(this))})`
			: inspectLater(this, "PyGlobal", () => this[OUTLINE]() as Outline, depth, options);
	}
}

/** The parts of an object. */
export interface PyObjectParts {
	/** The opcode that made it. Default: `"NEWOBJ"`. */
	readonly via?: PyVia;
	/** The class or function that Python would have called. */
	readonly callable: unknown;
	/** The positional arguments. Default: none. */
	readonly args?: PyTuple;
	/** The keyword arguments, as entries. Default: none. */
	readonly kwargs?: readonly (readonly [string, unknown])[];
	/** The operations since. Default: nothing. */
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
export class PyObject extends MemoSlot {
	/** The opcode that made it. */
	readonly via: PyVia;
	/** The class or function that Python would have called. */
	readonly callable: unknown;
	/** The positional arguments. */
	readonly args: PyTuple;
	/** The keyword arguments, as entries in order. */
	readonly kwargs: readonly (readonly [string, unknown])[];
	/** The operations since, in order. */
	readonly operations: PyOperation[];
	/** The result of `entries`, where the contents are in the arguments. */
	#entries: DictEntries | undefined;

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
		return classOf(this) as PyGlobal | undefined;
	}
	/** The class's name without its module, such as `"Point"`; for a function's result the function's. */
	get className(): string {
		const callable = this.pyClass ?? this.callable;
		return callable instanceof PyGlobal ? callable.qualname : "object";
	}
	/** The last state that `BUILD` gave, or undefined; what is set here is written in its place. */
	get state(): unknown {
		return this.#lastBuild()?.state;
	}
	set state(state: unknown) {
		const last = this.#lastBuild();
		if (last === undefined) this.operations.push({ op: "build", state });
		else this.operations[this.operations.indexOf(last)] = { op: "build", state };
	}
	#lastBuild(): Extract<PyOperation, { op: "build" }> | undefined {
		return this.operations.findLast((operation) => operation.op === "build");
	}
	/**
	 * All items, in order: the contents of a list or set subclass, however the protocol hands them over. The array is
	 * live: what is done to it is written. It is frozen in the rare case that it was put together from several places.
	 */
	get items(): unknown[] {
		return liveItems(this);
	}
	/** All entries, in order: the contents of a dict subclass, however the protocol hands them over. Live as `items` is. */
	get entries(): [unknown, unknown][] {
		const content = reconstructed(this);
		if (content?.base === "dict" && this.#entries?.dict !== content.value) {
			this.#entries = new DictEntries(content.value as Map<unknown, unknown>);
		}
		this[SYNCHRONIZE]();
		return liveEntries(this, content?.base === "dict" ? this.#entries : undefined);
	}
	/**
	 * The attributes that the states set, `__dict__` first, then slots; later states win. A `Map` that is live: what is
	 * set or deleted in it is written. Setting throws PyTypeError (`argument`) where the state is not a dict, which only
	 * the class understands.
	 */
	get attributes(): Map<string, unknown> {
		return new LiveAttributes(this.operations);
	}
	/** @internal Brings edits of `entries` to where they are written. */
	[SYNCHRONIZE](): void {
		this.#entries?.synchronize();
	}
	/** @internal What it holds, for every view. */
	[OUTLINE](): Outline {
		this[SYNCHRONIZE]();
		return objectOutline(this);
	}
	/** @internal */
	[RECORD](known: Map<unknown, unknown>, most: number): object | undefined {
		return sharedPlace(givenTo(this), known, most);
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
	[INSPECT](depth?: number | null, options?: { readonly depth?: number | null }): object | string {
		return inspectLater(this, "PyObject", () => this[OUTLINE](), depth, options);
	}
	/** The text of `repr()`, as Python's `str()` has it for a class without its own. */
	override toString(): string {
		return repr(this);
	}
}

/**
 * A reference that the program which wrote the pickle keeps outside of it: `persistent_id`'s result.
 * Reading with `persistentLoad: "keep"` returns these, and writing puts them back.
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
	[PLAIN](): { $persistentId: unknown } {
		return { $persistentId: this.id };
	}
	/** `{ $persistentId }`; what is in the id is plain too. */
	toJSON(): unknown {
		return jsonView(this);
	}
	/** The text of `repr()`. */
	toString(): string {
		return repr(this);
	}
}
