/** Code in Markdown: what is found, and how it is run. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { transformSync } from "esbuild";
import { removeFolder } from "../remove-folder.mjs";

/** A fenced block. */
export interface Block {
	readonly language: string;
	readonly code: string;
	/** The line of its first fence, from 1. */
	readonly line: number;
}

/** All fenced blocks of a text. */
export function blocksOf(text: string): Block[] {
	const blocks: Block[] = [];
	let open: { language: string; line: number; from: number } | undefined;
	const lines = text.split("\n");
	for (const [i, line] of lines.entries()) {
		if (!line.startsWith("```")) continue;
		if (open === undefined) open = { language: line.slice(3).trim(), line: i + 1, from: i + 1 };
		else {
			blocks.push({ ...open, code: `${lines.slice(open.from, i).join("\n")}\n` });
			open = undefined;
		}
	}
	return blocks;
}

/** What a run gave. */
export interface Run {
	readonly status: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** A folder inside the repository, so that `import "brine"` finds the package itself; with the examples in it. */
export function withFolder<T>(work: (folder: string) => T): T {
	const folder = mkdtempSync(resolve(".cache/docs-"));
	try {
		symlinkSync(resolve("examples"), join(folder, "examples"));
		return work(folder);
	} finally {
		removeFolder(folder);
	}
}

/** Runs one program, with nothing from the network but this machine. */
export function runProgram(folder: string, code: string): Run {
	const file = join(folder, "program.mjs");
	writeFileSync(file, transformSync(code, { loader: "ts", format: "esm", target: "es2022" }).code);
	return spawnSync(process.execPath, [file], {
		cwd: folder,
		encoding: "utf8",
		timeout: 50_000,
		env: { ...process.env, NO_COLOR: "1", TZ: "UTC" },
	});
}

/** What a program says it prints: the comments behind its `console.log(…);`. */
export function promised(code: string): string[] {
	return [...code.matchAll(/^.*\bconsole\.log\(.*\);[ \t]*\}?[ \t]*\/\/ (.*)$/gm)].map((match) => match[1] as string);
}

/** Promised lines that are not printed, in this order. */
export function missing(lines: readonly string[], stdout: string): string[] {
	const printed = stdout.split("\n");
	let at = 0;
	return lines.filter((line) => {
		const found = printed.indexOf(line, at);
		if (found < 0) return true;
		at = found + 1;
		return false;
	});
}

/** Commands after `$ ` with the lines that they print. */
export function sessionOf(code: string): { command: string; output: string }[] {
	const steps: { command: string; output: string }[] = [];
	for (const line of code.trimEnd().split("\n")) {
		const last = steps.at(-1);
		if (line.startsWith("$ ")) steps.push({ command: line.slice(2), output: "" });
		else if (last !== undefined) last.output += `${line}\n`;
	}
	return steps;
}

/** Runs one line of a session, `npx brine` being the command that was built. */
export function runCommand(folder: string, command: string): Run {
	const brine = `${process.execPath} ${resolve("dist/cli/main.js")}`;
	return spawnSync("sh", ["-c", command.replaceAll("npx brine", brine)], {
		cwd: folder,
		encoding: "utf8",
		timeout: 50_000,
		env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, COLUMNS: "80" },
	});
}

/** The doc comment's examples: `ts` blocks after `@example`. */
export function examplesIn(path: string): Block[] {
	const text = readFileSync(path, "utf8");
	const found: Block[] = [];
	for (const comment of text.matchAll(/\/\*\*[\s\S]*?\*\//g)) {
		const before = text.slice(0, comment.index).split("\n").length;
		const body = comment[0].replace(/^[ \t]*\* ?/gm, "");
		const from = body.indexOf("@example");
		if (from < 0) continue;
		const skipped = body.slice(0, from).split("\n").length - 1;
		for (const block of blocksOf(body.slice(from))) found.push({ ...block, line: before + skipped + block.line - 1 });
	}
	return found;
}
