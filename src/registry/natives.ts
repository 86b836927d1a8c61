/**
 * How JavaScript's own types are written. Reading returns the Python side of the table, never these.
 *
 * | JavaScript | Python |
 * | --- | --- |
 * | `Date` | aware `datetime.datetime` in UTC, to the millisecond |
 * | `Int8Array` … `BigUint64Array`, `Float32Array`, `Float64Array` | `array.array` of the same size: `b h H i I q Q f d`, `B` for `Uint8ClampedArray` |
 * | `Float16Array` | `array.array("e")` from 3.15 on, before `array.array("f")` |
 * | `ArrayBuffer`, `SharedArrayBuffer`, `DataView` | `bytes` (as `Uint8Array` and `Buffer` are) |
 * | `RegExp` | `re.Pattern` with the flags `i m s`; named groups in Python's syntax, the rest of the text as it is |
 * | `Error` | the exception of its name, else `TypeError`, `RangeError` → `ValueError`, `SyntaxError`, `ReferenceError` → `NameError`, `URIError` → `ValueError`, others `Exception`; `AggregateError` → `ExceptionGroup` from 3.11 on |
 * | `URL`, `URLSearchParams` | `str` |
 * | `Temporal.PlainDate`, `PlainTime`, `PlainDateTime` | `datetime.date`, `time`, naive `datetime` |
 * | `Temporal.Instant`, `ZonedDateTime` | aware `datetime.datetime`, in UTC or with the `zoneinfo.ZoneInfo` or `timezone` |
 * | `Temporal.Duration` | `datetime.timedelta`, if it has no years or months |
 */
import { PyError, ValueError } from "../errors.ts";
import { TYPE_CODES, typeCode } from "../values/type-codes.ts";
import { createRegistry, type DumpContext, type PyName, type Registry, type TypeEntry } from "./registry.ts";
import { type ArrayItems, PyArray } from "./stdlib/array.ts";
import { PyDate, PyDateTime, PyTime } from "./stdlib/datetime.ts";
import { isBuiltinException, PyException } from "./stdlib/exceptions.ts";
import { PyPattern } from "./stdlib/re.ts";
import { PyTimeDelta, utc } from "./stdlib/timedelta.ts";
import { PyZoneInfo } from "./stdlib/zoneinfo.ts";

/** The JavaScript name of a built-in object, the same in every realm: `"Date"`, `"Temporal.Instant"`. */
function tagOf(value: unknown): string {
	return Object.prototype.toString.call(value).slice(8, -1);
}

/** An entry that writes another value in the place of what has one of some tags. */
function native<T>(
	name: PyName,
	tags: readonly string[],
	instead: (value: T, context: DumpContext) => unknown,
): TypeEntry<T> {
	return {
		names: [name],
		is: (value): value is T => tags.includes(tagOf(value)),
		reduce: (value, _protocol, context) => ({ instead: instead(value, context) }),
	};
}

function arrayOf(value: ArrayItems, { version }: DumpContext): PyArray {
	const tag = tagOf(value);
	const code = typeCode(tag, version) as string;
	if (tag === "Float16Array" && code === "f") return new PyArray(code, Float32Array.from(value as Iterable<number>));
	const bytes = bytesOf(value).slice();
	if (code === "e") return new PyArray(code, new Uint16Array(bytes.buffer));
	return new PyArray(code, code === "B" ? bytes : value.slice());
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array<ArrayBuffer> {
	return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}

/** Flags of `RegExp` that `re` has as bits. */
const FLAGS: readonly (readonly [flag: string, bit: number])[] = [
	["i", 2],
	["m", 8],
	["s", 16],
];

function patternOf({ source, flags }: RegExp): PyPattern {
	let bits = 0;
	for (const [flag, bit] of FLAGS) if (flags.includes(flag)) bits |= bit;
	// Escapes and character classes are taken whole, so that `\(?<` and `[(?<]` are no groups.
	const pattern = source.replace(
		/\\k<(\w+)>|\\.|\[(?:\\.|[^\]\\])*\]|\(\?<(?=[^=!])/gs,
		(text, name: string | undefined) =>
			name !== undefined ? `(?P=${name})` : text === "(?<" ? "(?P<" : text === "\\/" ? "/" : text,
	);
	return new PyPattern(pattern, bits);
}

/** Python's names for errors that JavaScript has under others. */
const ERROR_NAMES: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
	["RangeError", "ValueError"],
	["ReferenceError", "NameError"],
	["URIError", "ValueError"],
]);

