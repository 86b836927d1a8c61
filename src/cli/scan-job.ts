/** Scanning one file for the command, in this thread or another. */
import { isA } from "../errors.ts";
import { scanFile } from "../node/index.ts";
import { createPolicy, type FileReport, type Finding, report, scan } from "../scan/index.ts";
import { rawInput } from "./input.ts";

/** How files are scanned; can be sent to a thread. */
export interface Job {
	readonly allow: readonly string[];
	/** Rows of the file of allowed names. */
	readonly rows: string | undefined;
	readonly imports: boolean;
	readonly embedded: boolean;
	readonly maxBytes: number | undefined;
	/** When to end, in milliseconds since 1970. */
	readonly deadline: number | undefined;
}

/** A report with the names that are imported, if they are asked for. */
export type JobReport = FileReport & {
	readonly imports?: readonly { readonly name: string; readonly uses: readonly string[] }[];
};

/** The scanner of the files of one job. */
export function scanner(job: Job): (path: string) => Promise<JobReport> {
	const policy = createPolicy({ allow: job.allow, ...(job.rows !== undefined && { rows: job.rows }) });
	return async (path) => {
		const names = new Map<string, Set<string>>();
		const seconds = job.deadline === undefined ? undefined : (job.deadline - Date.now()) / 1000;
		const file = path === "-" ? "<stdin>" : path;
		if (seconds !== undefined && seconds <= 0) return failed(file, "time", "the time for this scan is over");
		const options = {
			policy,
			file,
			embedded: job.embedded,
			...(job.maxBytes !== undefined && { maxBytes: job.maxBytes }),
			...(seconds !== undefined && { maxSeconds: seconds }),
			...(job.imports && {
				onImport: (name: string, kinds: ReadonlySet<string>) => {
					names.set(name, new Set([...(names.get(name) ?? []), ...kinds]));
				},
			}),
		};
		try {
			const findings = path === "-" ? scan(rawInput(path), options) : scanFile(path, options);
			const made = await report(file, findings);
			if (!job.imports) return made;
			return { ...made, imports: [...names].map(([name, uses]) => ({ name, uses: [...uses].sort() })) };
		} catch (error) {
			if (!isA(error, "OSError")) throw error;
			return failed(file, "read", (error as Error).message);
		}
	};
}

/** The report of a file that could not be looked at. */
function failed(file: string, rule: string, why: string): FileReport {
	const finding: Finding = {
		verdict: "unknown",
		rule,
		file,
		member: [],
		offset: undefined,
		opcode: undefined,
		module: undefined,
		name: undefined,
		operation: undefined,
		argument: undefined,
		why,
		count: 1,
		unscannable: true,
	};
	return { file, verdict: "unknown", unscannable: true, findings: [finding] };
}
