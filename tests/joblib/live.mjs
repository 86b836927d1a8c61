/**
 * node tests/joblib/live.mjs [SEED] [--new]: what is written here is read by each joblib from 0.14 to 1.6, and what these write is read
 * here; with --new by the newest alone. Makes an environment for each in ~/.cache/brine, of the Pythons in ~/.pyenv. Needs `npm run build`.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { wholeNumber } from "../whole-number.mjs";

const VERSIONS = [
	["2.7", "joblib==0.14.1", "numpy==1.16.6"],
	["3.6", "joblib==0.14.1", "numpy==1.13.3", "lz4"],
	["3.8", "joblib==0.17.0", "numpy==1.17.5", "lz4"],
	["3.9", "joblib==1.1.1", "numpy==1.24.4", "lz4"],
	["3.10", "joblib==1.2.0", "numpy==1.23.5", "lz4"],
	["3.13", "joblib==1.6.0", "numpy==2.5.5", "lz4"],
];
const isShort = process.argv.includes("--new");
const seed = wholeNumber("SEED", process.argv.slice(2).find((arg) => arg !== "--new") ?? "1", 0);
let [passed, skipped] = [0, 0];
const script = resolve("tests/joblib/live.py");
const entry = (name) => import(pathToFileURL(resolve(`dist/${name}/index.js`)).href);
const { dumpsJoblib, loadJoblib } = await entry("joblib");
const { array, DType, NDArray, NPScalar } = await entry("numpy");
const { PyComplex } = await entry("types");

function run(program, ...args) {
	const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 26 });
	if (status !== 0) throw new Error(`${program} ${args.join(" ")}\n${stdout}${stderr}`);
	return stdout.trim();
}
/** The Python of an environment with these packages; undefined where there is no such Python. */
function python(version, packages) {
	const folder = join(homedir(), ".cache", "brine", `${packages[0].replace("==", "-")}-py${version}`);
	const made = join(folder, "bin", "python");
	if (existsSync(join(folder, "ready"))) return made;
	const versions = join(homedir(), ".pyenv", "versions");
	const found = existsSync(versions) ? readdirSync(versions).find((name) => name.startsWith(`${version}.`)) : undefined;
	if (found === undefined) return undefined;
	const own = join(versions, found, "bin", "python");
	if (version === "2.7") run("python3", "-m", "virtualenv", "-q", "-p", own, folder);
	else run(own, "-m", "venv", folder);
	run(made, "-m", "pip", "install", "-q", ...packages);
	writeFileSync(join(folder, "ready"), "");
	return made;
}

/** As `spelled` of live.py. */
function spelled(value) {
	if (value instanceof NDArray) {
		const { dtype, shape } = value;
		const items = [];
		const flat = shape.length === 0 ? value.reshape(1) : value.reshape(value.size);
		for (const item of flat) items.push(itemOf(item, dtype));
		const native = dtype.names === null ? dtype.str.replace(">", "<") : "record";
		return { dtype: native, shape: [...shape], items };
	}
	if (Array.isArray(value)) return value.map(spelled);
	if (value instanceof Map)
		return { dict: [...value].map(([key, item]) => [key, spelled(item)]).sort(([a], [b]) => (a < b ? -1 : 1)) };
	if (typeof value === "object" && value !== null && "value" in value) return value.value;
	return value;
}
function itemOf(item, dtype) {
	if (dtype.names !== null) return dtype.names.map((name) => itemOf(item[name], dtype.fields.get(name).dtype));
	if (item instanceof PyComplex) return [item.real, item.imag];
	if (item instanceof NPScalar) return Number(item.value);
	return item instanceof Uint8Array ? [...item] : typeof item === "bigint" ? Number(item) : spelled(item);
}

/** Arrays of every kind that joblib knows, in both orders. */
function values() {
	const kinds = ["b1", "i1", "u2", "i4", "u8", "i8", "f4", "f8", "c8", "c16", "S3", "U4", "M8[s]", "m8[ns]", ">i4"];
	const made = kinds.map((dtype, i) => {
		const data = new Uint8Array(DType.of(dtype).itemsize * 6);
		for (let at = 0; at < data.length; at += 4) data[at] = dtype.startsWith("b") ? at & 1 : 48 + ((at * 7 + i) % 10);
		return new NDArray({ dtype, shape: [2, 3], order: i % 2 === 0 ? "C" : "F", data });
	});
	const objects = array(["text", null, 1.5, 7], { dtype: "O", shape: [2, 2] });
	const records = array(
		[
			[1, 0.5],
			[2, 1.5],
		],
		{
			dtype: [
				["a", "i4"],
				["b", "f8"],
			],
			shape: [2],
		},
	);
	const empty = new NDArray({ dtype: "f8", shape: [0, 3], data: new Float64Array(0) });
	return [
		...made,
		objects,
		records,
		empty,
		new Map([
			["x", made[7]],
			["y", [made[5], "text"]],
			["z", made[7]],
		]),
		array(5),
		"text",
	];
}

for (const [version, ...packages] of isShort ? VERSIONS.slice(-1) : VERSIONS) {
	const program = python(version, packages);
	const name = `${packages[0]} on Python ${version}`;
	if (program === undefined) {
		console.log(`skipped, ${name}: it is not here`);
		skipped++;
		continue;
	}
	const folder = mkdtempSync(join(tmpdir(), "joblib-"));
	const mayAlign = /==1\.[2-9]/.test(packages[0]);
	const protocol = version === "2.7" ? 2 : 4;
	const ways = [
		{},
		{ compress: "zlib" },
		{ compress: "gzip", level: 9 },
		{ protocol: 2 },
		{ compress: "bz2" },
		// Python 2 has no lzma.
		...(version === "2.7" ? [] : [{ compress: "xz" }, { compress: "lzma" }]),
		...(packages.includes("lz4") ? [{ compress: "lz4" }] : []),
		...(mayAlign ? [{ align: true }] : []),
	];
	let count = 0;
	for (const value of values()) {
		for (const way of ways) {
			writeFileSync(join(folder, `${count}.joblib`), await dumpsJoblib(value, { protocol, ...way }));
			writeFileSync(join(folder, `${count}.json`), JSON.stringify(spelled(value)));
			count++;
		}
	}
	assert.equal(run(program, script, "check", folder), String(count));
	rmSync(folder, { recursive: true });
	mkdirSync(folder);
	const written = wholeNumber("what live.py has written", run(program, script, "write", folder, String(seed)));
	for (let i = 0; i < written; i++) {
		const options = { mode: "exact", ...(version === "2.7" ? { encoding: "latin1" } : {}) };
		const value = await loadJoblib(readFileSync(join(folder, `${i}.joblib`)), options);
		assert.deepEqual(spelled(value), JSON.parse(readFileSync(join(folder, `${i}.json`), "utf8")), `${name}: ${i}`);
	}
	rmSync(folder, { recursive: true });
	console.log(`${name}: reads ${count} files, ${written} of its own are read`);
	passed += count + written;
}
console.log(`${passed} passed, 0 failed, ${skipped} skipped`);
