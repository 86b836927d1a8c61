/** One file: the verdict, and its contents, bytes and findings. */
import { useEffect, useState } from "preact/hooks";
import { BytesPane } from "./bytes-pane.tsx";
import { DetailPane } from "./detail-pane.tsx";
import type { Marked } from "./hex-view.tsx";
import { useFile } from "./hooks.ts";
import { Icon } from "./icons.tsx";
import type { OpenFile } from "./open-file.ts";
import { ScanPane } from "./scan-pane.tsx";
import { Tabs, Waiting } from "./tabs.tsx";
import { TreeView } from "./tree-view.tsx";
import { Verdict } from "./verdict.tsx";
import { count, size, t } from "./words.ts";

type Place = "contents" | "bytes" | "scan";

export function FileView({
	file,
	onOpenMember,
}: {
	readonly file: OpenFile;
	readonly onOpenMember: (blob: Blob, name: string) => void;
}) {
	useFile(file);
	const [place, setPlace] = useState<Place>("contents");
	const [selected, setSelected] = useState(0);
	const [changes, setChanges] = useState(0);
	const [marked, setMarked] = useState<Marked | undefined>();
	const [said, setSaid] = useState("");
	useEffect(() => {
		setPlace("contents");
		setSelected(0);
		setMarked(undefined);
	}, [file]);

	const mark = (start: number, end: number): void => setMarked((old) => ({ start, end, turn: (old?.turn ?? 0) + 1 }));
	const reveal = (row: number): void => {
		setChanges((number) => number + 1);
		setSelected(row);
	};
	const showBytes = async (row: number): Promise<void> => {
		await file.bytesInfo();
		const route = await file.values.call<{ root: number; steps: string[] }>("route", row);
		const range = await file.bytesClient.call<{ start: number; end: number } | undefined>(
			"rangeOf",
			route.root,
			route.steps,
		);
		setPlace("bytes");
		if (range === undefined) setSaid(t("bytes.noRange"));
		else mark(range.start, range.end);
	};
	const showValue = async (offset: number): Promise<void> => {
		const route = await file.bytesClient.call<{ root: number; steps: string[] } | undefined>("stepsTo", offset);
		if (route === undefined) return;
		const found = await file.values.call<{ row: number }>("rowOfRoute", route);
		setPlace("contents");
		reveal(found.row);
	};
	const showByte = (offset: number): void => {
		setPlace("bytes");
		mark(offset, offset + 1);
	};
	const badge =
		file.scan === undefined ||
		file.scan.findings.length === 0 ||
		file.scan.verdict === "safe" ||
		file.scan.verdict === "no-pickle"
			? undefined
			: count(file.scan.findings.length);
	return (
		<>
			<h1 class="sr-only">{file.name}</h1>
			<Verdict file={file} onShowScan={() => setPlace("scan")} />
			<div class="file-tabs">
				<Tabs
					name="place"
					label={file.name}
					tabs={[
						{ id: "contents", title: t("tab.contents") },
						{ id: "bytes", title: t("tab.bytes") },
						{ id: "scan", title: t("tab.scan"), badge, badgeKind: file.scan?.verdict },
					]}
					chosen={place}
					onChoose={(id) => setPlace(id as Place)}
				/>
				<Reading file={file} />
			</div>
			<div class="panel" role="tabpanel" id="place-panel" aria-labelledby={`place-${place}`}>
				{said === "" ? null : (
					<p class="alert" role="status">
						{said}
					</p>
				)}
				{place === "contents" ? (
					<Contents
						file={file}
						selected={selected}
						changes={changes}
						onSelect={setSelected}
						onReveal={reveal}
						onChanged={() => setChanges((number) => number + 1)}
						onOpenMember={onOpenMember}
						onShowBytes={(row) => void showBytes(row)}
						onShowByte={showByte}
					/>
				) : null}
				{place === "bytes" ? (
					<BytesPane file={file} marked={marked} onMark={mark} onShowValue={(offset) => void showValue(offset)} />
				) : null}
				{place === "scan" ? <ScanPane file={file} onShowByte={showByte} /> : null}
			</div>
		</>
	);
}

