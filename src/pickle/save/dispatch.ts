import { PicklingError } from "../../errors.ts";
import type { Reduction } from "../../registry/registry.ts";
import { UninternedString } from "../../registry/uninterned.ts";
import { brandOf, isPlainObject } from "../../values/brand.ts";
import { PyByteArray } from "../../values/bytearray.ts";
import { PyConstant } from "../../values/constants.ts";
import { PyDict } from "../../values/dict.ts";
import type { PyFloat } from "../../values/numbers.ts";
import { PyGlobal, PyObject, PyPersistentId } from "../../values/opaque.ts";
import { splitName } from "../../values/py-name.ts";
import { PyFrozenSet, PySet } from "../../values/set.ts";
import { PyTuple } from "../../values/tuple.ts";
import { typeName } from "../../values/type-name.ts";
import { isPickleBuffer } from "../pickle-buffer.ts";
import { saveBuffer } from "./buffers.ts";
import { saveDict, saveMap } from "./dicts.ts";
import { saveGlobal, saveGlobalObject } from "./globals.ts";
import { saveInert } from "./inert.ts";
import type { SaveMachine } from "./machine.ts";
import { saveFloat } from "./numbers.ts";
import { Reduced, refuseReduction, saveReduction } from "./objects.ts";
import { savePersistentId } from "./persistent.ts";
import { saveList, saveTuple } from "./sequences.ts";
import { saveFrozenSet, saveSet } from "./sets.ts";
import { saveByteArray, saveBytes } from "./strings.ts";

/**
 * Writes an object that is not in the memo, or starts to: built-in containers by their prototype, then what
 * the registry knows.
 *
 * @returns true when it is complete
 */
export function saveObject(p: SaveMachine, value: object): boolean {
	if (p.replaced?.has(value) === true) return p.write(p.replaced.get(value));
	const override = overridden(p, value);
	if (override !== undefined) return saveReduced(p, override, value);
	switch (Object.getPrototypeOf(value)) {
		case Array.prototype:
			return saveList(p, value as unknown[]);
		case Object.prototype:
		case null:
			return saveDict(p, value as Record<string, unknown>);
		case PyTuple.prototype:
			return saveTuple(p, value as PyTuple);
		case PyDict.prototype:
		case Map.prototype:
			return saveMap(p, value as Map<unknown, unknown>);
		case PySet.prototype:
		case Set.prototype:
			return saveSet(p, value as Set<unknown>);
		case PyFrozenSet.prototype:
			return saveFrozenSet(p, value as Set<unknown>);
		case PyByteArray.prototype:
			return saveByteArray(p, value as Uint8Array);
		case Uint8Array.prototype:
			return saveBytes(p, value as Uint8Array);
		case UninternedString.prototype:
			p.saveFresh(value as UninternedString);
			return true;
		case PyGlobal.prototype:
			return saveGlobalObject(p, value as PyGlobal);
		case PyObject.prototype:
			return saveInert(p, value as PyObject);
		case PyPersistentId.prototype:
			return savePersistentId(p, (value as PyPersistentId).id);
		case PyConstant.prototype:
			return saveGlobal(p, "builtins", (value as PyConstant).name);
		default:
			return saveOther(p, value);
	}
}

/** The answer of a `Pickler`'s hooks for an object: `reducerOverride` first, then the dispatch table. */
function overridden(p: SaveMachine, value: object): unknown {
	const { reducerOverride, dispatchTable } = p.options;
	if (reducerOverride !== undefined) {
		const reduced = reducerOverride(value);
		if (reduced !== undefined) return reduced;
	}
	if (dispatchTable !== undefined) {
		const prototype: unknown = Object.getPrototypeOf(value);
		const type: unknown = prototype === null ? undefined : (prototype as { constructor?: unknown }).constructor;
		return dispatchTable.get(type)?.(value as never);
	}
	return undefined;
}

/** Writes what a reducer gave: a name, or the parts of a reduce tuple. */
export function saveReduced(p: SaveMachine, reduced: unknown, value: object): boolean {
	if (typeof reduced === "string") {
		return saveGlobal(p, ...splitName(reduced), value);
	}
	const parts: object = typeof reduced === "object" && reduced !== null ? reduced : {};
	if ("instead" in parts) {
		// Kept, so that the same object is replaced by the same object wherever it is.
		p.replaced ??= new Map();
		p.replaced.set(value, parts.instead);
		return p.write(parts.instead);
	}
	if (!("callable" in parts)) refuseReduction(p, reduced, value);
	// A value that is followed by raw bytes cannot be fetched from the memo: that would find what was there before them.
	const isShared = (parts as Reduction).after === undefined;
	return saveReduction(p, parts as Reduction, isShared ? value : undefined);
}

function saveOther(p: SaveMachine, value: object): boolean {
	if (isPickleBuffer(value)) return saveBuffer(p, value);
	if (value instanceof Reduced) return saveReduction(p, value.reduction, value);
	const entry = p.registry.byValue(value);
	if (entry?.reduce !== undefined) {
		const reduced: unknown = entry.reduce(value, p.protocol, p.context);
		return saveReduced(p, reduced, value);
	}
	if (p.options.toJSON && typeof (value as { toJSON?: unknown }).toJSON === "function") {
		return p.write((value as { toJSON(): unknown }).toJSON());
	}
	return saveForeign(p, value);
}

/** Values of another realm or another copy of this package, and subclasses of what JavaScript has. */
function saveForeign(p: SaveMachine, value: object): boolean {
	switch (brandOf(value)) {
		case "tuple":
			return saveTuple(p, value as PyTuple);
		case "dict":
			return saveMap(p, value as Map<unknown, unknown>);
		case "set":
			return saveSet(p, value as Set<unknown>);
		case "frozenset":
			return saveFrozenSet(p, value as Set<unknown>);
		case "float":
			saveFloat(p, (value as PyFloat).value);
			return true;
		case "bytearray":
			return saveByteArray(p, value as Uint8Array);
		case "global":
			return saveGlobal(p, (value as PyGlobal).module, (value as PyGlobal).qualname);
		case "object":
			return saveInert(p, value as PyObject);
		case "persistent id":
			return savePersistentId(p, (value as PyPersistentId).id);
		case "ellipsis":
		case "NotImplementedType":
			return saveGlobal(p, "builtins", (value as PyConstant).name);
		case undefined:
			break;
		default:
			throw unpicklable(value);
	}
	if (Array.isArray(value)) return saveList(p, value);
	if (value instanceof Map) return saveMap(p, value);
	if (value instanceof Set) return saveSet(p, value);
	if (value instanceof Uint8Array) return saveBytes(p, value);
	if (isPlainObject(value)) return saveDict(p, value);
	throw unpicklable(value);
}

function unpicklable(value: object): PicklingError {
	return new PicklingError(`cannot pickle '${typeName(value)}' object: no registry entry has its class`, {
		code: "unpicklable",
	});
}
