/** An array: what it is, and the ways to look at it. Nothing is computed over a large one until somebody asks. */
import { useMemo, useState } from "preact/hooks";
import type { ArrayInfo, ArrayStats, LineData, Picture } from "../shared/types.ts";
import { ArrayGrid, type Slice } from "./array-grid.tsx";
import { Histogram, Line, numberText, Pixels } from "./charts.tsx";
import { useAsync } from "./hooks.ts";
import type { OpenFile } from "./open-file.ts";
import { Tabs, Waiting } from "./tabs.tsx";
import { count, size, t } from "./words.ts";

type Look = "grid" | "heat" | "line" | "image" | "stats";

/** The last two axes are shown, with the others at their first index. */
function firstSlice(shape: readonly number[], isImage: boolean): Slice {
	const { length } = shape;
	if (length < 2) return { rows: length === 1 ? 0 : -1, columns: -1, at: shape.map(() => 0) };
	const isColorLast = isImage && length === 3 && (shape[2] as number) <= 4;
	return isColorLast
		? { rows: 0, columns: 1, at: [0, 0, 0] }
		: { rows: length - 2, columns: length - 1, at: shape.map(() => 0) };
}

export function ArrayPane({ file, row }: { readonly file: OpenFile; readonly row: number }) {
	const { value: info, error, isFresh } = useAsync(() => file.values.call<ArrayInfo>("arrayInfo", row), [file, row]);
	if (info === undefined || !isFresh) return <Waiting error={error} />;
	return <Loaded key={`${file.id}.${row}`} file={file} row={row} info={info} />;
}

function Loaded({ file, row, info }: { readonly file: OpenFile; readonly row: number; readonly info: ArrayInfo }) {
	const { shape, isNumeric } = info;
	const [look, setLook] = useState<Look>(info.image && info.dtype.includes("uint8") ? "image" : "grid");
	const [slice, setSlice] = useState<Slice>(() => firstSlice(shape, info.image));
	const looks = useMemo((): Look[] => {
		const all: Look[] = ["grid"];
		if (isNumeric && info.items > 1) {
			if (shape.length > 1) all.push("heat");
			all.push("line", "stats");
		}
		return info.image ? (info.dtype.includes("uint8") ? ["image", ...all] : [...all, "image"]) : all;
	}, [info]);
	const facts: readonly (readonly [string, string])[] = [
		[t("array.shape"), `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`],
		[t("array.dtype"), info.dtype],
		[t("array.items"), count(info.items)],
		[t("array.bytes"), size(info.nbytes)],
		[t("array.order"), info.order],
	];
	return (
		<div class="array-pane">
			<dl class="facts">
				{facts.map(([name, text]) => (
					<div key={name}>
						<dt>{name}</dt>
						<dd>{text}</dd>
					</div>
				))}
			</dl>
			{looks.length > 1 ? (
				<Tabs
					name="array-look"
					label={t("array.views")}
					tabs={looks.map((one) => ({ id: one, title: t(`array.${one}`) }))}
					chosen={look}
					isSmall
					onChoose={(id) => setLook(id as Look)}
				/>
			) : null}
			{(look === "grid" || look === "heat" || look === "line") && shape.length > 1 ? (
				<SliceBar shape={shape} slice={slice} isLine={look === "line"} onChange={setSlice} />
			) : null}
			<div class="array-look" role="tabpanel" id="array-look-panel" aria-label={t(`array.${look}`)}>
				{look === "grid" ? <ArrayGrid file={file} row={row} info={info} slice={slice} /> : null}
				{look === "heat" ? <Heat file={file} row={row} slice={slice} /> : null}
				{look === "image" ? <Image file={file} row={row} /> : null}
				{look === "line" ? <Lines file={file} row={row} slice={slice} /> : null}
				{look === "stats" ? <Stats file={file} row={row} info={info} /> : null}
			</div>
		</div>
	);
}

