/** Findings of an earlier report, which are not told again. */
import { createHash } from "node:crypto";
import { type FileReport, type Finding, verdict } from "../scan/index.ts";
import { UsageError } from "./command.ts";

/** The fingerprint that tells a finding apart from others for good: not its place, so that a model that is trained again keeps it. */
export function fingerprint(finding: Finding): string {
	const { rule, member, module, name, operation } = finding;
	return createHash("sha256")
		.update([rule, member.join("/"), `${module ?? ""}.${name ?? ""}`, operation ?? ""].join("\n"))
		.digest("hex")
		.slice(0, 16);
}

/** The findings of a report by `--json`. */
export function baselineOf(text: string): ReadonlySet<string> {
	try {
		const { files } = JSON.parse(text) as { files: FileReport[] };
		return new Set(files.flatMap(({ file, findings }) => findings.map((one) => `${file}\n${fingerprint(one)}`)));
	} catch {
		throw new UsageError("argument --baseline: not a report by brine scan --json");
	}
}

/** A report without what the baseline has. */
export function withoutBaseline(report: FileReport, known: ReadonlySet<string>): FileReport {
	const findings = report.findings.filter((one) => !known.has(`${report.file}\n${fingerprint(one)}`));
	if (findings.length === report.findings.length) return report;
	const worst = findings.length > 0 ? verdict(findings) : report.verdict === "no-pickle" ? "no-pickle" : "safe";
	return { ...report, findings, verdict: worst, unscannable: findings.some((one) => one.unscannable) };
}
