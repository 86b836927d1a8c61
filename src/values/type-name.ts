import { brandOf, isPlainObject } from "./brand.ts";
import { isIntNumber } from "./numbers.ts";

/**
 * The name of the Python type that a value has, as error messages quote it.
 *
 * @param value any value
 * @returns a bare name such as `"int"`, `"NoneType"`, `"list"`; for the instance of an unknown class its
 *   class's name; for what has no Python type the JavaScript name
 */
export function typeName(value: unknown): string {
	switch (typeof value) {
		case "string":
			return "str";
		case "boolean":
			return "bool";
		case "bigint":
			return "int";
		case "number":
			return isIntNumber(value) ? "int" : "float";
		case "object":
			return value === null ? "NoneType" : objectTypeName(value);
		default:
			return typeof value;
	}
}

/** Types that are written in C: their `tp_name` has the module too. */
const IN_C =
	/^(array\.|re\.|zoneinfo\.|datetime\.|decimal\.|types\.SimpleNamespace|collections\.(OrderedDict|defaultdict|deque)$)/;

/**
 * As {@link typeName}, in the words of CPython's C code, which calls its own types in full: `"collections.deque"`,
 * but `"Counter"`.
 */
export function typeNameInC(value: unknown): string {
	const brand = typeof value === "object" && value !== null ? brandOf(value) : undefined;
	if (value instanceof Date) return "datetime.datetime";
	return brand !== undefined && IN_C.test(brand) ? brand : typeName(value);
}

function objectTypeName(value: object): string {
	const brand = brandOf(value);
	if (brand === "object") {
		const name = (value as { className?: unknown }).className;
		return typeof name === "string" ? lastPart(name) : "object";
	}
	if (brand === "global") return "type";
	if (brand !== undefined) return lastPart(brand);
	if (Array.isArray(value)) return "list";
	if (value instanceof Map || isPlainObject(value)) return "dict";
	if (value instanceof Set) return "set";
	if (value instanceof Uint8Array || value instanceof ArrayBuffer) return "bytes";
	if (value instanceof Date) return "datetime";
	const constructor: unknown = (value as { constructor?: unknown }).constructor;
	const name: unknown = typeof constructor === "function" ? constructor.name : undefined;
	return typeof name === "string" && name !== "" ? name : "object";
}

function lastPart(name: string): string {
	return name.slice(name.lastIndexOf(".") + 1);
}
