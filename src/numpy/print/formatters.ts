/** The writers of the items of each dtype: widths and decimal places are those of all items that are printed. */

import { PyDate, PyDateTime } from "../../registry/stdlib/datetime.ts";
import { PyTimeDelta } from "../../registry/stdlib/timedelta.ts";
import { PyComplex } from "../../values/complex.ts";
import { NAT, type TimeUnit, timeString } from "../datetime.ts";
import type { DType } from "../dtype.ts";
import type { ComplexCell } from "./cells.ts";
import { type ExactFloat, exactFloat, positional, powerText, scientific } from "./digits.ts";
import { shown, THRESHOLD } from "./layout.ts";

/** Writes one cell. */
export type Formatter = (cell: unknown) => string;

/** Writes a float of a size in bytes by itself. */
export type FloatText = (float: ExactFloat, size: number) => string;

/** Decimal places at most. */
const PRECISION = 8;

/** From where on floats of a size are printed with a power of ten. */
const CUTOFF: Readonly<Record<number, number>> = { 2: 1e3, 4: 1e6, 8: 1e8, 16: 1e8 };

/** A number rounded to the floats of a size, as numpy computes with them. */
function roundTo(value: number, size: number): number {
	if (size === 4) return Math.fround(value);
	if (size !== 2 || value === 0 || !Number.isFinite(value)) return value;
	const step = 2 ** (Math.max(Math.floor(Math.log2(value)), -14) - 10);
	const whole = value / step;
	const floor = Math.floor(whole);
	const even = whole - floor === 0.5 ? floor + (floor % 2) : Math.round(whole);
	return even * step > 65504 ? Number.POSITIVE_INFINITY : even * step;
}

/** Whether floats are printed with powers of ten: when they are large or small, or far apart. */
function needsPowers(floats: readonly ExactFloat[], size: number): boolean {
	let most = 0;
	let least = Number.POSITIVE_INFINITY;
	for (const { mantissa, value } of floats) {
		if (mantissa === 0n) continue;
		most = Math.max(most, Math.abs(value));
		least = Math.min(least, Math.abs(value));
	}
	if (most === 0 && least === Number.POSITIVE_INFINITY) return false;
	return most >= (CUTOFF[size] as number) || least < roundTo(0.0001, size) || roundTo(most / least, size) > 1000;
}

/** Floats in columns. @param hasSign whether a plus is written too */
export function floatFormatter(cells: readonly ExactFloat[], size: number, hasSign = false): Formatter {
	const finite = cells.filter(({ special }) => special === undefined);
	const sign = ({ isNegative }: ExactFloat): string => (isNegative ? "-" : hasSign ? "+" : "");
	const isScientific = needsPowers(finite, size);
	let [left, right, places, powerDigits] = [0, 0, 0, 0];
	for (const float of finite) {
		if (isScientific) {
			const [first, fraction, power] = scientific(float, PRECISION);
			left = Math.max(left, sign(float).length + first.length);
			places = Math.max(places, fraction.length);
			powerDigits = Math.max(powerDigits, powerText(power).length - 1);
		} else {
			const [whole, fraction] = positional(float, PRECISION);
			left = Math.max(left, sign(float).length + whole.length);
			right = Math.max(right, fraction.length);
		}
	}
	if (isScientific) right = powerDigits + 2 + places;
	if (finite.length < cells.length) {
		const hasMinus = hasSign || cells.some(({ special, isNegative }) => special === "inf" && isNegative);
		left = Math.max(left, 3 - (right + 1), 3 + (hasMinus ? 1 : 0) - (right + 1));
	}
	return (cell) => {
		const float = cell as ExactFloat;
		if (float.special !== undefined) return `${sign(float)}${float.special}`.padStart(left + right + 1);
		if (!isScientific) {
			const [whole, fraction] = positional(float, PRECISION);
			return `${(sign(float) + whole).padStart(left)}.${fraction.padEnd(right)}`;
		}
		const [first, fraction, power] = scientific(float, places, places);
		const digits = `${(sign(float) + first).padStart(left)}.${fraction.padEnd(places, "0")}`;
		return `${digits}e${powerText(power, powerDigits)}`;
	};
}

