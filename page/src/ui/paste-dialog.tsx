/** Bytes or JSON as pasted text. */
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "./words.ts";

export function PasteDialog({
	onText,
	onClose,
}: {
	readonly onText: (blob: Blob, name: string) => void;
	readonly onClose: () => void;
}) {
	const ref = useRef<HTMLDialogElement>(null);
	const [text, setText] = useState("");
	const [isBad, setBad] = useState(false);
	useEffect(() => ref.current?.showModal(), []);
	const show = async (): Promise<void> => {
		const trimmed = text.trim();
		const { pastedBytes } = await import("../worker/spelled.ts");
		const isJson = /^[[{"]/.test(trimmed) || /^(-?\d|true|false|null)/.test(trimmed);
		const bytes = /^[[{]/.test(trimmed) ? undefined : pastedBytes(trimmed);
		if (bytes !== undefined) onText(new Blob([bytes.bytes]), `${bytes.kind}.pkl`);
		else if (isJson)
			onText(
				new Blob([trimmed]),
				trimmed.includes("\n") && !/^\[|^\{\s*\n/.test(trimmed) ? "pasted.jsonl" : "pasted.json",
			);
		else if (/^[(\]}cI\x80]/.test(trimmed) && trimmed.endsWith(".")) onText(new Blob([trimmed]), "pasted.pkl");
		else setBad(true);
	};
	return (
		<dialog ref={ref} class="paste" aria-labelledby="paste-title" onClose={onClose}>
			<form
				method="dialog"
				onSubmit={(event) => {
					event.preventDefault();
					void show();
				}}
			>
				<h2 id="paste-title">{t("paste.title")}</h2>
				<p class="muted">{t("paste.about")}</p>
				<textarea
					aria-label={t("paste.label")}
					rows={9}
					spellcheck={false}
					value={text}
					onInput={(event) => {
						setText(event.currentTarget.value);
						setBad(false);
					}}
				/>
				{isBad ? (
					<p class="alert" role="alert">
						{t("paste.bad")}
					</p>
				) : null}
				<div class="dialog-actions">
					<button type="button" onClick={onClose}>
						{t("paste.cancel")}
					</button>
					<button type="submit" class="primary" disabled={text.trim() === ""}>
						{t("paste.show")}
					</button>
				</div>
			</form>
		</dialog>
	);
}
