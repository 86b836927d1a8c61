import { PyTypeError } from "../errors.ts";
import { parsePythonVersion } from "../options.ts";
import { checkSchema, type StandardSchema, validate } from "../schema.ts";
import { typeName } from "../values/type-name.ts";
import type { LoadsOptions, SchemaOutput } from "./call-options.ts";
import { JSONDecoder } from "./decoder.ts";
import { type ByteRule, decodeBytes } from "./encoding.ts";
import { unexpectedMark } from "./feed.ts";
import { bytesOf, type JSONText } from "./input.ts";
import { type DecoderOptions, inner, notCallable } from "./options.ts";

const DEFAULT_DECODER: JSONDecoder = /* @__PURE__ */ new JSONDecoder();
const EXACT_DECODER: JSONDecoder = /* @__PURE__ */ new JSONDecoder({ mode: "exact" });

/**
 * The value of a JSON document. Python's `json.loads`.
 *
 * Plain mode returns plain objects and arrays, and ints beyond 2^53 as exact `bigint`. Exact mode keeps what
 * plain objects and numbers lose (`1.0` apart from `1`, the order of all keys), so that
 * `dumps(loads(s, { mode: "exact" }))` is Python's `json.dumps(json.loads(s))` to the byte.
 *
 * @param s the text, or its bytes in UTF-8, UTF-16 or UTF-32
 * @param options see {@link LoadsOptions}. Default: Python's defaults, plain mode
 * @returns the value; of the type that `schema` declares, else `unknown`
 * @throws JSONDecodeError (`json-syntax`) where the text is not JSON, with `msg`, `pos`, `lineno`, `colno`
 * @throws UnicodeDecodeError (`decode`) for bytes that are no text
 * @throws ValueError (`number`) for an int of more than 4300 digits; LimitError for the other limits
 * @throws PyTypeError for anything but text and bytes, and for unknown options
 * @example
 * ```ts
 * import { json } from "brine";
 * json.loads('{"id": 12345678901234567890, "ratio": NaN}'); // { id: 12345678901234567890n, ratio: NaN }
 * ```
 */
export function loads<const S extends StandardSchema | undefined = undefined>(
	s: JSONText,
	options?: LoadsOptions<S> | null,
): SchemaOutput<S> {
	checkSchema(options?.schema);
	return validate(options?.schema, loadsUnchecked(s, options)) as SchemaOutput<S>;
}

/** {@link loads} without the schema. */
function loadsUnchecked(s: unknown, options: LoadsOptions | null | undefined): unknown {
	const decoder = decoderOf("loads", options, ["cls", "schema"]);
	return typeof s === "string" ? decodeText(decoder, s) : decoder.decode(textOf(s, options));
}

/**
 * The value of a string, which must not begin with a byte order mark, as it may not in Python.
 *
 * @throws JSONDecodeError as the decoder, and for the mark
 */
export function decodeText(decoder: JSONDecoder, s: string): unknown {
	if (s.charCodeAt(0) === 0xfeff) throw unexpectedMark(s);
	return decoder.decode(s);
}

/** The decoder that the options of a call ask for. */
export function decoderOf(
	callee: string,
	options: LoadsOptions | null | undefined,
	own: readonly string[],
): JSONDecoder {
	if (options == null) return DEFAULT_DECODER;
	if (isExactAlone(options)) return EXACT_DECODER;
	const rest = inner(callee, 1, options, own) as DecoderOptions;
	const { cls } = options;
	if (cls == null) return new JSONDecoder(rest);
	if (typeof cls !== "function") throw notCallable(cls);
	return new cls(rest);
}

/** Whether exact mode is all that is asked for. PERF(bench: json message): a decoder costs more than the text. */
function isExactAlone(options: LoadsOptions | null): boolean {
	if (options?.mode !== "exact") return false;
	for (const name in options) if (name !== "mode") return false;
	return true;
}

function textOf(s: unknown, options: LoadsOptions | null | undefined): string {
	const rule = byteRule(options);
	const bytes = bytesOf(s);
	if (bytes !== undefined) return decodeBytes(bytes, rule);
	const name = typeName(s);
	const shown = rule.version < 30700 ? `'${name}'` : name;
	throw new PyTypeError(`the JSON object must be str, bytes or bytearray, not ${shown}`, { code: "argument" });
}

/** How the options of a call want bytes to be taken. */
export function byteRule(options: DecoderOptions | null | undefined): ByteRule {
	return { strict: options?.rfc8259 === true, version: parsePythonVersion(options?.pythonVersion) };
}
