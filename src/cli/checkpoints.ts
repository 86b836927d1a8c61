/** Checkpoints of torch and safetensors, as the command shows them: shown as lists, and converted tensor by tensor. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PyTypeError } from "../errors.ts";
import { kindOf } from "../formats/kind.ts";
import { type FileRanges, fileRanges, type NewFile } from "../node/index.ts";
import { NDArray } from "../numpy/index.ts";
import {
	type AnyTensor,
	dumpTorch,
	fromSafetensors,
	loadIndex,
	namedTensors,
	shardIndex,
	Tensor,
	type TorchFile,
	type TorchLoadOptions,
	writeSafetensors,
} from "../torch/index.ts";
import { isDict } from "../types/index.ts";

/** A file by its parts where it is one as it is; else the pieces of a stream or of what was packed. */
async function withSource<T>(
	path: string,
	pieces: AsyncIterable<Uint8Array>,
	work: (source: FileRanges | AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T> {
	const ranges = path === "-" ? undefined : fileRanges(path);
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
	work: (file: TorchFile) => Promise<T>,
): Promise<T> {
	return withSource(path, pieces, async (source) => work(await loadIndex(source, options)));
}

/** Opens a file of safetensors. */
export async function withSafetensors<T>(
	path: string,
	pieces: AsyncIterable<Uint8Array>,
	work: (tensors: Map<string, AnyTensor>) => Promise<T>,
): Promise<T> {
	return withSource(path, pieces, async (source) => work((await fromSafetensors(source)).tensors));
}

/** Whether a file is the index of a model in parts, by its name. */
export function isIndex(path: string): boolean {
	return /\.(bin|safetensors)\.index\.json$/.test(path);
}

/** Opens all files of a model in parts, and returns their tensors in the order of the index. */
export async function withShards<T>(
	path: string,
	options: TorchLoadOptions,
	work: (tensors: Map<string, AnyTensor>) => Promise<T>,
): Promise<T> {
	const { files, names } = shardIndex(readFileSync(path));
	const open: FileRanges[] = [];
	const parts = new Map<string, ReadonlyMap<string, AnyTensor>>();
	try {
		for (const name of names) {
			const file = fileRanges(join(dirname(path), name));
			open.push(file);
			const isSafe = kindOf(file.slice(0, 4096)) === "safetensors";
			parts.set(name, isSafe ? (await fromSafetensors(file)).tensors : (await loadIndex(file, options)).tensors);
		}
		const tensors = new Map<string, AnyTensor>();
		for (const [tensor, name] of files) {
			const found = parts.get(name)?.get(tensor);
			if (found === undefined)
				throw new PyTypeError(`${name} has no tensor ${JSON.stringify(tensor)}`, { code: "source" });
			tensors.set(tensor, found);
		}
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
	return (await writeSafetensors(asTensors(value), out, { drop, signal })).dropped;
}

/** A value whose tensors have all their bytes, for what is not written tensor by tensor. */
export async function loaded(value: unknown): Promise<unknown> {
	for (const tensor of namedTensors(value).values()) await tensor.load();
	return value;
}
