/** How frames and series are read and written. */
import { attributesOf, entriesOf } from "../registry/arguments.ts";
import { defineType } from "../registry/define-type.ts";
import type { AnyTypeEntry, LoadContext, PyName, Reduction, TypeEntry } from "../registry/registry.ts";

import { DataFrame, type FrameParts } from "./frame.ts";
import { BlockManager } from "./manager.ts";
import { nameIn, namesOf } from "./names.ts";
import { Series } from "./series.ts";
import type { Style } from "./versions.ts";

/** The part of a state that pandas itself keeps. */
const OWN: ReadonlySet<string> = /* @__PURE__ */ new Set([
	"_mgr",
	"_data",
	"_typ",
	"_metadata",
	"attrs",
	"_flags",
	"_name",
	"name",
]);

type State = { readonly manager: BlockManager; readonly name: unknown; readonly parts: FrameParts };

/** A state as pandas writes it for frames or series. */
function stateOf(state: unknown, isSeries: boolean, { textAsBytes }: LoadContext): State | undefined {
	const attributes = attributesOf(state, textAsBytes);
	const manager = attributes?.get("_mgr") ?? attributes?.get("_data");
	if (attributes === undefined || !(manager instanceof BlockManager) || manager.isSingle !== isSeries) return undefined;
	if (manager.axes.length !== (isSeries ? 1 : 2)) return undefined;
	const flags = attributesOf(attributes.get("_flags") ?? new Map(), textAsBytes);
	const attrs = attributes.get("attrs");
	if (flags === undefined || (attrs !== undefined && entriesOf(attrs) === undefined)) return undefined;
	const own = isSeries ? OWN : new Set([...OWN].filter((key) => key !== "name" && key !== "_name"));
	const extra = new Map([...attributes].filter(([key]) => !own.has(key)));
	const hasAttrs = attrs !== undefined && [...(entriesOf(attrs) ?? [])].length > 0;
	const parts = {
		allowsDuplicateLabels: flags.get("allows_duplicate_labels") !== false,
		extra,
		...(hasAttrs ? { attrs } : {}),
	};
	return { manager, name: attributes.get("_name") ?? attributes.get("name") ?? null, parts };
}

/** The state of a frame or series. */
function written(value: DataFrame | Series, { version }: Style): Map<string, unknown> {
	const isSeries = value instanceof Series;
	const state = new Map<string, unknown>([
		[version >= 10500 ? "_mgr" : "_data", value.manager],
		["_typ", isSeries ? "series" : "dataframe"],
		["_metadata", isSeries ? [version >= 20000 ? "_name" : "name", ...value.extra.keys()] : [...value.extra.keys()]],
	]);
	if (value.attrs !== undefined || version > 0) state.set("attrs", value.attrs ?? new Map());
	if (!value.allowsDuplicateLabels || version > 0) {
		state.set("_flags", new Map([["allows_duplicate_labels", value.allowsDuplicateLabels]]));
	}
	if (isSeries) state.set(version >= 20000 ? "_name" : "name", value.name);
	for (const [key, held] of value.extra) state.set(key, held);
	return state;
}

const NONE = (): BlockManager => new BlockManager([], [], false);

function frameEntry(names: readonly [PyName, ...PyName[]], style: Style, isOwn: boolean): TypeEntry<DataFrame> {
	return defineType<DataFrame>({
		names,
		...(isOwn ? { type: DataFrame } : {}),
		refuses: true,
		charges: true,
		load: (args, kwargs, { name }) =>
			args.length === 0 && kwargs.size === 0 ? new DataFrame(NONE(), isOwn ? {} : { pyClass: name }) : undefined,
		setState: (frame, state, context) => {
			const made = stateOf(state, false, context);
			if (made === undefined) return false;
			Object.assign(frame, new DataFrame(made.manager, { ...made.parts, pyClass: frame.pyClass }));
			return true;
		},
		...(isOwn
			? {
					reduce: (frame: DataFrame): Reduction => ({
						via: "NEWOBJ",
						callable: (frame.pyClass as PyName | undefined) ?? nameIn(style, "DataFrame"),
						args: [],
						state: written(frame, style),
					}),
				}
			: {}),
	});
}

function seriesEntry(names: readonly [PyName, ...PyName[]], style: Style, isOwn: boolean): TypeEntry<Series> {
	const none = (pyClass: string | undefined): Series => Series.none(pyClass);
	return defineType<Series>({
		names,
		...(isOwn ? { type: Series } : {}),
		refuses: true,
		charges: true,
		load: (args, kwargs, { name }) =>
			args.length === 0 && kwargs.size === 0 ? none(isOwn ? undefined : name) : undefined,
		setState: (series, state, context) => {
			const made = stateOf(state, true, context);
			if (made === undefined) return false;
			const { manager, name, parts } = made;
			const [index] = manager.axes;
			if (index === undefined) return false;
			Object.assign(series, new Series(manager.column(0), { ...parts, index, name, pyClass: series.pyClass }));
			return true;
		},
		...(isOwn
			? {
					reduce: (series: Series): Reduction => ({
						via: "NEWOBJ",
						callable: (series.pyClass as PyName | undefined) ?? nameIn(style, "Series"),
						args: [],
						state: written(series, style),
					}),
				}
			: {}),
	});
}

/** The entries of frames and series, and of the subclasses that are named. */
export function frameTypes(style: Style, frames: readonly PyName[], series: readonly PyName[]): AnyTypeEntry[] {
	const entries: AnyTypeEntry[] = [
		frameEntry(namesOf("DataFrame"), style, true),
		seriesEntry(namesOf("Series"), style, true),
	];
	if (frames.length > 0) entries.push(frameEntry(frames as [PyName, ...PyName[]], style, false));
	if (series.length > 0) entries.push(seriesEntry(series as [PyName, ...PyName[]], style, false));
	return entries;
}
