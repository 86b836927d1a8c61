import { PyTypeError, ValueError } from "../errors.ts";
import type { VersionNumber } from "../options.ts";
import type { StandardSchema } from "../schema.ts";
import type { KeyInterner } from "../values/key-interner.ts";
import type { PyGlobal, PyObject, PyVia } from "../values/opaque.ts";
import { splitName } from "../values/py-name.ts";
import type { PyTuple } from "../values/tuple.ts";

/** A Python name as `module:qualname`; both halves may contain dots. */
export type PyName = `${string}:${string}`;

/** The facts of the load in progress that a type entry may want. */
export interface LoadContext {
	/** The name under which the pickle asked for the type, after Python 2 names were mapped. */
	readonly name: PyName;
	/** The opcode that asks. */
	readonly via: PyVia;
	/** Whether every detail that JavaScript would lose is to be kept. */
	readonly mode: "plain" | "exact";
	/** Protocol that the pickle declared, 0 when it declared none. */
	readonly protocol: number;
	/** Whether the texts of Python 2 come as bytes (`encoding: "bytes"`), names of attributes too. */
	readonly textAsBytes?: boolean;
	/** The registry of the load, for functions such as `copyreg._reconstructor` that are handed a class. */
	readonly registry: Registry;
	/**
	 * Takes estimated bytes of heap from the load's budget, before an entry makes something large.
	 *
	 * @throws LimitError (`memory`) when that much is not left
	 */
	readonly charge: (bytes: number) => void;
	/** Whether this is a pickle within a pickle, which an entry asked for by {@link TypeEntry.readAfter}. */
	readonly nested?: boolean;
	/** @internal Whose state and items come for what a function such as `copyreg._reconstructor` made, which sets it. */
	maker?: AnyTypeEntry | undefined;
	/** @internal What the dicts and sets of the load know together of their keys. */
	readonly keys?: KeyInterner;
}

/** The facts of the dump in progress that a type entry may want. */
export interface DumpContext {
	/** The CPython whose bytes are wanted, as 31402 for 3.14.2. */
	readonly version: VersionNumber;
	/** The protocol being written. */
	readonly protocol: number;
	/** Makes a `PickleBuffer`, which protocol 5 can leave out of the pickle; absent where no pickle is written. */
	readonly buffer?: (bytes: Uint8Array, isReadonly: boolean) => object;
	/** Whether this is a pickle within a pickle, as {@link Reduction.after} writes one. */
	readonly nested?: boolean;
}

/**
 * A request of {@link TypeEntry.readAfter} to the stream: so many raw bytes, which come as a `Uint8Array` of its own,
 * or
 * one whole pickle with a stack and a memo of its own, which comes as its value.
 */
export type StreamRequest = { readonly bytes: number } | "pickle";

/** A piece that {@link Reduction.after} writes: raw bytes, or one whole pickle with a memo of its own. */
export type StreamPiece = Uint8Array | { readonly pickle: unknown; readonly protocol?: number };

/**
 * How a value is written: the parts of the tuple that Python's `__reduce_ex__` returns, by name.
 * A bare {@link PyName} writes the value as that global, as a string from `__reduce__` does.
 */
export interface Reduction {
	/** Which form Python uses: `REDUCE` (the default), `NEWOBJ` for `copyreg.__newobj__`, `NEWOBJ_EX` for its keyword form. */
	readonly via?: "REDUCE" | "NEWOBJ" | "NEWOBJ_EX";
	/** The function, or for `NEWOBJ` the class. */
	readonly callable: PyName | PyGlobal | object;
	/** Positional arguments. */
	readonly args: readonly unknown[];
	/** Keyword arguments of `NEWOBJ_EX`. */
	readonly kwargs?: readonly (readonly [string, unknown])[];
	/** The argument of `BUILD`; left out when undefined. */
	readonly state?: unknown;
	/** Items for `APPENDS`. */
	readonly items?: Iterable<unknown>;
	/** Entries for `SETITEMS`. */
	readonly entries?: Iterable<readonly [unknown, unknown]>;
	/**
	 * The function that sets the state instead of `BUILD` (the sixth part). The entry of its name reads it back: its
	 * `load` gets the value and the state; without one, only a `PyObject` can keep the call, and reading throws
	 * UnpicklingError (`build`).
	 */
	readonly stateSetter?: PyName | PyGlobal | object;
	/**
	 * Writes raw bytes or whole pickles between the opcodes, after the `BUILD` of the `state`, as joblib does: the
	 * frame
	 * ends before them. Bytes written so are never shared: a second time it is written again.
	 *
	 * @param position how many bytes of the output come before
	 */
	readonly after?: (position: number) => Iterable<StreamPiece>;
}

/**
 * Another value that is written in the place of this one, for JavaScript values whose counterpart is a
 * built-in type: an `ArrayBuffer` is written as the `Uint8Array` over it.
 */
export interface Replacement {
	/** The value to write; by the registry again if need be. */
	readonly instead: unknown;
}

