import { PyTypeError, ValueError } from "../errors.ts";
import { DEFAULT_VERSION, type VersionNumber } from "../options.ts";
import { type AnyTypeEntry, type Reduction, Registry } from "../registry/registry.ts";

import type { StandardSchema } from "../schema.ts";
import { typeName } from "../values/type-name.ts";
import type { Limits } from "./limits.ts";
import { DEFAULT_PROTOCOL, HIGHEST_PROTOCOL } from "./opcodes.ts";
import type { PickleBuffer } from "./pickle-buffer.ts";

/** Options of reading a pickle. Python's keywords in camelCase, and Brine's own. */
export interface LoadsOptions {
	/** `"plain"` returns the values that JavaScript programs expect; `"exact"` keeps every Python distinction. @defaultValue `"plain"` */
	readonly mode?: "plain" | "exact";
	/** The type of a `dict`: a plain object when all keys are strings (`"auto"`), or always a `PyDict` (`"map"`). @defaultValue `"auto"` in plain mode, `"map"` in exact mode */
	readonly dict?: "auto" | "map";
	/** Map the Python 2 names of protocols 0 to 2 to those of Python 3. @defaultValue true */
	readonly fixImports?: boolean;
	/**
	 * The codec of Python 2 `str`, by its Python name; `"bytes"` keeps them as bytes. An extension, `"auto"`, decides for
	 * each: UTF-8 without control characters is text, all others are bytes, so that text, bytes and dates load at once.
	 *
	 * @defaultValue `"ASCII"`
	 */
	readonly encoding?: string;
	/** The treatment of bytes that `encoding` cannot decode. @defaultValue `"strict"` */
	readonly errors?: string;
	/** The out-of-band buffers of protocol 5, in order. @defaultValue none */
	readonly buffers?: Iterable<ArrayBufferView | ArrayBuffer | PickleBuffer> | null;
	/** Returns the value of a persistent id, or `"keep"` for a `PyPersistentId`. @defaultValue persistent ids are an error, as in Python */
	readonly persistentLoad?: "keep" | ((id: unknown) => unknown) | null;
	/** The types that may be made; all others stay inert. @defaultValue `defaultRegistry` */
	readonly registry?: Registry;
	/**
	 * Looks at every class or function that the pickle names, as `Unpickler.find_class`: it hears each name once, as the
	 * pickle spells it, which up to protocol 2 may be Python 2's (`__builtin__` for `builtins`). Throw to refuse it;
	 * return a type entry to have it made that way, a `PyGlobal` to read it under another name, another value to put in its
	 * place, or undefined to go on.
	 */
	readonly findClass?: ((module: string, name: string) => AnyTypeEntry | object | undefined) | null;
	/** The limits of one load. */
	readonly limits?: Limits;
	/** Whose verdicts and messages to give where CPythons differ: `"3.6"` to `"3.15"`, or with a micro release. @defaultValue `"3.14"` */
	readonly pythonVersion?: string;
	/** Give `bytes` as views of the input instead of copies; the input then stays alive and must not change. @defaultValue false */
	readonly zeroCopy?: boolean;
	/** A Standard Schema that checks and types the value. */
	readonly schema?: StandardSchema;
	/**
	 * Looks at the bytes before anything is made of them, and throws for what it refuses: `createPolicy()` of
	 * `brine/scan`. For `loads` alone, since a stream is not there as a whole.
	 */
	readonly policy?: LoadPolicy | null;
}

/** A check of pickles before they are loaded. */
export interface LoadPolicy {
	/** Throws for a pickle that is not to be loaded. */
	check(data: Uint8Array): void;
}

/** Names of all {@link LoadsOptions}; a test proves that they are. */
export const LOAD_OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set([
	"mode",
	"dict",
	"fixImports",
	"encoding",
	"errors",
	"buffers",
	"persistentLoad",
	"registry",
	"findClass",
	"limits",
	"pythonVersion",
	"zeroCopy",
	"schema",
	"policy",
]);

/**
 * Refuses `policy` where the bytes come in pieces.
 *
 * @throws PyTypeError (`option`)
 */
export function refusePolicy({ policy }: LoadsOptions): void {
	if (policy === undefined || policy === null) return;
	const message =
		"'policy' is for loads(), which has all bytes before it begins; look at a stream by scan() of brine/scan first";
	throw new PyTypeError(message, { code: "option" });
}

/**
 * Refuses `signal` where nothing waits.
 *
 * @throws PyTypeError (`option`)
 */
