import { execFileSync, spawn } from "node:child_process";
import {
	chmodSync,
	existsSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isA, type OSError, type PyError, pickle } from "../../src/index.ts";
import {
	type DumpFileOptions,
	dumpFile,
	dumpFileSync,
	fileSource,
	fileSourceSync,
	type LoadFileOptions,
	loadFile,
	loadFileSync,
	toOSError,
} from "../../src/node/index.ts";
import { caught } from "../caught.ts";
import { removeFolder } from "../remove-folder.mjs";

let base = "";
let folder = "";
beforeEach(() => {
	base = mkdtempSync(join(tmpdir(), "brine-node-"));
	folder = join(base, "files");
	mkdirSync(folder);
});
afterEach(() => removeFolder(base));

/** A program on the built package, in a file: not every engine takes it from its arguments. */
function program(text: string): string {
	const path = join(base, "program.mjs");
	writeFileSync(path, text);
	return path;
}

const shown = (error: PyError): string => `${error.name}: ${error.message}`;
const root = process.getuid?.() === 0;

/** Both forms behind one shape. */
const forms = {
	asynchronous: { load: loadFile, dump: dumpFile },
	synchronous: {
		load: async (path: string | URL, options?: LoadFileOptions | null) => loadFileSync(path, options),
		dump: async (value: unknown, path: string | URL, options?: DumpFileOptions | null) =>
			dumpFileSync(value, path, options),
	},
};