/**
 * One Python type and its JavaScript counterpart, both directions in one record. An entry is the only
 * way from a name in data to code, so `load` must be a pure builder: it must accept only arguments that
 * the type's own reducer writes, and allocate nothing that the arguments do not pay for.
 */
export interface TypeEntry<T = unknown, State = unknown> {
	/**
	 * The names it is read from, if it has a `load` or a `value`; the first is the one written by default.
	 */
	readonly names: readonly [PyName, ...PyName[]];
	/** The JavaScript class whose direct instances are written by this entry. */
	readonly type?: abstract new (
		...args: never[]
	) => T;
	/** Recognises values that have no class of their own. Asked only for objects no `type` claims. */
	readonly is?: (value: unknown) => value is T;
	/**
	 * The value of the name itself, when it is not a class or function, as `builtins:Ellipsis` is. Without it a name
	 * read as a value is a `PyGlobal`.
	 */
	readonly value?: T;
	/**
	 * Makes the value. Its identity is final: the memo holds it before any state comes.
	 *
	 * @param args positional arguments
	 * @param kwargs keyword arguments, empty for most
	 * @returns the value, or undefined for arguments it does not accept: the object then stays inert
	 */
	readonly load?: (args: PyTuple, kwargs: ReadonlyMap<string, unknown>, context: LoadContext) => T | undefined;
	/**
	 * Makes the value of a call whose callable is itself the result of a call that no entry knows, such as
	 * `functools.partial(f, 1)(2)`. It is asked by the name of that first call, `functools:partial` here.
	 *
	 * @param callable what is called: inert, with all that was done to it
	 * @returns the value, or undefined for a call it does not accept: the result then stays inert
	 */
	readonly loadCall?: (
		callable: PyObject,
		args: PyTuple,
		kwargs: ReadonlyMap<string, unknown>,
		context: LoadContext,
	) => T | undefined;
	/**
	 * Takes the state of `BUILD`. Without it a state is the error that Python raises for such types. An entry that
	 * {@link refuses} may return false, and must not have changed the value then: the load puts an inert object in its
	 * place, with all that it was given.
	 */
	readonly setState?: (target: T, state: State, context: LoadContext) => unknown;
	/**
	 * A Standard Schema that checks each state before `setState` gets it, and declares its type. A dict whose keys
	 * are all `str` comes to it as a plain object in both modes; what is in it comes as it was read. A state that does
	 * not fit is a SchemaError (`schema`).
	 */
	readonly stateSchema?: StandardSchema<State> | null;
	/** Whether `setState` may refuse a state: the load then keeps what each value of the entry was made from. */
	readonly refuses?: boolean;
	/** Whether the entry itself charges what it copies of arguments and states; otherwise the load charges for all of it. */
	readonly charges?: boolean;
	/**
	 * Reads what follows a `BUILD` in the stream and is not an opcode, as joblib's arrays; asked after `setState`. The
	 * generator yields what it wants next and is resumed with it, however the chunks of the stream are cut.
	 *
	 * @returns a generator whose result takes the place of the target on the stack, or undefined when nothing follows
	 */
	readonly readAfter?: (target: T, context: LoadContext) => Iterator<StreamRequest, unknown, unknown> | undefined;
	/** Takes one item of `APPEND(S)`. */
	readonly append?: (target: T, item: unknown) => void;
	/** Takes one item of `SETITEM(S)`. */
	readonly setItem?: (target: T, key: unknown, value: unknown) => void;
	/** Takes one item of `ADDITEMS`. */
	readonly add?: (target: T, item: unknown) => void;
	/** How the value is written; the inverse of `load` with `setState`, `append` and `setItem`. */
	readonly reduce?: (value: T, protocol: number, context: DumpContext) => Reduction | Replacement | PyName;
}

/** An entry of any type, as a registry keeps it. */
// biome-ignore lint/suspicious/noExplicitAny: entries of different types share one table; `any` makes T both in and out
export type AnyTypeEntry = TypeEntry<any, any>;

/** An extension code and the name it represents, as `copyreg.add_extension` registers it. */
export interface Extension {
	readonly name: PyName;
	/** 1 to 2^31 - 1. */
	readonly code: number;
}

/**
 * An immutable table of types: which Python name is which JavaScript type. It is the allow-list of a
 * load: nothing that is not in it is ever constructed.
 */
export class Registry {
	/** The entries, later ones win. */
	readonly entries: readonly AnyTypeEntry[];
	/** Extension codes (PEP 307) known to this registry. */
	readonly extensions: readonly Extension[];
	readonly #byName: ReadonlyMap<string, AnyTypeEntry>;
	readonly #byType: ReadonlyMap<unknown, AnyTypeEntry>;
	readonly #guards: readonly AnyTypeEntry[];
	readonly #byCode: ReadonlyMap<number, PyName>;
	readonly #codes: ReadonlyMap<string, number>;

