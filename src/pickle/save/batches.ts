/** How CPython cuts the items of a container into batches. */
import type { SaveMachine } from "./machine.ts";

/** How many items CPython writes between a MARK and its APPENDS, SETITEMS or ADDITEMS. */
export const BATCHSIZE = 1000;

/** Up to 3.14 the C pickler's batches have corners that 3.15 and the Python pickler have not. */
export function hasOldBatches(p: SaveMachine): boolean {
	return p.version < 31500;
}
