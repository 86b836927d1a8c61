/** The page imports files of `src/` that are not exported: it is bundled here, so that whoever moves one of them learns of it at once. */
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { en } from "../../page/src/words/en.ts";
import { zh } from "../../page/src/words/zh.ts";
import { PAGE_POLICY } from "../../src/cli/page-policy.ts";

describe("the page", () => {
	it.each(["page/src/worker/main.ts", "page/src/main.tsx"])("bundles %s", async (entry) => {
		const { warnings } = await build({
			entryPoints: [entry],
			bundle: true,
			write: false,
			format: "esm",
			splitting: true,
			outdir: "out",
			jsx: "automatic",
			jsxImportSource: "preact",
			external: ["preact", "preact/*", "fzstd", "*?worker&url"],
			loader: { ".css": "empty" },
			logLevel: "silent",
		});
		expect(warnings).toEqual([]);
	});

	it("says everything in both languages, with the same values", () => {
		const places = (text: string) => [...text.matchAll(/\{\d\}/g)].map(String).sort();
		for (const [key, text] of Object.entries(en)) {
			expect(zh, key).toHaveProperty([key]);
			expect(places(zh[key as keyof typeof en]), key).toEqual(places(text));
		}
		expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
	});

	it("is allowed nothing but its own origin", () => {
		expect(PAGE_POLICY).toContain("default-src 'none'");
		expect(PAGE_POLICY).toContain("connect-src 'self'");
		expect(PAGE_POLICY).not.toMatch(/'unsafe-|https?:|[*]/);
	});
});
