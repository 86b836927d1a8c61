/** The zones that times can have. */
import { ValueError } from "../../errors.ts";
import { PyObject } from "../../values/opaque.ts";
import { outlineOf } from "../../values/outline.ts";
import { escapeName } from "../../values/str-repr.ts";
import { inertZone } from "./inert-zones.ts";
import { type LocalTime, type PyTimeDelta, PyTimezone, type TzInfo } from "./timedelta.ts";

/** A time zone of a class we do not know is kept as an inert object; its offset is known where the pickle says it. */
export type TimeZone = TzInfo | PyObject | null;

/** The offset at a local time; null when there is none, or none that is known. */
export function offsetOf(tzinfo: TimeZone, when: LocalTime | null): PyTimeDelta | null {
	if (tzinfo === null) return null;
	return (tzinfo instanceof PyObject ? inertZone(tzinfo) : tzinfo)?.utcoffset(when) ?? null;
}

/** The IANA name of a zone, or null. */
export function keyOf(tzinfo: TimeZone): string | null {
	const zone = tzinfo instanceof PyObject ? inertZone(tzinfo) : tzinfo;
	const { key } = (zone ?? {}) as { readonly key?: unknown };
	return typeof key === "string" ? key : null;
}

/** Python's `tzname()` as far as the pickle says it. */
export function nameOf(tzinfo: TimeZone): string | null {
	if (tzinfo instanceof PyTimezone) return tzinfo.tzname();
	return tzinfo instanceof PyObject ? (inertZone(tzinfo)?.name ?? null) : null;
}

/** A zone as text, for a time whose offset is not known. */
export function zoneText(tzinfo: TimeZone): string {
	return tzinfo instanceof PyObject
		? `[${escapeName(outlineOf(tzinfo)?.className ?? "tzinfo")}]`
		: `[${String(tzinfo)}]`;
}

/** Says that a zone makes it impossible to tell what is asked. */
export function unknownZone(): ValueError {
	return new ValueError("the offset of the time zone is not known", { code: "argument" });
}
