/** A table of any length: sort, filter, statistics of a column, a cell that the keyboard moves. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ColumnStats, TableInfo, TableRow } from "../shared/types.ts";
import { evenAxis, unevenAxis } from "./axis.ts";
import { Histogram, numberText } from "./charts.tsx";
import { useAsync, useRows } from "./hooks.ts";
import { Icon } from "./icons.tsx";
import type { OpenFile } from "./open-file.ts";
import { inView, recycled, Scroller, useScroll } from "./scroll.tsx";
import { Failure, Waiting } from "./tabs.tsx";
import { count, t } from "./words.ts";

const ROW = 26;
const HEAD = 60;
const LEAST_WIDTH = 48;
/** Pixels by which Alt with a cursor key changes the width of a column. */
const WIDTH_STEP = 24;
/** Columns that are fetched with each row, around those that are seen. */
const AROUND = 12;

interface Sort {
	readonly column: number;
	readonly down: boolean;
}

export function TablePane({
	file,
	row,
	kind,
	onOpen,
}: {
	readonly file: OpenFile;
	readonly row: number;
	readonly kind: string;
	readonly onOpen?: (label: string) => void;
}) {
	const first = useAsync(() => file.values.call<TableInfo>("tableInfo", row, kind), [file, row, kind]);
	const [asked, setAsked] = useState<TableInfo | undefined>();
	const [sort, setSort] = useState<Sort | undefined>();
	const [filters, setFilters] = useState<Readonly<Record<number, string>>>({});
	const [isBusy, setBusy] = useState(false);
	const [version, setVersion] = useState(0);
	const [statsOf, setStatsOf] = useState<number | undefined>();
	const [cell, setCell] = useState<readonly [number, number]>([0, 0]);
	const [widths, setWidths] = useState<Readonly<Record<number, number>>>({});
	const info = asked ?? first.value;

	const query = async (nextSort: Sort | undefined, nextFilters: Readonly<Record<number, string>>): Promise<void> => {
		setSort(nextSort);
		setFilters(nextFilters);
		setBusy(true);
		const found = await file.values
			.call<TableInfo | undefined>("tableQuery", row, kind, { sort: nextSort, filters: nextFilters })
			.catch(() => undefined);
		if (found === undefined) return;
		setBusy(false);
		setAsked(found);
		setVersion((number) => number + 1);
	};
	const timer = useRef(0);
	const filter = (column: number, text: string): void => {
		const next = { ...filters, [column]: text };
		setFilters(next);
		setBusy(true);
		clearTimeout(timer.current);
		timer.current = window.setTimeout(() => void query(sort, next), 250);
	};
	const sizes = useMemo(() => (info?.columns ?? []).map(({ width }, i) => widths[i] ?? width), [info?.columns, widths]);
	const labelWidth =
		kind === "tensors"
			? 240
			: kind === "model"
				? 220
				: Math.max(76, Math.min(180, 30 + 8 * String(info?.all ?? 0).length + (info?.index.length ?? 0) * 6));
	const x = useMemo(() => unevenAxis(sizes), [sizes]);
	const scroll = useScroll(evenAxis(info?.rows ?? 0, ROW), x, { top: HEAD, left: labelWidth });
	const rows = inView(scroll.axes.y, scroll.y, scroll.height, 3);
	const columns = inView(x, scroll.x, scroll.width, 0);
	const [from, to] = [Math.floor(columns.from / AROUND) * AROUND, Math.ceil(columns.to / AROUND) * AROUND];
	const rowOf = useRows<TableRow>(
		(start, end) => file.values.call<TableRow[]>("tableRows", row, kind, start, end, from, to),
		[file, row, kind, version, from, to],
	);
	useEffect(() => scroll.show(cell[0], cell[1]), [cell]);
	if (info === undefined) return <Waiting error={first.error} />;

	const onKeyDown = (event: KeyboardEvent): void => {
		if (event.target !== event.currentTarget) return;
		const page = Math.max(1, Math.floor(scroll.height / ROW) - 1);
		const [y, at] = cell;
		if (event.altKey && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
			event.preventDefault();
			const step = event.key === "ArrowRight" ? WIDTH_STEP : -WIDTH_STEP;
			setWidths((all) => ({ ...all, [at]: Math.max(LEAST_WIDTH, (sizes[at] as number) + step) }));
			return;
		}
		const moves: Record<string, readonly [number, number]> = {
			ArrowDown: [y + 1, at],
			ArrowUp: [y - 1, at],
			ArrowRight: [y, at + 1],
			ArrowLeft: [y, at - 1],
			PageDown: [y + page, at],
			PageUp: [y - page, at],
			Home: event.ctrlKey ? [0, at] : [y, 0],
			End: event.ctrlKey ? [info.rows - 1, at] : [y, info.columns.length - 1],
		};
		const move = moves[event.key];
		if (move !== undefined) {
			event.preventDefault();
			setCell([Math.max(0, Math.min(info.rows - 1, move[0])), Math.max(0, Math.min(info.columns.length - 1, move[1]))]);
		} else if (event.key === "Enter" && onOpen !== undefined) {
			const label = rowOf(y)?.label;
			if (label !== undefined) onOpen(label);
		} else if (event.key.toLowerCase() === "c" && (event.ctrlKey || event.metaKey)) {
			const text = rowOf(y)?.cells[at - from];
			if (text !== undefined) void navigator.clipboard.writeText(text ?? "");
		}
	};
	const resize = (column: number, event: PointerEvent): void => {
		event.preventDefault();
		event.stopPropagation();
		const [start, old] = [event.clientX, sizes[column] as number];
		const onMove = (moved: PointerEvent): void =>
			setWidths((all) => ({ ...all, [column]: Math.max(LEAST_WIDTH, old + moved.clientX - start) }));
		const onUp = (): void => {
			removeEventListener("pointermove", onMove);
			removeEventListener("pointerup", onUp);
		};
		addEventListener("pointermove", onMove);
		addEventListener("pointerup", onUp);
	};

	const heads = [];
	const filled = Object.values(filters).some((text) => text.trim() !== "");
	for (let column = columns.from; column < columns.to; column++) {
		const { name, dtype, kind: columnKind } = info.columns[column] as TableInfo["columns"][number];
		const title = kind === "model" ? t(name) : name;
		const direction = sort?.column === column ? (sort.down ? "descending" : "ascending") : "none";
		heads.push(
			<div
				key={column}
				class={`head ${columnKind}${statsOf === column ? " chosen" : ""}`}
				role="columnheader"
				aria-colindex={column + 2}
				aria-sort={direction}
				style={{
					transform: `translateX(${labelWidth + x.start(column) - scroll.x}px)`,
					width: `${sizes[column]}px`,
					height: `${HEAD}px`,
				}}
			>
				<button
					type="button"
					class="head-name"
					title={`${title} · ${dtype}`}
					onClick={() => {
						setStatsOf(column);
						const next =
							sort?.column !== column ? { column, down: false } : sort.down ? undefined : { column, down: true };
						void query(next, filters);
					}}
				>
					<span class="head-title">{title}</span>
					<span class="head-type">{dtype}</span>
					{direction === "none" ? null : <Icon name={direction === "ascending" ? "up" : "down"} size={12} />}
				</button>
				<input
					class="head-filter"
					aria-label={t("table.filter", title)}
					placeholder={column === columns.from ? t("table.filterHint") : ""}
					value={filters[column] ?? ""}
					onInput={(event) => filter(column, event.currentTarget.value)}
				/>
				<span class="grip" aria-hidden="true" onPointerDown={(event) => resize(column, event)} />
			</div>,
		);
	}
	const body = [];
	for (let i = rows.from; i < rows.to; i++) {
		const found = rowOf(i);
		const top = HEAD + scroll.axes.y.start(i) - scroll.y;
		const cells = [];
		for (let column = columns.from; column < columns.to; column++) {
			const text = found?.cells[column - from];
			const isActive = cell[0] === i && cell[1] === column;
			cells.push(
				<div
					key={recycled(column)}
					id={isActive ? "table-cell" : undefined}
					role="gridcell"
					aria-colindex={column + 2}
					class={`cell ${info.columns[column]?.kind}${text === null ? " gone" : ""}${isActive ? " active" : ""}`}
					style={{ transform: `translateX(${labelWidth + x.start(column) - scroll.x}px)`, width: `${sizes[column]}px` }}
					title={text !== undefined && text !== null && text.length > 16 ? text : undefined}
					onMouseDown={() => setCell([i, column])}
				>
					{text === undefined
						? ""
						: text === null
							? t("table.missing")
							: kind === "model" && column === 0
								? t(text)
								: text}
				</div>,
			);
		}
		body.push(
			<div
				key={recycled(i)}
				class={`grid-row${i % 2 === 1 ? " odd" : ""}`}
				role="row"
				aria-rowindex={i + 2}
				style={{ transform: `translateY(${top}px)`, height: `${ROW}px` }}
			>
				<div
					role="rowheader"
					aria-colindex={1}
					class={`row-label${onOpen === undefined ? "" : " link"}`}
					style={{ width: `${labelWidth}px` }}
					title={found?.label}
					onClick={() => found !== undefined && onOpen?.(found.label)}
				>
					{found?.label ?? ""}
				</div>
				{cells}
			</div>,
		);
	}
	const rowText =
		info.rows === info.all ? t("table.rows", count(info.all)) : t("table.rowsOf", count(info.rows), count(info.all));
	return (
		<div class="table-pane">
			<div class="toolbar">
				<span class="counts" role="status">
					{rowText} · {t(info.columns.length === 1 ? "table.column" : "table.columns", count(info.columns.length))}
					{isBusy ? ` · ${t("table.sorting")}` : ""}
				</span>
				<span class="grow" />
				{filled || sort !== undefined ? (
					<button type="button" class="quiet" onClick={() => void query(undefined, {})}>
						{filled ? t("table.clear") : t("table.unsort")}
					</button>
				) : null}
			</div>
			<Failure error={rowOf.error} />
			<div class="table-body">
				<Scroller
					scroll={scroll}
					class="grid"
					role="grid"
					aria-label={t("table.label")}
					aria-rowcount={info.rows + 1}
					aria-colcount={info.columns.length + 1}
					aria-activedescendant="table-cell"
					aria-busy={isBusy || rowOf.isWaiting}
					onKeyDown={onKeyDown}
				>
					<div class="grid-head" role="row" aria-rowindex={1} style={{ height: `${HEAD}px` }}>
						<div
							class="corner"
							role="columnheader"
							aria-colindex={1}
							style={{ width: `${labelWidth}px`, height: `${HEAD}px` }}
						>
							{kind === "model" ? t(info.index) : info.index || "#"}
						</div>
						{heads}
					</div>
					{body}
				</Scroller>
				{statsOf === undefined ? null : (
					<StatsPanel file={file} row={row} kind={kind} column={statsOf} onClose={() => setStatsOf(undefined)} />
				)}
			</div>
		</div>
	);
}

