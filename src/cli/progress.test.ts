import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { writingMeter } from "./progress.ts";

describe("writingMeter", () => {
	const { isTTY } = process.stderr;
	let shown = "";
	beforeEach(() => {
		shown = "";
		process.stderr.isTTY = true;
		vi.spyOn(process.stderr, "write").mockImplementation((text) => {
			shown += String(text);
			return true;
		});
		vi.useFakeTimers({ toFake: ["Date"] });
	});
	afterEach(() => {
		process.stderr.isTTY = isTTY;
		vi.restoreAllMocks();
		vi.useRealTimers();
	});
	it("says how much has been written once that takes long, and no percentage", async () => {
		const meter = await writingMeter("out.json", false);
		meter.add(1_000_000);
		expect(shown).toBe("");
		vi.setSystemTime(Date.now() + 1000);
		meter.add(1_500_000);
		meter.stop();
		expect(shown).toContain("out.json 2.5 MB written");
		expect(shown).not.toContain("%");
	});
	it("is silent where the output itself goes to the terminal, or nobody watches", async () => {
		process.stderr.isTTY = false;
		const meters = [await writingMeter("out.json", false)];
		process.stderr.isTTY = true;
		meters.push(await writingMeter("-", true));
		for (const meter of meters) {
			meter.add(1);
			vi.setSystemTime(Date.now() + 1000);
			meter.add(1e9);
			meter.stop();
		}
		expect(shown).toBe("");
	});
});
