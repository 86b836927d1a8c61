import type { VersionNumber } from "../../options.ts";
import { defaultRegistry } from "../../registry/default.ts";
import type { Registry } from "../../registry/registry.ts";
import type { FullLimits } from "../limits.ts";

/** The options of a saver; all complete. */
export interface SaverOptions {
	readonly protocol: number;
	readonly version: VersionNumber;
	readonly fixImports: boolean;
	readonly registry: Registry;
	readonly limits: FullLimits;
	readonly shareStrings: "all" | "keys" | "none";
	readonly toJSON: boolean;
	readonly bufferCallback?: ((buffer: unknown) => unknown) | undefined;
	readonly persistentId?: ((value: unknown) => unknown) | undefined;
	readonly reducerOverride?: ((value: unknown) => unknown) | undefined;
	readonly dispatchTable?: ReadonlyMap<unknown, (value: never) => unknown> | undefined;
	/** How many pickles this one is within. Default: 0 */
	readonly nesting?: number | undefined;
}

/** Whether no code of the caller runs while a value is written, but for getters of its objects. */
export function isQuiet(options: SaverOptions): boolean {
	const { persistentId, reducerOverride, dispatchTable, bufferCallback } = options;
	return (
		options.registry === defaultRegistry &&
		!options.toJSON &&
		(persistentId ?? reducerOverride ?? dispatchTable ?? bufferCallback) === undefined
	);
}
