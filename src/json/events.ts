/** Documents that are never whole in memory: their events, and the parts of them that are asked for. */
import type { Source } from "../bytes/source.ts";
import { decoderSettings } from "./decoder.ts";
import type { ByteRule } from "./encoding.ts";
import { type EventName, EventReader, type Place } from "./event-reader.ts";
import { gather, type Input, TextFeed } from "./feed.ts";
import { byteRule } from "./loads.ts";
import { type DecoderOptions, inner, type LoadOptions } from "./options.ts";
import type { ParserSettings } from "./parser.ts";
import { Prefix } from "./prefix.ts";
import { MORE } from "./scanner.ts";
import { driveAll, skip } from "./stream.ts";

/** Something that happens in a document, as ijson's `parse` gives it. */
export interface JSONEvent {
	/**
	 * The way to the value: keys and `item`, joined by dots; see {@link items}. One of more than 512 characters is put
	 * together when it is asked for.
	 */
	readonly prefix: string;
	/** What happens. */
	readonly event: EventName;
	/** The value of a scalar, or the key; undefined for the rest. */
	readonly value: unknown;
}

/** How events and items are read. */
export interface EventOptions extends DecoderOptions {
	/** Take one document after the other instead of one alone. @defaultValue false */
	readonly multipleValues?: boolean;
	/** Gives the work up when it fires. */
	readonly signal?: LoadOptions["signal"];
}

/** Anything that {@link Source} is, and text and bytes themselves. */
export type EventSource = Source | string | Uint8Array;

/**
 * What happens in a JSON document, in order, while it is read.
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
export function events(source: EventSource, options: EventOptions = {}): AsyncGenerator<JSONEvent, void> {
	const { settings, multiple, signal, rule } = open("events", options);
	return driveAll(asSource(source), signal, eventSteps(new EventReader(settings), rule, multiple));
}

/**
 * The values at a place of a JSON document, each built when it is reached and no other kept.
 *
 * A prefix is the way to the values: keys joined by dots, `item` for the items of an array, `""` for the
 * document itself. A backslash takes the character behind it as it is, so `a\\.b` is the key `a.b`, and
 * `\\item` a key `item` but no array's items. Two quotes are the empty key.
 *
 * @param source as for `load`, or text or bytes
 * @param prefix the way to the values, such as `"rows.item"`
 * @param options see {@link EventOptions}. Default: Python's defaults, plain mode
 * @returns the values as they are complete
 * @throws as `load`
 * @example
 * ```ts
 * import { json } from "brine";
 * for await (const row of json.items('{"rows": [{"id": 1}, {"id": 2}]}', "rows.item")) console.log(row);
 * ```
 */
export function items(source: EventSource, prefix: string, options: EventOptions = {}): AsyncGenerator<unknown, void> {
	const { settings, multiple, signal, rule } = open("items", options);
	return driveAll(asSource(source), signal, itemSteps(new EventReader(settings), parsePrefix(prefix), rule, multiple));
}

/**
 * The entries of the objects at a place of a JSON document, each value built when it is reached.
 *
 * @param source as for `load`, or text or bytes
 * @param prefix the way to the objects; see {@link items}
 * @param options see {@link EventOptions}. Default: Python's defaults, plain mode
 * @returns keys and values as they are complete
 * @throws as `load`
 * @example
 * ```ts
 * import { json } from "brine";
 * for await (const [key, value] of json.kvitems('{"a": 1, "b": [2]}', "")) console.log(key, value);
 * ```
 */
export function kvitems(
	source: EventSource,
	prefix: string,
	options: EventOptions = {},
): AsyncGenerator<[key: string, value: unknown], void> {
	const { settings, multiple, signal, rule } = open("kvitems", options);
	const steps = entrySteps(new EventReader(settings), parsePrefix(prefix), rule, multiple);
	return driveAll(asSource(source), signal, steps);
}

interface Opened {
	readonly settings: ParserSettings;
	readonly multiple: boolean;
	readonly signal: EventOptions["signal"];
	readonly rule: ByteRule;
}

function open(callee: string, options: EventOptions): Opened {
	const { multipleValues = false, ...rest } = inner(callee, 1, options) as EventOptions;
	return {
		settings: decoderSettings(rest),
		multiple: multipleValues,
		signal: options.signal,
		rule: byteRule(options),
	};
}

function asSource(source: EventSource): Source {
	return typeof source === "string" || source instanceof Uint8Array ? [source] : source;
}

type Steps<T> = Generator<number | { readonly value: T }, void, Input>;

/** Adds text to the reader's window: as much as there is already of what is cut. */
function* more(reader: EventReader, feed: TextFeed): Generator<number, void, Input> {
	reader.refill(yield* gather(feed, Math.max(1, reader.text.length - reader.at)), feed.ended);
}