function complexFormatter(cells: readonly ComplexCell[], size: number): Formatter {
	const real = floatFormatter(
		cells.map((cell) => cell.real),
		size,
	);
	const imag = floatFormatter(
		cells.map((cell) => cell.imag),
		size,
		true,
	);
	return (cell) => {
		const written = imag((cell as ComplexCell).imag);
		const end = written.trimEnd().length;
		return `${real((cell as ComplexCell).real)}${written.slice(0, end)}j${written.slice(end)}`;
	};
}

/** Texts to the right of a column as wide as those of the greatest and the least item. */
function columnFormatter(
	cells: readonly (number | bigint)[],
	write: (cell: number | bigint) => string,
	least = 0,
): Formatter {
	let [low, high] = [cells[0], cells[0]];
	for (const cell of cells) {
		if (cell < (low as number)) low = cell;
		if (cell > (high as number)) high = cell;
	}
	const width = Math.max(least, ...[low, high].map((cell) => (cell === undefined ? 0 : write(cell).length)));
	return (cell) => write(cell as number | bigint).padStart(width);
}

function timeFormatter(cells: readonly bigint[], kind: string, unit: TimeUnit): Formatter {
	const times = cells.filter((cell) => cell !== NAT);
	const write = (cell: number | bigint): string =>
		kind === "M" ? `'${timeString(BigInt(cell), unit)}'` : String(cell);
	const column = columnFormatter(times, write, times.length < cells.length ? 5 : 0);
	const width = times.length === 0 ? 5 : column(times[0]).length;
	return (cell) => (cell === NAT ? "'NaT'".padStart(width) : column(cell));
}

/** Bytes as numpy shows those of no type: each as an escape. */
export function voidText(bytes: Uint8Array): string {
	let text = "";
	for (const byte of bytes) text += `\\x${byte.toString(16).toUpperCase().padStart(2, "0")}`;
	return `b'${text}'`;
}

/** As C's `%g`, by which the package ml_dtypes shows its floats. */
function general(value: unknown): string {
	const number = Number(value);
	if (Number.isNaN(number)) return "nan";
	if (!Number.isFinite(number)) return number > 0 ? "inf" : "-inf";
	if (number === 0) return Object.is(number, -0) ? "-0" : "0";
	const float = exactFloat(number, 8);
	const sign = float.isNegative ? "-" : "";
	const [first, fraction, power] = scientific(float, 5);
	const point = (whole: string, rest: string): string => `${sign}${whole}${rest === "" ? "" : `.${rest}`}`;
	if (power < -4 || power >= 6) return `${point(first, fraction)}e${powerText(power)}`;
	const digits = first + fraction;
	if (power < 0) return point("0", "0".repeat(-power - 1) + digits);
	return point(digits.slice(0, power + 1).padEnd(power + 1, "0"), digits.slice(power + 1));
}

/** The parts of a float that may be in a tuple of a record with objects. */
function floatsOf(cells: readonly unknown[], size: number): readonly ExactFloat[] {
	return cells.map((cell) =>
		typeof cell === "object" && cell !== null && "mantissa" in cell
			? (cell as ExactFloat)
			: exactFloat(Number(cell), size === 16 ? 8 : size),
	);
}

/**
 * The writers of the cells of a dtype.
 *
 * @param cells all that are printed
 * @param isItem whether they are of an array without axes, whose bools need no column
 * @param write Python's `repr` of an object
 * @param one writes each float by itself. Default: all in columns
 */
