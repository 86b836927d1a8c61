/** The tasks of a worker for its items, and their limits. */

/** The tasks for an item. */
export const TASKS = ["convert", "scan", "show"] as const;
/**
 * The task for an item: `"convert"` makes JSON of its value, `"scan"` judges what it would do, `"show"` prints its
 * value as Python does.
 */
export type Task = (typeof TASKS)[number];

/** Options of a task; each belongs to one or two of them. */
export interface TaskOptions {
	/** `convert`: what becomes of values that have no JSON form, as `--default` of the command. @defaultValue an error */
	readonly default?: "repr" | "str" | "tagged" | undefined;
	/** `convert` and `show`: the codec of the strings of Python 2. @defaultValue `"ASCII"` */
	readonly encoding?: string | undefined;
	/** `scan`: names that are in order, as `--allow` of the command. @defaultValue none */
	readonly allow?: readonly string[] | undefined;
	/** `scan`: rows of a file of names that are in order. @defaultValue none */
	readonly rows?: string | undefined;
	/** `scan`: whether every name that is imported is listed too. @defaultValue false */
	readonly imports?: boolean | undefined;
	/** `scan`: whether pickles inside other bytes are judged too. @defaultValue false */
	readonly embedded?: boolean | undefined;
}

/** The limits of an item. */
export interface ItemLimits {
	/** How many seconds it may take. @defaultValue 300 */
	readonly maxSeconds?: number | undefined;
	/** How many bytes of memory the process that works on it may have. @defaultValue 2^31 (2 GiB) */
	readonly maxMemory?: number | undefined;
}

export const DEFAULT_SECONDS = 300;
export const DEFAULT_MEMORY: number = 2 ** 31;
/** A process of Node with the libraries of the command needs about so much. */
export const LEAST_MEMORY: number = 2 ** 28;

/** The settings that the process that works on items is told first. */
export interface ProcessSettings {
	readonly task: Task;
	readonly options: TaskOptions;
	readonly maxMemory: number;
}

/** The most bytes of an item that comes through a pipe: what is made of it needs memory too. */
export function mostBytes(maxMemory: number): number {
	return Math.min(2 ** 31 - 1, Math.floor(maxMemory / 2));
}

/** The `limits.memory` of a load under a limit on the process: less, so that most bombs end in an error that says where. */
export function memoryForValues(maxMemory: number): number {
	return Math.floor((maxMemory - LEAST_MEMORY / 2) / 2);
}
