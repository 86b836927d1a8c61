/** Objects of Python as Arrow's arrays. */
import { utf8Length, writeUtf8 } from "../../bytes/utf8.ts";
import { PyTypeError, UnicodeEncodeError } from "../../errors.ts";
import { type PyDate, PyDateTime, type PyTime } from "../../registry/stdlib/datetime.ts";
import { offsetOf } from "../../registry/stdlib/time-zone.ts";
import type { PyTimeDelta } from "../../registry/stdlib/timedelta.ts";
import { PyFloat } from "../../values/numbers.ts";
import type { ArrowData } from "../arrow-data.ts";
import type { ArrowType } from "../arrow-type.ts";
import { NANOS } from "../calendar.ts";
import type { CellReader } from "../columns.ts";
import type { ExpandOptions } from "../limits.ts";
import { isMissing } from "../missing.ts";
import { Timedelta, Timestamp } from "../scalars.ts";
import { bitmap, packed } from "./bits.ts";
import { Budget } from "./budget.ts";
import { columnsOf, itemsOf, plainOf, typeOf } from "./object-kinds.ts";
import { flat } from "./table.ts";

/** The most bytes that offsets of 32 bits reach. */
const MOST_SHORT = 2 ** 31 - 1;

/** Objects, whose type is found out. */
export function objectData(length: number, read: CellReader, label: string, options: ExpandOptions): ArrowData {
	if (isAllStrings(length, read)) return stringData(length, read, label, options);
	const budget = new Budget(options);
	budget.take(length);
	const values = Array.from({ length }, (_, i) => plainOf(read(i)));
	return built(values, typeOf(values, label, budget), label, budget);
}
function isAllStrings(length: number, read: CellReader): boolean {
	let hasAny = false;
	for (let i = 0; i < length; i++) {
		const value = read(i);
		if (typeof value === "string") hasAny = true;
		else if (!isMissing(value)) return false;
	}
	return hasAny;
}

/** Strings, of which some are missing. */
export function stringData(length: number, read: CellReader, label: string, options: ExpandOptions): ArrowData {
	const offsets = new Float64Array(length + 1);
	let end = 0;
	for (let i = 0; i < length; i++) {
		const text = read(i);
		if (typeof text === "string") {
			if (LONE.test(text)) throw surrogates(text, label);
			end += utf8Length(text);
		}
		offsets[i + 1] = end;
	}
	new Budget(options).take(Math.ceil(end / 8));
	const bytes = new Uint8Array(end);
	for (let i = 0; i < length; i++) {
		const text = read(i);
		if (typeof text === "string") writeUtf8(text, bytes, offsets[i] as number);
	}
	const validity = bitmap(length, (i) => typeof read(i) === "string");
	return flat({ kind: end > MOST_SHORT ? "large_string" : "string" }, length, {
		...starts(offsets, end),
		bytes,
		validity,
	});
}
const LONE = /\p{Surrogate}/u;
function surrogates(text: string, label: string): UnicodeEncodeError {
	const at = text.search(LONE);
	const code = text.charCodeAt(at).toString(16);
	return new UnicodeEncodeError(
		`column ${label}: 'utf-8' codec can't encode character '\\u${code}' in position ${at}: surrogates not allowed`,
		{ code: "argument" },
	);
}

/** Offsets of as many bits as they need. */
function starts(offsets: Float64Array, end: number): Pick<ArrowData, "values"> {
	const made = end > MOST_SHORT ? BigInt64Array.from(offsets, BigInt) : Int32Array.from(offsets);
	return { values: new Uint8Array(made.buffer) };
}

function bytesOf(typed: ArrayBufferView): Uint8Array {
	return new Uint8Array(typed.buffer as ArrayBuffer, typed.byteOffset, typed.byteLength);
}

