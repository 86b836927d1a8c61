/** Models in parts, as Hugging Face's libraries write them: several files of tensors, and an index that says which is where. */
import { gather } from "../bytes/gather.ts";
import { type RangeSource, Ranges } from "../bytes/ranges.ts";
import type { Source } from "../bytes/source.ts";
import { ValueError } from "../errors.ts";
import { HEAD, kindOf } from "../formats/kind.ts";
import { dumps } from "../json/dumps.ts";
import type { JSONText } from "../json/input.ts";
import { loads } from "../json/loads.ts";
import { givenOptions } from "../options.ts";
import { isRanges } from "./is-ranges.ts";
import { loadIndex, type TorchLoadOptions } from "./load.ts";
import { fromSafetensors, Header, quoted } from "./safetensors-read.ts";
import { fittingTensors } from "./safetensors-write.ts";
import type { AnyTensor } from "./state-dict.ts";
import type { Tensor } from "./tensor.ts";

/** The parts of a model besides tensors, of a file that was given in parts: `model.safetensors.index.json` and `pytorch_model.bin.index.json`. */
export interface ShardIndex {
	/** The file of each tensor. */
	readonly files: ReadonlyMap<string, string>;
	/** The files, each once. */
	readonly names: readonly string[];
}

/**
 * Reads the index of a model that Hugging Face's libraries wrote in parts.
 *
 * @param data the text of `pytorch_model.bin.index.json` or `model.safetensors.index.json`, or its bytes
 * @returns which tensor is in which file
 * @throws ValueError (`source`) for what is not such an index, and for names of files with a folder in them
 * @example
 * ```ts
 * import { shardIndex } from "brine/torch";
 * const { names } = shardIndex('{"metadata": {}, "weight_map": {"a": "model-1.bin", "b": "model-2.bin"}}');
 * console.log(names); // [ 'model-1.bin', 'model-2.bin' ]
 * ```
 */
export function shardIndex(data: JSONText): ShardIndex {
	const objectPairsHook = (pairs: readonly (readonly [string, unknown])[]): Header => new Header(pairs);
	let index: unknown;
	try {
		index = loads(data, { objectPairsHook });
	} catch (error) {
		throw error instanceof ValueError ? badIndex("it is not JSON") : error;
	}
	const map = index instanceof Header ? index.get("weight_map") : undefined;
	if (!(map instanceof Header)) throw badIndex("it has no weight_map");
	const files = new Map<string, string>();
	for (const [name, file] of map) {
		if (typeof file !== "string" || !/^[^/\\:\0]{1,255}$/.test(file) || /^\.{1,2}$/.test(file)) {
			throw badIndex(`the file of ${quoted(name)} is not beside it`);
		}
		files.set(name, file);
	}
	return { files, names: [...new Set(files.values())] };
}
function badIndex(why: string): ValueError {
	return new ValueError(`not the index of a model in parts: ${why}`, { code: "source" });
}

/**
 * Opens a model in parts: of each file the index is read, and a tensor's bytes when they are asked for.
 *
 * @param index the text of `model.safetensors.index.json` or `pytorch_model.bin.index.json`
 * @param open returns the file of a name, which has no folder: bytes, a `Blob`, `{ byteLength, slice(start, end) }`, or a stream,
 *   which is read whole. Files of safetensors and of torch are told by their content
 * @param options as those of {@link loadIndex}
 * @returns the tensors in the order of the index
 * @throws ValueError (`source`) for what is not such an index, for a tensor that is not in its file, and for one that is in a
 *   file and not in the index; and all that {@link loadIndex} and {@link fromSafetensors} throw
 * @example
 * ```ts
 * import { openShards, splitShards, Tensor, toSafetensors } from "brine/torch";
 * const model = { a: Tensor.from(new Float32Array(3)), b: Tensor.from(new Float32Array([7])) };
 * const { shards, index } = splitShards(model, { maxShardSize: 12 });
 * const tensors = await openShards(index, async (name) => (await toSafetensors(shards.get(name))).data);
 * console.log([...tensors.keys()], (await tensors.get("b").read()).toArray()); // [ 'a', 'b' ] [ 7 ]
 * ```
 */
export async function openShards(
	index: JSONText,
	open: (name: string) => RangeSource | Source | PromiseLike<RangeSource | Source>,
	options?: TorchLoadOptions | null,
): Promise<Map<string, AnyTensor>> {
	const { files, names } = shardIndex(index);
	const { limits, signal } = options ?? {};
	const inFiles = new Map<string, ReadonlyMap<string, AnyTensor>>();
	for (const name of names) {
		const source = await open(name);
		const parts = isRanges(source) ? source : await gather(source, { memory: limits?.memory ?? 2 ** 30, signal });
		const ranges = new Ranges(parts, signal);
		const isSafe = kindOf(await ranges.read(0, Math.min(HEAD, ranges.byteLength))) === "safetensors";
		const safe = { ...(limits === undefined ? {} : { limits }), ...(signal === undefined ? {} : { signal }) };
		const found = isSafe ? await fromSafetensors(parts, safe) : await loadIndex(parts, options);
		inFiles.set(name, found.tensors);
	}
	const tensors = new Map<string, AnyTensor>();
	for (const [tensor, name] of files) {
		const found = inFiles.get(name)?.get(tensor);
		if (found === undefined) throw badIndex(`${quoted(name)} has no tensor ${quoted(tensor)}`);
		tensors.set(tensor, found);
	}
	for (const [name, found] of inFiles) {
		for (const tensor of found.keys()) {
			if (files.get(tensor) !== name) throw badIndex(`it does not say that ${quoted(tensor)} is in ${quoted(name)}`);
		}
	}
	return tensors;
}

