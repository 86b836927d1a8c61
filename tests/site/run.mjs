/**
 * The site of the docs in a real browser: `npm run test:site`, or `node tests/site/run.mjs [--only WORDS]` after `npm run docs`.
 *
 * Every page is opened wide and light; each is looked at by axe, and must have no complaint of the browser, no picture that
 * is missing, no link to a page or heading that is not there. One of each kind is looked at narrow and dark, too.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { start } from "../page/harness.mjs";

const root = resolve(import.meta.dirname, "../..");
const site = join(root, "site");
assert(existsSync(join(site, "index.html")), "no site: run npm run docs");
const only = process.argv.includes("--only") ? process.argv[process.argv.indexOf("--only") + 1] : undefined;

const pages = readdirSync(site, { recursive: true })
	.map((name) => name.replaceAll("\\", "/"))
	.filter((name) => name.endsWith(".html") && name !== "404.html" && !name.startsWith("view/"))
	.sort();
/** A page of each kind: the first one, a guide, one with tables, a reference, Chinese. */
const KINDS = ["index.html", "from-python.html", "values.html", "reference/brine/json.html", "zh/index.html"];

/** The identifiers of a page, by its path. */
const anchors = new Map();
function anchorsOf(path) {
	if (!anchors.has(path)) {
		const html = readFileSync(join(site, path), "utf8");
		anchors.set(path, new Set([...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => decode(id))));
	}
	return anchors.get(path);
}
function decode(text) {
	const names = { amp: "&", lt: "<", gt: ">", quot: '"' };
	return text.replace(/&(#x?[\da-f]+|\w+);/gi, (whole, name) => {
		if (name[0] !== "#") return names[name] ?? whole;
		return String.fromCodePoint(name[1] === "x" ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1)));
	});
}

const browser = await start(site);
const counts = { passed: 0, failed: 0, skipped: 0 };
async function test(name, work) {
	if (only !== undefined && !name.includes(only)) return;
	try {
		await work();
		counts.passed++;
	} catch (error) {
		counts.failed++;
		console.log(`FAILED ${name}\n       ${String(error?.stack ?? error).replaceAll("\n", "\n       ")}`);
	}
}

/** Opens a page; the work is done with it before it is closed, without a complaint. */
async function withPage(path, options, work) {
	const looked = await browser.newPage({
		url: `${browser.address}${path}`,
		viewport: { width: 1280, height: 900 },
		...options,
	});
	try {
		await work(looked.page, looked);
	} finally {
		const complaints = await looked.close();
		assert.deepEqual(complaints, []);
	}
}

/** Text and controls as WCAG AA wants them, in the window as it is. */
async function isAccessible(looked) {
	assert.deepEqual(await looked.accessibility(), []);
}

try {
	for (const path of pages) {
		await test(`${path}: opened, links, axe`, () =>
			withPage(path, {}, async (page, looked) => {
				const { links, pictures } = await page.evaluate(() => ({
					links: [...document.querySelectorAll("a[href]")].map((link) => link.href),
					pictures: [...document.images]
						.filter((image) => image.complete && image.naturalWidth === 0)
						.map(({ src }) => src),
				}));
				assert.deepEqual(pictures, []);
				const dead = new Set();
				for (const link of new Set(links)) {
					if (!link.startsWith(browser.address)) continue;
					const { pathname, hash } = new URL(link);
					const target = `${decodeURIComponent(pathname.slice(1))}${pathname.endsWith("/") ? "index.html" : ""}`;
					if (!existsSync(join(site, target))) dead.add(link);
					else if (
						hash.length > 1 &&
						target.endsWith(".html") &&
						!anchorsOf(target).has(decodeURIComponent(hash.slice(1)))
					)
						dead.add(link);
				}
				assert.deepEqual([...dead], []);
				await isAccessible(looked);
			}));
	}
	for (const path of KINDS) {
		for (const colorScheme of ["light", "dark"]) {
			await test(`${path}: narrow and ${colorScheme}`, () =>
				withPage(path, { viewport: { width: 390, height: 844 }, colorScheme }, async (page, looked) => {
					const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
					assert(over <= 0, `${over} pixels wider than the window`);
					const isDark = await page.evaluate(() => document.documentElement.classList.contains("dark"));
					assert.equal(isDark, colorScheme === "dark");
					await isAccessible(looked);
				}));
		}
	}
	for (const [path, words, found] of [
		["index.html", "EOFError", /EOFError|Ran out of input/i],
		["zh/index.html", "安全", /安全/],
	]) {
		await test(`${path}: search finds ${words}, with nothing but the site's own files`, () =>
			withPage(path, {}, async (page, looked) => {
				const input = page.locator(".VPLocalSearchBox input");
				// The key does nothing before the page is alive.
				await looked.until(
					async () => {
						if ((await input.count()) === 0) await page.keyboard.press("Control+k");
						return input.count();
					},
					(boxes) => assert.equal(boxes, 1),
				);
				await input.fill(words);
				await page.locator(".VPLocalSearchBox .result").first().waitFor();
				const results = page.locator(".VPLocalSearchBox .results");
				await looked.until(
					() => results.innerText(),
					(text) => assert.match(text, found),
				);
			}));
	}
	await test("view/: the page opens a pickle", () =>
		withPage("view/", {}, async (page, looked) => {
			const buffer = Buffer.from("80049510000000000000007d948c036b6579948c0576616c756594732e", "hex");
			await page.locator("input[type=file]").setInputFiles({ name: "a.pkl", mimeType: "", buffer });
			// The verdict comes from one worker and the facts from another: either may be the first.
			await looked.settled();
			assert.equal((await looked.facts()).Protocol, "4");
			assert.match(await looked.text(), /'key': 'value'/);
		}));
} finally {
	await browser.end();
}
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
