/**
 * Takes the pictures of the page for docs/view.md and README.md, from its own samples, in the Chromium of the tests.
 *
 * npm run page && node scripts/make-view-pictures.mjs
 */
import { join } from "node:path";
import { start } from "../tests/page/harness.mjs";

const PICTURES = {
	"view-records": ["A list of records", async (page) => page.getByRole("treeitem").nth(1).dblclick()],
	"view-malicious": ["A malicious pickle", async (page) => page.getByRole("tab", { name: /Safety/ }).click()],
	"view-frame": ["A pandas DataFrame", async (page) => page.locator(".head-name").nth(1).click()],
	"view-array": ["A numpy array", async (page) => page.getByRole("tab", { name: "Heat map" }).click()],
	"view-tensors": ["A torch checkpoint", async () => undefined],
	"view-bytes": [
		"A list of records",
		async (page) => {
			await page.getByRole("treeitem").nth(2).click();
			await page.waitForTimeout(400);
			await page.getByRole("button", { name: "Show its bytes" }).click();
		},
	],
};

const tests = await start();
try {
	for (const [name, [sample, prepare]] of Object.entries(PICTURES)) {
		const { page } = await tests.newPage({ viewport: { width: 1280, height: 720 } });
		await page.getByText(sample, { exact: true }).click();
		await page.locator(".verdict:not(.scanning)").waitFor();
		await page.locator(".split").waitFor();
		await page.waitForTimeout(800);
		await prepare(page);
		await page.mouse.move(5, 700);
		await page.waitForTimeout(900);
		await page.screenshot({ path: join(import.meta.dirname, "../docs/images", `${name}.png`) });
		await page.context().close();
	}
} finally {
	await tests.end();
}