/** The progress of reading, and a way to stop it. */
function Reading({ file }: { readonly file: OpenFile }) {
	const { progress, phase } = file;
	if (phase !== "reading" && progress === undefined) return null;
	const share = progress === undefined || progress.total === 0 ? undefined : progress.done / progress.total;
	return (
		<div class="reading">
			<span role="status">
				{t(`state.${progress?.phase ?? "reading"}`, share === undefined ? "" : `${Math.floor(share * 100)} %`)}
				{progress?.rows === undefined ? "" : ` · ${t("state.soFar", count(progress.rows))}`}
			</span>
			<progress max={1} {...(share === undefined ? {} : { value: share })} aria-label={t("state.reading", "")} />
			{phase === "reading" ? (
				<button type="button" class="quiet" onClick={() => file.cancel()}>
					{t("state.cancel")}
				</button>
			) : null}
		</div>
	);
}

interface ContentsProps {
	readonly file: OpenFile;
	readonly selected: number;
	readonly changes: number;
	onSelect(row: number): void;
	onReveal(row: number): void;
	onChanged(): void;
	onOpenMember(blob: Blob, name: string): void;
	onShowBytes(row: number): void;
	onShowByte(offset: number): void;
}

function Contents({
	file,
	selected,
	changes,
	onSelect,
	onReveal,
	onChanged,
	onOpenMember,
	onShowBytes,
	onShowByte,
}: ContentsProps) {
	const { phase, info, estimate } = file;
	if (phase === "asking" && estimate !== undefined) {
		return (
			<div class="notice" role="alert">
				<h2>{t("ask.title")}</h2>
				<p>{t("ask.about", size(estimate.bytes), size(estimate.heap))}</p>
				<button type="button" class="primary" onClick={() => void file.open(true)}>
					{t("ask.try")}
				</button>
			</div>
		);
	}
	if (phase === "cancelled" || phase === "failed") {
		return (
			<div class="notice" role="alert">
				<h2>{t(phase === "cancelled" ? "state.cancelled" : "state.failed")}</h2>
				{file.trouble === undefined ? null : (
					<p>
						{file.trouble.name}: {t(file.trouble.message)}
					</p>
				)}
				<button type="button" class="primary" onClick={() => void file.open(true)}>
					{t("state.again")}
				</button>
			</div>
		);
	}
	const isGrowing = phase === "reading" && file.progress?.rows !== undefined;
	if (info === undefined && !isGrowing) return <Waiting />;
	const trouble = info?.trouble;
	const isWide = info?.view === "table" || info?.view === "tensors" || info?.view === "model";
	// An archive and an array have nothing to choose from beside them.
	const isAlone = info?.shape === "archive" || info?.kinds.at(-1) === "npy";
	return (
		<>
			{(info?.notes ?? []).map((note) => (
				<p class="note" key={note}>
					{note
						.split("\n")
						.map((part) => t(part))
						.join(" ")}
				</p>
			))}
			{trouble === undefined ? null : (
				<div class="trouble" role="alert">
					<Icon name="warn" />
					<div>
						<strong>
							{t(
								trouble.message.startsWith("foreign.")
									? "trouble.none"
									: trouble.hint === "sibling.drop"
										? "trouble.missing"
										: info?.partial === true
											? "trouble.partial"
											: "trouble.title",
							)}
						</strong>
						<p>
							{trouble.message.startsWith("foreign.") ? t(trouble.message) : `${trouble.name}: ${trouble.message}`}
							{trouble.offset === undefined
								? ""
								: ` (${trouble.opcode ?? ""} ${t("trouble.at", count(trouble.offset))})`}
						</p>
						{trouble.hint === undefined ? null : <p>{t(trouble.hint)}</p>}
						{trouble.offset === undefined ? null : (
							<button type="button" class="quiet" onClick={() => onShowByte(trouble.offset as number)}>
								{t("trouble.show")}
							</button>
						)}
					</div>
				</div>
			)}
			{info?.shape === "none" ? null : (
				<div class={`split${isAlone ? " alone" : isWide ? " wide" : ""}`}>
					{isAlone ? null : (
						<TreeView file={file} selected={selected} changes={changes} onSelect={onSelect} onChanged={onChanged} />
					)}
					<section class="detail" aria-label={t("bytes.value")}>
						{isGrowing ? (
							<Waiting text={t("state.soFar", count(file.progress?.rows ?? 0))} />
						) : (
							<DetailPane
								file={file}
								row={selected}
								changes={changes}
								onReveal={onReveal}
								onOpenMember={onOpenMember}
								onShowBytes={onShowBytes}
							/>
						)}
					</section>
				</div>
			)}
		</>
	);
}
