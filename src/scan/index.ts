/**
 * The judge of what a pickle would do, before anybody loads it.
 *
 * @module brine/scan
 */

export { atLeast, type Finding, VERDICTS, type Verdict, verdict } from "./finding.ts";
export type { AllowedName, PolicyOptions, UseKind } from "./name-list.ts";
export { createPolicy, type Policy } from "./policy.ts";
export { type FileReport, report } from "./report.ts";
export { type ScanOptions, scan } from "./scan.ts";
export type { RangeSource } from "./view.ts";
