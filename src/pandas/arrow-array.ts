/** Arrow's arrays, read by place. */
import { decodeUtf8 } from "../bytes/utf8.ts";
import { fromBits, smallFloat } from "../numpy/small-float.ts";
import { CHECKED } from "../options.ts";
import { accepted } from "../registry/arguments.ts";
import { PyDate, PyTime } from "../registry/stdlib/datetime.ts";
import { PyDecimal } from "../registry/stdlib/decimal.ts";
import { PyTimeDelta, PyTimezone } from "../registry/stdlib/timedelta.ts";
import { PyZoneInfo } from "../registry/stdlib/zoneinfo.ts";
import { normalInt } from "../values/numbers.ts";
import { setOwn } from "../values/own-property.ts";
import { type ArrowData, indexReader, isValid, offsetReader } from "./arrow-data.ts";
import type { ArrowType, ArrowUnit } from "./arrow-type.ts";
import { civil, NANOS } from "./calendar.ts";
import { type KnownTimestamp, Timedelta, Timestamp } from "./scalars.ts";

/** Reads the item at a place, which is one; null for a missing one. */
export type ArrowReader = (i: number) => unknown;

const HALF = /* @__PURE__ */ smallFloat(5, 10, "ieee");
const NONE = /* @__PURE__ */ new Uint8Array(0);

function viewOf(bytes: Uint8Array | null): DataView {
	const given = bytes ?? NONE;
	return new DataView(given.buffer, given.byteOffset, given.byteLength);
}

/** The readers of the items of an array that {@link holds} accepts. */
export function arrowReader(data: ArrowData): ArrowReader {
	if (data.type.kind === "null") return () => null;
	const read = valueReader(data);
	return data.validity === null ? read : (i) => (isValid(data, i) ? read(i) : null);
}

function valueReader(data: ArrowData): ArrowReader {
	const { type, offset, values, bytes, children, dictionary } = data;
	const view = viewOf(values);
	switch (type.kind) {
		case "int":
			return intReader(type, view, offset);
		case "float":
			if (type.bits === 16) return (i) => fromBits(HALF, view.getUint16(2 * (offset + i), true));
			return type.bits === 32
				? (i) => view.getFloat32(4 * (offset + i), true)
				: (i) => view.getFloat64(8 * (offset + i), true);
		case "bool":
			return (i) => ((view.getUint8((offset + i) >> 3) >> ((offset + i) & 7)) & 1) === 1;
		case "string":
		case "large_string":
		case "binary":
		case "large_binary":
			return bytesReader(type.kind, values ?? NONE, bytes ?? NONE, offset);
		case "fixed_binary": {
			const { size } = type;
			return (i) => (values ?? NONE).slice(size * (offset + i), size * (offset + i + 1));
		}
		case "date":
			return type.unit === "day"
				? (i) => dateOf(view.getInt32(4 * (offset + i), true))
				: (i) => dateOf(Math.floor(Number(view.getBigInt64(8 * (offset + i), true)) / 86_400_000));
		case "time": {
			const { unit } = type;
			return unit === "s" || unit === "ms"
				? (i) => timeOf(BigInt(view.getInt32(4 * (offset + i), true)), unit)
				: (i) => timeOf(view.getBigInt64(8 * (offset + i), true), unit);
		}
		case "timestamp": {
			const parts: KnownTimestamp = { unit: type.unit, tz: arrowZone(type.tz), [CHECKED]: true };
			return (i) => new Timestamp(view.getBigInt64(8 * (offset + i), true), parts);
		}
		case "duration": {
			const { unit } = type;
			return (i) => new Timedelta(view.getBigInt64(8 * (offset + i), true), unit);
		}
		case "decimal":
			return decimalReader(type, view, offset);
		case "dictionary": {
			const [index, read] = [indexReader(data), arrowReader(dictionary as ArrowData)];
			return (i) => read(index(i));
		}
		case "struct": {
			const fields = children.map((child, at) => [type.fields[at]?.name ?? "", arrowReader(child)] as const);
			return (i) => {
				const record: Record<string, unknown> = {};
				for (const [name, read] of fields) setOwn(record, name, read(offset + i));
				return record;
			};
		}
		case "fixed_list": {
			const read = arrowReader(children[0] as ArrowData);
			const { size } = type;
			return (i) => Array.from({ length: size }, (_, k) => read((offset + i) * size + k));
		}
		case "list":
		case "large_list": {
			const read = arrowReader(children[0] as ArrowData);
			const at = offsetReader(values ?? NONE, type.kind === "large_list");
			return (i) => {
				const items: unknown[] = [];
				for (let k = at(offset + i), end = at(offset + i + 1); k < end; k++) items.push(read(k));
				return items;
			};
		}
		default:
			return () => null;
	}
}

