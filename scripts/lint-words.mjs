/**
 * Refuses words that the English of this project does without (CONTRIBUTING, "Words"), in comments, messages and docs.
 *
 *     node scripts/lint-words.mjs [FILE...]     the tracked files by default
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** Each idiom, with the word that the field uses. */
const IDIOMS = [
	[/\ba text\b(?! (?:opcode|form|file|mode|editor))/gi, "a string"],
	[/\bgives\b(?! up\b)/gi, "returns"],
	[/(?<=^|[.:;!?] )What\b(?![^.]*\?)/g, "a subject: begin with the thing itself"],
	[/\bstands\b/gi, "is, represents, is listed"],
	[/(?<!\bthere )\bis no\b(?! (?:longer|more|less|fewer|doubt))/gi, "is not a"],
	[/\bbehind\b/gi, "after, of"],
	[/\b(?:doors?|rooms|arrows)\b/g, "entry, folder, import"],
];
/** Files with words of ours. */
const OWN = /^src\/.*\.ts$|\.md$/;
/** Files whose words are data, Python's own, or of the past. */
const FOREIGN = /(?:^|\/)(?:golden|corpus|data|node_modules|dist)\/|-data\.ts$|^CHANGELOG\.md$|\.zh\.md$/;

const given = process.argv.slice(2);
const files = given.length > 0 ? given : tracked();
const found = files.flatMap((file) => complaints(file, readFileSync(file, "utf8")));
for (const line of found) console.error(line);
if (found.length > 0) process.exitCode = 1;

function tracked() {
	const all = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { encoding: "utf8", maxBuffer: 2 ** 26 });
	return all.split("\n").filter((file) => OWN.test(file) && !FOREIGN.test(file) && existsSync(file));
}

/** A line for each idiom in the words of a file: of a program its comments and messages, of a page its text outside of code. */
function complaints(file, text) {
	const pieces = file.endsWith(".md") ? [...prose(text)] : [...comments(text, !file.endsWith(".test.ts"))];
	return pieces.flatMap(([at, piece]) => {
		const words = piece
			.replace(/```[\s\S]*?```|`[^`\n]*`/g, (code) => (piece.startsWith("`") ? code : code.replace(/[^\n]/g, "x")))
			.replace(/^\s*\/?\*+\/?|^\s*\/\/+|^["'`]/gm, (mark) => " ".repeat(mark.length))
			.replace(/\n/g, " ")
			.replace(/^\s+/, "");
		const sentences = words.replace(/\s+/g, " ");
		return IDIOMS.flatMap(([idiom, better]) =>
			(sentences.match(idiom) ?? []).map((word) => {
				const line = text.slice(0, at).split("\n").length;
				return `${file}:${line}: "${word}" (say: ${better})`;
			}),
		);
	});
}

function* comments(text, messages) {
	const token = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|\/\*[\s\S]*?\*\/|\/\/.*/g;
	for (const match of text.matchAll(token)) if (messages || match[0].startsWith("/")) yield [match.index, match[0]];
}

function* prose(text) {
	const page = text.replace(/^(```|~~~)[\s\S]*?^\1/gm, (code) => code.replace(/[^\n]/g, " "));
	let at = 0;
	for (const paragraph of page.split(/(\n\s*\n)/)) {
		yield [at, paragraph];
		at += paragraph.length;
	}
}