function exceptionOf(error: Error, { version }: DumpContext): PyException {
	const { message } = error;
	const { errors } = error as { readonly errors?: unknown };
	if (Array.isArray(errors) && errors.length > 0 && errors.every((held) => held instanceof Error) && version >= 31100) {
		return new PyException("ExceptionGroup", [message, [...errors]]);
	}
	if (error.name === "JSONDecodeError") {
		const { msg, doc, pos } = error as { readonly msg?: unknown; readonly doc?: unknown; readonly pos?: unknown };
		const known = typeof msg === "string" && typeof doc === "string" && typeof pos === "number";
		if (known) return new PyException(error.name, [msg, doc, pos], "json.decoder");
	}
	if (error instanceof PyError && /^(Unp|P)ickl(e|ing)Error$/.test(error.name)) {
		return new PyException(error.name, [message], "_pickle");
	}
	const name = ERROR_NAMES.get(error.name) ?? error.name;
	return new PyException(isBuiltinException(name) ? name : "Exception", [message]);
}

/** A `Temporal` object: all are told by their ISO text. */
interface TemporalValue {
	toString(): string;
	readonly timeZoneId?: string;
}

/** The ISO text, without the zone and calendar in brackets. */
function isoText(value: TemporalValue): string {
	return value.toString().replace(/\[.*$/, "");
}

function zonedOf(value: TemporalValue): PyDateTime {
	const when = PyDateTime.fromisoformat(isoText(value));
	const { timeZoneId = "UTC" } = value;
	if (timeZoneId === "UTC" || /^[+-]/.test(timeZoneId)) return when;
	const tzinfo = new PyZoneInfo(timeZoneId);
	const { localMilliseconds, second, microsecond } = when;
	const first = tzinfo.utcoffset({ localMilliseconds, fold: 0 })?.totalSeconds();
	const fold = first === when.utcoffset()?.totalSeconds() ? 0 : 1;
	return new PyDateTime(when.year, when.month, when.day, when.hour, when.minute, { second, microsecond, tzinfo, fold });
}

type Duration = Readonly<
	Record<
		| "years"
		| "months"
		| "weeks"
		| "days"
		| "hours"
		| "minutes"
		| "seconds"
		| "milliseconds"
		| "microseconds"
		| "nanoseconds",
		number
	>
>;

function timedeltaOf(value: Duration): PyTimeDelta {
	if (value.years !== 0 || value.months !== 0 || value.nanoseconds % 1000 !== 0) {
		const what = value.nanoseconds % 1000 === 0 ? "years and months" : "parts of a microsecond";
		throw new ValueError(`timedelta has no ${what}: ${String(value)}`, { code: "unpicklable" });
	}
	return new PyTimeDelta(
		value.weeks * 7 + value.days,
		(value.hours * 60 + value.minutes) * 60 + value.seconds,
		value.milliseconds * 1000 + value.microseconds + value.nanoseconds / 1000,
	);
}

function dateOf(date: Date): PyDateTime {
	return PyDateTime.fromDate(date, utc);
}

/** How JavaScript's own types are written; the table is at the top of the file and in the documentation. */
export const natives: Registry = /* @__PURE__ */ createRegistry(
	{ ...native("datetime:datetime", ["Date"], dateOf), type: Date },
	/* @__PURE__ */ native("array:array", /* @__PURE__ */ Object.keys(TYPE_CODES), arrayOf),
	/* @__PURE__ */ native(
		"builtins:bytes",
		["ArrayBuffer", "SharedArrayBuffer"],
		(buffer: ArrayBuffer) => new Uint8Array(buffer),
	),
	/* @__PURE__ */ native("builtins:bytes", ["DataView"], bytesOf),
	/* @__PURE__ */ native("re:_compile", ["RegExp"], patternOf),
	/* @__PURE__ */ native("builtins:Exception", ["Error"], exceptionOf),
	/* @__PURE__ */ native("builtins:str", ["URL", "URLSearchParams"], String),
	/* @__PURE__ */ native("datetime:date", ["Temporal.PlainDate"], (value: TemporalValue) =>
		PyDate.fromisoformat(isoText(value)),
	),
	/* @__PURE__ */ native("datetime:time", ["Temporal.PlainTime"], (value: TemporalValue) =>
		PyTime.fromisoformat(isoText(value)),
	),
	/* @__PURE__ */ native("datetime:datetime", ["Temporal.PlainDateTime", "Temporal.Instant"], (value: TemporalValue) =>
		PyDateTime.fromisoformat(isoText(value)),
	),
	/* @__PURE__ */ native("datetime:datetime", ["Temporal.ZonedDateTime"], zonedOf),
	/* @__PURE__ */ native("datetime:timedelta", ["Temporal.Duration"], timedeltaOf),
);
