/** `brine view`: serves the page and the given files on this machine alone, and opens a browser. */
import { spawn } from "node:child_process";
import type { ArgumentParser } from "argparse";
import { type Command, UsageError } from "./command.ts";
import { expand } from "./glob.ts";
import { interruptible } from "./interrupt.ts";
import { complain, print, visibleLine } from "./output.ts";
import { openServed, type ServedFile } from "./served-file.ts";
import { findPage, serve } from "./view-server.ts";

interface Options {
	readonly file: readonly string[];
	readonly no_open: boolean;
	readonly port: number | undefined;
}

export const view: Command<Options> = {
	name: "view",
	description:
		"Show pickle files in a browser: a tree, tables, arrays, the disassembly and what a file would do. A server on this machine hands out these files and nothing else, at an address that cannot be guessed, until Ctrl-C.",
	examples: [
		["brine view model.pkl", "opens the browser"],
		["brine view --no-open data/*.npy", "prints the address only"],
		["curl -s https://example.org/data.pkl | brine view -", "from a pipe"],
	],
	define: defineArguments,
	async run(options) {
		const folder = findPage(import.meta.url);
		if (folder === undefined) throw new UsageError("the page is not built: npm run page builds it into dist/page");
		const files: ServedFile[] = [];
		try {
			for (const { path } of expand(options.file)) files.push(await openServed(path));
			if (files.length === 0) throw new UsageError("there are no pickle files there");
			await interruptible(async (signal) => {
				const { address, close } = await serve(folder, files, options.port ?? 0);
				try {
					await print(`${address}\n`);
					if (!options.no_open) {
						complain(`brine view: ${described(files)} until Ctrl-C`);
						openBrowser(address);
					}
					await ended(signal);
				} finally {
					await close();
				}
			});
		} finally {
			for (const file of files) await file.close();
		}
	},
};

function defineArguments(parser: ArgumentParser): void {
	parser.add_argument("file", {
		nargs: "+",
		metavar: "FILE",
		help: "a file; a folder or pattern for many; - is standard input",
	});
	parser.add_argument("--no-open", { action: "store_true", help: "print the address, and open no browser" });
	parser.add_argument("--port", { type: portNumber, metavar: "N", help: "the port (default: a free one)" });
}

function portNumber(text: string): number {
	const port = Number(text);
	if (!/^\d+$/.test(text) || port > 65535) throw new TypeError(`'${text}' is not a port`);
	return port;
}

function described(files: readonly ServedFile[]): string {
	const [first] = files;
	return files.length === 1 && first !== undefined
		? `serving ${visibleLine(first.name)}`
		: `serving ${files.length} files`;
}

function ended(signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		if (signal.aborted) resolve();
		else signal.addEventListener("abort", () => resolve(), { once: true });
	});
}

/** Opens an address in the user's browser; without one the address has been printed. */
function openBrowser(address: string): void {
	const [command, args]: [string, string[]] =
		process.platform === "darwin"
			? ["open", [address]]
			: process.platform === "win32"
				? ["rundll32", ["url.dll,FileProtocolHandler", address]]
				: ["xdg-open", [address]];
	const browser = spawn(command, args, { stdio: "ignore", detached: true });
	browser.on("error", () => complain("brine view: no browser was found; open the address above"));
	browser.unref();
}
