/**
 * torch's checkpoints: read without torch and without running anything, and written.
 *
 * @module brine/torch
 */

export { dumpsTorch, dumpTorch, type TorchDumpOptions } from "./dump.ts";
export { loadIndex, loadTorch, type TorchLoadOptions } from "./load.ts";
export type { TorchFormat } from "./open-file.ts";
export { registry } from "./registry.ts";
export {
	fromSafetensors,
	type SafetensorsFile,
	type SafetensorsOptions,
} from "./safetensors-read.ts";
export {
	type SafetensorsWriteOptions,
	type SafetensorsWritten,
	toSafetensors,
	writeSafetensors,
} from "./safetensors-write.ts";
export { openShards, type ShardIndex, type ShardOptions, type Shards, shardIndex, splitShards } from "./shards.ts";
export { Device, Layout, Size } from "./sizes.ts";
export { type SparseLayout, SparseTensor, type SparseTensorParts } from "./sparse-tensor.ts";
export { type AnyTensor, isTensor, namedTensors, stateDict } from "./state-dict.ts";
export { Storage, type StorageParts, type StorageSource } from "./storage.ts";
export {
	type ChannelQuantizer,
	Parameter,
	type Quantizer,
	Tensor,
	type TensorExtra,
	type TensorParts,
	type TensorQuantizer,
} from "./tensor.ts";
export { TorchFile } from "./torch-file.ts";
export { type TorchVersion, type WeightsOnly, weightsOnly } from "./weights-only.ts";
