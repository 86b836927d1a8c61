/** Containers of leaves, written without a task as far as they are. The plain way is the task of each, from the start. */
import * as op from "../../opcodes.ts";
import { changedSize, type Entry, type OpenEntry } from "../entries.ts";
import type { SaveMachine } from "../machine.ts";

/**
 * As {@link saveLeaves}, of the entries of a map.
 *
 * @returns the entry that is not written, or not whole; undefined when all are
 * @throws RuntimeError (`unpicklable`) when there are more or fewer than `size`
 */
export function saveLeafEntries(p: SaveMachine, entries: Iterator<Entry>, size: number): OpenEntry | undefined {
	if (size > 1) p.out.u8(op.MARK);
	let written = 0;
	for (let next = entries.next(); next.done !== true; next = entries.next()) {
		const entry = next.value;
		if (written === size) throw changedSize();
		const key = entry[0];
		let hasKey = true;
		if (typeof key === "string") p.saveKey(key);
		else hasKey = p.saveLeaf(key);
		if (hasKey) written++;
		if (!hasKey || !p.saveLeaf(entry[1])) return [key, entry[1], hasKey, written];
	}
	if (written !== size) throw changedSize();
	if (size > 0) p.out.u8(size > 1 ? op.SETITEMS : op.SETITEM);
	return undefined;
}

/**
 * Writes the items of a list or tuple up to one that is not a leaf.
 *
 * PERF(bench: records, nested): a container of leaves needs no task.
 *
 * @param ownsItems whether nothing else has what else they hold: bytes and strings are written then, too
 * @returns the index of the first item that is not written
 */
export function saveLeaves(p: SaveMachine, items: readonly unknown[], ownsItems: boolean): number {
	const { length } = items;
	let next = 0;
	while (next < length && (p.saveLeaf(items[next]) || (ownsItems && p.saveOwned(items[next])))) next++;
	return next;
}