/** How a model is cut into parts. */
export interface ShardOptions {
	/**
	 * Bytes of tensors in each file, as a number or as Hugging Face's libraries spell it: `"5GB"`, `"200MB"`. A tensor that is
	 * longer has a file of its own. @defaultValue `"5GB"`
	 */
	readonly maxShardSize?: number | string;
	/** The names of the files, where `{suffix}` becomes `-00001-of-00003`. @defaultValue `"model{suffix}.safetensors"` */
	readonly filenamePattern?: string;
	/** Leave out what safetensors cannot hold, and return the names. @defaultValue false, an error that names them */
	readonly drop?: boolean;
}

const SHARD_OPTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(["maxShardSize", "filenamePattern", "drop"]);

/** A model that was cut into parts. */
export interface Shards {
	/** The tensors of each file, by its name. */
	readonly shards: ReadonlyMap<string, ReadonlyMap<string, Tensor>>;
	/** Whether there are several files, so that they need an index. */
	readonly isSharded: boolean;
	/** The text of the index, to be written under {@link indexName}. */
	readonly index: string;
	/** The name of the index, such as `model.safetensors.index.json`. */
	readonly indexName: string;
	/** The names of what the files cannot hold; only with `drop`. */
	readonly dropped: readonly string[];
}

/**
 * Cuts a model into parts, each for a file of safetensors, as `split_torch_state_dict_into_shards` of huggingface_hub does: in the
 * order of its tensors, a new part where the next one would make it longer than `maxShardSize`.
 *
 * @param value as of {@link writeSafetensors}, which writes each of the parts
 * @param options see {@link ShardOptions}
 * @returns the parts and the text of their index
 * @throws PyTypeError (`argument`) for what the format cannot hold, unless `drop` is true
 * @throws ValueError (`option`) for a size or a pattern that is not one
 * @example
 * ```ts
 * import { splitShards, Tensor } from "brine/torch";
 * const model = { a: Tensor.from(new Float32Array(3)), b: Tensor.from(new Float32Array(1)) };
 * const { shards, indexName } = splitShards(model, { maxShardSize: "0.012KB" });
 * console.log([...shards.keys()], indexName);
 * // [ 'model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors' ] model.safetensors.index.json
 * ```
 */
export function splitShards(value: unknown, options?: ShardOptions | null): Shards {
	const given = givenOptions("splitShards", options, SHARD_OPTIONS);
	const { maxShardSize = "5GB", filenamePattern = "model{suffix}.safetensors", drop = false } = given;
	const most = sizeOfShard(maxShardSize);
	if (!/^[^/\\:\0{}]*\{suffix\}[^/\\:\0{}]*$/.test(filenamePattern)) {
		throw new ValueError("filenamePattern must be the name of a file with '{suffix}' in it", { code: "option" });
	}
	const { taken, dropped } = fittingTensors(value, drop);
	const parts: Map<string, Tensor>[] = [];
	let open = new Map<string, Tensor>();
	let [size, total] = [0, 0];
	for (const [name, tensor] of taken) {
		const { nbytes } = tensor;
		total += nbytes;
		// A part is numbered when it is full, so that a long tensor comes before the part that is open meanwhile.
		if (nbytes > most) {
			parts.push(new Map([[name, tensor]]));
			continue;
		}
		if (size + nbytes > most) {
			parts.push(open);
			open = new Map();
			size = 0;
		}
		open.set(name, tensor);
		size += nbytes;
	}
	if (open.size > 0 || parts.length === 0) parts.push(open);
	const number = (n: number): string => String(n).padStart(5, "0");
	const named = (suffix: string): string => filenamePattern.replace("{suffix}", suffix);
	const isWhole = parts.length === 1;
	const shards = new Map(
		parts.map((part, i) => [named(isWhole ? "" : `-${number(i + 1)}-of-${number(parts.length)}`), part]),
	);
	const map = new Map<string, string>();
	for (const [file, part] of shards) for (const name of part.keys()) map.set(name, file);
	const about = new Map<string, unknown>([
		["metadata", { total_size: total }],
		["weight_map", map],
	]);
	return {
		shards,
		isSharded: !isWhole,
		index: dumps(about, { indent: 2 }),
		indexName: `${named("")}.index.json`,
		dropped,
	};
}

/** `"5GB"` in bytes: units of 1000, as huggingface_hub has them. */
function sizeOfShard(given: number | string): number {
	const [, digits, unit] = /^\s*(\d{1,15}(?:\.\d{1,15})?)\s*([KMGT])B\s*$/i.exec(String(given)) ?? [];
	const size =
		digits === undefined ? given : Math.floor(Number(digits) * 1000 ** " KMGT".indexOf((unit as string).toUpperCase()));
	if (typeof size !== "number" || !(size >= 1)) {
		throw new ValueError(`maxShardSize must be a number of bytes or like '5GB', not '${String(given).slice(0, 100)}'`, {
			code: "option",
		});
	}
	return size;
}
