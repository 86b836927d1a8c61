/** How dates and times are written: a state of a few bytes, and the zone. */
import { PyObject } from "../../values/opaque.ts";
import type { PyTuple } from "../../values/tuple.ts";
import { accepted, bytes } from "../arguments.ts";
import type { Reduction, TypeEntry } from "../registry.ts";
import { type Clock, ReadClock } from "./clock.ts";
import { PyDate, PyDateTime, PyTime, type TimeZone } from "./datetime.ts";
import type { TzInfo } from "./timedelta.ts";

/** A state's bytes, or text of Python 2; undefined when it has another length. */
function stateOf(args: PyTuple, length: number, most: number): Uint8Array | undefined {
	if (args.length < 1 || args.length > most) return undefined;
	const state = bytes(args[0]);
	return state?.length === length ? state : undefined;
}

function zoneOf(args: PyTuple): TimeZone | undefined {
	const zone = args[1] ?? null;
	if (zone === null || zone instanceof PyObject) return zone;
	return typeof (zone as Partial<TzInfo>).utcoffset === "function" ? (zone as TzInfo) : undefined;
}

/** The second and the three bytes of microseconds, from `at` on. */
function clockOf(s: Uint8Array, at: number, tzinfo: TimeZone, fold: number): ReadClock {
	const microsecond = ((s[at + 1] as number) << 16) | ((s[at + 2] as number) << 8) | (s[at + 3] as number);
	return new ReadClock(s[at] as number, microsecond, tzinfo, fold);
}

/** The bytes of a time, after those of its day; there is room for these in front. */
function clockBytes({ hour, minute, second, microsecond }: Clock, at: number): Uint8Array {
	// PERF(bench: datetimes): by index; from an array it takes V8 five times as long.
	const bytes = new Uint8Array(at + 6);
	bytes[at] = hour;
	bytes[at + 1] = minute;
	bytes[at + 2] = second;
	bytes[at + 3] = microsecond >> 16;
	bytes[at + 4] = microsecond >> 8;
	bytes[at + 5] = microsecond;
	return bytes;
}

/** The fold is a bit of the state that readers of protocols below 4 do not expect. */
function clockReduction(callable: "time" | "datetime", clock: Clock, state: Uint8Array, protocol: number): Reduction {
	const at = callable === "time" ? 0 : 2;
	if (clock.fold === 1 && protocol > 3) state[at] = (state[at] as number) | 0x80;
	const args = clock.tzinfo === null ? [state] : [state, clock.tzinfo];
	return { callable: callable === "time" ? "datetime:time" : "datetime:datetime", args };
}

/** `(four bytes,)`. */
export const dateType: TypeEntry<PyDate> = {
	names: ["datetime:date"],
	type: PyDate,
	load: (args) => {
		const state = stateOf(args, 4, 1);
		if (state === undefined) return undefined;
		const [high = 0, low = 0, month = 0, day = 0] = state;
		return accepted(() => new PyDate(high * 256 + low, month, day));
	},
	reduce: ({ year, month, day }) => ({
		callable: "datetime:date",
		args: [new Uint8Array([year >> 8, year & 0xff, month, day])],
	}),
};

/** `(six bytes,)` or `(six bytes, zone)`. */
export const timeType: TypeEntry<PyTime> = {
	names: ["datetime:time"],
	type: PyTime,
	load: (args) => {
		const state = stateOf(args, 6, 2);
		const tzinfo = zoneOf(args);
		if (state === undefined || tzinfo === undefined) return undefined;
		const [first = 0, minute = 0] = state;
		return accepted(() => new PyTime(first & 0x7f, minute, clockOf(state, 2, tzinfo, first >> 7)));
	},
	reduce: (value, protocol) => clockReduction("time", value, clockBytes(value, 0), protocol),
};

/** `(ten bytes,)` or `(ten bytes, zone)`. */
export const datetimeType: TypeEntry<PyDateTime> = {
	names: ["datetime:datetime"],
	type: PyDateTime,
	load: (args) => {
		const state = stateOf(args, 10, 2);
		const tzinfo = zoneOf(args);
		if (state === undefined || tzinfo === undefined) return undefined;
		// PERF(bench: datetimes): by index, since destructuring asks the array for an iterator.
		const year = (state[0] as number) * 256 + (state[1] as number);
		const month = state[2] as number;
		const clock = clockOf(state, 6, tzinfo, month >> 7);
		const [day, hour, minute] = [state[3] as number, state[4] as number, state[5] as number];
		return accepted(() => new PyDateTime(year, month & 0x7f, day, hour, minute, clock));
	},
	reduce: (value, protocol) => {
		const { year, month, day } = value;
		const state = clockBytes(value, 4);
		state[0] = year >> 8;
		state[1] = year;
		state[2] = month;
		state[3] = day;
		return clockReduction("datetime", value, state, protocol);
	},
};
