/** Arguments that a reducer has just made. The plain way is that of any object. */
import { UninternedString } from "../../../registry/uninterned.ts";
import type { SaveMachine } from "../machine.ts";
import { saveBytes } from "../strings.ts";

/**
 * Bytes or a string that one of our own reducers has just made, so that nothing else can have it; false for anything else
 * that is not a leaf.
 *
 * PERF(bench: datetimes): no task, and nothing that must be found in the memo.
 */
export function saveOwned(p: SaveMachine, item: unknown): boolean {
	if (typeof item !== "object") return false;
	const prototype: unknown = Object.getPrototypeOf(item);
	if (prototype === Uint8Array.prototype && p.protocol >= 3) return saveBytes(p, item as Uint8Array, true);
	if (prototype !== UninternedString.prototype) return false;
	p.saveFresh(item as UninternedString, true);
	return true;
}
