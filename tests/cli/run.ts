/** Runs the built command as a user's shell would. */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll } from "vitest";
import { removeFolder } from "../remove-folder.mjs";

/** What a command did. */
export interface Outcome {
	readonly stdout: string;
	readonly stderr: string;
	/** The exit code, or the name of the signal that ended it. */
	readonly code: number | string;
	/** Files that are new or changed afterwards. */
	readonly written: Readonly<Record<string, Buffer>>;
}

/** What to run it with. */
export interface Setting {
	readonly stdin?: Uint8Array | string;
	readonly files?: Readonly<Record<string, Uint8Array | string>>;
	readonly env?: Readonly<Record<string, string>>;
}

/** The built command; another build can be named for a try. */
export const MAIN: string = resolve(process.env["BRINE_CLI"] ?? "dist/cli/main.js");

// A run for coverage asks what the command's processes execute.
const RECORDS = process.env["BRINE_CLI_COVERAGE"];
if (RECORDS !== undefined) process.env["NODE_V8_COVERAGE"] = RECORDS;

/** Newer Nodes say this of any program. */
const NODES_OWN = /^\(node:\d+\) Warning: The 'NO_COLOR' env is ignored.*\n\(Use `node --trace-warnings.*\n/gm;

/** Runs `brine` with arguments, in a folder and a process of its own. */
export function brine(args: readonly string[], setting: Setting = {}): Promise<Outcome> {
	return inFolder(setting, async (folder, env) => {
		const child = spawn(process.execPath, [MAIN, ...args], {
			cwd: folder,
			env: { ...(RECORDS && { NODE_V8_COVERAGE: RECORDS }), ...env },
		});
		const out: Buffer[] = [];
		const err: Buffer[] = [];
		child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
		child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
		child.stdin.on("error", () => undefined);
		child.stdin.end(setting.stdin ?? "");
		const code = await new Promise<number | string>((done) =>
			child.once("close", (code, signal) => done(code ?? signal ?? "")),
		);
		const stderr = Buffer.concat(err).toString().replace(NODES_OWN, "");
		return { stdout: Buffer.concat(out).toString(), stderr, code };
	});
}

/** Runs something in a folder that has the files of a setting, and looks what it wrote there. */
export async function inFolder(
	{ files = {}, env }: Setting,
	run: (folder: string, env: NodeJS.ProcessEnv) => Promise<Omit<Outcome, "written">>,
): Promise<Outcome> {
	const folder = mkdtempSync(join(tmpdir(), "brine-cli-"));
	try {
		for (const [name, data] of Object.entries(files)) writeFileSync(join(folder, name), data);
		const outcome = await run(folder, { PATH: process.env["PATH"], COLUMNS: "80", ...env });
		const written: Record<string, Buffer> = {};
		for (const name of readdirSync(folder).sort()) {
			const data = readFileSync(join(folder, name));
			if (files[name] === undefined || Buffer.compare(Buffer.from(files[name]), data) !== 0) written[name] = data;
		}
		return { ...outcome, written };
	} finally {
		removeFolder(folder);
	}
}

/** Makes folders that are removed after the tests of the file. */
export function temporaryFolders(): (name: string) => string {
	const folders: string[] = [];
	afterAll(() => {
		for (const folder of folders) removeFolder(folder);
	});
	return (name) => {
		const folder = mkdtempSync(join(tmpdir(), `brine-${name}-`));
		folders.push(folder);
		return folder;
	};
}
