/** Tabs that the arrow keys move between. */
import { t } from "./words.ts";

export interface Tab {
	readonly id: string;
	readonly title: string;
	readonly badge?: string | undefined;
	/** The class of the badge: a verdict. */
	readonly badgeKind?: string | undefined;
}

export function Tabs({
	name,
	label,
	tabs,
	chosen,
	isSmall,
	onChoose,
}: {
	readonly name: string;
	readonly label: string;
	readonly tabs: readonly Tab[];
	readonly chosen: string;
	readonly isSmall?: boolean;
	readonly onChoose: (id: string) => void;
}) {
	const onKeyDown = (event: KeyboardEvent): void => {
		const at = tabs.findIndex(({ id }) => id === chosen);
		const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
		if (step === 0) return;
		event.preventDefault();
		const next = tabs[(at + step + tabs.length) % tabs.length];
		if (next === undefined) return;
		onChoose(next.id);
		document.getElementById(`${name}-${next.id}`)?.focus();
	};
	return (
		<div class={`tabs${isSmall === true ? " small" : ""}`} role="tablist" aria-label={label} onKeyDown={onKeyDown}>
			{tabs.map(({ id, title, badge, badgeKind }) => (
				<button
					key={id}
					type="button"
					role="tab"
					id={`${name}-${id}`}
					aria-selected={id === chosen}
					aria-controls={`${name}-panel`}
					tabIndex={id === chosen ? 0 : -1}
					onClick={() => onChoose(id)}
				>
					{title}
					{badge === undefined ? null : <span class={`badge ${badgeKind ?? ""}`}>{badge}</span>}
				</button>
			))}
		</div>
	);
}

/** A line that something is being waited for, or why it does not come. */
export function Waiting({ text, error }: { readonly text?: string; readonly error?: Error | undefined }) {
	if (error !== undefined)
		return (
			<p class="state" role="alert">
				{error.message}
			</p>
		);
	return (
		<p class="state busy" role="status">
			{text ?? t("state.reading", "")}
		</p>
	);
}

/** Says that a part of what is shown did not come. */
export function Failure({ error }: { readonly error: Error | undefined }) {
	return error === undefined ? null : (
		<p class="alert" role="alert">
			{error.message}
		</p>
	);
}
