/** Items by number, which a pickle may set though no pickler writes it so. */
import { IndexError, PyTypeError, ValueError } from "../errors.ts";
import { isIntNumber } from "../values/numbers.ts";
import { typeNameInC } from "../values/type-name.ts";

/**
 * An index as Python takes it: an int or a bool.
 *
 * @param index what the pickle returns
 * @param must what Python says of an index of another type, by its name
 * @returns the number; a bigint is beyond any length
 * @throws PyTypeError (`item`) for another type; IndexError (`item`) for an int of more than 64 bits
 */
export function indexOf(index: unknown, must: (type: string) => string): number | bigint {
	const number = typeof index === "boolean" ? Number(index) : index;
	if (isHuge(number)) throw hugeIndex();
	if (typeof number === "bigint" || (typeof number === "number" && isIntNumber(number))) return number;
	throw new PyTypeError(must(typeNameInC(index)), { code: "item" });
}

/**
 * The place of an index among items, where negative ones count from the end.
 *
 * @throws IndexError (`item`) when there is none
 */
export function placeOf(index: number | bigint, length: number, what: string): number {
	const at = typeof index === "bigint" ? -1 : index < 0 ? length + index : index;
	if (at < 0 || at >= length) throw new IndexError(`${what} index out of range`, { code: "item" });
	return at;
}

/** Whether an int has more than 64 bits. */
export function isHuge(value: unknown): boolean {
	return typeof value === "bigint" && BigInt.asIntN(64, value) !== value;
}
/** Python's words for an index of more than 64 bits. */
export function hugeIndex(): IndexError {
	return new IndexError("cannot fit 'int' into an index-sized integer", { code: "item" });
}

/**
 * An item of a `bytearray`.
 *
 * @throws PyTypeError (`item`) for what is not an int; ValueError (`item`) for ints that are not bytes
 */
export function byteOf(value: unknown): number {
	const number = typeof value === "boolean" ? Number(value) : value;
	const isInt = typeof number === "bigint" || (typeof number === "number" && isIntNumber(number));
	if (!isInt) {
		throw new PyTypeError(`'${typeNameInC(value)}' object cannot be interpreted as an integer`, { code: "item" });
	}
	if (number < 0 || number > 255) throw new ValueError("byte must be in range(0, 256)", { code: "item" });
	return Number(number);
}
