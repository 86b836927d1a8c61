/** Standard output and standard error: back-pressure, readers that go away, and nothing that moves the cursor. */
import { once } from "node:events";
import { LimitError, PyError } from "../errors.ts";
import { limitMessage } from "../jobs/limit-advice.ts";
import { toOSError } from "../node/index.ts";
import { OutputLimitError } from "./budget.ts";
import { visible } from "./visible.ts";

/** Text is handed on in pieces of this length, so that a long one does not stand in memory twice. */
const PIECE = 1 << 16;

/**
 * Writes to standard output and waits for whoever reads it.
 *
 * @throws BrokenPipeError when nobody reads any more
 */
export async function print(text: string | Uint8Array): Promise<void> {
	for (let at = 0; at < text.length; at += PIECE) {
		if (process.stdout.errored) throw toOSError(process.stdout.errored);
		const piece = typeof text === "string" ? text.slice(at, at + PIECE) : text.subarray(at, at + PIECE);
		let room: boolean;
		try {
			room = process.stdout.write(piece);
		} catch (error) {
			throw toOSError(error); // files are written at once
		}
		if (!room) await once(process.stdout, "drain");
	}
}

export { visible, visibleLine } from "./visible.ts";

/** Writes a line to standard error. */
export function complain(text: string): void {
	process.stderr.write(`${visible(text)}\n`);
}

/** An error as Python's traceback ends, with its place in the pickle and its notes; with a stack if it is our own mistake; and of which file it is. */
export function describeError(thrown: unknown, file?: string): string {
	const error = thrown instanceof Error && "syscall" in thrown ? toOSError(thrown) : thrown;
	if (error instanceof OutputLimitError) return error.message;
	if (!(error instanceof PyError)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
	const { name, offset, opcode, code, notes } = error;
	const message = error instanceof LimitError ? limitMessage(error, "command") : error.message;
	const known = offset !== undefined && (opcode !== undefined || code === "unknown-opcode");
	const place = known ? ` (${opcode === undefined ? "" : `${opcode} `}at byte ${offset})` : "";
	const advice = hintForCommand(error);
	const lines = [`${name}: ${message}${place}`, ...notes];
	if (file !== undefined) lines.push(`file: ${file}`);
	if (advice !== undefined) lines.push(`hint: ${advice}`);
	return lines.join("\n");
}

/** The hint in terms of the command. */
export function hintForCommand({ code, name, hint }: PyError): string | undefined {
	if (code === "decode" && name === "UnicodeDecodeError" && hint?.includes("encoding") === true) {
		return "Python 2 wrote these strings: give --encoding latin1 (numpy, dates), utf-8 (text) or bytes";
	}
	return hint === undefined ? undefined : IN_COMMAND.reduce((text, [said, means]) => text.replace(said, means), hint);
}

/** Functions that a hint names, and the words of the command for them. */
const IN_COMMAND: readonly (readonly [said: string, means: string])[] = [
	["use json.load or json.loads", "brine json prints it, and brine convert reads it with --from json"],
	["read its bytes with pickle.loads", "brine show prints it, and brine convert reads it with --from pickle"],
	["use loadJoblib of brine/joblib", "brine show prints it where it is whole"],
	["use loadNpy of brine/numpy", "brine show prints it where it is whole"],
];

/** Something was bad and has been told: the exit code is 1. */
export function reportFailure(): void {
	process.exitCode = 1;
}
