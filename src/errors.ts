/**
 * Every error that Brine throws: Python's exception tree under one root, with stable codes.
 *
 * `error.name` is the name of the Python exception and `error.message` its `str()`. Branch on `code`
 * or on {@link isA}, never on the text.
 */
import { explainStack } from "./explain-stack.ts";

/** The kind of the error, as one of a closed list of words that never change. */
export type ErrorCode =
	| "truncated"
	| "eof"
	| "unknown-opcode"
	| "protocol"
	| "stack"
	| "mark"
	| "memo"
	| "operand"
	| "frame"
	| "global"
	| "policy"
	| "persistent-id"
	| "extension"
	| "buffer"
	| "construct"
	| "build"
	| "item"
	| "unhashable"
	| "decode"
	| "encode"
	| "unpicklable"
	| "reduce"
	| "replaced"
	| "circular"
	| "json-syntax"
	| "json-value"
	| "json-key"
	| "json-prefix"
	| "json-truncated"
	| "number"
	| "limit"
	| "depth"
	| "option"
	| "argument"
	| "source"
	| "sink"
	| "file"
	| "aborted"
	| "schema"
	| "authentication"
	| "timeout"
	| "disassemble"
	| "error";

/** Where it went wrong, and why, as far as it is known. */
export interface ErrorDetails {
	/** The stable word for the kind of failure. Default: `"error"`. */
	readonly code?: ErrorCode;
	/** Byte offset of the opcode (or character offset in text) where reading failed. */
	readonly offset?: number | undefined;
	/** CPython's name of the opcode that failed. */
	readonly opcode?: string | undefined;
	/** Path to the value that could not be written, such as `["rows"][3].when`. */
	readonly path?: string | undefined;
	/** The error underneath. */
	readonly cause?: unknown;
	/** Lines that Python would keep in `__notes__`. */
	readonly notes?: readonly string[];
	/** Advice for a person, where the message has none. */
	readonly hint?: string | undefined;
}

/** The most characters of a message, so that one with a name or a string of data in it has less than 10 kB. */
const MOST_MESSAGE = 3000;

/** A message whose middle is left out when it is too long. */
function shortened(message: string): string {
	if (message.length <= MOST_MESSAGE) return message;
	const part = MOST_MESSAGE / 2 - 50;
	return `${message.slice(0, part)}… ${message.length - 2 * part} characters …${message.slice(-part)}`;
}

/**
 * The root of all errors of this package; in Python's tree it represents `Exception`.
 *
 * @example
 * ```ts
 * import { PyError, pickle } from "brine";
 * try {
 *   pickle.loads(new Uint8Array());
 * } catch (error) {
 *   if (error instanceof PyError) console.log(`${error.name}: ${error.message}`); // EOFError: Ran out of input
 * }
 * ```
 */
export class PyError extends Error {
	/** The Python exception that this class represents. */
	static readonly pythonName: string = "Exception";
	/** The stable word for the kind of failure. */
	readonly code: ErrorCode;
	/** Byte offset of the opcode, or character offset in text, where reading failed. */
	declare offset: number | undefined;
	/** CPython's name of the opcode that failed. */
	declare opcode: string | undefined;
	/** Path to the value that could not be written; of more than 200 steps the middle is left out. */
	declare path: string | undefined;
	/** The file that the failure is about, where it was read or written by its path. */
	declare filename: string | undefined;
	/** Advice for a person, in a sentence, where Python's message has none. */
	declare hint: string | undefined;
	/** Lines that CPython 3.14 keeps in `__notes__`, innermost first. */
	declare readonly notes: string[];

