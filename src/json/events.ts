/** Documents that are never whole in memory: their events, and the parts of them that are asked for. */
import { LookupError } from "../errors.ts";
import { checkSchema, type StandardSchema } from "../schema.ts";
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
import { checkedValues, NOTHING, type Pull, pulled } from "./pull.ts";
import type { ParserSettings } from "./settings.ts";
import { refill, skip } from "./window.ts";

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
	return results(source, opened, new EventPull(opened), options?.schema);
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
	return results(source, opened, new ItemPull(opened), options?.schema);
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
	return results(source, opened, new EntryPull(opened), options?.schema);
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

function results<T>(
	source: JSONSource,
	{ signal }: Opened,
	pull: Pull<unknown>,
	schema: unknown,
): AsyncGenerator<T, void> {
	return checkedValues(
		pulled(source, signal, () => pull),
		schema as StandardSchema | null | undefined,
	);
}

/** A part of all documents of a source. */
abstract class DocumentPull<T> implements Pull<T> {
	protected readonly opened: Opened;
	protected readonly reader: EventReader;
	readonly #feed: TextFeed;
	/** Whether it is known that there is a document; with many values there may be none, a single one must be there. */
	#isIn: boolean;

	constructor(opened: Opened) {
		this.opened = opened;
		this.reader = new EventReader(opened.settings);
		this.#feed = new TextFeed(opened.rule);
		this.#isIn = !opened.multiple;
	}
	next(): T | typeof NOTHING {
		return this.#isIn && !this.reader.done ? this.read() : NOTHING;
	}
	*refill(): Generator<number, boolean, Input> {
		const { reader } = this;
		if (this.#isIn && !reader.done) {
			yield* refill(reader, this.#feed);
			return true;
		}
		if (reader.done) this.ended();
		if (!(yield* skip(reader, this.#feed))) {
			this.over();
			return false;
		}
		if (!this.opened.multiple) reader.fail("Extra data", reader.at);
		reader.again();
		this.#isIn = true;
		return true;
	}
	/** Reads on in a document up to the next result; {@link NOTHING} where the text or the document ends. */
	protected abstract read(): T | typeof NOTHING;
	/** Takes account of the end of a document. */
	protected ended(): void {}
	/** Takes account of the end of the source. */
	protected over(): void {}
}

class EventPull extends DocumentPull<JSONEvent> {
	readonly #way: Way;

	constructor(opened: Opened) {
		super(opened);
		this.#way = new Way(opened.style);
	}
	protected read(): JSONEvent | typeof NOTHING {
		const { reader } = this;
		const depth = reader.places.length;
		if (!reader.read()) return NOTHING;
		const way = this.#way;
		const { event, value } = reader;
		const isInside = event === "map_key" || event === "end_map" || event === "end_array";
		const prefix = way.to(isInside ? depth - 1 : depth);
		if (event === "map_key") way.at(depth, value as string, reader.keyNode);
		else if (event === "start_map" || event === "start_array") way.enter(depth, event === "start_array");
		return { prefix, event, value };
	}
}

/** Finds the values at a prefix. */
abstract class SearchPull<T> extends DocumentPull<T> {
	readonly #hits: Hits;
	#search: Search;

	constructor(opened: Opened) {
		super(opened);
		this.#hits = new Hits(opened);
		this.#search = opened.search();
	}
	/** Goes on to the next value at the prefix; false where the text or the document ends. */
	protected find(): boolean {
		const { reader } = this;
		while (!reader.done) {
			if (!reader.read(this.#search)) return false;
			if (reader.isFound) return true;
		}
		return false;
	}
	protected hit(): void {
		this.#hits.any = true;
	}
	protected override ended(): void {
		this.#hits.add(this.#search);
		this.#search = this.opened.search();
	}
	protected override over(): void {
		this.#hits.end();
	}
}

class ItemPull extends SearchPull<unknown> {
	/** Whether the next value is one that is searched for. */
	#isFound = false;

	protected read(): unknown {
		const { reader } = this;
		this.#isFound ||= this.find();
		if (!this.#isFound || !reader.build()) return NOTHING;
		this.#isFound = false;
		this.hit();
		return reader.value;
	}
}

/** A search for whatever comes next. */
const ANY: Search = { reached: "", found: () => true };

/** Where the reader of entries is: between dicts that are searched for, before an entry, before a value, in a value. */
const SEARCHING = 0;
const IN_DICT = 1;
const AT_VALUE = 2;
const IN_VALUE = 3;

class EntryPull extends SearchPull<[string, unknown]> {
	#state = SEARCHING;
	#key = "";

	protected read(): [string, unknown] | typeof NOTHING {
		const { reader } = this;
		for (;;) {
			if (this.#state === SEARCHING) {
				if (!this.find()) return NOTHING;
				if (!reader.enter()) continue;
				this.hit();
				this.#state = IN_DICT;
			} else if (this.#state === IN_DICT) {
				if (!reader.read()) return NOTHING;
				this.#state = reader.event === "map_key" ? AT_VALUE : SEARCHING;
				this.#key = reader.value as string;
				if (reader.done) return NOTHING;
			} else if (this.#state === AT_VALUE) {
				if (!reader.read(ANY)) return NOTHING;
				this.#state = IN_VALUE;
			} else {
				if (!reader.build()) return NOTHING;
				this.#state = IN_DICT;
				return [this.#key, reader.value];
			}
		}
	}
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
