import { PyTypeError } from "../errors.ts";
import { kept, takeIdle } from "../kept.ts";
import { checkSchema, type StandardSchema, validate } from "../schema.ts";
import { typeName } from "../values/type-name.ts";
import { hintForArgument } from "./load/argument-hint.ts";
import { run } from "./load/fast/loop.ts";
import { FullLoader } from "./load/full-loader.ts";
import type { Loader } from "./load/loader.ts";
import { loadShapes } from "./load/shapes.ts";
import type { LoadsOptions } from "./options.ts";

/**
 * Reads one value from bytes, as Python's `pickle.loads`. Nothing in the bytes is ever run: classes that the
 * registry does not know become inert `PyObject`s. The rest after the value is ignored.
 *
 * @param data the pickle, of any protocol, written by any CPython from 2.7 on
 * @param options see {@link LoadsOptions}; with a `schema` the result has its type
 * @returns the value; see the value table for what becomes what
 * @throws EOFError (`eof`) for no bytes at all, or none where an opcode should be
 * @throws UnpicklingError and the other exceptions of CPython's C unpickler, with `offset` and `opcode`
 * @throws UnpicklingError (`policy`) when the `policy` refuses the pickle, before anything is made
 * @throws LimitError (`limit`) when one of the `limits` is met
 * @throws PyTypeError (`option`, `argument`) for unknown options and wrong arguments
 * @example
 * ```ts
 * import { pickle } from "brine";
 * pickle.loads(pickle.dumps({ name: "bob", age: 20 })); // { name: "bob", age: 20 }
 * ```
 */
export function loads<Output>(
	data: BytesLike,
	options: LoadsOptions & { readonly schema: StandardSchema<Output> },
): Output;
export function loads(data: BytesLike, options?: LoadsOptions | null): unknown;
export function loads(data: BytesLike, given?: LoadsOptions | null): unknown {
	const options = given ?? undefined;
	const machine = options === undefined ? (takeIdle(idle, 0) ?? new FullLoader()) : new FullLoader(options);
	if (options !== undefined) checkSchema(options.schema);
	const bytes = bytesOf(data);
	options?.policy?.check(bytes);
	machine.reader.reset(bytes, 0);
	run(machine);
	const { result } = machine;
	machine.clear();
	kept.loads ??= loadShapes();
	if (options === undefined) {
		idle[0] = machine;
		return result;
	}
	machine.dispose();
	idle[1] = machine;
	return validate(options.schema, result);
}

/** The loader without options, and the last one that had some, which is never used again. One that has failed is not kept. */
const idle: (Loader | undefined)[] = [];

/** Bytes in any of the forms that JavaScript has. */
export type BytesLike = Uint8Array | ArrayBuffer | ArrayBufferView | SharedArrayBuffer;

/** Whether a value is bytes in one of these forms, of this realm or another. */
export function isBytes(value: unknown): value is BytesLike {
	if (ArrayBuffer.isView(value)) return true;
	const tag = Object.prototype.toString.call(value);
	return tag === "[object ArrayBuffer]" || tag === "[object SharedArrayBuffer]";
}

/** The bytes of anything that holds some; a Node `Buffer` too, as the plain view of its part of the pool. */
export function bytesOf(data: unknown): Uint8Array {
	if (data instanceof Uint8Array && Object.getPrototypeOf(data) === Uint8Array.prototype) return data;
	if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
	if (isBytes(data)) return new Uint8Array(data as ArrayBuffer);
	throw new PyTypeError(`a bytes-like object is required, not '${typeName(data)}'`, {
		code: "argument",
		hint: hintForArgument(data),
	});
}
