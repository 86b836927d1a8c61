/** The clock of a time and of a moment: its parts, how they are given, and which of them there are. */
import { ValueError } from "../../errors.ts";
import { checkOptions } from "../../options.ts";
import type { TimeZone } from "./time-zone.ts";
import { PyStdValue } from "./value.ts";

/** The common part of a time and a moment. */
export interface Clock {
	readonly hour: number;
	readonly minute: number;
	readonly second: number;
	readonly microsecond: number;
	readonly tzinfo: TimeZone;
	readonly fold: number;
}

/** The parts of a time besides its hour and minute. */
export interface ClockOptions {
	/** Default: 0. */
	readonly second?: number;
	/** Default: 0. */
	readonly microsecond?: number;
	/** Its zone; null when naive. Default: null. */
	readonly tzinfo?: TimeZone;
	/** 1 for the second of two equal local times. Default: 0. */
	readonly fold?: number;
}

const CLOCK_OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["second", "microsecond", "tzinfo", "fold"]);

/** Parts of a clock that were read, whose names nobody has to check. */
export class ReadClock implements Required<ClockOptions> {
	readonly second: number;
	readonly microsecond: number;
	readonly tzinfo: TimeZone;
	readonly fold: number;
	constructor(second: number, microsecond: number, tzinfo: TimeZone, fold: number) {
		this.second = second;
		this.microsecond = microsecond;
		this.tzinfo = tzinfo;
		this.fold = fold;
	}
}

/** Checks a part of a date or of a clock, and returns it. */
export function check(name: string, value: number, least: number, most: number): number {
	if (!Number.isInteger(value) || value < least || value > most) {
		throw new ValueError(`${name} must be in ${least}..${most}, not ${value}`, { code: "argument" });
	}
	return value;
}

/** Checks and sets the parts of a clock; null is one that is not given. */
export function setClock(
	clock: { -readonly [part in keyof Clock]: Clock[part] },
	hour: number,
	minute: number,
	options: ClockOptions | null | undefined,
): void {
	if (!(options instanceof ReadClock || options instanceof PyStdValue))
		checkOptions("datetime", options, CLOCK_OPTIONS);
	clock.hour = check("hour", hour, 0, 23);
	clock.minute = check("minute", minute, 0, 59);
	clock.second = check("second", options?.second ?? 0, 0, 59);
	clock.microsecond = check("microsecond", options?.microsecond ?? 0, 0, 999_999);
	clock.tzinfo = options?.tzinfo ?? null;
	clock.fold = check("fold", options?.fold ?? 0, 0, 1);
}
