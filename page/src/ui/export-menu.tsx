/** Taking a value out: the forms that it has, made in the worker. */
import { useState } from "preact/hooks";
import type { Exported, ExportKind } from "../shared/types.ts";
import { Icon } from "./icons.tsx";
import { closeOthers } from "./menus.ts";
import type { OpenFile } from "./open-file.ts";
import { allWords, currentLanguage, t } from "./words.ts";

/** Hands a file to the browser to keep. */
export function download(name: string, blob: Blob): void {
	const link = document.createElement("a");
	link.href = URL.createObjectURL(blob);
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export function ExportMenu({ file, row }: { readonly file: OpenFile; readonly row: number }) {
	const [kinds, setKinds] = useState<readonly ExportKind[]>([]);
	const [said, setSaid] = useState("");
	const save = async (kind: ExportKind): Promise<void> => {
		setSaid(t("export.busy"));
		try {
			const context = kind === "report" ? { scan: file.scan, words: allWords(), lang: currentLanguage() } : undefined;
			const { name, blob, note } = await file.values.call<Exported>("export", row, kind, context);
			download(name, blob);
			setSaid(note === undefined ? "" : t("export.dropped", note));
		} catch (error) {
			setSaid(t("export.failed", error instanceof Error ? error.message : String(error)));
		}
	};
	return (
		<div class="menu-place">
			<details
				class="menu"
				onToggle={(event) => {
					closeOthers(event.currentTarget);
					if (event.currentTarget.open) void file.values.call<ExportKind[]>("exports", row).then(setKinds);
				}}
			>
				<summary class="icon-button" title={t("export.label")} aria-label={t("export.label")}>
					<Icon name="save" />
				</summary>
				<div class="menu-items">
					{kinds.map((kind) => (
						<button
							key={kind}
							type="button"
							onClick={(event) => {
								event.currentTarget.closest("details")?.removeAttribute("open");
								void save(kind);
							}}
						>
							{t(`export.${kind}`)}
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
