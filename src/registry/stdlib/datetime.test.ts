import { describe, expect, test } from "vitest";
import { PyDict } from "../../values/dict.ts";
import { PyGlobal, PyObject } from "../../values/opaque.ts";
import { repr } from "../../values/repr.ts";
import { PyDate, PyDateTime, PyTime } from "./datetime.ts";
import { PyTimeDelta, PyTimezone, utc } from "./timedelta.ts";
import { PyZoneInfo } from "./zoneinfo.ts";

describe("PyTimeDelta", () => {
	test.each<[[number, number?, number?], string, string, number]>([
		[[0], "0:00:00", "datetime.timedelta(0)", 0],
		[[1], "1 day, 0:00:00", "datetime.timedelta(days=1)", 86400],
		[[-1], "-1 day, 0:00:00", "datetime.timedelta(days=-1)", -86400],
		[[2, 3, 4], "2 days, 0:00:03.000004", "datetime.timedelta(days=2, seconds=3, microseconds=4)", 172803.000004],
		[[0, -1], "-1 day, 23:59:59", "datetime.timedelta(days=-1, seconds=86399)", -1],
		[
			[0, 0, -1],
			"-1 day, 23:59:59.999999",
			"datetime.timedelta(days=-1, seconds=86399, microseconds=999999)",
			-0.000001,
		],
		[[0, 0, 1000000], "0:00:01", "datetime.timedelta(seconds=1)", 1],
		[[1.5], "1 day, 12:00:00", "datetime.timedelta(days=1, seconds=43200)", 129600],
		[[0, 1.5], "0:00:01.500000", "datetime.timedelta(seconds=1, microseconds=500000)", 1.5],
	])("of %j is Python's", (parts, text, shown, seconds) => {
		const delta = new PyTimeDelta(...parts);
		expect(String(delta)).toBe(text);
		expect(repr(delta)).toBe(shown);
		expect(delta.totalSeconds()).toBe(seconds);
	});
	test("has limits, and no minus zero", () => {
		expect(() => new PyTimeDelta(1e9)).toThrow("days=1000000000; must have magnitude <= 999999999");
		expect(() => new PyTimeDelta(Number.NaN)).toThrow("magnitude");
		expect(Object.is(new PyTimeDelta(-0).days, 0)).toBe(true);
		expect(PyTimeDelta.fromMilliseconds(-1).toMilliseconds()).toBe(-1);
		expect(new PyTimeDelta(-1, 5).toISO()).toBe("-P0DT86395S");
	});
});

describe("PyTimezone", () => {
	test("names itself as Python does", () => {
		expect(new PyTimezone(new PyTimeDelta(0, 7200)).tzname()).toBe("UTC+02:00");
		expect(new PyTimezone(new PyTimeDelta(0, -19800)).tzname()).toBe("UTC-05:30");
		expect(new PyTimezone(new PyTimeDelta(0, 1, 1)).tzname()).toBe("UTC+00:00:01.000001");
		expect(utc.tzname()).toBe("UTC");
		expect(repr(new PyTimezone(new PyTimeDelta(), "Z"))).toBe("datetime.timezone(datetime.timedelta(0), 'Z')");
		expect(() => new PyTimezone(new PyTimeDelta(1))).toThrow("strictly between");
	});
});

describe("PyDate", () => {
	test("is a day of the calendar", () => {
		expect(new PyDate(2024, 2, 29).toDate().toISOString()).toBe("2024-02-29T00:00:00.000Z");
		expect(String(PyDate.fromDate(new Date("0099-12-31T23:59:59Z")))).toBe("0099-12-31");
		expect(String(PyDate.fromisoformat("2024-02-29"))).toBe("2024-02-29");
		for (const [y, m, d] of [
			[2023, 2, 29],
			[0, 1, 1],
			[10000, 1, 1],
			[2023, 13, 1],
			[2023, 1, 1.5],
		] as const) {
			expect(() => new PyDate(y, m, d)).toThrow("must be in");
		}
	});
});

