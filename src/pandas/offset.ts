import { givenOptions } from "../options.ts";
import { INSPECT, KEY, type KeyParts, OUTLINE, REPR, TYPE } from "../values/brand.ts";
import { jsonView } from "../values/json-view.ts";
import { MemoSlot } from "../values/memo-slot.ts";
import type { Outline } from "../values/outline.ts";
import { SHORT, shortRepr } from "../values/short-repr.ts";
import { itemText } from "./shared-views.ts";

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["n", "normalize", "parameters"]);

/** One class of offsets. */
interface OffsetKind {
	/** The letters of its frequency; before pandas 2.2 the second ones, if there are. */
	readonly code: string;
	readonly old?: string;
	/** The letters in the name of a period's dtype, where they are others. */
	readonly period?: string;
	/** The names of its arguments after `n` and `normalize`, in order. */
	readonly args?: readonly string[];
	/** Which argument is after the code, as a month, a weekday or a number. */
	readonly suffix?: "month" | "weekday" | "day";
	/** Its name in `repr`, where that is another. */
	readonly shown?: string;
}

const CUSTOM = ["weekmask", "holidays", "calendar", "offset"];
const HOURS = ["start", "end", "offset"];
const STARTING = { args: ["startingMonth"], suffix: "month" } as const;
const MONTH = { args: ["month"], suffix: "month" } as const;

/** The offsets of pandas by class. */
const KINDS: Readonly<Record<string, OffsetKind>> = {
	Day: { code: "D" },
	Hour: { code: "h", old: "H" },
	Minute: { code: "min", old: "T" },
	Second: { code: "s", old: "S" },
	Milli: { code: "ms", old: "L" },
	Micro: { code: "us", old: "U" },
	Nano: { code: "ns", old: "N" },
	BusinessDay: { code: "B", args: ["offset"] },
	CustomBusinessDay: { code: "C", args: CUSTOM },
	BusinessHour: { code: "bh", old: "BH", args: HOURS },
	CustomBusinessHour: { code: "cbh", old: "CBH", args: ["weekmask", "holidays", "calendar", ...HOURS] },
	MonthEnd: { code: "ME", old: "M", period: "M" },
	MonthBegin: { code: "MS" },
	BusinessMonthEnd: { code: "BME", old: "BM" },
	BusinessMonthBegin: { code: "BMS" },
	CustomBusinessMonthEnd: { code: "CBME", old: "CBM", args: CUSTOM },
	CustomBusinessMonthBegin: { code: "CBMS", args: CUSTOM },
	SemiMonthEnd: { code: "SME", old: "SM", args: ["day_of_month"], suffix: "day" },
	SemiMonthBegin: { code: "SMS", args: ["day_of_month"], suffix: "day" },
	Week: { code: "W", args: ["weekday"], suffix: "weekday" },
	WeekOfMonth: { code: "WOM", args: ["week", "weekday"] },
	LastWeekOfMonth: { code: "LWOM", args: ["weekday"], suffix: "weekday" },
	QuarterEnd: { code: "QE", old: "Q", period: "Q", ...STARTING },
	QuarterBegin: { code: "QS", ...STARTING },
	BQuarterEnd: { code: "BQE", old: "BQ", ...STARTING, shown: "BusinessQuarterEnd" },
	BQuarterBegin: { code: "BQS", ...STARTING, shown: "BusinessQuarterBegin" },
	YearEnd: { code: "YE", old: "A", period: "Y", ...MONTH },
	YearBegin: { code: "YS", old: "AS", ...MONTH },
	BYearEnd: { code: "BYE", old: "BA", ...MONTH },
	BYearBegin: { code: "BYS", old: "BAS", ...MONTH },
	FY5253: { code: "RE", args: ["weekday", "startingMonth", "variation"] },
	FY5253Quarter: { code: "REQ", args: ["weekday", "startingMonth", "qtr_with_extra_week", "variation"] },
	Easter: { code: "", args: ["method"] },
	DateOffset: { code: "" },
};

/** The classes of offsets that pandas has. */
export const OFFSET_NAMES: readonly string[] = /* @__PURE__ */ Object.keys(KINDS);

/** The names of the arguments after `n` and `normalize`. */
export function argumentNames(name: string): readonly string[] {
	return KINDS[name]?.args ?? [];
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];

/** The arguments of an offset that are shown, and no more. */
const SHOWN: ReadonlySet<string> = /* @__PURE__ */ new Set([
	"weekday",
	"week",
	"startingMonth",
	"month",
	"day_of_month",
	"method",
	"variation",
	"qtr_with_extra_week",
]);
/** The arguments of `DateOffset`, in pandas' order of showing them. */
const RELATIVE = [
	"day",
	"days",
	"hour",
	"hours",
	"microsecond",
	"microseconds",
	"millisecond",
	"milliseconds",
	"minute",
	"minutes",
	"month",
	"months",
	"nanosecond",
	"nanoseconds",
	"second",
	"seconds",
	"weekday",
	"weeks",
	"year",
	"years",
];

/** Whether the text of a parameter is being made: an offset in it may have others in turn. */
let inParameter = false;

function parameterText(value: unknown): string {
	inParameter = true;
	try {
		return shortRepr(value);
	} finally {
		inParameter = false;
	}
}

