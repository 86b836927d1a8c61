/** States that `BUILD` brings. */
import { UnpicklingError } from "../../errors.ts";
import { checkSchema, type StandardSchema, validate } from "../../schema.ts";
import { isPlainObject } from "../../values/brand.ts";
import { PyDict } from "../../values/dict.ts";
import { setOwn } from "../../values/own-property.ts";
import { PyTuple } from "../../values/tuple.ts";
import { noAttribute } from "./items.ts";

/**
 * A state as the schema of an entry has it.
 *
 * @throws SchemaError (`schema`) when it does not fit, PyTypeError (`option`) for what is not a schema
 */
export function checkedState(schema: StandardSchema, state: unknown): unknown {
	checkSchema(schema);
	return validate(schema, objectOf(state));
}

/** A dict whose keys are all strings as a plain object, whichever way it was read; anything else as it is. */
function objectOf(state: unknown): unknown {
	if (!(state instanceof PyDict)) return state;
	const made: Record<string, unknown> = {};
	for (const [key, value] of state) {
		if (typeof key !== "string") return state;
		setOwn(made, key, value);
	}
	return made;
}

/** CPython's treatment of a state for a type that has neither `__setstate__` nor `__dict__`. */
export function refuseState(target: unknown, state: unknown): void {
	const isPair = state instanceof PyTuple && state.length === 2;
	const attributes = isPair ? state[0] : state;
	if (attributes !== null) {
		if (dictEntries(attributes) === undefined) {
			throw new UnpicklingError("state is not a dictionary", { code: "build" });
		}
		throw noAttribute(target, "__dict__");
	}
	if (!isPair) return;
	const slots = dictEntries(state[1]);
	if (slots === undefined) throw new UnpicklingError("slot state is not a dictionary", { code: "build" });
	for (const [key] of slots) throw noAttribute(target, String(key));
}

/** The entries of a dict in either form; undefined for what is not a dict. */
export function dictEntries(value: unknown): Iterable<readonly [unknown, unknown]> | undefined {
	if (value instanceof PyDict) return value;
	return isPlainObject(value) ? Object.entries(value) : undefined;
}