/** After a document: whether there is another one that is to be read. */
function* another(reader: EventReader, feed: TextFeed, multiple: boolean): Generator<number, boolean, Input> {
	if (!(yield* skip(reader, feed))) return false;
	if (!multiple) reader.fail("Extra data", reader.at);
	reader.again();
	return true;
}

function* eventSteps(reader: EventReader, rule: ByteRule, multiple: boolean): Steps<JSONEvent> {
	const feed = new TextFeed(rule);
	// With many values there may be none; a single one must be there.
	if (multiple && !(yield* skip(reader, feed))) return;
	do {
		// At each depth: the way to the container, and the way to the value that comes next in it.
		const around: Prefix[] = [];
		const inside: Prefix[] = [Prefix.top];
		while (!reader.done) {
			const depth = reader.places.length;
			while (!reader.read()) yield* more(reader, feed);
			const { event, value } = reader;
			let prefix = inside[depth] as Prefix;
			if (event === "map_key") {
				prefix = around[depth - 1] as Prefix;
				inside[depth] = prefix.to(escaped(value as string));
			} else if (event === "start_map" || event === "start_array") {
				around[depth] = prefix;
				if (event === "start_array") inside[depth + 1] = prefix.to("item");
			} else if (event === "end_map" || event === "end_array") {
				prefix = around[depth - 1] as Prefix;
			}
			yield { value: eventAt(prefix, event, value) };
		}
	} while (yield* another(reader, feed, multiple));
}

function eventAt(prefix: Prefix, event: EventName, value: unknown): JSONEvent {
	const { near } = prefix;
	if (near !== undefined) return { prefix: near, event, value };
	return {
		get prefix() {
			return prefix.toString();
		},
		event,
		value,
	};
}

function* itemSteps(reader: EventReader, wanted: readonly Step[], rule: ByteRule, multiple: boolean): Steps<unknown> {
	const feed = new TextFeed(rule);
	if (multiple && !(yield* skip(reader, feed))) return;
	do {
		const search = new Search(wanted);
		while (yield* find(reader, feed, search)) {
			while (!reader.build()) yield* more(reader, feed);
			yield { value: reader.value };
		}
	} while (yield* another(reader, feed, multiple));
}

function* entrySteps(
	reader: EventReader,
	wanted: readonly Step[],
	rule: ByteRule,
	multiple: boolean,
): Steps<[string, unknown]> {
	const feed = new TextFeed(rule);
	if (multiple && !(yield* skip(reader, feed))) return;
	do {
		const search = new Search(wanted);
		while (yield* find(reader, feed, search)) {
			while (!reader.read()) yield* more(reader, feed);
			while (reader.event === "start_map" || reader.event === "map_key") {
				while (!reader.read()) yield* more(reader, feed);
				if ((reader.event as EventName) !== "map_key") break;
				const key = reader.value as string;
				while ((yield* valueAhead(reader, feed)) && !reader.build()) yield* more(reader, feed);
				yield { value: [key, reader.value] };
				reader.event = "map_key";
			}
		}
	} while (yield* another(reader, feed, multiple));
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
		if (ahead !== MORE) return ahead;
		yield* more(reader, feed);
	}
}

/** Which of the containers around a place are on the way that is searched for. */
class Search {
	readonly #wanted: readonly Step[];
	/** How many of them are, from the outside. */
	#matching = 0;

	constructor(wanted: readonly Step[]) {
		this.#wanted = wanted;
	}

	/** Whether a value in these containers is one that is searched for. */
	found(places: readonly Place[]): boolean {
		const depth = places.length;
		const wanted = this.#wanted;
		if (depth === 0) return wanted.length === 0;
		if (this.#matching >= depth) this.#matching = depth - 1;
		if (this.#matching < depth - 1 || depth > wanted.length) return false;
		const place = places[depth - 1] as Place;
		const step = wanted[depth - 1] as Step;
		if (place.isArray ? !step.items : place.key !== step.key) return false;
		this.#matching = depth;
		return depth === wanted.length;
	}
}

/** A part of a prefix: a key, and whether it stands for the items of an array as well. */
interface Step {
	readonly key: string;
	readonly items: boolean;
}

function parsePrefix(prefix: string): Step[] {
	if (prefix === "") return [];
	return splitPrefix(prefix).map((part) =>
		part === '""' ? { key: "", items: false } : { key: part.replace(/\\(.)/gs, "$1"), items: part === "item" },
	);
}

/** The parts between dots that have no backslash in front. */
function splitPrefix(prefix: string): string[] {
	const parts = [""];
	for (const piece of prefix.match(/\\.|./gs) ?? []) {
		if (piece === ".") parts.push("");
		else parts.push(`${parts.pop()}${piece}`);
	}
	return parts;
}

/** A key as a part of a prefix. */
function escaped(key: string): string {
	if (key === "") return '""';
	if (key === "item" || key === '""') return `\\${key}`;
	return key.replace(/[.\\]/g, "\\$&");
}
