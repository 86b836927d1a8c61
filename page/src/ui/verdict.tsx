/** The line that is seen first: what the file is, whether it is safe, and what it would import. */
import { useState } from "preact/hooks";
import type { IconName } from "./icons.tsx";
import { Icon } from "./icons.tsx";
import type { OpenFile } from "./open-file.ts";
import { count, size, t } from "./words.ts";

const ICONS: Readonly<Record<string, IconName>> = {
	safe: "check",
	"no-pickle": "check",
	unknown: "question",
	suspicious: "warn",
	dangerous: "stop",
};
/** Imports that are shown before the rest is asked for. */
const FEW = matchMedia("(max-width: 820px)").matches ? 3 : 6;

export function Verdict({ file, onShowScan }: { readonly file: OpenFile; readonly onShowScan: () => void }) {
	const { info, scan, scanTrouble } = file;
	const [isAll, setAll] = useState(false);
	const verdict = scan?.verdict ?? (scanTrouble === undefined ? "scanning" : "unknown");
	const worst = scan?.findings.find((finding) => finding.verdict === verdict);
	const facts: (readonly [string, string])[] = [];
	if (info !== undefined) {
		facts.push([t("fact.kind"), info.kinds.join(" › ")]);
		if (info.protocol !== undefined) facts.push([t("fact.protocol"), String(info.protocol)]);
		if (info.writer !== undefined) facts.push([t("fact.writer"), t(info.writer)]);
	}
	const packed =
		info !== undefined && info.size !== file.file.size ? ` (${t("fact.packed", size(file.file.size))})` : "";
	facts.push([t("fact.size"), `${size(info?.size ?? file.file.size)}${packed}`]);
	if (info?.count !== undefined && info.count > 1)
		facts.push([t(info.kinds.at(-1) === "jsonl" ? "fact.documents" : "fact.count"), count(info.count)]);
	const imports = scan?.imports ?? [];
	const shown = isAll ? imports : imports.slice(0, FEW);
	return (
		<section class={`verdict ${verdict}`} aria-label={t("tab.scan")}>
			<div class="verdict-main">
				<button type="button" class="pill" onClick={onShowScan}>
					<Icon name={ICONS[verdict] ?? "shield"} size={16} />
					{verdict === "scanning" ? t("verdict.scanning") : t(`verdict.${verdict}`)}
				</button>
				<p class="verdict-about">
					{worst !== undefined && (verdict === "dangerous" || verdict === "suspicious")
						? `${worst.why}. ${t(`verdict.${verdict}.about`)}`
						: scanTrouble !== undefined
							? scanTrouble.message
							: verdict === "scanning"
								? ""
								: t(`verdict.${verdict === "safe" && imports.length === 0 ? "no-pickle" : verdict}.about`)}
					{scan?.unscannable === true ? ` ${t("verdict.unscannable")}` : ""}
				</p>
				<dl class="facts">
					{facts.map(([name, text]) => (
						<div key={name}>
							<dt>{name}</dt>
							<dd>{text}</dd>
						</div>
					))}
				</dl>
			</div>
			{imports.length > 0 ? (
				<div class="imports">
					<span class="imports-title">{t("verdict.imports")}</span>
					<ul {...(isAll ? { class: "all", tabIndex: 0, "aria-label": t("verdict.imports") } : {})}>
						{shown.map((one) => (
							<li key={one.name} class={`chip ${one.verdict}`} title={`${t(`verdict.${one.verdict}`)}: ${one.uses}`}>
								<Icon name={ICONS[one.verdict] ?? "question"} size={12} />
								<bdi>{one.name}</bdi>
								<span class="sr-only">{t(`verdict.${one.verdict}`)}</span>
							</li>
						))}
						{imports.length > FEW ? (
							<li>
								<button type="button" class="chip more" aria-expanded={isAll} onClick={() => setAll(!isAll)}>
									{isAll ? "−" : t("verdict.more", count(imports.length - FEW))}
								</button>
							</li>
						) : null}
					</ul>
				</div>
			) : null}
		</section>
	);
}
