/** The verdict on a file, by the scanner of the library. */

import { visibleLine } from "../../../src/cli/visible.ts";
import { scan, type UseKind, VERDICTS, type Verdict, verdict } from "../../../src/scan/index.ts";
import type { ImportVerdict, ScanReport } from "../shared/types.ts";

/** Bytes of a member that are looked at. */
const MOST_BYTES = 2 ** 30;
/** Findings and names that are listed. */
const MOST = 2000;

/** Scans a file; nothing of it is imported, called or built. */
export async function scanBlob(blob: Blob, name: string): Promise<ScanReport> {
	const names = new Map<string, { uses: Set<string>; verdict: ImportVerdict }>();
	const findings: ScanReport["findings"][number][] = [];
	const all: { readonly verdict: Verdict }[] = [];
	let unscannable = false;
	const found = scan(
		{
			size: blob.size,
			at: async (offset, length) => new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer()),
		},
		{
			file: name,
			maxBytes: MOST_BYTES,
			onImport(imported, kinds) {
				const known = names.get(imported) ?? { uses: new Set<string>(), verdict: "safe" };
				for (const kind of kinds as ReadonlySet<UseKind>) known.uses.add(kind);
				if (names.size < MOST) names.set(imported, known);
			},
		},
	);
	for await (const finding of found) {
		all.push(finding);
		unscannable ||= finding.unscannable;
		if (finding.module !== undefined && finding.name !== undefined) {
			const key = `${finding.module}.${finding.name}`;
			const known = names.get(key);
			const own = finding.verdict;
			if (known !== undefined && own !== "no-pickle" && VERDICTS.indexOf(own) > VERDICTS.indexOf(known.verdict))
				known.verdict = own;
		}
		if (findings.length === MOST) continue;
		const { why, member, offset, count, rule } = finding;
		findings.push({
			verdict: finding.verdict,
			why: visibleLine(why),
			member: visibleLine(member.join(" › ")),
			offset,
			count,
			rule,
		});
	}
	const imports = [...names].map(([imported, known]) => ({
		name: visibleLine(imported),
		verdict: known.verdict,
		uses: [...known.uses].join(", "),
	}));
	const worst = (one: { verdict: string }): number => VERDICTS.indexOf(one.verdict as Verdict);
	imports.sort((a, b) => worst(b) - worst(a) || (a.name < b.name ? -1 : 1));
	findings.sort((a, b) => worst(b) - worst(a));
	return { verdict: verdict(all), unscannable, findings, imports };
}
