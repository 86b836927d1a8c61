/** The command against what Python's own commands did; see run_cases.py. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { opcodes } from "../../src/pickletools/opcode-info.ts";
import { brine } from "./run.ts";

interface Case {
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
	return text.slice(start.length).replace(/ \((\w+ )?at byte \d+\)\n$/, "\n");
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

for (const file of readdirSync("tests/cli/golden")) {
	const cases = JSON.parse(readFileSync(`tests/cli/golden/${file}`, "utf8")) as Case[];
	describe(`as the commands of Python ${file.replace(".json", "")}:`, () => {
		cases.forEach((expected, index) => {
			const env = Object.entries(expected.env ?? {}).map(([name, value]) => `${name}=${value} `);
			it.concurrent(`${index} ${env.join("")}brine ${expected.command} ${expected.arguments.join(" ")}`, async () => {
				const decode = (data: string): Buffer => Buffer.from(data, "base64");
				const outcome = await brine([expected.command, ...expected.arguments], {
					stdin: decode(expected.stdin ?? ""),
					files: Object.fromEntries(Object.entries(expected.files ?? {}).map(([name, data]) => [name, decode(data)])),
					env: expected.env ?? {},
				});
				expect({
					stdout: comparable(outcome.stdout, expected.command),
					stderr: complaint(outcome.stderr, expected.command),
					code: outcome.code,
					written: Object.fromEntries(Object.entries(outcome.written).map(([name, data]) => [name, data.toString()])),
				}).toEqual({
					stdout: expected.stdout,
					stderr: usage(expected.stderr),
					code: expected.code,
					written: Object.fromEntries(
						Object.entries(expected.written ?? {}).map(([name, data]) => [name, decode(data).toString()]),
					),
				});
			});
		});
	});
}
