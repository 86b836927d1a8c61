/** The report that people read. */
import type { Finding, Verdict } from "../scan/index.ts";
import { canColorize } from "./colors.ts";
import { visibleLine } from "./output.ts";
import type { JobReport } from "./scan-job.ts";

/** How many files there are of each verdict. */
export interface Summary {
	readonly files: number;
	readonly verdicts: Readonly<Record<Verdict, number>>;
	/** Files of which some part could not be looked at. */
	readonly unscannable: number;
	readonly ignored: number;
}

const WIDTH = 12;
const COLORS: Readonly<Record<Verdict, string>> = {
	"no-pickle": "\x1b[2m",
	safe: "\x1b[32m",
	unknown: "\x1b[33m",
	suspicious: "\x1b[35m",
	dangerous: "\x1b[1;31m",
};

/** A line for a file, and one below for each finding. */
export function reportLines(report: JobReport): string {
	const shown = `${report.verdict}${report.unscannable ? "?" : ""}`.padEnd(WIDTH);
	const colored = canColorize(process.stdout.isTTY === true) ? `${COLORS[report.verdict]}${shown}\x1b[0m` : shown;
	let lines = `${colored}${visibleLine(report.file)}\n`;
	const worst = report.findings.filter(({ rule }) => rule !== "file");
	for (const finding of worst) lines += `${" ".repeat(WIDTH)}${visibleLine(sentence(finding))}\n`;
	for (const { name, uses } of report.imports ?? [])
		lines += `${" ".repeat(WIDTH)}${visibleLine(name)} (${uses.join(", ")})\n`;
	return lines;
}

/** A finding as one sentence, with its place. */
export function sentence(finding: Finding): string {
	const { why, member, opcode, offset, count, verdict } = finding;
	const place = [
		...(member.length > 0 ? [`in ${member.join(" > ")}`] : []),
		...(offset === undefined ? [] : [`${opcode === undefined ? "" : `${opcode} `}at byte ${offset}`]),
		...(count > 1 ? [`${count} times`] : []),
	].join(", ");
	return `${verdict}: ${why}${place === "" ? "" : ` (${place})`}`;
}

/** How many files there were, and what they come to. */
export function summaryLine({ files, verdicts, unscannable, ignored }: Summary): string {
	const counts = (Object.entries(verdicts) as [Verdict, number][]).reverse().filter(([, count]) => count > 0);
	const parts = counts.map(([verdict, count]) => `${count} ${verdict}`);
	if (unscannable > 0) parts.push(`${unscannable} not wholly looked at`);
	if (ignored > 0) parts.push(`${ignored} ignored`);
	return `${files} file${files === 1 ? "" : "s"}${parts.length === 0 ? "" : `: ${parts.join(", ")}`}`;
}
