/** Checkpoints of torch and safetensors, as the command shows them: shown as lists, and converted tensor by tensor. */
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { PyTypeError } from "../errors.ts";
import { kindOf } from "../formats/kind.ts";
import type { FileRanges, NewFile } from "../node/index.ts";
import { NDArray } from "../numpy/index.ts";
import {
	type AnyTensor,
	dumpTorch,
	fromSafetensors,
	loadIndex,
	namedTensors,
	openShards,
	splitShards,
	Tensor,
	type TorchFile,
	type TorchLoadOptions,
	writeSafetensors,
} from "../torch/index.ts";
import { isDict } from "../types/index.ts";
import type { OutputBudget } from "./budget.ts";
import { countedRanges } from "./counted-ranges.ts";
import { writeOutput } from "./write-output.ts";

/** A file by its parts where it is one as it is; else the pieces of a stream or of what was packed. */
async function withSource<T>(
	path: string,
	pieces: AsyncIterable<Uint8Array>,
	budget: OutputBudget,
	work: (source: FileRanges | AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T> {
	const ranges = path === "-" ? undefined : countedRanges(path, budget);
	try {
		const kind = ranges === undefined ? undefined : kindOf(ranges.slice(0, 4096));
		const isPlain = kind === "zip" || kind === "torch" || kind === "tar" || kind === "safetensors";
		return await work(isPlain ? (ranges as FileRanges) : pieces);
	} finally {
		ranges?.close();
	}
}

/** Opens a checkpoint of which nothing but the index has been read. */
export async function withCheckpoint<T>(
	path: string,
	pieces: AsyncIterable<Uint8Array>,
	options: TorchLoadOptions,
	budget: OutputBudget,
	work: (file: TorchFile) => Promise<T>,
): Promise<T> {
	return withSource(path, pieces, budget, async (source) => work(await loadIndex(source, options)));
}

/** Opens a file of safetensors. */
export async function withSafetensors<T>(
	path: string,
	pieces: AsyncIterable<Uint8Array>,
	budget: OutputBudget,
	work: (tensors: Map<string, AnyTensor>) => Promise<T>,
): Promise<T> {
	return withSource(path, pieces, budget, async (source) => work((await fromSafetensors(source)).tensors));
}

/** Opens all files of a model in parts, and returns their tensors in the order of the index. */
export async function withShards<T>(
	path: string,
	options: TorchLoadOptions,
	budget: OutputBudget,
	work: (tensors: Map<string, AnyTensor>) => Promise<T>,
): Promise<T> {
	const open: FileRanges[] = [];
	try {
		const tensors = await openShards(
			readFileSync(path),
			(name) => {
				const file = countedRanges(join(dirname(path), name), budget);
				open.push(file);
				return file;
			},
			options,
		);
		return await work(tensors);
	} finally {
		for (const file of open) file.close();
	}
}

/** The arrays of a dict as tensors; other values stay. */
function asTensors(value: unknown): unknown {
	if (value instanceof NDArray) return new Map([["arr_0", Tensor.from(value)]]);
	if (!isDict(value)) return value;
	return new Map(
		[...(value as Map<unknown, unknown>)].map(([key, item]) => [
			key,
			item instanceof NDArray ? Tensor.from(item) : item,
		]),
	);
}

/** An error that tells of an option of the library tells of the command's own. */
async function withFlag<T>(work: () => T | Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof PyTypeError) || error.hint?.includes("drop: true") !== true) throw error;
		const hint = "give --drop to leave out the rest";
		throw new PyTypeError(error.message, { code: error.code, cause: error, hint });
	}
}

/** Writes a checkpoint, or a file of safetensors; returns the names of what that cannot hold. */
export async function writeCheckpoint(
	value: unknown,
	out: NewFile,
	to: "torch" | "safetensors",
	options: { readonly drop: boolean; readonly signal: AbortSignal },
): Promise<readonly string[]> {
	const { drop, signal } = options;
	if (to === "torch") {
		await dumpTorch(value, out, { signal });
		return [];
	}
	const form = asTensors(value);
	return withFlag(async () => (await writeSafetensors(form, out, { drop, signal })).dropped);
}

/** Writes a model in parts beside the file that was named, then their index; returns the names of what they cannot hold. */
export async function writeShards(
	value: unknown,
	path: string,
	budget: OutputBudget,
	options: { readonly drop: boolean; readonly maxShardSize: string; readonly signal: AbortSignal },
): Promise<readonly string[]> {
	const { drop, maxShardSize, signal } = options;
	const filenamePattern = `${basename(path).replace(/\.safetensors$/, "")}{suffix}.safetensors`;
	const { shards, isSharded, index, indexName, dropped } = await withFlag(() =>
		splitShards(asTensors(value), { drop, maxShardSize, filenamePattern }),
	);
	for (const [name, tensors] of shards) {
		await writeOutput(join(dirname(path), name), budget, async (out) => {
			await writeSafetensors(tensors, out, { signal });
		});
	}
	if (isSharded) await writeOutput(join(dirname(path), indexName), budget, (out) => out.write(`${index}\n`));
	return dropped;
}

/** A value whose tensors have all their bytes, for what is not written tensor by tensor. */
export async function loaded(value: unknown): Promise<unknown> {
	for (const tensor of namedTensors(value).values()) await tensor.load();
	return value;
}
