/** Text into which lists and dicts are put whose contents come while it is written. */
import { PyTypeError, RecursionError, ValueError } from "../errors.ts";
import type { EncoderParts } from "./encoder.ts";
import { Fragment } from "./fragment.ts";
import { Serializer } from "./serializer.ts";
import { type DictOf, isList, isStreamed, type ListOf } from "./streamed.ts";

/** Marks in text the next value whose contents come: a character that JSON text never has. */
const STREAMED = "\u0001";

/** Lists in lists, each of which comes while it is written. */
const DEEPEST = 1000;

/** How an encoder writes; see {@link weave}. */
interface Weaver {
	/** The indentation of a level; undefined for all on one line. */
	readonly indent: string | undefined;
	readonly separator: string;
	readonly sortKeys: boolean;
	/** The text of a value in pieces; each {@link STREAMED} in it represents what is then added to `found`. */
	pieces(value: unknown, found: (ListOf | DictOf)[]): Iterable<string>;
}

interface Result {
	readonly done?: boolean | undefined;
	readonly value?: unknown;
}

/** The promise to be waited for. */
export type Awaitable = PromiseLike<Result>;

/** Text, or what is to be waited for; what came of it is given to `next`. */
export type Weave = Generator<string | Awaitable, void, Result | undefined>;

/**
 * The text of a value in pieces, and what is to be waited for between them.
 *
 * @param parts see `JSONEncoder.parts`
 * @param batch text that is made in one go
 * @throws as {@link weave}
 */
export function* woven({ settings, finish }: EncoderParts, value: unknown, batch: number): Weave {
	const { indent, itemSeparator: separator, sortKeys } = settings;
	const weaver: Weaver = {
		indent,
		separator,
		sortKeys,
		*pieces(part, found) {
			const replace = (item: unknown): unknown => {
				if (!isStreamed(item)) return settings.replace(item);
				found.push(item);
				return new Fragment(STREAMED);
			};
			const serializer = new Serializer({ ...settings, replace }, part, false);
			for (let done = false; !done; ) {
				done = serializer.run(batch);
				yield serializer.take();
			}
		},
	};
	const steps = weave(weaver, value);
	try {
		let step = steps.next();
		while (!step.done) {
			step = steps.next(typeof step.value === "string" ? void (yield finish(step.value)) : yield step.value);
		}
	} finally {
		steps.return(); // what is iterated is closed, whatever ended this
	}
}

/**
 * The text of a value in pieces, with the contents of streamed lists and dicts as they come.
 *
 * @throws PyTypeError (`json-value`) for what cannot be iterated; RecursionError (`depth`) for too many in each other
 */
function* weave(weaver: Weaver, value: unknown, around = "", depth = 0): Weave {
	if (depth > DEEPEST) throw new RecursionError("maximum recursion depth exceeded", { code: "depth" });
	const found: (ListOf | DictOf)[] = [];
	let line = "";
	for (const piece of weaver.pieces(value, found)) {
		if (found.length === 0) {
			line = lastLine(line, piece, weaver.indent);
			yield shifted(piece, around);
			continue;
		}
		const parts = piece.split(STREAMED);
		for (const [i, part] of parts.entries()) {
			line = lastLine(line, part, weaver.indent);
			yield shifted(part, around);
			if (i < parts.length - 1) yield* contents(weaver, found.shift() as ListOf | DictOf, around, line, depth);
		}
	}
}

/** Writes a streamed list or dict into a line. */
function* contents(weaver: Weaver, streamed: ListOf | DictOf, around: string, line: string, depth: number): Weave {
	const isDict = !isList(streamed);
	if (isDict && weaver.sortKeys) throw new ValueError("keys that come one by one cannot be sorted", { code: "option" });
	const { indent, separator } = weaver;
	const outer = indent === undefined ? "" : around + indent.repeat(levelsOf(line, indent));
	const inner = outer + (indent ?? "");
	const newline = (text: string): string => (indent === undefined ? "" : `\n${text}`);
	const iterator = iteratorOf(isDict ? streamed.entries : streamed.items);
	let count = 0;
	let isOver = false;
	try {
		yield isDict ? "{" : "[";
		for (;;) {
			const step = iterator.next();
			const result = isPromise(step) ? ((yield step) as Result) : step;
			if (result.done) break;
			let item = result.value;
			let key = "";
			if (isDict) {
				const [name, content] = item as [unknown, unknown];
				const text = keyPiece(weaver, name);
				if (text === undefined) continue;
				key = text;
				item = content;
			}
			yield (count++ > 0 ? separator : "") + newline(inner) + key;
			yield* weave(weaver, item, inner, depth + 1);
		}
		isOver = true;
		yield (count > 0 ? newline(outer) : "") + (isDict ? "}" : "]");
	} finally {
		if (!isOver) Promise.resolve(iterator.return?.()).catch(() => undefined);
	}
}

/** A key with what comes between it and its value; undefined for one that is left out. */
function keyPiece({ indent, pieces }: Weaver, key: unknown): string | undefined {
	const text = [...pieces(new Map([[key, null]]), [])].join("");
	const around = indent === undefined ? 1 : 2 + indent.length;
	return text === "{}" ? undefined : text.slice(around, text.length - "null".length - (indent === undefined ? 1 : 2));
}

interface Items {
	next(): Result | PromiseLike<Result>;
	return?(): unknown;
}

function iteratorOf(source: unknown): Items {
	const {
		[Symbol.asyncIterator]: later,
		[Symbol.iterator]: now,
		getReader,
	} = Object(source) as Record<PropertyKey, unknown>;
	if (typeof later === "function") return later.call(source) as Items;
	if (typeof now === "function") return now.call(source) as Items;
	if (typeof getReader === "function") {
		const reader = getReader.call(source) as { read(): Promise<Result>; cancel(): unknown };
		return { next: () => reader.read(), return: () => reader.cancel() };
	}
	throw new PyTypeError("a list or dict that comes while it is written needs an iterable", { code: "json-value" });
}
function isPromise(step: Result | PromiseLike<Result>): step is PromiseLike<Result> {
	return typeof (step as { then?: unknown }).then === "function";
}

/** Text whose lines begin further to the right. */
function shifted(text: string, around: string): string {
	return around === "" ? text : text.replaceAll("\n", `\n${around}`);
}
/** The last line of a string that goes on, as far as it is of interest. */
function lastLine(line: string, text: string, indent: string | undefined): string {
	if (indent === undefined) return "";
	const at = text.lastIndexOf("\n");
	return at === -1 ? line + text : text.slice(at + 1);
}
/** How many levels a line is indented by. */
function levelsOf(line: string, indent: string): number {
	if (indent === "") return 0;
	let levels = 0;
	while (line.startsWith(indent, levels * indent.length)) levels++;
	return levels;
}
