/** The page before a file is open. */
import { Icon } from "./icons.tsx";
import { SAMPLES } from "./samples.ts";
import { t } from "./words.ts";

const isServed = new URLSearchParams(location.search).has("files");

export interface EmptyProps {
	onChoose(): void;
	onPaste(): void;
	onSample(file: string): void;
}

export function Empty({ onChoose, onPaste, onSample }: EmptyProps) {
	return (
		<div class="empty">
			<section class="drop-zone" aria-labelledby="empty-title">
				<svg class="jar" viewBox="0 0 96 96" aria-hidden="true">
					<path class="lid" d="M26 14h44v10H26z" />
					<path class="glass" d="M24 28h48v44a12 12 0 0 1-12 12H36a12 12 0 0 1-12-12z" />
					<path class="pickle" d="M48 36c8 0 11 9 11 20s-3 20-11 20s-11-9-11-20s3-20 11-20z" />
					<circle class="spot" cx="45" cy="48" r="2.500" />
					<circle class="spot" cx="51" cy="58" r="2.500" />
					<circle class="spot" cx="45" cy="67" r="2.500" />
				</svg>
				<h1 id="empty-title">{t("app.tagline")}</h1>
				<p class="promise">{t("app.promise")}</p>
				<div class="choices">
					<button type="button" class="primary large" onClick={onChoose}>
						<Icon name="open" />
						{t("app.choose")}
					</button>
					<button type="button" class="large" onClick={onPaste}>
						<Icon name="paste" />
						{t("app.paste")}
					</button>
				</div>
				<p class="kinds">{t("app.kinds")}</p>
			</section>
			{/* The command serves the page without the samples. */}
			{isServed ? null : (
				<section class="samples" aria-labelledby="samples-title">
					<h2 id="samples-title">{t("app.samples")}</h2>
					<ul>
						{SAMPLES.map(({ file, title, about, icon }) => (
							<li key={file}>
								<button
									type="button"
									class={`sample${icon === "warn" ? " hostile" : ""}`}
									onClick={() => onSample(file)}
								>
									<Icon name={icon} size={20} />
									<span class="sample-title">{t(title)}</span>
									<span class="sample-about">{t(about)}</span>
								</button>
							</li>
						))}
					</ul>
				</section>
			)}
			<ul class="promises">
				<li>
					<Icon name="lock" size={16} /> {t("app.private")}
				</li>
				<li>
					<Icon name="shield" size={16} /> {t("app.inert")}
				</li>
				<li>
					<Icon name="offline" size={16} /> {t("app.offline")}
				</li>
			</ul>
		</div>
	);
}
