/** The effects of APPEND(S), SETITEM(S) and ADDITEMS on the value below their items. */
import { AttributeError, LimitError, PyTypeError } from "../../errors.ts";
import { hugeIndex, indexOf, isHuge, placeOf } from "../../registry/item-index.ts";
import { brandOf } from "../../values/brand.ts";
import { PyDict } from "../../values/dict.ts";
import { PyGlobal, PyObject, type PyOperation } from "../../values/opaque.ts";
import { PyFrozenSet, PySet } from "../../values/set.ts";
import { PyTuple } from "../../values/tuple.ts";
import { typeNameInC } from "../../values/type-name.ts";
import { ENTRY, FIRST_SLOTS, OPERATION, PAIR, SLOT } from "./costs.ts";
import { isPlainDict } from "./dicts.ts";
import type { Loader } from "./loader.ts";

/**
 * Makes sure that a container that a registry entry fills is within the limit on items.
 *
 * @throws LimitError (`items`)
 */
export function checkItems(m: Loader, value: unknown): void {
	if (itemsIn(value) > m.limits.items) throw new LimitError("items", m.limits.items);
}
function itemsIn(value: unknown): number {
	if (value instanceof Map || value instanceof Set) return value.size;
	switch (brandOf(value)) {
		case "collections.deque":
			return (value as { readonly length: number }).length;
		case "array.array":
			return (value as { readonly items: { readonly length: number } }).items.length;
		case "collections.ChainMap":
			return (value as { readonly maps: readonly unknown[] }).maps.length;
		default:
			return 0;
	}
}

/** Adds to the log; what the same kind of opcode brought in batches is one operation. */
export function record(m: Loader, target: PyObject | PyGlobal, operation: PyOperation): void {
	const operations = target.operations as PyOperation[];
	if (Math.max(operations.length, "items" in operation ? operation.items.length : 0) > m.limits.items) {
		throw new LimitError("items", m.limits.items);
	}
	if (operations.length === 0) {
		m.charge(OPERATION);
		// PERF(bench: objects): an empty list that gets an item has room for sixteen more; most objects have one operation.
		(target as { operations: PyOperation[] }).operations = [operation];
		return;
	}
	const last = operations[operations.length - 1];
	m.charge(OPERATION / 4);
	if (last !== undefined && last.op === operation.op && last.op !== "build" && last.op !== "call") {
		const items = last.items as unknown[];
		if (items.length >= m.limits.items) throw new LimitError("items", m.limits.items);
		for (const item of (operation as { items: unknown[] }).items) items.push(item);
	} else {
		operations.push(operation);
	}
}

/** Appends `stack[from..]` to the value below, and drops them from the stack. */
export function appendItems(m: Loader, from: number): void {
	const target = m.stack[from - 1];
	const count = m.sp - from;
	m.charge(SLOT * count);
	if (Array.isArray(target) && !(target instanceof PyTuple)) {
		if (target.length === 0) m.charge(FIRST_SLOTS);
		if (target.length + count > m.limits.stack) throw new LimitError("stack", m.limits.stack);
		for (let i = from; i < m.sp; i++) target.push(m.stack[i]);
	} else if (target instanceof PyObject || target instanceof PyGlobal) {
		record(m, target, { op: "append", items: m.stack.slice(from, m.sp) });
	} else {
		const append = m.entryOf(target)?.append;
		if (append === undefined) throw noAttribute(target, "append");
		for (let i = from; i < m.sp; i++) append(target, m.stack[i]);
		checkItems(m, target);
	}
	m.sp = from;
}

/** Sets the pairs `stack[from..]` on the value below, and drops them from the stack. */
export function setItems(m: Loader, from: number): void {
	const target = m.stack[from - 1];
	m.charge((ENTRY * (m.sp - from)) / 2);
	if (isPlainDict(target)) {
		m.stack[from - 1] = m.dicts.fill(target, m.stack, from, m.sp);
	} else if (target instanceof PyDict && target.constructor === PyDict) {
		m.dicts.fillMap(target, m.stack, from, m.sp);
	} else if (target instanceof PyObject || target instanceof PyGlobal) {
		m.charge((PAIR * (m.sp - from)) / 2);
		const items: [unknown, unknown][] = [];
		for (let i = from; i < m.sp; i += 2) items.push([m.stack[i], m.stack[i + 1]]);
		record(m, target, { op: "setItem", items });
	} else {
		setOther(m, target, from);
	}
	m.charge(m.dicts.keyCost());
	m.sp = from;
}

function setOther(m: Loader, target: unknown, from: number): void {
	const setItem = m.entryOf(target)?.setItem;
	if (setItem !== undefined) {
		for (let i = from; i < m.sp; i += 2) {
			m.dicts.checked(() => setItem(target, m.dicts.keyOf(m.stack[i]), m.stack[i + 1]), m.stack[i]);
			if (target instanceof Map && target.size > m.limits.items) throw new LimitError("items", m.limits.items);
		}
	} else if (target instanceof PyDict) {
		m.dicts.fillMap(target, m.stack, from, m.sp);
	} else if (Array.isArray(target) && !(target instanceof PyTuple)) {
		for (let i = from; i < m.sp; i += 2) setIndex(target, m.stack[i], m.stack[i + 1]);
	} else {
		// An object that has items by number looks at the number before it refuses.
		const isSequence = typeof target === "string" || target instanceof PyTuple || target instanceof Uint8Array;
		if (isSequence && isHuge(m.stack[from])) throw hugeIndex();
		throw new PyTypeError(`'${typeNameInC(target)}' object does not support item assignment`, { code: "item" });
	}
}

/** `list[index] = value`, which a pickle may ask for though no pickler does. */
function setIndex(list: unknown[], index: unknown, value: unknown): void {
	const number = indexOf(index, (type) => `list indices must be integers or slices, not ${type}`);
	list[placeOf(number, list.length, "list assignment")] = value;
}

/** Adds `stack[from..]` to the set below, and drops them from the stack. */
export function addItems(m: Loader, from: number): void {
	const target = m.stack[from - 1];
	m.charge(ENTRY * (m.sp - from));
	if (target instanceof PySet && !(target instanceof PyFrozenSet)) {
		for (let i = from; i < m.sp; i++) {
			if (target.size >= m.limits.items) throw new LimitError("items", m.limits.items);
			m.dicts.addTo(target, m.stack[i]);
		}
	} else if (target instanceof PyObject || target instanceof PyGlobal) {
		record(m, target, { op: "add", items: m.stack.slice(from, m.sp) });
	} else {
		const add = m.entryOf(target)?.add;
		if (add === undefined) throw noAttribute(target, "add");
		for (let i = from; i < m.sp; i++) add(target, m.stack[i]);
		checkItems(m, target);
	}
	m.charge(m.dicts.keyCost());
	m.sp = from;
}

/** Python's words for a method that a type has not. */
export function noAttribute(target: unknown, name: string): AttributeError {
	return new AttributeError(`'${typeNameInC(target)}' object has no attribute '${name}'`, { code: "item" });
}
