/** Documents that are never whole in memory: their events, and the parts of them that are asked for. */
import { LookupError } from "../errors.ts";
import { checkSchema, type StandardSchema, validateAsync } from "../schema.ts";
import { checkChoice } from "../values/option-values.ts";
import type { LoadOptions } from "./call-options.ts";
import { decoderSettings } from "./decoder.ts";
import type { ByteRule } from "./encoding.ts";
import { type EventName, EventReader } from "./event-reader.ts";
import { type Input, TextFeed } from "./feed.ts";
import type { JSONSource } from "./input.ts";
import { byteRule } from "./loads.ts";
import { type DecoderOptions, inner } from "./options.ts";
import { type Prefix, type PrefixStyle, type Search, searchFor, shownPrefix, Way } from "./prefix.ts";
import { INCOMPLETE } from "./scanner.ts";
import type { ParserSettings } from "./settings.ts";
import { driveAll, refill as more, skip } from "./stream.ts";

/** Something that happens in a document, as ijson's `parse` returns it. */
export interface JSONEvent {
	/** The way to the value: keys and `item`, joined by dots; see {@link items}. */
	readonly prefix: string;
	/** The kind of event. */
	readonly event: EventName;
	/** The value of a scalar, or the key; undefined for the rest. */
	readonly value: unknown;
}

/** How events are read. */
export interface EventOptions<S extends StandardSchema | undefined = StandardSchema | undefined>
	extends DecoderOptions {
	/** Take one document after the other instead of one alone. @defaultValue false */
	readonly multipleValues?: boolean | null;
	/** How prefixes are written: with a backslash before dots in keys, or as ijson writes them, where `a.b` may be one key. @defaultValue `"escaped"` */
	readonly prefixes?: PrefixStyle | null;
	/** A Standard Schema that checks all that the call returns (each event, value, or pair of key and value), and declares its type. */
	readonly schema?: S;
	/** Aborts the work when it fires. */
	readonly signal?: LoadOptions["signal"];
}

/** How the values at a prefix are read. */
export interface ItemOptions<S extends StandardSchema | undefined = StandardSchema | undefined>
	extends EventOptions<S> {
	/** Throw a `LookupError` after the last document when nothing is at the prefix. @defaultValue false */
	readonly required?: boolean | null;
}

/** The result of a call: of the type that its schema declares, if there is one. */
type Checked<S, T> = S extends StandardSchema<infer Output> ? Output : T;

/**
 * The events of a JSON document, in order, while it is read.
 *
 * @param source as for `load`, or text or bytes
 * @param options see {@link EventOptions}. Default: Python's defaults, plain mode
 * @returns the events as they happen
 * @throws as `load`
 * @example
 * ```ts
 * import { json } from "brine";
 * for await (const { prefix, event, value } of json.events('{"a": [1]}')) console.log(prefix, event, value);
 * // "" start_map, "" map_key a, a start_array, a.item number 1, a end_array, "" end_map
 * ```
 */
export function events<const S extends StandardSchema | undefined = undefined>(
	source: JSONSource,
	options?: EventOptions<S> | null,
): AsyncGenerator<Checked<S, JSONEvent>, void> {
	const opened = open("events", (options ?? {}) as EventOptions, []);
	const steps = eventSteps(new EventReader(opened.settings), opened);
	return checked(driveAll(source, opened.signal, steps), options?.schema);
}

/**
 * The values at a place of a JSON document, each built when it is reached and no other kept. As `ijson.items`.
 *
 * A prefix is the way to the values: keys joined by dots, `item` for the items of an array, `""` for the
 * document itself. A backslash takes the character after it as it is, so `a\\.b` is the key `a.b`, and
 * `\\item` a key `item` but no array's items. Two quotes are the empty key. A list of parts needs no escapes:
 * `["rows", "item", "a.b"]`. With `prefixes: "ijson"` a prefix is compared as ijson does, and has no escapes.
 *
 * @param source as for `load`, or text or bytes
 * @param prefix the way to the values, such as `"rows.item"`
 * @param options see {@link ItemOptions}. Default: Python's defaults, plain mode
 * @returns the values as they are complete
 * @throws as `load`; PyTypeError (`argument`) for what is not a prefix; with `required` LookupError (`json-prefix`)
 *   when nothing is at it
 * @example
 * ```ts
 * import { json } from "brine";
 * for await (const row of json.items('{"rows": [{"id": 1}, {"id": 2}]}', "rows.item")) console.log(row);
 * ```
 */
export function items<const S extends StandardSchema | undefined = undefined>(
	source: JSONSource,
	prefix: Prefix,
	options?: ItemOptions<S> | null,
): AsyncGenerator<Checked<S, unknown>, void> {
	const opened = open("items", (options ?? {}) as ItemOptions, ["required"], prefix);
	const steps = itemSteps(new EventReader(opened.settings), opened);
	return checked(driveAll(source, opened.signal, steps), options?.schema);
}

/**
 * The entries of the objects at a place of a JSON document, each value built when it is reached. As `ijson.kvitems`.
 *
 * @param source as for `load`, or text or bytes
 * @param prefix the way to the objects; see {@link items}
 * @param options see {@link ItemOptions}; `schema` checks pairs. Default: Python's defaults, plain mode
 * @returns keys and values as they are complete
 * @throws as {@link items}
 * @example
 * ```ts
 * import { json } from "brine";
 * for await (const [key, value] of json.kvitems('{"a": 1, "b": [2]}', "")) console.log(key, value);
 * ```
 */
