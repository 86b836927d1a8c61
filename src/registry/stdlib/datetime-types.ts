/** How dates and times are written: a state of a few bytes, and the zone. */
import { PyObject } from "../../values/opaque.ts";
import type { PyTuple } from "../../values/tuple.ts";
import { accepted, bytes } from "../arguments.ts";
import type { Reduction, TypeEntry } from "../types.ts";
import { type Clock, type ClockOptions, PyDate, PyDateTime, PyTime, type TimeZone } from "./datetime.ts";
import type { TzInfo } from "./timedelta.ts";

/** A state's bytes, or text of Python 2; undefined when it has another length. */
function stateOf(args: PyTuple, length: number, most: number): Uint8Array | undefined {
	if (args.length < 1 || args.length > most) return undefined;
	const state = bytes(args[0]);
	return state?.length === length ? state : undefined;
}

function zoneOf(args: PyTuple): TimeZone | undefined {
	const [, zone = null] = args;
	if (zone === null || zone instanceof PyObject) return zone;
	return typeof (zone as Partial<TzInfo>).utcoffset === "function" ? (zone as TzInfo) : undefined;
}

/** Hour, minute, second and the three bytes of microseconds, from `at` on. */
function clockOf(state: Uint8Array, at: number): Required<Omit<ClockOptions, "tzinfo" | "fold">> & { minute: number } {
	const [minute = 0, second = 0, a = 0, b = 0, c = 0] = state.subarray(at + 1);
	return { minute, second, microsecond: (a << 16) | (b << 8) | c };
}

function clockBytes({ hour, minute, second, microsecond }: Clock): number[] {
	return [hour, minute, second, microsecond >> 16, (microsecond >> 8) & 0xff, microsecond & 0xff];
}

/** The fold is a bit of the state that readers of protocols below 4 do not expect. */
function clockReduction(callable: "time" | "datetime", clock: Clock, state: number[], protocol: number): Reduction {
	const at = callable === "time" ? 0 : 2;
	if (clock.fold === 1 && protocol > 3) state[at] = (state[at] as number) | 0x80;
	const args = [new Uint8Array(state)];
	return { callable: `datetime:${callable}`, args: clock.tzinfo === null ? args : [...args, clock.tzinfo] };
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
		const { minute, ...clock } = clockOf(state, 0);
		const [first = 0] = state;
		return accepted(() => new PyTime(first & 0x7f, minute, { ...clock, tzinfo, fold: first >> 7 }));
	},
	reduce: (value, protocol) => clockReduction("time", value, clockBytes(value), protocol),
};

/** `(ten bytes,)` or `(ten bytes, zone)`. */
export const datetimeType: TypeEntry<PyDateTime> = {
	names: ["datetime:datetime"],
	type: PyDateTime,
	load: (args) => {
		const state = stateOf(args, 10, 2);
		const tzinfo = zoneOf(args);
		if (state === undefined || tzinfo === undefined) return undefined;
		const [high = 0, low = 0, month = 0, day = 0, hour = 0] = state;
		const { minute, ...clock } = clockOf(state, 4);
		const options = { ...clock, tzinfo, fold: month >> 7 };
		return accepted(() => new PyDateTime(high * 256 + low, month & 0x7f, day, hour, minute, options));
	},
	reduce: (value, protocol) => {
		const { year, month, day } = value;
		return clockReduction("datetime", value, [year >> 8, year & 0xff, month, day, ...clockBytes(value)], protocol);
	},
};