for (const [name, { load, dump }] of Object.entries(forms)) {
	describe(`loadFile() and dumpFile(), ${name},`, () => {
		const value = { name: "bob", scores: [1, 2.5, null, true], text: "é😀" };

		for (const extension of ["pkl", "bin", "json", "JSON"]) {
			it(`round-trip .${extension}`, async () => {
				const path = join(folder, `file.${extension}`);
				await dump(value, path);
				expect(await load(path)).toEqual(value);
				expect(readFileSync(path)[0]).toBe(extension.toLowerCase() === "json" ? 0x7b : 0x80);
			});
		}
		it("round-trip JSON Lines", async () => {
			const path = join(folder, "file.jsonl");
			await dump([1, { a: "é" }, []], path, { ensureAscii: false });
			expect(readFileSync(path, "utf8")).toBe('1\n{"a": "é"}\n[]\n');
			expect(await load(path)).toEqual([1, { a: "é" }, []]);
			writeFileSync(path, "1\n2");
			expect(await load(path)).toEqual([1, 2]);
			writeFileSync(path, "1\n\n2\n");
			expect((await caught(() => load(path))).name).toBe("JSONDecodeError");
		});
		it("take the format and the options of either", async () => {
			const path = join(folder, "data.json");
			await dump([1], path, { format: "pickle", protocol: 0 });
			expect(readFileSync(path, "latin1")).toBe("(lp0\nI1\na.");
			expect(await load(path, { format: "pickle", mode: "exact" })).toEqual([1]);
			await dump([1], path, { indent: 4 });
			expect(readFileSync(path, "utf8")).toBe("[\n    1\n]");
			await dump([1], path, null);
			expect(await load(path, null)).toEqual([1]);
			for (const options of [{ format: "yaml" }, { nonsense: 1 }, 5] as never[]) {
				const before = readFileSync(path);
				expect((await caught(() => dump([1], path, options))).code).toBe("option");
				expect((await caught(() => load(path, options))).code).toBe("option");
				expect(readFileSync(path)).toEqual(before);
			}
		});
		it("take file: URLs, and refuse what is no path as Python does", async () => {
			await dump(value, pathToFileURL(join(folder, "a b.pkl")));
			expect(await load(pathToFileURL(join(folder, "a b.pkl")))).toEqual(value);
			for (const work of [(path: never) => load(path), (path: never) => dump(1, path)]) {
				expect(shown(await caught(() => work(null as never)))).toBe(
					"TypeError: expected str, bytes or os.PathLike object, not NoneType",
				);
				expect(shown(await caught(() => work("a\0b" as never)))).toBe("ValueError: embedded null byte");
				expect((await caught(() => work(new URL("http://x.invalid/") as never))).code).toBe("file");
			}
		});
		it("fail as Python's open()", async () => {
			const missing = join(folder, "it's missing.pkl");
			const error = (await caught(() => load(missing))) as OSError;
			expect(shown(error)).toBe(`FileNotFoundError: [Errno 2] No such file or directory: "${missing}"`);
			expect([error.code, error.errno, error.filename, isA(error, "OSError")]).toEqual([
				"file",
				"ENOENT",
				missing,
				true,
			]);
			const nowhere = join(folder, "no", "where.json");
			expect(shown(await caught(() => dump(1, nowhere)))).toBe(
				`FileNotFoundError: [Errno 2] No such file or directory: '${nowhere}'`,
			);
			for (const work of [() => load(folder), () => dump(1, folder)]) {
				expect(shown(await caught(work))).toBe(`IsADirectoryError: [Errno 21] Is a directory: '${folder}'`);
			}
			writeFileSync(join(folder, "file"), "");
			const under = join(folder, "file", "x");
			expect((await caught(() => load(under))).name).toBe("NotADirectoryError");
			expect((await caught(() => dump(1, under))).name).toBe("NotADirectoryError");
		});
		it.skipIf(root)("fail as Python's open() without permission", async () => {
			const path = join(folder, "file.pkl");
			await dump(1, path);
			chmodSync(path, 0o000);
			expect(shown(await caught(() => load(path)))).toBe(`PermissionError: [Errno 13] Permission denied: '${path}'`);
			chmodSync(path, 0o444);
			expect(shown(await caught(() => dump(2, path)))).toBe(`PermissionError: [Errno 13] Permission denied: '${path}'`);
			expect(await load(path)).toBe(1);
		});
		it("tell an empty file as Python does", async () => {
			const path = join(folder, "empty.pkl");
			writeFileSync(path, "");
			expect(shown(await caught(() => load(path)))).toBe("EOFError: Ran out of input");
		});
		it("keep the old file whole when the value cannot be written", async () => {
			for (const extension of ["pkl", "json", "jsonl"]) {
				const path = join(folder, `file.${extension}`);
				await dump([1], path);
				const before = readFileSync(path);
				const bad = [..."x".repeat(300_000), () => 1];
				expect((await caught(() => dump(bad, path))).name).toMatch(/PicklingError|TypeError/);
				expect(readFileSync(path)).toEqual(before);
			}
			expect(readdirSync(folder).sort()).toEqual(["file.json", "file.jsonl", "file.pkl"]);
		});
		it("leave nothing behind when a new file cannot be written", async () => {
			await caught(() => dump(() => 1, join(folder, "new.pkl")));
			expect(readdirSync(folder)).toEqual([]);
		});
		it("pass errors of hooks as they are", async () => {
			const failure = Object.assign(new Error("mine"), { code: "ENOENT", syscall: "open" });
			const objectHook = (): never => {
				throw failure;
			};
			const path = join(folder, "file.json");
			await dump({}, path);
			expect(await caught(() => load(path, { objectHook }))).toBe(failure);
			expect(await caught(() => dump([new Date()], path, { default: objectHook }))).toBe(failure);
		});
		it("keep the permissions of the old file, and give a new one the usual", async () => {
			const path = join(folder, "file.pkl");
			const usual = process.umask(0o027);
			try {
				await dump(1, path);
				expect(statSync(path).mode & 0o7777).toBe(0o640);
				for (const mode of [0o600, 0o666, 0o755, 0o2640]) {
					chmodSync(path, mode);
					await dump(2, path);
					expect((statSync(path).mode & 0o7777).toString(8)).toBe(mode.toString(8));
				}
			} finally {
				process.umask(usual);
			}
		});
		it("follow symbolic links, also to a file that is not there yet", async () => {
			mkdirSync(join(folder, "real"));
			const link = join(folder, "link.pkl");
			symlinkSync("second", link);
			symlinkSync(join("real", "file.pkl"), join(folder, "second"));
			for (const number of [1, 2]) {
				await dump(number, link);
				expect(lstatSync(link).isSymbolicLink()).toBe(true);
				expect(pickle.loads(readFileSync(join(folder, "real", "file.pkl")))).toBe(number);
			}
			expect(readdirSync(join(folder, "real"))).toEqual(["file.pkl"]);
			symlinkSync("loop", join(folder, "loop"));
			const error = await caught(() => dump(1, join(folder, "loop")));
			expect(shown(error)).toBe(`OSError: [Errno 40] Too many levels of symbolic links: '${join(folder, "loop")}'`);
		});
		it("write what cannot be replaced as it is", async () => {
			await dump({ a: 1 }, "/dev/null");
			expect(existsSync("/dev/null") && !statSync("/dev/null").isFile()).toBe(true);
			expect((await caught(() => load("/dev/null"))).name).toBe("EOFError");
		});
		it("have names of any length for the new file", async () => {
			const path = join(folder, `${"é".repeat(120)}.pkl`);
			await dump(1, path);
			expect(await load(path)).toBe(1);
		});
	});
}

