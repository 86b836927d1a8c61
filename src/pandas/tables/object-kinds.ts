/** The type of Arrow that objects of Python have in common, as pyarrow finds it. */
import { PyTypeError, ValueError } from "../../errors.ts";
import { NDArray } from "../../numpy/ndarray.ts";
import { NPScalar } from "../../numpy/scalar.ts";
import { PyDate, PyDateTime, PyTime } from "../../registry/stdlib/datetime.ts";
import { PyDecimal } from "../../registry/stdlib/decimal.ts";
import type { TimeZone } from "../../registry/stdlib/time-zone.ts";
import { PyTimeDelta, PyTimezone } from "../../registry/stdlib/timedelta.ts";
import { isPlainObject } from "../../values/brand.ts";
import { PyFloat } from "../../values/numbers.ts";
import { typeName } from "../../values/type-name.ts";
import type { ArrowType } from "../arrow-type.ts";
import { isMissing } from "../missing.ts";
import { Timedelta, Timestamp } from "../scalars.ts";
import type { Budget } from "./budget.ts";
import { zoneOf } from "./zone.ts";

/** Kinds of objects that have a type of Arrow. */
type ObjectKind =
	| "string"
	| "bytes"
	| "bool"
	| "int"
	| "float"
	| "decimal"
	| "date"
	| "time"
	| "moment"
	| "duration"
	| "list"
	| "record";

/** Lists and records may be nested no deeper. */
const DEEPEST = 60;

function kindOf(value: unknown): ObjectKind | undefined {
	switch (typeof value) {
		case "string":
			return "string";
		case "boolean":
			return "bool";
		case "bigint":
			return "int";
		case "number":
			return Number.isSafeInteger(value) && !Object.is(value, -0) ? "int" : "float";
		case "object":
			break;
		default:
			return undefined;
	}
	if (value instanceof PyFloat) return "float";
	if (Array.isArray(value)) return "list";
	if (value instanceof Uint8Array) return "bytes";
	if (value instanceof PyDecimal) return "decimal";
	if (value instanceof PyDateTime || value instanceof Timestamp || value instanceof Date) return "moment";
	if (value instanceof PyDate) return "date";
	if (value instanceof PyTime) return value.tzinfo === null ? "time" : undefined;
	if (value instanceof PyTimeDelta || value instanceof Timedelta) return "duration";
	return value instanceof Map || (value !== null && isPlainObject(value)) ? "record" : undefined;
}

/** A value as it is converted: null where it is missing, a number for one of numpy, a list for an array. */
export function plainOf(value: unknown): unknown {
	if (isMissing(value)) return null;
	if (value instanceof NPScalar) {
		const { value: own, dtype } = value;
		return dtype.kind === "f" && typeof own === "number" ? new PyFloat(own) : plainOf(own);
	}
	return value instanceof NDArray && value.ndim === 1 ? [...(value as Iterable<unknown>)] : value;
}

/** The fields of a dict or an object; those of a dict must be strings. */
export function fieldsOf(value: unknown): Iterable<readonly [unknown, unknown]> {
	return value instanceof Map ? value : Object.entries(value as object);
}

const LEAST = -(2n ** 63n);
const MOST = 2n ** 63n;

