/** One case of run_cases.py: what was typed, and what Python's command did; and how ours is compared with it. */
import { expect } from "vitest";
import { opcodes } from "../../src/pickletools/opcode-info.ts";
import { brine } from "./run.ts";

/** A case with Python's answer. Bytes are base64. */
export interface Case {
	readonly command: "json" | "dis" | "show";
	readonly arguments: readonly string[];
	readonly stdin?: string;
	readonly files?: Readonly<Record<string, string>>;
	readonly env?: Readonly<Record<string, string>>;
	readonly stdout: string;
	readonly stderr: string;
	readonly code: number;
	readonly written?: Readonly<Record<string, string>>;
}

/** What `brine show` has besides what Python has shows in its usage. */
const usage = (text: string): string => text.replace(/^usage: brine show[\s\S]*?\n(?=brine)/, "");

/** A traceback ends in `Name: message`, and so does what we say, behind the name of the command. */
function complaint(text: string, command: string): string {
	const start = `brine ${command}: `;
	if (!text.startsWith(start) || text.startsWith(`${start}error: `)) return usage(text);
	// Below Python's words are some of our own: of which file it is, a hint, what was understood before the break.
	return text
		.replace(/(?<=\n)brine show: before the error, these were understood:\n[\s\S]*$/, "")
		.slice(start.length)
		.replace(/\nhint: .*\n$/, "\n")
		.replace(/\nfile: .*\n$/, "\n")
		.replace(/ \((\w+ )?at byte \d+\)\n$/, "\n");
}

/** The explanations of `-a` are our own: `#` stands for Python's and for ours. */
const docs = opcodes.map((opcode) => opcode.doc.split("\n", 1)[0] as string).sort((a, b) => b.length - a.length);
function withoutDocs(text: string): string {
	return text.replace(/^.*$/gm, (line) => {
		const doc = docs.find((candidate) => line.endsWith(` ${candidate}`));
		return doc === undefined ? line : `${line.slice(0, -doc.length)}#`;
	});
}

/** Output without what cannot be the same: our explanations, and where a container lies in memory. */
function comparable(text: string, command: Case["command"]): string {
	return command === "dis" ? withoutDocs(text) : text.replace(/ with id=\d+>/g, " with id=1>");
}

const decode = (data: string): Buffer => Buffer.from(data, "base64");
const each = <T, U>(from: Readonly<Record<string, T>> | undefined, change: (value: T) => U): Record<string, U> =>
	Object.fromEntries(Object.entries(from ?? {}).map(([name, value]) => [name, change(value)]));

/** Python prints keys and items that have no order by their address, and a text without them is the same. */
function sameButForOrder(a: string, b: string): boolean {
	return a.length === b.length && a.includes("(") && [...a].sort().join("") === [...b].sort().join("");
}

/** Python ends at the first bad file; `brine show` names it and goes on, so the file after it is shown too. */
function goesOn({ command, arguments: files, code }: Case): string {
	return command === "show" && code === 1 && /^a\.pkl (cut|bad|empty)\.pkl a\.pkl$/.test(files.join(" ")) ? "1\n" : "";
}

/** Runs the case with our command, and expects what Python's did. */
export async function expectSame(expected: Case): Promise<void> {
	const outcome = await brine([expected.command, ...expected.arguments], {
		stdin: decode(expected.stdin ?? ""),
		files: each(expected.files, decode),
		env: expected.env ?? {},
	});
	const stdout = comparable(outcome.stdout, expected.command);
	expect({
		stdout: expected.command === "show" && sameButForOrder(stdout, expected.stdout) ? expected.stdout : stdout,
		stderr: complaint(outcome.stderr, expected.command),
		code: outcome.code,
		written: each(outcome.written, String),
	}).toEqual({
		stdout: expected.stdout + goesOn(expected),
		stderr: usage(expected.stderr),
		code: expected.code,
		written: each(expected.written, (data) => String(decode(data))),
	});
}