describe("PyDateTime", () => {
	test.each([
		["2020-01-02T03:04:05", "2020-01-02 03:04:05"],
		["2020-01-02 03:04", "2020-01-02 03:04:00"],
		["2020-01-02T03:04:05.5+02:00", "2020-01-02 03:04:05.500000+02:00"],
		["2020-01-02T03:04:05Z", "2020-01-02 03:04:05+00:00"],
		["2020-01-02", "2020-01-02 00:00:00"],
		["2020-01-02T03:04:05-05:30:15", "2020-01-02 03:04:05-05:30:15"],
	])("reads %s", (iso, text) => {
		expect(String(PyDateTime.fromisoformat(iso))).toBe(text);
	});
	test("refuses other text", () => {
		for (const text of ["", "2020", "2020-01-02T", "2020-01-02T03:04:05.1234567", "2020-02-30T00:00"]) {
			expect(() => PyDateTime.fromisoformat(text)).toThrow();
		}
	});
	test("goes to Date and back", () => {
		const date = new Date(1_600_000_000_123);
		expect(PyDateTime.fromDate(date).toDate()).toEqual(date);
		const there = PyDateTime.fromDate(date, new PyTimezone(new PyTimeDelta(0, 7200)));
		expect(there.isoformat()).toBe("2020-09-13T14:26:40.123000+02:00");
		expect(there.timestamp()).toBe(1_600_000_000.123);
		expect(new PyDateTime(2020, 1, 1).toDate()).toEqual(new Date(2020, 0, 1));
		expect(() => PyDateTime.fromDate(new Date(Number.NaN))).toThrow("must be in");
	});
	test("is one key with what means the same moment", () => {
		const noon = new PyDateTime(2020, 7, 1, 12, 0, { tzinfo: utc });
		const dict = new PyDict<unknown, number>([[noon, 1]]);
		expect(dict.get(PyDateTime.fromisoformat("2020-07-01T14:00:00+02:00"))).toBe(1);
		expect(dict.get(new PyDateTime(2020, 7, 1, 14, 0, { tzinfo: new PyZoneInfo("Europe/Paris") }))).toBe(1);
		expect(dict.has(new PyDateTime(2020, 7, 1, 12))).toBe(false);
		expect(dict.has(new PyDateTime(2020, 7, 1, 12, 0, { tzinfo: utc, microsecond: 1 }))).toBe(false);
		expect(dict.has(new PyDate(2020, 7, 1))).toBe(false);
	});
	test("keeps a zone that only Python knows", () => {
		const tzinfo = new PyObject({ callable: new PyGlobal("pytz", "_p") });
		const when = new PyDateTime(2020, 1, 1, 0, 0, { tzinfo });
		expect(when.utcoffset()).toBe(null);
		expect(() => when.toDate()).toThrow("not known");
		expect(new PyDict([[when, 1]]).get(new PyDateTime(2020, 1, 1, 0, 0, { tzinfo }))).toBe(1);
	});
	test("says so where there is no Temporal", () => {
		const hasTemporal = "Temporal" in globalThis;
		const convert = (): unknown => new PyDateTime(2020, 1, 1).toTemporal();
		if (hasTemporal) expect(String(convert())).toBe("2020-01-01T00:00:00");
		else expect(convert).toThrow("Temporal is not available in this runtime");
	});
	test("says so when the zone is unknown", () => {
		const when = new PyDateTime(2020, 1, 1, 0, 0, { tzinfo: new PyZoneInfo("Nowhere/Never") });
		expect(() => when.toTemporal()).toThrow("the offset of the time zone is not known");
	});
});

describe("PyTime", () => {
	test("compares in UTC when it has an offset", () => {
		const dict = new PyDict<unknown, number>([[new PyTime(12, 0, { tzinfo: utc }), 1]]);
		expect(dict.get(PyTime.fromisoformat("14:00:00+02:00"))).toBe(1);
		expect(dict.has(new PyTime(12))).toBe(false);
		expect(String(new PyTime(1, 2, { second: 3, microsecond: 4 }))).toBe("01:02:03.000004");
	});
});

describe("PyZoneInfo", () => {
	const paris = new PyZoneInfo("Europe/Paris");
	const at = (day: number, hour: number, fold = 0, minute = 30): string =>
		String(new PyDateTime(2020, day < 26 ? 10 : 3, day, hour, minute, { tzinfo: paris, fold }).utcoffset());
	test("knows both times when clocks go back, and none when they go forward", () => {
		expect(at(25, 1)).toBe("2:00:00");
		expect(at(25, 2, 0)).toBe("2:00:00");
		expect(at(25, 2, 1)).toBe("1:00:00");
		expect(at(25, 3)).toBe("1:00:00");
		expect(at(29, 1)).toBe("1:00:00");
		expect(at(29, 2, 0)).toBe("1:00:00");
		expect(at(29, 2, 1)).toBe("2:00:00");
		expect(at(29, 3)).toBe("2:00:00");
	});
	test("of an unknown zone is kept, and has no offset", () => {
		const tzinfo = new PyZoneInfo("Nowhere/At_All");
		const when = new PyDateTime(2020, 1, 1, 0, 0, { tzinfo });
		expect(() => when.toDate()).toThrow("not known");
		expect(repr(when)).toContain("zoneinfo.ZoneInfo(key='Nowhere/At_All')");
		expect(new PyDict([[when, 1]]).get(when)).toBe(1);
	});
});
