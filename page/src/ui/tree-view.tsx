/** The tree: rows that are seen, the keys of a file manager, and search. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { TreeRow } from "../shared/types.ts";
import { evenAxis, unevenAxis } from "./axis.ts";
import { useRows } from "./hooks.ts";
import { Icon } from "./icons.tsx";
import type { OpenFile } from "./open-file.ts";
import { inView, recycled, Scroller, useScroll } from "./scroll.tsx";
import { SearchBar } from "./search-bar.tsx";
import { Failure } from "./tabs.tsx";
import { count, t } from "./words.ts";

const ROW = 28;
const INDENT = 18;
const WIDTH = unevenAxis([]);

/** Properties of the tree. */
export interface TreeProps {
	readonly file: OpenFile;
	readonly selected: number;
	/** Counts what has changed the rows from outside, such as a hit that was revealed. */
	readonly changes: number;
	onSelect(row: number): void;
	onChanged(): void;
}

export function TreeView({ file, selected, changes, onSelect, onChanged }: TreeProps) {
	const [total, setTotal] = useState(1);
	const [own, setOwn] = useState(0);
	const stamp = `${file.version}.${changes}.${own}`;
	const row = useRows<TreeRow>(
		async (from, to) => {
			const { total: all, rows } = await file.values.call<{ total: number; rows: TreeRow[] }>("rows", from, to);
			setTotal(all);
			return rows;
		},
		[file, stamp],
	);
	const scroll = useScroll(evenAxis(total, ROW), WIDTH, { top: 0, left: 0 });
	const { from, to } = inView(scroll.axes.y, scroll.y, scroll.height, 4);
	// The keyboard may be faster than the worker.
	const cursor = useRef(selected);
	cursor.current = selected;

	const isMeasured = scroll.height > 0;
	// A tree that was just opened does not know how many rows there are.
	const isThere = selected < total;
	useEffect(() => scroll.show(selected), [selected, changes, isMeasured, isThere]);

	const select = (next: number): void => {
		const to = Math.max(0, Math.min(total - 1, next));
		if (to !== cursor.current) onSelect(to);
		cursor.current = to;
		scroll.show(to);
	};
	const toggle = async (at: number, wanted?: boolean): Promise<void> => {
		const { total: all, added } = await file.values.call<{ total: number; added: number }>("toggle", at, wanted);
		setTotal(all);
		setOwn((number) => number + 1);
		if (added === 0) return;
		if (cursor.current > at) {
			const inside = added < 0 && cursor.current <= at - added;
			select(inside ? at : cursor.current + added);
		}
		onChanged();
	};
	const openAll = async (): Promise<void> => {
		const { total: all } = await file.values.call<{ total: number }>("openAll", cursor.current);
		setTotal(all);
		setOwn((number) => number + 1);
		onChanged();
	};
	const closeAll = async (): Promise<void> => {
		setTotal(await file.values.call<number>("closeAll"));
		setOwn((number) => number + 1);
		select(0);
		onChanged();
	};
	const onKeyDown = (event: KeyboardEvent): void => {
		if (event.target !== event.currentTarget || event.altKey || event.metaKey) return;
		const at = cursor.current;
		const here = row(at);
		const page = Math.max(1, Math.floor(scroll.height / ROW) - 1);
		const steps: Record<string, () => void> = {
			ArrowDown: () => select(at + 1),
			ArrowUp: () => select(at - 1),
			PageDown: () => select(at + page),
			PageUp: () => select(at - page),
			Home: () => select(0),
			End: () => select(total - 1),
			ArrowRight: () => {
				if (here?.count === undefined || here.count === 0) return;
				if (here.open) select(at + 1);
				else void toggle(at, true);
			},
			ArrowLeft: () => {
				if (here?.open === true) void toggle(at, false);
				else if (at > 0) void file.values.call<number>("parentRow", at).then(select);
			},
			Enter: () => void toggle(at),
			" ": () => void toggle(at),
			"*": () => void openAll(),
		};
		if (event.ctrlKey && event.key !== "Home" && event.key !== "End") return;
		const step = steps[event.key];
		if (step === undefined) return;
		event.preventDefault();
		step();
	};

	const rows = [];
	for (let i = from; i < to; i++) {
		rows.push(
			<Row
				key={recycled(i)}
				row={row(i)}
				number={i}
				top={scroll.axes.y.start(i) - scroll.y}
				isSelected={i === selected}
				onSelect={() => select(i)}
				onToggle={() => void toggle(i)}
			/>,
		);
	}
	return (
		<div class="tree-pane">
			<div class="toolbar">
				<SearchBar
					file={file}
					onHit={async (steps) => {
						const found = await file.values.call<{ total: number; row: number }>("reveal", steps);
						setTotal(found.total);
						setOwn((number) => number + 1);
						onSelect(found.row);
						cursor.current = found.row;
						requestAnimationFrame(() => scroll.jump(found.row));
					}}
				/>
				<button
					type="button"
					class="icon-button"
					title={t("tree.openAll")}
					aria-label={t("tree.openAll")}
					onClick={() => void openAll()}
				>
					<Icon name="expand" />
				</button>
				<button
					type="button"
					class="icon-button"
					title={t("tree.closeAll")}
					aria-label={t("tree.closeAll")}
					onClick={() => void closeAll()}
				>
					<Icon name="collapse" />
				</button>
			</div>
			<Failure error={row.error} />
			<Scroller
				scroll={scroll}
				class="tree"
				role="tree"
				aria-label={t("tree.label", file.name)}
				aria-activedescendant={`row-${selected}`}
				aria-busy={row.isWaiting}
				onKeyDown={onKeyDown}
			>
				{rows}
			</Scroller>
		</div>
	);
}

