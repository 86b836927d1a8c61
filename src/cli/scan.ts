/** `brine scan`: what pickles would do when somebody loads them. */
import { readFileSync } from "node:fs";
import type { ArgumentParser } from "argparse";
import { replaceFile } from "../node/index.ts";
import { type FileReport, VERDICTS, type Verdict } from "../scan/index.ts";
import { type Command, UsageError } from "./command.ts";
import { pythonCount } from "./numbers.ts";
import { complain, print } from "./output.ts";
import { baselineOf, withoutBaseline } from "./scan-baseline.ts";
import { filesIn } from "./scan-files.ts";
import { type Job, scanAll } from "./scan-pool.ts";
import { SarifReport } from "./scan-sarif.ts";
import { reportLines, type Summary, summaryLine } from "./scan-table.ts";

interface Options {
	readonly path: readonly string[];
	readonly json: boolean;
	readonly jsonl: boolean;
	readonly sarif: string | undefined;
	readonly fail_on: Verdict;
	readonly allow: readonly string[] | undefined;
	readonly allow_file: string | undefined;
	readonly ignore: readonly string[] | undefined;
	readonly baseline: string | undefined;
	readonly imports: boolean;
	readonly embedded: boolean;
	readonly max_bytes: number | undefined;
	readonly max_seconds: number | undefined;
	readonly jobs: number | undefined;
}

export const scan: Command<Options> = {
	name: "scan",
	description:
		"Say what pickles would do when somebody loads them, without loading them. Every file is looked at by its content, archives and packed files are opened. Exit code 0: nothing to worry about, 1: something that --fail-on names, 2: something could not be looked at.",
	examples: [
		["brine scan model.pt", "one file, with a sentence for each finding"],
		["brine scan --fail-on suspicious models/", "a folder, in which classes of your own are in order"],
		["brine scan --allow 'shop.models.*' cache/", "the same, with names"],
		["brine scan --sarif brine.sarif .", "a report for code scanning"],
		["curl -s https://example.org/model.pkl | brine scan -", "from a pipe"],
	],
	define: defineArguments,
	async run(options) {
		if (options.json && options.jsonl) throw new UsageError("argument --jsonl: not allowed with argument --json");
		const rows = options.allow_file === undefined ? undefined : readFileSync(options.allow_file, "utf8");
		const { files, ignored } = filesIn(options.path, options.ignore ?? []);
		const known = options.baseline === undefined ? undefined : baselineOf(readFileSync(options.baseline, "utf8"));
		const job: Job = {
			allow: options.allow ?? [],
			rows,
			imports: options.imports,
			embedded: options.embedded,
			maxBytes: options.max_bytes,
			deadline: options.max_seconds === undefined ? undefined : Date.now() + 1000 * options.max_seconds,
		};
		const reports: FileReport[] = [];
		const toldLater = options.json || options.sarif !== undefined;
		const counts = new Counts(options.fail_on);
		for await (const found of scanAll(files, job, options.jobs)) {
			const one = known === undefined ? found : withoutBaseline(found, known);
			counts.add(one);
			if (toldLater) reports.push(one);
			if (options.jsonl) await print(`${JSON.stringify(one)}\n`);
			else if (!options.json && options.sarif !== "-") await print(reportLines(one));
		}
		if (options.json) await print(`${JSON.stringify({ files: reports, summary: counts.summary(ignored) }, null, 2)}\n`);
		if (options.sarif !== undefined) {
			const sarif = new SarifReport();
			for (const { file, findings } of reports) sarif.add(file, findings);
			const text = `${JSON.stringify(sarif, null, 2)}\n`;
			if (options.sarif === "-") await print(text);
			else await replaceFile(options.sarif, (out) => out.write(text));
		}
		const line = summaryLine(counts.summary(ignored));
		if (options.json || options.jsonl || options.sarif === "-") complain(line);
		else await print(`${line}\n`);
		process.exitCode = counts.exitCode;
	},
};

function defineArguments(parser: ArgumentParser): void {
	parser.add_argument("path", {
		nargs: "+",
		metavar: "PATH",
		help: "a file, or a folder with all that is in it; - is standard input",
	});
	parser.add_argument("--json", { action: "store_true", help: "print one JSON document" });
	parser.add_argument("--jsonl", { action: "store_true", help: "print a JSON object for each file, as they are done" });
	parser.add_argument("--sarif", { metavar: "FILE", help: "write a SARIF 2.1.0 report; - is standard output" });
	parser.add_argument("--fail-on", {
		choices: ["unknown", "suspicious", "dangerous"],
		default: "unknown",
		help: "the least verdict that makes the exit code 1 (default: unknown)",
	});
	parser.add_argument("--allow", {
		action: "append",
		metavar: "NAME",
		help: "a class that is in order, as shop.models.Cart or shop.models.*; may be given again",
	});
	parser.add_argument("--allow-file", { metavar: "FILE", help: "a list of names that are in order, tab-separated" });
	parser.add_argument("--ignore", {
		action: "append",
		metavar: "GLOB",
		help: "files that are not looked at, as *.log or docs/**; may be given again",
	});
	parser.add_argument("--baseline", {
		metavar: "FILE",
		help: "an earlier report by --json: what it has is not told again",
	});
	parser.add_argument("--imports", { action: "store_true", help: "list every name that is imported, too" });
	parser.add_argument("--embedded", { action: "store_true", help: "judge pickles inside other data, too" });
	parser.add_argument("--max-bytes", {
		type: pythonCount,
		metavar: "N",
		help: "how many bytes of a member are read, and come out of archives (default: 1073741824)",
	});
	parser.add_argument("--max-seconds", { type: pythonCount, metavar: "N", help: "after how many seconds to stop" });
	parser.add_argument("--jobs", {
		type: pythonCount,
		metavar: "N",
		help: "how many threads (default: one, and for many files as many as there are processors)",
	});
}

class Counts {
	readonly #failOn: Verdict;
	#failed = false;
	#files = 0;
	#unscannable = 0;
	readonly #verdicts: Record<string, number> = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0]));

	constructor(failOn: Verdict) {
		this.#failOn = failOn;
	}
	add(report: FileReport): void {
		this.#files++;
		this.#verdicts[report.verdict] = (this.#verdicts[report.verdict] ?? 0) + 1;
		if (report.unscannable) this.#unscannable++;
		const least = VERDICTS.indexOf(this.#failOn);
		this.#failed ||= report.findings.some((one) => !one.unscannable && VERDICTS.indexOf(one.verdict) >= least);
	}
	get exitCode(): number {
		return this.#failed ? 1 : this.#unscannable > 0 ? 2 : 0;
	}
	summary(ignored: number): Summary {
		const verdicts = this.#verdicts as Record<Verdict, number>;
		return { files: this.#files, verdicts, unscannable: this.#unscannable, ignored };
	}
}