	constructor(entries: readonly AnyTypeEntry[], extensions: readonly Extension[] = []) {
		this.entries = entries;
		this.extensions = extensions;
		const byName = new Map<string, AnyTypeEntry>();
		const byType = new Map<unknown, AnyTypeEntry>();
		const guards: AnyTypeEntry[] = [];
		for (const entry of entries) {
			if (entry.load !== undefined || entry.loadCall !== undefined || "value" in entry)
				for (const name of entry.names) byName.set(name, entry);
			if (entry.type !== undefined && entry.reduce !== undefined) byType.set(entry.type, entry);
			if (entry.is !== undefined && entry.reduce !== undefined) guards.unshift(entry);
		}
		this.#byName = byName;
		this.#byType = byType;
		this.#guards = guards;
		this.#byCode = new Map(extensions.map(({ code, name }) => [code, name]));
		this.#codes = new Map(extensions.map(({ code, name }) => [name, code]));
	}

	/** The entry that reads a Python name, or undefined. */
	byName(name: string): AnyTypeEntry | undefined {
		return this.#byName.get(name);
	}
	/** The value of a name when it is not a class or function, such as `builtins:Ellipsis`; else undefined. */
	constant(name: string): unknown {
		return this.#byName.get(name)?.value;
	}
	/** The entry whose class a value is a direct instance of, or undefined. */
	byClass(value: object): AnyTypeEntry | undefined {
		const prototype = Object.getPrototypeOf(value) as {
			constructor?: unknown;
		} | null;
		if (prototype === null || !Object.hasOwn(prototype, "constructor")) return undefined;
		return this.#byType.get(prototype.constructor);
	}
	/** The entry that writes a JavaScript value, or undefined. */
	byValue(value: object): AnyTypeEntry | undefined {
		const entry = this.byClass(value);
		if (entry !== undefined) return entry;
		for (const guard of this.#guards) if (guard.is?.(value)) return guard;
		return undefined;
	}
	/** The name of an extension code, or undefined. */
	byCode(code: number): PyName | undefined {
		return this.#byCode.get(code);
	}
	/** The extension code of a name, or undefined. */
	codeOf(name: string): number | undefined {
		return this.#codes.get(name);
	}
	/**
	 * A registry with more in it; this one stays as it is.
	 *
	 * @param items entries or whole registries; later ones win over earlier ones
	 * @example
	 * ```ts
	 * import { defaultRegistry, defineType, pickle } from "brine";
	 * class Point { x = 0; y = 0; }
	 * const registry = defaultRegistry.with(defineType({
	 *   names: ["geometry:Point"],
	 *   type: Point,
	 *   load: () => new Point(),
	 *   setState: (point, state) => { Object.assign(point, state); },
	 *   reduce: (point) => ({ via: "NEWOBJ", callable: "geometry:Point", args: [], state: { x: point.x, y: point.y } }),
	 * }));
	 * const point = pickle.loads(pickle.dumps(new Point(), { registry }), { registry }); // a Point again
	 * ```
	 */
	with(...items: readonly (AnyTypeEntry | Registry)[]): Registry {
		return createRegistry(this, ...items);
	}
}

/**
 * Makes a registry out of entries and other registries; later ones win.
 *
 * @param items entries ({@link defineType}) or registries
 * @returns an immutable registry; nothing global changes
 * @throws ValueError (`option`) when two extension codes contradict each other
 * @example
 * ```ts
 * import { createRegistry, defaultRegistry, defineType, pickle } from "brine";
 * class Point {}
 * const point = defineType({ names: ["geometry:Point"], type: Point, load: () => new Point() });
 * const registry = createRegistry(defaultRegistry, point);
 * pickle.loads(new TextEncoder().encode("cgeometry\nPoint\n)R."), { registry }); // a Point
 * ```
 */
export function createRegistry(...items: readonly (AnyTypeEntry | Registry)[]): Registry {
	const entries: AnyTypeEntry[] = [];
	let extensions: readonly Extension[] = [];
	for (const item of items) {
		if (item instanceof Registry) {
			for (const entry of item.entries) entries.push(entry);
			for (const { name, code } of item.extensions) extensions = withExtension(extensions, name, code);
		} else if (Array.isArray(item?.names)) entries.push(item);
		else throw new PyTypeError("an entry has names", { code: "option" });
	}
	return new Registry(entries, extensions);
}

/** A list of extension codes with one more, under the rules of `copyreg.add_extension`. */
export function withExtension(extensions: readonly Extension[], name: PyName, code: number): readonly Extension[] {
	const fail = (message: string): never => {
		throw new ValueError(message, { code: "option" });
	};
	if (!Number.isInteger(code) || code < 1 || code > 0x7fffffff) fail("code out of range");
	const key = shownName(name);
	for (const known of extensions) {
		if (known.name === name && known.code === code) return extensions;
		if (known.name === name) fail(`key ${key} is already registered with code ${known.code}`);
		if (known.code === code) fail(`code ${code} is already in use for key ${shownName(known.name)}`);
	}
	return [...extensions, { name, code }];
}

function shownName(name: PyName): string {
	const [module, qualname] = splitName(name);
	return `('${module}', '${qualname}')`;
}
