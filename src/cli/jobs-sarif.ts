/** The records of a scan by `brine jobs` as one SARIF report. */
import type { Answer } from "../jobs/answer.ts";
import { loadLines } from "../json/index.ts";
import type { Finding } from "../scan/index.ts";
import { UsageError } from "./command.ts";
import { SarifReport } from "./scan-sarif.ts";

/**
 * The report of records.
 *
 * @param lines JSON Lines, in pieces
 * @throws UsageError for records of another task
 */
export async function sarifOf(lines: AsyncIterable<Uint8Array>): Promise<SarifReport> {
	const made = new SarifReport();
	for await (const answer of loadLines(lines) as AsyncIterable<Answer>) {
		if (!answer.ok) made.addFailure(answer.id, `${answer.error.name}: ${answer.error.message}`);
		else if (answer.findings === undefined)
			throw new UsageError("--sarif is for the records of a scan: jobs run --task scan");
		else made.add(answer.id, answer.findings as unknown as readonly Finding[]);
	}
	return made;
}
