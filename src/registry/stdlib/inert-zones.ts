/** Time zones of other libraries, as far as the pickle says what their offset is. */
import type { PyObject } from "../../values/opaque.ts";
import { rangeOffset } from "./inert-rules.ts";
import { transitionsOf } from "./inert-transitions.ts";
import { PyTimeDelta, type TzInfo } from "./timedelta.ts";
import { PyZoneInfo } from "./zoneinfo.ts";

/** The facts of a zone that stays an inert object. */
export interface InertZone extends TzInfo {
	/** Its IANA name, or null. */
	readonly key: string | null;
	/** The abbreviation or name that Python's `tzname()` returns; null where it has none, or where only Python knows it. */
	readonly name: string | null;
}

type Args = readonly unknown[];

/** A zone of one offset. */
function fixed(offset: PyTimeDelta | undefined, name: unknown, key: unknown = null): InertZone | undefined {
	if (offset === undefined || Math.abs(offset.totalSeconds()) >= 86_400) return undefined;
	const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
	return { key: text(key), name: text(name), utcoffset: () => offset };
}
/** A zone of one offset at a time that pytz chose; a time of day alone has none, as in Python. */
function chosen(offset: PyTimeDelta | undefined, name: unknown, key: unknown): InertZone | undefined {
	const zone = fixed(offset, name, key);
	return zone && { ...zone, utcoffset: (when) => (when === null ? null : zone.utcoffset(when)) };
}
function named(key: unknown): InertZone | undefined {
	if (typeof key !== "string" || key === "") return undefined;
	let zone = byName.get(key);
	if (zone === undefined) {
		zone = new PyZoneInfo(key);
		if (byName.size >= MOST_NAMES) byName.clear();
		byName.set(key, zone);
	}
	const info = zone;
	return { key, name: null, utcoffset: (when) => info.utcoffset(when) };
}
/** A zone whose offset never changes, so that it has one without a day too. */
function fixedByName(key: unknown): InertZone | undefined {
	const zone = named(key);
	return zone && { ...zone, utcoffset: (when) => zone.utcoffset(when ?? { localMilliseconds: 0, fold: 0 }) };
}
/** Zones by name, which keep what the runtime said of their offsets. */
const byName = /* @__PURE__ */ new Map<string, PyZoneInfo>();
const MOST_NAMES = 500;

/** A number of seconds, or a timedelta. */
function seconds(value: unknown): PyTimeDelta | undefined {
	if (value instanceof PyTimeDelta) return value;
	const number = numberOf(value);
	return number === undefined ? undefined : new PyTimeDelta(0, number);
}
function minutes(value: unknown): PyTimeDelta | undefined {
	const number = numberOf(value);
	return number === undefined ? undefined : new PyTimeDelta(0, number * 60);
}
/** A number of less than a day in seconds, in either mode. */
function numberOf(value: unknown): number | undefined {
	const number = typeof value === "object" && value !== null ? (value as { readonly value?: unknown }).value : value;
	return typeof number === "number" && Math.abs(number) < 86_400 ? number : undefined;
}

const UTC = /* @__PURE__ */ new PyTimeDelta();

/** The name in a path such as `/usr/share/zoneinfo/Europe/Berlin`. */
function keyOfPath(path: unknown): string | undefined {
	if (typeof path !== "string") return undefined;
	const at = path.lastIndexOf("zoneinfo/");
	const key = at < 0 ? path : path.slice(at + "zoneinfo/".length);
	return key.startsWith("/") || key === "" ? undefined : key;
}

function dateutilFile(object: PyObject, key: unknown, path: unknown): InertZone | undefined {
	const known = typeof key === "string" ? key : keyOfPath(path);
	const inPickle = transitionsOf(object);
	if (inPickle !== undefined) return { key: known ?? null, name: null, utcoffset: inPickle };
	return named(known);
}

