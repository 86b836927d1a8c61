import { LimitError } from "../errors.ts";
import { PyDict } from "../values/dict.ts";
import {
	FIRST_INDEX_BYTES,
	INDEX_BYTES,
	IndexBuffer,
	indexOf,
	mayBeIndex,
	overwriteOwn,
} from "../values/own-property.ts";
import { decoderSettings } from "./decoder.ts";
import { EventReader } from "./event-reader.ts";
import { TextFeed } from "./feed.ts";
import { bytesOf, type JSONText } from "./input.ts";
import { byteRule } from "./loads.ts";
import { OpenString } from "./open-string.ts";
import { checkConstructor, type DecoderOptions, inner } from "./options.ts";
import { skipSpace } from "./scanner.ts";
import type { ParserSettings } from "./settings.ts";
import { CONTAINER_BYTES, PLAIN_KEYS, VALUE_BYTES } from "./states.ts";
import { moveWindow } from "./window.ts";

/** How a document is read that is still coming: as by `loads`, without the hooks that make something else of containers. */
export interface PartialOptions extends Omit<DecoderOptions, "objectHook" | "objectPairsHook" | "arrayHook"> {
	/** Show the beginning of a string whose end has not come, where it is a value. @defaultValue false */
	readonly openStrings?: boolean | null;
}

/** A container that is open. */
interface PartialLevel {
	box: unknown[] | PyDict<string, unknown> | Record<string, unknown>;
	readonly isArray: boolean;
	key: string;
	/** How many values have begun in it. */
	count: number;
	room: IndexBuffer | undefined;
}

const mapSet = Map.prototype.set;

/** The event that the text held back belongs to. */
const NOTHING = 0;
const STRING = 1;
const NUMBER = 2;
const COMMENT = 3;

/**
 * Extension: reads a JSON document while it is still coming, such as the answer of a language model. After each piece
 * {@link value} is what there is by then: containers as soon as they are opened, all that is complete in them, open
 * strings if asked for, and no numbers or literals that may go on. The work is linear in the text, however it is cut.
 *
 * The value is one structure that later pieces extend, not a copy; `structuredClone` makes one. Only a key that comes
 * twice, and an object's key number 2^22, which makes a `PyDict` of it, replace what is there.
 *
 * @example
 * ```ts
 * import { json } from "brine";
 * const decoder = new json.PartialDecoder({ openStrings: true });
 * decoder.feed('{"done": false, "rows": [1, 2').value; // { done: false, rows: [1] }
 * decoder.feed('3], "text": "Hel').value; // { done: false, rows: [1, 23], text: "Hel" }
 * decoder.feed('lo"}').end(); // { done: false, rows: [1, 23], text: "Hello" }
 * ```
 */
export class PartialDecoder {
	readonly #settings: ParserSettings;
	readonly #feed: TextFeed;
	readonly #reader: EventReader;
	readonly #frames: PartialLevel[] = [];
	#root: unknown;
	#error: { readonly thrown: unknown } | undefined;
	/** Text of a string or number whose end has not come, without what the reader has of it. */
	#held: string[] = [];
	#holds = NOTHING;
	/** The end of the comment that is held back, and its last character. */
	#commentEnd = "";
	#commentTail = "";
	readonly #open: OpenString;
	readonly #showsOpen: boolean;
	/** Whether the beginning of the string that is open is in its place. */
	#isShown = false;
	#spent = 0;

	/**
	 * @param options see {@link PartialOptions}. Default: Python's defaults, plain mode, no open strings
	 * @throws PyTypeError (`option`) for an unknown option
	 */
	constructor(options?: PartialOptions | null) {
		const rest = inner("PartialDecoder", 1, options ?? {}, ["openStrings"]) as PartialOptions;
		checkConstructor("PartialDecoder", rest, KNOWN, 31400);
		this.#settings = decoderSettings(rest);
		this.#feed = new TextFeed(byteRule(rest));
		this.#reader = new EventReader(this.#settings);
		this.#showsOpen = Boolean(options?.openStrings);
		this.#open = new OpenString(this.#settings.strict);
	}

	/** The part of the value that is there; undefined when nothing is. */
	get value(): unknown {
		return this.#root;
	}
	/** Whether the document is complete; then only whitespace may follow. A number alone is complete at the {@link end}. */
	get done(): boolean {
		return this.#reader.done;
	}

