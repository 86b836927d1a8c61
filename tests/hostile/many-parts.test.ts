/** Values of very many parts: none is handed on as the arguments of a call, which would overflow the stack. */
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { IS_SHORT } from "../effort.ts";

/** Kinds whose parts were handed on so. */
const SOME = ["arguments of a dropped call", "the state of an OrderedDict", "the state of a SimpleNamespace"];

/** What a process with a stack of so many kB says; nothing when all is well. */
function lines(stack: number, ...args: string[]): Promise<string> {
	return new Promise((done) => {
		const child = spawn(process.execPath, [`--stack-size=${stack}`, resolve("tests/hostile/many-parts.mjs"), ...args]);
		let text = "";
		for (const stream of [child.stdout, child.stderr])
			stream.setEncoding("utf8").on("data", (chunk: string) => {
				text += chunk;
			});
		child.once("close", (code, signal) => done(code === 0 ? text : `${signal ?? code}\n${text}`));
	});
}

it("is all the same with a small stack, whatever has many parts", { timeout: 600_000 }, async () => {
	expect(await (IS_SHORT ? lines(80, "9000", ...SOME) : lines(120, "13000", "--commands"))).toBe("");
});
