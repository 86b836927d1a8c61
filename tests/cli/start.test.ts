/** The command starts quickly. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MAIN, temporaryFolders } from "./run.ts";

const temporaryFolder = temporaryFolders();

describe("brine", () => {
	it("starts quickly", () => {
		// Processor time, since other work may go on beside.
		const hook = join(temporaryFolder("time"), "hook.cjs");
		const code =
			'process.on("exit",()=>{const u=process.cpuUsage();process.stderr.write("@"+(u.user+u.system)/1e3+"@")})';
		writeFileSync(hook, code);
		const time = (...args: string[]): number => {
			// What a process writes at its end for a coverage run is none of its start.
			const env = { ...process.env, NODE_V8_COVERAGE: "" };
			const done = spawnSync(process.execPath, ["--require", hook, ...args], { encoding: "utf8", env });
			return Number(done.stderr.split("@").at(-2));
		};
		let [bare, full] = [Infinity, Infinity];
		// In turn, so that both meet the machine as it is now; the command no more often than it must.
		for (let tries = 0; tries < 6; tries++) {
			bare = Math.min(bare, time("-e", "0"));
			if (full - bare >= 100) full = Math.min(full, time(MAIN, "json", "--help"));
		}
		console.log(`node ${bare.toFixed(0)} ms, brine ${full.toFixed(0)} ms`);
		expect(full - bare).toBeLessThan(100);
	});
});