function intReader({ bits, signed }: Extract<ArrowType, { kind: "int" }>, view: DataView, offset: number): ArrowReader {
	if (bits === 8) return signed ? (i) => view.getInt8(offset + i) : (i) => view.getUint8(offset + i);
	if (bits === 16) {
		return signed ? (i) => view.getInt16(2 * (offset + i), true) : (i) => view.getUint16(2 * (offset + i), true);
	}
	if (bits === 32) {
		return signed ? (i) => view.getInt32(4 * (offset + i), true) : (i) => view.getUint32(4 * (offset + i), true);
	}
	return signed
		? (i) => normalInt(view.getBigInt64(8 * (offset + i), true))
		: (i) => normalInt(view.getBigUint64(8 * (offset + i), true));
}

function bytesReader(kind: string, offsets: Uint8Array, bytes: Uint8Array, offset: number): ArrowReader {
	const at = offsetReader(offsets, kind.startsWith("large"));
	if (kind.endsWith("string")) return (i) => decodeUtf8(bytes, at(offset + i), at(offset + i + 1));
	return (i) => bytes.slice(at(offset + i), at(offset + i + 1));
}

/** A day as `datetime.date`; the count where Python has none. */
function dateOf(days: number): unknown {
	const [year, month, day] = civil(days);
	return accepted(() => new PyDate(year, month, day)) ?? days;
}

function timeOf(count: bigint, unit: ArrowUnit): unknown {
	const micros = Number((count * NANOS[unit]) / 1000n);
	const seconds = Math.floor(micros / 1e6);
	const [hour, minute, second] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
	return accepted(() => new PyTime(hour, minute, { second, microsecond: micros % 1e6 })) ?? normalInt(count);
}

function decimalReader(
	{ bits, scale }: Extract<ArrowType, { kind: "decimal" }>,
	view: DataView,
	offset: number,
): ArrowReader {
	const words = bits / 64;
	return (i) => {
		const start = (offset + i) * words * 8;
		let value = view.getBigInt64(start + 8 * (words - 1), true);
		for (let word = words - 2; word >= 0; word--) value = (value << 64n) | view.getBigUint64(start + 8 * word, true);
		return new PyDecimal(scaled(value, scale));
	};
}
function scaled(value: bigint, scale: number): string {
	if (scale < 0) return `${value}E+${-scale}`;
	if (scale === 0) return String(value);
	const digits = String(value < 0n ? -value : value).padStart(scale + 1, "0");
	return `${value < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** The zone of a name that Arrow has: IANA's, or `+05:30`. */
export function arrowZone(name: string | null): PyTimezone | PyZoneInfo | null {
	if (name === null) return null;
	const fixed = /^([+-])(\d\d):?(\d\d)$/.exec(name);
	if (fixed !== null) {
		const minutes = Number(fixed[2]) * 60 + Number(fixed[3]);
		return new PyTimezone(new PyTimeDelta(0, (fixed[1] === "-" ? -60 : 60) * minutes));
	}
	return name === "UTC" ? new PyTimezone(new PyTimeDelta()) : new PyZoneInfo(name);
}
