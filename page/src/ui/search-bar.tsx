/** Search in the whole value: hits one by one, in the order of the tree. */
import { useRef, useState } from "preact/hooks";
import type { Hit, SearchScope } from "../shared/types.ts";
import { Icon } from "./icons.tsx";
import type { OpenFile } from "./open-file.ts";
import { count, t } from "./words.ts";

const SCOPES: readonly SearchScope[] = ["any", "key", "value", "class"];

export function SearchBar({
	file,
	onHit,
}: {
	readonly file: OpenFile;
	readonly onHit: (steps: readonly number[]) => Promise<void>;
}) {
	const [text, setText] = useState("");
	const [scope, setScope] = useState<SearchScope>("any");
	const [found, setFound] = useState<{ hits: readonly Hit[]; isCut: boolean } | undefined>();
	const [at, setAt] = useState(0);
	const [isBusy, setBusy] = useState(false);
	const searched = useRef("");

	const go = (hits: readonly Hit[], index: number): void => {
		const hit = hits[index];
		if (hit === undefined) return;
		setAt(index);
		void onHit(hit.steps);
	};
	const run = async (back: boolean): Promise<void> => {
		if (text === "") return;
		const wanted = `${scope}:${text}`;
		if (found !== undefined && searched.current === wanted) {
			const { length } = found.hits;
			if (length > 0) go(found.hits, (at + (back ? length - 1 : 1)) % length);
			return;
		}
		setBusy(true);
		searched.current = wanted;
		const result = await file.values
			.call<{ hits: Hit[]; isCut: boolean } | undefined>("search", text, scope)
			.catch(() => undefined);
		if (searched.current !== wanted) return;
		setBusy(false);
		setFound(result);
		if (result !== undefined) go(result.hits, 0);
	};
	const clear = (): void => {
		setFound(undefined);
		searched.current = "";
		setBusy(false);
		void file.values.call("stopTasks");
	};
	return (
		<form
			class="search"
			role="search"
			onSubmit={(event) => {
				event.preventDefault();
				void run(false);
			}}
		>
			<Icon name="search" size={16} />
			<input
				type="search"
				value={text}
				placeholder={t("tree.filter")}
				aria-label={t("tree.searchLabel")}
				onInput={(event) => {
					setText(event.currentTarget.value);
					clear();
				}}
				onKeyDown={(event) => {
					if (event.key === "Enter" && event.shiftKey) {
						event.preventDefault();
						void run(true);
					}
				}}
			/>
			<select
				aria-label={t("tree.scope")}
				value={scope}
				onChange={(event) => {
					setScope(event.currentTarget.value as SearchScope);
					clear();
				}}
			>
				{SCOPES.map((one) => (
					<option key={one} value={one}>
						{t(`tree.scope.${one}`)}
					</option>
				))}
			</select>
			<span class={`hits${isBusy ? " busy" : ""}`} role="status">
				{isBusy
					? t("state.scanning")
					: found === undefined
						? ""
						: found.hits.length === 0
							? t("tree.noHits")
							: t(found.isCut ? "tree.hitsCut" : "tree.hits", count(at + 1), count(found.hits.length))}
			</span>
			{found !== undefined && found.hits.length > 1 ? (
				<>
					<button
						type="button"
						class="icon-button small"
						aria-label={t("tree.previous")}
						title={t("tree.previous")}
						onClick={() => void run(true)}
					>
						<Icon name="up" size={14} />
					</button>
					<button
						type="button"
						class="icon-button small"
						aria-label={t("tree.next")}
						title={t("tree.next")}
						onClick={() => void run(false)}
					>
						<Icon name="down" size={14} />
					</button>
				</>
			) : null}
		</form>
	);
}
