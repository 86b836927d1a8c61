/** How numpy writes scalars: `np.float64(1.5)` in `repr`, `1.5` in `str`. */
import { repr } from "../../values/repr.ts";
import { NAT, timeString } from "../datetime.ts";
import { DType, unitText } from "../dtype.ts";
import type { NPScalar } from "../scalar.ts";
import type { ComplexCell } from "./cells.ts";
import type { ExactFloat } from "./digits.ts";
import { dtypeStr } from "./dtype-text.ts";
import { floatText } from "./float-text.ts";
import { type Formatter, formatterOf, voidText } from "./formatters.ts";

/** As Python's complex numbers: in brackets unless there is no real part. @param isBare without brackets all the same */
function complexText({ real, imag }: ComplexCell, size: number, isBare: boolean): string {
	const imagText = floatText(imag, size, true);
	if (real.mantissa === 0n && real.special === undefined && !real.isNegative) return `${imagText}j`;
	const signed = imagText.startsWith("-") ? imagText : `+${imagText}`;
	const text = `${floatText(real, size, true)}${signed}j`;
	return isBare ? text : `(${text})`;
}

const NAMES: Readonly<Record<string, string>> = { float128: "longdouble", complex256: "clongdouble" };

/** Python's `repr` of a scalar. */
export function scalarRepr({ dtype, value }: NPScalar, cell: unknown, write: Formatter): string {
	const { kind, itemsize, unit, type, format } = dtype;
	if (type !== undefined && format !== undefined) return scalarStr(dtype, cell);
	if (dtype.fields !== null) {
		const text = recordText(dtype, cell, write);
		const name = type === undefined ? "np.void" : "np.record";
		return `${name}(${text}, dtype=${dtypeStr(withoutType(dtype))})`;
	}
	if (kind === "b") return value === true ? "np.True_" : "np.False_";
	if (kind === "S") return `np.bytes_(${repr(cell)})`;
	if (kind === "U") return `np.str_(${repr(cell)})`;
	if (kind === "V") return `np.void(${voidText(cell as Uint8Array)})`;
	if (unit !== null) {
		const name = kind === "M" ? "np.datetime64" : "np.timedelta64";
		const unitName = unit.name === "generic" ? "generic" : unitText(unit).slice(1, -1);
		if (cell === NAT) return `${name}('NaT','${unitName}')`;
		if (kind === "m") return unit.name === "generic" ? `${name}(${cell})` : `${name}(${cell},'${unitName}')`;
		return `${name}('${timeString(cell as bigint, unit)}'${unit.count === 1 ? "" : `,'${unitName}'`})`;
	}
	const name = NAMES[dtype.name] ?? dtype.name;
	const text = scalarStr(dtype, cell);
	if (itemsize === 16 && kind === "f") return `np.${name}('${text}')`;
	if (kind !== "c") return `np.${name}(${text})`;
	const bare = complexText(cell as ComplexCell, itemsize / 2, true);
	return itemsize === 32 ? `np.${name}('${bare}')` : `np.${name}(${bare})`;
}

/** A dtype of plain records in the place of one of `numpy.record`. */
export function withoutType(dtype: DType): DType {
	return dtype.type === undefined ? dtype : new DType({ ...dtype, type: undefined, text: { coerce: true } });
}

/** A record, floats as they are alone. */
function recordText(dtype: DType, cell: unknown, write: Formatter): string {
	return formatterOf(dtype, [cell], true, write, floatText)(cell);
}

/** Seconds, days and so on, with the count multiplied. */
const UNIT_WORDS: Readonly<Record<string, string>> = {
	Y: "years",
	M: "months",
	W: "weeks",
	D: "days",
	h: "hours",
	m: "minutes",
	s: "seconds",
	ms: "milliseconds",
	us: "microseconds",
	ns: "nanoseconds",
	ps: "picoseconds",
	fs: "femtoseconds",
	as: "attoseconds",
	generic: "generic time units",
};

/** Python's `str` of an item. */
export function scalarStr(dtype: DType, cell: unknown, write: Formatter = repr): string {
	const { kind, itemsize, unit, format } = dtype;
	if (dtype.fields !== null) return recordText(dtype, cell, write);
	if (unit !== null) {
		if (cell === NAT) return "NaT";
		if (kind === "M") return timeString(cell as bigint, unit);
		return `${(cell as bigint) * BigInt(unit.count)} ${UNIT_WORDS[unit.name]}`;
	}
	if (kind === "b") return cell === true ? "True" : "False";
	if (dtype.type !== undefined && format !== undefined) return formatterOf(dtype, [cell], true, write)(cell);
	if (kind === "f") return floatText(cell as ExactFloat, itemsize);
	if (kind === "c") return complexText(cell as ComplexCell, itemsize / 2, false);
	if (kind === "U" || kind === "T") return String(cell);
	if (kind === "S") return repr(cell);
	if (kind === "V" && format === undefined) return voidText(cell as Uint8Array);
	return formatterOf(dtype, [cell], true, write)(cell);
}