	/**
	 * Takes the next piece, which may begin and end anywhere.
	 *
	 * @param chunk text, or bytes as of `loads`; always of one kind
	 * @returns the decoder itself
	 * @throws JSONDecodeError (`json-syntax`) when the text so far is not the beginning of any document, here and at
	 *   each later call; as `loads` for the rest
	 */
	feed(chunk: JSONText): this {
		this.#guarded(() => {
			const text = this.#feed.push(typeof chunk === "string" ? chunk : bytesOf(chunk));
			if (text !== "") this.#take(text);
		});
		return this;
	}

	/**
	 * Says that the text is at its end.
	 *
	 * @returns the value
	 * @throws JSONDecodeError (`json-truncated`) when it is not complete
	 */
	end(): unknown {
		this.#guarded(() => {
			if (this.#feed.ended) return;
			this.#refill(this.#feed.push(undefined), true);
			this.#run();
		});
		return this.#root;
	}

	/** A decoder that failed once fails again: the reader does not know where it is. */
	#guarded(work: () => void): void {
		if (this.#error !== undefined) throw this.#error.thrown;
		try {
			work();
		} catch (thrown) {
			this.#error = { thrown };
			throw thrown;
		}
	}

	/** Hands text to the reader, unless it only goes on with what is held back. */
	#take(text: string): void {
		if (this.#holds === STRING && !this.#open.push(text)) {
			this.#held.push(text);
			this.#show();
			if (!this.#open.isBroken) return;
			this.#refill("", false);
		} else if (this.#holds === NUMBER && !ENDS_NUMBER.test(text)) {
			this.#held.push(text);
			return;
		} else if (this.#holds === COMMENT && !(this.#commentTail + text).includes(this.#commentEnd)) {
			this.#held.push(text);
			this.#commentTail = text.slice(-1);
			return;
		} else {
			this.#refill(text, false);
		}
		this.#run();
	}

	#refill(text: string, final: boolean): void {
		this.#held.push(text);
		moveWindow(this.#reader, this.#held.join(""), final);
		this.#held = [];
		this.#holds = NOTHING;
	}

	/** Reads as far as the text goes. */
	#run(): void {
		const reader = this.#reader;
		while (!reader.done) {
			if (!reader.read()) {
				this.#hold();
				return;
			}
			this.#event();
		}
		reader.at = skipSpace(reader.text, reader.at);
		if (reader.at < reader.text.length) reader.fail("Extra data", reader.at);
	}

	/** Holds back what comes, when the reader waits for the end of a string, number or comment. */
	#hold(): void {
		const { text, at } = this.#reader;
		const unit = text.charCodeAt(at);
		if (unit === 34) {
			this.#holds = STRING;
			this.#open.start();
			// One that ends and is not read has an escape that is cut, or broken: a few characters more will tell.
			if (this.#open.push(text.slice(at + 1))) this.#holds = NOTHING;
			else this.#show();
		} else if (unit === 45 || (unit >= 48 && unit <= 57)) {
			this.#holds = NUMBER;
		} else if (unit === 47 && text.length > at + 1) {
			this.#holds = COMMENT;
			this.#commentEnd = text.charAt(at + 1) === "*" ? "*/" : "\n";
			this.#commentTail = text.slice(-1);
		}
	}

	/** Puts the beginning of an open string in its place, if it is a value and that is asked for. */
	#show(): void {
		const text = this.#open.decoded();
		if (!this.#showsOpen || (!this.#isShown && !this.#reader.isAtValue)) return;
		this.#place(text);
		this.#isShown = true;
	}

	#event(): void {
		const { event, value } = this.#reader;
		switch (event) {
			case "map_key":
				(this.#frames.at(-1) as PartialLevel).key = value as string;
				break;
			case "start_map":
			case "start_array":
				this.#begin(event === "start_array");
				break;
			case "end_map":
			case "end_array":
				this.#frames.pop();
				break;
			default:
				if (typeof value === "string") this.#charge(value.length);
				this.#place(value);
		}
	}

	#begin(isArray: boolean): void {
		this.#charge(CONTAINER_BYTES);
		const box = isArray ? [] : this.#settings.map ? new PyDict<string, unknown>() : {};
		this.#place(box);
		this.#frames.push({ box, isArray, key: "", count: 0, room: undefined });
	}

	/** Puts a value where it belongs; in the place of the beginning of it that is shown there. */
	#place(value: unknown): void {
		const frame = this.#frames.at(-1);
		const isNew = !this.#isShown;
		this.#isShown = false;
		if (frame === undefined) {
			this.#root = value;
			return;
		}
		if (isNew) this.#count(frame);
		const { box, key } = frame;
		if (frame.isArray) {
			(box as unknown[])[frame.count - 1] = value;
		} else if (box instanceof PyDict) {
			mapSet.call(box, key, value);
		} else {
			if (mayBeIndex(key)) this.#prepare(frame, box as object, indexOf(key));
			overwriteOwn(box as object, key, value);
		}
	}

	/** Counts a value of a container, whose limits it may meet. */
	#count(frame: PartialLevel): void {
		this.#charge(VALUE_BYTES);
		const { stack, items } = this.#settings.limits;
		frame.count++;
		if (frame.isArray) {
			if (frame.count > stack) throw new LimitError("stack", stack);
			return;
		}
		if (frame.count > items) throw new LimitError("items", items);
		if (frame.count === PLAIN_KEYS && !(frame.box instanceof PyDict)) this.#outgrow(frame);
	}

	/** A plain object with as many keys as V8 can bear becomes a `PyDict`. */
	#outgrow(frame: PartialLevel): void {
		const dict = new PyDict<string, unknown>();
		for (const [key, value] of Object.entries(frame.box)) mapSet.call(dict, key, value);
		frame.box = dict;
		const around = this.#frames.at(-2);
		if (around === undefined) this.#root = dict;
		else if (around.isArray) (around.box as unknown[])[around.count - 1] = dict;
		else if (around.box instanceof PyDict) mapSet.call(around.box, around.key, dict);
		else overwriteOwn(around.box, around.key, dict);
	}

	/** Prepares a plain object for a key that looks like an index. */
	#prepare(frame: PartialLevel, box: object, index: number): void {
		if (index < 0) return;
		this.#charge(frame.room === undefined ? FIRST_INDEX_BYTES : INDEX_BYTES);
		frame.room ??= new IndexBuffer();
		frame.room.prepare(box, index);
	}

	#charge(bytes: number): void {
		const { memory } = this.#settings.limits;
		this.#spent += bytes;
		if (this.#spent > memory) throw new LimitError("memory", memory);
	}
}

/** Options of {@link PartialDecoder}; a test proves that they are. */
const KNOWN: ReadonlySet<string> = /* @__PURE__ */ new Set(
	"parseFloat parseInt parseConstant strict mode dict limits pythonVersion rfc8259 duplicateKeys jsonc".split(" "),
);

/** A character that no number has. */
const ENDS_NUMBER = /[^\d.eE+-]/;
