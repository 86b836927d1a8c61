import { PyTypeError } from "../../errors.ts";
import { type ApacheLibrary, apacheTable, isApache } from "./apache.ts";
import { type FlechetteLibrary, flechetteTable, isFlechette } from "./flechette.ts";
import { type ArrowOptions, tableOf, type WholeFrame } from "./from-frame.ts";

/** A library of Arrow: `@uwdata/flechette` or `apache-arrow`, as its `import * as` has it. */
export type ArrowLibrary = FlechetteLibrary | ApacheLibrary;

/** The table of a library. */
export type TableOf<L extends ArrowLibrary> = InstanceType<L["Table"]>;

/**
 * A frame as a table of a library of Arrow.
 *
 * @throws PyTypeError (`argument`) for anything else than one of the two libraries
 */
export function arrowTable<L extends ArrowLibrary>(frame: WholeFrame, lib: L, options: ArrowOptions): TableOf<L> {
	const given: unknown = lib;
	if (typeof given !== "object" || given === null || !(isFlechette(given) || isApache(given))) {
		throw new PyTypeError("toArrow takes @uwdata/flechette or apache-arrow, imported as a whole", {
			code: "argument",
			hint: 'import * as flechette from "@uwdata/flechette"',
		});
	}
	const table = tableOf(frame, options);
	return (isFlechette(given) ? flechetteTable(given, table) : apacheTable(given, table)) as TableOf<L>;
}
