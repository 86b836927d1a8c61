/** A server for the built page, a Chromium, and what its tests read off the page. */

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { removeFolder } from "../remove-folder.mjs";

const root = join(import.meta.dirname, "../..");
/** The page as `npm run page` builds it. */
const BUILT = join(root, "dist/page");
const TYPES = {
	".html": "text/html; charset=utf-8",
	".js": "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8",
	".json": "application/json",
	".png": "image/png",
	".woff2": "font/woff2",
	".svg": "image/svg+xml",
	".webmanifest": "application/manifest+json",
};

/** A module of the page's own workspace. */
export const fromPage = (path) => import(pathToFileURL(join(root, "page/node_modules", path)).href);

/** Debian's Chromium, or the one that CHROMIUM names; as root on Debian it is installed when it is missing. */
function findBrowser() {
	const named = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
	const there = () => named.find((name) => name !== undefined && existsSync(name));
	if (there() === undefined && process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
		const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
		spawnSync("apt-get", ["update", "-q"], { stdio: "inherit", env });
		spawnSync("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], { stdio: "inherit", env });
	}
	const found = there();
	if (found === undefined) throw new Error("no Chromium here; CHROMIUM=… names one");
	return found;
}

/** Serves a folder as any server of static files does: without headers of its own. */
async function serveStatic(built) {
	const server = createServer((request, response) => {
		const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
		const file = join(built, path.endsWith("/") ? `${path}index.html` : path);
		if (!file.startsWith(built) || !existsSync(file) || !statSync(file).isFile()) {
			response.writeHead(404).end();
			return;
		}
		response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
		response.end(readFileSync(file));
	});
	await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
	return { server, address: `http://127.0.0.1:${server.address().port}/` };
}

/** Everything that the tests share; `end` gives it back. The page is served, or another folder of files. */
export async function start(built = BUILT) {
	const { chromium } = await fromPage("playwright-core/index.mjs");
	const axe = readFileSync(join(root, "page/node_modules/axe-core/axe.min.js"), "utf8");
	const { server, address } = await serveStatic(built);
	const folder = mkdtempSync(join(tmpdir(), "brine-page-test-"));
	const browser = await chromium.launch({
		executablePath: findBrowser(),
		args: ["--no-sandbox", "--disable-dev-shm-usage"],
	});

	/** A page of its own, with what it complained of. */
	async function newPage(options = {}) {
		const { serviceWorkers = "block", url = address, ...rest } = options;
		const context = await browser.newContext({ viewport: { width: 1700, height: 850 }, serviceWorkers, ...rest });
		await context.grantPermissions(["clipboard-read", "clipboard-write"]).catch(() => undefined);
		const page = await context.newPage();
		const complaints = [];
		page.on("console", (message) => {
			const text = message.text();
			if (["error", "warning"].includes(message.type()) && !text.includes("blocked by Playwright"))
				complaints.push(text);
		});
		page.on("pageerror", (error) => complaints.push(String(error)));
		page.on("request", (request) => {
			const { protocol, origin } = new URL(request.url());
			if (protocol.startsWith("http") && origin !== new URL(url).origin) complaints.push(`asked for ${request.url()}`);
		});
		await page.addInitScript(() => {
			globalThis.violations = [];
			addEventListener("securitypolicyviolation", (event) =>
				globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI}`),
			);
		});
		await page.goto(url);
		await page.locator("main").waitFor();
		return new Looked(page, complaints, axe);
	}
	return {
		address,
		folder,
		browser,
		newPage,
		/** Writes a file for a test; returns its path. */
		file(name, bytes) {
			const path = join(folder, name);
			writeFileSync(path, bytes);
			return path;
		},
		async end() {
			await browser.close();
			server.closeAllConnections();
			server.close();
			removeFolder(folder);
		},
	};
}

/** A page that is looked at. */
class Looked {
	constructor(page, complaints, axe) {
		this.page = page;
		this.complaints = complaints;
		this.axe = axe;
	}
	/** Opens files as the file chooser does, and waits till the last is read and judged. */
	async open(...paths) {
		await this.page.locator("input[type=file]").setInputFiles(paths);
		await this.settled();
	}
	/** Drops a file on the page, as from a file manager. */
	async drop(name, bytes) {
		const data = await this.page.evaluateHandle(
			({ name: file, bytes: numbers }) => {
				const transfer = new DataTransfer();
				transfer.items.add(new File([Uint8Array.from(numbers)], file));
				return transfer;
			},
			{ name, bytes: [...bytes] },
		);
		await this.page.dispatchEvent("main", "drop", { dataTransfer: data });
		await this.settled();
	}
	async settled(timeout = 60_000) {
		const { page } = this;
		await page.locator(".verdict:not(.scanning)").waitFor({ timeout });
		await page.locator(".split, .notice, .trouble").first().waitFor({ timeout });
		await this.idle(timeout);
	}
	/**
	 * Waits till nothing that is shown waits for a worker, for a moment: one answer may lead to the next question.
	 * (The predicate of waitForFunction() is never awaited: one that returns a promise holds at once.)
	 */
	async idle(timeout = 30_000) {
		const left = await this.page.evaluate(
			async ({ selector, timeout: most }) => {
				const end = Date.now() + most;
				for (let quiet = 0; quiet < 5; ) {
					const busy = document.querySelector(selector);
					if (busy !== null && Date.now() > end) return busy.outerHTML.slice(0, 300);
					quiet = busy === null ? quiet + 1 : 0;
					await new Promise((resolve) => setTimeout(resolve, 25));
				}
				return "";
			},
			{ selector: ".reading, .busy, [aria-busy=true], .row.waiting", timeout },
		);
		if (left !== "") throw new Error(`still waiting after ${timeout} ms: ${left}`);
	}
	/** Reads something off the page till it is as wanted; what it was last is in the error. */
	async until(read, check, timeout = 15_000) {
		const end = Date.now() + timeout;
		for (;;) {
			try {
				return check(await read());
			} catch (error) {
				if (Date.now() > end) throw error;
			}
			await this.page.waitForTimeout(25);
		}
	}
	verdict() {
		return this.page.locator(".verdict .pill").innerText();
	}
	/** The facts of the first line, by name. */
	facts() {
		return this.page
			.locator(".verdict .facts > div")
			.evaluateAll((all) =>
				Object.fromEntries(
					all.map((one) => [one.querySelector("dt").textContent, one.querySelector("dd").textContent]),
				),
			);
	}
	imports() {
		return this.page.locator(".imports .chip bdi").allInnerTexts();
	}
	/** The rows of the tree that are seen, each as its parts joined. */
	rows() {
		return this.page.locator(".tree .row").evaluateAll((rows) =>
			rows
				.map((row) => [
					Number(/\(([-\d.]+)px/.exec(row.style.transform)?.[1] ?? 0),
					[...row.querySelectorAll("span")]
						.filter((part) => !part.classList.contains("twist"))
						.map((part) => part.textContent)
						.join(" "),
				])
				.sort((a, b) => a[0] - b[0])
				.map(([, text]) => text),
		);
	}
	/** The cells of a table or grid that are seen, row by row. */
	async cells() {
		await this.page.waitForFunction(() =>
			[...document.querySelectorAll(".grid .cell")].some((cell) => cell.textContent !== ""),
		);
		return this.page.locator(".grid .grid-row").evaluateAll((rows) =>
			rows
				.map((row) => [
					Number(/\(([-\d.]+)px/.exec(row.style.transform)?.[1] ?? 0),
					[
						row.querySelector(".row-label").textContent,
						...[...row.querySelectorAll(".cell")]
							.map((cell) => [Number(/\(([-\d.]+)px/.exec(cell.style.transform)?.[1] ?? 0), cell.textContent])
							.sort((a, b) => a[0] - b[0])
							.map(([, text]) => text),
					],
				])
				.sort((a, b) => a[0] - b[0])
				.map(([, cells]) => cells),
		);
	}
	/** Python's text of what is selected. */
	async text() {
		const tab = this.page.getByRole("tab", { name: "Python" });
		if ((await tab.count()) > 0) await tab.click();
		return this.page.locator(".text-view pre").innerText();
	}
	async accessibility() {
		// axe itself is put in by the browser's own tools, which no policy of the page concerns.
		await this.page.evaluate(`${this.axe};0`).catch(async () => this.page.addScriptTag({ content: this.axe }));
		return this.page.evaluate(async () => {
			const { violations } = await globalThis.axe.run(document, {
				runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
			});
			return violations.map(
				({ id, nodes }) =>
					`${id}: ${nodes
						.slice(0, 3)
						.map(({ html }) => html.slice(0, 160))
						.join(" | ")}`,
			);
		});
	}
	/** Closes it; returns everything that it complained of. */
	async close() {
		const violations = await this.page.evaluate(() => globalThis.violations);
		await this.page.context().close();
		return [...this.complaints, ...violations.map((violation) => `policy: ${violation}`)];
	}
}
