/** Puts other objects in the place of some, in everything that a loader has built. */
import { isPlainObject } from "../../values/brand.ts";
import { PyDict } from "../../values/dict.ts";
import { PyGlobal, PyObject, PyPersistentId } from "../../values/opaque.ts";
import { overwriteOwn } from "../../values/own-property.ts";
import { PySet } from "../../values/set.ts";

/**
 * Walks all that the roots hold, each object once and without recursion.
 *
 * @param roots where to start
 * @param places what is to be replaced by what
 * @param stale makes the error for a holder that is not the loader's to change
 */
export function replaceEverywhere(
	roots: readonly unknown[],
	places: ReadonlyMap<object, object>,
	stale: () => Error,
): void {
	const seen = new Set<object>();
	const todo: object[] = [];
	const visit = (value: unknown): void => {
		if (typeof value === "object" && value !== null && !seen.has(value)) {
			seen.add(value);
			todo.push(value);
		}
	};
	const swap = (value: unknown): unknown => {
		const found = places.get(value as object) ?? value;
		visit(found);
		return found;
	};
	for (const root of roots) visit(root);
	for (let holder = todo.pop(); holder !== undefined; holder = todo.pop()) {
		if (ArrayBuffer.isView(holder)) continue;
		if (Array.isArray(holder)) {
			for (let i = 0; i < holder.length; i++) {
				const value: unknown = holder[i];
				if (typeof value === "object" && value !== null) holder[i] = swap(value);
			}
		} else if (holder instanceof PyDict && holder.constructor === PyDict) {
			for (const [key, value] of holder) {
				visit(key);
				if (typeof value === "object" && value !== null && places.has(value)) holder.set(key, swap(value));
				else visit(value);
			}
		} else if (holder instanceof PySet) {
			for (const item of holder) visit(item);
		} else if (isPlainObject(holder)) {
			for (const key of Object.keys(holder)) {
				const value = holder[key];
				if (typeof value === "object" && value !== null) overwriteOwn(holder, key, swap(value));
			}
		} else if (holder instanceof PyObject || holder instanceof PyGlobal || holder instanceof PyPersistentId) {
			replaceInert(holder, swap);
		} else {
			checkForeign(holder, places, visit, stale);
		}
	}
}

function replaceInert(holder: PyObject | PyGlobal | PyPersistentId, swap: (value: unknown) => unknown): void {
	// All fields are plain data of ours; they are readonly for users only.
	for (const [key, value] of Object.entries(holder)) {
		if (typeof value === "object" && value !== null && key !== "operations") {
			(holder as unknown as Record<string, unknown>)[key] = swap(value);
		}
	}
	for (const operation of (holder as { operations?: readonly object[] }).operations ?? []) {
		for (const [key, value] of Object.entries(operation)) {
			(operation as Record<string, unknown>)[key] = swap(value);
		}
	}
}

/** A value that a registry entry made: it may hold a replaced dict, but only the entry knows where. */
function checkForeign(
	holder: object,
	places: ReadonlyMap<object, object>,
	visit: (value: unknown) => void,
	stale: () => Error,
): void {
	const held: unknown[] = Object.values(holder);
	if (holder instanceof Map) for (const [key, value] of holder) held.push(key, value);
	else if (holder instanceof Set) for (const item of holder) held.push(item);
	for (const value of held) {
		if (places.has(value as object)) throw stale();
		visit(value);
	}
}