export function refuseSignal(callee: string, options: object | null | undefined): void {
	const { signal } = (options ?? {}) as { readonly signal?: unknown };
	if (signal === undefined || signal === null) return;
	throw new PyTypeError(`${callee}() got an unexpected keyword argument 'signal'`, { code: "option" });
}

/** Checks that an option, when given, is a function; null and undefined mean that it is not given. */
export function checkFunction(name: string, value: unknown): void {
	if (value !== undefined && value !== null && typeof value !== "function") {
		throw new PyTypeError(`${name} must be a function, not ${typeName(value)}`, { code: "option" });
	}
}

/** Checks that the `registry` option, when given, is one; null and undefined mean that it is not given. */
export function checkRegistry(registry: unknown): void {
	if ((registry ?? null) !== null && !(registry instanceof Registry)) {
		throw new PyTypeError(`registry must be a Registry, not ${typeName(registry)}`, { code: "option" });
	}
}

/**
 * Reads the `protocol` option as CPython does: null is the default, negative the highest, a bool a number.
 *
 * @param version the CPython that the default and the highest protocol are of. Default: today's
 * @throws ValueError above the highest, PyTypeError for what is not an int
 */
export function checkProtocol(protocol: unknown, version: VersionNumber = DEFAULT_VERSION): number {
	if (protocol === undefined || protocol === null) {
		return version >= 31400 ? DEFAULT_PROTOCOL : version >= 30800 ? 4 : 3;
	}
	if (typeof protocol === "boolean") return Number(protocol);
	if (typeof protocol === "bigint") return checkProtocol(Number(protocol), version);
	if (typeof protocol !== "number" || !Number.isInteger(protocol)) {
		const found = typeName(protocol);
		const message =
			version < 31000 && found !== "float"
				? `an integer is required (got type ${found})`
				: `'${found}' object cannot be interpreted as an integer`;
		throw new PyTypeError(message, { code: "option" });
	}
	const highest = version < 30800 ? 4 : HIGHEST_PROTOCOL;
	if (protocol < 0) return highest;
	if (protocol > highest) throw new ValueError(`pickle protocol must be <= ${highest}`, { code: "option" });
	return protocol;
}

/** Options of writing a pickle. Python's keywords in camelCase, and Brine's own. */
export interface DumpsOptions {
	/** 0 to 5; null is the default, a negative number the highest. @defaultValue 5, or what `pythonVersion` has as its default */
	readonly protocol?: number | null;
	/** Write the Python 2 names of modules and classes at protocols 0 to 2. @defaultValue true */
	readonly fixImports?: boolean;
	/** Called with every `PickleBuffer`; anything false keeps its bytes out of the pickle. Needs protocol 5. */
	readonly bufferCallback?: ((buffer: PickleBuffer) => unknown) | null;
	/** The types that can be written besides the built-in ones. @defaultValue `defaultRegistry` */
	readonly registry?: Registry;
	/** Which CPython's bytes to write: `"3.6"` to `"3.15"`, or with a micro release. @defaultValue `"3.14"` */
	readonly pythonVersion?: string;
	/**
	 * Which equal strings are written once and shared, as CPython shares those that are one object: all, only
	 * the keys of objects and dicts, or none. @defaultValue `"all"`
	 */
	readonly shareStrings?: "all" | "keys" | "none";
	/** Returns the persistent id of an object, or undefined for one that is written itself; as `Pickler.persistent_id`. */
	readonly persistentId?: ((value: unknown) => unknown) | null;
	/** Returns a reduction for an object, or undefined to go on as usual; as `Pickler.reducer_override`. */
	readonly reducerOverride?: ((value: unknown) => unknown) | null;
	/** Reducers by JavaScript class, asked before the registry; as `Pickler.dispatch_table`. */
	readonly dispatchTable?: ReadonlyMap<unknown, (value: never) => Reduction | string> | null;
	/** Write objects without registry entry as what their `toJSON()` returns. @defaultValue false */
	readonly toJSON?: boolean;
	/** The limits of one dump. */
	readonly limits?: Limits;
}

/** Names of all {@link DumpsOptions}; a test proves that they are. */
export const DUMP_OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set([
	"protocol",
	"fixImports",
	"bufferCallback",
	"registry",
	"pythonVersion",
	"shareStrings",
	"persistentId",
	"reducerOverride",
	"dispatchTable",
	"toJSON",
	"limits",
]);
