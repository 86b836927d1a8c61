/** `load` and `dump`: documents that come and go in pieces. */

import type { ChunkWriter } from "../bytes/chunk.ts";
import { openSink, openSyncSink, type Sink, type SyncSink } from "../bytes/sink.ts";
import type { SyncSource } from "../bytes/source.ts";
import { PyTypeError } from "../errors.ts";
import { checkSchema, type StandardSchema, validate, validateAsync } from "../schema.ts";
import type { DumpOptions, DumpsOptions, LoadOptions, LoadsOptions, SchemaOutput } from "./call-options.ts";
import type { JSONDecoder } from "./decoder.ts";
import { encoderOf } from "./dumps.ts";
import { JSONEncoder } from "./encoder.ts";
import type { ByteRule } from "./encoding.ts";
import { gather, type Input, TextFeed } from "./feed.ts";
import type { JSONSource, JSONText } from "./input.ts";
import { byteRule, decoderOf } from "./loads.ts";
import { opened, openInput, openSyncInput } from "./open-input.ts";
import { Parser } from "./parser.ts";
import { checkedValues, NOTHING, type Pull, pulled } from "./pull.ts";
import { type Awaitable, type Weave, woven } from "./weave.ts";
import { refill, skip } from "./window.ts";

/** A document up to this long is read whole, and natively where that is possible; a longer one as it comes. */
const WHOLE_TEXT = 2 ** 24;

/** Text that collects before it goes to a sink. */
const BATCH = 2 ** 16;

/**
 * Reads the JSON document that a source yields, which may be cut anywhere and larger than any string.
 * Python's `json.load`.
 *
 * @param source a stream, iterable of chunks, `Blob`, `Response`, file handle, or `{ read(n) }` object, of bytes or
 *   text; or text or bytes themselves
 * @param options see {@link LoadOptions}. Default: Python's defaults, plain mode
 * @returns the value; of the type that `schema` declares, else `unknown`
 * @throws as `loads`; besides AttributeError for what cannot be read from, OSError when reading fails
 * @example
 * ```ts
 * import { json } from "brine";
 * const value = await json.load(new Blob(['{"a": [1, 2]}'])); // a Response of fetch() will do as well
 * ```
 */
export async function load<const S extends StandardSchema | undefined = undefined>(
	source: JSONSource,
	options?: LoadOptions<S> | null,
): Promise<SchemaOutput<S>> {
	checkSchema(options?.schema);
	const decoder = decoderOf("load", options as LoadOptions, OF_LOAD);
	const value = await drive(source, options?.signal, document(decoder, byteRule(options)));
	return (await validateAsync(options?.schema, value)) as SchemaOutput<S>;
}

/**
 * Reads the JSON document that a source yields at once. Python's `json.load`.
 *
 * @param file an object with Python's `read(n)`, or an iterable of chunks, of bytes or text; or text or bytes themselves
 * @param options see {@link LoadsOptions}. Default: Python's defaults, plain mode
 * @returns the value; of the type that `schema` declares, else `unknown`
 * @throws as `loads`; besides AttributeError for what cannot be read from
 * @example
 * ```ts
 * import { json } from "brine";
 * json.loadSync(['{"a": [1,', " 2]}"]); // { a: [1, 2] }
 * ```
 */
export function loadSync<const S extends StandardSchema | undefined = undefined>(
	file: JSONText | SyncSource,
	options?: LoadsOptions<S> | null,
): SchemaOutput<S> {
	checkSchema(options?.schema);
	const decoder = decoderOf("load", options as LoadsOptions, ["cls", "schema"]);
	const value = driveSync(file, document(decoder, byteRule(options)));
	return validate(options?.schema, value) as SchemaOutput<S>;
}

/**
 * Reads one JSON document after the other, with or without whitespace between them.
 *
 * @param source as for {@link load}
 * @param options see {@link LoadOptions}; `schema` checks each value. Default: Python's defaults, plain mode
 * @returns the values as they are complete
 * @throws as {@link load}
 * @example
 * ```ts
 * import { json } from "brine";
 * for await (const value of json.loadAll(["{} [1", ",2]"])) console.log(value); // {} and [1, 2]
 * ```
 */
export function loadAll<const S extends StandardSchema | undefined = undefined>(
	source: JSONSource,
	options?: LoadOptions<S> | null,
): AsyncGenerator<SchemaOutput<S>, void> {
	const values = pulled(source, options?.signal, () => new Documents(options as LoadOptions));
	return checkedValues(values, options?.schema);
}

/** The dialogue that reads one document. */
function* document(decoder: JSONDecoder, rule: ByteRule): Generator<number, unknown, Input> {
	const feed = new TextFeed(rule);
	const { settings } = decoder;
	const text = yield* gather(feed, settings === undefined ? Number.POSITIVE_INFINITY : WHOLE_TEXT);
	if (feed.ended || settings === undefined) return decoder.decode(text);
	const parser = new Parser(settings, text, false);
	yield* run(parser, feed);
	if (yield* skip(parser, feed)) parser.fail("Extra data", parser.at);
	return parser.value;
}

/** All documents of a source. */
class Documents implements Pull<unknown> {
	readonly #parser: Parser;
	readonly #feed: TextFeed;
	/** Whether a document has begun. */
	#isIn = false;

