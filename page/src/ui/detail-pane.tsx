/** The panel beside the tree: the value that is selected, in the views that suit it. */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Detail, ViewKind } from "../shared/types.ts";
import { ArchivePane } from "./archive-pane.tsx";
import { ArrayPane } from "./array-pane.tsx";
import { ExportMenu } from "./export-menu.tsx";
import { useAsync } from "./hooks.ts";
import { Icon } from "./icons.tsx";
import { closeOthers } from "./menus.ts";
import type { OpenFile } from "./open-file.ts";
import { TablePane } from "./table-pane.tsx";
import { Tabs, Waiting } from "./tabs.tsx";
import { t } from "./words.ts";

export interface DetailProps {
	readonly file: OpenFile;
	readonly row: number;
	readonly changes: number;
	onReveal(row: number): void;
	onOpenMember(blob: Blob, name: string): void;
	onShowBytes(row: number): void;
}

export function DetailPane({ file, row, changes, onReveal, onOpenMember, onShowBytes }: DetailProps) {
	const {
		value: detail,
		error,
		isFresh,
	} = useAsync(() => file.values.call<Detail>("detail", row), [file, row, file.phase, changes]);
	const [picked, setPicked] = useState<ViewKind | undefined>();
	const views = detail?.views ?? [];
	const view = picked !== undefined && views.includes(picked) ? picked : views[0];
	useEffect(() => setPicked(undefined), [file]);
	if (detail === undefined) return <Waiting error={error} />;
	const openTensor = async (label: string): Promise<void> => {
		const found = await file.values.call<{ row: number } | undefined>("rowOfChild", row, label);
		if (found !== undefined) onReveal(found.row);
	};
	return (
		<>
			<header class="detail-head">
				<div class="detail-title">
					<h2 title={detail.path}>
						<bdi>{detail.path}</bdi>
					</h2>
					<p>
						<span class="type">{detail.type}</span>
						{detail.facts.map(([name, text]) => (
							<span class="fact" key={name}>
								{name === "" ? text : `${t(name)} ${text}`.trim()}
							</span>
						))}
					</p>
				</div>
				<div class="actions">
					<CopyMenu file={file} row={row} />
					<ExportMenu file={file} row={row} />
					<button
						type="button"
						class="icon-button"
						title={t("bytes.showBytes")}
						aria-label={`0x: ${t("bytes.showBytes")}`}
						onClick={() => onShowBytes(row)}
					>
						<span class="hex-icon">0x</span>
					</button>
				</div>
			</header>
			{views.length > 1 && view !== undefined ? (
				<Tabs
					name="view"
					label={t("view.label")}
					isSmall
					tabs={views.map((one) => ({ id: one, title: t(`view.${one}`) }))}
					chosen={view}
					onChoose={(id) => setPicked(id as ViewKind)}
				/>
			) : null}
			<div
				class="detail-body"
				aria-busy={!isFresh}
				{...(views.length > 1 ? { role: "tabpanel", id: "view-panel", "aria-label": t(`view.${view ?? "text"}`) } : {})}
			>
				{view === "text" ? <TextView detail={detail} /> : null}
				{view === "image" ? <ImageView detail={detail} /> : null}
				{view === "array" ? <ArrayPane file={file} row={row} /> : null}
				{view === "table" || view === "model" ? (
					<TablePane key={`${file.id}.${row}.${view}`} file={file} row={row} kind={view} />
				) : null}
				{view === "tensors" ? (
					<TablePane
						key={`${file.id}.${row}.${view}`}
						file={file}
						row={row}
						kind={view}
						onOpen={(label) => void openTensor(label)}
					/>
				) : null}
				{view === "archive" ? <ArchivePane file={file} row={row} onOpen={onOpenMember} /> : null}
			</div>
		</>
	);
}

/** Python's text, as text. */
function TextView({ detail }: { readonly detail: Detail }) {
	return (
		<div class="text-view">
			{detail.said === undefined ? null : <p class="said">{detail.said}</p>}
			<pre tabIndex={0} role="region" aria-label={t("text.label")}>
				{detail.text}
			</pre>
			{detail.isCut === true ? <p class="muted">{t("text.cut")}</p> : null}
		</div>
	);
}

/** Bytes that are an image, decoded by the browser as any image is. */
function ImageView({ detail }: { readonly detail: Detail }) {
	const { image } = detail;
	const [isBad, setBad] = useState(false);
	const url = useMemo(
		() => (image === undefined ? "" : URL.createObjectURL(new Blob([image.bytes], { type: image.mime }))),
		[image],
	);
	useEffect(() => () => URL.revokeObjectURL(url), [url]);
	if (image === undefined) return null;
	return (
		<figure class="image-view">
			{isBad ? (
				<p class="state">{t("image.failed")}</p>
			) : (
				<img src={url} alt={t("image.label")} onError={() => setBad(true)} />
			)}
			<figcaption>{image.mime}</figcaption>
		</figure>
	);
}

function CopyMenu({ file, row }: { readonly file: OpenFile; readonly row: number }) {
	const [said, setSaid] = useState("");
	const copy = async (form: "python" | "json" | "path"): Promise<void> => {
		try {
			await navigator.clipboard.writeText(await file.values.call<string>("copy", row, form));
			setSaid(t("copy.done"));
		} catch (error) {
			setSaid(t("copy.failed", error instanceof Error ? error.message : String(error)));
		}
		setTimeout(() => setSaid(""), 2500);
	};
	return (
		<div class="menu-place">
			<details class="menu" onToggle={(event) => closeOthers(event.currentTarget)}>
				<summary class="icon-button" title={t("copy.label")} aria-label={t("copy.label")}>
					<Icon name="copy" />
				</summary>
				<div class="menu-items">
					{(["python", "json", "path"] as const).map((form) => (
						<button
							key={form}
							type="button"
							onClick={(event) => {
								event.currentTarget.closest("details")?.removeAttribute("open");
								void copy(form);
							}}
						>
							{t(`copy.${form}`)}
						</button>
					))}
				</div>
			</details>
			<span class="toast" role="status">
				{said}
			</span>
		</div>
	);
}
