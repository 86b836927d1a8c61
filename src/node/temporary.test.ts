import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { removeFolder } from "../../tests/remove-folder.mjs";
import { dumpFile, dumpFileSync } from "./dump-file.ts";
import { removeLeftOvers, temporaryName } from "./temporary.ts";

let folder = "";
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "brine-temporary-"));
});
afterEach(() => removeFolder(folder));

/** The name that a process would have used which is gone. */
function ofDeadWriter(path: string): string {
	const { pid } = spawnSync(process.execPath, ["-e", "0"]);
	return temporaryName(path).replace(/-\d+-\d+-([\da-f]+)\.brine-tmp$/, `-${pid}-1-$1.brine-tmp`);
}

describe("temporary files", () => {
	it("of dead writers go with the next write of that name, and no others", async () => {
		const path = join(folder, "a.pkl");
		for (const write of [dumpFileSync, dumpFile]) {
			const dead = ofDeadWriter(path);
			const kept = [temporaryName(path), ofDeadWriter(join(folder, "b.pkl")), join(folder, ".a.pkl.x.tmp")];
			for (const name of [dead, ...kept]) writeFileSync(name, "half");
			await (write as typeof dumpFile)(1, path);
			const left = readdirSync(folder).map((name) => join(folder, name));
			expect(left.sort()).toEqual([path, ...kept].sort());
			removeFolder(folder);
			mkdirSync(folder);
		}
	});
	it("whose process number belongs to another by now are those of a dead writer", () => {
		const path = join(folder, "a.pkl");
		const reused = temporaryName(path).replace(/-\d+-([\da-f]+)\.brine-tmp$/, "-1-$1.brine-tmp");
		writeFileSync(reused, "half");
		removeLeftOvers(path);
		expect(readdirSync(folder)).toEqual(process.platform === "linux" ? [] : [expect.any(String)]);
	});
	it("of another machine go after a day without a write", () => {
		const path = join(folder, "a.pkl");
		const other = temporaryName(path).replace(/\.[\da-f]{8}-/, ".00000000-");
		writeFileSync(other, "half");
		removeLeftOvers(path);
		expect(readdirSync(folder).length).toBe(1);
		const before = Date.now() / 1000 - 90_000;
		utimesSync(other, before, before);
		removeLeftOvers(path);
		expect(readdirSync(folder)).toEqual([]);
	});
	it("have names that a file system takes, however long that of the file is", async () => {
		for (const name of ["x".repeat(255), "\u6f22".repeat(85)]) {
			await dumpFile([1], join(folder, name));
			expect(Buffer.byteLength(temporaryName(name))).toBeLessThanOrEqual(255);
		}
	});
	it("of a writer that is killed are gone after the next write", () => {
		const path = join(folder, "a.pkl");
		const program = `
			import { replaceFileSync } from ${JSON.stringify(new URL("../../dist/node/index.js", import.meta.url).href)};
			replaceFileSync(${JSON.stringify(path)}, (file) => { file.write("half"); process.kill(process.pid, "SIGKILL"); });`;
		expect(spawnSync(process.execPath, ["--input-type=module", "-e", program]).signal).toBe("SIGKILL");
		expect(readdirSync(folder).length).toBe(1);
		dumpFileSync([1], path);
		expect(readdirSync(folder)).toEqual(["a.pkl"]);
		expect(readFileSync(path).length).toBeGreaterThan(0);
	});
});
