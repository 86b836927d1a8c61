/** numpy, pandas, torch, joblib: loaded when a file names one of them, so that a plain pickle does not pay for them. */
import type * as Libraries from "./libraries-loaded.ts";

let loaded: typeof Libraries | undefined;

/** The adapters, where they have been loaded. */
export function libraries(): typeof Libraries | undefined {
	return loaded;
}

/** Loads the adapters. */
export async function loadLibraries(): Promise<typeof Libraries> {
	loaded ??= await import("./libraries-loaded.ts");
	return loaded;
}

/** Modules whose classes the adapters know. */
const MODULES = /^(numpy|pandas|torch|joblib|scipy|sklearn|pyarrow|pytz|dateutil)(\.|$)/;

/** Whether a module is one whose classes the adapters know. */
export function needsLibraries(module: string): boolean {
	return loaded === undefined && MODULES.test(module);
}
