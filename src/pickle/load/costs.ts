/**
 * Estimated bytes of heap that things take in V8 with 64-bit pointers, as they were measured in Node 20. They are
 * charged against `limits.memory` before anything is built.
 */

import { isPlainObject } from "../../values/brand.ts";

/** An empty list, tuple or plain object. */
export const CONTAINER = 64;
/** A tuple made without a length takes room for a few items. */
export const EMPTY_TUPLE = 96;
/** A slot of a list or tuple; lists grow by more than they need. */
export const SLOT = 12;
/** The bytes that the first item of a list takes besides: room for sixteen more. */
export const FIRST_SLOTS = 144;
/** A `PyDict` or `PySet` and its empty table. */
export const TABLE = 240;
/** An entry of a dict or set. */
export const ENTRY = 40;
/** A string, besides its characters. */
export const TEXT = 24;
/** A float in a slot of any kind of value. */
export const FLOAT = 16;
/** A whole float in exact mode, which is an object. */
export const WHOLE_FLOAT = 56;
/** A bigint, besides its bytes. */
export const BIGINT = 24;
/** A `Uint8Array` or `PyByteArray` with a buffer of its own, besides its bytes. */
export const BYTES = 200;
/** An inert object, or one that a registry entry makes. */
export const OBJECT = 200;
/** The cost of a first operation: its record and the list it is in; further ones take less. */
export const OPERATION = 240;
/** A pair of key and value in the log of an inert object. */
export const PAIR = 64;
/** A name, or a persistent id. */
export const NAME = 200;
export const PERSISTENT_ID = 48;
/** A machine for a pickle within a pickle. */
export const NESTED = 4096;
/** An entry of the memo that is not in order. */
export const SPARSE = 40;

/** The cost of a float in exact mode. */
export function floatCost(value: unknown): number {
	return typeof value === "number" ? FLOAT : WHOLE_FLOAT;
}

/** The bytes that floats of exact mode take in a list besides its slots, where some are objects: V8 keeps bare numbers in the list. */
export function wholeCost(floats: readonly unknown[]): number {
	let cost = 0;
	for (const float of floats) cost += floatCost(float);
	return cost;
}

/**
 * Estimated bytes that entries may copy for each byte of the pickle, and besides. A part that is copied once was read, and
 * takes 40 at most for a byte; one that is fetched from the memo to be copied again costs the pickle a few bytes.
 */
export const COPIES_PER_BYTE = 160;
export const FREE_COPIES = 2 ** 24;
/** How many times as much copies beyond that are charged: as much memory as anything else would take in their time. */
export const COPY_AGAIN = 32;

/** The bytes that a registry entry may copy of an argument. */
export function copyCost(value: unknown): number {
	if (typeof value === "string") return value.length;
	if (typeof value !== "object" || value === null) return 0;
	if (Array.isArray(value)) return ENTRY * value.length;
	if (value instanceof Map || value instanceof Set) return 2 * ENTRY * value.size;
	if (ArrayBuffer.isView(value)) return value.byteLength;
	return isPlainObject(value) ? 2 * ENTRY * Object.keys(value).length : 0;
}
