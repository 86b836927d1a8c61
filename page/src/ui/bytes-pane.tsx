/** The disassembly beside a hex view: what is selected in one is marked in the other, and leads to its value in the tree. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { BytesInfo, OpRow } from "../shared/types.ts";
import { evenAxis, unevenAxis } from "./axis.ts";
import { HexView, type Marked } from "./hex-view.tsx";
import { useAsync, useRows } from "./hooks.ts";
import type { OpenFile } from "./open-file.ts";
import { inView, recycled, Scroller, useScroll } from "./scroll.tsx";
import { Waiting } from "./tabs.tsx";
import { count, t } from "./words.ts";

const ROW = 24;

export interface BytesProps {
	readonly file: OpenFile;
	readonly marked: Marked | undefined;
	onMark(start: number, end: number): void;
	/** Shows the value that a byte belongs to. */
	onShowValue(offset: number): void;
}

export function BytesPane(props: BytesProps) {
	const { file } = props;
	const { value: info, error } = useAsync(() => file.bytesInfo(), [file]);
	if (info === undefined) return <Waiting text={t("bytes.loading")} error={error} />;
	return <Loaded {...props} info={info} />;
}

function Loaded({ file, marked, onMark, onShowValue, info }: BytesProps & { readonly info: BytesInfo }) {
	const isRead = file.phase === "ready" && file.info?.shape === "value";
	return (
		<div class="bytes-pane">
			<div class="toolbar">
				<FindBytes file={file} size={info.size} from={marked?.end ?? 0} onMark={onMark} />
				{info.note !== undefined ? (
					<span class="muted">{info.note.startsWith("bytes.") ? t(info.note) : t("bytes.member", info.note)}</span>
				) : null}
				<span class="grow" />
				{marked === undefined ? null : (
					<span class="counts">{t("bytes.range", count(marked.start), count(marked.end))}</span>
				)}
				{marked !== undefined && isRead && info.ops > 0 ? (
					<button type="button" class="quiet" onClick={() => onShowValue(marked.start)}>
						{t("bytes.showValue")}
					</button>
				) : null}
			</div>
			{info.error === undefined ? null : (
				<p class="alert broken">
					{t("bytes.broken", count(info.error.offset), info.error.message)}{" "}
					<button
						type="button"
						class="quiet"
						onClick={() => onMark(info.error?.offset ?? 0, (info.error?.offset ?? 0) + 1)}
					>
						{t("trouble.show")}
					</button>
				</p>
			)}
			<div class="bytes-split">
				{info.ops > 0 ? (
					<Ops file={file} info={info} marked={marked} onMark={onMark} />
				) : (
					<p class="muted pad ops-none">{t(info.note === "bytes.tooLong" ? "bytes.tooLong" : "bytes.none")}</p>
				)}
				<HexView file={file} size={info.size} marked={marked} broken={info.error?.offset} onMark={onMark} />
			</div>
		</div>
	);
}

function Ops({
	file,
	info,
	marked,
	onMark,
}: {
	readonly file: OpenFile;
	readonly info: BytesInfo;
	readonly marked: Marked | undefined;
	readonly onMark: (start: number, end: number) => void;
}) {
	const y = useMemo(() => evenAxis(info.ops, ROW), [info.ops]);
	const x = useMemo(() => unevenAxis([]), []);
	const scroll = useScroll(y, x, { top: 0, left: 0 });
	const row = useRows<OpRow>((from, to) => file.bytesClient.call<OpRow[]>("ops", from, to), [file]);
	const { from, to } = inView(y, scroll.y, scroll.height, 4);
	const [cursor, setCursor] = useState(0);
	const own = useRef(-1);
	const isMeasured = scroll.height > 0;
	useEffect(() => {
		// Before it is measured nothing can be scrolled to.
		if (!isMeasured || marked === undefined || marked.turn === own.current) return;
		void file.bytesClient.call<number>("lineAt", marked.start).then((line) => {
			setCursor(line);
			scroll.jump(line);
		});
	}, [marked?.turn, isMeasured]);
	const select = (next: number): void => {
		const line = Math.max(0, Math.min(info.ops - 1, next));
		setCursor(line);
		scroll.show(line);
		const op = row(line);
		if (op !== undefined) {
			own.current = (marked?.turn ?? 0) + 1;
			onMark(op.offset, op.end);
		}
	};
	const onKeyDown = (event: KeyboardEvent): void => {
		const page = Math.max(1, Math.floor(scroll.height / ROW) - 1);
		const moves: Record<string, number> = {
			ArrowDown: cursor + 1,
			ArrowUp: cursor - 1,
			PageDown: cursor + page,
			PageUp: cursor - page,
			Home: 0,
			End: info.ops - 1,
		};
		const next = moves[event.key];
		if (next === undefined) return;
		event.preventDefault();
		select(next);
	};
	const rows = [];
	for (let i = from; i < to; i++) {
		const op = row(i);
		const isMarked = op !== undefined && marked !== undefined && op.offset < marked.end && op.end > marked.start;
		rows.push(
			<div
				key={recycled(i)}
				id={`op-${i}`}
				role="option"
				aria-selected={i === cursor}
				class={`op${isMarked ? " marked" : ""}${i === cursor ? " cursor" : ""}${op?.isBroken === true ? " broken" : ""}`}
				style={{ transform: `translateY(${y.start(i) - scroll.y}px)`, height: `${ROW}px` }}
				title={op?.doc}
				onMouseDown={() => select(i)}
			>
				<span class="op-offset">{op?.offset ?? ""}</span>
				<span class="op-name" style={{ paddingLeft: `${Math.min(op?.depth ?? 0, 24) * 12}px` }}>
					{op?.name ?? ""}
				</span>
				<span class="op-arg">{op?.arg ?? ""}</span>
			</div>,
		);
	}
	return (
		<Scroller
			scroll={scroll}
			class="ops"
			role="listbox"
			aria-label={t("bytes.opsLabel")}
			aria-activedescendant={`op-${cursor}`}
			aria-busy={row.isWaiting}
			onKeyDown={onKeyDown}
		>
			{rows}
		</Scroller>
	);
}

/** Looking for bytes by hex or text, and going to an offset. */
function FindBytes({
	file,
	size,
	from,
	onMark,
}: {
	readonly file: OpenFile;
	readonly size: number;
	readonly from: number;
	readonly onMark: (start: number, end: number) => void;
}) {
	const [text, setText] = useState("");
	const [said, setSaid] = useState("");
	const find = async (): Promise<void> => {
		if (text === "") return;
		const place = /^@(\d+)$/.exec(text.trim());
		if (place !== null) {
			const offset = Math.min(size - 1, Number(place[1]));
			onMark(offset, offset + 1);
			return;
		}
		const digits = text.replace(/\s/g, "");
		const isHex = /^([\da-f]{2})+$/i.test(digits);
		const wanted = isHex
			? Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
			: new TextEncoder().encode(text);
		let at = await file.bytesClient.call<number>("findBytes", wanted, from);
		if (at === -1) at = await file.bytesClient.call<number>("findBytes", wanted, 0);
		setSaid(at === -1 ? t("bytes.notFound") : "");
		if (at !== -1) onMark(at, at + wanted.length);
	};
	return (
		<form
			class="search"
			role="search"
			onSubmit={(event) => {
				event.preventDefault();
				void find();
			}}
		>
			<input
				type="search"
				value={text}
				placeholder={`${t("bytes.find")} · @123`}
				aria-label={t("bytes.find")}
				onInput={(event) => setText(event.currentTarget.value)}
			/>
			<span class="hits" role="status">
				{said}
			</span>
		</form>
	);
}
