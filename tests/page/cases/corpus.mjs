/** Every file of a folder is opened: it is read or says why not, and nothing is complained of. */
import assert from "node:assert/strict";
import { basename } from "node:path";

export const testsOf = (files) =>
	files.map((path) => [
		path,
		async ({ newPage }) => {
			const shown = await newPage();
			await shown.open(path);
			await shown.verdict();
			const failed = await shown.page.locator(".notice").count();
			assert.equal(failed, 0, basename(path));
			assert.deepEqual(await shown.close(), []);
		},
	]);
