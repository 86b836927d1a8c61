/** The reader that walks through a document without building it. */
import { LimitError } from "../errors.ts";
import { Parser } from "./parser.ts";
import { INCOMPLETE } from "./scanner.ts";
import type { ParserSettings } from "./settings.ts";

/** The events of a document. */
export type EventName =
	| "null"
	| "boolean"
	| "number"
	| "string"
	| "map_key"
	| "start_map"
	| "end_map"
	| "start_array"
	| "end_array";

/** The token that the reader waits for. */
const VALUE = 0;
const FIRST_ITEM = 1;
const ITEM = 2;
const FIRST_KEY = 3;
const KEY = 4;
const COLON = 5;
const NEXT = 6;
const DONE = 7;

/** A container that is open: the key it is at, or undefined for an array. */
export interface EventLevel {
	key: string | undefined;
	readonly isArray: boolean;
	/** The keys that an object has had, where they must differ. */
	readonly keys: Set<string> | undefined;
}

/** Yields a document's events one by one. It is a parser too, for values that are to be built after all. */
export class EventReader extends Parser {
	/** The last event. */
	event: EventName = "null";
	/** Its value: of a scalar, or the key. */
	declare value: unknown;
	/** The containers around the place after the last event, outermost first. */
	readonly places: EventLevel[] = [];
	#state = VALUE;

	constructor(settings: ParserSettings) {
		super(settings, "", false);
	}

	/** Makes the reader ready for another document after the last one. */
	override again(): void {
		super.again();
		this.#state = VALUE;
	}

	/** Whether the document is complete. */
	get done(): boolean {
		return this.#state === DONE;
	}

	/** Goes on to where a value begins, if that is what comes next; MORE when the text does not tell. */
	atValue(): boolean | typeof INCOMPLETE {
		const unit = this.#nextToken();
		if (unit < 0 && !this.final) return INCOMPLETE;
		return this.#state <= ITEM && (unit !== 93 || this.#state === VALUE);
	}

	/** Builds the value that begins here; false when more text is needed. */
	build(): boolean {
		if (!this.run()) return false;
		const { value } = this;
		super.again();
		this.value = value;
		this.#valueEnds();
		return true;
	}

	/** Reads the next event; false when more text is needed. */
	read(): boolean {
		const unit = this.#nextToken();
		if (unit < 0 && !this.final) return false;
		const { at } = this;
		switch (this.#state) {
			case COLON:
				return this.fail("Expecting ':' delimiter", at);
			case NEXT:
				if (unit !== (this.#inArray() ? 93 : 125)) this.fail("Expecting ',' delimiter", at);
				return this.#close();
			case FIRST_KEY:
			case KEY:
				if (unit === 34) return this.#key(at);
				if (unit !== 125 || (this.#state === KEY && !this.settings.jsonc)) {
					this.failAtKey(unit, this.#state === KEY, at);
				}
				return this.#close();
			default:
				if (unit !== 93 || this.#state === VALUE) return this.#value(unit, at);
				if (this.#state === ITEM && !this.settings.jsonc) this.failAtItem(at);
				return this.#close();
		}
	}

	#inArray(): boolean {
		return (this.places[this.places.length - 1] as EventLevel).isArray;
	}

	/** Passes a colon or comma that is due, and returns the first character of what comes then; -1 at the end. */
	#nextToken(): number {
		const unit = this.#peek();
		if (this.#state === COLON && unit === 58) {
			this.at++;
			this.#state = VALUE;
		} else if (this.#state === NEXT && unit === 44) {
			this.comma = this.at++;
			this.#state = this.#inArray() ? ITEM : KEY;
		} else {
			return unit;
		}
		return this.#peek();
	}

	#peek(): number {
		// PERF(bench: json events): most characters are no whitespace, and begin no comment.
		const unit = this.at < this.text.length ? this.text.charCodeAt(this.at) : -1;
		if (unit > 32 && unit !== 47) return unit;
		return this.skip() === true ? this.text.charCodeAt(this.at) : -1;
	}

	#key(at: number): boolean {
		const key = this.string(at + 1);
		if (key === INCOMPLETE) return false;
		const place = this.places[this.places.length - 1] as EventLevel;
		if (place.keys !== undefined) this.#note(key, place.keys, at);
		place.key = key;
		this.#state = COLON;
		this.event = "map_key";
		this.value = key;
		return true;
	}

	/** Notes a key that must be a new one. */
	#note(key: string, keys: Set<string>, at: number): void {
		if (keys.has(key)) this.fail("Duplicate key", at);
		const { items } = this.settings.limits;
		if (keys.size >= items) throw new LimitError("items", items, { offset: at });
		keys.add(key);
	}

	#value(unit: number, at: number): boolean {
		if (unit === 123 || unit === 91) {
			const { depth } = this.settings.limits;
			if (this.places.length >= depth) throw new LimitError("depth", depth, { offset: at });
			const isArray = unit === 91;
			const keys = !isArray && this.settings.unique ? new Set<string>() : undefined;
			this.places.push({ key: undefined, isArray, keys });
			this.at++;
			this.#state = isArray ? FIRST_ITEM : FIRST_KEY;
			this.event = isArray ? "start_array" : "start_map";
			this.value = undefined;
			return true;
		}
		const value = this.scalar(unit, at);
		if (value === INCOMPLETE) return false;
		this.event = unit === 34 ? "string" : unit === 110 ? "null" : unit === 116 || unit === 102 ? "boolean" : "number";
		this.value = value;
		this.#valueEnds();
		return true;
	}

	#close(): boolean {
		const { isArray } = this.places.pop() as EventLevel;
		this.at++;
		this.event = isArray ? "end_array" : "end_map";
		this.value = undefined;
		this.#valueEnds();
		return true;
	}

	#valueEnds(): void {
		this.#state = this.places.length === 0 ? DONE : NEXT;
	}
}
