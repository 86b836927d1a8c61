import { LimitError, PyTypeError, ValueError } from "../errors.ts";
import { kept } from "../kept.ts";
import { parsePythonVersion, type VersionNumber } from "../options.ts";
import { isIntNumber } from "../values/numbers.ts";
import { typeName } from "../values/type-name.ts";
import { ChunkSerializer } from "./chunk-serializer.ts";
import { checkWellFormed, type Extensions, escapeHTML, extensionsOf } from "./extensions.ts";
import { Quoter } from "./fast/quoter.ts";
import { BETWEEN, checkWidth, Folder, type FoldRule } from "./fold.ts";
import {
	checkConstructor,
	ENCODER_OPTIONS,
	type EncoderOptions,
	type FullLimits,
	fullLimits,
	hook,
	LONGEST_TEXT,
} from "./options.ts";
import { Serializer, type SerializerSettings } from "./serializer.ts";
import { gathered, isStreamed } from "./streamed.ts";

/** The costs of writing a value. */
export interface EncoderParts {
	readonly settings: SerializerSettings;
	/** Makes what is handed out of the text of one value, which comes in pieces. */
	finish(text: string): string;
}

/**
 * Python's `json.JSONEncoder`: writes JSON text under options that are set once. Override {@link default}
 * in a subclass, and give it as `cls`, to write more types.
 *
 * @example
 * ```ts
 * import { json } from "brine";
 * class Encoder extends json.JSONEncoder {
 *   override default(value: unknown): unknown {
 *     return value instanceof Date ? value.toISOString() : super.default(value);
 *   }
 * }
 * json.dumps([new Date(0)], { cls: Encoder }); // '["1970-01-01T00:00:00.000Z"]'
 * ```
 */
export class JSONEncoder {
	/** Leave entries out whose key cannot be one. */
	skipKeys: boolean;
	/** Escape everything beyond ASCII. */
	ensureAscii: boolean;
	/** Look for cycles. */
	checkCircular: boolean;
	/** Write NaN and the infinities. */
	allowNan: boolean;
	/** Order entries by key. */
	sortKeys: boolean;
	/** The indentation of a line. */
	indent: EncoderOptions["indent"];
	/** The separator between items. */
	itemSeparator: string;
	/** The separator between key and value. */
	keySeparator: string;
	readonly #version: VersionNumber;
	readonly #limits: FullLimits;
	readonly #toJSON: boolean;
	readonly #rfc8259: boolean;
	readonly #extensions: Extensions;
	readonly #hasSeparators: boolean;
	/** Whether the text is what Python writes, with nothing to be done to it. */
	readonly #isPython: boolean;

	/**
	 * @param options see {@link EncoderOptions}. Default: Python's defaults
	 * @throws PyTypeError (`option`) for an unknown option
	 */
	constructor(given?: EncoderOptions | null) {
		const options = given ?? {};
		const version = parsePythonVersion((options as Partial<EncoderOptions>).pythonVersion);
		checkConstructor("JSONEncoder", options, ENCODER_OPTIONS, version);
		this.#extensions = extensionsOf(options);
		const { canonical, compactWidth, escapeHTML: escapes } = this.#extensions;
		this.#isPython = !canonical && !escapes && compactWidth === undefined;
		const indent = options.indent ?? null;
		const separators = options.separators ?? null;
		this.#version = version;
		this.#limits = fullLimits(options.limits, version);
		this.#toJSON = Boolean(options.toJSON);
		this.#rfc8259 = Boolean(options.rfc8259);
		this.skipKeys = Boolean(options.skipKeys);
		this.ensureAscii = Boolean(options.ensureAscii ?? true);
		this.checkCircular = Boolean(options.checkCircular ?? true);
		this.allowNan = !this.#rfc8259 && Boolean(options.allowNan ?? true);
		this.sortKeys = Boolean(options.sortKeys);
		this.indent = indent;
		this.#hasSeparators = separators !== null;
		if (compactWidth !== undefined) checkWidth(compactWidth, indent, separators ?? []);
		if (canonical) {
			this.ensureAscii = false;
			this.allowNan = false;
			this.sortKeys = true;
		}
		[this.itemSeparator, this.keySeparator] =
			separators === null
				? [indent === null && !canonical ? ", " : ",", canonical ? ":" : ": "]
				: unpackSeparators(separators, version);
		const replace = hook(options.default);
		if (replace !== undefined) this.default = replace;
	}