function tzlocal(object: PyObject): InertZone | undefined {
	const { attributes } = object;
	const offset = attributes.get("_std_offset");
	const [name] = (attributes.get("_tznames") ?? []) as Args;
	// With summer time the rules are those of the machine that wrote it.
	return attributes.get("_hasdst") === false && offset instanceof PyTimeDelta ? fixed(offset, name) : undefined;
}
function tzrange(object: PyObject): InertZone | undefined {
	const { attributes } = object;
	const offset = attributes.get("_std_offset");
	if (attributes.get("hasdst") === false && offset instanceof PyTimeDelta)
		return fixed(offset, attributes.get("_std_abbr"));
	const byRule = attributes.get("hasdst") === true ? rangeOffset(object) : undefined;
	return byRule && { key: null, name: null, utcoffset: byRule };
}
function tzoffset(object: PyObject, [name, offset]: Args): InertZone | undefined {
	const { attributes } = object;
	return fixed(seconds(offset ?? attributes.get("_offset")), name ?? attributes.get("_name"));
}

/** By module and name of what was called. */
const ZONES: Readonly<Record<string, (object: PyObject, args: Args) => InertZone | undefined>> = {
	"pytz:_UTC": () => fixed(UTC, "UTC", "UTC"),
	"pytz:_p": (_, args) => {
		const [key, offset, , name] = args;
		return args.length === 1 ? fixedByName(key) : args.length === 4 ? chosen(seconds(offset), name, key) : undefined;
	},
	"pytz:FixedOffset": (_, [offset]) => fixed(minutes(offset), null),
	"pytz:_FixedOffset": (_, [offset]) => fixed(minutes(offset), null),
	"dateutil.tz.tz:tzutc": () => fixed(UTC, "UTC", "UTC"),
	"dateutil.tz.tz:tzoffset": tzoffset,
	"dateutil.tz.tz:tzlocal": tzlocal,
	"dateutil.tz.tz:tzrange": tzrange,
	"dateutil.tz.tz:tzstr": tzrange,
	"dateutil.tz.tz:tzfile": (object, [, path]) => dateutilFile(object, undefined, path),
	"dateutil.zoneinfo:tzfile": (object, [, path]) => dateutilFile(object, undefined, path),
	"dateutil.tz._tzfile:_unpickle": (object, [, key, path]) => dateutilFile(object, key, path),
	"pendulum.tz.timezone:FixedTimezone": (_, [offset, name]) => fixed(seconds(offset), name),
	"pendulum.tz.timezone:Timezone": (_, [key]) => named(key),
	"django.utils.timezone:FixedOffset": (object) => fixedOffset(object, "_FixedOffset__offset", "_FixedOffset__name"),
	"iso8601.iso8601:FixedOffset": (object) => fixedOffset(object, "_FixedOffset__offset", "_FixedOffset__name"),
	"psycopg2.tz:FixedOffsetTimezone": (object) => fixedOffset(object, "_offset", "_name"),
};
function fixedOffset({ attributes }: PyObject, offset: string, name: string): InertZone | undefined {
	const known = attributes.get(offset);
	return known instanceof PyTimeDelta ? fixed(known, attributes.get(name)) : undefined;
}

/** The name of what an object was made by, and its arguments; older names of dateutil as the newer. */
function callOf(object: PyObject): readonly [name: string, args: Args] {
	const { pyClass, callable, args } = object;
	const [owner, attribute] = (callable as { readonly args?: Args }).args ?? [];
	if (pyClass === undefined) {
		const { qualname } = ((callable as { readonly callable?: { readonly qualname?: string } }).callable ?? {}) as {
			readonly qualname?: string;
		};
		const { module, qualname: cls } = (owner ?? {}) as { readonly module?: string; readonly qualname?: string };
		return [qualname === "getattr" ? `${module}:${cls}.${String(attribute)}` : "", args];
	}
	const name = `${pyClass.module}:${pyClass.qualname}`;
	return [name.replace(/^dateutil\.tz:/, "dateutil.tz.tz:"), pyClass === callable ? args : []];
}

/** The facts of a zone in the pickle; undefined when only Python knows its offset. */
export function inertZone(object: PyObject): InertZone | undefined {
	const [name, args] = callOf(object);
	if (Object.hasOwn(ZONES, name)) return ZONES[name]?.(object, args);
	// A subclass of zoneinfo.ZoneInfo, such as pendulum's: (key, whether it is cached).
	const [key, cached] = args;
	if (!name.endsWith("._unpickle") || args.length !== 2 || (cached !== 0 && cached !== 1)) return undefined;
	return named(key);
}
