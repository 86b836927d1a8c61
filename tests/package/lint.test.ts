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

it("refuses the idioms that the project does without", async () => {
	const folder = await mkdtemp(join(tmpdir(), "brine-words-"));
	try {
		const file = join(folder, "a.ts");
		const lint = () => run(process.execPath, ["scripts/lint-words.mjs", file]);
		await writeFile(
			file,
			'/** The name after a code; what is wrong with it. */\nexport const a = "after"; // there is no limit\n',
		);
		await lint();
		const planted = [
			"a text",
			"it gives one",
			"What it is",
			"it stands here",
			"is no name",
			"the byte behind it",
			"a door",
		];
		const files = planted.map((_, i) => join(folder, `planted-${i}.ts`));
		for (const [i, idiom] of planted.entries())
			await writeFile(files[i] as string, `/**\n * ${idiom}.\n */\nexport const a = 1;\n`);
		const { stderr } = await run(process.execPath, ["scripts/lint-words.mjs", ...files]).catch((error) => error);
		for (const [i, idiom] of planted.entries()) expect(stderr, idiom).toContain(`planted-${i}.ts:1: `);
		await writeFile(file, 'export const message = "a key that is no str";\n');
		await expect(lint()).rejects.toMatchObject({ stderr: expect.stringContaining("is no") });
		await writeFile(join(folder, "a.md"), "Words.\n\n```ts\nbehind();\n```\n\nThe `gives` of a thing.\n");
		await run(process.execPath, ["scripts/lint-words.mjs", join(folder, "a.md")]);
		await writeFile(join(folder, "a.md"), "Words.\n\nIt gives one.\n");
		await expect(run(process.execPath, ["scripts/lint-words.mjs", join(folder, "a.md")])).rejects.toThrow("a.md");
	} finally {
		removeFolder(folder);
	}
});
