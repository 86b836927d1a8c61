import { PyError, PyTypeError } from "../../errors.ts";
import { DEFAULT_VERSION, type VersionNumber } from "../../options.ts";
import { INSPECT, OUTLINE, REPR, TYPE } from "../../values/brand.ts";
import { isDict } from "../../values/inert-outline.ts";
import { jsonView } from "../../values/json-view.ts";
import { PyGlobal, PyObject } from "../../values/opaque.ts";
import { inspectLater, type Outline, type OutlinePart } from "../../values/outline.ts";
import { splitName } from "../../values/py-name.ts";
import type { ReprParts } from "../../values/repr-frames.ts";
import { PyTuple, tupleFrom } from "../../values/tuple.ts";
import { attributesOf, int } from "../arguments.ts";
import { EXCEPTIONS, OS_ERRORS } from "../python2-names.ts";
import type { PyName, TypeEntry } from "../registry.ts";
import { exceptionText, jsonPosition } from "./exception-text.ts";
import { refuseState } from "./instance.ts";
import { callParts, type Inspect, PyStdValue } from "./value.ts";

/** The exceptions of `builtins` that Python 2 does not have, and are no errors of the operating system. */
const NEWER =
	"BaseExceptionGroup BlockingIOError EncodingWarning ExceptionGroup ImportCycleError ModuleNotFoundError PythonFinalizationError RecursionError ResourceWarning StopAsyncIteration _IncompleteInputError";

/** Classes of errors of the operating system, and the numbers by which Linux tells them, in the same order. */
const OS_CLASSES: readonly string[] = /* @__PURE__ */ `${OS_ERRORS} BlockingIOError`.split(" ");
const OS_NUMBERS: readonly (readonly number[])[] = [
	[32, 108], // BrokenPipeError
	[10],
	[103],
	[], // ConnectionError
	[111],
	[104],
	[17], // FileExistsError
	[2],
	[4],
	[21], // IsADirectoryError
	[20],
	[1, 13],
	[3], // ProcessLookupError
	[110],
	[11, 114, 115],
];
const OS_NAMES: ReadonlySet<string> = /* @__PURE__ */ new Set(["OSError", ...OS_CLASSES]);

/**
 * A Python exception as data: it is not thrown and is not a JavaScript `Error`; {@link toError} makes one.
 *
 * @example
 * ```ts
 * import { PyException } from "brine/types";
 * const error = new PyException("ValueError", ["no such thing"]);
 * throw error.toError(); // ValueError: no such thing
 * ```
 */
export class PyException extends PyStdValue {
	/** Its class's name, such as `"ValueError"`. */
	readonly name: string;
	/** The module of its class, mostly `"builtins"`. */
	readonly module: string;
	/** The arguments of the class in Python; see {@link args}. */
	readonly init: PyTuple;
	/** Attributes that were set on it: notes under `__notes__`, `name` and `path` of an `ImportError`, your own. */
	readonly attributes: Map<string, unknown> = new Map();

	/**
	 * @param name the class's name; one of `builtins` unless a module is given
	 * @param args what Python would give to the class. Default: nothing
	 * @param module the module of the class. Default: `"builtins"`
	 */
	constructor(name: string, args: readonly unknown[] = [], module = "builtins") {
		super();
		this.init = args instanceof PyTuple ? args : tupleFrom(args);
		this.name = name === "OSError" ? osClass(this.init) : name;
		this.module = module;
	}
	/** Whether its class is `OSError` or one of its subclasses. */
	get isOSError(): boolean {
		return OS_NAMES.has(this.name);
	}
	/** Python's `args`: for errors of the operating system without the file names. */
	get args(): readonly unknown[] {
		const { init } = this;
		if (this.name === "JSONDecodeError" && init.length === 3) return [jsonPosition(init)];
		return this.isOSError && init.length >= 3 && init.length <= 5 && init[2] !== null && !this.#written
			? init.slice(0, 2)
			: init;
	}
	/** Whether the third argument of a `BlockingIOError` is a count and no file name. */
	get #written(): boolean {
		return this.name === "BlockingIOError" && int(this.init[2]) !== undefined;
	}
	/** The number of an error of the operating system, or undefined. */
	get errno(): unknown {
		return this.isOSError && this.init.length >= 2 ? this.init[0] : undefined;
	}
	/** The file that an error of the operating system is about, or undefined. */
	get filename(): unknown {
		return this.isOSError && this.init.length > 2 && !this.#written ? (this.init[2] ?? undefined) : undefined;
	}
	/** The second file, of a failed rename. */
	get filename2(): unknown {
		return this.filename === undefined ? undefined : (this.init[4] ?? undefined);
	}
	/** The lines that `add_note()` added. */
	get notes(): readonly unknown[] {
		const notes = this.attributes.get("__notes__");
		return Array.isArray(notes) ? (notes as unknown[]) : [];
	}
	/** The exceptions in an exception group, else none. */
	get exceptions(): readonly unknown[] {
		const [, exceptions] = this.init;
		return this.name.endsWith("ExceptionGroup") && Array.isArray(exceptions) ? (exceptions as unknown[]) : [];
	}
	/** Python's `str()`: the message. */
	override toString(): string {
		return exceptionText(this);
	}
	/** An error that can be thrown: `name` and `message` are Python's, `cause` is this. */
	toError(): PyError {
		const error = new PyError(this.toString(), { cause: this, notes: this.notes.map(String) });
		Object.defineProperty(error, "name", { value: this.name, configurable: true, writable: true });
		return error;
	}
	get [TYPE](): string {
		return this.module === "builtins" ? this.name : `${this.module}.${this.name}`;
	}
	override [REPR](version: VersionNumber = DEFAULT_VERSION): ReprParts {
		const args = this.args;
		const named =
			version >= 31500 && /^(Import|ImportCycle|ModuleNotFound)Error$/.test(this.name) ? ["name", "path"] : [];
		const shown = named.filter((key) => this.attributes.has(key));
		const parts = callParts(this.name, args);
		if (args.length === 1 && version < 30700) parts[parts.length - 1] = ",)";
		for (const [i, key] of shown.entries()) {
			const last = parts.length - 1;
			parts[last] = `${(parts[last] as string).slice(0, -1)}${args.length + i > 0 ? ", " : ""}${key}=`;
			parts.push(this.attributes.get(key), ")");
		}
		return { parts };
	}
	/** @internal What it holds, for every view. */
	[OUTLINE](): Outline {
		const message = this.toString();
		const { args, attributes } = this;
		const parts: OutlinePart[] = Array.from(args, (value) => ({ kind: "argument", value }));
		for (const name of ["filename", "filename2"] as const) {
			if (this[name] !== undefined) parts.push({ kind: "attribute", name, value: this[name] });
		}
		for (const [name, value] of attributes) parts.push({ kind: "attribute", name, value });
		const isText = args.length === 0 || (args.length === 1 && args[0] === message);
		const plain = {
			name: this.name,
			message,
			...(!isText && { args: [...args] }),
			...(attributes.size > 0 && { attributes: new Map(attributes) }),
		};
		return { className: this[TYPE], parts, plain };
	}
	/** As Python's `repr()`; with all that it holds where that leaves something out: attributes, notes, file names. */
	override [INSPECT](depth: number | null, options: object, inspect?: Inspect): string | object {
		if (this.attributes.size === 0 && this.filename === undefined) return super[INSPECT](depth, options, inspect);
		return inspectLater(this, "PyException", () => this[OUTLINE](), depth, options);
	}
	/**
	 * Its name and message; its arguments where they are not the message alone, and its attributes, if it has any.
	 *
	 * @throws ValueError (`circular`), RecursionError (`depth`) or LimitError as `toJSON` of an inert object
	 */
	toJSON(): unknown {
		return jsonView(this);
	}
}

