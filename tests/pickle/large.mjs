/**
 * Pickles that are large: one of 3 GiB read from a file and one of 3 GiB written, and a list a million levels deep.
 * Each in a process of its own, so that its peak is its own.
 * Not part of the tests, since it takes minutes and 3 GiB of disk and memory:
 *
 *     npm run build && node tests/pickle/large.mjs [read|write|file|deep]…
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, statSync, writeSync } from "node:fs";
import { freemem, tmpdir } from "node:os";
import { join } from "node:path";
import { pickle } from "../../dist/index.js";
import { dumpFile, loadFile } from "../../dist/node/index.js";
import { removeFolder } from "../remove-folder.mjs";

const PARTS = ["read", "write", "file", "deep"];
const wanted = process.argv.slice(2);
if (wanted.length !== 1) {
	for (const part of wanted.length === 0 ? PARTS : wanted) {
		const { status } = spawnSync(process.execPath, [import.meta.filename, part], { stdio: "inherit" });
		if (status !== 0) process.exitCode = 1;
	}
	process.exit();
}
const MIB = 2 ** 20;
const OPERANDS = 3072;
const limits = { memory: 2 ** 40 };
const folder = mkdtempSync(join(tmpdir(), "brine-large-"));

let peak = 0;
const notePeak = () => {
	peak = Math.max(peak, process.memoryUsage().rss);
};
setInterval(notePeak, 20).unref();

/** Runs one of them and says how long it took, and how much memory. */
async function run(name, work) {
	if (!wanted.includes(name)) return;
	const { bavail, bsize } = statfsSync(folder);
	if (freemem() < 6 * 1024 * MIB || bavail * bsize < 8 * 1024 * MIB) {
		console.log(`${name}: too little memory or disk`);
		process.exitCode = 1;
		return;
	}
	peak = 0;
	notePeak();
	const before = peak;
	const started = performance.now();
	const result = await work();
	notePeak();
	const seconds = ((performance.now() - started) / 1000).toFixed(1);
	console.log(
		`${name}: ${result}; ${seconds} s, peak ${Math.round(peak / MIB)} MiB (${Math.round(before / MIB)} before)`,
	);
}
function check(holds, what) {
	if (!holds) throw new Error(`not so: ${what}`);
}

const piece = Buffer.alloc(MIB, "brine ");
/** 3 GiB of `bytes` that share one megabyte: the pickle is large, the value is not. */
const many = () =>
	Array.from({ length: OPERANDS }, (_, i) => [
		i,
		new Uint8Array(piece.buffer, piece.byteOffset, MIB - (i % 7)),
		i + 0.5,
	]);

try {
	await run("read", async () => {
		const path = join(folder, "large.pickle");
		const file = openSync(path, "w");
		// Protocol 3: [1 MiB of bytes, an int and a float, again and again].
		writeSync(file, Buffer.from("\x80\x03](", "latin1"));
		for (let i = 0; i < OPERANDS; i++) {
			const head = Buffer.from("B\0\0\x10\0", "latin1");
			const tail = Buffer.from("J\0\0\0\0G\x3f\xf8\0\0\0\0\0\0", "latin1");
			tail.writeInt32LE(i, 1);
			writeSync(file, Buffer.concat([head, piece, tail]));
		}
		writeSync(file, Buffer.from("e.", "latin1"));
		closeSync(file);
		const { size } = statSync(path);
		check(size > 3 * 1024 * MIB, "the file has 3 GiB");
		const value = await loadFile(path, { format: "pickle", limits });
		check(value.length === 3 * OPERANDS, "all items are there");
		for (let i = 0; i < OPERANDS; i += 97) {
			check(
				Buffer.compare(value[3 * i], piece) === 0 && value[3 * i + 1] === i && value[3 * i + 2] === 1.5,
				`item ${i}`,
			);
		}
		rmSync(path);
		return `${Math.round(size / MIB)} MiB read from a file`;
	});
	await run("write", async () => {
		let length = 0;
		let chunks = 0;
		const digest = createHash("sha1");
		const sink = {
			write(chunk) {
				length += chunk.length;
				chunks++;
				digest.update(chunk);
			},
		};
		await pickle.dump(many(), sink);
		check(length > 3 * 1024 * MIB - 10 * OPERANDS, "all of it is written");
		return `${Math.round(length / MIB)} MiB written in ${chunks} chunks, ${digest.digest("hex")}`;
	});
	await run("file", async () => {
		const path = join(folder, "written.pickle");
		await dumpFile(many(), path, { format: "pickle" });
		const { size } = statSync(path);
		rmSync(path);
		return `${Math.round(size / MIB)} MiB written to a file`;
	});
	await run("deep", async () => {
		let deep = [];
		for (let i = 0; i < 1_000_000; i++) deep = [deep];
		for (const protocol of [0, 1, 2, 3, 4, 5]) {
			const whole = pickle.dumps(deep, { protocol });
			const chunks = [];
			await pickle.dump(deep, { write: (chunk) => void chunks.push(chunk) }, { protocol });
			check(Buffer.concat(chunks).equals(whole), "the chunks are the whole");
			let levels = 0;
			for (let at = pickle.loads(whole); at.length > 0; at = at[0]) levels++;
			check(levels === 1_000_000, "all levels are there");
		}
		return "a million levels written and read at each protocol";
	});
} finally {
	removeFolder(folder);
}
