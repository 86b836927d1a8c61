/** The rooms of the house: imports point one way, files stay small, Node stays in its two rooms. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";

/** What each room may import from, besides itself. Files at the root of `src` are rooms of their own. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
	"explain-stack": [],
	kept: [],
	errors: ["explain-stack"],
	options: ["errors"],
	schema: ["errors"],
	bytes: ["errors", "options"],
	formats: ["kept", "errors", "options", "bytes"],
	values: ["errors", "options", "bytes"],
	registry: ["errors", "options", "schema", "bytes", "values"],
	pickle: ["errors", "explain-stack", "kept", "options", "schema", "bytes", "formats", "values", "registry"],
	connection: ["errors", "options", "schema", "bytes", "values", "registry", "pickle"],
	json: ["errors", "explain-stack", "kept", "options", "schema", "bytes", "values"],
	pickletools: ["errors", "options", "bytes", "values", "registry", "pickle"],
	scan: ["kept", "errors", "options", "bytes", "formats", "registry", "pickle", "pickletools"],
	types: ["errors", "options", "schema", "bytes", "values", "registry"],
	numpy: ["errors", "options", "bytes", "formats", "values", "registry", "pickle"],
	joblib: ["errors", "options", "bytes", "formats", "values", "registry", "pickle", "numpy"],
	pandas: ["errors", "options", "bytes", "values", "registry", "pickle", "numpy"],
	torch: ["errors", "options", "bytes", "formats", "values", "registry", "pickle", "pickletools", "json", "numpy"],
	tagged: ["errors", "options", "bytes", "values", "registry", "pickle"],
	index: [
		"errors",
		"options",
		"schema",
		"bytes",
		"values",
		"registry",
		"pickle",
		"pickletools",
		"json",
		"types",
		"tagged",
	],
	node: [
		"kept",
		"errors",
		"explain-stack",
		"options",
		"schema",
		"bytes",
		"formats",
		"values",
		"registry",
		"pickle",
		"json",
		"scan",
	],
	jobs: ["errors", "options", "bytes", "formats", "node"],
	cli: [
		"errors",
		"jobs",
		"formats",
		"index",
		"pickle",
		"pickletools",
		"json",
		"types",
		"tagged",
		"numpy",
		"joblib",
		"pandas",
		"torch",
		"scan",
		"node",
	],
};
/** Data tables, that may be as long as their data. */
const DATA =
	/^src\/(pickletools\/opcode-info|registry\/python2-names|values\/printable-data|pickle\/opcodes|scan\/(allow|deny|modules)-data)\.ts$/;
const MAX_LINES = 400;

interface File {
	readonly path: string;
	readonly text: string;
	readonly room: string;
	/** Specifiers of its imports and re-exports, types too. */
	readonly imports: readonly string[];
}

