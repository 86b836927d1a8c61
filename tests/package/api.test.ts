/** What the package exports is written down, so that a change of it is seen in the change that makes it. */
import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

it("exports what tests/package/api.txt says", () => {
	const { stdout, stderr, status } = spawnSync(process.execPath, ["scripts/make-api.mjs", "--check"], {
		encoding: "utf8",
	});
	expect({ status, says: stdout + stderr }).toEqual({ status: 0, says: "" });
});
