/** The reader that walks through a document without building it. */
import { LimitError } from "../errors.ts";
import { KeyNode, STEPS, STEPS_IN_ARRAY, STEPS_IN_OBJECT, TOP } from "./fast/open-levels.ts";
import { Parser } from "./parser.ts";
import type { Place, Search } from "./prefix.ts";
import type { ParserSettings } from "./settings.ts";
import { ITEM, NEXT, VALUE } from "./states.ts";

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

/** A container that is open. */
interface EventLevel extends Place {
	key: string | undefined;
	/** The keys that an object has had, where they must differ. */
	readonly keys: Set<string> | undefined;
	/** Where the container around it is in the guesses of keys, and how many keys that has had. */
	readonly node: KeyNode;
	readonly count: number;
}

/** Yields a document's events one by one. It is a parser too, for values that are to be built after all. */
export class EventReader extends Parser {
	/** The last event. */
	event: EventName = "null";
	/** Its value: of a scalar, or the key. */
	declare value: unknown;
	/** The containers around the place after the last event, outermost first. */
	readonly places: EventLevel[] = [];
	/** Whether the document is complete. */
	done = false;
	/** Whether the last event is of a value that is searched for: a scalar, or a container that is to be built. */
	isFound = false;

	constructor(settings: ParserSettings) {
		super(settings, "", false);
		this.kind = STEPS;
	}

	/** Makes the reader ready for another document after the last one. */
	override again(): void {
		super.again();
		this.state = VALUE;
		this.done = false;
	}

	/** Where the key of the last event is among those that are guessed; undefined for one that is not. */
	get keyNode(): KeyNode | undefined {
		return this.node.key === this.key ? this.node : undefined;
	}

	/** Whether what comes next, and is not all there, is a value. */
	get isAtValue(): boolean {
		return this.state <= ITEM;
	}

	/**
	 * Reads the next event; of a container that is searched for nothing, so that it can be built.
	 *
	 * @param search what is searched for, if anything; `isFound` says then whether the event is of such a value
	 * @returns false when more text is needed
	 */
	read(search?: Search): boolean {
		if (!this.run()) return false;
		const { token } = this;
		this.isFound = false;
		if (token === 58) {
			this.#atKey();
			return true;
		}
		const isClosed = token === 125 || token === 93;
		this.isFound = search !== undefined && !isClosed && search.found(this.places);
		if (token === 123 || token === 91) {
			if (this.isFound) this.#leaveToBuild();
			else this.#begin(token === 91);
		} else if (isClosed) {
			this.#end(token === 93);
		} else {
			this.event =
				token === 34 ? "string" : token === 110 ? "null" : token === 116 || token === 102 ? "boolean" : "number";
			if (this.places.length === 0) this.done = true;
		}
		return true;
	}

	/** Builds the container that was found, if it was one; false when more text is needed. */
	build(): boolean {
		if (this.kind < TOP) return true;
		if (!this.run()) return false;
		this.#goOn();
		return true;
	}

	/** Goes into what was found instead of building it; whether that is an object. */
	enter(): boolean {
		if (this.kind < TOP) return false;
		this.#goOn();
		this.state = VALUE;
		this.done = false;
		return this.read() && this.event === "start_map";
	}

	/** Goes back to before a bracket. */
	#leaveToBuild(): void {
		super.again();
		this.at--;
		this.state = VALUE;
		this.kind = TOP;
	}

	#atKey(): void {
		const { key } = this;
		(this.places[this.places.length - 1] as EventLevel).key = key;
		this.count++;
		this.event = "map_key";
		this.value = key;
	}

	#begin(isArray: boolean): void {
		const { places } = this;
		const { depth } = this.settings.limits;
		if (places.length >= depth) throw new LimitError("depth", depth, { offset: this.at - 1 });
		const keys = !isArray && this.settings.unique ? new Set<string>() : undefined;
		const { node, count } = this;
		places.push({ key: undefined, isArray, keys, node, count });
		// Rows of an array have keys alike.
		if (this.kind !== STEPS_IN_ARRAY) this.node = node.inside ??= new KeyNode("");
		this.kind = isArray ? STEPS_IN_ARRAY : STEPS_IN_OBJECT;
		this.count = 0;
		this.event = isArray ? "start_array" : "start_map";
		this.value = undefined;
	}

	#end(isArray: boolean): void {
		const { places } = this;
		const { node, count } = places.pop() as EventLevel;
		this.node = node;
		this.count = count;
		this.#goOn();
		this.event = isArray ? "end_array" : "end_map";
		this.value = undefined;
	}

	/** A container is complete, and the reader in the one around it, if any. */
	#goOn(): void {
		const { places } = this;
		const place = places[places.length - 1];
		this.state = NEXT;
		this.kind = place === undefined ? STEPS : place.isArray ? STEPS_IN_ARRAY : STEPS_IN_OBJECT;
		this.done = place === undefined;
	}

	/** Notes a key that must be a new one. */
	protected override isKnown(at: number): boolean {
		if (this.kind > TOP) return super.isKnown(at);
		const keys = (this.places[this.places.length - 1] as EventLevel).keys as Set<string>;
		if (keys.has(this.key)) return true;
		const { items } = this.settings.limits;
		if (keys.size >= items) throw new LimitError("items", items, { offset: at });
		keys.add(this.key);
		return false;
	}
}