/** The facts that are found out of values of one kind. */
class Look {
	readonly kinds = new Set<ObjectKind>();
	least = 0n;
	most = 0n;
	hasLong = false;
	whole = 0;
	scale = 0;
	isFine = false;
	zone: TimeZone | undefined;
	readonly label: string;
	constructor(label: string) {
		this.label = label;
	}
	take(value: unknown, kind: ObjectKind): void {
		this.kinds.add(kind);
		if (kind === "int") this.#int(value as number | bigint);
		else if (kind === "decimal") this.#decimal(String(value));
		else if (kind === "moment") this.#moment(value as PyDateTime | Timestamp | Date);
		else if (value instanceof Timedelta && value.nanoseconds % 1000n !== 0n) this.isFine = true;
	}
	#int(value: number | bigint): void {
		if (typeof value === "number") {
			if (value < 0 && this.least === 0n) this.least = -1n;
			return;
		}
		this.hasLong = true;
		if (value < this.least) this.least = value;
		if (value > this.most) this.most = value;
	}
	#decimal(text: string): void {
		const [, digits = "", fraction = "", exponent = "0"] = /^-?(\d+)(?:\.(\d+))?(?:E([+-]?\d{1,9}))?$/.exec(text) ?? [];
		if (digits === "" || Math.abs(Number(exponent)) > 100)
			throw this.wrong(`Arrow has no decimal ${text.slice(0, 40)}`);
		const scale = fraction.length - Number(exponent);
		const count = `${digits}${fraction}`.replace(/^0+/, "").length;
		this.scale = Math.max(this.scale, scale);
		this.whole = Math.max(this.whole, count - scale);
	}
	#moment(value: PyDateTime | Timestamp | Date): void {
		const zone = value instanceof Date ? UTC : value instanceof Timestamp ? value.tz : value.tzinfo;
		if (this.zone !== undefined && (this.zone === null) !== (zone === null)) {
			throw this.wrong("some times have a zone and others none");
		}
		this.zone ??= zone;
		if (value instanceof Timestamp && value.nanoseconds % 1000n !== 0n) this.isFine = true;
	}
	wrong(why: string): PyTypeError {
		return new PyTypeError(`column ${this.label}: ${why}`, {
			code: "argument",
			hint: "make strings of the objects, or leave the column out",
		});
	}
	simple(kind: ObjectKind): ArrowType {
		switch (kind) {
			case "string":
				return { kind: "string" };
			case "bytes":
				return { kind: "binary" };
			case "bool":
				return { kind: "bool" };
			case "float":
				return { kind: "float", bits: 64 };
			case "date":
				return { kind: "date", unit: "day" };
			case "time":
				return { kind: "time", unit: "us" };
			case "duration":
				return { kind: "duration", unit: this.isFine ? "ns" : "us" };
			case "moment": {
				const tz = this.zone ?? null;
				return { kind: "timestamp", unit: this.isFine ? "ns" : "us", tz: tz === null ? null : zoneOf(tz, this.label) };
			}
			case "int":
				if (this.least >= LEAST && this.most < MOST) return { kind: "int", bits: 64, signed: true };
				if (this.least >= 0n && this.most < 2n * MOST) return { kind: "int", bits: 64, signed: false };
				throw new ValueError(`column ${this.label}: Arrow has no integers of more than 64 bits`, { code: "argument" });
			default: {
				const scale = Math.max(this.scale, 0);
				const precision = Math.max(this.whole + scale, 1);
				if (precision > 76) throw this.wrong("Arrow has no decimals of more than 76 digits");
				return { kind: "decimal", bits: precision > 38 ? 256 : 128, precision, scale };
			}
		}
	}
}
const UTC = /* @__PURE__ */ new PyTimezone(/* @__PURE__ */ new PyTimeDelta());

/**
 * The type that values have in common.
 *
 * @param values plain ones, null for what is missing
 * @param budget pays for the items of lists and records
 * @throws PyTypeError (`argument`) where there is none
 */
export function typeOf(values: readonly unknown[], label: string, budget: Budget, depth = 0): ArrowType {
	const look = new Look(label);
	for (const value of values) {
		if (value === null) continue;
		const kind = kindOf(value);
		if (kind === undefined) throw look.wrong(`Arrow has no type for '${typeName(value)}'`);
		look.take(value, kind);
	}
	const { kinds } = look;
	if (kinds.size === 0) return { kind: "null" };
	const [kind] = kinds as Set<ObjectKind> & Iterable<ObjectKind>;
	if (kinds.size === 2 && kinds.has("int") && kinds.has("float")) {
		if (look.hasLong) throw look.wrong("its integers are more than floats can be");
		return { kind: "float", bits: 64 };
	}
	if (kinds.size > 1) throw look.wrong(`its objects have no type in common: ${[...kinds].join(", ")}`);
	if (kind !== "list" && kind !== "record") return look.simple(kind as ObjectKind);
	if (depth === DEEPEST) throw look.wrong("its lists are nested too deep");
	if (kind === "list") {
		const item = typeOf(itemsOf(values, budget), label, budget, depth + 1);
		return { kind: "list", item: { name: "item", type: item, nullable: true } };
	}
	const columns = columnsOf(values, look, budget);
	const fields = [...columns].map(([name, held]) => {
		return { name, type: typeOf(held, label, budget, depth + 1), nullable: true };
	});
	return { kind: "struct", fields };
}

/** The items of all lists, one after the other. */
export function itemsOf(values: readonly unknown[], budget: Budget): unknown[] {
	const items: unknown[] = [];
	for (const value of values) {
		if (value === null) continue;
		budget.take((value as unknown[]).length + 1);
		for (const item of value as unknown[]) items.push(plainOf(item));
	}
	return items;
}

/** The values of records by field, in the order in which fields are met. */
export function columnsOf(
	values: readonly unknown[],
	look: { wrong(why: string): Error },
	budget: Budget,
): Map<string, unknown[]> {
	const columns = new Map<string, unknown[]>();
	for (const [i, value] of values.entries()) {
		if (value === null) continue;
		for (const [name, held] of fieldsOf(value)) {
			if (typeof name !== "string") throw look.wrong("a dict among its objects has a key that is not a string");
			let column = columns.get(name);
			if (column === undefined) {
				budget.take(values.length + 1);
				column = new Array<unknown>(values.length).fill(null);
				columns.set(name, column);
			}
			column[i] = plainOf(held);
		}
	}
	return columns;
}
