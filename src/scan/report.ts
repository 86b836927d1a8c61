import { type Finding, type Verdict, verdict } from "./finding.ts";

/** The report of a scan about one file. */
export interface FileReport {
	readonly file: string;
	readonly verdict: Verdict;
	/** Whether some part could not be looked at. */
	readonly unscannable: boolean;
	/** The findings, and for a file with nothing odd one that says so. */
	readonly findings: readonly Finding[];
}

/**
 * Gathers the findings of one file.
 *
 * @param file how the file is called
 * @param findings what {@link scan} returns
 * @returns the verdict, and whether all could be looked at
 * @example
 * ```ts
 * import { pickle } from "brine";
 * import { report, scan } from "brine/scan";
 * (await report("data.pkl", scan(pickle.dumps([1, 2])))).verdict; // "safe"
 * ```
 */
export async function report(file: string, findings: AsyncIterable<Finding>): Promise<FileReport> {
	const all: Finding[] = [];
	for await (const finding of findings) all.push(finding);
	return reportOf(file, all);
}

/** A report of findings that are all there. */
export function reportOf(file: string, findings: readonly Finding[]): FileReport {
	return { file, verdict: verdict(findings), unscannable: findings.some((one) => one.unscannable), findings };
}
