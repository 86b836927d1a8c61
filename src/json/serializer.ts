/** The machine that turns values into JSON text: no recursion, and it stops and goes on between any two values. */
import { LimitError } from "../errors.ts";
import { brandOf, isPlainObject } from "../values/brand.ts";
import { isIntNumber, type PyFloat } from "../values/numbers.ts";
import { canonicalOrder } from "./canonical.ts";
import { StringRuns } from "./fast/string-runs.ts";
import { Separator } from "./fast/text-buffer.ts";
import { TextWriter } from "./fast/text-writer.ts";
import { valuesOf } from "./fast/values-of.ts";
import type { Fragment } from "./fragment.ts";
import { badKey, keyText, sortEntries } from "./keys.ts";
import { DICT, type Level, Levels, LIST, oneLevel, REPLACED, REPLACING, TOP } from "./levels.ts";
import { type NumberRule, NumberWriter } from "./number-writer.ts";
import { type FullLimits, LONGEST_TEXT } from "./options.ts";

/** The settings of the machine. */
export interface SerializerSettings extends NumberRule {
	readonly skipKeys: boolean;
	readonly ascii: boolean;
	readonly checkCircular: boolean;
	readonly sortKeys: boolean;
	readonly indent: string | undefined;
	readonly itemSeparator: string;
	readonly keySeparator: string;
	readonly limits: FullLimits;
	readonly toJSON: boolean;
	readonly rfc8259: boolean;
	/** The function that makes a writable value of one without a form of its own. */
	readonly replace: (value: unknown) => unknown;
}

/** Arrays of fewer items are not looked through for runs of strings. */
const LONG_LIST = 64;

/** Ints that are written at once, before it is asked whether there is enough text. */
const RUN_OF_INTS = 1024;

/** Keys from which on V8 keeps them in a table, which `Object.values` would sort once more. */
const MANY_KEYS = 1024;

const NO_KEYS: readonly unknown[] = [];
const NO_LEAD: Separator = /* @__PURE__ */ new Separator("");
/** In place of keys: it is the value's own `toJSON` that replaces it. */
const ASK_VALUE: readonly unknown[] = [];

/** Writes one value. */
export class Serializer {
	readonly #settings: SerializerSettings;
	protected readonly writer: TextWriter;
	readonly #levels: Levels;
	readonly #numbers: NumberWriter;
	readonly #compact: boolean;
	readonly #runs = new StringRuns();
	/** The separator between items at each depth. */
	readonly #separators: Separator[];
	/** Whether it is a key that is being turned into text. */
	#inKey = false;

	/** Whether errors are in the words of Python's `iterencode`, which differ from those of its C encoder. */
	readonly #generic: boolean;

	/** @param isWhole whether the text is taken as a whole, as by `dumps`, or in pieces */
	constructor(settings: SerializerSettings, value: unknown, isWhole: boolean) {
		this.#settings = settings;
		const { itemSeparator, indent } = settings;
		const near = new Separator(indent === undefined ? itemSeparator : "");
		this.#separators = [near];
		const limit = isWhole ? settings.limits.text : LONGEST_TEXT;
		this.writer = new TextWriter(settings.ascii, settings.rfc8259, settings.keySeparator, near, limit);
		this.#levels = new Levels(settings.checkCircular);
		this.#numbers = new NumberWriter(settings, !isWhole || indent !== undefined);
		this.#levels.innermost.values = [value];
		this.#compact = settings.indent === undefined;
		this.#generic = !isWhole;
	}

	/** The text since it was last taken. */
	take(): string {
		return this.writer.take();
	}

	/** As {@link take}, when the value is written. */
	end(): string {
		return this.writer.end();
	}

	/**
	 * Goes on until the value is written.
	 *
	 * @param limit text beyond which to stop for now; 0 stops after each value
	 * @returns whether the value is written
	 */
	run(limit: number): boolean {
		try {
			return this.#run(limit);
		} catch (error) {
			const generic = this.#generic ? (key: unknown) => keyText(key, this.#numbers) ?? String(key) : undefined;
			this.#levels.annotate(error, this.#settings.version, this.#inKey, generic);
			throw error;
		}
	}

