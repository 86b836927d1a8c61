/** Values in the tagged language of `tests/python/values.py`: equal for two values exactly if they are equal in type, content, order, sharing and cycles. */
import { PyArray } from "../../src/registry/stdlib/array.ts";
import { PyChainMap } from "../../src/registry/stdlib/chain-map.ts";
import {
	PyCounter,
	PyDefaultDict,
	PyDeque,
	PyFrozenDict,
	PyOrderedDict,
} from "../../src/registry/stdlib/collections.ts";
import { PyDate, PyDateTime, PyTime } from "../../src/registry/stdlib/datetime.ts";
import { PyDecimal } from "../../src/registry/stdlib/decimal.ts";
import { PyException } from "../../src/registry/stdlib/exceptions.ts";
import { PyFraction } from "../../src/registry/stdlib/fractions.ts";
import { PyIP } from "../../src/registry/stdlib/ipaddress.ts";
import { PyPath } from "../../src/registry/stdlib/pathlib.ts";
import { PyPattern } from "../../src/registry/stdlib/re.ts";
import { PyTimeDelta, PyTimezone } from "../../src/registry/stdlib/timedelta.ts";
import { PyNamespace } from "../../src/registry/stdlib/types.ts";
import { PyUUID } from "../../src/registry/stdlib/uuid.ts";
import { PyZoneInfo } from "../../src/registry/stdlib/zoneinfo.ts";
import { PyByteArray } from "../../src/values/bytearray.ts";
import { PyComplex } from "../../src/values/complex.ts";
import { Ellipsis, NotImplemented, PyConstant } from "../../src/values/constants.ts";
import { PyDict } from "../../src/values/dict.ts";
import { floatRepr } from "../../src/values/float-repr.ts";
import { isIntNumber, PyFloat } from "../../src/values/numbers.ts";
import { PyGlobal } from "../../src/values/opaque.ts";
import { PyRange, PySlice } from "../../src/values/range.ts";
import { PyFrozenSet, PySet } from "../../src/values/set.ts";
import { PyTuple } from "../../src/values/tuple.ts";
import type { Tagged } from "./tagged-build.ts";

/**
 * Describes a value that was read in exact mode; the inverse of `build`.
 *
 * @throws Error for an inert object, which only Python can describe
 */
export function describe(value: unknown): Tagged {
	return new Describer().describe(value);
}

/** Python makes these only once, or may. */
function hasIdentity(value: unknown): value is object {
	if (typeof value !== "object" || value === null) return false;
	if (value instanceof PyFloat || value instanceof PyConstant || value instanceof PyGlobal) return false;
	if (value instanceof PyPattern || value instanceof PyZoneInfo) return false;
	if (value instanceof PyTuple) return value.length > 0;
	if (value instanceof PyFrozenSet) return value.size > 0;
	if (value instanceof Uint8Array && !(value instanceof PyByteArray)) return value.length > 1;
	if (value instanceof PyTimezone) return !(value.tzname() === "UTC" && value.offset.totalSeconds() === 0);
	return true;
}

class Describer {
	readonly #seen = new Set<object>();
	readonly #shared = new Set<object>();
	readonly #numbers = new Map<object, number>();
	#writing = false;

