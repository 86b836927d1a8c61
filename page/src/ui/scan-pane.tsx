/** The scanner's findings and every import, in words. */
import { Icon } from "./icons.tsx";
import type { OpenFile } from "./open-file.ts";
import { Waiting } from "./tabs.tsx";
import { count, t } from "./words.ts";

export function ScanPane({
	file,
	onShowByte,
}: {
	readonly file: OpenFile;
	readonly onShowByte: (offset: number) => void;
}) {
	const { scan, scanTrouble } = file;
	if (scanTrouble !== undefined) return <p class="state">{t("scan.failed", scanTrouble.message)}</p>;
	if (scan === undefined) return <Waiting text={t("verdict.scanning")} />;
	return (
		<div class="scan-pane" tabIndex={0} role="region" aria-label={t("scan.title")}>
			<h2>{t("scan.title")}</h2>
			<p>
				<strong>{t(`verdict.${scan.verdict}`)}.</strong> {t(`verdict.${scan.verdict}.about`)}
			</p>
			<h3>{t("scan.findings")}</h3>
			<ul class="findings">
				{scan.findings.map((finding, i) => (
					<li key={i} class={finding.verdict}>
						<span class={`chip ${finding.verdict}`}>{t(`verdict.${finding.verdict}`)}</span>
						<span>
							{finding.why}
							{finding.member === "" ? null : <span class="muted"> · {finding.member}</span>}
							{finding.count > 1 ? <span class="muted"> · {t("scan.times", count(finding.count))}</span> : null}
						</span>
						{finding.offset === undefined || finding.member !== "" ? null : (
							<button type="button" class="quiet" onClick={() => onShowByte(finding.offset as number)}>
								{t("trouble.at", count(finding.offset))}
							</button>
						)}
					</li>
				))}
			</ul>
			<h3>{t("scan.imports")}</h3>
			{scan.imports.length === 0 ? (
				<p class="muted">{t("scan.noImports")}</p>
			) : (
				<table>
					<thead>
						<tr>
							<th scope="col">{t("scan.name")}</th>
							<th scope="col">{t("scan.verdict")}</th>
							<th scope="col">{t("scan.uses")}</th>
						</tr>
					</thead>
					<tbody>
						{scan.imports.map((one) => (
							<tr key={one.name}>
								<td>
									<code>
										<bdi>{one.name}</bdi>
									</code>
								</td>
								<td>
									<span class={`chip ${one.verdict}`}>
										<Icon
											name={one.verdict === "safe" ? "check" : one.verdict === "unknown" ? "question" : "warn"}
											size={12}
										/>
										{t(`verdict.${one.verdict}`)}
									</span>
								</td>
								<td>{one.uses}</td>
							</tr>
						))}
					</tbody>
				</table>
			)}
		</div>
	);
}