	#run(limit: number): boolean {
		const levels = this.#levels;
		for (;;) {
			const level = levels.innermost;
			const { kind } = level;
			if (level.next >= level.values.length) {
				if (kind === TOP) return true;
				this.#close(level);
			} else if (kind === REPLACING) {
				this.#replace(level);
			} else if (kind === TOP || kind === REPLACED) {
				if (this.value(level.values[level.next++])) this.mark();
			} else {
				this.fill(level, limit);
			}
			if (this.writer.flushed >= limit) return false;
		}
	}

	/** A chunk of Python's `iterencode` ends here, for the class that marks them. */
	protected mark(): void {}

	/** Writes what is next in an array or object. */
	protected fill(level: Level, limit: number): void {
		if (level.kind === LIST) this.#items(level, limit);
		else this.#entries(level, limit);
	}

	/**
	 * Writes the items of an array up to the next container.
	 * PERF(bench: json ints, strings): what is most frequent is decided first.
	 */
	#items(level: Level, limit: number): void {
		const items = level.values;
		const writer = this.writer;
		const separator = this.#separatorAt(level.depth);
		const isLong = items.length >= LONG_LIST;
		for (let i = level.next; i < items.length; ) {
			if (i > 0) writer.separator(separator);
			else this.separate(level);
			if (isLong && typeof items[i] !== "object") {
				const written = this.#writeRun(items, i, separator);
				if (written > 0) {
					i += written;
					level.next = i;
					if (writer.flushed >= limit) return;
					continue;
				}
			}
			const value = items[i++];
			level.next = i;
			if (typeof value === "string") writer.string(value);
			else if (typeof value === "number" && isIntNumber(value)) writer.int(value);
			else if (!this.value(value)) return;
			if (writer.flushed >= limit) return;
		}
	}

	/** Writes what are alike of the items of a long array; returns how many, 0 for the caller to write one. */
	#writeRun(items: readonly unknown[], from: number, separator: Separator): number {
		if (typeof items[from] === "string") return this.#runs.write(items, from, separator, this.writer);
		return this.writer.ints(items, from, RUN_OF_INTS, separator);
	}

	/** Writes the entries of an object up to the next container. */
	#entries(level: Level, limit: number): void {
		const { keys, values } = level;
		const writer = this.writer;
		const separator = this.#separatorAt(level.depth);
		for (let i = level.next; i < values.length; ) {
			const key = keys[i];
			const value = values[i++];
			level.next = i;
			if (value === undefined && level.isPlain) continue;
			if (level.wrote && typeof key === "string") writer.key(key, separator);
			else if (!this.#key(level, key)) continue;
			if (typeof value === "string") writer.string(value);
			else if (!this.value(value)) return;
			if (writer.flushed >= limit) return;
		}
	}

	/** Writes a value, or begins it; false when its contents are to follow. */
	protected value(value: unknown): boolean {
		const writer = this.writer;
		switch (typeof value) {
			case "string":
				writer.string(value);
				return true;
			case "number":
				if (isIntNumber(value)) writer.int(value);
				else writer.raw(this.#numbers.float(value));
				return true;
			case "boolean":
				writer.raw(value ? "true" : "false");
				return true;
			case "bigint":
				writer.raw(this.#numbers.int(value));
				return true;
			default:
				if (value !== null) return this.#object(value);
				writer.raw("null");
				return true;
		}
	}

	/** The separator before an item; the bracket comes with the first, as it does in Python's chunks. */
	protected separate(level: Level): void {
		if (level.wrote) this.writer.raw(this.#settings.itemSeparator);
		else this.writer.raw("[");
		level.wrote = true;
		if (!this.#compact) this.writer.raw(this.#newline(level.depth));
	}

	/** The beginning of a line at a depth. */
	#newline(depth: number): string {
		return `\n${(this.#settings.indent as string).repeat(depth)}`;
	}

	/** The separator between two items at a depth. */
	#separatorAt(depth: number): Separator {
		const index = this.#compact ? 0 : depth;
		const known = this.#separators[index];
		if (known !== undefined) return known;
		const separator = new Separator(this.#settings.itemSeparator + this.#newline(depth));
		if (depth < 64) this.#separators[index] = separator;
		return separator;
	}

	/** The text of a key; undefined for one that is to be left out. */
	protected keyText(key: unknown): string | undefined {
		if (typeof key === "string") return key;
		this.#inKey = true;
		const text = keyText(key, this.#numbers);
		if (text === undefined && !this.#settings.skipKeys) throw badKey(key, this.#settings.version);
		this.#inKey = false;
		return text;
	}

	/** Writes what comes before a value in an object; false to leave the entry out. */
	#key(level: Level, key: unknown): boolean {
		const text = this.keyText(key);
		if (text === undefined) return false;
		this.beginEntry(level);
		this.writer.key(text, NO_LEAD);
		return true;
	}

	/** Writes what is before a key; whether that is a chunk. */
	protected beginEntry(level: Level): boolean {
		const first = !level.wrote;
		level.wrote = true;
		if (!first) this.writer.raw(this.#settings.itemSeparator);
		// Until 3.14 the first line began before it was known that there is an entry.
		const newline = !this.#compact && (!first || this.#settings.version >= 31400);
		if (newline) this.writer.raw(this.#newline(level.depth));
		return newline || !first;
	}

	#close(level: Level): void {
		const { kind, depth, wrote } = level;
		this.#levels.pop();
		if (kind === REPLACED) return;
		if (!this.#compact && (wrote || this.#settings.version < 31400)) {
			this.writer.raw(this.#newline(depth - 1));
			this.mark();
		}
		this.writer.raw(kind === LIST ? "]" : "}");
		this.mark();
	}

	/** Begins an object of any kind; false when it is open now and its contents are to follow. */
	#object(value: unknown): boolean {
		const prototype: unknown = typeof value === "object" ? Object.getPrototypeOf(value) : undefined;
		if (prototype === Array.prototype) return this.#list(value as unknown[]);
		if (prototype === Object.prototype && !this.#settings.toJSON)
			return this.#plainObject(value as Record<string, unknown>);
		return this.#otherObject(value);
	}

	#list(items: readonly unknown[]): boolean {
		if (items.length === 0) {
			this.writer.raw("[]");
			return true;
		}
		this.#push(LIST, items, NO_KEYS, items);
		return false;
	}

	#plainObject(object: Record<string, unknown>): boolean {
		const keys = Object.keys(object);
		return this.#dict(object, keys, keys.length < MANY_KEYS ? Object.values(object) : valuesOf(object, keys), true);
	}

	#dict(container: object, keys: readonly unknown[], values: readonly unknown[], isPlain: boolean): boolean {
		if (keys.length === 0) {
			this.writer.raw("{}");
			return true;
		}
		if (this.#settings.sortKeys) {
			this.#levels.check(container);
			const [sortedKeys, sortedValues] = this.#settings.ext.canonical
				? canonicalOrder(keys, values, (key) => this.keyText(key))
				: sortEntries(keys, values, this.#settings.version);
			this.#push(DICT, container, sortedKeys, sortedValues);
		} else {
			this.#push(DICT, container, keys, values);
		}
		this.#levels.innermost.isPlain = isPlain;
		this.writer.raw("{");
		this.mark();
		if (!this.#compact && this.#settings.version < 31400) {
			this.writer.raw(this.#newline(this.#levels.innermost.depth));
			this.mark();
		}
		return false;
	}

	#push(kind: number, container: unknown, keys: readonly unknown[], values: readonly unknown[]): void {
		const { depth } = this.#settings.limits;
		if (this.#levels.innermost.depth >= depth) throw new LimitError("depth", depth);
		this.#levels.push(kind, container, keys, values);
	}

	#otherObject(value: unknown): boolean {
		const { toJSON } = this.#settings;
		const plain = isPlainObject(value);
		if (toJSON && plain && typeof value["toJSON"] === "function") return this.#replaceBy(value, true);
		if (plain) return this.#plainObject(value);
		const brand = brandOf(value);
		if (Array.isArray(value)) return this.#list(value);
		if (value instanceof Map || isForeignMap(value))
			return this.#dict(value, [...value.keys()], [...value.values()], false);
		if (brand === "float") {
			this.writer.raw(this.#numbers.float((value as PyFloat).value));
			return true;
		}
		if (brand === "decimal.Decimal" && this.#settings.ext.useDecimal) {
			this.writer.raw(this.#numbers.decimal(value));
			return true;
		}
		if (brand === "json.Fragment") {
			this.writer.raw((value as Fragment).text);
			return true;
		}
		return this.#replaceBy(value, toJSON && typeof (value as { toJSON?: unknown } | undefined)?.toJSON === "function");
	}

	/** Has a value replaced, when it is its turn: what comes before it is complete by then. */
	#replaceBy(value: unknown, toJSON: boolean): false {
		this.#levels.push(REPLACING, value, toJSON ? ASK_VALUE : NO_KEYS, [undefined]);
		return false;
	}

	/** Asks `toJSON` or `default` what to write for a value. */
	#replace(level: Level): void {
		const { container } = level;
		const replacement: unknown =
			level.keys === ASK_VALUE ? oneLevel(container, this.#levels.keyAround()) : this.#settings.replace(container);
		level.values = [replacement];
		level.kind = REPLACED;
	}
}

/** Whether a value is a `Map` of another realm. */
function isForeignMap(value: unknown): value is Map<unknown, unknown> {
	if ((value as { [Symbol.toStringTag]?: unknown } | undefined)?.[Symbol.toStringTag] !== "Map") return false;
	try {
		// It throws for what lacks a Map's inner slot.
		Map.prototype.has.call(value as Map<unknown, unknown>, undefined);
		return true;
	} catch {
		return false;
	}
}
