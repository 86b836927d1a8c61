/** The registry for `pickle.loads` and `pickle.dumps`: a storage is there a whole legacy file in bytes. */
import { PicklingError } from "../errors.ts";
import { dumps } from "../pickle/dumps.ts";
import { defineType } from "../registry/define-type.ts";
import { createRegistry, type Registry, type TypeEntry } from "../registry/registry.ts";

import { tuple } from "../values/tuple.ts";
import { torchTypes } from "./entries.ts";
import { MAGIC, PROTOCOL, readLegacy } from "./legacy.ts";
import { Storage } from "./storage.ts";
import { storageClass } from "./storage-class.ts";

/** A legacy file of one storage. */
function legacyBytes(storage: Storage): Uint8Array {
	const { dtype, location } = storage;
	if (!storage.isLoaded) {
		throw new PicklingError("a storage whose bytes have not been read cannot be pickled", {
			code: "unpicklable",
			hint: "load its tensor first, or write the file with dumpTorch, which reads as it writes",
		});
	}
	const info = { protocol_version: PROTOCOL, little_endian: true, type_sizes: { short: 2, int: 4, long: 4 } };
	const count = storage.nbytes / (dtype?.itemsize ?? 1);
	const id = tuple("storage", storageClass(storage), "0", location, count, null);
	const options = { protocol: 2 };
	const number = new Uint8Array(8);
	new DataView(number.buffer).setBigUint64(0, BigInt(count), true);
	const parts = [
		dumps(MAGIC, options),
		dumps(PROTOCOL, options),
		dumps(info, options),
		dumps(storage, { ...options, persistentId: (value) => (value === storage ? id : undefined) }),
		dumps(["0"], options),
		number,
		storage.data,
	];
	const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
	let at = 0;
	for (const part of parts) {
		bytes.set(part, at);
		at += part.length;
	}
	return bytes;
}

/** `_load_from_bytes(bytes)`. The bytes inside may not hold such bytes again, so that nothing is nested without end. */
const fromBytes: TypeEntry<Storage> = /* @__PURE__ */ defineType<Storage>({
	names: ["torch.storage:_load_from_bytes"],
	type: Storage,
	load: (args, kwargs, { via }) => {
		const [bytes] = args;
		if (!(bytes instanceof Uint8Array) || args.length !== 1 || kwargs.size > 0 || via !== "REDUCE") return undefined;
		const value = readLegacy(bytes, { registry: torchTypes, mode: "exact" });
		return value instanceof Storage ? value : undefined;
	},
	reduce: (storage) => ({ callable: "torch.storage:_load_from_bytes", args: [legacyBytes(storage)] }),
});

/**
 * The registry with torch's, numpy's and scipy's types, and the default ones: for pickles that have tensors in them, such as
 * those of `multiprocessing` or `joblib`. Files of `torch.save` are read by {@link loadTorch}.
 *
 * @example
 * ```ts
 * import { registry, Tensor } from "brine/torch";
 * import { dumps, loads } from "brine/pickle";
 * const data = dumps({ w: Tensor.from(new Float32Array([1, 2])) }, { registry }); // pickle.loads in Python gives a tensor
 * const { w } = loads(data, { registry });
 * console.log(w.toArray()); // [ 1, 2 ]
 * ```
 */
export const registry: Registry = /* @__PURE__ */ createRegistry(torchTypes, fromBytes);
