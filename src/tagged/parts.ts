/** The parts of a pickle's inert values: what is looked at to find out who is shared. */
import { PyByteArray } from "../values/bytearray.ts";
import { PyFloat } from "../values/numbers.ts";
import { PyGlobal, PyObject, type PyOperation, PyPersistentId } from "../values/opaque.ts";
import { PyTuple } from "../values/tuple.ts";

/** The values that a value holds; none for leaves. */
function* partsOf(value: object): Generator<unknown> {
	if (value instanceof Uint8Array) return;
	if (Array.isArray(value) || value instanceof Set) yield* value as Iterable<unknown>;
	else if (value instanceof Map) {
		for (const [key, item] of value) {
			yield key;
			yield item;
		}
	} else if (value instanceof PyObject) {
		yield value.callable;
		yield value.args;
		for (const [, item] of value.kwargs) yield item;
		yield* operationParts(value.operations);
	} else if (value instanceof PyGlobal) yield* operationParts(value.operations);
	else if (value instanceof PyPersistentId) yield value.id;
}

function* operationParts(operations: readonly PyOperation[]): Generator<unknown> {
	for (const operation of operations) {
		if (operation.op === "build") yield operation.state;
		else if (operation.op === "call") {
			yield operation.callable;
			yield operation.args;
		} else if (operation.op === "setItem") for (const entry of operation.items) yield* entry;
		else yield* operation.items;
	}
}

/** Whether Python can tell that an object is met again: a class, a float, the empty tuple are always the same. */
function hasIdentity(value: object): boolean {
	if (value instanceof PyGlobal) return value.operations.length > 0;
	if (value instanceof PyTuple) return value.length > 0;
	if (value instanceof Uint8Array && !(value instanceof PyByteArray)) return value.length > 0;
	return !(value instanceof PyFloat);
}

/** The objects that are met more than once in a graph. */
export function sharedIn(root: unknown): ReadonlySet<object> {
	const seen = new Set<object>();
	const shared = new Set<object>();
	const stack: Iterator<unknown>[] = [[root].values()];
	for (let parts = stack.at(-1); parts !== undefined; parts = stack.at(-1)) {
		const { done, value } = parts.next();
		if (done === true) stack.pop();
		else if (typeof value === "object" && value !== null && hasIdentity(value)) {
			if (seen.has(value)) shared.add(value);
			else {
				seen.add(value);
				stack.push(partsOf(value));
			}
		}
	}
	return shared;
}
