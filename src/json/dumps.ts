import type { DumpsOptions } from "./call-options.ts";
import { JSONEncoder } from "./encoder.ts";
import { checkKeywords, type EncoderOptions, inner, notCallable } from "./options.ts";

const DEFAULT_ENCODER: JSONEncoder = /* @__PURE__ */ new JSONEncoder();

/**
 * The JSON text of a value, to the byte what Python writes. Python's `json.dumps`.
 *
 * Plain objects and `Map`s become objects, arrays and tuples become arrays. A whole `number` is an int; a
 * `PyFloat`, and every number that is not a safe integer, is a float. A property whose value is `undefined` is
 * left out. Everything else goes to `default`.
 *
 * For text to sign, sort the keys: `dumps(value, { sortKeys: true, separators: [",", ":"] })` is Python's
 * `json.dumps(value, sort_keys=True, separators=(",", ":"))`, so an HMAC over either is the same.
 *
 * @param value what to write
 * @param options see {@link DumpsOptions}. Default: Python's defaults
 * @throws PyTypeError (`json-value`, `json-key`) for what JSON has no form for; `path` tells where it is
 * @throws ValueError (`circular`) for a value that contains itself
 * @example
 * ```ts
 * import { json, PyFloat, tuple } from "brine";
 * json.dumps({ a: [1, new PyFloat(1), tuple(null, true)], é: "\u{1f600}" });
 * // '{"a": [1, 1.0, [null, true]], "\\u00e9": "\\ud83d\\ude00"}'
 * ```
 */
export function dumps(value: unknown, options?: DumpsOptions | null): string;
export function dumps(value: unknown, options?: DumpsOptions | null, space?: unknown): string {
	// Who writes it as JSON.stringify(value, null, 2) is told what to write.
	if (space !== undefined) checkKeywords("dumps", 1, null);
	return encoderOf("dumps", 1, options).encode(value);
}

/** The encoder that the options of a call ask for. */
export function encoderOf(
	callee: string,
	arity: number,
	options: DumpsOptions | null | undefined,
	own: readonly string[] = ["cls"],
): JSONEncoder {
	if (options === undefined || options === null) return DEFAULT_ENCODER;
	const rest = inner(callee, arity, options, own) as EncoderOptions;
	const { cls } = options;
	if (cls === undefined || cls === null) return new JSONEncoder(rest);
	if (typeof cls !== "function") throw notCallable(cls);
	return new cls(rest);
}

/**
 * The JSON text of a value in the pieces that Python's `JSONEncoder.iterencode` returns.
 *
 * @param value what to write
 * @param options see {@link DumpsOptions}. Default: Python's defaults
 * @throws as {@link dumps}, when the piece is asked for that cannot be made
 * @example
 * ```ts
 * import { json } from "brine";
 * for (const piece of json.iterencode({ a: [1, 2] })) process.stdout.write(piece);
 * ```
 */
export function iterencode(value: unknown, options?: DumpsOptions | null): Generator<string, void> {
	return encoderOf("iterencode", 1, options).iterencode(value);
}
