/** A report on a file as one HTML page without scripts: what it is, the verdict, its imports, and its value as a tree. */
import type { ScanReport } from "../shared/types.ts";
import { childrenOf } from "./children.ts";
import { countOf, summaryOf, typeOf } from "./describe.ts";
import type { Export } from "./exporting.ts";

/** Nodes of the tree, and how deep it goes. */
const MOST_NODES = 4000;
const MOST_ITEMS = 100;
const DEEPEST = 8;

interface Context {
	readonly scan?: ScanReport | undefined;
	readonly words: Readonly<Record<string, string>>;
	readonly lang: string;
}

const escaped = (text: string): string =>
	text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const STYLE = `:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
code,ul{font:13px/1.55 ui-monospace,monospace}ul{list-style:none;padding-left:1.2rem}summary{cursor:pointer}
dt{font-weight:600}dd{margin:0 0 .4rem}table{border-collapse:collapse}td,th{border-bottom:1px solid #8884;padding:.2rem .8rem .2rem 0;text-align:left}
.t{opacity:.75}`;

/** The report. */
export function reportOf({ value, name, info, path, context }: Export): string {
	const { scan, words, lang } = context as Context;
	const word = (key: string): string => escaped(words[key] ?? key);
	const facts: [string, string][] = [
		[word("report.kind"), escaped((info?.kinds ?? []).join(" › "))],
		[word("report.size"), `${(info?.size ?? 0).toLocaleString("en")} bytes`],
	];
	if (info?.protocol !== undefined) facts.push([word("report.protocol"), String(info.protocol)]);
	if (info?.writer !== undefined) facts.push([word("report.writer"), word(info.writer)]);
	if (info?.trouble !== undefined)
		facts.push([word("report.trouble"), escaped(`${info.trouble.name}: ${info.trouble.message}`)]);
	const lines = [
		"<!doctype html>",
		`<html lang="${escaped(lang)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">`,
		`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
		`<title>${escaped(name)}</title><style>${STYLE}</style></head><body><main><h1>${escaped(name)}</h1><dl>`,
		...facts.map(([title, text]) => `<dt>${title}</dt><dd>${text}</dd>`),
		"</dl>",
	];
	if (scan !== undefined) {
		lines.push(`<h2>${word(`verdict.${scan.verdict}`)}</h2>`);
		if (scan.findings.length > 0)
			lines.push(
				"<ul>",
				...scan.findings
					.slice(0, 200)
					.map(({ verdict, why }) => `<li>${word(`verdict.${verdict}`)}: ${escaped(why)}</li>`),
				"</ul>",
			);
		if (scan.imports.length > 0) {
			lines.push(`<h2>${word("report.imports")}</h2><table><tbody>`);
			for (const one of scan.imports)
				lines.push(
					`<tr><td><code>${escaped(one.name)}</code></td><td>${word(`verdict.${one.verdict}`)}</td><td>${escaped(one.uses)}</td></tr>`,
				);
			lines.push("</tbody></table>");
		}
	}
	lines.push(`<h2><code>${escaped(path)}</code></h2><ul>`);
	addTree(value, lines);
	lines.push("</ul></main></body></html>");
	return lines.join("\n");
}

/** The tree, without recursion: what closes an element is a task too. */
function addTree(root: unknown, lines: string[]): void {
	const tasks: (string | { readonly label: string; readonly value: unknown; readonly depth: number })[] = [
		{ label: "", value: root, depth: 0 },
	];
	const seen = new Set<unknown>();
	for (let nodes = 0; tasks.length > 0; ) {
		const task = tasks.pop() as (typeof tasks)[number];
		if (typeof task === "string") {
			lines.push(task);
			continue;
		}
		if (nodes++ === MOST_NODES) {
			lines.push("<li>…</li>");
			continue;
		}
		if (nodes > MOST_NODES) continue;
		const { label, value, depth } = task;
		const title = `${label === "" ? "" : `<b>${escaped(label)}</b>: `}<span class="t">${escaped(typeOf(value))}</span> ${escaped(summaryOf(value))}`;
		const children =
			depth < DEEPEST && countOf(value) !== undefined && !seen.has(value) ? childrenOf(value) : undefined;
		if (children === undefined || children.count === 0) {
			lines.push(`<li>${title}</li>`);
			continue;
		}
		seen.add(value);
		lines.push(`<li><details${depth < 2 ? " open" : ""}><summary>${title}</summary><ul>`);
		tasks.push("</ul></details></li>");
		const count = Math.min(MOST_ITEMS, children.count);
		if (count < children.count) tasks.push(`<li>… ${(children.count - count).toLocaleString("en")}</li>`);
		for (let i = count - 1; i >= 0; i--)
			tasks.push({ label: children.label(i), value: children.value(i), depth: depth + 1 });
	}
}
