/** The page: what is open, how files come in, language and theme. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { RemoteFile } from "../shared/remote.ts";
import { Empty } from "./empty.tsx";
import { FileView } from "./file-view.tsx";
import { Icon } from "./icons.tsx";
import { OpenFile } from "./open-file.ts";
import { PasteDialog } from "./paste-dialog.tsx";
import { fetched, filesFromAddress } from "./sources.ts";
import { currentLanguage, keep, kept, setLanguage, t } from "./words.ts";

const THEMES = ["auto", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

function keptTheme(): Theme {
	const theme = kept("brine.theme");
	return theme === "light" || theme === "dark" ? theme : "auto";
}

export function App() {
	const [files, setFiles] = useState<readonly OpenFile[]>([]);
	const [current, setCurrent] = useState(0);
	const [isPasting, setPasting] = useState(false);
	const [isOver, setOver] = useState(false);
	const [said, setSaid] = useState("");
	const [theme, setTheme] = useState<Theme>(keptTheme);
	const [, setWordsTurn] = useState(0);
	const chooser = useRef<HTMLInputElement>(null);
	const file = files[current];

	const add = (given: readonly (readonly [Blob | RemoteFile, string])[]): void => {
		const beside = new Map(given.map(([blob, name]) => [name, blob]));
		const opened = given.map(([blob, name]) => new OpenFile(blob, name, beside));
		if (opened.length === 0) return;
		setFiles((old) => {
			setCurrent(old.length);
			return [...old, ...opened];
		});
		setSaid("");
		// One after another, so that the first is there soon.
		void (async () => {
			for (const one of opened) await one.open();
		})();
	};
	const close = (index: number): void => {
		files[index]?.close();
		setFiles(files.filter((_, i) => i !== index));
		setCurrent(Math.max(0, index <= current ? current - 1 : current));
	};
	const fetchInto = async (address: string, name: string): Promise<void> => {
		try {
			add([[await fetched(address), name]]);
		} catch (error) {
			setSaid(t("url.failed", name, error instanceof Error ? error.message : String(error)));
		}
	};

	// Before anything is painted, or a dark page would begin with a flash of the light one.
	useLayoutEffect(() => {
		document.documentElement.dataset["theme"] = theme;
		keep("brine.theme", theme);
	}, [theme]);
	useEffect(() => {
		document.title = file === undefined ? t("app.title") : `${file.name} · ${t("app.title")}`;
	}, [file, currentLanguage()]);
	useEffect(() => {
		filesFromAddress()
			.then(add)
			.catch((error: unknown) => setSaid(error instanceof Error ? error.message : String(error)));
		const { launchQueue } = globalThis as {
			launchQueue?: { setConsumer(take: (given: { files: readonly { getFile(): Promise<File> }[] }) => void): void };
		};
		launchQueue?.setConsumer(
			(given) =>
				void Promise.all(given.files.map((handle) => handle.getFile())).then((all) =>
					add(all.map((one) => [one, one.name])),
				),
		);
	}, []);
	useEffect(() => {
		const onDragOver = (event: DragEvent): void => {
			event.preventDefault();
			setOver(true);
		};
		const onDragLeave = (event: DragEvent): void => {
			if (event.relatedTarget === null) setOver(false);
		};
		const onDrop = (event: DragEvent): void => {
			event.preventDefault();
			setOver(false);
			add([...(event.dataTransfer?.files ?? [])].map((one) => [one, one.name]));
		};
		const onPaste = (event: ClipboardEvent): void => {
			const { target, clipboardData } = event;
			if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || clipboardData === null) return;
			if (clipboardData.files.length > 0) add([...clipboardData.files].map((one) => [one, one.name]));
			else setPasting(true);
		};
		const onPointerDown = (event: Event): void => {
			for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]"))
				if (!menu.contains(event.target as Node)) menu.open = false;
		};
		const onKeyDown = (event: KeyboardEvent): void => {
			if (event.key !== "Escape") return;
			for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) menu.open = false;
		};
		addEventListener("dragover", onDragOver);
		addEventListener("dragleave", onDragLeave);
		addEventListener("drop", onDrop);
		addEventListener("paste", onPaste);
		addEventListener("pointerdown", onPointerDown);
		addEventListener("keydown", onKeyDown);
		return () => {
			removeEventListener("dragover", onDragOver);
			removeEventListener("dragleave", onDragLeave);
			removeEventListener("drop", onDrop);
			removeEventListener("paste", onPaste);
			removeEventListener("pointerdown", onPointerDown);
			removeEventListener("keydown", onKeyDown);
		};
	}, []);

	const nextTheme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] as Theme;
	const switchLanguage = async (): Promise<void> => {
		const next = currentLanguage() === "en" ? "zh" : "en";
		await setLanguage(next);
		keep("brine.language", next);
		setWordsTurn((number) => number + 1);
	};
	return (
		<div class={`app${isOver ? " over" : ""}`}>
			<a class="skip" href="#main">
				{t("app.skip")}
			</a>
			<header class="bar">
				<span class="brand">
					<svg viewBox="0 0 64 64" width="26" height="26" aria-hidden="true">
						<rect width="64" height="64" rx="14" class="brand-back" />
						<path class="brand-lid" d="M20 14h24v6H20z" />
						<path class="brand-glass" d="M18 22h28v24a6 6 0 0 1-6 6H24a6 6 0 0 1-6-6z" />
						<path
							class="brand-pickle"
							d="M32 27c4 0 5.500 5 5.500 10.500S36 48 32 48s-5.500-5-5.500-10.500S28 27 32 27z"
						/>
					</svg>
					<span>Brine</span>
				</span>
				{files.length > 0 ? (
					<nav class="files" aria-label={t("app.files")}>
						<ul>
							{files.map((one, i) => (
								<li key={one.id} class={i === current ? "current" : ""}>
									<button
										type="button"
										class="file-name"
										aria-current={i === current ? "true" : undefined}
										onClick={() => setCurrent(i)}
									>
										<bdi>{one.name}</bdi>
									</button>
									<button
										type="button"
										class="icon-button small"
										aria-label={t("app.close", one.name)}
										title={t("app.closeShort")}
										onClick={() => close(i)}
									>
										<Icon name="close" size={12} />
									</button>
								</li>
							))}
						</ul>
					</nav>
				) : (
					<span class="grow" />
				)}
				<div class="bar-actions">
					<button
						type="button"
						class="icon-button"
						onClick={() => chooser.current?.click()}
						aria-label={t("app.open")}
						title={t("app.open")}
					>
						<Icon name="open" />
					</button>
					<button
						type="button"
						class="icon-button"
						onClick={() => setPasting(true)}
						aria-label={t("app.paste")}
						title={t("app.paste")}
					>
						<Icon name="paste" />
					</button>
					<button
						type="button"
						class="icon-button"
						onClick={() => setTheme(nextTheme)}
						aria-label={t("app.theme", t(`app.theme.${theme}`))}
						title={t("app.theme", t(`app.theme.${theme}`))}
					>
						<Icon name={theme === "auto" ? "half" : theme === "light" ? "sun" : "moon"} />
					</button>
					<button
						type="button"
						class="language"
						lang={currentLanguage() === "en" ? "zh-Hans" : "en"}
						title={t("app.languageLabel")}
						onClick={() => void switchLanguage()}
					>
						{t("app.language")}
					</button>
				</div>
				<input
					ref={chooser}
					type="file"
					multiple
					hidden
					onChange={(event) => {
						add([...(event.currentTarget.files ?? [])].map((one) => [one, one.name]));
						event.currentTarget.value = "";
					}}
				/>
			</header>
			<main id="main" tabIndex={-1}>
				{said === "" ? null : (
					<p class="alert" role="alert">
						{said}
					</p>
				)}
				{file === undefined ? (
					<Empty
						onChoose={() => chooser.current?.click()}
						onPaste={() => setPasting(true)}
						onSample={(name) => void fetchInto(`./samples/${name}`, name)}
					/>
				) : (
					<FileView key={file.id} file={file} onOpenMember={(blob, name) => add([[blob, name]])} />
				)}
			</main>
			{isPasting ? (
				<PasteDialog
					onClose={() => setPasting(false)}
					onText={(blob, name) => {
						setPasting(false);
						add([[blob, name]]);
					}}
				/>
			) : null}
			{isOver ? (
				<div class="over-note" aria-hidden="true">
					{t("app.drop")}
				</div>
			) : null}
		</div>
	);
}
