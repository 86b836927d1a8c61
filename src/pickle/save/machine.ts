/** The pickling machine as the families see it; {@link Saver} is the machine itself. */
import type { Writer } from "../../bytes/writer.ts";
import type { VersionNumber } from "../../options.ts";
import type { DumpContext, Registry } from "../../registry/registry.ts";
import type { UninternedString } from "../../registry/uninterned.ts";
import type { FullLimits } from "../limits.ts";
import type { ObjectMemo } from "./fast/object-memo.ts";
import type { StringMemo } from "./fast/string-memo.ts";
import type { Framer } from "./framing.ts";
import type { Memo } from "./memo.ts";
import type { SaverOptions } from "./saver-options.ts";

/**
 * A value that is being written and has not ended yet: a container or a reduction. `step` writes on until
 * a child needs steps of its own (which {@link SaveMachine.save} then has put on the stack), or to its end.
 */
export interface Task {
	/** Goes on; true when the value is complete. */
	step(p: SaveMachine): boolean;
	/** The path segment of the child being written, such as `[3]`. */
	readonly path: string;
	/** The note of CPython 3.14 about the child being written, such as `when serializing list item 3`. */
	readonly note: string;
	/** The note besides about the value as a whole, such as `when serializing collections.deque object`. */
	readonly wholeNote?: string;
}

/** The machine that the families of types write to. */
export interface SaveMachine {
	readonly out: Writer;
	readonly framer: Framer;
	readonly protocol: number;
	readonly version: VersionNumber;
	readonly fixImports: boolean;
	readonly registry: Registry;
	readonly limits: FullLimits;
	readonly options: SaverOptions;
	/** The facts that reducers may know. */
	readonly context: DumpContext;
	/** Without memo: nothing is shared, cycles are errors. */
	readonly fast: boolean;
	/** Whether nothing of the caller runs while a value is written, and all reducers are our own. */
	readonly isQuiet: boolean;
	/** Objects that are in the memo, by identity. */
	readonly objects: ObjectMemo;
	/** Strings that are in the memo, by equality. */
	readonly strings: StringMemo;
	/** Classes and functions that are in the memo, by name. */
	readonly globals: Memo<string>;
	/** Values that are written in the place of others. */
	replaced: Map<object, unknown> | undefined;
	/** Contents of objects that were copied for one of them. */
	copied: Set<object> | undefined;
	/** The last long int, which may come again. */
	lastLong: { readonly value: bigint; readonly bytes: Uint8Array } | undefined;
	/** How many entries the memo has. */
	memoSize: number;
	/** Tasks that wait for the one above them. */
	readonly tasks: Task[];
	/** Whether a container may write its own leaves. */
	readonly leavesAreFree: boolean;

	/** A machine for a pickle within this one. */
	nest(protocol: number): SaveMachine;
	/** Starts a pickle. */
	begin(value: unknown): void;
	/** Writes on; true when the pickle is complete. */
	run(pause?: number): boolean;
	/** Runs a task, or puts it on the stack to be run; true when it is complete. */
	start(task: Task): boolean;
	/** Writes a value, or starts to; true when it is complete. */
	save(value: unknown): boolean;
	/** As {@link save}, without asking the `persistentId` hook. */
	write(value: unknown): boolean;
	/** As {@link write}, of an object that is not in the memo. */
	saveNew(value: object): boolean;
	/** Writes a value that holds nothing and cannot fail; false for any other. */
	saveLeaf(value: unknown): boolean;
	/** Writes what a reducer of ours has made and nothing else has, if it holds nothing; else false. */
	saveOwned(value: unknown): boolean;
	/** Writes a string that is shared with itself alone. */
	saveFresh(fresh: UninternedString, isOnly?: boolean): void;
	/** Writes a string, or fetches an equal one from the memo. */
	saveText(text: string): void;
	/** Writes a key: shared also when only keys are. */
	saveKey(key: string): void;
	/** The class or function of a reduction: for a name the object of that name. */
	named(callable: unknown): unknown;

	/** Writes the opcode that fetches a memo entry. */
	get(index: number): void;
	/** Writes the opcode that stores the top of the stack under the next index. */
	put(): void;
	/** Puts an object in the memo. */
	memoize(value: object): void;
	/** In fast mode, notes that a container or object is being written. */
	enter(value: object): void;
	/** In fast mode, notes that it is complete. */
	leave(value: object): void;
	/**
	 * Counts memory for something that a small value may hold again and again.
	 *
	 * @param bytes where the output is kept
	 * @param held where it leaves at once. Default: nothing
	 */
	again(bytes: number, held?: number): void;
	/** Refuses what no opcode can hold. */
	overflow(message: string): never;
}
