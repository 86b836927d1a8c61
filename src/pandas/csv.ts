/** Frames as CSV, byte for byte as pandas' `to_csv` at its defaults. */
import { LimitError } from "../errors.ts";
import { givenOptions } from "../options.ts";
import { completeLimits } from "../values/option-values.ts";
import { repr } from "../values/repr.ts";
import { type Cell, cells, type Rows } from "./cells.ts";
import type { FrameView } from "./frame-view.ts";
import { FlatIndex, type Index, MultiIndex } from "./indexes.ts";
import { isMissing } from "./missing.ts";
import { pyStr, type Show } from "./text.ts";
import { styleOf } from "./versions.ts";

/** How CSV is written. */
export interface CSVOptions {
	/** Whether rows begin with their labels. Default: true */
	readonly index?: boolean;
	/** Whether the first line has the names of the columns. Default: true */
	readonly header?: boolean;
	/**
	 * Whose `to_csv` it is, `"1.5"` to `"3.1"`; before 3.0 each time has the digits that it needs. Default: `"3.1"`
	 */
	readonly pandasVersion?: string;
	readonly limits?: {
		/** Characters that may be written. Default: 2^29 */
		readonly text?: number;
	};
}

const OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["index", "header", "pandasVersion", "limits"]);

/** Characters that a string may have. */
const MOST = 2 ** 29;
/** A little less than V8's longest string. */
const LONGEST = MOST - 1024;
/** pandas writes so many values at a time, and looks at the times of each part alone. */
const CHUNK = 100_000;

/** A field as Python's `csv` writes it; alone in its row an empty one is quoted. */
function field(text: string, isAlone: boolean): string {
	if (text === "") return isAlone ? '""' : "";
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code === 0x2c || code === 0x22 || code === 0x0a || code === 0x0d) return `"${text.replaceAll('"', '""')}"`;
	}
	return text;
}
function line(fields: readonly string[]): string {
	return `${fields.map((text) => field(text, fields.length === 1)).join(",")}\n`;
}

/** The labels of an index, level by level. */
export function labelCells(index: Index, none: string, rows: Rows, isNew: boolean, show: Show = repr): Cell[] {
	if (index instanceof FlatIndex) return [cells(index.array, none, rows, isNew, show)];
	if (index instanceof MultiIndex) {
		return index.levels.map((level, at) => {
			const [text] = labelCells(level, none, [0, level.length], isNew, show) as [Cell];
			const code = index.codes[at];
			return (i) => {
				const place = code?.get(i) as number;
				return place < 0 ? none : text(place);
			};
		});
	}
	return [(i) => String(index.get(i))];
}

/** A name in the first lines; falsy ones are nothing for pandas where there are several. */
function nameText(name: unknown, isMulti: boolean, show: Show): string {
	if (isMissing(name) && name === null) return "";
	return isMulti && (name === 0 || name === false || name === "") ? "" : pyStr(name, show);
}

function* header(
	{ columns, index }: FrameView,
	hasIndex: boolean,
	isNew: boolean,
	show: Show,
): Generator<string[], void> {
	const isMulti = index instanceof MultiIndex;
	const labels = hasIndex ? index.names.map((name) => nameText(name, isMulti, show)) : [];
	if (!(columns instanceof MultiIndex)) {
		const [text] = labelCells(columns, "", [0, columns.length], isNew, show) as [Cell];
		yield [...labels, ...Array.from({ length: columns.length }, (_, i) => text(i))];
		return;
	}
	for (const [level, name] of columns.names.entries()) {
		const lead = hasIndex ? [nameText(name, false, show), ...labels.slice(1).map(() => "")] : [];
		const read = columns.levelReader(level);
		const names = Array.from({ length: columns.length }, (_, i) => {
			const value = read(i);
			return typeof value === "number" && Number.isNaN(value) ? "nan" : pyStr(value, show);
		});
		yield [...lead, ...names];
	}
	if (labels.some((label) => label !== "")) yield [...labels, ...Array.from({ length: columns.length }, () => "")];
}

/** The lines of a frame, some at a time. */
export function* csvParts(frame: FrameView, given?: CSVOptions | null): Generator<string, void> {
	const options = givenOptions("toCSV", given, OPTIONS);
	const { index: hasIndex = true, header: hasHeader = true } = options;
	const most = Math.min(completeLimits({ text: MOST }, options.limits).text, MOST);
	const [rows, count] = frame.shape;
	const arrays = Array.from({ length: count }, (_, i) => frame.column(i).array);
	const isNew = styleOf(options.pandasVersion ?? "3.0").version >= 30000;
	let written = 0;
	const checked = (part: string): string => {
		written += part.length;
		if (written > most) throw new LimitError("text", most);
		return part;
	};
	const show: Show = (value) => repr(value, { limits: { text: most } });
	if (hasHeader) for (const fields of header(frame, hasIndex, isNew, show)) yield checked(line(fields));
	const step = Math.floor(CHUNK / Math.max(count, 1)) || 1;
	for (let from = 0; from < rows; from += step) {
		const to = Math.min(from + step, rows);
		const texts = hasIndex ? labelCells(frame.index, "", [from, to], isNew, show) : [];
		for (const array of arrays) texts.push(cells(array, "", [from, to], isNew, show));
		const isAlone = texts.length === 1;
		let part = "";
		for (let i = from; i < to; i++) {
			for (let k = 0; k < texts.length; k++) {
				const text = field((texts[k] as Cell)(i), isAlone);
				if (written + part.length + text.length > Math.min(most, LONGEST)) throw new LimitError("text", most);
				part += k === 0 ? text : `,${text}`;
			}
			part += "\n";
			if (part.length > 65_536) {
				yield checked(part);
				part = "";
			}
		}
		if (part !== "") yield checked(part);
	}
}

/** All lines in one string. */
export function csvText(frame: FrameView, options?: CSVOptions | null): string {
	let text = "";
	for (const part of csvParts(frame, options)) text += part;
	return text;
}
