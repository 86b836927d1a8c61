import { OverflowError, PyTypeError, ValueError } from "../errors.ts";
import { kept } from "../kept.ts";
import { parsePythonVersion } from "../options.ts";
import { PyDict } from "../values/dict.ts";
import { PyFloat } from "../values/numbers.ts";
import { checkChoice } from "../values/option-values.ts";
import { type PyTuple, tuple } from "../values/tuple.ts";
import { typeName } from "../values/type-name.ts";
import { FastScanner } from "./fast/fast-scanner.ts";
import { parseNative } from "./fast/native.ts";
import { checkConstructor, DECODER_OPTIONS, type DecoderOptions, fullLimits, hook } from "./options.ts";
import { Parser } from "./parser.ts";
import { INCOMPLETE, isSpace, Scanner, skipSpace } from "./scanner.ts";
import type { ParserSettings } from "./settings.ts";

/** Checks and completes the options of a decoder. */
export function decoderSettings(options: DecoderOptions): ParserSettings {
	const version = parsePythonVersion((options as DecoderOptions | null)?.pythonVersion);
	checkConstructor("JSONDecoder", options, DECODER_OPTIONS, version);
	if (options.arrayHook != null && options.pythonVersion != null && version < 31500) {
		// A Python that was asked for by name does not know it.
		checkConstructor("JSONDecoder", { arrayHook: options.arrayHook }, new Set(), version);
	}
	checkChoice("mode", options.mode, ["plain", "exact"]);
	checkChoice("dict", options.dict, ["auto", "map"]);
	checkChoice("duplicateKeys", options.duplicateKeys, ["last", "error"]);
	const unique = options.duplicateKeys === "error";
	if (unique && options.objectPairsHook != null) {
		throw new ValueError("objectPairsHook gets duplicateKeys itself", { code: "option" });
	}
	const exact = options.mode === "exact";
	// Our own plain objects are the same, and V8's take 12.8 kB for a key that looks like an index.
	const plainPairs = options.objectPairsHook === Object.fromEntries;
	return {
		exact,
		map: !plainPairs && (options.dict == null ? exact : options.dict === "map"),
		strict: Boolean(options.strict ?? true),
		rfc8259: Boolean(options.rfc8259),
		jsonc: Boolean(options.jsonc),
		unique,
		version,
		limits: fullLimits(options.limits, version),
		// Python takes anything false for "no function" here.
		parseFloat: hook(options.parseFloat || undefined),
		parseInt: hook(options.parseInt || undefined),
		parseConstant: hook(options.parseConstant || undefined),
		objectHook: plainPairs ? undefined : hook(options.objectHook),
		objectPairsHook: plainPairs ? undefined : hook(options.objectPairsHook),
		arrayHook: hook(options.arrayHook),
	};
}

/**
 * Python's `json.JSONDecoder`: reads JSON text under options that are set once. Subclasses may override
 * {@link decode} and {@link rawDecode} and be given as `cls`.
 *
 * @example
 * ```ts
 * import { json } from "brine";
 * const decoder = new json.JSONDecoder({ parseFloat: String });
 * decoder.decode("[1.10]"); // ["1.10"]
 * decoder.rawDecode("1 2"); // the tuple (1, 1): the value and where it ended
 * ```
 */
export class JSONDecoder {
	readonly #settings: ParserSettings;

	/**
	 * @param options see {@link DecoderOptions}. Default: Python's defaults, plain mode
	 * @throws PyTypeError (`option`) for an unknown option
	 */
	constructor(options?: DecoderOptions | null) {
		this.#settings = decoderSettings(options ?? {});
	}

	/**
	 * The state of this decoder, for reading a document in pieces; undefined when a subclass reads in its own
	 * way. @internal
	 */
	get settings(): ParserSettings | undefined {
		const { decode, rawDecode } = JSONDecoder.prototype;
		return this.decode === decode && this.rawDecode === rawDecode ? this.#settings : undefined;
	}