/** Values of a type that is known to be theirs. */
function built(values: readonly unknown[], type: ArrowType, label: string, budget: Budget): ArrowData {
	const { length } = values;
	const validity = type.kind === "null" ? null : bitmap(length, (i) => values[i] !== null);
	const at = (i: number): unknown => values[i];
	const counts = (count: (value: unknown) => bigint): ArrowData =>
		flat(type, length, {
			validity,
			values: bytesOf(BigInt64Array.from(values, (value) => (value === null ? 0n : count(value)))),
		});
	switch (type.kind) {
		case "null":
			return flat(type, length, {});
		case "string":
			return stringData(length, at, label, {});
		case "binary":
			return binaryData(values, validity);
		case "bool":
			return flat(type, length, { validity, values: packed(length, (i) => values[i] === true) });
		case "float":
			return flat(type, length, { validity, values: bytesOf(Float64Array.from(values, numberOf)) });
		case "int":
			return counts((value) => BigInt.asIntN(64, BigInt(value as number | bigint)));
		case "date": {
			const days = Int32Array.from(values, (value) => (value === null ? 0 : dayOf(value as PyDate)));
			return flat(type, length, { validity, values: bytesOf(days) });
		}
		case "time":
			return counts((value) => microsOf(value as PyTime));
		case "timestamp": {
			const by = NANOS[type.unit];
			return counts((value) => momentOf(value) / by);
		}
		case "duration": {
			const by = NANOS[type.unit];
			return counts((value) => durationOf(value as PyTimeDelta | Timedelta) / by);
		}
		case "decimal":
			return flat(type, length, { validity, values: decimals(values, type) });
		case "list": {
			const items = itemsOf(values, budget);
			const offsets = new Float64Array(length + 1);
			let end = 0;
			for (const [i, value] of values.entries()) {
				end += value === null ? 0 : (value as unknown[]).length;
				offsets[i + 1] = end;
			}
			return flat(type, length, {
				validity,
				...starts(offsets, end),
				children: [built(items, type.item.type, label, budget)],
			});
		}
		case "struct": {
			const columns = columnsOf(values, { wrong: (why) => new PyTypeError(why, { code: "argument" }) }, budget);
			const children = type.fields.map(({ name, type: own }) =>
				built(columns.get(name) as unknown[], own, label, budget),
			);
			return flat(type, length, { validity, children });
		}
		default:
			throw new PyTypeError(`column ${label}: not made of objects`, { code: "argument" });
	}
}

function numberOf(value: unknown): number {
	if (value instanceof PyFloat) return value.value;
	return value === null ? Number.NaN : Number(value);
}

function binaryData(values: readonly unknown[], validity: Uint8Array | null): ArrowData {
	const offsets = new Float64Array(values.length + 1);
	let end = 0;
	for (const [i, value] of values.entries()) {
		end += (value as Uint8Array | null)?.length ?? 0;
		offsets[i + 1] = end;
	}
	const bytes = new Uint8Array(end);
	for (const [i, value] of values.entries()) if (value !== null) bytes.set(value as Uint8Array, offsets[i]);
	const kind = end > MOST_SHORT ? "large_binary" : "binary";
	return flat({ kind }, values.length, { validity, ...starts(offsets, end), bytes });
}

function dayOf({ year, month, day }: PyDate): number {
	const date = new Date(0);
	date.setUTCFullYear(year, month - 1, day);
	return date.getTime() / 86_400_000;
}
function microsOf({ hour, minute, second, microsecond }: PyTime): bigint {
	return BigInt((hour * 60 + minute) * 60 + second) * 1_000_000n + BigInt(microsecond);
}

/** Nanoseconds since 1970 in UTC, or on the clock where there is no zone. */
function momentOf(value: unknown): bigint {
	if (value instanceof Timestamp) return value.nanoseconds;
	if (!(value instanceof PyDateTime)) return BigInt((value as Date).getTime()) * 1_000_000n;
	const local = BigInt(Math.floor(value.localMilliseconds)) * 1000n + BigInt(value.microsecond % 1000);
	const offset = value.tzinfo === null ? null : offsetOf(value.tzinfo, value);
	return (local - (offset === null ? 0n : spanOf(offset))) * 1000n;
}
function spanOf({ days, seconds, microseconds }: PyTimeDelta): bigint {
	return BigInt(days * 86_400 + seconds) * 1_000_000n + BigInt(microseconds);
}
function durationOf(value: PyTimeDelta | Timedelta): bigint {
	return value instanceof Timedelta ? value.nanoseconds : spanOf(value) * 1000n;
}

/** Decimals as integers of 128 or 256 bits, the lowest word first. */
function decimals(values: readonly unknown[], { bits, scale }: Extract<ArrowType, { kind: "decimal" }>): Uint8Array {
	const words = bits / 64;
	const made = new BigUint64Array(values.length * words);
	for (const [i, value] of values.entries()) {
		if (value === null) continue;
		let rest = scaled(String(value), scale);
		for (let word = 0; word < words; word++) {
			made[i * words + word] = BigInt.asUintN(64, rest);
			rest >>= 64n;
		}
	}
	return bytesOf(made);
}
function scaled(text: string, scale: number): bigint {
	const [, sign = "", digits = "0", fraction = "", exponent = "0"] =
		/^(-?)(\d+)(?:\.(\d+))?(?:E([+-]?\d+))?$/.exec(text) ?? [];
	const shift = scale - fraction.length + Number(exponent);
	const value = BigInt(`${digits}${fraction}`) * 10n ** BigInt(Math.max(shift, 0));
	return sign === "-" ? -value : value;
}
