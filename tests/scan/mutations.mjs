// Mutates attacks and benign pickles, loads each in disposable Pythons with recorders in place of all names, and scans those
// that called a name of the list of harmful ones: none may be safe or no pickle, nor be taken by a policy.
// After `npm run build`: node tests/scan/mutations.mjs [CALLED for each Python] [SEED] [PYTHON…]; without any all native ones.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { build } from "esbuild";
import { findPythons, onePerMinor } from "../python/pythons.mjs";

const [wanted = "4000", seed = "1", ...given] = process.argv.slice(2);
const pythons =
	given.length > 0 ? given : onePerMinor(await findPythons({ pyodide: false })).map(({ command }) => command);
const folder = mkdtempSync(join(tmpdir(), "brine-mutations-"));
const here = (name) => new URL(name, import.meta.url).pathname;
await build({
	entryPoints: [here("attacks.ts")],
	bundle: true,
	platform: "node",
	format: "esm",
	outfile: join(folder, "scan/deep/attacks.mjs"),
	logLevel: "error",
});
writeFileSync(join(folder, "scan/deep/path"), "");
const source = readFileSync(join(folder, "scan/deep/attacks.mjs"), "utf8").replace(
	"import.meta.url",
	JSON.stringify(new URL("attacks.ts", import.meta.url).href),
);
writeFileSync(join(folder, "attacks.mjs"), source);
const { FORMS, ALIASES, deniedNames, latin1 } = await import(join(folder, "attacks.mjs"));
const { scan, verdict, createPolicy } = await import(new URL("../../dist/scan/index.js", import.meta.url).href);

/** Short pickles of libraries, so that what is allowed is among the seeds. */
function benign() {
	const archive = gunzipSync(readFileSync(here("benign.tar.gz")));
	const found = [];
	for (let at = 0; at + 512 <= archive.length && archive[at] !== 0; ) {
		const size = Number.parseInt(archive.toString("latin1", at + 124, at + 135), 8);
		if (size < 600) found.push(archive.subarray(at + 512, at + 512 + size));
		at += 512 + Math.ceil(size / 512) * 512;
	}
	return found;
}
const names = [...deniedNames(), ...ALIASES];
const attacks = Object.values(FORMS).flatMap((form, i) =>
	Array.from({ length: 12 }, (_, turn) => latin1(form(...names[(i * 12 + turn) % names.length]))),
);
const seeds = [...attacks, ...benign()];
const framed = (bytes) => {
	const head = Buffer.alloc(4);
	head.writeUInt32LE(bytes.length);
	return Buffer.concat([head, bytes]);
};

const policy = createPolicy();
/** Whether `pickle.loads` with the policy would go on. */
function isTaken(bytes) {
	try {
		policy.check(bytes);
		return true;
	} catch {
		return false;
	}
}
/** As Python would write it. */
const shown = (bytes) =>
	`b"${Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`)).join("")}"`;
let [called, passed] = [0, 0];
for (const [index, python] of pythons.entries()) {
	const options = [wanted, String(Number(wanted) * 20), String(Number(seed) + index), String(attacks.length)];
	const child = spawn(python, ["-B", here("mutate.py"), ...options], { stdio: ["pipe", "pipe", "inherit"] });
	const ended = new Promise((resolve) => child.once("close", resolve));
	child.stdin.on("error", () => undefined);
	child.stdin.end(Buffer.concat(seeds.map(framed)));
	let rest = Buffer.alloc(0);
	for await (const chunk of child.stdout) {
		rest = Buffer.concat([rest, chunk]);
		let at = 0;
		while (at + 4 <= rest.length && at + 4 + rest.readUInt32LE(at) <= rest.length) {
			const length = rest.readUInt32LE(at);
			const bytes = new Uint8Array(rest.subarray(at + 4, at + 4 + length));
			at += 4 + length;
			called++;
			const findings = [];
			for await (const finding of scan(bytes, { policy })) findings.push(finding);
			const found = verdict(findings);
			const taken = isTaken(bytes);
			if (found !== "safe" && found !== "no-pickle" && !taken) continue;
			const how = taken ? `${found}, taken by the policy,` : found;
			if (passed++ < 10) console.log(`${how} in ${python}: ${shown(bytes)}`);
		}
		rest = rest.subarray(at);
	}
	if ((await ended) !== 0) {
		console.log(`${python} failed`);
		process.exitCode = 1;
	}
}
if (passed > 0 || called === 0) process.exitCode = 1;
rmSync(folder, { recursive: true, force: true });
console.log(`${called} mutations called a harmful name; ${passed} of them passed`);
process.exitCode = passed === 0 && called > 0 ? 0 : 1;
