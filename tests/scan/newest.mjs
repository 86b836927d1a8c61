/**
 * Files of the newest libraries: installs them, has them write what scripts/scan-list/make-pickles.py knows, and scans that.
 * Nothing may be suspicious or worse; what is unknown is counted and named, since it says how the list ages.
 *
 * After `npm run build`: node tests/scan/newest.mjs [--ageing] [--python COMMAND]
 * With --ageing the same files are scanned once more by a list without the rows that only the newest versions brought.
 * The environment is kept in ~/.cache/brine for a week, so that "newest" stays true.
 */
import { execFileSync } from "node:child_process";
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { findPythons, onePerMinor } from "../python/pythons.mjs";

const PACKAGES = "numpy pandas pyarrow scikit-learn scipy joblib Django nltk lightgbm networkx sympy pytz".split(" ");
/** Days after which the libraries are installed anew. */
const FRESH = 7;
/** Files of what is on the list of harmful names, by itself or with its whole module, though these values do no harm. */
const HARMFUL = /^stdlib__(?:csv|functions|inspect|string|subprocess|xml|zipinfo)\./;
const { values: options } = parseArgs({
	options: { ageing: { type: "boolean", default: false }, python: { type: "string" } },
});
const root = fileURLToPath(new URL("../..", import.meta.url));

/** An environment with the newest libraries; undefined, with the reason, where it cannot be made. */
async function environment() {
	if (options.python !== undefined) return options.python;
	const native = onePerMinor(await findPythons({ pyodide: false })).filter(({ version }) =>
		/^3\.1[1-4]\.\d+$/.test(version),
	);
	const python = native.at(-1);
	if (python === undefined) return undefined;
	const folder = join(homedir(), ".cache/brine", `scan-newest-py${python.version}`);
	const stamp = join(folder, "complete");
	const command = join(folder, "bin/python");
	if (existsSync(stamp) && Date.now() - statSync(stamp).mtimeMs < FRESH * 86_400_000) return command;
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(join(homedir(), ".cache/brine"), { recursive: true });
	execFileSync(python.command, [...python.args, "-m", "venv", folder], { stdio: "inherit" });
	const pip = ["-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-compile"];
	execFileSync(command, [...pip, ...PACKAGES], { stdio: "inherit", timeout: 400_000 });
	// Its wheel asks for libraries of graphics cards, which nothing here uses.
	execFileSync(command, [...pip, "--no-deps", "xgboost"], { stdio: "inherit", timeout: 400_000 });
	writeFileSync(stamp, "");
	return command;
}

/** The scanner with another list: without the rows that were seen only in the versions that are installed, or added by hand. */
async function withoutNewest(versions) {
	const folder = mkdtempSync(join(tmpdir(), "brine-ageing-"));
	const data = join(folder, "allow-data.ts");
	const pairs = Object.entries(versions).map(([name, version]) => `${name}=${version}`);
	execFileSync(process.execPath, [
		join(root, "scripts/make-scan-list.mjs"),
		"--without",
		pairs.join(","),
		"--out",
		data,
	]);
	const outfile = join(folder, "scan.mjs");
	await build({
		entryPoints: [join(root, "src/scan/index.ts")],
		bundle: true,
		platform: "node",
		format: "esm",
		outfile,
		logLevel: "error",
		plugins: [
			{ name: "list", setup: (esbuild) => esbuild.onResolve({ filter: /allow-data\.ts$/ }, () => ({ path: data })) },
		],
	});
	const made = await import(pathToFileURL(outfile).href);
	rmSync(folder, { recursive: true, force: true });
	return made;
}

/** How many files of each library have which verdict; and the findings of those that are not safe. */
async function verdicts({ scan, verdict, createPolicy }, folder) {
	const counts = new Map();
	const told = new Map();
	const policy = createPolicy();
	for (const name of readdirSync(folder).sort()) {
		if (!name.includes("__") || HARMFUL.test(name)) continue;
		const findings = [];
		for await (const finding of scan(readFileSync(join(folder, name)), { policy })) findings.push(finding);
		const found = verdict(findings);
		const library = name.split("__")[0];
		const of = counts.get(library) ?? { safe: 0, unknown: 0, suspicious: 0, dangerous: 0, "no-pickle": 0 };
		of[found]++;
		counts.set(library, of);
		for (const finding of findings) {
			if (finding.verdict === "safe" || finding.verdict === "no-pickle") continue;
			const line = `${finding.verdict}: ${finding.why}`;
			told.set(line, [...(told.get(line) ?? []), name]);
		}
	}
	return { counts, told };
}
const row = (of) => `${of.safe} / ${of.unknown} / ${of.suspicious + of.dangerous}`;

let passed = 0;
let failed = 0;
let skipped = 0;
const python = await environment();
if (python === undefined) {
	console.log("no Python that the newest libraries are for");
	skipped++;
} else {
	const folder = mkdtempSync(join(tmpdir(), "brine-newest-"));
	const names = {
		numpy: "numpy",
		pandas: "pandas",
		pyarrow: "pyarrow",
		scipy: "scipy",
		joblib: "joblib",
		networkx: "networkx",
	};
	Object.assign(names, {
		sklearn: "scikit-learn",
		django: "Django",
		nltk: "nltk",
		lightgbm: "lightgbm",
		xgboost: "xgboost",
		sympy: "sympy",
	});
	const asked = `import importlib.metadata as m, json; print(json.dumps({k: m.version(v) for k, v in ${JSON.stringify(names)}.items()}))`;
	const versions = JSON.parse(execFileSync(python, ["-c", asked], { encoding: "utf8" }));
	console.log(
		Object.entries(versions)
			.map(([name, version]) => `${name} ${version}`)
			.join(", "),
	);
	const env = { ...process.env, PYTHONWARNINGS: "ignore", OMP_NUM_THREADS: "2" };
	const made = execFileSync(python, [join(root, "scripts/scan-list/make-pickles.py"), folder], {
		encoding: "utf8",
		env,
	});
	console.log(made.trim());
	const now = await verdicts(await import(new URL("../../dist/scan/index.js", import.meta.url).href), folder);
	const aged = options.ageing ? (await verdicts(await withoutNewest(versions), folder)).counts : undefined;
	console.log(`library: safe / unknown / suspicious${aged === undefined ? "" : "; by a list without these versions"}`);
	for (const [library, of] of now.counts) {
		console.log(`${library}: ${row(of)}${aged === undefined ? "" : `; ${row(aged.get(library))}`}`);
		passed += of.safe + of.unknown + of["no-pickle"];
		failed += of.suspicious + of.dangerous;
	}
	for (const [line, files] of now.told) console.log(`${files.length} files: ${line}, as in ${files[0]}`);
	if (passed < 1000) {
		console.log("fewer files than there were");
		failed++;
	}
	rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