	describe(value: unknown): Tagged {
		this.#node(value);
		this.#writing = true;
		return this.#node(value);
	}
	#node(value: unknown): Tagged {
		if (!hasIdentity(value)) return this.#content(value);
		if (!this.#writing) {
			if (this.#seen.has(value)) {
				this.#shared.add(value);
				return null;
			}
			this.#seen.add(value);
			return this.#content(value);
		}
		if (!this.#shared.has(value)) return this.#content(value);
		const known = this.#numbers.get(value);
		if (known !== undefined) return ["ref", known];
		const number = this.#numbers.size + 1;
		this.#numbers.set(value, number);
		return ["def", number, this.#content(value)];
	}
	#nodes(values: Iterable<unknown>): Tagged[] {
		return Array.from(values, (value) => this.#node(value));
	}
	#pairs(entries: Iterable<readonly [unknown, unknown]>): Tagged[] {
		return Array.from(entries, ([key, value]) => [this.#node(key), this.#node(value)]);
	}
	#members(values: ReadonlySet<unknown>): Tagged[] {
		if (values.size < 2) return this.#nodes(values);
		const members = [...values].map((value) => [pythonJson(describe(value)), value] as const);
		members.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
		return this.#nodes(members.map(([, value]) => value));
	}
	#attributes(attributes: ReadonlyMap<string, unknown>): Tagged[] {
		return Array.from(attributes, ([name, value]) => [name, this.#node(value)]);
	}

	#content(value: unknown): Tagged {
		switch (typeof value) {
			case "string":
			case "boolean":
				return value;
			case "bigint":
				return ["int", bits(value) < 13000 ? String(value) : hex(value)];
			case "number":
				return isIntNumber(value) ? value : ["float", floatRepr(value)];
			default:
				return value === null ? null : (this.#builtin(value as object) ?? this.#library(value as object));
		}
	}
	#builtin(value: object): Tagged {
		if (value instanceof PyFloat) return ["float", floatRepr(value.value)];
		if (value instanceof PyComplex) return ["complex", floatRepr(value.real), floatRepr(value.imag)];
		if (value instanceof PyByteArray) return ["bytearray", base64(value)];
		if (value instanceof Uint8Array) return ["bytes", base64(value)];
		if (value instanceof PyTuple) return ["tuple", ...this.#nodes(value)];
		if (Array.isArray(value)) return ["list", ...this.#nodes(value)];
		if (value instanceof PyFrozenSet) return ["frozenset", ...this.#members(value)];
		if (value instanceof PySet) return ["set", ...this.#members(value)];
		if (value instanceof PyDict && value.constructor === PyDict) return ["dict", ...this.#pairs(value)];
		if (value === Ellipsis) return ["ellipsis"];
		if (value === NotImplemented) return ["notimplemented"];
		if (value instanceof PyGlobal) return ["global", value.module, value.qualname];
		if (value instanceof PyRange) return ["range", ...this.#nodes([value.start, value.stop, value.step])];
		if (value instanceof PySlice) return ["slice", ...this.#nodes([value.start, value.stop, value.step])];
		return undefined;
	}
	#library(value: object): Tagged {
		if (value instanceof PyOrderedDict) return this.#orderedDict(value);
		if (value instanceof PyCounter) return ["counter", ...this.#pairs(value)];
		if (value instanceof PyFrozenDict) return ["frozendict", ...this.#pairs(value)];
		if (value instanceof PyDefaultDict) return ["defaultdict", this.#node(value.defaultFactory), ...this.#pairs(value)];
		if (value instanceof PyDeque) return ["deque", value.maxlen, ...this.#nodes(value)];
		if (value instanceof PyDate) return ["date", value.year, value.month, value.day];
		if (value instanceof PyTimeDelta) return ["timedelta", value.days, value.seconds, value.microseconds];
		if (value instanceof PyTime) return ["time", ...this.#clock(value)];
		if (value instanceof PyDateTime) return ["datetime", value.year, value.month, value.day, ...this.#clock(value)];
		if (value instanceof PyTimezone) return ["timezone", this.#content(value.offset), value.name];
		if (value instanceof PyZoneInfo) return ["zoneinfo", value.key];
		if (value instanceof PyDecimal) return ["decimal", String(value)];
		if (value instanceof PyFraction) return ["fraction", number(value.numerator), number(value.denominator)];
		if (value instanceof PyUUID) return ["uuid", value.hex];
		if (value instanceof PyArray) return ["array", value.typecode, ...this.#nodes(arrayItems(value))];
		if (value instanceof PyPath) return ["path", value.kind, String(value)];
		if (value instanceof PyIP) return ["ip", value.kind, value.text()];
		if (value instanceof PyPattern) return ["pattern", this.#content(value.pattern), value.flags];
		if (value instanceof PyChainMap) return ["chainmap", ...this.#nodes(value.maps)];
		if (value instanceof PyNamespace) return ["namespace", ...this.#attributes(value.attributes)];
		if (value instanceof PyException) {
			return ["exception", value.name, this.#nodes(value.args), ...this.#attributes(value.attributes)];
		}
		throw new Error(`no description for ${Object.prototype.toString.call(value)} ${value.constructor.name}`);
	}
	#orderedDict(value: PyOrderedDict): Tagged {
		if (value.attributes.size === 0) return ["ordereddict", ...this.#pairs(value)];
		const state = ["dict", ...this.#attributes(value.attributes)];
		return ["reduce", ["global", "collections", "OrderedDict"], [], state, null, this.#pairs(value)];
	}
	#clock(value: PyTime | PyDateTime): Tagged[] {
		const { hour, minute, second, microsecond, fold, tzinfo } = value;
		return [hour, minute, second, microsecond, fold, this.#node(tzinfo)];
	}
}

function arrayItems(array: PyArray): unknown[] {
	const items = array.toArray();
	return "efd".includes(array.typecode) ? items.map((item) => new PyFloat(item as number)) : items;
}
function number(value: bigint): Tagged {
	return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : ["int", String(value)];
}
function bits(value: bigint): number {
	return (value < 0n ? -value : value).toString(2).length;
}
function hex(value: bigint): string {
	return value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}
function base64(bytes: Uint8Array): string {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64");
}

/** `json.dumps(value)` of Python: with spaces and in ASCII. */
function pythonJson(node: Tagged): string {
	if (Array.isArray(node)) return `[${node.map(pythonJson).join(", ")}]`;
	return JSON.stringify(node).replace(
		/[^\0-\x7e]/g,
		(unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
	);
}
