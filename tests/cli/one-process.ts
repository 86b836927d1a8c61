/** Runs many commands in one process: a twelfth of the time, for tests of what a command prints, writes and returns. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll } from "vitest";
import { type brine, inFolder, MAIN, type Outcome, type Setting } from "./run.ts";

type Ending = Omit<Outcome, "written">;

/**
 * Makes a `brine` that runs the built command again and again in a process of the file's own (`serve.mjs`), one after the other.
 * `dis -` needs a process for itself, since it reads the descriptor of standard input; so does what is about processes:
 * signals, pipes that close, time and memory. `one-process.test.ts` proves that the answers are those of a process for each.
 */
export function brineInOneProcess(): typeof brine {
	let child: ChildProcess | undefined;
	let last: Promise<unknown> = Promise.resolve();
	afterAll(async () => {
		if (child?.connected !== true) return;
		const ended = once(child, "exit");
		child.disconnect();
		await ended;
	});

	async function ask(request: object): Promise<Ending> {
		child ??= fork(join(import.meta.dirname, "serve.mjs"), [MAIN], { serialization: "advanced" });
		child.send(request);
		const stop = new AbortController();
		const [answer] = await Promise.race(
			["message", "exit"].map((event) => once(child as ChildProcess, event, { signal: stop.signal })),
		);
		stop.abort();
		if (answer?.stdout === undefined) throw new Error(`a command failed as none should: ${answer?.error ?? answer}`);
		return answer as Ending;
	}
	function run(args: readonly string[], setting: Setting = {}): Promise<Outcome> {
		const stdin = Buffer.from(setting.stdin ?? "");
		const outcome = last.then(() => inFolder(setting, (cwd, env) => ask({ args, cwd, env, stdin })));
		last = outcome.catch(() => undefined);
		return outcome;
	}
	return run;
}
