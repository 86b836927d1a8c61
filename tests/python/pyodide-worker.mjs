// Runs a Python script inside pyodide as if it were an ordinary interpreter: `node pyodide-worker.mjs PACKAGE [SCRIPT [ARGUMENT…]]`.
// Without a script it runs worker.py, which speaks the same JSON lines as the native workers. Python sees one folder of this machine,
// as /host: tests/ for a script in it, otherwise the script's own. PACKAGE is an installed npm package (`pyodide`, `pyodide-315`) or the path of one.
import { readSync, realpathSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isMainThread, Worker } from "node:worker_threads";

const MOUNTED = "/host";

const RUN_SCRIPT = `
import runpy
import sys

sys.argv = list(brine_arguments)
del globals()["brine_arguments"]
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
    brine_exit = 0
except SystemExit as leaving:
    brine_exit = leaving.code or 0
    if isinstance(brine_exit, str):
        print(brine_exit, file=sys.stderr)
        brine_exit = 1
sys.stdout.flush()
sys.stderr.flush()
brine_exit
`;

if (isMainThread) {
	// Deep Python calls need more stack than the main thread has.
	const worker = new Worker(new URL(import.meta.url), {
		argv: process.argv.slice(2),
		resourceLimits: { stackSizeMb: 200 },
	});
	worker.on("exit", (code) => {
		process.exitCode = code;
	});
} else {
	process.exit(await run(process.argv.slice(2)));
}

async function run([packageName = "pyodide", script, ...scriptArguments]) {
	const here = dirname(fileURLToPath(import.meta.url));
	const folder = isAbsolute(packageName)
		? packageName
		: dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`));
	const scriptPath = realpathSync(resolve(script ?? join(here, "worker.py")));
	const tests = realpathSync(join(here, ".."));
	const room = scriptPath.startsWith(tests + sep) ? tests : dirname(scriptPath);

	const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")).href);
	const pyodide = await loadPyodide({ indexURL: `${folder}/`, env: { PYTHONHASHSEED: "0", HOME: "/home" } });
	pyodide.FS.mkdirTree(MOUNTED);
	pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: room }, MOUNTED);
	pyodide.setStdin({ read: readSome });
	pyodide.setStdout({ write: (bytes) => writeAll(1, bytes) });
	pyodide.setStderr({ write: (bytes) => writeAll(2, bytes) });

	const argv = [join(MOUNTED, relative(room, scriptPath)), ...scriptArguments];
	pyodide.globals.set("brine_arguments", pyodide.toPy(argv));
	try {
		return pyodide.runPython(RUN_SCRIPT);
	} catch (error) {
		writeAll(2, Buffer.from(`${error.message}\n`));
		return 1;
	}
}

function writeAll(descriptor, bytes) {
	let written = 0;
	while (written < bytes.length) {
		try {
			written += writeSync(descriptor, bytes, written);
		} catch (error) {
			if (error.code !== "EAGAIN") throw error;
			pause();
		}
	}
	return bytes.length;
}

function readSome(bytes) {
	for (;;) {
		try {
			return readSync(0, bytes);
		} catch (error) {
			if (error.code === "EOF") return 0;
			if (error.code !== "EAGAIN") throw error;
			pause();
		}
	}
}

function pause() {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
}
