import { joinParts, MOST_PARTS } from "../../../values/parts.ts";

/** Key of the function by which an entry reads further batches of lists, and the name of the entry that has one. */
export const TAKE_BATCHES: unique symbol = Symbol("takes batches");
export const BATCHES = "brine:Batches";

/** Batches of a long list, read in a way of their own. */
export interface Batches {
	/** Reads on from the reader's position, which is right after the mark of a batch, as far as it can; so is where it ends. */
	read(): void;
	/** Takes a batch that was read as any other. */
	add(part: readonly unknown[]): void;
	/** All items up to here. */
	items(): unknown[];
}

/**
 * A list whose items are being read, as CPython writes one: EMPTY_LIST, its memo entry, MARK. Nothing can reach it but
 * by the memo until the mark is popped; when the last APPENDS does that, the list is made of the items in one go.
 *
 * PERF(bench: nested, records, shared, strings): an array that grows has room for seventeen items from the first one
 * on, and is copied each time that it is full, by the collector too; one cut out of the stack is as large as it must be,
 * and parts of a thousand are joined in a third of the time.
 */
export class PendingList {
	/** Its place on the stack, below the mark. */
	readonly at: number;
	/** Its index in the memo; beyond its end if it is not there. */
	readonly index: number;
	/** Items of earlier batches. */
	#parts: unknown[][] | undefined;
	/** How many there are. */
	length = 0;
	/** Reads further batches, and has those up to here; false where these are as any others. Few lists are long enough for it. */
	declare batches?: Batches | false;

	constructor(at: number, index: number) {
		this.at = at;
		this.index = index;
	}

	/** Whether a batch of this many may be added; what other writers cut into small ones grows item by item. */
	takes(count: number): boolean {
		return count > 255 && (this.#parts === undefined || this.#parts.length < MOST_PARTS);
	}
	/** Takes a batch; there will be more. */
	add(part: unknown[]): void {
		this.length += part.length;
		if (this.batches) {
			this.batches.add(part);
			return;
		}
		this.#parts ??= [];
		this.#parts.push(part);
	}
	/** Hands all batches over to what reads further ones. */
	handOver(batches: Batches): void {
		for (const part of this.#parts ?? []) batches.add(part);
		this.#parts = undefined;
		this.batches = batches;
	}
	/** The value for whoever fetches it from the memo. */
	present(m: { begin(list: PendingList): unknown[] }): unknown {
		return m.begin(this);
	}
	/** The list of all batches. */
	join(last: unknown[]): unknown[] {
		if (this.batches) return last.length === 0 ? this.batches.items() : this.batches.items().concat(last);
		return this.#parts === undefined ? last : joinParts(this.#parts, last);
	}
}
