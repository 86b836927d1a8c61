/** A report in SARIF 2.1.0, as code scanning takes it. */
import { realpathSync } from "node:fs";
import { relative, sep } from "node:path";
import type { Finding, Verdict } from "../scan/index.ts";
import { fingerprint } from "./scan-baseline.ts";
import { RULES } from "./scan-rules.ts";
import { sentence } from "./scan-table.ts";

declare const BRINE_VERSION: string;

type Level = "none" | "note" | "warning" | "error";

const LEVELS: Readonly<Record<Verdict, Level>> = {
	"no-pickle": "none",
	safe: "none",
	unknown: "note",
	suspicious: "warning",
	dangerous: "error",
};
const SEVERITIES: Readonly<Record<Verdict, string>> = {
	"no-pickle": "0.1",
	safe: "0.1",
	unknown: "2.0",
	suspicious: "7.0",
	dangerous: "9.3",
};
const UNSCANNABLE = "5.0";

/** The most results that code scanning shows of one run. */
const MOST_RESULTS = 25_000;

const IDS = Object.keys(RULES);

/** A report that grows by a file at a time. Findings of a file that are equal but for their place are one. */
export class SarifReport {
	readonly #results: Result[] = [];
	readonly #notifications: object[] = [];
	#left = 0;

	add(file: string, findings: readonly Finding[]): void {
		const uri = uriOf(file);
		const known = new Map<string, Result>();
		for (const finding of findings) {
			if (finding.rule === "file") continue;
			const key = fingerprint(finding);
			if (finding.unscannable) this.#notify(sentence(finding), uri);
			const same = known.get(key);
			if (same !== undefined) same.occurrenceCount += finding.count;
			else if (this.#results.length === MOST_RESULTS) this.#left++;
			else {
				const made = result(finding, uri, key);
				known.set(key, made);
				this.#results.push(made);
			}
		}
	}

	/** Adds a file of which there is no verdict. */
	addFailure(file: string, why: string): void {
		this.#notify(`${file}: ${why}`, uriOf(file));
	}

	#notify(text: string, uri: string): void {
		if (this.#notifications.length === MOST_RESULTS) {
			this.#left++;
			return;
		}
		const locations = [{ physicalLocation: { artifactLocation: { uri } } }];
		this.#notifications.push({ level: "warning", message: { text }, locations });
	}

	toJSON(): object {
		const notifications = [...this.#notifications];
		if (this.#left > 0) {
			const text = `${this.#left} more results are left out, since code scanning takes ${MOST_RESULTS} of one run; JSON has all.`;
			notifications.push({ level: "warning", message: { text } });
		}
		return {
			$schema: "https://json.schemastore.org/sarif-2.1.0.json",
			version: "2.1.0",
			runs: [
				{
					tool: { driver: { name: "brine scan", semanticVersion: BRINE_VERSION, rules: IDS.map(ruleOf) } },
					automationDetails: { id: "brine-scan/" },
					invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications }],
					results: this.#results,
				},
			],
		};
	}
}

function ruleOf(id: string): object {
	const { name, says, verdict, isUnscannable = false } = RULES[id] as (typeof RULES)[string];
	return {
		id,
		name,
		shortDescription: { text: says },
		fullDescription: { text: says },
		help: {
			text: `${says} See the page "Scanning" of the documentation.`,
			markdown: `${says} See the page *Scanning* of the documentation.`,
		},
		defaultConfiguration: { level: isUnscannable ? "warning" : LEVELS[verdict] },
		properties: {
			tags: ["security"],
			precision: "high",
			"security-severity": isUnscannable ? UNSCANNABLE : SEVERITIES[verdict],
		},
	};
}

/** A result, which counts findings that are equal but for their place. */
interface Result {
	readonly [key: string]: unknown;
	occurrenceCount: number;
}

function result(finding: Finding, uri: string, key: string): Result {
	const { rule, member, offset, verdict, unscannable } = finding;
	return {
		ruleId: rule,
		ruleIndex: IDS.indexOf(rule),
		level: unscannable ? "warning" : LEVELS[verdict],
		message: { text: sentence(finding) },
		occurrenceCount: finding.count,
		locations: [
			{
				physicalLocation: {
					artifactLocation: { uri },
					region: {
						startLine: 1,
						startColumn: 1,
						endLine: 1,
						endColumn: 2,
						...(offset !== undefined && { byteOffset: offset, byteLength: 1 }),
					},
				},
				...(member.length > 0 && { logicalLocations: [{ fullyQualifiedName: member.join("/"), kind: "resource" }] }),
			},
		],
		partialFingerprints: { primaryLocationLineHash: `${key}:1` },
	};
}

/** The file as code scanning names it: relative to the repository, without links, percent-encoded. */
function uriOf(file: string): string {
	if (file === "<stdin>") return "stdin";
	let real = file;
	try {
		real = realpathSync(file);
	} catch {
		// A file that is not there keeps its name.
	}
	const near = relative(process.cwd(), real);
	return near.split(sep).map(encodeURIComponent).join("/");
}
