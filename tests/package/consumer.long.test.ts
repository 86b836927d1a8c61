/** The packed tarball as a user gets it: installed in an empty project, used from JavaScript and TypeScript. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { removeFolder } from "../remove-folder.mjs";

let project = "";
const run = (command: string, ...args: string[]): string =>
	execFileSync(command, args, { cwd: project, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

let tarball = "";
beforeAll(() => {
	project = mkdtempSync(join(tmpdir(), "brine-consumer-"));
	const packed = execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", project], {
		encoding: "utf8",
		stdio: ["ignore", "pipe", "ignore"],
	});
	const answer: unknown = JSON.parse(packed);
	const [about] = Object.values(answer as object) as { filename: string }[];
	tarball = about?.filename as string;
	writeFileSync(join(project, "package.json"), '{ "name": "consumer", "private": true, "type": "module" }');
	run("npm", "install", "--offline", "--no-audit", "--no-fund", `./${tarball}`);
});
afterAll(() => removeFolder(project));

const PROGRAM = `
import { readFileSync, writeFileSync } from "node:fs";
import { json, pickle, repr, PyError } from "brine";
import { loads } from "brine/pickle";
import { dumps } from "brine/json";
import { dumpFile, loadFile } from "brine/node";

const bytes = pickle.dumps({ age: 20, score: 88, name: "bob" }, { protocol: 3 });
writeFileSync("settings.pkl", bytes);
const value = loads(readFileSync("settings.pkl"));
await dumpFile(value, "copy.json");
const copy = await loadFile("copy.json");
try {
	json.loads("[1,");
} catch (error) {
	if (error instanceof PyError) console.log(error.name);
}
console.log(Buffer.from(bytes).toString("hex"), repr(copy), dumps(copy));
`;
const PRINTED = [
	"JSONDecodeError",
	"80037d710028580300000061676571014b14580500000073636f726571024b5858040000006e616d6571035803000000626f627104752e " +
		`{'age': 20, 'score': 88, 'name': 'bob'} {"age": 20, "score": 88, "name": "bob"}`,
];

/** Compilers that are fetched where everything is checked. */
const OLDER = ["5.0.4", "5.9.3", "6.0.2"];

describe("an empty project with the tarball", () => {
	it("has nothing but the package and what is meant to be in it", () => {
		expect(readdirSync(join(project, "node_modules")).filter((name) => !name.startsWith("."))).toEqual(["brine"]);
		const files = readdirSync(join(project, "node_modules/brine"), { recursive: true }) as string[];
		expect(files.filter((file) => /test|\.tsbuildinfo$|^src|^node_modules/.test(file))).toEqual([]);
		for (const file of ["README.md", "LICENSE", "CHANGELOG.md", "SECURITY.md"]) expect(files).toContain(file);
	});
	it("runs an ESM program", () => {
		writeFileSync(join(project, "program.js"), PROGRAM);
		expect(run(process.execPath, "program.js").trim().split("\n")).toEqual(PRINTED);
	});
	it("runs a CommonJS program", () => {
		const code = 'const { pickle } = require("brine"); console.log(pickle.loads(pickle.dumps([1n, null])));';
		writeFileSync(join(project, "program.cjs"), code);
		expect(run(process.execPath, "--no-warnings", "program.cjs").trim()).toBe("[ 1, null ]");
	});
	it("has the command", () => {
		expect(run("npx", "--no-install", "brine", "show", "settings.pkl")).toBe(
			"{'age': 20, 'name': 'bob', 'score': 88}\n",
		);
	});

	/** The newest compiler, and, where everything is checked, older ones down to the oldest that is promised. */
	const compilers = [resolve("node_modules/typescript"), ...(process.env["CI"] ? OLDER.map(fetched) : [])];
	function fetched(version: string): string {
		const folder = resolve(`.cache/typescript-${version}`);
		const install = ["install", "--prefix", folder, "--no-audit", "--no-fund", "--no-save", `typescript@${version}`];
		if (!existsSync(join(folder, "node_modules"))) {
			mkdirSync(folder, { recursive: true });
			execFileSync("npm", install, { stdio: "ignore" });
		}
		return join(folder, "node_modules/typescript");
	}
	const settings: Readonly<Record<string, object>> = {
		"for Node": { module: "nodenext", types: ["node"], typeRoots: [resolve("node_modules/@types")] },
		"for a bundler and a page": {
			module: "esnext",
			moduleResolution: "bundler",
			lib: ["es2022", "dom", "dom.iterable"],
			types: [],
		},
	};
	for (const compiler of compilers) {
		for (const [name, options] of Object.entries(settings)) {
			it(`type-checks with ${relative(".", compiler)}, ${name}, without skipping libraries`, () =>
				check(compiler, name, options));
		}
	}
	function check(compiler: string, name: string, options: object): void {
		const tsc = join(compiler, "bin/tsc");
		mkdirSync(join(project, "src"), { recursive: true });
		const page = `
				import { loads, dumps } from "brine/pickle";
				import * as json from "brine/json";
				import { load } from "brine/json";
				const blob: Blob = new Blob([dumps([1])]);
				const value: unknown = loads(new Uint8Array(await blob.arrayBuffer()));
				const text: string = json.dumps(value, { sortKeys: true, indent: 4 });
				const read: Promise<unknown> = load(new Response(text));
				const again: Promise<unknown> = load(blob.stream());
				export { again, read };`;
		const program = name === "for Node" ? PROGRAM : page;
		writeFileSync(join(project, "src/program.ts"), program);
		const compilerOptions = {
			noEmit: true,
			strict: true,
			target: "es2022",
			exactOptionalPropertyTypes: true,
			skipLibCheck: false,
			...options,
		};
		writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["src/program.ts"] }));
		try {
			run(process.execPath, tsc, "-p", ".");
		} catch (error) {
			const { stdout } = error as { stdout: string };
			// Node's own types are not for every compiler.
			const lines = stdout
				.split("\n")
				.filter((line) => /(^|: )error TS/.test(line) && !/@types|undici-types/.test(line));
			expect(lines).toEqual([]);
		}
	}
});

describe("the package", () => {
	const bin = (name: string): string => {
		const about = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
		const file = typeof about.bin === "string" ? about.bin : (Object.values(about.bin)[0] as string);
		return resolve("node_modules", name, file);
	};
	const check = (name: string, ...args: string[]): string => {
		try {
			execFileSync(process.execPath, [bin(name), ...args], { encoding: "utf8", stdio: "pipe" });
			return "";
		} catch (error) {
			const failed = error as { stdout: string; stderr: string };
			return failed.stdout + failed.stderr;
		}
	};
	it("pleases publint", () => expect(check("publint", "--strict", join(project, tarball))).toBe(""));
	it("pleases attw", () => {
		const answer = check("@arethetypeswrong/cli", "--profile", "esm-only", "--no-color", join(project, tarball));
		expect(answer).toBe("");
	});
});
