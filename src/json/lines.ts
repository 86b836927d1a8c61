/** JSON Lines: one document on every line. */
import { openSink, type Sink } from "../bytes/sink.ts";
import type { Source } from "../bytes/source.ts";
import { explainStack, PyError, ValueError } from "../errors.ts";
import { checkSchema, type StandardSchema, validateAsync } from "../schema.ts";
import { encoderOf } from "./dumps.ts";
import type { ByteRule } from "./encoding.ts";
import { gather, type Input, TextFeed } from "./feed.ts";
import { byteRule, decoderOf } from "./loads.ts";
import { type DumpOptions, inner, type LoadOptions, type SchemaOutput } from "./options.ts";
import { driveAll } from "./stream.ts";

/** Text that collects before it goes to a sink. */
const BATCH = 2 ** 16;

/** How JSON Lines are read. */
export interface LoadLinesOptions<S extends StandardSchema | undefined = StandardSchema | undefined>
	extends LoadOptions<S> {
	/** Pass over lines with nothing on them, which are an error in Python's `json --json-lines`. @defaultValue false */
	readonly skipEmptyLines?: boolean;
}

/**
 * Reads JSON Lines: the value of each line, as the lines come. As `for line in file: json.loads(line)`.
 *
 * @param source as for `load`
 * @param options see {@link LoadLinesOptions}; `schema` checks each value. Default: Python's defaults, plain mode
 * @returns the values, one for each line
 * @throws as `load`; places in errors count from the start of the line, which a note names
 * @example
 * ```ts
 * import { json } from "brine";
 * for await (const row of json.loadLines(['{"id": 1}\n{"id"', ': 2}\n'])) console.log(row);
 * ```
 */
export async function* loadLines<const S extends StandardSchema | undefined = undefined>(
	source: Source,
	options: LoadLinesOptions<S> = {},
): AsyncGenerator<SchemaOutput<S>, void> {
	const { skipEmptyLines = false, ...rest } = options as LoadLinesOptions;
	const decoder = decoderOf("loadLines", rest);
	const { schema } = options;
	checkSchema(schema);
	let number = 0;
	for await (const line of driveAll(source, options.signal, lines(byteRule(options)))) {
		number++;
		if (skipEmptyLines && line.trim() === "") continue;
		try {
			yield (await validateAsync(schema, decoder.decode(line))) as SchemaOutput<S>;
		} catch (error) {
			if (error instanceof PyError) {
				error.notes.push(`on line ${number}`);
				explainStack(error);
			}
			throw error;
		}
	}
}

/** The dialogue that reads lines, each with its line feed, since that is part of what Python's errors count. */
function* lines(rule: ByteRule): Generator<number | { readonly value: string }, void, Input> {
	const feed = new TextFeed(rule);
	let begun: string[] = [];
	while (!feed.ended) {
		const text = yield* gather(feed, 1);
		let from = 0;
		for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", from)) {
			begun.push(text.slice(from, end + 1));
			from = end + 1;
			yield { value: begun.join("") };
			begun = [];
		}
		if (from < text.length) begun.push(text.slice(from));
	}
	if (begun.length > 0) yield { value: begun.join("") };
}

/**
 * Writes JSON Lines: each value on a line of its own.
 *
 * @param values what to write, of an array, generator or other (async) iterable
 * @param sink as for `dump`
 * @param options see {@link DumpOptions}; no `indent`. Default: Python's defaults
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
	options: DumpOptions = {},
): Promise<void> {
	inner("dumpLines", 2, options);
	if (options.indent !== undefined && options.indent !== null) {
		throw new ValueError("indent would break the lines of JSON Lines", { code: "option" });
	}
	const encoder = encoderOf("dumpLines", 2, options);
	const writer = openSink(sink, options.signal);
	try {
		let text = "";
		for await (const value of values) {
			text += `${encoder.encode(value)}\n`;
			if (text.length < BATCH) continue;
			await writer.write(text);
			text = "";
		}
		if (text !== "") await writer.write(text);
		await writer.close();
	} catch (error) {
		await writer.abort(error);
		throw error;
	}
}
