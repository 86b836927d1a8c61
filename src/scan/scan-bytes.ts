/** The findings of a pickle in memory at once, for what cannot wait. */
import { Effort, OVERLAPS } from "./effort.ts";
import type { Finding } from "./finding.ts";
import { hiddenPickles } from "./hidden.ts";
import type { NameList } from "./name-list.ts";
import { type Observation, Observations } from "./observations.ts";
import { isPadding, scanPickles, trailing } from "./scan-pickles.ts";

/** Pickles in pickles deeper than this are not followed. */
const DEPTH = 16;

/**
 * The findings of bytes that are pickles or nothing; archives are not opened.
 *
 * @param bytes the pickle
 * @param list what is allowed
 */
export function scanBytesSync(bytes: Uint8Array, list: NameList): Finding[] {
	const findings: Finding[] = [];
	const effort = new Effort();
	effort.found(bytes.length);
	const open: (readonly [bytes: Uint8Array, member: readonly string[]])[] = [[bytes, []]];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const [data, member] = next;
		if (!effort.spend(data.length)) return [...findings, ...tooMany().findings("", member)];
		const { observations, acts, rest, nested, count } = scanPickles(data, { list });
		if (count > 0 && rest < data.length && !isPadding(data, rest)) {
			if (acts) observations.add(trailing(rest));
			// A reader that drops what is left of a frame after STOP goes on in the middle of it.
			observations.addAll(hiddenPickles(data, rest, list));
		}
		if (member.length > 0 && count === 0 && !acts) observations.add(notOpened());
		if (member.length >= DEPTH && nested.length > 0) observations.add(notOpened());
		else for (const { bytes: inner, offset } of nested) open.push([inner, [...member, `at ${offset}`]]);
		for (const finding of observations.findings("", member)) findings.push(finding);
	}
	return findings;
}

function tooMany(): Observations {
	const observations = new Observations();
	observations.add({ verdict: "unknown", rule: "limit", why: OVERLAPS, unscannable: true });
	return observations;
}
function notOpened(): Observation {
	const why = "a file in a pickle that is not a pickle itself is not opened here";
	return { verdict: "unknown", rule: "not-opened", why, unscannable: true };
}
