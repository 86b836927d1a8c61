/** The entries of the built package: they resolve, load in every way, and touch nothing when loaded. */
import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const run = promisify(execFile);
const about = JSON.parse(readFileSync("package.json", "utf8"));
const entries = Object.keys(about.exports).filter((name) => name !== "./package.json");
const specifier = (entry: string): string => join("brine", entry).replaceAll("\\", "/");

/** Runs a script in a Node process of its own, with the package under its own name. */
async function node(script: string, ...flags: string[]): Promise<string> {
	return (await run(process.execPath, [...flags, "-e", script])).stdout.trim();
}

describe("package.json", () => {
	it("exports files that were built, and types beside them", () => {
		for (const entry of entries) {
			const { types, node, default: script } = about.exports[entry];
			for (const file of [types, node ?? script, script])
				expect([entry, file, existsSync(file)]).toEqual([entry, file, true]);
		}
		expect(existsSync(about.bin.brine)).toBe(true);
		expect(readFileSync(about.bin.brine, "utf8").startsWith("#!/usr/bin/env node\n")).toBe(true);
	});
	it("has no runtime dependency", () => {
		expect([about.dependencies, about.optionalDependencies]).toEqual([undefined, undefined]);
		// The libraries that a user hands over are named with their versions, and nobody has to have them.
		const optional = Object.fromEntries(["bullmq", "ioredis"].map((name) => [name, { optional: true }]));
		expect(Object.keys(about.peerDependencies)).toEqual(Object.keys(optional));
		expect(about.peerDependenciesMeta).toEqual(optional);
	});
});

for (const entry of entries) {
	const name = specifier(entry);
	describe(name, () => {
		it("loads by import, by require() and by import() with the same names", async () => {
			const imported = await node(
				`import * as it from "${name}"; console.log(Object.keys(it).sort().join())`,
				"--input-type=module",
			);
			const dynamic = await node(`import("${name}").then((it) => console.log(Object.keys(it).sort().join()))`);
			const required = await node(
				`console.log(Object.keys(require("${name}")).filter((key) => key !== "__esModule").sort().join())`,
				"--no-warnings",
			);
			expect(imported.length).toBeGreaterThan(0);
			expect(dynamic).toBe(imported);
			expect(required).toBe(imported);
		});
		it("changes no global and no prototype when loaded", async () => {
			const script = `
				const { createHash } = require("node:crypto");
				const roots = [globalThis, Object, Array, Map, Set, Uint8Array, String, Number, BigInt, Symbol, Promise, Error, JSON, Math, Reflect, RegExp, Date];
				const names = () => roots.flatMap((root, i) =>
					[root, root.prototype].filter(Boolean).flatMap((object, j) =>
						Reflect.ownKeys(object).map((key) => {
							const about = Object.getOwnPropertyDescriptor(object, key);
							return [i, j, String(key), typeof about.value, about.get && about.get.name, typeof about.value === "function" ? String(about.value) : ""].join("|");
						})));
				const listeners = () => process.eventNames().map((event) => String(event) + process.listenerCount(event));
				// Node itself replaces some globals when they are first looked at.
				for (const name of Object.getOwnPropertyNames(globalThis)) void globalThis[name];
				const before = JSON.stringify([names(), listeners()]);
				import("${name}").then(() => {
					const after = JSON.stringify([names(), listeners()]);
					console.log(before === after ? "same" : "changed");
				});`;
			// A file within the package, since a script on the command line gets globals of its own.
			mkdirSync(".cache", { recursive: true });
			const file = `.cache/globals-${name.replace("/", "-")}.cjs`;
			writeFileSync(file, script);
			expect((await run(process.execPath, ["--no-warnings", file])).stdout.trim()).toBe("same");
		});
		if (about.exports[entry].node !== undefined) {
			it("has no Node in it", () => {
				const seen = new Set<string>();
				const walk = (path: string): void => {
					if (seen.has(path)) return;
					seen.add(path);
					const text = readFileSync(path, "utf8");
					for (const [, target] of text.matchAll(/^(?:import|export)\b(?:[^;"]*\bfrom)?\s*"([^"]+)";$/gm)) {
						expect([path, target?.startsWith(".")]).toEqual([path, true]);
						walk(join(path, "..", target as string));
					}
				};
				walk(about.exports[entry].node);
				walk(about.exports[entry].default);
				expect(seen.size).toBeGreaterThan(1);
			});
		}
	});
}

describe("all entries", () => {
	it("share their classes", async () => {
		const script = `
			const all = await Promise.all(${JSON.stringify(entries.map(specifier))}.map((name) => import(name)));
			const seen = new Map();
			for (const module of all) for (const [key, value] of Object.entries(module)) {
				if (typeof value !== "function") continue;
				if (seen.has(key) && seen.get(key) !== value && key[0] === key[0].toUpperCase()) console.log(key);
				seen.set(key, value);
			}`;
		expect(execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" })).toBe("");
	});
	it("name their classes as they are exported, in bundles and in plain modules", async () => {
		for (const condition of ["node", "default"]) {
			const script = `
				const paths = ${JSON.stringify(entries.map((entry) => about.exports[entry][condition]).filter(Boolean))};
				for (const path of paths) for (const [key, value] of Object.entries(await import("./" + path)))
					if (typeof value === "function" && /^[A-Z]/.test(key) && value.name.startsWith("_")) console.log(path, value.name);`;
			expect(await node(script, "--input-type=module")).toBe("");
		}
	});
	it("load where pages forbid code from text", async () => {
		expect(await node(`import("brine").then(() => console.log("ok"))`, "--disallow-code-generation-from-strings")).toBe(
			"ok",
		);
	});
});
