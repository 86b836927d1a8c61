import { KEY, type KeyParts, REPR, TYPE } from "../../values/brand.ts";
import { PyGlobal, PyObject } from "../../values/opaque.ts";
import type { ReprParts } from "../../values/repr-frames.ts";
import { tuple } from "../../values/tuple.ts";
import type { TypeEntry } from "../registry.ts";
import { type LocalTime, PyTimeDelta, type TzInfo } from "./timedelta.ts";
import { PyStdValue } from "./value.ts";

const DAY = 86_400_000;

/** Zones of one offset, which a time of day alone has too. */
const FIXED = /^(?:Etc\/|UTC$|UCT$|GMT|Zulu$|Universal$|Greenwich$)/;

/** How many midnights are remembered. */
const MOST_DAYS = 20_000;

/**
 * Python's `zoneinfo.ZoneInfo`: a time zone by its IANA name. Offsets come from the runtime's own data
 * (`Intl`).
 *
 * @example
 * ```ts
 * import { PyDateTime, PyZoneInfo } from "brine/types";
 * const tzinfo = new PyZoneInfo("Europe/Paris");
 * new PyDateTime(2024, 7, 1, 12, 0, { tzinfo }).toDate().toISOString(); // "2024-07-01T10:00:00.000Z"
 * ```
 */
export class PyZoneInfo extends PyStdValue implements TzInfo {
	/** The name, such as `"Europe/Paris"`. */
	readonly key: string;
	/** Whether Python looks it up in its cache; false for what `ZoneInfo.no_cache` made. */
	readonly cached: boolean;
	/** Null when the runtime does not know the zone. */
	#format: Intl.DateTimeFormat | null | undefined;
	/** Offsets at midnights, UTC: asking the runtime is slow. */
	readonly #midnights = new Map<number, number>();

	/**
	 * @param key the name, such as `"Europe/Paris"`
	 * @param cached whether Python may share it. Default: true
	 */
	constructor(key: string, cached = true) {
		super();
		this.key = key;
		this.cached = cached;
	}
	/** The offset at a local time; null for a time of day alone unless it is always the same, or when this runtime does not know the zone. */
	utcoffset(when: LocalTime | null): PyTimeDelta | null {
		if (this.#format === undefined) this.#format = formatOf(this.key);
		if (this.#format === null || (when === null && !FIXED.test(this.key))) return null;
		if (when === null) return PyTimeDelta.fromMilliseconds(this.#at(0));
		const local = when.localMilliseconds;
		const [before, after] = [this.#at(local - DAY), this.#at(local + DAY)];
		return PyTimeDelta.fromMilliseconds(before === after ? before : this.#between(before, after, when));
	}
	/** Which of two offsets holds at a local time near the change from one to the other. */
	#between(before: number, after: number, { localMilliseconds, fold }: LocalTime): number {
		const held = [before, after].filter((offset) => this.#at(localMilliseconds - offset) === offset);
		// When clocks go back both hold, when they go forward neither: fold chooses.
		return held.length === 1 ? (held[0] as number) : fold === 0 ? before : after;
	}
	/** Milliseconds ahead of UTC at a moment; on most days it is the same from midnight to midnight. */
	#at(moment: number): number {
		const day = Math.floor(moment / DAY);
		const offset = this.#midnight(day);
		return offset === this.#midnight(day + 1) ? offset : this.#ask(moment);
	}
	#midnight(day: number): number {
		let offset = this.#midnights.get(day);
		if (offset === undefined) {
			if (this.#midnights.size >= MOST_DAYS) this.#midnights.clear();
			offset = this.#ask(day * DAY);
			this.#midnights.set(day, offset);
		}
		return offset;
	}
	#ask(moment: number): number {
		const whole = Math.floor(moment / 1000) * 1000;
		const shown: Record<string, number> = {};
		for (const { type, value } of (this.#format as Intl.DateTimeFormat).formatToParts(whole))
			shown[type] = Number(value);
		const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
		const date = new Date(0).setUTCFullYear(year, month - 1, day);
		return date + ((hour * 60 + minute) * 60 + second) * 1000 - whole;
	}
	get [TYPE](): "zoneinfo.ZoneInfo" {
		return "zoneinfo.ZoneInfo";
	}
	/** Python has one object for one name. */
	[KEY](): KeyParts {
		return { tag: "zoneinfo.ZoneInfo", parts: [this.key] };
	}
	override [REPR](): ReprParts {
		return { parts: ["zoneinfo.ZoneInfo(key=", this.key, ")"] };
	}
	override toString(): string {
		return this.key;
	}
	toJSON(): string {
		return this.key;
	}
}

/** No zone has a longer name. */
const LONGEST = 255;

function formatOf(timeZone: string): Intl.DateTimeFormat | null {
	if (timeZone.length > LONGEST) return null;
	const n = "numeric";
	const fields = { year: n, month: n, day: n, hour: n, minute: n, second: n } as const;
	try {
		return new Intl.DateTimeFormat("en-u-ca-iso8601-nu-latn", { ...fields, timeZone, hourCycle: "h23" });
	} catch {
		return null;
	}
}

const GETATTR = /* @__PURE__ */ new PyGlobal("builtins", "getattr");
const ZONE_INFO = /* @__PURE__ */ new PyGlobal("zoneinfo", "ZoneInfo");

/** `(name, whether it is cached)`, given to a class method that is written as a `getattr`. */
export const zoneInfoType: TypeEntry<PyZoneInfo> = {
	names: ["zoneinfo:ZoneInfo._unpickle", "backports.zoneinfo:ZoneInfo._unpickle"],
	type: PyZoneInfo,
	load: (args) => {
		const [key, cached] = args;
		const known = args.length === 2 && typeof key === "string" && (cached === 0 || cached === 1);
		return known ? new PyZoneInfo(key, cached === 1) : undefined;
	},
	reduce: ({ key, cached }) => ({
		callable: new PyObject({ via: "REDUCE", callable: GETATTR, args: tuple<unknown[]>(ZONE_INFO, "_unpickle") }),
		args: [key, cached ? 1 : 0],
	}),
};
