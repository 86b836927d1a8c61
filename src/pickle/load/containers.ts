/** Opcodes that make and fill lists, tuples, dicts and sets. */

import { LimitError, UnpicklingError } from "../../errors.ts";
import { SHARE } from "../../values/key-interner.ts";
import { PyGlobal, PyObject } from "../../values/opaque.ts";
import { PyFrozenSet, PySet } from "../../values/set.ts";
import { tupleFrom } from "../../values/tuple.ts";
import type { Answer } from "../machine.ts";
import { CONTAINER, EMPTY_TUPLE, ENTRY, SLOT, TABLE } from "./costs.ts";
import { addItems, appendItems, setItems } from "./items.ts";
import type { Loader } from "./loader.ts";

export function loadEmptyList(m: Loader): Answer {
	m.charge(CONTAINER);
	m.push([]);
	return undefined;
}
export function loadList(m: Loader): Answer {
	const from = m.popMark();
	m.charge(CONTAINER + SLOT * (m.sp - from));
	const list = m.stack.slice(from, m.sp);
	m.sp = from;
	m.push(list);
	return undefined;
}
export function loadAppend(m: Loader): Answer {
	if (m.sp - 1 <= m.fence) throw m.underflow();
	appendItems(m, m.sp - 1);
	return undefined;
}
export function loadAppends(m: Loader): Answer {
	const from = m.popMark();
	if (from <= m.fence) throw m.underflow();
	// Up to 3.14 nothing is asked of what gets no items.
	if (from < m.sp || (m.version >= 31500 && !isInert(m.stack[from - 1]))) appendItems(m, from);
	return undefined;
}
function isInert(value: unknown): boolean {
	return value instanceof PyObject || value instanceof PyGlobal;
}

function pushTuple(m: Loader, from: number): void {
	if (from < m.fence) throw m.underflow();
	m.charge(CONTAINER + SLOT * (m.sp - from));
	const made = tupleFrom(m.stack, from, m.sp);
	m.sp = from;
	m.push(made);
}
export function loadEmptyTuple(m: Loader): Answer {
	m.charge(EMPTY_TUPLE);
	m.push(m.emptyTuple());
	return undefined;
}
export function loadTuple(m: Loader): Answer {
	pushTuple(m, m.popMark());
	return undefined;
}
export function loadTuple1(m: Loader): Answer {
	pushTuple(m, m.sp - 1);
	return undefined;
}
export function loadTuple2(m: Loader): Answer {
	pushTuple(m, m.sp - 2);
	return undefined;
}
export function loadTuple3(m: Loader): Answer {
	pushTuple(m, m.sp - 3);
	return undefined;
}

export function loadEmptyDict(m: Loader): Answer {
	m.charge(m.dicts.cost);
	m.push(m.dicts.make());
	return undefined;
}
export function loadDict(m: Loader): Answer {
	const from = m.popMark();
	const length = m.sp - from;
	if (length % 2 !== 0) throw new UnpicklingError("odd number of items for DICT", { code: "item" });
	m.charge(m.dicts.cost + (ENTRY * length) / 2);
	const items = m.stack.slice(from, m.sp);
	m.sp = from;
	m.push(m.dicts.of(items));
	return undefined;
}
export function loadSetItem(m: Loader): Answer {
	const from = m.sp - 2;
	if (from <= m.fence) throw m.underflow();
	setItems(m, from);
	return undefined;
}
export function loadSetItems(m: Loader): Answer {
	const from = m.popMark();
	if (from <= m.fence) throw m.underflow();
	if (from === m.sp) return undefined;
	if ((m.sp - from) % 2 !== 0) throw new UnpicklingError("odd number of items for SETITEMS", { code: "item" });
	setItems(m, from);
	return undefined;
}

export function loadEmptySet(m: Loader): Answer {
	m.charge(TABLE);
	m.push(new PySet()[SHARE](m.dicts.keys));
	return undefined;
}
export function loadFrozenSet(m: Loader): Answer {
	const from = m.popMark();
	m.charge(TABLE + ENTRY * (m.sp - from));
	const made = new PyFrozenSet()[SHARE](m.dicts.keys);
	for (let i = from; i < m.sp; i++) {
		if (made.size >= m.limits.items) throw new LimitError("items", m.limits.items);
		m.dicts.addTo(made, m.stack[i]);
	}
	m.charge(m.dicts.keyCost());
	m.sp = from;
	m.push(made);
	return undefined;
}
/** DUP: a dict is in two places from now on. */
export function loadDup(m: Loader): Answer {
	const top = m.top();
	m.push(typeof top === "object" && top !== null ? m.fetched(top) : top);
	return undefined;
}
export function loadAddItems(m: Loader): Answer {
	const from = m.popMark();
	if (from <= m.fence) throw m.underflow();
	if (from < m.sp) addItems(m, from);
	return undefined;
}
