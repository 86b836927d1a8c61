/** The workflows: an action is named by its commit, since a tag can be moved, and no job has more rights than it names. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const folder = ".github/workflows";
const workflows = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));

describe("every workflow", () => {
	it("is there", () => expect(workflows.length).toBeGreaterThan(3));
	for (const { name, text } of workflows) {
		it(`${name} pins actions by commit and says which version that is`, () => {
			const used = [...text.matchAll(/\buses:\s*(.+)/g)].map((match) => match[1] as string);
			expect(used.length).toBeGreaterThan(0);
			expect(used.filter((action) => !/^[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*$/.test(action))).toEqual([]);
		});
		it(`${name} may only read unless a job says more`, () => {
			expect(text).toMatch(/^permissions: \{ contents: read \}$/m);
			expect(text.match(/timeout-minutes:/g)?.length).toBe(text.match(/runs-on:/g)?.length);
		});
	}
});
