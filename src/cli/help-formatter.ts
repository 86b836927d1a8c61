/** Help as Python's argparse lays it out: words with hyphens may be broken after them. */
import { HelpFormatter } from "argparse";

/** After the hyphen of a word that has two letters before it, and a letter and another one after it. */
const HYPHEN = /(?<=[\p{L}_]{2}-)(?=[\p{L}_]-?[\p{L}_])/u;

/** Lines of at most so many characters. */
export function wrap(text: string, width: number): string[] {
	const lines: string[] = [];
	let line = "";
	for (const word of text.split(/\s+/).filter(Boolean)) {
		let gap = line === "" ? "" : " ";
		for (let part of word.split(HYPHEN)) {
			if (line.length + gap.length + part.length > width && line !== "") {
				lines.push(line);
				line = "";
				gap = "";
			}
			for (; part.length > width; part = part.slice(width)) lines.push(part.slice(0, width));
			line += gap + part;
			gap = "";
		}
	}
	return line === "" ? lines : [...lines, line];
}

function fill(text: string, width: number, indent: string): string {
	return wrap(text, width - indent.length)
		.map((line) => indent + line)
		.join("\n");
}

/** For help without examples: everything is laid out. */
export class PlainFormatter extends HelpFormatter {
	_split_lines(text: string, width: number): string[] {
		return wrap(text, width);
	}
	_fill_text(text: string, width: number, indent: string): string {
		return fill(text, width, indent);
	}
}

/** For help with examples, which stay as they are. */
export class ExampleFormatter extends PlainFormatter {
	override _fill_text(text: string, width: number, indent: string): string {
		return text.includes("\n") ? text.replace(/^/gm, indent) : fill(text, width, indent);
	}
}
