import { describe, expect, test } from "vitest";
import { PicklingError, ValueError } from "../errors.ts";
import { JSONDecodeError } from "../json/errors.ts";
import { dumps, loads } from "../pickle/index.ts";
import { repr } from "../values/repr.ts";

const read = (value: unknown, pythonVersion = "3.14"): string =>
	repr(loads(dumps(value, { pythonVersion }), { mode: "exact" }));

/** An object as `Temporal` has them, by name and ISO text. */
function temporal(name: string, text: string, properties: object = {}): object {
	const prototype = { toString: () => text, [Symbol.toStringTag]: `Temporal.${name}` };
	return Object.assign(Object.create(prototype) as object, properties);
}
const zero = {
	years: 0,
	months: 0,
	weeks: 0,
	days: 0,
	hours: 0,
	minutes: 0,
	seconds: 0,
	milliseconds: 0,
	microseconds: 0,
	nanoseconds: 0,
};

describe("JavaScript's own types are written as", () => {
	test.each<[string, unknown, string]>([
		["Date", new Date(0), "datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)"],
		["Int16Array of a part", new Int16Array([1, 2, 3]).subarray(1), "array('h', [2, 3])"],
		["SharedArrayBuffer", new SharedArrayBuffer(2), "b'\\x00\\x00'"],
		["URLSearchParams", new URLSearchParams("a=b&c"), "'a=b&c='"],
		["RegExp", /[(?<]\d\$/g, "re.compile('[(?<]\\\\d\\\\$')"],
		["SyntaxError", new SyntaxError("no"), "SyntaxError('no')"],
		["ReferenceError", new ReferenceError("x"), "NameError('x')"],
		["an error of ours", new ValueError("v"), "ValueError('v')"],
		["PicklingError", new PicklingError("p"), "PicklingError('p')"],
		["JSONDecodeError", new JSONDecodeError("bad", "a\nb", 2), "JSONDecodeError('bad: line 2 column 1 (char 2)')"],
		[
			"AggregateError",
			new AggregateError([new TypeError("t"), new Error("e")], "both"),
			"ExceptionGroup('both', [TypeError('t'), Exception('e')])",
		],
		["an empty AggregateError", new AggregateError([], "none"), "Exception('none')"],
		["PlainDate", temporal("PlainDate", "2024-02-29[u-ca=gregory]"), "datetime.date(2024, 2, 29)"],
		["PlainTime", temporal("PlainTime", "12:30:00.5"), "datetime.time(12, 30, 0, 500000)"],
		["PlainDateTime", temporal("PlainDateTime", "2024-02-29T12:30:00"), "datetime.datetime(2024, 2, 29, 12, 30)"],
		[
			"Instant",
			temporal("Instant", "2024-02-29T12:30:00.123456Z"),
			"datetime.datetime(2024, 2, 29, 12, 30, 0, 123456, tzinfo=datetime.timezone.utc)",
		],
		[
			"ZonedDateTime",
			temporal("ZonedDateTime", "2020-10-25T02:30:00+01:00[Europe/Paris]", { timeZoneId: "Europe/Paris" }),
			"datetime.datetime(2020, 10, 25, 2, 30, fold=1, tzinfo=zoneinfo.ZoneInfo(key='Europe/Paris'))",
		],
		[
			"ZonedDateTime by offset",
			temporal("ZonedDateTime", "2020-10-25T02:30:00+01:00[+01:00]", { timeZoneId: "+01:00" }),
			"datetime.datetime(2020, 10, 25, 2, 30, tzinfo=datetime.timezone(datetime.timedelta(seconds=3600)))",
		],
		[
			"Duration",
			temporal("Duration", "P1W2DT3H", { ...zero, weeks: 1, days: 2, hours: 3, milliseconds: 4 }),
			"datetime.timedelta(days=9, seconds=10800, microseconds=4000)",
		],
	])("%s", (_name, value, text) => {
		expect(read(value)).toBe(text);
	});
	test("what the version has", () => {
		const group = new AggregateError([new Error("e")], "one");
		expect(read(group, "3.10")).toBe("Exception('one')");
	});
	test("an error where Python has no such value", () => {
		expect(() => dumps([new Date(Number.NaN)])).toThrow("year must be in 1..9999, not NaN");
		expect(() => dumps(temporal("Duration", "P1Y", { ...zero, years: 1 }))).toThrow(
			"timedelta has no years and months",
		);
		expect(() => dumps(temporal("Duration", "PT", { ...zero, nanoseconds: 1 }))).toThrow("parts of a microsecond");
		expect(() => dumps(temporal("Instant", "2024-02-29T12:30:00.123456789Z"))).toThrow("Invalid isoformat string");
		expect(() => dumps(temporal("PlainYearMonth", "2024-02"))).toThrow("cannot pickle");
	});
	test("one object when they are one", () => {
		const buffer = new ArrayBuffer(2);
		const [a, b] = loads(dumps([buffer, buffer])) as unknown[];
		expect(a).toBe(b);
	});
});
