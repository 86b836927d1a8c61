// The tests in headless Chromium, on the source and on the built package: `node tests/runtimes/browser.mjs [--not-src] [--not-dist]`.
// CHROMIUM names another browser of its family. As root on Debian it is installed when it is missing.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeFolder } from "../remove-folder.mjs";
import { bundle } from "./bundle.mjs";
import { CACHE, install, MODULES } from "./install.mjs";
import { countTests, reasonFor, Tally } from "./suites.mjs";

/** What the tests read: the page gets it as text. */
const DATA = ["golden/data", "golden/oracle", "json", "pickle", "pickletools", "registry", "values"].map(
	(folder) => `tests/${folder}`,
);
/** Without these a page has no shared memory. */
const ISOLATED = {
	"cross-origin-opener-policy": "same-origin",
	"cross-origin-embedder-policy": "require-corp",
};
const TIMEOUT = 1_800_000;

install();
const browser = findBrowser();
const counts = countTests();
const sum = { passed: 0, failed: 0, skipped: 0 };
for (const target of ["src", "dist"].filter((name) => !process.argv.includes(`--not-${name}`))) {
	const runtime = { engine: "page", target };
	const outdir = join(CACHE, `page-${target}`);
	const possible = [...counts.keys()].filter((file) => reasonFor(file, runtime) === undefined);
	const { files, inner } = await bundle({ files: possible, target, platform: "browser", outdir, modules: MODULES });
	const start = Date.now();
	const tally = new Tally();
	const { agent, results } = await runPage(outdir, files);
	for (const [file, count] of counts) {
		const result = results.get(file);
		if (result !== undefined) tally.ran(file, result, count);
		else tally.leftOut(file, count, reasonFor(file, runtime) ?? "tests what the package does not export");
	}
	const lost = files.length + inner.length - possible.length;
	if (lost !== 0 || results.size !== files.length) throw new Error("files of tests got lost");
	for (const key of Object.keys(sum)) sum[key] += tally[key];
	tally.print(`${agent}, ${target}, ${Math.round((Date.now() - start) / 1000)} s`);
}
console.log(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;

function findBrowser() {
	const named = [process.env.CHROMIUM, "chromium", "chromium-browser", "google-chrome"].filter(Boolean);
	const there = () => named.find((name) => spawnSync(name, ["--version"]).status === 0);
	if (there() === undefined && process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
		const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
		spawnSync("apt-get", ["update", "-q"], { stdio: "inherit", env });
		spawnSync("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], { stdio: "inherit", env });
	}
	const found = there();
	if (found === undefined) throw new Error("no Chromium here; CHROMIUM=… names one");
	return found;
}

/** Serves the page, opens it, and waits for what it posts. */
async function runPage(folder, tests) {
	const files = {};
	for (const folder of DATA) {
		for (const name of readdirSync(folder)) {
			if (name.endsWith(".json")) files[`${folder}/${name}`] = readFileSync(join(folder, name), "utf8");
		}
	}
	// A page for each file of tests, so that none has another's memory.
	const page = `<!doctype html><meta charset="utf-8"><title>tests</title><script type="module">
		const tests = ${JSON.stringify(tests)};
		const number = Number(location.search.slice(1));
		globalThis.testFiles = await (await fetch("/files.json")).json();
		let result;
		try {
			const { run } = await import("/tests.mjs");
			result = await run(tests[number]);
		} catch (error) {
			result = { passed: 0, failed: 1, skipped: 0, skips: [], failures: [tests[number] + ": " + String(error?.stack ?? error)] };
		}
		const agent = navigator.userAgent.replace(/^.*(?=HeadlessChrome)| Safari.*$/g, "");
		const last = number + 1 === tests.length;
		await fetch("/report", { method: "POST", body: JSON.stringify({ agent, last, file: tests[number], ...result }) });
		if (!last) location.replace("/?" + (number + 1));
	</script>`;
	const pages = {
		"/": ["text/html", page],
		"/files.json": ["application/json", JSON.stringify(files)],
	};
	for (const name of readdirSync(folder)) pages[`/${name}`] = ["text/javascript", readFileSync(join(folder, name))];
	const results = new Map();
	let chromium;
	const profile = mkdtempSync(join(tmpdir(), "brine-page-"));
	const server = createServer();
	try {
		return await new Promise((done, fail) => {
			server.on("request", (request, response) => {
				if (request.url === "/report") {
					const chunks = [];
					request.on("data", (chunk) => chunks.push(chunk));
					request.on("end", () => {
						response.end();
						const { agent, last, file, ...result } = JSON.parse(Buffer.concat(chunks).toString());
						results.set(file, result);
						if (last) done({ agent, results });
					});
					return;
				}
				const [type, body] = pages[request.url.replace(/\?.*$/, "")] ?? [];
				response.writeHead(body === undefined ? 404 : 200, { "content-type": `${type}; charset=utf-8`, ...ISOLATED });
				response.end(body);
			});
			server.listen(0, "127.0.0.1", () => {
				const url = `http://127.0.0.1:${server.address().port}/?0`;
				const flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"];
				chromium = spawn(browser, [...flags, `--user-data-dir=${profile}`, url], { stdio: "ignore" });
				chromium.on("error", fail);
				chromium.on("exit", (code) => fail(new Error(`the browser ended with ${code}`)));
				setTimeout(() => fail(new Error("the page did not answer")), TIMEOUT).unref();
			});
		});
	} finally {
		chromium?.removeAllListeners("exit");
		const ended = new Promise((resolve) => (chromium === undefined ? resolve() : chromium.once("exit", resolve)));
		chromium?.kill();
		await ended;
		server.closeAllConnections();
		server.close();
		removeFolder(profile);
	}
}