/** Which axes are rows and columns, and where the others are. */
function SliceBar({
	shape,
	slice,
	isLine,
	onChange,
}: {
	readonly shape: readonly number[];
	readonly slice: Slice;
	readonly isLine: boolean;
	readonly onChange: (slice: Slice) => void;
}) {
	const pick = (which: "rows" | "columns", axis: number): void => {
		const other = which === "rows" ? "columns" : "rows";
		const swapped = slice[other] === axis ? slice[which] : slice[other];
		onChange({ ...slice, [which]: axis, [other]: swapped });
	};
	const choice = (which: "rows" | "columns") => (
		<label class="field">
			<span>{t(`array.${which}`)}</span>
			<select value={String(slice[which])} onChange={(event) => pick(which, Number(event.currentTarget.value))}>
				{shape.map((length, axis) => (
					<option key={axis} value={String(axis)}>
						{t("array.axis", axis)} ({count(length)})
					</option>
				))}
			</select>
		</label>
	);
	return (
		<div class="slice-bar">
			{isLine ? null : choice("rows")}
			{choice("columns")}
			{shape.map((length, axis) => {
				if (axis === slice.columns || (!isLine && axis === slice.rows)) return null;
				const set = (value: number): void =>
					onChange({
						...slice,
						at: slice.at.map((old, i) => (i === axis ? Math.max(0, Math.min(length - 1, value || 0)) : old)),
					});
				return (
					<label class="field" key={axis}>
						<span>{t("array.at", axis)}</span>
						<input
							type="range"
							min={0}
							max={length - 1}
							value={slice.at[axis]}
							aria-label={t("array.at", axis)}
							onInput={(event) => set(Number(event.currentTarget.value))}
						/>
						<input
							type="number"
							min={0}
							max={length - 1}
							value={slice.at[axis]}
							aria-label={t("array.at", axis)}
							onInput={(event) => set(Number(event.currentTarget.value))}
						/>
					</label>
				);
			})}
		</div>
	);
}

function Heat({ file, row, slice }: { readonly file: OpenFile; readonly row: number; readonly slice: Slice }) {
	const { value, error, isFresh } = useAsync(() => file.values.call<Picture>("heat", row, slice), [file, row, slice]);
	if (value === undefined) return <Waiting text={t("array.computing")} error={error} />;
	return (
		<Pixels
			picture={value}
			isHeat
			isBusy={!isFresh}
			label={t("array.heatLabel", numberText(value.min), numberText(value.max))}
		/>
	);
}
function Image({ file, row }: { readonly file: OpenFile; readonly row: number }) {
	const { value, error, isFresh } = useAsync(() => file.values.call<Picture>("image", row), [file, row]);
	if (value === undefined) return <Waiting text={t("array.computing")} error={error} />;
	return (
		<Pixels picture={value} isHeat={false} isBusy={!isFresh} label={t("array.imageLabel", value.width, value.height)} />
	);
}
function Lines({ file, row, slice }: { readonly file: OpenFile; readonly row: number; readonly slice: Slice }) {
	const axis = slice.columns >= 0 ? slice.columns : 0;
	const { value, error, isFresh } = useAsync(
		() => file.values.call<LineData>("line", row, axis, slice.at),
		[file, row, slice],
	);
	if (value === undefined) return <Waiting text={t("array.computing")} error={error} />;
	return <Line data={value} isBusy={!isFresh} />;
}
function Stats({ file, row, info }: { readonly file: OpenFile; readonly row: number; readonly info: ArrayInfo }) {
	const [isAsked, setAsked] = useState(!info.isLarge);
	const { value, error } = useAsync(
		() => (isAsked ? file.values.call<ArrayStats | undefined>("arrayStats", row) : Promise.resolve(undefined)),
		[file, row, isAsked],
	);
	if (!isAsked)
		return (
			<p class="state">
				<button type="button" class="primary" onClick={() => setAsked(true)}>
					{t("array.compute", count(info.items))}
				</button>
			</p>
		);
	if (value === undefined) return <Waiting text={t("array.computing")} error={error} />;
	const lines: readonly (readonly [string, string])[] = [
		[t("stats.count"), count(value.count)],
		[t("stats.nan"), count(value.nan)],
		[t("stats.zeros"), count(value.zeros)],
		[t("stats.min"), numberText(value.min)],
		[t("stats.max"), numberText(value.max)],
		[t("stats.mean"), numberText(value.mean)],
		[t("stats.std"), numberText(value.std)],
	];
	return (
		<div class="array-stats">
			<Histogram bins={value.bins} min={value.min} max={value.max} height={160} />
			<dl>
				{lines.map(([name, text]) => (
					<div key={name}>
						<dt>{name}</dt>
						<dd>{text}</dd>
					</div>
				))}
			</dl>
		</div>
	);
}
