import type { Effort } from "./effort.ts";
import type { Finding } from "./finding.ts";
import type { NameList } from "./name-list.ts";
import type { View } from "./view.ts";

/** The limits of a walk, and its way to judge. */
export interface WalkOptions {
	readonly list: NameList;
	readonly file: string;
	/** Whether pickles in other bytes are judged too. */
	readonly embedded: boolean;
	/** How many bytes of one member are read, and how many may come out of archives in all. */
	readonly maxBytes: number;
	/** When to stop, in milliseconds since 1970. */
	readonly deadline: number;
	/** Is told every import, for lists of them. */
	readonly imports: ((name: string, kinds: ReadonlySet<string>, member: readonly string[]) => void) | undefined;
}

/** The walk through a file and its contents. */
export interface Walker {
	readonly options: WalkOptions;
	/** How many bytes may still come out of archives. */
	budget: number;
	/** How many bytes may still be looked at. */
	readonly effort: Effort;
	/** The storages of torch that the last pickle asked for, by key. */
	readonly storages: ReadonlyMap<string, number>;
	/**
	 * The findings of some bytes.
	 *
	 * @param view the bytes
	 * @param member the way to them
	 * @param raw whether they are known to be numbers, as a storage of torch
	 */
	scan(view: View, member: readonly string[], raw?: boolean): AsyncGenerator<Finding, void, undefined>;
}
