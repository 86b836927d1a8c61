import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import preact from "@preact/preset-vite";
import { defineConfig, type Plugin } from "vite";
import { PAGE_POLICY } from "../src/cli/page-policy.ts";

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../package.json"), "utf8"));

/** Puts the policy into the page; while developing there is none, since the server's own client is inline. */
function policy(): Plugin {
	return {
		name: "brine-csp",
		transformIndexHtml: {
			order: "post",
			handler: (html, { server }) =>
				server === undefined
					? html.replace("%CSP%", PAGE_POLICY).replaceAll(" crossorigin", "")
					: html.replace(/\s*<meta http-equiv="Content-Security-Policy"[^>]*>/, ""),
		},
	};
}

/** Writes the service worker, with the names of all files and a number that changes with any of them. */
function serviceWorker(): Plugin {
	return {
		name: "brine-service-worker",
		apply: "build",
		enforce: "post",
		generateBundle: {
			order: "post",
			handler(_, bundle) {
				const hash = createHash("sha256");
				const files = Object.values(bundle).map(({ fileName }) => fileName);
				for (const chunk of Object.values(bundle)) hash.update("code" in chunk ? chunk.code : chunk.source);
				for (const name of readdirSync(join(import.meta.dirname, "public"), { recursive: true, withFileTypes: true })) {
					if (!name.isFile()) continue;
					const path = join(name.parentPath, name.name);
					hash.update(readFileSync(path));
					files.push(path.slice(join(import.meta.dirname, "public").length + 1));
				}
				const source = readFileSync(join(import.meta.dirname, "service-worker.js"), "utf8")
					.replace(
						"__FILES__",
						JSON.stringify([...new Set(["./", ...files.filter((name) => name !== "index.html")])].sort()),
					)
					.replace("__VERSION__", hash.digest("hex").slice(0, 16));
				this.emitFile({ type: "asset", fileName: "sw.js", source });
			},
		},
	};
}

/** The decoder of bzip2 makes its arrays with Node's `Buffer`: here it has one of its own, with the two methods that it uses. */
function bufferOfBzip2(): Plugin {
	const code = `var Buffer = class extends Uint8Array {
		copy(target, at = 0, start = 0, end = this.length) { target.set(this.subarray(start, end), at); }
		toString() { return Array.from(this, (byte) => byte.toString(16).padStart(2, "0")).join(""); }
	};\n`;
	return {
		name: "brine-bzip2",
		transform: (source, id) => (/seek-bzip\/lib\/\w+\.js/.test(id) ? { code: code + source, map: null } : undefined),
	};
}

export default defineConfig({
	root: import.meta.dirname,
	base: "./",
	plugins: [preact({ devToolsEnabled: false }), policy(), serviceWorker()],
	worker: { format: "es", plugins: () => [bufferOfBzip2()] },
	define: { BRINE_VERSION: JSON.stringify(version) },
	build: {
		outDir: "../dist/page",
		emptyOutDir: true,
		target: "es2022",
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		reportCompressedSize: false,
	},
});
