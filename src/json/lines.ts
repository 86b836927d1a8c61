/** JSON Lines: one document on every line. */
import { openSink, openSyncSink, type Sink, type SyncSink } from "../bytes/sink.ts";
import type { SyncSource } from "../bytes/source.ts";
import { PyError, ValueError } from "../errors.ts";
import { explainStack } from "../explain-stack.ts";
import { checkSchema, type StandardSchema, validate } from "../schema.ts";
import type { DumpOptions, DumpsOptions, LoadOptions, LoadsOptions, SchemaOutput } from "./call-options.ts";
import type { JSONDecoder } from "./decoder.ts";
import { encoderOf } from "./dumps.ts";
import type { JSONEncoder } from "./encoder.ts";
import type { ByteRule } from "./encoding.ts";
import { gather, type Input, TextFeed } from "./feed.ts";
import type { JSONSource, JSONText } from "./input.ts";
import { byteRule, decoderOf, decodeText } from "./loads.ts";
import { checkedValues, NOTHING, type Pull, pulled, pulledSync } from "./pull.ts";
import { OF_LOAD } from "./stream.ts";

/** Text that collects before it goes to a sink. */
const BATCH = 2 ** 16;

interface LinesOption {
	/** Pass over lines with nothing on them, which are an error in Python's `json --json-lines`. @defaultValue false */
	readonly skipEmptyLines?: boolean | null;
}

/** How JSON Lines are read. */
export interface LoadLinesOptions<S extends StandardSchema | undefined = StandardSchema | undefined>
	extends LoadOptions<S>,
		LinesOption {}

/** How JSON Lines are read at once. */
export interface LoadLinesSyncOptions<S extends StandardSchema | undefined = StandardSchema | undefined>
	extends LoadsOptions<S>,
		LinesOption {}

/**
 * Reads JSON Lines: the value of each line, as the lines come. As `for line in file: json.loads(line)`.
 *
 * @param source as for `load`
 * @param given see {@link LoadLinesOptions}; `schema` checks each value. Default: Python's defaults, plain mode
 * @returns the values, one for each line
 * @throws as `load`; places in errors count from the start of the line, which a note names
 * @example
 * ```ts
 * import { json } from "brine";
 * for await (const row of json.loadLines(['{"id": 1}\n{"id"', ': 2}\n'])) console.log(row);
 * ```
 */
export function loadLines<const S extends StandardSchema | undefined = undefined>(
	source: JSONSource,
	given?: LoadLinesOptions<S> | null,
): AsyncGenerator<SchemaOutput<S>, void> {
	const options = (given ?? {}) as LoadLinesOptions;
	let lines: LineValues | undefined;
	const open = (): LineValues => {
		lines = new LineValues(options, [...OF_LOAD, "skipEmptyLines"]);
		return lines;
	};
	const values = pulled(source, options.signal, open);
	return checkedValues(values, options.schema, (error) => lines?.noted(error));
}

/**
 * Reads JSON Lines at once; as {@link loadLines}.
 *
 * @param file as for `loadSync`
 * @param given see {@link LoadLinesSyncOptions}. Default: Python's defaults, plain mode
 * @returns the values, one for each line, each when it is asked for
 * @throws as {@link loadLines}
 * @example
 * ```ts
 * import { json } from "brine";
 * [...json.loadLinesSync('{"id": 1}\n{"id": 2}\n')]; // [{ id: 1 }, { id: 2 }]
 * ```
 */
export function loadLinesSync<const S extends StandardSchema | undefined = undefined>(
	file: JSONText | SyncSource,
	given?: LoadLinesSyncOptions<S> | null,
): Generator<SchemaOutput<S>, void> {
	const options = (given ?? {}) as LoadLinesSyncOptions;
	const open = (): LineValues => new LineValues(options, ["cls", "schema", "skipEmptyLines"], options.schema);
	return pulledSync(file, open) as Generator<SchemaOutput<S>, void>;
}

/** Lines, each with its line feed, since that is part of what Python's errors count. */
class LinePull implements Pull<string> {
	readonly #feed: TextFeed;
	#text = "";
	#at = 0;
	/** The beginning of a line whose end has not come. */
	#begun: string[] = [];
	/** The last line, if it has no line feed. */
	#last: string | undefined;

