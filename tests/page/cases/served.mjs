/** `brine view` in a browser, the page as an app, and what comes over the network at first. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import {
	chmodSync,
	closeSync,
	existsSync,
	ftruncateSync,
	mkdirSync,
	openSync,
	readFileSync,
	writeFileSync,
	writeSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { gzipSync } from "node:zlib";
import { pickle } from "../../../dist/index.js";
import { dumpsJoblib } from "../../../dist/joblib/index.js";
import { array } from "../../../dist/numpy/index.js";

const command = join(import.meta.dirname, "../../../dist/cli/main.js");
/** kB of gzip that the page itself may be. */
const FIRST_LOAD = 120;
/** … and with the workers that read and judge a plain pickle. */
const WITH_WORKERS = 215;

/** Runs `brine view`; the address that it prints, and how it ends. */
async function view(args, env = {}) {
	const child = spawn(process.execPath, [command, "view", ...args], {
		stdio: ["ignore", "pipe", "inherit"],
		env: { ...process.env, ...env },
	});
	const ended = new Promise((resolve) => child.on("exit", (code, signal) => resolve(signal ?? code)));
	const address = await new Promise((resolve, reject) => {
		let out = "";
		child.stdout.on("data", (piece) => {
			out += String(piece);
			if (out.includes("\n")) resolve(out.trim());
		});
		void ended.then((how) => reject(new Error(`brine view ended: ${how}`)));
	});
	const stop = () => {
		child.kill("SIGINT");
		return ended;
	};
	return { address, stop };
}

export const tests = {
	"brine view: the files that were named, large ones by ranges, nothing kept": async (page) => {
		const small = page.file("named.pkl", pickle.dumps({ from: "brine view" }));
		const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (50000, 1000), }".padEnd(117);
		const large = page.file(
			"ranges.npy",
			Buffer.concat([Buffer.from("\x93NUMPY\x01\0\x76\0", "latin1"), Buffer.from(`${header}\n`)]),
		);
		const file = openSync(large, "r+");
		ftruncateSync(file, 128 + 200_000_000);
		writeSync(file, Buffer.from(Float32Array.of(42.25).buffer), 0, 4, 128 + 200_000_000 - 4);
		closeSync(file);
		const big = array(Int32Array.from({ length: 40_000_000 }, (_, i) => i));
		const joblib = page.file("ranges.joblib", await dumpsJoblib({ big, after: "it" }));
		const { address, stop } = await view(["--no-open", small, large, joblib]);
		try {
			assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\/\?files$/);
			const shown = await page.newPage({ url: address, serviceWorkers: "allow" });
			let fetched = 0;
			shown.page.on("response", (response) => {
				if (/\/files\/[12]$/.test(response.url())) fetched += Number(response.headers()["content-length"] ?? 0);
			});
			await shown.page.getByRole("button", { name: "named.pkl", exact: true }).click();
			await shown.settled();
			assert.match(await shown.text(), /\{'from': 'brine view'\}/);
			await shown.page.getByRole("button", { name: "ranges.npy", exact: true }).click();
			await shown.settled();
			assert.equal((await shown.facts()).Size, "200 MB");
			await shown.page.locator(".grid").focus();
			await shown.page.keyboard.press("Control+End");
			await shown.page.locator(".cell.active", { hasText: "42.25" }).waitFor();
			await shown.page.getByRole("button", { name: "ranges.joblib", exact: true }).click();
			await shown.settled();
			await shown.page.locator("#row-1").click();
			await shown.until(
				() => shown.cells(),
				(cells) => assert.deepEqual(cells[1], ["1", "1"]),
			);
			await shown.page.locator(".grid").focus();
			await shown.page.keyboard.press("Control+End");
			await shown.page.locator(".cell.active", { hasText: "39999999" }).waitFor();
			console.log(`       ${fetched} of 360,000,000 bytes were fetched`);
			assert.ok(fetched < 40_000_000, `${fetched} bytes`);
			assert.equal(await shown.page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
			assert.deepEqual(await shown.close(), []);
		} finally {
			assert.equal(await stop(), "SIGINT");
		}
		await assert.rejects(fetch(address));
	},
	"brine view opens the browser": async (page) => {
		if (process.platform !== "linux") return;
		const tools = join(page.folder, "tools");
		const said = join(page.folder, "opened");
		mkdirSync(tools, { recursive: true });
		writeFileSync(join(tools, "xdg-open"), `#!/bin/sh\nprintf %s "$1" > '${said}.part'\nmv '${said}.part' '${said}'\n`);
		chmodSync(join(tools, "xdg-open"), 0o755);
		const { address, stop } = await view([page.file("opened.pkl", pickle.dumps(1))], {
			PATH: `${tools}${delimiter}${process.env.PATH}`,
		});
		try {
			for (let turn = 0; turn < 200 && !existsSync(said); turn++)
				await new Promise((resolve) => setTimeout(resolve, 25));
			assert.equal(readFileSync(said, "utf8"), address);
		} finally {
			await stop();
		}
	},
	"the browser would install it": async (page) => {
		const shown = await page.newPage({ serviceWorkers: "allow" });
		await shown.page.evaluate(() => navigator.serviceWorker.ready.then(() => 0));
		const session = await shown.page.context().newCDPSession(shown.page);
		const { data, errors } = await session.send("Page.getAppManifest");
		assert.deepEqual(errors, []);
		const { name, display, start_url: start, icons } = JSON.parse(data);
		assert.deepEqual([name, display, start], ["Brine view", "standalone", "./"]);
		for (const { src } of icons) assert.equal((await fetch(new URL(src, page.address))).status, 200, src);
		const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
		// Playwright's contexts are incognito, where nothing is installed.
		assert.deepEqual(
			installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito"),
			[],
		);
		assert.deepEqual(await shown.close(), []);
	},
	"the first load, and what a plain pickle takes besides": async (page) => {
		const shown = await page.newPage();
		const sizes = new Map();
		const kept = [];
		shown.page.context().on("response", (response) => {
			kept.push(
				response
					.body()
					.then((body) => sizes.set(new URL(response.url()).pathname, gzipSync(body, { level: 9 }).length))
					.catch(() => undefined),
			);
		});
		await shown.page.reload();
		await shown.page.locator(".drop-zone").waitFor();
		await Promise.all(kept);
		const sum = () => [...sizes.values()].reduce((all, size) => all + size, 0) / 1000;
		const bare = sum();
		await shown.open(page.file("first.pkl", pickle.dumps({ a: [1, 2] })));
		await Promise.all(kept);
		console.log(
			`       first load ${bare.toFixed(1)} kB, and with a plain pickle read and judged ${sum().toFixed(1)} kB, in ${sizes.size} files`,
		);
		assert.ok(sizes.size > 3);
		assert.ok(bare <= FIRST_LOAD && bare > 10, `${bare} kB`);
		assert.ok(sum() <= WITH_WORKERS, `${sum()} kB`);
		assert.deepEqual(await shown.close(), []);
	},
};