	constructor(options: LoadOptions | null | undefined) {
		checkSchema(options?.schema);
		const { settings } = decoderOf("loadAll", options, OF_LOAD);
		if (settings === undefined)
			throw new PyTypeError("loadAll() takes no cls that overrides decode()", { code: "option" });
		this.#parser = new Parser(settings, "", false);
		this.#feed = new TextFeed(byteRule(options));
	}
	next(): unknown {
		const parser = this.#parser;
		if (!this.#isIn) {
			if (!parser.skip()) return NOTHING;
			parser.again();
			this.#isIn = true;
		}
		if (!parser.run()) return NOTHING;
		this.#isIn = false;
		return parser.value;
	}
	*refill(): Generator<number, boolean, Input> {
		if (!this.#isIn) return yield* skip(this.#parser, this.#feed);
		yield* refill(this.#parser, this.#feed);
		return true;
	}
}

/** Has a value completed, asking for as much more text as there is already of a token that is cut. */
function* run(parser: Parser, feed: TextFeed): Generator<number, void, Input> {
	while (!parser.run()) yield* refill(parser, feed);
}

/** Options that `load` and its kin use themselves. */
export const OF_LOAD: readonly string[] = ["cls", "schema", "signal"];

/** Carries on a dialogue with a source until it has its result. */
async function drive<T>(
	source: JSONSource,
	signal: LoadOptions["signal"],
	steps: Generator<number, T, Input>,
): Promise<T> {
	const reader = openInput(source, signal);
	try {
		let step = steps.next();
		while (!step.done) step = steps.next(await reader.next(step.value));
		await reader.leave();
		return step.value;
	} finally {
		await reader.close();
	}
}

/** As {@link drive}, at once. */
function driveSync<T>(file: JSONText | SyncSource, steps: Generator<number, T, Input>): T {
	const reader = openSyncInput(file);
	try {
		let step = steps.next();
		while (!step.done) step = steps.next(reader.next(step.value));
		return step.value;
	} finally {
		reader.close();
	}
}

/**
 * Writes the JSON text of a value to a sink, piece by piece. Python's `json.dump`.
 *
 * @param value what to write
 * @param sink a stream, file handle, or `{ write(text) }` object; it is waited for when it is full, and left open
 * @param options see {@link DumpOptions}. Default: Python's defaults
 * @throws as `dumps`, when part of the text may be written; besides AttributeError for what cannot be written
 *   to, OSError when writing fails
 * @example
 * ```ts
 * import { json } from "brine";
 * await json.dump({ a: [1, 2] }, new WritableStream({ write: (bytes) => console.log(bytes) }));
 * ```
 */
export async function dump(value: unknown, sink: Sink, options?: DumpOptions | null): Promise<void> {
	const encoder = encoderOf("dump", 2, options, ["cls", "signal"]);
	const writer = opened(sink, "write", () => openSink(sink, options?.signal ?? undefined));
	try {
		await writeAll(pieces(encoder, value), writer);
		await writer.close();
	} catch (error) {
		await writer.abort(error);
		throw error;
	}
}

/**
 * Writes the JSON text of a value to an object that takes it at once, in the very chunks that Python writes.
 * Python's `json.dump`.
 *
 * @param value what to write
 * @param file an object with Python's `write(text)`
 * @param options see {@link DumpsOptions}. Default: Python's defaults
 * @throws as {@link dump}
 * @example
 * ```ts
 * import { json } from "brine";
 * json.dumpSync([1, "a"], { write: (chunk: string) => console.log(chunk) }); // [1 and , "a" and ]
 * ```
 */
export function dumpSync(value: unknown, file: SyncSink, options?: DumpsOptions | null): void {
	const encoder = encoderOf("dump", 2, options);
	const writer = opened(file, "write", () => openSyncSink(file));
	const chunks = isOwn(encoder) ? encoder.chunks(value, BATCH) : encoder.iterencode(value);
	for (const chunk of chunks) writer.write(chunk);
	writer.close();
}

/** Writes text in batches, and waits for what is not text. */
async function writeAll(steps: Weave, writer: ChunkWriter): Promise<void> {
	let text = "";
	try {
		let step = steps.next();
		while (!step.done) {
			if (typeof step.value === "string") {
				text += step.value;
				if (text.length >= BATCH) {
					await writer.write(text);
					text = "";
				}
				step = steps.next();
			} else {
				step = await resumed(steps, step.value);
			}
		}
	} finally {
		steps.return();
	}
	if (text !== "") await writer.write(text);
}

/** Goes on with what came of a promise, also when that is an error. */
async function resumed(steps: Weave, waitFor: Awaitable): Promise<IteratorResult<string | Awaitable, void>> {
	let result: Awaited<Awaitable>;
	try {
		result = await waitFor;
	} catch (error) {
		return steps.throw(error);
	}
	return steps.next(result);
}

/** The text of a value in batches; a subclass's own chunks are joined. */
function* pieces(encoder: JSONEncoder, value: unknown): Weave {
	if (isOwn(encoder)) {
		yield* woven(encoder.parts(), value, BATCH);
		return;
	}
	let text = "";
	for (const chunk of encoder.iterencode(value)) {
		text += chunk;
		if (text.length < BATCH) continue;
		yield text;
		text = "";
	}
	yield text;
}

function isOwn(encoder: JSONEncoder): boolean {
	return encoder.iterencode === JSONEncoder.prototype.iterencode;
}