	/**
	 * The value of a string that holds one JSON document and nothing else but whitespace.
	 *
	 * @param s the text
	 * @throws JSONDecodeError where the text is not JSON; ValueError for an int of too many digits
	 */
	decode(s: string): unknown {
		if (typeof s !== "string") throw notText(s, this.#settings.version);
		if (this.rawDecode !== JSONDecoder.prototype.rawDecode) {
			const [value, end] = this.rawDecode(s, skipSpace(s, 0));
			const scanner = new Scanner(this.#settings, s, false);
			scanner.at = Number(end);
			return whole(scanner, value);
		}
		// The platform has no floats that stay floats, and does not tell of keys that come twice.
		const { exact, unique } = this.#settings;
		const native = exact || unique ? undefined : parseNative(s, this.#settings);
		if (native !== undefined) return native;
		kept.decode ??= [new Parser(DEFAULT_SETTINGS, "", true), new PyDict(), new PyFloat(0)];
		const parser = new Parser(this.#settings, s, false);
		finish(parser);
		return whole(parser, parser.value);
	}

	/**
	 * The value of the JSON document that begins at an index, whatever comes after it.
	 *
	 * @param s the text
	 * @param idx UTF-16 index of the document's first character; whitespace is not skipped. Default: 0
	 * @returns a tuple of the value and the UTF-16 index after it
	 * @throws JSONDecodeError where the text is not JSON; ValueError for a negative index
	 */
	rawDecode(s: string, idx: number | bigint = 0): PyTuple {
		const at = index(idx, this.#settings.version);
		checkText(s);
		if (at < 0) throw new ValueError("idx cannot be negative", { code: "argument" });
		const parser = new Parser(this.#settings, s, at >= s.length);
		parser.at = at;
		if (parser.final || isSpace(s.charCodeAt(at))) parser.fail("Expecting value", at);
		finish(parser);
		return tuple(parser.value, parser.at);
	}
}

/** Has a parser read a whole text, which it is told to be only when it asks for more. */
function finish(parser: Parser): void {
	if (parser.run()) return;
	parser.final = true;
	parser.run();
}

/** The value of a string in which nothing may come after it. */
function whole(scanner: Scanner, value: unknown): unknown {
	let isMore = scanner.skip();
	if (!isMore) {
		scanner.final = true;
		isMore = scanner.skip();
	}
	if (isMore) scanner.fail("Extra data", scanner.at);
	return value;
}

/**
 * The string in JSON text that begins after an opening quote. Python's `json.decoder.scanstring`.
 *
 * @param s the text
 * @param end UTF-16 index of the first character after the quote
 * @param strict refuse control characters. Default: true
 * @returns a tuple of the string and the index after its closing quote
 * @throws JSONDecodeError where the string is not valid; ValueError for an index outside of the text
 * @example
 * ```ts
 * import { json } from "brine";
 * json.scanstring('["a\\n", 1]', 2); // ("a\n", 6)
 * ```
 */
export function scanstring(s: string, end: number | bigint, strict = true): PyTuple {
	const settings = strict ? DEFAULT_SETTINGS : decoderSettings({ strict: false });
	const at = index(end, settings.version);
	checkText(s);
	if (at < 0 || at > s.length) throw new ValueError("end is out of bounds", { code: "argument" });
	const scanner = new FastScanner(settings, s, false);
	let text = scanner.string(at);
	if (text === INCOMPLETE) {
		scanner.final = true;
		text = scanner.string(at);
	}
	return tuple(text, scanner.at);
}

const DEFAULT_SETTINGS: ParserSettings = /* @__PURE__ */ decoderSettings({});

/** An index as Python's C functions take it. */
function index(value: unknown, version: number): number {
	const type = typeName(value);
	if (type !== "int" && type !== "bool") {
		throw new PyTypeError(
			version < 31000 && type === "float"
				? "integer argument expected, got float"
				: `'${type}' object cannot be interpreted as an integer`,
			{ code: "argument" },
		);
	}
	if (typeof value === "bigint" && BigInt.asIntN(64, value) !== value) {
		throw new OverflowError("Python int too large to convert to C ssize_t", { code: "argument" });
	}
	return Number(value);
}

function checkText(s: unknown): void {
	if (typeof s === "string") return;
	throw new PyTypeError(`first argument must be a string, not ${typeName(s)}`, { code: "argument" });
}

/** The words of Python's regular expressions for a document that is not a `str`. */
function notText(value: unknown, version: number): PyTypeError {
	const type = typeName(value);
	if (type === "bytes" || type === "bytearray") {
		return new PyTypeError("cannot use a string pattern on a bytes-like object", { code: "argument" });
	}
	const got = version < 31100 ? "" : `, got '${type}'`;
	return new PyTypeError(`expected string or bytes-like object${got}`, { code: "argument" });
}
