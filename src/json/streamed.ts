/** Lists and dicts whose contents come while they are written. */
import { PyTypeError } from "../errors.ts";
import { brandOf, TYPE } from "../values/brand.ts";

/** Values that come one by one. */
export type StreamOf<T> =
	| Iterable<T>
	| AsyncIterable<T>
	| { getReader(): { read(): Promise<{ readonly done: boolean; readonly value?: T }>; cancel(): Promise<unknown> } };

/**
 * Extension: a list that is written as its items come, so that it is never whole in memory. `dump` waits for those of an
 * async iterable or a `ReadableStream`; the other functions take iterables alone.
 *
 * @example
 * ```ts
 * import { json } from "brine";
 * async function* rows() {
 *   for (let id = 1; id < 4; id++) yield { id };
 * }
 * await json.dump({ rows: new json.ListOf(rows()) }, { write: (text: string) => console.log(text) });
 * // {"rows": [{"id": 1}, {"id": 2}, {"id": 3}]}
 * ```
 */
export class ListOf {
	/** Where the items come from; once. */
	readonly items: StreamOf<unknown>;

	/** @param items an iterable, async iterable or `ReadableStream` */
	constructor(items: StreamOf<unknown>) {
		this.items = items;
	}
	get [TYPE](): "json.ListOf" {
		return "json.ListOf";
	}
}

/**
 * Extension: a dict that is written as its entries come; as {@link ListOf}. A key that comes twice is written twice.
 *
 * @example
 * ```ts
 * import { json } from "brine";
 * json.dumps(new json.DictOf([["a", 1], ["b", 2]])); // '{"a": 1, "b": 2}'
 * ```
 */
export class DictOf {
	/** Where the entries come from; once. */
	readonly entries: StreamOf<readonly [key: unknown, value: unknown]>;

	/** @param entries an iterable, async iterable or `ReadableStream` of pairs */
	constructor(entries: StreamOf<readonly [key: unknown, value: unknown]>) {
		this.entries = entries;
	}
	get [TYPE](): "json.DictOf" {
		return "json.DictOf";
	}
}

/** Whether a value's contents come while it is written. */
export function isStreamed(value: unknown): value is ListOf | DictOf {
	const brand = brandOf(value);
	return brand === "json.ListOf" || brand === "json.DictOf";
}

/**
 * The list or dict that a streamed one is when it does not have to be waited for.
 *
 * @throws PyTypeError (`json-value`) when it has to be
 */
export function gathered(streamed: ListOf | DictOf): unknown {
	const source = isList(streamed) ? streamed.items : streamed.entries;
	if (typeof (source as Partial<Iterable<unknown>> | null)?.[Symbol.iterator] !== "function") {
		throw new PyTypeError("only dump waits for a list or dict whose contents come later", { code: "json-value" });
	}
	return isList(streamed) ? [...(source as Iterable<unknown>)] : new Map(source as Iterable<[unknown, unknown]>);
}
/** Whether it is a list that is streamed, not a dict. */
export function isList(streamed: ListOf | DictOf): streamed is ListOf {
	return brandOf(streamed) === "json.ListOf";
}
