/** What is checked of a checkpoint of a size. */
import { describe, expect, it } from "vitest";
import { crc32 } from "../../src/formats/crc32.ts";
import { fromSafetensors, loadIndex, type Tensor, writeSafetensors } from "../../src/torch/index.ts";
import { sparseCheckpoint } from "./sparse-file.ts";

const MIB = 2 ** 20;
const LAYERS = 48;

/** The checks, for `npm test` of a small file and for `npm run test:long` of one beyond 4 GiB. */
export function checkLarge(bytes: number): void {
	describe(`a checkpoint of ${bytes / MIB} MiB`, () => {
		it("is indexed by what is beside the tensors, read in part, and converted piece by piece", async () => {
			const file = await sparseCheckpoint(bytes, LAYERS);
			expect(file.byteLength).toBeGreaterThan(bytes * 0.999);
			const start = performance.now();
			const { tensors, value } = await loadIndex(file);
			const indexed = performance.now() - start;
			expect([tensors.size, file.requests < 20, file.fetched < MIB / 4]).toEqual([LAYERS, true, true]);
			// Some 20 ms; a machine may be busy.
			expect(indexed).toBeLessThan(2000);

			file.fetched = 0;
			const last = tensors.get(`layers.${LAYERS - 1}.weight`) as Tensor;
			await last.storage?.read(last.nbytes - 4096, last.nbytes);
			expect(file.fetched).toBeLessThan(8192);

			// What is not a piece of zeros is kept.
			let [length, most, open] = [0, 0, 0];
			const head: Uint8Array[] = [];
			let sum = 0;
			const written = await writeSafetensors(value, {
				async write(piece: Uint8Array) {
					open++;
					if (length < 8192) head.push(piece.slice());
					length += piece.length;
					most = Math.max(most, process.memoryUsage().arrayBuffers);
					sum = crc32(piece.subarray(0, 64), sum);
					await new Promise(setImmediate);
					expect(open).toBe(1);
					open--;
				},
			});
			expect(written.names.length).toBe(LAYERS);
			expect(length).toBeGreaterThan(bytes * 0.999);
			// Pieces of 4 MiB, and those that wait for the collector.
			expect(most).toBeLessThan(256 * MIB);
			const safe = { byteLength: length, slice: async (from: number, to: number) => padded(head, from, to) };
			expect((await fromSafetensors(safe)).tensors.get("layers.47.weight")?.shape).toEqual(last.shape);
		});
	});
}
function padded(head: readonly Uint8Array[], from: number, to: number): Uint8Array {
	const made = new Uint8Array(to - from);
	made.set(Buffer.concat(head).subarray(from, to));
	return made;
}