describe("dumpFile()", () => {
	it("takes documents from an async generator", async () => {
		const path = join(folder, "file.ndjson");
		await dumpFile(
			(async function* () {
				yield 1;
				yield { a: 2 };
			})(),
			path,
		);
		expect(readFileSync(path, "utf8")).toBe('1\n{"a": 2}\n');
	});
	it("gives up at a signal, and leaves the old file", async () => {
		const path = join(folder, "file.pkl");
		await dumpFile(1, path);
		expect((await caught(() => dumpFile(2, path, { signal: AbortSignal.abort("enough") }))).code).toBe("aborted");
		expect(await loadFile(path)).toBe(1);
		expect(readdirSync(folder)).toEqual(["file.pkl"]);
	});
	it("many at once leave one of the values, and nothing else", async () => {
		const path = join(folder, "file.json");
		await Promise.all(Array.from({ length: 30 }, (_, i) => dumpFile({ i, text: "x".repeat(i * 1000) }, path)));
		const { i, text } = (await loadFile(path)) as { i: number; text: string };
		expect(text.length).toBe(i * 1000);
		expect(readdirSync(folder)).toEqual(["file.json"]);
	});
	it("killed in the middle leaves the old file whole", async () => {
		const path = join(folder, "file.jsonl");
		await dumpFile(["old"], path);
		const script = program(`
			import process from "node:process";
			import { dumpFile } from ${JSON.stringify(pathToFileURL(resolve("dist/node/index.js")).href)};
			async function* documents() {
				for (let i = 0; ; i++) {
					yield "x".repeat(1000);
					if (i % 100 === 0) await new Promise(setImmediate);
					if (i === 500) process.stdout.write("now");
				}
			}
			await dumpFile(documents(), ${JSON.stringify(path)});`);
		const child = spawn(process.execPath, [script], {
			stdio: ["ignore", "pipe", "inherit"],
		});
		await new Promise((done) => child.stdout.once("data", done));
		child.kill("SIGKILL");
		await new Promise((done) => child.once("exit", done));
		expect(readFileSync(path, "utf8")).toBe('"old"\n');
		expect(readdirSync(folder).length).toBe(2); // the unfinished file, under its own name
	});
	it("into a full device fails as in Python", async () => {
		if (!existsSync("/dev/full")) return;
		for (const work of [() => dumpFile([1], "/dev/full"), () => dumpFileSync([1], "/dev/full")]) {
			expect(shown(await caught(work))).toBe("OSError: [Errno 28] No space left on device");
		}
	});
});

describe("fileSource()", () => {
	it("gives many pickles of one file, and closes it", async () => {
		const path = join(folder, "log.pkl");
		writeFileSync(path, Buffer.concat([1, "two", [3]].map((value) => pickle.dumps(value))));
		const values: unknown[] = [];
		for await (const value of pickle.loadAll(fileSource(path))) values.push(value);
		expect(values).toEqual([1, "two", [3]]);
		const reader = new pickle.Unpickler(fileSourceSync(path));
		expect([reader.loadSync(), reader.loadSync()]).toEqual([1, "two"]);
	});
	it.skipIf("Deno" in globalThis)(
		"reads pipes and what is under /proc (a command line that Deno has otherwise)",
		() => {
			const script = program(`
			import { loadFile } from ${JSON.stringify(pathToFileURL(resolve("dist/node/index.js")).href)};
			console.log(await loadFile("/dev/stdin", { format: "json" }));`);
			const line = 'echo "[1]" | "$0" "$1"';
			const printed = execFileSync("sh", ["-c", line, process.execPath, script], { encoding: "utf8" });
			expect(printed).toBe("[ 1 ]\n");
		},
	);
});

describe("toOSError()", () => {
	it("keeps the cause, and passes errors of the package", () => {
		const cause = Object.assign(new Error("EXYZ: strange, open"), { code: "EXYZ" });
		const error = toOSError(cause, "x");
		expect([shown(error), error.cause]).toEqual(["OSError: EXYZ: strange, open: 'x'", cause]);
		expect(toOSError(error)).toBe(error);
		expect(shown(toOSError("text"))).toBe("OSError: text");
	});
});
