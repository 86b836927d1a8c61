/** What the tests of this folder share. */

import { defaultRegistry } from "../../src/registry/default.ts";
import { createRegistry, Registry } from "../../src/registry/registry.ts";
import { PyGlobal, PyObject, PyPersistentId } from "../../src/values/opaque.ts";
import { PyRange } from "../../src/values/range.ts";

/** The `pythonVersion` option for a version as the golden data names it, such as `3.15.0rc1`. */
export function versionOption(version: string): string {
	return version.replace(/[a-z].*$/, "");
}

/** Whether two byte strings are the same. */
export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
	return Buffer.compare(left, right) === 0;
}

/** The default registry with the extension codes that `golden_classes.EXTENSIONS` has. */
export const goldenRegistry: Registry = createRegistry(
	defaultRegistry,
	new Registry(
		[],
		[
			{ name: "golden_classes:ExtensionOne", code: 0xf0 },
			{ name: "golden_classes:ExtensionTwo", code: 0x1234 },
			{ name: "golden_classes:ExtensionFour", code: 0x12345678 },
		],
	),
);

/** What one value holds directly, whatever kind of value it is. */
export function* children(value: object): Iterable<unknown> {
	// A range may have any number of items, and none is an object.
	if (ArrayBuffer.isView(value) || value instanceof PyRange) return;
	if (value instanceof PyObject) {
		yield value.callable;
		yield value.args;
		for (const [, item] of value.kwargs) yield item;
	}
	if (value instanceof PyObject || value instanceof PyGlobal) {
		for (const operation of value.operations) for (const item of Object.values(operation)) yield item;
		return;
	}
	if (value instanceof Map) {
		for (const [key, item] of value as Map<unknown, unknown>) {
			yield key;
			yield item;
		}
	} else if (typeof (value as { [Symbol.iterator]?: unknown })[Symbol.iterator] === "function") {
		for (const item of value as Iterable<unknown>) yield item;
	}
	if (!Array.isArray(value)) yield* Object.values(value);
}

/** All objects in a value, each once. */
export function* objectsIn(root: unknown): Iterable<object> {
	const seen = new Set<unknown>();
	const todo: unknown[] = [root];
	while (todo.length > 0) {
		const value = todo.pop();
		if (typeof value !== "object" || value === null || seen.has(value)) continue;
		seen.add(value);
		yield value;
		for (const child of children(value)) todo.push(child);
	}
}

/** Whether Brine knows everything in a value: nothing is inert, and no name stands for what only Python can show. */
export function isKnown(root: unknown): boolean {
	for (const value of objectsIn(root)) {
		if (value instanceof PyObject || value instanceof PyPersistentId) return false;
		if (value instanceof PyGlobal && value.module !== "builtins") return false;
	}
	return true;
}

/** Counts what differs for a known reason, so that the reasons can be printed. */
export class Exceptions {
	readonly #counts = new Map<string, number>();

	note(reason: string, count = 1): void {
		this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + count);
	}
	get total(): number {
		return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
	}
	/** One line for each reason. */
	toString(): string {
		const rows = [...this.#counts].sort((a, b) => b[1] - a[1]);
		return rows.map(([reason, count]) => `${String(count).padStart(8)}  ${reason}`).join("\n");
	}
}
