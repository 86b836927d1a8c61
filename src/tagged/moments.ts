/** Dates and times: bytes in a pickle, ISO text in tagged JSON, where that says the same. */
import { ValueError } from "../errors.ts";
import type { AnyTypeEntry, LoadContext } from "../registry/registry.ts";
import { type ClockOptions, PyDate, PyDateTime, PyTime } from "../registry/stdlib/datetime.ts";
import { dateType, datetimeType, timeType } from "../registry/stdlib/datetime-types.ts";
import { PyGlobal, type PyObject } from "../values/opaque.ts";
import { tuple } from "../values/tuple.ts";
import type { JsonObject } from "./types.ts";

function clockOf({ second, microsecond, tzinfo }: PyTime | PyDateTime): ClockOptions {
	return { second, microsecond, tzinfo };
}

interface Kind {
	readonly entry: AnyTypeEntry;
	readonly size: number;
	read(text: string, fold: 0 | 1): unknown;
}

const KINDS: Readonly<Record<string, Kind>> = {
	date: { entry: dateType, size: 4, read: (text) => PyDate.fromisoformat(text) },
	time: {
		entry: timeType,
		size: 6,
		read: (text, fold) => {
			const time = PyTime.fromisoformat(text);
			return new PyTime(time.hour, time.minute, { ...clockOf(time), fold });
		},
	},
	datetime: {
		entry: datetimeType,
		size: 10,
		read: (text, fold) => {
			const when = PyDateTime.fromisoformat(text);
			return new PyDateTime(when.year, when.month, when.day, when.hour, when.minute, { ...clockOf(when), fold });
		},
	},
};

/** Tags of dates and times. */
export const MOMENTS: readonly string[] = ["$date", "$time", "$datetime"];

/** The state of a date or time as it is pickled. */
function bytesOf(kind: Kind, value: unknown): Uint8Array {
	const reduction = kind.entry.reduce?.(value, 5, { version: 31400, protocol: 5 }) as {
		readonly args: readonly unknown[];
	};
	return reduction.args[0] as Uint8Array;
}

/** The node of a date or time, and its zone that is still to be written; undefined for anything else. */
export function momentNode(
	object: PyObject,
	shared: ReadonlySet<object>,
): { readonly node: JsonObject; readonly tzinfo: unknown } | undefined {
	const { via, callable, args, kwargs, operations } = object;
	if (via !== "REDUCE" || !(callable instanceof PyGlobal) || callable.module !== "datetime") return undefined;
	const kind = Object.hasOwn(KINDS, callable.qualname) ? KINDS[callable.qualname] : undefined;
	const [state, tzinfo] = args;
	const isPlain = kwargs.length === 0 && operations.length === 0 && callable.operations.length === 0;
	if (kind === undefined || !isPlain || !(state instanceof Uint8Array) || state.length !== kind.size) return undefined;
	if (shared.has(state) || shared.has(args)) return undefined;
	if (args.length > (callable.qualname === "date" ? 1 : 2) || (args.length === 2 && tzinfo === null)) return undefined;
	const value = kind.entry.load?.(tuple<unknown[]>(state), new Map(), {} as LoadContext) as
		| { isoformat(): string; readonly fold?: number }
		| undefined;
	if (value === undefined || bytesOf(kind, value).some((byte, i) => byte !== state[i])) return undefined;
	const node: JsonObject = { [`$${callable.qualname}`]: value.isoformat() };
	if (value.fold === 1) node["fold"] = 1;
	return { node, tzinfo };
}

/**
 * The state that a date or time of the tag had.
 *
 * @throws ValueError (`argument`) for text that is not ISO 8601, and for one with an offset, whose place is `tzinfo`
 */
export function momentState(tag: string, text: unknown, fold: unknown): Uint8Array {
	const kind = KINDS[tag.slice(1)] as Kind;
	if (typeof text !== "string" || (fold !== undefined && fold !== 0 && fold !== 1)) {
		throw new ValueError(`${tag} takes ISO text and a fold of 0 or 1`, { code: "argument" });
	}
	const value = kind.read(text, fold ?? 0) as { readonly tzinfo?: unknown };
	if ((value.tzinfo ?? null) !== null) {
		throw new ValueError(`${tag} takes text without an offset: the zone is given as tzinfo`, { code: "argument" });
	}
	return bytesOf(kind, value);
}
