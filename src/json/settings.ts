/** The settings of reading: the options of a decoder, checked and completed. */
import type { VersionNumber } from "../options.ts";
import type { FullLimits } from "./options.ts";

/** The settings by which a scanner turns tokens into values. */
export interface ScannerSettings {
	/** Control characters in strings are refused. */
	readonly strict: boolean;
	/** Whole floats become `PyFloat`. */
	readonly exact: boolean;
	/** `NaN` and `Infinity` are refused. */
	readonly rfc8259: boolean;
	/** Comments and a comma after the last item are allowed. */
	readonly jsonc: boolean;
	readonly version: VersionNumber;
	readonly limits: FullLimits;
	readonly parseFloat: ((text: string) => unknown) | undefined;
	readonly parseInt: ((text: string) => unknown) | undefined;
	readonly parseConstant: ((text: string) => unknown) | undefined;
}

/** The settings of the machine. */
export interface ParserSettings extends ScannerSettings {
	/** Objects become `PyDict`s. */
	readonly map: boolean;
	/** A key that an object has already is refused. */
	readonly unique: boolean;
	readonly objectHook: ((object: never) => unknown) | undefined;
	readonly objectPairsHook: ((pairs: [string, unknown][]) => unknown) | undefined;
	readonly arrayHook: ((array: unknown[]) => unknown) | undefined;
}
