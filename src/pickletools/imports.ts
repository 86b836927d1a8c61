/** The names of a pickle and its use of them. */

/**
 * How an import, or what comes of it, is used.
 *
 * - `call`: called with arguments (REDUCE, INST, OBJ).
 * - `construct`: its `__new__` makes an instance (NEWOBJ, NEWOBJ_EX, or a helper of `copyreg` that is handed it).
 * - `build`: given a state (BUILD).
 * - `append`, `add`, `setItem`: given items (APPEND, APPENDS; ADDITEMS; SETITEM, SETITEMS).
 * - `argument`: handed to a call.
 * - `id`: used as a persistent id.
 */
export type ImportUseKind = "call" | "construct" | "build" | "append" | "add" | "setItem" | "argument" | "id";

/** One use of an import. */
export interface ImportUse {
	readonly kind: ImportUseKind;
	/** The opcode that does it. */
	readonly opcode: string;
	/** Where that opcode is. */
	readonly offset: number;
	/** Whether it is done to the class or function itself, or to what calling it gave. */
	readonly on: "import" | "result";
}

/** A class or function that a pickle asks for. */
export interface PickleImport {
	/** The module as the pickle spells it; undefined when that is not in the pickle (a computed name, an unknown code). */
	readonly module: string | undefined;
	/** The name in it, dotted for what is inside a class, as the pickle spells it. */
	readonly name: string | undefined;
	/** The name that Python 3 imports instead, when the pickle has one of Python 2 (`fixImports`, below protocol 3). */
	readonly python3: { readonly module: string; readonly name: string } | undefined;
	/** The extension code that represents the name (EXT1, EXT2, EXT4). */
	readonly code: number | undefined;
	/** The opcode that asks for it: GLOBAL, STACK_GLOBAL, INST or one of EXT1, EXT2 and EXT4. */
	readonly opcode: string;
	/** Where that opcode is. */
	readonly offset: number;
	/** Everything that is done with it, in order. */
	readonly uses: readonly ImportUse[];
}

/** A place where a pickle is broken. */
export interface PickleBreak {
	/** The error. */
	readonly message: string;
	/** Where the opcode is that cannot be read or does not find what it needs. */
	readonly offset: number;
	/** That opcode; undefined when the byte is none, or nothing is left. */
	readonly opcode: string | undefined;
}