/**
 * A frequency of pandas, such as `MonthEnd` or `3 * Days`: data, which does no arithmetic.
 *
 * @example
 * ```ts
 * import { DateOffset } from "brine/pandas";
 * String(new DateOffset("QuarterEnd", { n: 2, parameters: { startingMonth: 3 } })); // "<2 * QuarterEnds: startingMonth=3>"
 * new DateOffset("Day", { n: 3 }).freqstr; // "3D"
 * ```
 */
export class DateOffset extends MemoSlot {
	/** Its class in `pandas.tseries.offsets`. */
	readonly name: string;
	/** How many of it. */
	readonly n: number;
	/** Whether results are moved to midnight. */
	readonly normalize: boolean;
	/** Its other arguments, and what else its pickle has, by name. */
	readonly parameters: ReadonlyMap<string, unknown>;

	/**
	 * @param name a class of `pandas.tseries.offsets`
	 * @param options `n` (default 1), `normalize` (default false), `parameters` such as `startingMonth`
	 */
	constructor(
		name: string,
		options?: {
			readonly n?: number | null;
			readonly normalize?: boolean | null;
			readonly parameters?: ReadonlyMap<string, unknown> | Readonly<Record<string, unknown>> | null;
		} | null,
	) {
		super();
		const { n = 1, normalize = false, parameters = {} } = givenOptions("DateOffset", options, OPTIONS);
		this.name = name;
		this.n = n;
		this.normalize = normalize;
		this.parameters = parameters instanceof Map ? parameters : new Map(Object.entries(parameters));
	}
	get [TYPE](): string {
		return `pandas.${this.name}`;
	}
	/** The letters of pandas 2.2 and newer, such as `"ME"`, `"3D"`, `"QE-MAR"`; its text where it has none. */
	get freqstr(): string {
		return this.#letters((kind) => kind.code);
	}
	/** The letters that a period's dtype has: `"M"` for a month's end. */
	get periodStr(): string {
		return this.#letters((kind) => kind.period ?? kind.code);
	}
	#letters(of: (kind: OffsetKind) => string): string {
		const kind = KINDS[this.name];
		const code = kind === undefined ? "" : of(kind);
		const suffix = this.#suffix(kind);
		if (kind === undefined || code === "" || suffix === undefined) return this.toString();
		return `${this.n === 1 ? "" : this.n}${code}${suffix}`;
	}
	#suffix(kind: OffsetKind | undefined): string | undefined {
		const get = (name: string): unknown => this.parameters.get(name);
		if (this.name === "WeekOfMonth") {
			const [week, weekday] = [get("week"), get("weekday")];
			return typeof week === "number" && typeof weekday === "number" ? `-${week + 1}${DAYS[weekday]}` : undefined;
		}
		if (kind?.suffix === undefined) return this.name.startsWith("FY") ? undefined : "";
		const value = get(kind.args?.at(-1) as string);
		if (value === null || value === undefined) return "";
		if (typeof value !== "number") return undefined;
		if (kind.suffix === "day") return `-${value}`;
		const text = kind.suffix === "month" ? MONTHS[value - 1] : DAYS[value];
		return text === undefined ? undefined : `-${text}`;
	}
	/** pandas' `repr`: `<3 * BusinessDays>`, `<YearBegin: month=4>`. */
	override toString(): string {
		const { name, n } = this;
		const shown = KINDS[name]?.shown ?? name;
		const attributes = inParameter ? "" : this.#attributes();
		return `<${n === 1 ? shown : `${n} * ${shown}s`}${attributes === "" ? "" : `: ${attributes}`}>`;
	}
	#attributes(): string {
		const { name, parameters } = this;
		if (name === "BusinessHour" || name === "CustomBusinessHour") {
			const hours = (key: string): string[] => list(parameters.get(key)).map((time) => itemText(time).slice(0, 5));
			const ends = hours("end");
			return `${this.#code()}=${hours("start")
				.map((start, i) => `${start}-${ends[i]}`)
				.join(",")}`;
		}
		if (name === "DateOffset") {
			return RELATIVE.filter((key) => parameters.has(key))
				.map((key) => `${key}=${parameterText(parameters.get(key))}`)
				.join(", ");
		}
		const kept = [...parameters].filter(([key, value]) => SHOWN.has(key) && value !== null && value !== undefined);
		return kept.map(([key, value]) => `${key}=${parameterText(value)}`).join(", ");
	}
	#code(): string {
		return KINDS[this.name]?.code ?? "";
	}
	[KEY](): KeyParts {
		const text = this.toString();
		// The beginning of a long string does not tell two of them apart.
		const rest = text.length > SHORT ? [...this.parameters.values()] : [];
		return { tag: this[TYPE], parts: [this.n, this.normalize, text, ...rest] };
	}
	[REPR](): { readonly parts: readonly unknown[] } {
		return { parts: [this.toString()] };
	}
	[OUTLINE](): Outline {
		const parts = [...this.parameters].map(([name, value]) => ({ kind: "attribute", name, value }) as const);
		const own = [
			{ kind: "attribute", name: "n", value: this.n },
			{ kind: "attribute", name: "normalize", value: this.normalize },
		] as const;
		return { className: this[TYPE], parts: [...own, ...parts], plain: this.toString() };
	}
	toJSON(): unknown {
		return jsonView(this);
	}
	[INSPECT](): string {
		return `DateOffset(${this.toString()})`;
	}
}

function list(value: unknown): unknown[] {
	return Array.isArray(value) ? value : value === undefined ? [] : [value];
}