export function formatterOf(
	dtype: DType,
	cells: readonly unknown[],
	isItem: boolean,
	write: Formatter,
	one?: FloatText,
): Formatter {
	const { kind, itemsize, unit, subdtype } = dtype;
	if (subdtype !== null) return subarrayFormatter(dtype, cells, write, one);
	if (dtype.fields !== null) return recordFormatter(dtype, cells, isItem, write, one);
	if (unit !== null) {
		const counts = cells.map((cell) => (typeof cell === "bigint" ? cell : undefined));
		// A record that came as an object is shown as one.
		if (counts.includes(undefined)) return write;
		return timeFormatter(counts as bigint[], kind, unit);
	}
	if (dtype.type !== undefined && dtype.format !== undefined) return general;
	if (kind === "b") return (cell) => (cell === true || cell === 1 ? (isItem ? "True" : " True") : "False");
	if (kind === "i" || kind === "u") return columnFormatter(cells as (number | bigint)[], String);
	if (kind === "f") {
		const floats = floatsOf(cells, itemsize);
		const format = one === undefined ? floatFormatter(floats, itemsize) : undefined;
		return (cell) => {
			const [float] = floatsOf([cell], itemsize) as [ExactFloat];
			return format?.(float) ?? (one as FloatText)(float, itemsize);
		};
	}
	if (kind === "c") {
		const parts = (cell: unknown): ComplexCell => {
			if (!(cell instanceof PyComplex)) return cell as ComplexCell;
			return { real: exactFloat(cell.real, 8), imag: exactFloat(cell.imag, 8) };
		};
		const format = complexFormatter(cells.map(parts), itemsize / 2);
		return (cell) => format(parts(cell));
	}
	if (kind === "V") return (cell) => (cell instanceof Uint8Array ? voidText(cell) : write(cell));
	if (kind === "O") return (cell) => (isPlainList(cell) ? `list(${write(cell)})` : write(cell));
	return write;
}

function isPlainList(cell: unknown): boolean {
	return Array.isArray(cell) && Object.getPrototypeOf(cell) === Array.prototype;
}

function recordFormatter(
	dtype: DType,
	cells: readonly unknown[],
	isItem: boolean,
	write: Formatter,
	one: FloatText | undefined,
): Formatter {
	const fields = dtype.fieldList.map(([, field], i) =>
		formatterOf(
			field.dtype,
			cells.map((cell) => (cell as unknown[])[i]),
			isItem,
			write,
			one,
		),
	);
	return (cell) => {
		const texts = fields.map((format, i) => format((cell as unknown[])[i]));
		return texts.length === 1 ? `(${texts[0]},)` : `(${texts.join(", ")})`;
	};
}

function subarrayFormatter(
	{ subdtype }: DType,
	cells: readonly unknown[],
	write: Formatter,
	one: FloatText | undefined,
): Formatter {
	const { base, shape } = subdtype as NonNullable<DType["subdtype"]>;
	const all: unknown[] = [];
	for (const cell of cells) for (const item of cell as unknown[]) all.push(item);
	const format = formatterOf(base, all, false, write, one);
	const size = shape.reduce((product, length) => product * length, 1);
	const part = (items: readonly unknown[], axis: number, from: number, step: number): string => {
		if (axis === shape.length) return format(items[from]);
		const length = shape[axis] as number;
		const inner = length === 0 ? 0 : step / length;
		const places = shown(length, size > THRESHOLD);
		const texts = places.map((place) => part(items, axis + 1, from + place * inner, inner));
		if (places.length < length) texts.splice(3, 0, "...");
		return `[${texts.join(", ")}]`;
	};
	return (cell) => part(cell as unknown[], 0, 0, size);
}

/** Microseconds of the units that a `timedelta` may be made of. */
const MICROSECONDS: Readonly<Record<string, bigint>> = {
	W: 604_800_000_000n,
	D: 86_400_000_000n,
	h: 3_600_000_000n,
	m: 60_000_000n,
	s: 1_000_000n,
	ms: 1000n,
	us: 1n,
};
const DAY = 86_400_000_000n;
const MOST_DAYS = 999_999_999n;

/** A time as the object of `datetime` that numpy makes of it: None for none, and its count where there is no such object. */
export function timeObject(kind: string, count: bigint, unit: TimeUnit): unknown {
	if (count === NAT) return null;
	if (kind === "m") {
		const length = MICROSECONDS[unit.name];
		if (length === undefined) return count;
		const all = count * BigInt(unit.count) * length;
		const rest = ((all % DAY) + DAY) % DAY;
		const days = (all - rest) / DAY;
		if (days > MOST_DAYS || days < -MOST_DAYS) return count;
		return new PyTimeDelta(Number(days), Number(rest / 1_000_000n), Number(rest % 1_000_000n));
	}
	if (/^([npfa]s|generic)$/.test(unit.name)) return count;
	const text = timeString(count, unit);
	if (!/^\d{4}(?!\d)/.test(text) || text.startsWith("0000")) return count;
	if (!text.includes("T"))
		return PyDate.fromisoformat(text.length < 10 ? `${text}${"-01-01".slice(text.length - 4)}` : text);
	return PyDateTime.fromisoformat(text.length === 13 ? `${text}:00` : text);
}
