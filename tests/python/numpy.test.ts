/**
 * 20,000 random arrays (dtype, shape, order, protocol from a seed) that a live numpy writes, read here, printed as that
 * numpy prints them, written back and read by it as equal; 20,000 more with an older numpy, whose printing differs.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NDArray } from "../../src/numpy/ndarray.ts";
import { repr, str } from "../../src/numpy/print/repr.ts";
import { numpyRegistry, registry } from "../../src/numpy/registry.ts";
import { dumps } from "../../src/pickle/dumps.ts";
import { loads } from "../../src/pickle/loads.ts";
import { PyByteArray } from "../../src/values/bytearray.ts";
import { type Numpy, numpys } from "./numpy-venvs.ts";

interface Made {
	readonly data: string;
	readonly protocol: number;
	readonly buffers: readonly (readonly [data: string, isReadonly: boolean])[] | null;
	readonly repr: string;
	readonly str: string;
}

const BATCHES = 10;
const SIZE = 2000;
const script = join(import.meta.dirname, "numpy_random.py");
const folder = mkdtempSync(join(tmpdir(), "brine-numpy-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function ask({ python }: Numpy, ...args: readonly string[]): string {
	const { status, stdout, stderr } = spawnSync(python, [script, ...args], { encoding: "utf8" });
	if (status !== 0) throw new Error(stderr);
	return stdout;
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
	return new Uint8Array(Buffer.from(text, "base64"));
}

let all: Numpy[] = [];
beforeAll(async () => {
	all = await numpys();
});

describe.each(["2.5.5", "1.26.4"])("numpy %s", (version) => {
	const isNew = version.startsWith("2");
	const own = numpyRegistry({ numpyVersion: version });
	let [printed, sameBytes, total] = [0, 0, 0];
	// Each batch is a test of its own, so that none takes long on any machine.
	for (let batch = 0; batch < BATCHES; batch++) {
		const seed = String(20260 + batch);
		it(`writes what is read, printed and written back as it does: seed ${seed}`, ({ skip }) => {
			const numpy = all.find((one) => one.version === version);
			if (numpy === undefined) return skip(`no numpy ${version} here`);
			const [made, back] = [join(folder, "made.jsonl"), join(folder, "back.jsonl")];
			ask(numpy, "make", seed, String(SIZE), made);
			const lines: string[] = [];
			for (const line of readFileSync(made, "utf8").split("\n")) {
				if (line === "") continue;
				const given = JSON.parse(line) as Made;
				const buffers = given.buffers?.map(([data, isReadonly]) =>
					isReadonly ? bytesOf(data) : new PyByteArray(bytesOf(data).buffer),
				);
				const options = { registry, mode: "exact", ...(buffers === undefined ? {} : { buffers }) } as const;
				const array = loads(bytesOf(given.data), options);
				expect(array).toBeInstanceOf(NDArray);
				total++;
				if (isNew) {
					expect(repr(array)).toBe(given.repr);
					expect(str(array)).toBe(given.str);
					printed++;
				}
				const { protocol } = given;
				const asOwn = dumps(array, {
					registry: own,
					protocol,
					pythonVersion: isNew ? "3.13" : "3.11",
					bufferCallback: buffers === undefined ? null : () => false,
				});
				if (Buffer.compare(asOwn, bytesOf(given.data)) === 0) sameBytes++;
				const beside: string[] = [];
				const data = dumps(array, {
					// Half of them with the names that every numpy reads.
					registry: total % 2 === 0 ? registry : own,
					protocol,
					bufferCallback:
						buffers === undefined ? null : (b) => void beside.push(Buffer.from(b.raw()).toString("base64")),
				});
				lines.push(JSON.stringify({ data: Buffer.from(data).toString("base64"), buffers: beside }));
			}
			writeFileSync(back, `${lines.join("\n")}\n`);
			expect(ask(numpy, "check", seed, String(SIZE), back)).toBe(`wrong: 0 of ${SIZE}\n`);
		});
	}
	afterAll(() => {
		console.log(`numpy ${version}: ${total} arrays both ways, ${printed} printed alike, ${sameBytes} the same bytes`);
		// Names of fields that are equal and not one object in Python are shared here.
		if (total > 0) expect(sameBytes / total).toBeGreaterThan(0.9);
	});
});
