/** The raw bytes that joblib writes after the BUILD of a wrapper: passed over, exactly as many as the wrapper says. */
import type { Constants } from "../pickletools/trace/constants.ts";
import type { TraceMachine } from "../pickletools/trace/machine.ts";
import { Container, Result, type Value } from "../pickletools/trace/values.ts";
import type { Values } from "./rules.ts";

/**
 * Moves the machine past an array.
 *
 * @param state the state of the wrapper
 * @param values what is known of values
 * @param machine is moved
 * @param nested follows the pickle of an array of objects and returns where it ends
 * @returns what is wrong, or undefined
 */
export function skipArray(
	state: Value,
	values: Values,
	machine: TraceMachine,
	nested: (from: number) => number | undefined,
): string | undefined {
	const { constants } = values;
	const shape = entry(state, "shape", constants);
	const dtype = entry(state, "dtype", constants);
	if (!(shape instanceof Container) || !(dtype instanceof Result))
		return "the wrapper of an array does not say its shape";
	const type = itemType(dtype, constants);
	if (type === undefined) return "the wrapper of an array does not say its dtype";
	let at = machine.end;
	if (type.objects) {
		const end = nested(at);
		if (end === undefined) return "the pickle of an array of objects is broken";
		machine.skipTo(end);
		return undefined;
	}
	const alignment = entry(state, "numpy_array_alignment_bytes", constants);
	// Whatever it is, unless it is None, joblib reads how much padding there is.
	if (alignment !== undefined && constants.kindOf(alignment) !== "none") at += 1 + (machine.bytes[at] ?? 0);
	let size = type.size;
	for (const item of shape.items) {
		const count = constants.intOf(item);
		if (count === undefined || count < 0) return "the shape of an array is not made of numbers";
		size *= count;
	}
	if (shape.count > shape.items.length || at + size > machine.bytes.length) return "an array is longer than the file";
	machine.skipTo(at + size);
	return undefined;
}

/** The value of a key in a dict. */
function entry(dict: Value, key: string, constants: Constants): Value | undefined {
	if (!(dict instanceof Container) || dict.kind !== "dict") return undefined;
	for (let i = dict.items.length - (dict.items.length % 2) - 2; i >= 0; i -= 2) {
		if (constants.textOf(dict.items[i] as Value, 64) === key) return dict.items[i + 1];
	}
	return undefined;
}

/** How long an item is; or that there are objects. */
function itemType(
	dtype: Result,
	constants: Constants,
): { readonly size: number; readonly objects: boolean } | undefined {
	const first = dtype.args instanceof Container ? dtype.args.items[0] : undefined;
	const code = first === undefined ? undefined : constants.textOf(first, 32);
	if (code !== undefined && /O|obj/i.test(code)) return { size: 0, objects: true };
	const { state } = dtype;
	const items = state instanceof Container && state.kind === "tuple" ? state.items : [];
	// (version, order, subdtype, names, fields, itemsize, alignment, flags, …): flexible types say their size here.
	const itemsize = items[5] === undefined ? undefined : constants.intOf(items[5]);
	for (const part of [items[2], items[4]]) {
		if (part instanceof Container && !part.plain && holdsObjects(part, constants)) return { size: 0, objects: true };
	}
	const flags = items[7] === undefined ? undefined : constants.intOf(items[7]);
	if (items[7] !== undefined && (flags === undefined || (flags & HAS_OBJECTS) !== 0)) return undefined;
	// Other types have the size of their code, whatever the state says.
	if (/^[|<>=]?[SUV]/.test(code ?? "") && itemsize !== undefined && itemsize > 0)
		return { size: itemsize, objects: false };
	const match = /^[|<>=]?[biufcVSmM](\d{1,9})$/.exec(code ?? "");
	return match === null ? undefined : { size: Number(match[1]), objects: false };
}

/** The flag of a dtype by which numpy knows that there are objects, whatever its fields are. */
const HAS_OBJECTS = 0x01;

/** Whether a field is of objects. */
function holdsObjects(fields: Container, constants: Constants): boolean {
	const open: Value[] = [fields];
	for (let steps = 0, value = open.pop(); value !== undefined && steps < 4096; value = open.pop(), steps++) {
		if (value instanceof Container) open.push(...value.items, ...(value.rare.more ?? []));
		else if (value instanceof Result) {
			const first = value.args instanceof Container ? value.args.items[0] : undefined;
			if (first !== undefined && /O|obj/i.test(constants.textOf(first, 32) ?? "")) return true;
			if (value.state !== undefined) open.push(value.state);
		}
	}
	return false;
}