	/**
	 * The value to write for one that JSON has no form for. This one has nothing to offer.
	 *
	 * @param o the value
	 * @throws PyTypeError (`json-value`) always
	 */
	default(o: unknown): unknown {
		const name = this.#version < 30700 ? `'${typeName(o)}'` : typeName(o);
		throw new PyTypeError(`Object of type ${name} is not JSON serializable`, {
			code: "json-value",
			hint: "give default, a function that returns what is written for it (as in Python; toJSON is not called)",
		});
	}

	/**
	 * The JSON text of a value.
	 *
	 * @param o the value
	 * @throws PyTypeError for what JSON has no form for; ValueError for cycles, and NaN under `allowNan: false`
	 */
	encode(o: unknown): string {
		// A str alone is encoded before Python looks at anything else.
		if (typeof o === "string") {
			const quoter = new Quoter(this.ensureAscii, this.#rfc8259, this.#limits.text);
			quoter.string(o);
			const text = quoter.end();
			return this.#isPython ? text : this.#finisher()(text);
		}
		if (this.iterencode !== JSONEncoder.prototype.iterencode) return Array.from(this.iterencode(o, true)).join("");
		const settings = this.#settings();
		kept.encode ??= new Serializer({ ...settings, replace: String }, undefined, true);
		const serializer = new Serializer(settings, o, true);
		serializer.run(Number.POSITIVE_INFINITY);
		const text = serializer.end();
		return this.#isPython ? text : this.#finisher()(text);
	}

	/**
	 * The JSON text of a value in the pieces that Python returns, each made when it is asked for.
	 *
	 * @param o the value
	 * @param oneShot give the whole text as one piece, as Python's C encoder does. Default: false
	 * @throws as {@link encode}, when the piece is asked for that cannot be made
	 * @example
	 * ```ts
	 * import { json } from "brine";
	 * [...new json.JSONEncoder().iterencode([1, "a"])]; // ["[1", ', "a"', "]"]
	 * ```
	 */
	*iterencode(o: unknown, oneShot = false): Generator<string, void> {
		if (oneShot) {
			const serializer = new Serializer(this.#settings(), o, true);
			serializer.run(Number.POSITIVE_INFINITY);
			yield this.#finisher()(serializer.end());
			return;
		}
		yield* this.chunks(o, 0);
	}

	/** The text of a value in Python's chunks, several at a time. @internal */
	chunks(o: unknown, batch: number): Iterable<string> {
		const chunks = chunksOf(new ChunkSerializer(this.#settings(), o), batch);
		return this.#isPython ? chunks : finished(chunks, this.#finisher());
	}

	/** The costs of writing a value: settings for the machine, and what is done to its text. @internal */
	parts(): EncoderParts {
		return { settings: this.#settings(), finish: this.#finisher() };
	}

	/** Makes what is handed out of the text of one value. */
	#finisher(): (text: string) => string {
		const { canonical, compactWidth, escapeHTML: escapes } = this.#extensions;
		const folder = compactWidth === undefined ? undefined : new Folder(this.#foldRule(compactWidth));
		return (written) => {
			const text = folder === undefined ? written : folder.push(written);
			return escapes ? escapeHTML(text) : canonical ? checkWellFormed(text) : text;
		};
	}
	#foldRule(width: number): FoldRule {
		const { itemSeparator: separator } = this;
		const indent = indentText(this.indent) ?? "";
		return { indent, separator, nearSeparator: this.#hasSeparators ? separator : ", ", width };
	}

	#settings(): SerializerSettings {
		const { itemSeparator, keySeparator } = this;
		const { compactWidth } = this.#extensions;
		checkSeparator(5, keySeparator);
		checkSeparator(6, itemSeparator);
		return {
			ext: this.#extensions,
			skipKeys: this.skipKeys,
			ascii: this.ensureAscii,
			checkCircular: this.checkCircular,
			allowNan: this.allowNan,
			sortKeys: this.sortKeys,
			indent: compactWidth === undefined ? indentText(this.indent) : undefined,
			itemSeparator: compactWidth === undefined ? itemSeparator : BETWEEN,
			keySeparator,
			version: this.#version,
			limits: this.#limits,
			toJSON: this.#toJSON,
			rfc8259: this.#rfc8259,
			replace: (value) => (isStreamed(value) ? gathered(value) : this.default(value)),
		};
	}
}

/** Text that is finished piece by piece; what nothing is left of is passed over. */
function* finished(pieces: Iterable<string>, finish: (text: string) => string): Generator<string, void> {
	for (const piece of pieces) {
		const text = finish(piece);
		if (text !== "") yield text;
	}
}

/**
 * Runs a serializer and returns its chunks.
 *
 * @param batch text to make in one go; 0 makes no more than the next value
 */
export function* chunksOf(serializer: ChunkSerializer, batch: number): Generator<string, void> {
	const { marks } = serializer;
	for (let done = false; !done; ) {
		let failure: { readonly error: unknown } | undefined;
		try {
			done = serializer.run(batch);
		} catch (error) {
			failure = { error };
		}
		const text = serializer.take();
		let from = 0;
		for (let i = 0; i < marks.length; i++) {
			const end = marks[i] as number;
			if (end > from) yield text.slice(from, end);
			from = end;
		}
		marks.length = 0;
		if (failure !== undefined) throw failure.error;
	}
}

/** The two separators of whatever was given, as Python unpacks them. */
function unpackSeparators(given: unknown, version: VersionNumber): [string, string] {
	const iterable =
		typeof given === "string" || (typeof given === "object" && given !== null && Symbol.iterator in given);
	if (!iterable) {
		const type = typeName(given);
		const text = version < 30700 ? `'${type}' object is not iterable` : `cannot unpack non-iterable ${type} object`;
		throw new PyTypeError(text, { code: "option" });
	}
	const parts = [...(given as Iterable<string>)];
	if (parts.length < 2) {
		throw new ValueError(`not enough values to unpack (expected 2, got ${parts.length})`, { code: "option" });
	}
	if (parts.length > 2) {
		const got = version < 31400 ? "" : `, got ${parts.length}`;
		throw new ValueError(`too many values to unpack (expected 2${got})`, { code: "option" });
	}
	return parts as [string, string];
}

function checkSeparator(argument: number, given: unknown): void {
	if (typeof given === "string") return;
	const type = given === null || given === undefined ? "None" : typeName(given);
	throw new PyTypeError(`make_encoder() argument ${argument} must be str, not ${type}`, { code: "option" });
}

/** The indentation of a line: the text itself, or as many spaces as Python's `" " * indent`. */
function indentText(indent: unknown): string | undefined {
	if (indent === null || indent === undefined || typeof indent === "string") return indent ?? undefined;
	const width = typeof indent === "boolean" || typeof indent === "bigint" ? Number(indent) : indent;
	if (typeof width !== "number" || !(isIntNumber(width) || width === 0 || typeof indent === "bigint")) {
		throw new PyTypeError(`can't multiply sequence by non-int of type '${typeName(indent)}'`, { code: "option" });
	}
	if (width > LONGEST_TEXT) throw new LimitError("text", LONGEST_TEXT, {}, "no string can be longer");
	return " ".repeat(Math.max(0, width));
}
