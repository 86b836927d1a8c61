/** Files that mean harm, or are broken: nothing of them is markup, nothing runs, nothing hangs. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pickle } from "../../../dist/index.js";
import { array, dumpsNpy } from "../../../dist/numpy/index.js";
import { PyDecimal, PyDict, tuple } from "../../../dist/types/index.js";
import { looked } from "./kinds.mjs";

const faults = join(import.meta.dirname, "../../../../shared/faults");
const MARKUP = '"><img src=x onerror="globalThis.pwned=1"><script>globalThis.pwned=1</script>';

export const tests = {
	"a pickle that would run a command": (page) =>
		looked(page, "evil.pkl", Buffer.from("cos\nsystem\n(S'id'\ntR."), async (shown) => {
			assert.equal(await shown.verdict(), "Dangerous");
			assert.match(await shown.page.locator(".verdict-about").innerText(), /shell command/);
			assert.deepEqual(await shown.imports(), ["os.system"]);
			assert.match(await shown.text(), /os\.system\('id'\)/);
			await shown.page.getByRole("tab", { name: /Safety/ }).click();
			assert.match(await shown.page.locator(".findings").innerText(), /os\.system/);
		}),
	"names, keys and values with markup are text": (page) =>
		looked(
			page,
			`markup${MARKUP.replaceAll("/", "")}.pkl`,
			Buffer.concat([
				pickle.dumps({ [MARKUP]: MARKUP, list: [{ [MARKUP]: 1 }, { [MARKUP]: 2 }] }),
				Buffer.from(`c${MARKUP}\n${MARKUP}\n.`),
			]),
			async (shown) => {
				const { page: browser } = shown;
				for (const tab of ["Bytes", "Safety", "Contents"]) {
					await browser.getByRole("tab", { name: tab }).click();
					await shown.idle();
				}
				await browser.getByRole("button", { name: "Open all below" }).click();
				await browser.waitForFunction(() => document.querySelectorAll(".tree .row").length > 5);
				await shown.idle();
				assert.equal(await browser.evaluate(() => globalThis.pwned), undefined);
				assert.equal(await browser.locator("#app img, #app script").count(), 0);
				assert.ok((await shown.rows()).some((row) => row.includes("<script>")));
			},
		),
	"characters that turn text around or hide are escapes": (page) =>
		looked(page, "bidi.pkl", pickle.dumps({ "a\u202eb": "x\u2066y\u200fz\u0007\u001b[2J" }), async (shown) => {
			const all = await shown.page.evaluate(() => document.body.textContent);
			for (const hidden of "\u202e\u2066\u200f\u0007\u001b")
				assert.ok(!all.includes(hidden), hidden.codePointAt(0).toString(16));
			assert.match(all, /\\u202e/);
			assert.match(await shown.text(), /\\u2066/);
		}),
	"billion laughs": async (page) => {
		let laughs = ["lol"];
		for (let i = 0; i < 60; i++) laughs = [laughs, laughs];
		await looked(page, "laughs.pkl", pickle.dumps(laughs), async (shown) => {
			await shown.page.getByRole("button", { name: "Open all below" }).click();
			await shown.page.waitForFunction(() => document.querySelectorAll(".tree .row").length > 10);
			await shown.text();
			const box = shown.page.getByLabel("Search keys, values and classes");
			await box.fill("lol");
			await box.press("Enter");
			await shown.page.getByText("1 of 1").waitFor();
		});
	},
	"a value a hundred thousand levels deep": (page) =>
		looked(
			page,
			"deep.pkl",
			Buffer.concat([
				Buffer.from([0x80, 4]),
				Buffer.alloc(100_000, 0x5d),
				Buffer.alloc(99_999, 0x61),
				Buffer.from("."),
			]),
			async (shown) => {
				await shown.text();
				await shown.page.getByRole("button", { name: "Open all below" }).click();
				await shown.page.waitForFunction(() => document.querySelectorAll(".tree .row").length > 10);
			},
		),
	"a broken pickle: what was understood, and where it breaks": async (page) => {
		const whole = Buffer.from(
			pickle.dumps([{ name: "kept" }, "also kept", { more: Array.from({ length: 50 }, (_, i) => `item ${i}`) }], {
				protocol: 2,
			}),
		);
		await looked(page, "broken.pkl", whole.subarray(0, whole.length - 40), async (shown) => {
			assert.match(await shown.page.locator(".trouble").innerText(), /what was understood before/);
			assert.ok((await shown.rows()).some((row) => row.includes("kept")));
			await shown.page.getByRole("tab", { name: "Bytes" }).click();
			await shown.page.locator(".alert.broken").waitFor();
			await shown.page.locator(".alert.broken button").click();
			await shown.page.locator(".op.broken, .hex .broken").first().waitFor();
		});
		await looked(page, "unknown.pkl", Buffer.from([0x80, 4, 0x5d, 0xff, 0x2e]), async (shown) => {
			assert.match(await shown.page.locator(".trouble").innerText(), /UnpicklingError|invalid load key/);
		});
	},
	"noise and halves of every sample": async (page) => {
		let seed = 1;
		const noise = Uint8Array.from({ length: 5000 }, () => {
			seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
			return seed >>> 24;
		});
		await looked(page, "noise.bin", noise, async (shown) => void (await shown.verdict()));
		for (const name of ["frame.pkl", "field.npy", "network.pt", "forest.joblib"]) {
			const bytes = readFileSync(join(import.meta.dirname, "../../../dist/page/samples", name));
			await looked(page, name, bytes.subarray(0, bytes.length / 2), async (shown) => void (await shown.verdict()));
		}
	},
	"a declared size costs nothing": async (page) => {
		await looked(page, "size.pkl", Buffer.from([0x80, 4, 0x8e, 0, 0, 0, 0, 0, 1, 0, 0, 0x2e]), async (shown) =>
			assert.match(await shown.page.locator(".trouble").innerText(), /truncated|exhausted|Ran out/i),
		);
		const header = "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,), }".padEnd(117);
		await looked(
			page,
			"huge.npy",
			Buffer.concat([Buffer.from("\x93NUMPY\x01\0\x76\0", "latin1"), Buffer.from(`${header}\n`)]),
			async (shown) =>
				assert.match(
					await shown.page.locator(".trouble").innerText(),
					/the data ends after 0 of 8,000,000,000,000 bytes/,
				),
		);
	},
	"a .npy that was cut off: what is there, and what is not": async (page) => {
		const whole = dumpsNpy(
			array(
				Float64Array.from({ length: 12 }, (_, i) => i),
				{ shape: [4, 3] },
			),
		);
		await looked(page, "cut.npy", whole.subarray(0, whole.length - 30), async (shown) => {
			assert.match(await shown.page.locator(".trouble").innerText(), /the data ends after 66 of 96 bytes/);
			assert.deepEqual(await shown.cells(), [
				["0", "0.0", "1.0", "2.0"],
				["1", "3.0", "4.0", "5.0"],
			]);
		});
	},
	"pickles that were made to cost more than they are": async (page) => {
		const part = tuple(...Array.from({ length: 20_000 }, (_, i) => i));
		for (const [name, value] of [
			["index-keys", Array.from({ length: 100_000 }, () => new PyDict([["1023", null]]))],
			["shared-keys", new PyDict(Array.from({ length: 2000 }, (_, i) => [tuple(part, i), i]))],
			["collisions", new PyDict(Array.from({ length: 20_000 }, (_, i) => [2 ** 61 * (i + 1) - (i + 1), i]))],
			["decimal", new PyDict([[new PyDecimal(`1${"0".repeat(80_000)}1`), 1]])],
			["long", ["x".repeat(5_000_000), 10n ** 4000n, new Uint8Array(5_000_000)]],
		]) {
			const begin = Date.now();
			await looked(page, `${name}.pkl`, pickle.dumps(value), async (shown) => {
				await shown.page.getByRole("button", { name: "Open all below" }).click();
				await shown.idle(60_000);
				if ((await shown.page.locator(".trouble").count()) === 0) await shown.text();
			});
			assert.ok(Date.now() - begin < 60_000, name);
		}
	},
	"the faults of the project": async (page) => {
		for (const file of [
			"hostile/laughs60.pkl",
			"hostile/laughskey.pkl",
			"views/1b-kwargs-dropped.pkl",
			"views/1c-slots-state.pkl",
			"views/6-tagged-twice.pkl",
		]) {
			let bytes;
			try {
				bytes = readFileSync(join(faults, file));
			} catch {
				continue;
			}
			await looked(page, file.split("/").pop(), bytes, async (shown) => void (await shown.verdict()));
		}
	},
};
