/** Everything about one value, and which views show it best. */
import { trimmed } from "../../../src/cli/trim.ts";
import { visible } from "../../../src/cli/visible.ts";
import { isObject, isPersistentId, pformat, repr } from "../../../src/types/index.ts";
import type { Detail, ViewKind } from "../shared/types.ts";
import { sourceOf } from "./array-source-lazy.ts";
import { countOf, said, summaryOf, typeOf } from "./describe.ts";
import { libraries } from "./libraries.ts";
import { modelTable, tableOf, tensorTable } from "./table-sources.ts";
import { Archive, LazyArray, Several } from "./values.ts";

/** Characters of Python's text. */
const MOST_TEXT = 60_000;
/** Items of each container in it, first more and then fewer, till it is short enough. */
const ITEMS = [400, 60, 12, 4] as const;
const MOST_IMAGE = 64 * 2 ** 20;

/** The first bytes of images. */
const IMAGES: readonly (readonly [string, string])[] = [
	["\x89PNG\r\n\x1a\n", "image/png"],
	["\xff\xd8\xff", "image/jpeg"],
	["GIF8", "image/gif"],
	["BM", "image/bmp"],
	["\0\0\x01\0", "image/x-icon"],
];

function imageIn(value: unknown): Detail["image"] {
	if (!(value instanceof Uint8Array) || value.length < 24 || value.length > MOST_IMAGE) return undefined;
	const head = String.fromCharCode(...value.subarray(0, 16));
	const isWebp = head.startsWith("RIFF") && head.slice(8, 12) === "WEBP";
	const isAvif = head.slice(4, 8) === "ftyp" && head.slice(8, 12).startsWith("avi");
	const mime = isWebp ? "image/webp" : isAvif ? "image/avif" : IMAGES.find(([start]) => head.startsWith(start))?.[1];
	return mime === undefined ? undefined : { mime, bytes: value.slice() };
}

/** The views of a value, best first; its text alone where it was never finished. */
export function viewsOf(value: unknown): ViewKind[] {
	try {
		return allViews(value);
	} catch {
		return ["text"];
	}
}
function allViews(value: unknown): ViewKind[] {
	const views: ViewKind[] = [];
	if (value instanceof Archive) return ["archive"];
	if (sourceOf(value) !== undefined) views.push("array");
	if (typeof value === "object" && value !== null) {
		if (tensorTable(value) !== undefined && !views.includes("array")) views.push("tensors");
		if (isObject(value) && modelTable(value) !== undefined && isOfModels(typeOf(value))) views.push("model");
		// Records are read by their fields rather than by their bytes.
		if (tableOf(value) !== undefined) views.splice(isRecords(value) ? 0 : views.length, 0, "table");
		if (imageIn(value) !== undefined) views.push("image");
	}
	if (!(value instanceof LazyArray)) views.push("text");
	return views;
}
function isRecords(value: object): boolean {
	const known = libraries();
	return known !== undefined && value instanceof known.NDArray && value.dtype.names !== null;
}
function isOfModels(className: string): boolean {
	return /^(sklearn|xgboost|lightgbm|statsmodels|scipy|catboost)\./.test(className);
}

/** Python's text of a value, cut where it is long. */
function textOf(value: unknown): { readonly text: string; readonly isCut: boolean } {
	const known = libraries();
	if (known !== undefined && value instanceof known.NDArray)
		return { text: visible(known.repr(value)).slice(0, MOST_TEXT), isCut: false };
	if (typeof value === "string" && value.length > MOST_TEXT)
		return { text: visible(value.slice(0, MOST_TEXT)), isCut: true };
	const shown = value instanceof Several ? [...value.values] : value;
	for (const items of ITEMS) {
		try {
			const short = trimmed(shown, items);
			const text = visible(pretty(short));
			if (text.length <= MOST_TEXT || items === ITEMS[ITEMS.length - 1])
				return { text: text.slice(0, MOST_TEXT), isCut: short !== shown && text.includes("... ") };
		} catch {
			// Too long at this many items.
		}
	}
	try {
		return {
			text: visible(pformat(trimmed(shown, 4), { width: 100, depth: 3, limits: { text: 4 * MOST_TEXT } })).slice(
				0,
				MOST_TEXT,
			),
			isCut: true,
		};
	} catch {
		return { text: summaryOf(value), isCut: true };
	}
}

/** As pprint writes it; what that indents by the length of a long name is better read as repr() has it. */
function pretty(value: unknown): string {
	const text = pformat(value, { width: 100, limits: { text: 4 * MOST_TEXT } });
	return /^ {36}/m.test(text) && isObject(value) ? repr(value, { limits: { text: 4 * MOST_TEXT } }) : text;
}

/** All of it for the panel. */
export function detailOf(row: number, path: string, value: unknown, wantsText: boolean): Detail {
	const views = viewsOf(value);
	const facts: (readonly [string, string])[] = [];
	const count = countOf(value);
	const number = (n: number): string => n.toLocaleString("en");
	const isTold = typeof value === "object" && value !== null && libraries()?.summaryOf(value) !== undefined;
	if (isTold) facts.push(["", summaryOf(value)]);
	else if (count !== undefined) facts.push(["fact.items", number(count)]);
	if (typeof value === "string") facts.push(["fact.characters", number(value.length)]);
	if (value instanceof Uint8Array) facts.push(["fact.bytes", number(value.length)]);
	if (isObject(value) && value.pyClass !== undefined) facts.push(["fact.inert", ""]);
	if (isPersistentId(value)) facts.push(["fact.persistent", summaryOf(value.id)]);
	const text = wantsText && views.includes("text") ? textOf(value) : undefined;
	return {
		row,
		path,
		type: typeOf(value),
		summary: summaryOf(value),
		views,
		facts,
		text: text?.text,
		isCut: text?.isCut,
		said: said(value),
		image: imageIn(value),
	};
}
