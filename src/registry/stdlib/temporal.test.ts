/** `Temporal` as the runtime has it: Node 26, Deno and Chromium do, where `npm run test:runtimes` runs these too. */
import { describe, expect, test } from "vitest";
import { dumps } from "../../pickle/dumps.ts";
import { loads } from "../../pickle/loads.ts";
import { PyDate, PyDateTime, PyTime } from "./datetime.ts";
import { PyTimeDelta, PyTimezone } from "./timedelta.ts";
import { PyZoneInfo } from "./zoneinfo.ts";

interface TemporalLike {
	toString(): string;
}
const { Temporal } = globalThis as {
	readonly Temporal?: Readonly<Record<string, { from(text: string): TemporalLike }>>;
};
/** An object of `Temporal` as it was written, read and made one of `Temporal` again. */
const backAndForth = (name: string, text: string): string => {
	const made = Temporal?.[name]?.from(text);
	return String((loads(dumps(made)) as { toTemporal(): unknown }).toTemporal());
};

describe.skipIf(Temporal === undefined)("Temporal of this runtime", () => {
	test.each([
		["PlainDate", "0001-01-01"],
		["PlainDate", "9999-12-31"],
		["PlainTime", "23:59:59.999999"],
		["PlainDateTime", "2024-02-29T12:30:00.000001"],
		["ZonedDateTime", "2020-10-25T02:30:00+02:00[Europe/Paris]"],
		["ZonedDateTime", "2020-10-25T02:30:00+01:00[Europe/Paris]"],
		["ZonedDateTime", "2019-04-07T01:45:00+10:30[Australia/Lord_Howe]"],
		["ZonedDateTime", "1969-12-31T23:59:59.999999-05:30[-05:30]"],
		["Duration", "P999999999DT86399S"],
		["Duration", "-PT0.000001S"],
		["Duration", "-P1DT1S"],
	])("%s %s is written, read and made again", (name, text) => {
		expect(backAndForth(name, text)).toBe(text);
	});
	test("an Instant is a datetime in UTC", () => {
		expect(backAndForth("Instant", "1969-07-20T20:17:40.5Z")).toBe("1969-07-20T20:17:40.5+00:00[+00:00]");
	});
	test("a time that the clocks skip is the moment that Python takes it for", () => {
		const skipped = (fold: 0 | 1): string =>
			String(new PyDateTime(2020, 3, 29, 2, 30, { fold, tzinfo: new PyZoneInfo("Europe/Paris") }).toTemporal());
		// .astimezone(utc) in Python: 01:30 and 00:30
		expect(skipped(0)).toBe("2020-03-29T03:30:00+02:00[Europe/Paris]");
		expect(skipped(1)).toBe("2020-03-29T01:30:00+01:00[Europe/Paris]");
	});
	test("what it has no form for is a ValueError", () => {
		const tzinfo = new PyTimezone(new PyTimeDelta(0, 3630));
		expect(() => new PyDateTime(2020, 1, 1, 0, 0, { tzinfo }).toTemporal()).toThrow(
			expect.objectContaining({ name: "ValueError", code: "argument" }),
		);
	});
});

test.skipIf(Temporal !== undefined)("without Temporal each conversion says so", () => {
	const tzinfo = new PyZoneInfo("Europe/Paris");
	const values = [
		new PyDate(2020, 1, 1),
		new PyTime(1),
		new PyDateTime(2020, 1, 1),
		new PyDateTime(2020, 1, 1, 0, 0, { tzinfo }),
		new PyTimeDelta(1),
	];
	for (const value of values) expect(() => value.toTemporal()).toThrow("Temporal is not available in this runtime");
});
