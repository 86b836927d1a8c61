import { ValueError } from "../../errors.ts";
import { keyOf, offsetOf, type TimeZone } from "../../registry/stdlib/time-zone.ts";
import { PyGlobal, PyObject } from "../../values/opaque.ts";
import { offsetText, zoneName } from "../zones.ts";

/** A zone as Arrow names it: IANA's name, or `+05:30`. */
export function zoneOf(tz: TimeZone, label: string): string {
	const name = namedByPytz(tz) ?? keyOf(tz);
	if (name !== null) return name;
	if (zoneName(tz) === "UTC") return "UTC";
	const offset = offsetOf(tz, null);
	const milliseconds = offset === null ? Number.NaN : Math.round(offset.totalSeconds() * 1000);
	if (milliseconds % 60_000 !== 0) {
		throw new ValueError(`column ${label}: Arrow has no name for the time zone ${zoneName(tz)}`, { code: "argument" });
	}
	return milliseconds === 0 ? "UTC" : offsetText(milliseconds);
}
function namedByPytz(tz: TimeZone): string | null {
	if (!(tz instanceof PyObject && tz.callable instanceof PyGlobal)) return null;
	const [key] = tz.args as readonly unknown[];
	const { module, qualname } = tz.callable;
	return module === "pytz" && qualname === "_p" && typeof key === "string" ? key : null;
}