	constructor(rule: ByteRule) {
		this.#feed = new TextFeed(rule);
	}
	next(): string | typeof NOTHING {
		const last = this.#last;
		if (last !== undefined) {
			this.#last = undefined;
			return last;
		}
		const end = this.#text.indexOf("\n", this.#at);
		if (end === -1) return NOTHING;
		const line = this.#text.slice(this.#at, end + 1);
		this.#at = end + 1;
		if (this.#begun.length === 0) return line;
		this.#begun.push(line);
		return this.#take();
	}
	#take(): string {
		const line = this.#begun.join("");
		this.#begun = [];
		return line;
	}
	*refill(): Generator<number, boolean, Input> {
		if (this.#at < this.#text.length) this.#begun.push(this.#text.slice(this.#at));
		this.#text = "";
		this.#at = 0;
		if (!this.#feed.ended) {
			this.#text = yield* gather(this.#feed, 1);
			return true;
		}
		if (this.#begun.length === 0) return false;
		this.#last = this.#take();
		return true;
	}
}

/** The values of lines, and the number of the line in errors. */
class LineValues implements Pull<unknown> {
	readonly #lines: LinePull;
	readonly #decoder: JSONDecoder;
	readonly #skipEmpty: boolean;
	readonly #schema: StandardSchema | null | undefined;
	#number = 0;

	/** @param schema one that checks each value at once. Default: none */
	constructor(options: LoadLinesSyncOptions, own: readonly string[], schema?: StandardSchema | null) {
		this.#decoder = decoderOf("loadLines", options, own);
		this.#skipEmpty = Boolean(options.skipEmptyLines);
		checkSchema(options.schema);
		this.#schema = schema;
		this.#lines = new LinePull(byteRule(options));
	}
	next(): unknown {
		for (;;) {
			const line = this.#lines.next();
			if (line === NOTHING) return NOTHING;
			this.#number++;
			if (this.#skipEmpty && line.trim() === "") continue;
			try {
				// The first line has passed the feed, which knows whether a mark may begin it.
				const value = this.#number === 1 ? this.#decoder.decode(line) : decodeText(this.#decoder, line);
				return validate(this.#schema, value);
			} catch (error) {
				throw this.noted(error);
			}
		}
	}
	refill(): Generator<number, boolean, Input> {
		return this.#lines.refill();
	}
	noted(error: unknown): unknown {
		if (error instanceof PyError) {
			error.notes.push(`on line ${this.#number}`);
			explainStack(error);
		}
		return error;
	}
}

/**
 * Writes JSON Lines: each value on a line of its own.
 *
 * @param values what to write, of an array, generator or other (async) iterable
 * @param sink as for `dump`
 * @param given see {@link DumpOptions}; no `indent`. Default: Python's defaults
 * @throws as `dump`; ValueError (`option`) for an `indent`, which would break the lines
 * @example
 * ```ts
 * import { json } from "brine";
 * await json.dumpLines([{ id: 1 }, { id: 2 }], { write: (text: string) => console.log(text) });
 * ```
 */
export async function dumpLines(
	values: Iterable<unknown> | AsyncIterable<unknown>,
	sink: Sink,
	given?: DumpOptions | null,
): Promise<void> {
	const options = given ?? {};
	const lines = new LineEncoder(options, ["cls", "signal"]);
	const writer = openSink(sink, options.signal ?? undefined);
	try {
		for await (const value of values) {
			const text = lines.add(value);
			if (text !== "") await writer.write(text);
		}
		const rest = lines.take();
		if (rest !== "") await writer.write(rest);
		await writer.close();
	} catch (error) {
		await writer.abort(error);
		throw error;
	}
}

/**
 * Writes JSON Lines at once; as {@link dumpLines}.
 *
 * @param values what to write, of an array, generator or other iterable
 * @param file as for `dumpSync`
 * @param given see {@link DumpsOptions}; no `indent`. Default: Python's defaults
 * @throws as {@link dumpLines}
 * @example
 * ```ts
 * import { json } from "brine";
 * json.dumpLinesSync([{ id: 1 }, { id: 2 }], { write: (text: string) => console.log(text) });
 * ```
 */
export function dumpLinesSync(values: Iterable<unknown>, file: SyncSink, given?: DumpsOptions | null): void {
	const lines = new LineEncoder(given ?? {}, ["cls"]);
	const writer = openSyncSink(file);
	for (const value of values) {
		const text = lines.add(value);
		if (text !== "") writer.write(text);
	}
	const rest = lines.take();
	if (rest !== "") writer.write(rest);
	writer.close();
}

/** Values as lines, many at a time. */
class LineEncoder {
	readonly #encoder: JSONEncoder;
	#text = "";

	constructor(options: DumpsOptions, own: readonly string[]) {
		this.#encoder = encoderOf("dumpLines", 2, options, own);
		if (options.indent === undefined || options.indent === null) return;
		throw new ValueError("indent would break the lines of JSON Lines", { code: "option" });
	}
	/** Adds a value, and returns the text that is due; it may be empty. */
	add(value: unknown): string {
		this.#text += `${this.#encoder.encode(value)}\n`;
		return this.#text.length < BATCH ? "" : this.take();
	}
	take(): string {
		const text = this.#text;
		this.#text = "";
		return text;
	}
}