const tests: readonly string[] = ["src", "tests"].flatMap((folder) =>
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith(".test.ts"))
		.map((entry) => join(entry.parentPath, entry.name)),
);
const files: readonly File[] = readdirSync("src", { recursive: true, withFileTypes: true })
	.filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts"))
	.map((entry) => {
		const path = join(entry.parentPath, entry.name);
		const text = readFileSync(path, "utf8");
		const code = text.replace(/\/\*[\s\S]*?\*\//g, "");
		const found = code.matchAll(/^\s*(?:import|export)\b(?:[^;"']*?\bfrom)?\s*"([^"]+)"|\bimport\(\s*"([^"]+)"/gm);
		return { path, text, room: roomOf(path), imports: [...found].map((match) => (match[1] ?? match[2]) as string) };
	});

function roomOf(path: string): string {
	return (path.split("/")[1] as string).replace(/\.ts$/, "");
}

/** The sets of files each of which reaches all others of its set. */
function cyclesIn(imports: ReadonlyMap<string, readonly string[]>): string[][] {
	const reached = (from: string): Set<string> => {
		const seen = new Set<string>();
		const waiting = [...(imports.get(from) ?? [])];
		for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
			if (seen.has(path)) continue;
			seen.add(path);
			waiting.push(...(imports.get(path) ?? []));
		}
		return seen;
	};
	const all = new Map([...imports.keys()].map((path) => [path, reached(path)]));
	const sets = [...all].map(([path, seen]) => [...seen].filter((other) => all.get(other)?.has(path) === true).sort());
	return [...new Map(sets.filter((set) => set.length > 0).map((set) => [set.join(" "), set])).values()];
}

describe("the rooms", () => {
	it("are all known", () => {
		expect(files.length).toBeGreaterThan(20);
		expect([...new Set(files.map((file) => file.room))].filter((room) => !(room in ARROWS))).toEqual([]);
	});
	it("import one way only", () => {
		const wrong: string[] = [];
		for (const { path, room, imports } of files) {
			for (const specifier of imports) {
				if (!specifier.startsWith(".")) continue;
				const target = roomOf(normalize(join(dirname(path), specifier)));
				if (target !== room && ARROWS[room]?.includes(target) !== true) wrong.push(`${path} -> ${specifier}`);
			}
		}
		expect(wrong).toEqual([]);
	});
	it("are arranged so that no two import each other", () => {
		const reach = (room: string, seen = new Set<string>()): Set<string> => {
			for (const next of ARROWS[room] ?? []) {
				if (!seen.has(next)) reach(next, seen.add(next));
			}
			return seen;
		};
		expect(Object.keys(ARROWS).filter((room) => reach(room).has(room))).toEqual([]);
	});
	it("have no cycle of files, type imports included", () => {
		const imports = new Map(
			files.map((file) => [
				file.path,
				file.imports.filter((it) => it.startsWith(".")).map((it) => normalize(join(dirname(file.path), it))),
			]),
		);
		expect([...imports.values()].flat().length).toBeGreaterThan(1000);
		expect(cyclesIn(imports)).toEqual([]);
		expect(
			cyclesIn(
				new Map([
					["a", ["b", "d"]],
					["b", ["c"]],
					["c", ["b"]],
					["d", []],
				]),
			),
		).toEqual([["b", "c"]]);
	});
	it("reach Node in node/, connection/, jobs/ and cli/ only, and libraries in cli/ and three in formats/ only", () => {
		const wrong = files.flatMap(({ path, room, imports }) =>
			imports
				.filter((specifier) => !specifier.startsWith("."))
				.filter(
					(specifier) => room !== "cli" && !(/^(node|connection|jobs)$/.test(room) && specifier.startsWith("node:")),
				)
				.filter(
					(specifier) =>
						!/^src\/formats\/(bzip2|xz|zstd)\.ts$/.test(path) ||
						!/^(seek-bzip|fzstd|xz-decompress\/dist\/package\/xz-decompress\.js)$/.test(specifier),
				)
				.map((specifier) => `${path} -> ${specifier}`),
		);
		// The interface of Standard Schema is types alone.
		expect(wrong.filter((line) => !line.endsWith("@standard-schema/spec"))).toEqual([]);
	});
	it("load the libraries of formats/ only when they are met", () => {
		const early = files.filter(({ text }) => /^import (?!type)[^;]*"[^"]*\/(bzip2|xz|zstd)\.ts"/m.test(text));
		expect(early.map(({ path }) => path)).toEqual([]);
	});
	it("of the command import public entries, formats, jobs, errors and its own files only", () => {
		const wrong = files
			.filter(({ room }) => room === "cli")
			.flatMap(({ path, imports }) =>
				imports
					.filter((specifier) => specifier.startsWith("../"))
					.filter(
						(specifier) =>
							!/^\.\.\/(errors|(formats|jobs)\/[\w-]+|(json|pickle|pickletools|scan|types|tagged|numpy|joblib|pandas|torch|node)\/index)\.ts$/.test(
								specifier,
							),
					)
					.map((specifier) => `${path} -> ${specifier}`),
			);
		expect(wrong).toEqual([]);
	});
	it("import other rooms' files, not through an index; node/ and cli/ stand outside", () => {
		const wrong = files
			.filter(({ room, path }) => !["cli", "node", "index"].includes(room) && !path.endsWith("/index.ts"))
			.flatMap(({ path, imports }) =>
				imports.filter((specifier) => specifier.endsWith("/index.ts")).map((specifier) => `${path} -> ${specifier}`),
			);
		expect(wrong).toEqual([]);
	});
});

describe("the files", () => {
	it("name their own extension when they import", () => {
		const wrong = files.flatMap(({ path, imports }) =>
			imports.filter((it) => it.startsWith(".") && !it.endsWith(".ts")).map((it) => `${path} -> ${it}`),
		);
		expect(wrong).toEqual([]);
	});
	it(`have at most ${MAX_LINES} lines`, () => {
		const long = files.filter(({ path, text }) => !DATA.test(path) && text.split("\n").length - 1 > MAX_LINES);
		expect(long.map(({ path, text }) => `${path}: ${text.split("\n").length - 1}`)).toEqual([]);
	});
	it("of tests of which npm test runs a part are those that test:long runs whole", () => {
		const config = readFileSync("vitest.config.ts", "utf8");
		const listed = [...config.matchAll(/^\t"((?:src|tests)\/.*\.test\.ts)",$/gm)].map((match) => match[1]);
		// By itself, or by what it imports from beside it.
		const isPartial = (path: string): boolean => {
			const text = readFileSync(path, "utf8");
			const beside = [...text.matchAll(/^(?:import |\}).* from "\.\/([\w-]+\.ts)";$/gm)].map(([, name]) =>
				join(dirname(path), name as string),
			);
			return /effort\.ts"/.test(text) || beside.some((other) => other.startsWith("tests/") && isPartial(other));
		};
		const partial = tests.filter((path) => isPartial(path) && !path.endsWith(".long.test.ts"));
		expect(listed).toEqual(partial.sort());
	});
	it("of tests bound processor time, not the clock, which runs for other programs, too", () => {
		const clocked = tests.filter((path) => /performance\.now\(\) [-]/.test(readFileSync(path, "utf8")));
		// A silent peer is given up by the clock.
		expect(clocked).toEqual(["tests/connection/listener.test.ts"]);
	});
	it("build no code from text", () => {
		const wrong = files.filter(({ text }) =>
			/\bnew Function\(|\beval\(/.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "")),
		);
		expect(wrong.map(({ path }) => path)).toEqual([]);
	});
	it("that are entries only re-export", () => {
		const entries = files.filter(({ path }) => /^src\/(\w+\/)?index\.ts$/.test(path));
		expect(entries.length).toBeGreaterThan(0);
		for (const { path, text } of entries) {
			const rest = text
				.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "")
				.replace(/export\s+(type\s+)?(\{[^}]*\}|\*( as \w+)?)\s+from\s+"[^"]+";/g, "")
				.trim();
			expect([path, rest]).toEqual([path, ""]);
		}
	});
});
