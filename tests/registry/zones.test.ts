/** Aware times keep the offset and the name of their zone, whatever library it is of. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { loads } from "../../src/pickle/loads.ts";
import { PyDateTime, PyTime } from "../../src/registry/stdlib/datetime.ts";
import { PyTimeDelta } from "../../src/registry/stdlib/timedelta.ts";
import { PyZoneInfo } from "../../src/registry/stdlib/zoneinfo.ts";
import { PyGlobal, PyObject } from "../../src/values/opaque.ts";
import { toPlain } from "../../src/values/plain.ts";
import { tuple } from "../../src/values/tuple.ts";

interface Row {
	readonly name: string;
	readonly protocol: number;
	readonly pickle: string;
	readonly iso: string;
	readonly offset?: number;
	readonly tzname: string | null;
}
interface Run {
	readonly python: string;
	readonly libraries: string;
	readonly rows: readonly Row[];
}
const text = String(gunzipSync(readFileSync("tests/registry/zones-golden.jsonl.gz")));
const runs = text
	.trim()
	.split("\n")
	.map((line) => JSON.parse(line) as Run);

/** Zones of which the pickle says where it is and not how it is called there. */
const UNNAMED = /dateutil (gettz|tzfile|tzstr|twice)|pendulum (zone|UTC)|Etc|zoneinfo subclass/;

describe.each(runs)("Python $python, libraries: $libraries", ({ rows }) => {
	const read = (row: Row, mode: "plain" | "exact"): unknown =>
		loads(Buffer.from(row.pickle, "hex"), { mode, encoding: "latin1" });
	test("every datetime has Python's offset", () => {
		let count = 0;
		for (const row of rows) {
			for (const mode of ["plain", "exact"] as const) {
				const value = read(row, mode) as PyDateTime;
				const where = `${row.name}, protocol ${row.protocol}, ${mode}`;
				if (row.offset === undefined) continue;
				count++;
				expect([where, value.isoformat()]).toEqual([where, row.iso]);
				expect([String(value), JSON.stringify(value)]).toEqual([row.iso.replace("T", " "), JSON.stringify(row.iso)]);
				expect([where, value.utcoffset()?.totalSeconds()]).toEqual([where, row.offset]);
				const moment = new Date(row.iso.replace(/(\.\d{3})\d+/, "$1")).getTime();
				expect([where, value.toDate().getTime()]).toEqual([where, moment]);
				if (!UNNAMED.test(row.name)) expect([where, value.tzname()]).toEqual([where, row.tzname]);
			}
		}
		expect(count).toBeGreaterThan(100);
	});
	test("a time has an offset where Python's has one", () => {
		for (const row of rows) {
			if (row.offset !== undefined) continue;
			const value = read(row, "exact") as PyTime;
			expect([row.name, value.isoformat()]).toEqual([row.name, row.iso]);
		}
	});
});

describe("a zone of unknown offset", () => {
	const zone = new PyObject({ callable: new PyGlobal("m\u001b", "Zone") });
	test.each([
		[zone, "[m\\x1b.Zone]"],
		[new PyZoneInfo("Not/A_Zone"), "[Not/A_Zone]"],
	] as const)("%#: never makes a naive time", (tzinfo, shown) => {
		const when = new PyDateTime(2024, 7, 1, 12, 0, { tzinfo });
		expect(String(when)).toBe(`2024-07-01 12:00:00${shown}`);
		for (const use of [() => when.isoformat(), () => when.toDate(), () => when.toTemporal(), () => when.timestamp()]) {
			expect(use).toThrow("the offset of the time zone is not known");
		}
		expect(JSON.parse(JSON.stringify(when))).toMatchObject({ $datetime: "2024-07-01T12:00:00" });
		expect(JSON.stringify(toPlain(when))).toBe(JSON.stringify(when));
		expect(when.utcoffset()).toBe(null);
	});
	test("nor a naive time of day", () => {
		const clock = new PyTime(12, 0, { tzinfo: zone });
		expect(String(clock)).toBe("12:00:00[m\\x1b.Zone]");
		expect(() => clock.isoformat()).toThrow("the offset of the time zone is not known");
		expect(JSON.stringify(clock)).toBe('{"$time":"12:00:00","tzinfo":{"$class":"m\\u001b.Zone"}}');
		expect(new PyTime(12, 0, { tzinfo: new PyZoneInfo("Europe/Berlin") }).isoformat()).toBe("12:00:00");
	});
});

describe("a zone by what the pickle says", () => {
	const made = (name: string, ...args: unknown[]): PyObject => {
		const [module = "", qualname = ""] = name.split(":");
		return new PyObject({ via: "REDUCE", callable: new PyGlobal(module, qualname), args: tuple(...args) });
	};
	const offset = (tzinfo: PyObject): number | undefined =>
		new PyDateTime(2024, 7, 1, 12, 0, { tzinfo }).utcoffset()?.totalSeconds();
	test("is nothing that was made of other arguments", () => {
		for (const zone of [
			made("pytz:_p", "Europe/Berlin", "7200", 3600, "CEST"),
			made("pytz:_p", 5),
			made("pytz:_p", "Europe/Berlin", 2, 3),
			made("pytz:FixedOffset", 1e300),
			made("pytz:FixedOffset"),
			made("dateutil.tz.tz:tzoffset", "x", new PyTimeDelta(3)),
			made("dateutil.tz.tz:tzfile"),
			made("m:Zone._unpickle", "Europe/Berlin", 2),
			made("m:Zone"),
		]) {
			expect(offset(zone)).toBeUndefined();
		}
		expect(offset(made("m:Zone._unpickle", "Europe/Berlin", 1))).toBe(7200);
		expect(offset(made("dateutil.tz:tzoffset", null, 60))).toBe(60);
	});
});

describe("rules of dateutil for summer time", () => {
	const { zones } = JSON.parse(readFileSync("tests/registry/rules-golden.json", "utf8")) as {
		readonly zones: readonly {
			readonly zone: string;
			readonly pickles: readonly string[];
			readonly times: readonly (readonly [number, number, number, number, number, number, number])[];
		}[];
	};
	test.each(zones)("$zone has Python's offsets, also where clocks change", ({ pickles, times }) => {
		expect(times.length).toBeGreaterThan(50);
		for (const [i, pickle] of pickles.entries()) {
			for (const mode of ["plain", "exact"] as const) {
				const { tzinfo } = loads(Buffer.from(pickle, "hex"), { mode }) as PyDateTime;
				for (const [year, month, day, hour, minute, fold, offset] of times) {
					const when = new PyDateTime(year, month, day, hour, minute, { tzinfo, fold });
					expect([i, String(when), when.utcoffset()?.totalSeconds()]).toEqual([i, String(when), offset]);
				}
			}
		}
	});
	test("a rule that is not complete leaves the offset unknown", () => {
		const made = (state: object): PyDateTime =>
			new PyDateTime(2024, 1, 1, 0, 0, {
				tzinfo: new PyObject({
					callable: new PyGlobal("dateutil.tz.tz", "tzrange"),
					operations: [{ op: "build", state }],
				}) as never,
			});
		const offsets = { _std_offset: new PyTimeDelta(0, 0), _dst_offset: new PyTimeDelta(0, 3600), hasdst: true };
		for (const delta of [undefined, null, 1, { years: 1 }, new PyObject({ callable: new PyGlobal("m", "C") })]) {
			const when = made({ ...offsets, _start_delta: delta ?? null, _end_delta: delta ?? null });
			expect(() => when.isoformat()).toThrow("the offset of the time zone is not known");
		}
	});
});