export function kvitems<const S extends StandardSchema | undefined = undefined>(
	source: JSONSource,
	prefix: Prefix,
	options?: ItemOptions<S> | null,
): AsyncGenerator<Checked<S, [key: string, value: unknown]>, void> {
	const opened = open("kvitems", (options ?? {}) as ItemOptions, ["required"], prefix);
	const steps = entrySteps(new EventReader(opened.settings), opened);
	return checked(driveAll(source, opened.signal, steps), options?.schema);
}

interface Opened {
	readonly settings: ParserSettings;
	readonly multiple: boolean;
	readonly style: PrefixStyle;
	readonly signal: EventOptions["signal"];
	readonly rule: ByteRule;
	readonly prefix: Prefix;
	readonly search: () => Search;
	readonly required: boolean;
}

const OF_EVENTS: readonly string[] = ["multipleValues", "prefixes", "schema", "signal"];

function open(callee: string, options: ItemOptions, own: readonly string[], prefix: Prefix = ""): Opened {
	const settings = decoderSettings(inner(callee, 1, options, [...OF_EVENTS, ...own]) as DecoderOptions);
	checkSchema(options.schema);
	checkChoice("prefixes", options.prefixes, ["escaped", "ijson"]);
	const style = options.prefixes ?? "escaped";
	return {
		settings,
		multiple: Boolean(options.multipleValues),
		style,
		signal: options.signal,
		rule: byteRule(options),
		prefix,
		search: searchFor(prefix, style),
		required: Boolean(options.required),
	};
}

/** Has a schema check what a call returns. */
function checked<T>(values: AsyncGenerator<unknown, void>, schema: unknown): AsyncGenerator<T, void> {
	if (schema === undefined || schema === null) return values as AsyncGenerator<T, void>;
	return (async function* () {
		for await (const value of values) yield (await validateAsync(schema as StandardSchema, value)) as T;
	})();
}

type Steps<T> = Generator<number | { readonly value: T }, void, Input>;

/** After a document: whether there is another one that is to be read. */
function* another(reader: EventReader, feed: TextFeed, multiple: boolean): Generator<number, boolean, Input> {
	if (!(yield* skip(reader, feed))) return false;
	if (!multiple) reader.fail("Extra data", reader.at);
	reader.again();
	return true;
}

function* eventSteps(reader: EventReader, { rule, multiple, style }: Opened): Steps<JSONEvent> {
	const feed = new TextFeed(rule);
	// With many values there may be none; a single one must be there.
	if (multiple && !(yield* skip(reader, feed))) return;
	const way = new Way(style);
	do {
		while (!reader.done) {
			const depth = reader.places.length;
			while (!reader.read()) yield* more(reader, feed);
			const { event, value } = reader;
			const isInside = event === "map_key" || event === "end_map" || event === "end_array";
			const prefix = way.to(isInside ? depth - 1 : depth);
			if (event === "map_key") way.at(depth, value as string);
			else if (event === "start_map" || event === "start_array") way.enter(depth);
			yield { value: { prefix, event, value } };
		}
	} while (yield* another(reader, feed, multiple));
}

function* itemSteps(reader: EventReader, opened: Opened): Steps<unknown> {
	const feed = new TextFeed(opened.rule);
	const hits = new Hits(opened);
	if (opened.multiple && !(yield* skip(reader, feed))) return hits.end();
	do {
		const search = opened.search();
		while (yield* find(reader, feed, search)) {
			while (!reader.build()) yield* more(reader, feed);
			hits.any = true;
			yield { value: reader.value };
		}
		hits.add(search);
	} while (yield* another(reader, feed, opened.multiple));
	hits.end();
}

function* entrySteps(reader: EventReader, opened: Opened): Steps<[string, unknown]> {
	const feed = new TextFeed(opened.rule);
	const hits = new Hits(opened);
	if (opened.multiple && !(yield* skip(reader, feed))) return hits.end();
	do {
		const search = opened.search();
		while (yield* find(reader, feed, search)) {
			while (!reader.read()) yield* more(reader, feed);
			if (reader.event === "start_map") hits.any = true;
			while (reader.event === "start_map" || reader.event === "map_key") {
				while (!reader.read()) yield* more(reader, feed);
				if ((reader.event as EventName) !== "map_key") break;
				const key = reader.value as string;
				while ((yield* valueAhead(reader, feed)) && !reader.build()) yield* more(reader, feed);
				yield { value: [key, reader.value] };
				reader.event = "map_key";
			}
		}
		hits.add(search);
	} while (yield* another(reader, feed, opened.multiple));
	hits.end();
}

/** Whether anything was at a prefix, and how far it led. */
class Hits {
	readonly #opened: Opened;
	any = false;
	#reached = "";

	constructor(opened: Opened) {
		this.#opened = opened;
	}
	add({ reached }: Search): void {
		if (reached.length > this.#reached.length) this.#reached = reached;
	}
	/** Throws when something had to be there and was not. */
	end(): void {
		if (this.any || !this.#opened.required) return;
		const far = this.#reached === "" ? "not even its first part" : `'${this.#reached}' at most`;
		throw new LookupError(`nothing is at prefix '${shownPrefix(this.#opened.prefix)}': of it ${far} was found`, {
			code: "json-prefix",
		});
	}
}

/** Goes on to the next value at the place that is searched for; false at the end of the document. */
function* find(reader: EventReader, feed: TextFeed, search: Search): Generator<number, boolean, Input> {
	while (!reader.done) {
		if (yield* valueAhead(reader, feed)) {
			if (search.found(reader.places)) return true;
		}
		while (!reader.read()) yield* more(reader, feed);
	}
	return false;
}

/** Whether a value comes next. */
function* valueAhead(reader: EventReader, feed: TextFeed): Generator<number, boolean, Input> {
	for (;;) {
		const ahead = reader.atValue();
		if (ahead !== INCOMPLETE) return ahead;
		yield* more(reader, feed);
	}
}