/** The class that `OSError(errno, text, …)` returns. */
function osClass(args: PyTuple): string {
	const [number] = args;
	if (args.length < 2 || args.length > 5 || typeof number !== "number") return "OSError";
	return OS_CLASSES[OS_NUMBERS.findIndex((numbers) => numbers.includes(number))] ?? "OSError";
}

/** Whether arguments are of these types: `s` text, `b` bytes, `i` int. */
function match(args: PyTuple, types: string): boolean {
	if (args.length !== types.length) return false;
	return args.every((arg, i) => {
		if (types[i] === "s") return typeof arg === "string";
		return types[i] === "i" ? int(arg) !== undefined : arg instanceof Uint8Array;
	});
}

/** The arguments that classes with a signature accept; true for all others. */
function acceptable(name: string, args: PyTuple): boolean {
	const [first, second] = args;
	switch (name) {
		case "UnicodeDecodeError":
			return match(args, "sbiis");
		case "UnicodeEncodeError":
			return match(args, "ssiis");
		case "UnicodeTranslateError":
			return match(args, "siis");
		case "JSONDecodeError":
			return match(args, "ssi");
		case "SyntaxError":
		case "IndentationError":
		case "TabError":
			return args.length !== 2 || (second instanceof PyTuple && [4, 6, 7].includes(second.length));
		case "ExceptionGroup":
		case "BaseExceptionGroup": {
			const held = Array.isArray(second) ? (second as unknown[]) : [];
			const known = held.every((item) => item instanceof PyException || item instanceof PyObject);
			return args.length === 2 && typeof first === "string" && held.length > 0 && known;
		}
		default:
			return true;
	}
}

function builtinNames(): PyName[] {
	return `${EXCEPTIONS} ${OS_ERRORS} ${NEWER}`.split(" ").map((name): PyName => `builtins:${name}`);
}

/** Whether a class of this name is an exception of `builtins`. */
export function isBuiltinException(name: string): boolean {
	return exceptionType.names.includes(`builtins:${name}`);
}

const ALIASES: Readonly<Record<string, string>> = { EnvironmentError: "OSError", IOError: "OSError" };

/** Any arguments that the class takes, then attributes as state. */
export const exceptionType: TypeEntry<PyException> = {
	names: [
		"json.decoder:JSONDecodeError",
		"_pickle:PickleError",
		"_pickle:PicklingError",
		"_pickle:UnpicklingError",
		"pickle:PickleError",
		"pickle:PicklingError",
		"pickle:UnpicklingError",
		...builtinNames(),
	],
	type: PyException,
	load: (args, kwargs, { name: full }) => {
		const [module, written] = splitName(full);
		const name = Object.hasOwn(ALIASES, written) ? (ALIASES[written] as string) : written;
		if (kwargs.size > 0 || !acceptable(name, args)) return undefined;
		return new PyException(name, args, module === "pickle" ? "_pickle" : module);
	},
	setState: (target, state, { textAsBytes }) => {
		if (state === null) return;
		if (!isDict(state)) throw new PyTypeError("state is not a dictionary", { code: "build" });
		for (const [name, value] of attributesOf(state, textAsBytes) ?? refuseState(target.name))
			target.attributes.set(name, value);
	},
	reduce: (value, _protocol, { version }) => {
		const { attributes, init } = value;
		const state = new Map(attributes);
		if (value.name === "AttributeError" && version >= 31200 && !state.has("args")) state.set("args", init);
		return {
			callable: new PyGlobal(value.module, value.name),
			args: init,
			state: state.size === 0 ? undefined : state,
		};
	},
};
