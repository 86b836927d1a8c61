/** Tensors of several pieces, converted from file to file in memory that is used again. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fileRanges, replaceFile } from "../../src/node/index.ts";
import { dumpTorch, loadIndex, Tensor, toSafetensors, writeSafetensors } from "../../src/torch/index.ts";

const folder = mkdtempSync(join(tmpdir(), "brine-pieces-"));
const path = join(folder, "model.pt");
const to = join(folder, "model.safetensors");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A tensor in which no two pieces are the same. */
function counted(items: number, from: number): Tensor {
	return Tensor.from(Uint32Array.from({ length: items }, (_, i) => from + i));
}

describe("a checkpoint of tensors of many pieces is converted", () => {
	let expected = new Uint8Array(0);
	beforeAll(async () => {
		const value = { a: counted(900_001, 0), b: counted(3, 10 ** 9), c: counted(262_144, 2 * 10 ** 9) };
		const pieces: Uint8Array[] = [];
		await dumpTorch(value, { write: (piece: Uint8Array) => void pieces.push(piece.slice()) });
		writeFileSync(path, Buffer.concat(pieces));
		expected = (await toSafetensors(value)).data;
	});
	const indexed = async <T>(work: (value: unknown) => Promise<T>): Promise<T> => {
		const file = fileRanges(path);
		try {
			return await work((await loadIndex(file)).value);
		} finally {
			file.close();
		}
	};

	it("to a file handle", async () => {
		const out = await open(to, "w");
		await indexed((value) => writeSafetensors(value, out));
		await out.close();
		expect(Buffer.compare(readFileSync(to), expected)).toBe(0);
	});
	it("to a file that is replaced", async () => {
		await replaceFile(to, async (out) => void (await indexed((value) => writeSafetensors(value, out))));
		expect(Buffer.compare(readFileSync(to), expected)).toBe(0);
	});
	it("to an object that keeps what it is given", async () => {
		const kept: Uint8Array[] = [];
		await indexed((value) => writeSafetensors(value, { write: (piece: Uint8Array) => void kept.push(piece) }));
		expect(Buffer.compare(Buffer.concat(kept), expected)).toBe(0);
	});
});
