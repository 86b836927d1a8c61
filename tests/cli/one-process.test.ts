/** Other tests run many commands in one process: what comes of them is what comes of a process for each. */
import { describe, expect, it } from "vitest";
import { pickle } from "../../src/index.ts";
import { PyGlobal } from "../../src/types/index.ts";
import { brineInOneProcess } from "./one-process.ts";
import { brine } from "./run.ts";

const served = brineInOneProcess();

describe("commands that one process runs after each other", () => {
	const broken = Buffer.concat([pickle.dumps([1]), Buffer.from("\x80\x04K\x01\xff.", "latin1")]);
	it.each([
		[["show", "-"], { stdin: pickle.dumps(["é", new PyGlobal("m", "n")]) }],
		[["show", "in.pkl", "missing.pkl"], { files: { "in.pkl": broken } }],
		[["json", "--nope"], { env: { COLUMNS: "60" } }],
		[["json", "-"], { stdin: '{"a": [1.0, "\u20ac"]}', env: { FORCE_COLOR: "1" } }],
		[["optimize", "in.pkl", "out.pkl"], { files: { "in.pkl": pickle.dumps([1], { protocol: 0 }) } }],
		[["--version"], {}],
	] as const)("%j does what it does in a process of its own", async (args, setting) => {
		const [one, alone] = await Promise.all([served(args, setting), brine(args, setting)]);
		expect(one).toEqual(alone);
		expect(alone.stdout + alone.stderr + Object.keys(alone.written)).not.toBe("");
	});
});
