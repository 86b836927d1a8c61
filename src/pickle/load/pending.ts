/**
 * A list whose items are being read, as CPython writes one: EMPTY_LIST, its memo entry, MARK. Nothing can reach it but
 * by the memo until the mark is popped; when APPENDS does that, the list is made of the items in one go.
 *
 * PERF(bench: nested, records): an array that grows has room for seventeen items from the first one on, which the
 * collector carries along and the value keeps; one cut out of the stack is as large as it must be.
 */
export class PendingList {
	/** Its place on the stack, below the mark. */
	readonly at: number;
	/** Its index in the memo. */
	readonly index: number;
	constructor(at: number, index: number) {
		this.at = at;
		this.index = index;
	}
}
