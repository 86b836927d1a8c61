import type { Constants } from "../pickletools/trace/constants.ts";
import type { TraceMachine } from "../pickletools/trace/machine.ts";
import { Container, Import, Persistent, type Value } from "../pickletools/trace/values.ts";

/**
 * The type of the storage that an id of torch asks for: `("storage", type, key, device, count)`, in legacy files with
 * a sixth part for views.
 *
 * @returns the type; undefined for other ids
 */
export function isStorageId(made: Persistent, constants: Constants): Import | undefined {
	const { id } = made;
	if (!(id instanceof Container) || id.kind !== "tuple" || (id.count !== 5 && id.count !== 6)) return undefined;
	const [word, type, key, device, count, view] = id.items as Value[];
	if (constants.textOf(word as Value) !== "storage" || !(type instanceof Import)) return undefined;
	for (const part of [key, device]) {
		const kind = constants.kindOf(part as Value);
		if (kind !== "str" && kind !== "bytes" && kind !== "int") return undefined;
	}
	if (constants.kindOf(count as Value) !== "int") return undefined;
	if (view !== undefined && constants.kindOf(view) !== "none" && !(view instanceof Container)) return undefined;
	return type;
}

/** The class that a legacy id `("module", class, file, source)` is; undefined for other values. */
export function legacyClass(value: Value | undefined, constants: Constants): Import | undefined {
	if (!(value instanceof Persistent)) return undefined;
	const { id } = value;
	if (!(id instanceof Container) || id.kind !== "tuple" || id.count !== 4) return undefined;
	const [word, cls] = id.items as Value[];
	return constants.textOf(word as Value) === "module" && cls instanceof Import ? cls : undefined;
}

/** Whether an id is a number, written in any way. */
export function isNumber(made: Persistent, machine: TraceMachine): boolean {
	const { id } = made;
	if (id === undefined) {
		const end = machine.bytes.indexOf(0x0a, machine.at);
		if (end - machine.at > 20) return false;
		return machine.bytes.subarray(machine.at + 1, end).every((byte) => byte >= 0x30 && byte <= 0x39);
	}
	const text = machine.constants.textOf(id, 20);
	return text === undefined ? machine.constants.intOf(id) !== undefined : /^\d+$/.test(text);
}

/** Bytes of an item of each type of storage. */
const SIZES: Readonly<Record<string, number>> = {
	Double: 8,
	Float: 4,
	Half: 2,
	BFloat16: 2,
	Byte: 1,
	Char: 1,
	Short: 2,
	Int: 4,
	Long: 8,
	Bool: 1,
	ComplexFloat: 8,
	ComplexDouble: 16,
	QUInt8: 1,
	QInt8: 1,
	QInt32: 4,
	Untyped: 1,
};

/** How many bytes a storage takes; NaN when its type is not known. */
export function storageSize(type: Import, count: number | undefined): number {
	const name = (type.name ?? "").replace(/Storage$/, "").replace(/^_/, "");
	return Object.hasOwn(SIZES, name) ? (SIZES[name] as number) * (count ?? Number.NaN) : Number.NaN;
}