	constructor(message = "", details: ErrorDetails = {}) {
		super(shortened(message), details.cause === undefined ? undefined : { cause: details.cause });
		this.code = details.code ?? "error";
		// Only properties that are set exist, so that a log has no line for others.
		if (details.offset !== undefined) this.offset = details.offset;
		if (details.opcode !== undefined) this.opcode = details.opcode;
		if (details.path !== undefined) this.path = details.path;
		if (details.hint !== undefined) this.hint = details.hint;
		const notes = details.notes === undefined ? [] : [...details.notes];
		Object.defineProperty(this, "notes", { value: notes, configurable: true, writable: true });
		Object.defineProperty(this, "name", { value: new.target.pythonName, configurable: true, writable: true });
		if (details.path !== undefined || details.hint !== undefined || details.notes !== undefined) explainStack(this);
	}
}

/** Python's `ArithmeticError`. */
export class ArithmeticError extends PyError {
	static override readonly pythonName: string = "ArithmeticError";
}
/** Python's `OverflowError`: a number that does not fit. */
export class OverflowError extends ArithmeticError {
	static override readonly pythonName: string = "OverflowError";
}
/** Python's `ZeroDivisionError`. */
export class ZeroDivisionError extends ArithmeticError {
	static override readonly pythonName: string = "ZeroDivisionError";
}
/** Python's `AssertionError`. */
export class AssertionError extends PyError {
	static override readonly pythonName: string = "AssertionError";
}
/** Python's `AttributeError`. */
export class AttributeError extends PyError {
	static override readonly pythonName: string = "AttributeError";
}
/** Python's `EOFError`: nothing (more) to read. */
export class EOFError extends PyError {
	static override readonly pythonName: string = "EOFError";
}
/** Python's `ImportError`. */
export class ImportError extends PyError {
	static override readonly pythonName: string = "ImportError";
}
/** Python's `ModuleNotFoundError`. */
export class ModuleNotFoundError extends ImportError {
	static override readonly pythonName: string = "ModuleNotFoundError";
}
/** Python's `LookupError`, also raised for unknown codecs. */
export class LookupError extends PyError {
	static override readonly pythonName: string = "LookupError";
}
/** Python's `IndexError`. */
export class IndexError extends LookupError {
	static override readonly pythonName: string = "IndexError";
}
/** Python's `KeyError`. */
export class KeyError extends LookupError {
	static override readonly pythonName: string = "KeyError";
}
/** Python's `MemoryError`. */
export class MemoryError extends PyError {
	static override readonly pythonName: string = "MemoryError";
}
/** Python's `NameError`. */
export class NameError extends PyError {
	static override readonly pythonName: string = "NameError";
}
/** Python's `OSError`, with the system's error name in `errno` where there is one. */
export class OSError extends PyError {
	static override readonly pythonName: string = "OSError";
	/** The system's name of the failure, such as `"ENOENT"`. */
	declare errno: string | undefined;
}
/** Python's `FileNotFoundError`. */
export class FileNotFoundError extends OSError {
	static override readonly pythonName: string = "FileNotFoundError";
}
/** Python's `FileExistsError`. */
export class FileExistsError extends OSError {
	static override readonly pythonName: string = "FileExistsError";
}
/** Python's `IsADirectoryError`. */
export class IsADirectoryError extends OSError {
	static override readonly pythonName: string = "IsADirectoryError";
}
/** Python's `NotADirectoryError`. */
export class NotADirectoryError extends OSError {
	static override readonly pythonName: string = "NotADirectoryError";
}
/** Python's `PermissionError`. */
export class PermissionError extends OSError {
	static override readonly pythonName: string = "PermissionError";
}
/** Python's `BrokenPipeError`: the reader of a sink went away. */
export class BrokenPipeError extends OSError {
	static override readonly pythonName: string = "BrokenPipeError";
}
/** Python's `RuntimeError`. */
export class RuntimeError extends PyError {
	static override readonly pythonName: string = "RuntimeError";
}
/** Python's `NotImplementedError`. */
export class NotImplementedError extends RuntimeError {
	static override readonly pythonName: string = "NotImplementedError";
}
/** Python's `RecursionError`. */
export class RecursionError extends RuntimeError {
	static override readonly pythonName: string = "RecursionError";
}
/** Python's `TypeError`; named `PyTypeError` here since JavaScript has a `TypeError` of its own. */
export class PyTypeError extends PyError {
	static override readonly pythonName: string = "TypeError";
}
/** Python's `ValueError`. */
export class ValueError extends PyError {
	static override readonly pythonName: string = "ValueError";
}
/** Python's `UnicodeError`. */
export class UnicodeError extends ValueError {
	static override readonly pythonName: string = "UnicodeError";
}
/** Python's `UnicodeDecodeError`: bytes that are not text in the encoding asked for. */
export class UnicodeDecodeError extends UnicodeError {
	static override readonly pythonName: string = "UnicodeDecodeError";
}
/** Python's `UnicodeEncodeError`: text that has no form in the encoding asked for. */
export class UnicodeEncodeError extends UnicodeError {
	static override readonly pythonName: string = "UnicodeEncodeError";
}

