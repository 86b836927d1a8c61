/** Who it is for: screen readers, keyboards, both themes, small screens, both languages; without a network; without another origin. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { pickle } from "../../../dist/index.js";
import { PAGE_POLICY } from "./policy.mjs";

const SAMPLES = [
	"A list of records",
	"A pandas DataFrame",
	"A numpy array",
	"A torch checkpoint",
	"A scikit-learn model",
	"A malicious pickle",
];

async function sample(page, name, options) {
	const shown = await page.newPage(options);
	await shown.page.getByText(name, { exact: true }).click();
	await shown.settled();
	return shown;
}

export const tests = {
	"axe finds nothing on the empty page, in both themes": async ({ newPage }) => {
		for (const colorScheme of ["light", "dark"]) {
			const shown = await newPage({ colorScheme, bypassCSP: true });
			assert.deepEqual(await shown.accessibility(), [], colorScheme);
			await shown.page.getByRole("button", { name: "Paste…" }).last().click();
			assert.deepEqual(await shown.accessibility(), [], `${colorScheme}, paste`);
			await shown.close();
		}
	},
	"axe finds nothing on any sample, in both themes, in all places": async (page) => {
		for (const [i, name] of SAMPLES.entries()) {
			const shown = await sample(page, name, { colorScheme: i % 2 === 0 ? "dark" : "light", bypassCSP: true });
			assert.deepEqual(await shown.accessibility(), [], name);
			const views = shown.page.locator("[role=tablist] [role=tab]");
			for (let tab = 0; tab < (await views.count()); tab++) {
				await views.nth(tab).click();
				await shown.idle();
				assert.deepEqual(await shown.accessibility(), [], `${name}, ${await views.nth(tab).innerText()}`);
			}
			await shown.close();
		}
	},
	"axe finds nothing on a small screen, nothing is cut off sideways": async (page) => {
		for (const name of SAMPLES) {
			const shown = await sample(page, name, { viewport: { width: 360, height: 740 }, bypassCSP: true });
			assert.deepEqual(await shown.accessibility(), [], name);
			const [width, inner] = await shown.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
			assert.ok(width <= inner, `${name}: ${width} of ${inner}`);
			await shown.close();
		}
	},
	"Chinese, by the browser and by the button, and kept": async (page) => {
		const shown = await page.newPage({ locale: "zh-CN" });
		await shown.page.getByText("看看 pickle 里有什么").waitFor();
		assert.equal(await shown.page.evaluate(() => document.documentElement.lang), "zh-Hans");
		await shown.open(page.file("zh.pkl", pickle.dumps([1])));
		assert.equal(await shown.verdict(), "安全");
		await shown.page.getByRole("button", { name: "English" }).click();
		await shown.page.waitForFunction(() => document.querySelector(".pill").textContent.includes("Safe"));
		await shown.page.reload();
		await shown.page.getByText("See what is in a pickle").waitFor();
		assert.deepEqual(await shown.close(), []);
	},
	"the theme is chosen and kept": async ({ newPage }) => {
		const shown = await newPage();
		const back = () => shown.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
		const light = await back();
		await shown.page.getByRole("button", { name: /Theme/ }).click();
		await shown.page.getByRole("button", { name: /Theme: light/ }).click();
		await shown.page.waitForFunction((old) => getComputedStyle(document.body).backgroundColor !== old, light);
		await shown.page.reload();
		await shown.page.getByRole("button", { name: /Theme: dark/ }).waitFor();
		assert.notEqual(await back(), light);
		assert.deepEqual(await shown.close(), []);
	},
	"everything is reached by Tab": async (page) => {
		const shown = await sample(page, "A pandas DataFrame");
		const reached = new Set();
		await shown.page.evaluate(() => document.body.focus());
		for (let i = 0; i < 40; i++) {
			await shown.page.keyboard.press("Tab");
			reached.add(
				await shown.page.evaluate(
					() =>
						document.activeElement?.getAttribute("role") ??
						document.activeElement?.getAttribute("aria-label") ??
						document.activeElement?.textContent,
				),
			);
		}
		for (const wanted of [
			"tree",
			"grid",
			"tab",
			"Search keys, values and classes",
			"Copy",
			"Save as…",
			"0x: Show its bytes",
			"Filter close",
		])
			assert.ok(reached.has(wanted), `${wanted} of ${[...reached].join(", ")}`);
		await shown.close();
	},
	"menus, width of columns and sorting by keyboard alone": async (page) => {
		const shown = await sample(page, "A pandas DataFrame");
		const { page: browser } = shown;
		await browser.locator("summary[aria-label=Copy]").focus();
		await browser.keyboard.press("Enter");
		await browser.keyboard.press("Tab");
		await browser.keyboard.press("Tab");
		await browser.keyboard.press("Tab");
		await browser.keyboard.press("Enter");
		await shown.until(
			() => browser.evaluate(() => navigator.clipboard.readText()),
			(text) => assert.equal(text, "obj"),
		);
		await browser.locator("summary[aria-label='Save as…']").focus();
		await browser.keyboard.press("Enter");
		await browser.getByRole("button", { name: "CSV" }).waitFor();
		await browser.keyboard.press("Escape");
		await browser.getByRole("button", { name: "CSV" }).waitFor({ state: "hidden" });
		const width = () =>
			browser
				.locator(".head")
				.first()
				.evaluate((head) => head.offsetWidth);
		const before = await width();
		await browser.locator(".grid").focus();
		await browser.keyboard.press("Alt+ArrowRight");
		await shown.until(width, (now) => assert.equal(now, before + 24));
		await browser.locator(".head-name").nth(1).focus();
		await browser.keyboard.press("Enter");
		await browser.locator(".head[aria-sort=ascending]").waitFor();
		await browser.getByRole("tab", { name: "Contents" }).focus();
		await browser.keyboard.press("ArrowRight");
		await browser.locator(".ops").waitFor();
		await shown.idle();
		await browser.locator(".ops").focus();
		await browser.keyboard.press("End");
		await browser.locator(".op.cursor", { hasText: "STOP" }).waitFor();
		assert.deepEqual(await shown.close(), []);
	},
	"axe finds nothing in the states of a file: broken, refused, foreign, an archive, cancelled, in Chinese": async (
		page,
	) => {
		const whole = Buffer.from(pickle.dumps([{ a: 1 }, ["x"], "y".repeat(300)], { protocol: 2 }));
		const states = [
			["broken.pkl", whole.subarray(0, whole.length - 40)],
			["hostile.pkl", Buffer.from("cos\nsystem\n(S'id'\ntR.")],
			["foreign.h5", Buffer.from("\x89HDF\r\n\x1a\n", "latin1")],
			["empty.pkl", Buffer.alloc(0)],
			["unknown.pkl", Buffer.from("cshop\nThing\n)R.")],
			["several.pkl", Buffer.concat([whole, whole])],
		];
		for (const [i, [name, bytes]] of states.entries()) {
			const shown = await page.newPage({
				colorScheme: i % 2 === 0 ? "light" : "dark",
				locale: i % 3 === 0 ? "zh-CN" : "en-US",
				bypassCSP: true,
			});
			await shown.open(page.file(name, bytes));
			const places = shown.page.locator(".file-tabs [role=tab]");
			for (let place = 0; place < (await places.count()); place++) {
				await places.nth(place).click();
				await shown.idle();
				assert.deepEqual(await shown.accessibility(), [], `${name}, ${place}`);
			}
			await shown.close();
		}
		const shown = await page.newPage({ bypassCSP: true });
		const rows = Array.from({ length: 600_000 }, (_, i) => ({ i, text: `item ${i}` }));
		await shown.page.locator("input[type=file]").setInputFiles(page.file("long.pkl", pickle.dumps(rows)));
		await shown.page.locator(".reading").waitFor();
		assert.deepEqual(await shown.accessibility(), [], "reading");
		await shown.settled();
		await shown.page.reload();
		await shown.page.locator("input[type=file]").setInputFiles(page.file("long.pkl", pickle.dumps(rows)));
		await shown.page.getByRole("button", { name: "Cancel" }).click();
		await shown.page.getByText("Cancelled").waitFor();
		assert.deepEqual(await shown.accessibility(), [], "cancelled");
		await shown.close();
	},
	"it works without a network": async (page) => {
		const shown = await page.newPage({ serviceWorkers: "allow" });
		await shown.page.evaluate(() => navigator.serviceWorker.ready);
		await shown.until(
			() =>
				shown.page.evaluate(async () => [(await caches.keys()).length, navigator.serviceWorker.controller !== null]),
			(state) => assert.deepEqual(state, [1, true]),
		);
		await shown.page.context().setOffline(true);
		await shown.page.reload();
		await shown.open(page.file("offline.pkl", pickle.dumps(["offline"])));
		assert.match(await shown.text(), /offline/);
		await shown.page.getByRole("button", { name: "Close offline.pkl" }).click();
		await shown.page.getByText("A pandas DataFrame").click();
		await shown.settled();
		assert.ok((await shown.cells()).length > 5);
		await shown.close();
	},
	"it works without a network in Chinese too, whose words come a moment later": async (page) => {
		const shown = await page.newPage({ serviceWorkers: "allow", locale: "zh-CN" });
		await shown.until(
			() =>
				shown.page.evaluate(async () => [(await caches.keys()).length, navigator.serviceWorker.controller !== null]),
			(state) => assert.deepEqual(state, [1, true]),
		);
		await shown.page.context().setOffline(true);
		await shown.page.reload();
		await shown.page.getByText("看看 pickle 里有什么").waitFor();
		await shown.close();
	},
	"neither the page nor its workers reach another origin": async (page) => {
		let asked = 0;
		const other = createServer((_, response) => {
			asked++;
			response.setHeader("access-control-allow-origin", "*");
			response.end("reached");
		});
		await new Promise((resolve) => other.listen(0, "127.0.0.1", resolve));
		const url = `http://127.0.0.1:${other.address().port}/`;
		try {
			const shown = await page.newPage();
			await shown.open(page.file("net.pkl", pickle.dumps([1])));
			const tries = (address) =>
				Promise.all([
					fetch(address).then(
						() => "reached",
						() => "refused",
					),
					import(address).then(
						() => "reached",
						() => "refused",
					),
					new Promise((resolve) => {
						try {
							const socket = new WebSocket(address.replace("http", "ws"));
							socket.onopen = () => resolve("reached");
							socket.onerror = () => resolve("refused");
						} catch {
							resolve("refused");
						}
					}),
				]);
			assert.deepEqual(await shown.page.evaluate(tries, url), ["refused", "refused", "refused"]);
			const workers = shown.page.workers();
			assert.equal(workers.length, 2);
			for (const worker of workers)
				assert.deepEqual(await worker.evaluate(tries, url), ["refused", "refused", "refused"]);
			assert.equal(asked, 0);
			await shown.page.context().close();
		} finally {
			other.closeAllConnections();
			other.close();
		}
	},
	"no script and no style can be put into it": async ({ newPage }) => {
		const shown = await newPage();
		const policy = await shown.page.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content");
		assert.equal(policy, PAGE_POLICY);
		const done = await shown.page.evaluate(() => {
			const tried = [];
			for (const put of [
				() => (document.body.innerHTML += "<p>"),
				() =>
					document.body.append(Object.assign(document.createElement("script"), { textContent: "globalThis.ran = 1" })),
			]) {
				try {
					put();
				} catch (error) {
					tried.push(error.name);
				}
			}
			return [tried.length, globalThis.ran];
		});
		assert.equal(done[1], undefined);
		assert.ok(done[0] >= 2);
		await shown.page.context().close();
	},
};