/** The colors of leaves, by class. */
function leafClass(type: string): string {
	if (type === "str") return "leaf str";
	if (type === "int" || type === "float" || type === "complex") return "leaf num";
	if (type === "bool" || type === "None") return "leaf word";
	return "leaf";
}

function Row({
	row,
	number,
	top,
	isSelected,
	onSelect,
	onToggle,
}: {
	readonly row: TreeRow | undefined;
	readonly number: number;
	readonly top: number;
	readonly isSelected: boolean;
	readonly onSelect: () => void;
	readonly onToggle: () => void;
}) {
	const style = { transform: `translateY(${top}px)`, height: `${ROW}px` };
	if (row === undefined)
		return <div class="row waiting" style={style} role="treeitem" aria-level={1} aria-label="…" id={`row-${number}`} />;
	const { depth, label, type, summary, count: inside, open, same, isCycle, isShared, isTold, position, siblings } = row;
	const canOpen = inside !== undefined && inside > 0;
	return (
		<div
			id={`row-${number}`}
			class={`row${isSelected ? " selected" : ""}`}
			role="treeitem"
			aria-level={depth + 1}
			aria-posinset={position}
			aria-setsize={siblings}
			aria-selected={isSelected}
			{...(canOpen ? { "aria-expanded": open } : {})}
			style={{ ...style, paddingLeft: `${8 + depth * INDENT}px` }}
			onMouseDown={(event) => {
				// A double click opens the row; it does not select a word.
				if (event.detail > 1) event.preventDefault();
				onSelect();
			}}
			onDblClick={onToggle}
		>
			<span
				class={`twist${canOpen ? "" : " none"}${open ? " open" : ""}`}
				onClick={(event) => {
					event.stopPropagation();
					if (canOpen) onToggle();
				}}
			>
				{canOpen ? <Icon name="chevron" size={14} /> : null}
			</span>
			<span class="key">{depth === 0 ? t("tree.root") : label}</span>
			<span class="type">{type}</span>
			{inside === undefined || isTold === true ? null : <span class="count">{count(inside)}</span>}
			{same === undefined ? null : (
				<span class={`mark${isCycle === true ? " cycle" : ""}`}>
					{t(isCycle === true ? "tree.cycle" : "tree.same", same)}
				</span>
			)}
			{isShared === true ? <span class="mark">{t("tree.shared")}</span> : null}
			<span class={leafClass(type)}>{summary}</span>
		</div>
	);
}