/** Python's `pickle.PickleError`, the base of {@link PicklingError} and {@link UnpicklingError}. */
export class PickleError extends PyError {
	static override readonly pythonName: string = "PickleError";
}
/** Python's `pickle.PicklingError`: a value that cannot be written. */
export class PicklingError extends PickleError {
	static override readonly pythonName: string = "PicklingError";
}
/** Python's `pickle.UnpicklingError`: bytes that are no pickle. */
export class UnpicklingError extends PickleError {
	static override readonly pythonName: string = "UnpicklingError";
}

/** Which of the limits of `limits` was met. */
export type LimitName = "stack" | "memo" | "items" | "digits" | "depth" | "memory" | "text" | "message" | "collisions";

/**
 * A limit of Brine's own was met (Python has none like it). Raise it through the `limits` option.
 *
 * @example
 * ```ts
 * import { LimitError, pickle } from "brine";
 * try {
 *   pickle.loads(pickle.dumps([1, 2, 3]), { limits: { stack: 2 } });
 * } catch (error) {
 *   if (error instanceof LimitError) console.log(error.limit, error.value); // stack 2
 * }
 * ```
 */
export class LimitError extends PyError {
	static override readonly pythonName: string = "LimitError";
	/** Which limit. */
	readonly limit: LimitName;
	/** Its value when it was met. */
	readonly value: number;

	/** @param advice the end of the message: how more can be done. Default: the option to raise */
	constructor(
		limit: LimitName,
		value: number,
		details: ErrorDetails = {},
		advice = `raise it with { limits: { ${limit}: … } }`,
	) {
		super(`limit exceeded: ${limit} is ${value}; ${advice}`, {
			...details,
			code: "limit",
		});
		this.limit = limit;
		this.value = value;
	}
}

/**
 * Whether an error is what Python would catch with `except name`.
 *
 * @param error anything that was thrown
 * @param name a Python exception name, such as `"ValueError"`
 * @returns true when the error's class or one of its bases has that name in Python's tree; works
 *   across several copies of this package, and for errors that carry only a `name`
 * @example
 * ```ts
 * import { isA, json } from "brine";
 * try {
 *   json.loads("[1,");
 * } catch (error) {
 *   console.log(isA(error, "JSONDecodeError"), isA(error, "ValueError")); // true true
 * }
 * ```
 */
export function isA(error: unknown, name: string): boolean {
	if (typeof error !== "object" || error === null) return false;
	if ((error as { name?: unknown }).name === name) return true;
	let constructor: unknown = (error as { constructor?: unknown }).constructor;
	while (typeof constructor === "function") {
		if ((constructor as { pythonName?: unknown }).pythonName === name) return true;
		constructor = Object.getPrototypeOf(constructor);
	}
	return (
		name === "BaseException" &&
		error instanceof Error &&
		typeof (error.constructor as { pythonName?: unknown }).pythonName === "string"
	);
}