function StatsPanel({
	file,
	row,
	kind,
	column,
	onClose,
}: {
	readonly file: OpenFile;
	readonly row: number;
	readonly kind: string;
	readonly column: number;
	readonly onClose: () => void;
}) {
	const { value, isFresh } = useAsync(
		() => file.values.call<ColumnStats | undefined>("columnStats", row, kind, column),
		[file, row, kind, column],
	);
	const stats = isFresh ? value : undefined;
	const lines: (readonly [string, string])[] = [];
	if (stats !== undefined) {
		lines.push([t("stats.count"), count(stats.count)], [t("stats.missing"), count(stats.missing)]);
		lines.push([t("stats.unique"), stats.unique === undefined ? t("stats.manyUnique") : count(stats.unique)]);
		if (stats.numbers !== undefined) {
			const { min, max, mean, std, quartiles } = stats.numbers;
			lines.push(
				[t("stats.min"), numberText(min)],
				[t("stats.max"), numberText(max)],
				[t("stats.mean"), numberText(mean)],
				[t("stats.std"), numberText(std)],
			);
			lines.push([t("stats.quartiles"), quartiles.map(numberText).join("  ")]);
		}
	}
	return (
		<section class="stats" aria-label={t("table.stats", stats?.name ?? "")}>
			<header>
				<h3>{stats?.name === undefined ? t("stats.title") : kind === "model" ? t(stats.name) : stats.name}</h3>
				<button type="button" class="icon-button small" aria-label={t("stats.close")} onClick={onClose}>
					<Icon name="close" size={14} />
				</button>
			</header>
			{stats === undefined ? (
				<Waiting text={t("array.computing")} />
			) : (
				<>
					<p class="muted">{stats.dtype}</p>
					{stats.bins === undefined || stats.numbers === undefined ? null : (
						<Histogram bins={stats.bins} min={stats.numbers.min} max={stats.numbers.max} />
					)}
					<dl>
						{lines.map(([name, text]) => (
							<div key={name}>
								<dt>{name}</dt>
								<dd>{text}</dd>
							</div>
						))}
					</dl>
					{stats.top === undefined ? null : (
						<>
							<h4>{t("stats.top")}</h4>
							<ol class="top">
								{stats.top.map(([text, times]) => (
									<li key={text}>
										<meter min={0} max={stats.top?.[0]?.[1] ?? 1} value={times} aria-label={`${text}: ${times}`} />
										<span class="top-text">{text}</span>
										<span class="top-count">{count(times)}</span>
									</li>
								))}
							</ol>
						</>
					)}
					{stats.isSample ? <p class="muted">{t("stats.sample")}</p> : null}
				</>
			)}
		</section>
	);
}
