/** What `npm run lint` refuses, shown on files that are made for it. */
import { execFile } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { removeFolder } from "../remove-folder.mjs";

const run = promisify(execFile);

it("refuses a cycle of files, of types too", async () => {
	const folder = await mkdtemp(join(tmpdir(), "brine-lint-"));
	try {
		await writeFile(join(folder, "a.ts"), 'import type { B } from "./b.ts";\nexport interface A { readonly b: B }\n');
		const b = join(folder, "b.ts");
		const lint = () => run("node_modules/.bin/oxlint", ["-c", ".oxlintrc.json", "--deny-warnings", folder]);
		await writeFile(b, "export interface B { readonly b: number }\n");
		await lint();
		await writeFile(b, 'import type { A } from "./a.ts";\nexport interface B { readonly a: A }\n');
		await expect(lint()).rejects.toMatchObject({ stdout: expect.stringContaining("no-cycle") });
	} finally {
		removeFolder(folder);
	}
});
