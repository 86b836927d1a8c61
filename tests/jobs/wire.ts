/** Speaks with `brine worker --frames`, as the engines' sides do. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { MAIN } from "../cli/run.ts";

/** An answer as JSON. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into it
export type Told = any;

/** A request: an id, bytes. */
export function frame(id: string | Uint8Array, bytes: Uint8Array): Buffer {
	const name = Buffer.from(id as string);
	const head = Buffer.alloc(4);
	const tail = Buffer.alloc(4);
	head.writeUInt32BE(name.length);
	tail.writeUInt32BE(bytes.length);
	return Buffer.concat([head, name, tail, bytes]);
}

/** The answers in what came out. */
export function answersIn(bytes: Buffer): Told[] {
	const answers: Told[] = [];
	for (let at = 0; at < bytes.length; ) {
		const length = bytes.readUInt32BE(at);
		answers.push(JSON.parse(bytes.toString("utf8", at + 4, at + 4 + length)));
		at += 4 + length;
	}
	return answers;
}

/** The answers in lines. */
export function linesIn(text: string): Told[] {
	return text
		.split("\n")
		.slice(0, -1)
		.map((line) => JSON.parse(line) as Told);
}

/** Starts `brine worker`. */
export function startWorker(args: readonly string[]): ChildProcessWithoutNullStreams {
	return spawn(process.execPath, [MAIN, "worker", ...args], { stdio: "pipe" });
}

/** What a worker did with all its input. */
export async function finished(
	child: ChildProcessWithoutNullStreams,
	input?: Uint8Array,
): Promise<{ readonly stdout: Buffer; readonly stderr: string; readonly code: number | string }> {
	const out: Buffer[] = [];
	const err: Buffer[] = [];
	child.stdout.on("data", (piece: Buffer) => out.push(piece));
	child.stderr.on("data", (piece: Buffer) => err.push(piece));
	child.stdin.on("error", () => undefined);
	if (input !== undefined) child.stdin.end(input);
	const code = await new Promise<number | string>((done) =>
		child.once("close", (code, signal) => done(code ?? signal ?? "")),
	);
	return { stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString(), code };
}
